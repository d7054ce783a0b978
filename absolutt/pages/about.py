"""What every public body tells, readable without signing in: accessibility, privacy, whom to ask."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from absolutt.pages.scope import programmes_to_ask_about
from accounts import personal
from accounts.models import User


@require_safe
@login_not_required
def accessibility(request):
    return render(request, "pages/accessibility.html")


@require_safe
@login_not_required
def privacy(request):
    """Written from what the models themselves declare. Those who take part come first, those who work here last."""
    declared = sorted(personal.declared(), key=lambda pair: pair[0] is User)
    return render(request, "pages/privacy.html", {"kinds": [_kind(model, data) for model, data in declared]})


def _kind(model, data):
    return {"data": data, "fields": [(personal.label(model, name), kept.until) for name, kept in data.fields.items()]}


@require_safe
@login_not_required
def contact(request):
    return render(request, "pages/contact.html", {"programmes": programmes_to_ask_about()})
