from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from accounts.actions import choose_language as remember
from accounts.journal import Actor
from accounts.middleware import LANGUAGES


@require_POST
@login_not_required
def choose_language(request):
    """The reader's own choice of målform, kept in a cookie and, when signed in, on her account."""
    language, back = request.POST.get("language"), request.POST.get("next", "")
    here = back.startswith("/")
    if not here or not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/"
    response = HttpResponseRedirect(back)
    if language in LANGUAGES:
        if request.user.is_authenticated:
            remember(user=request.user, language=language, by=Actor(user=request.user))
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=365 * 24 * 3600,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response
