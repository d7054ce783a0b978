"""A deadline or window of the plan: the sign-up deadline, the pre-meeting, the reflection note."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from absolutt.pages.group import seen_version
from absolutt.pages.meanwhile import CHANGED, LOOK_AGAIN
from absolutt.pages.plan_rows import deadline_names
from absolutt.pages.plan_saving import Change, asked_first
from absolutt.pages.plan_words import date_words
from absolutt.pages.scope import living_programme_to_run
from accounts.journal import Actor
from gatherings import actions
from gatherings.forms import DeadlineForm, initial_of_deadline
from gatherings.plan import plan_of
from municipalities.acting import Closed
from programmes import lifecycle
from programmes.acting import ChangedMeanwhile
from programmes.models import Deadline


@require_http_methods(["GET", "HEAD", "POST"])
def plan_deadline(request, key, kind):
    programme = living_programme_to_run(request.user, key)
    plan = plan_of(programme)
    before = plan.deadline(kind)
    known = {"version": programme.version, **initial_of_deadline(before, plan.purpose(kind))}
    form = DeadlineForm(request.POST if request.method == "POST" else None, kind=kind, initial=known)
    if request.method != "POST":
        return _page(request, plan, kind, form)

    def act():
        return actions.set_deadline(
            programme=living_programme_to_run(request.user, key), kind=kind, when=form.cleaned_data["when"],
            version=form.cleaned_data["version"], by=Actor(user=request.user), purpose=form.purpose(),
        )  # fmt: skip

    def look_over():
        return {
            "title": _("Endre %(what)s?") % {"what": _in_a_sentence(kind)},
            "changes": _changes(plan, kind, form),
            "button": _("Lagre endringen"),
        }

    change = Change(programme=programme, form=form, act=act, newest=lambda: programme.version, look_over=look_over)
    return change.save(
        request,
        again=lambda status: _page(request, plan, kind, form, status=status),
        done=lambda changed: _done(request, key, _("Endringen er lagret.") if changed else _("Ingenting er endret.")),
    )


def _changes(plan, kind, form):
    """What is other than before, in words."""
    before, new = plan.deadline(kind), form.cleaned_data["when"]
    was, purpose = plan.purpose(kind), form.purpose()
    rows = [{"name": _("Dato"), "old": date_words(before), "new": date_words(new)}] if before != new else []
    if purpose not in (None, was):
        rows.append({"name": _purpose_of(kind), "old": str(was), "new": str(purpose) or _("Ikke oppgitt")})
    return rows


def _purpose_of(kind):
    return _("Hva formøtet er til") if kind == Deadline.Kind.PRE_MEETING else _("Hva refleksjonsnotatet er")


def _in_a_sentence(kind):
    return {
        Deadline.Kind.SIGN_UP: _("påmeldingsfristen"),
        Deadline.Kind.PRE_MEETING: _("datoen for formøtene"),
        Deadline.Kind.REFLECTION_NOTE: _("datoen for refleksjonsnotatet"),
    }[kind]


def _done(request, key, said):
    messages.success(request, said)
    return redirect("plan", key)


def _page(request, plan, kind, form, *, status=200):
    context = {
        "section": "programmes",
        "programme": plan.programme,
        "kind": kind,
        "title": deadline_names()[kind],
        "form": form,
        "saved": date_words(plan.deadline(kind)) if CHANGED in form.non_field_errors() else "",
        "may_remove": kind in plan.deadlines and kind != Deadline.Kind.SIGN_UP,
        "may_be_open": kind != Deadline.Kind.SIGN_UP or not lifecycle.keeps_its_sign_up_day(plan.programme),
        "is_told": plan.programme.state != plan.programme.State.SKETCH,
    }
    return render(request, "pages/plan_deadline.html", context, status=status)


@require_POST
def remove_deadline(request, key, kind):
    """The programme has no such window, or none that is written here."""
    programme, version = living_programme_to_run(request.user, key), seen_version(request)

    def act():
        actions.remove_deadline(
            programme=living_programme_to_run(request.user, key), kind=kind, version=version,
            by=Actor(user=request.user),
        )  # fmt: skip

    def look_over():
        back = reverse("plan_deadline", args=[key, kind])
        title = _("Fjern %(what)s fra planen?") % {"what": deadline_names()[kind].lower()}
        return {"title": title, "button": _("Fjern fra planen"), "is_removal": True, "back_url": back}

    try:
        asks = asked_first(request, programme, act, look_over)
        if asks:
            return asks
        act()
    except (ChangedMeanwhile, Closed):
        messages.warning(request, LOOK_AGAIN)
        return redirect("plan", key)
    return _done(request, key, _("Fjernet fra planen."))
