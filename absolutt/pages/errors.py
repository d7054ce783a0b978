"""Pages for what went wrong: they say what to do."""

from django.shortcuts import render


def csrf_failure(request, reason=""):
    return render(request, "403_csrf.html", {"public_page": True}, status=403)


def not_found(request, exception):
    return render(request, "404.html", {"public_page": True}, status=404)


def broken(request):
    return render(request, "500.html", {"public_page": True}, status=500)
