"""One organisation in a programme, as its adviser sees it: director, answer, deadline, letters."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from absolutt.pages.letters import envelope_row
from absolutt.pages.programme import COLOURS
from absolutt.pages.scope import is_new_director, participation_or_404, waiting_answer_or_404
from accounts.journal import Actor
from correspondence import documents
from municipalities import actions
from municipalities.forms import DirectorForm, ExtensionForm, RegisterAnswerForm

CHANGED = gettext_lazy(
    "Noen andre endret denne siden mens du hadde den åpen. Se over og lagre på nytt. Det du skrev, står her ennå."
)


@require_safe
def participation_page(request, key, number):
    return _page(request, participation_or_404(request.user, key, number))


def _page(request, participation, status=200, **bound):
    """The page, with the form that failed as it was filled in, and the others fresh."""
    version = {"version": participation.version}
    known = {"name": participation.director_name, "email": participation.director_email}
    context = {
        "section": "programmes",
        "participation": participation,
        "programme": participation.programme,
        "colour": COLOURS[participation.state],
        "is_new_director": is_new_director(participation),
        "is_archived": participation.programme.state == "archived",
        "answers": participation.answers.select_related("person", "registered_by"),
        "coordinator": participation.coordinator,
        "envelopes": [
            envelope_row(row)
            for row in participation.envelopes.for_list(participation.programme.day_for_names).order_by("-pk")
        ],
        "director_form": DirectorForm(initial=version | known, prefix="director"),
        "answer_form": RegisterAnswerForm(initial=version, prefix="answer"),
        "extension_form": ExtensionForm(initial=version, participation=participation, prefix="extension"),
        "failed": next(iter(bound.values()), None),
        **bound,
    }
    return render(request, "pages/participation.html", context, status=status)


def _act(request, participation, name, form, act, said):
    """Bind, act, say so, redirect; on any fault show the page again with everything that was typed."""
    if form.is_valid():
        try:
            act(dict(form.cleaned_data.items()))
        except actions.ChangedMeanwhile:
            participation.refresh_from_db(fields=["version", "state"])
            form.data = form.data.copy()
            form.data[form.add_prefix("version")] = participation.version
            form.add_error(None, CHANGED)
        except actions.Closed:
            form.add_error(None, _("Programmet er arkivert og kan ikke endres."))
        else:
            messages.success(request, said)
            return redirect(
                "participation", participation.programme.key, participation.organisation.organisation_number
            )
    return _page(request, participation, status=422, **{name: form})


@require_POST
def name_director(request, key, number):
    participation = participation_or_404(request.user, key, number)
    form = DirectorForm(request.POST, prefix="director")
    by = Actor(user=request.user)
    return _act(
        request, participation, "director_form", form,
        lambda data: actions.name_director(participation=participation, by=by, **data),
        _("Kommunedirektøren er lagret."),
    )  # fmt: skip


@require_POST
def register_answer(request, key, number):
    participation = participation_or_404(request.user, key, number)
    form = RegisterAnswerForm(request.POST, prefix="answer")
    by = Actor(user=request.user)
    return _act(
        request, participation, "answer_form", form,
        lambda data: actions.register_answer(participation=participation, by=by, **data),
        _("Svaret er registrert."),
    )  # fmt: skip


@require_POST
def extend_deadline(request, key, number):
    participation = participation_or_404(request.user, key, number)
    form = ExtensionForm(request.POST, participation=participation, prefix="extension")
    by = Actor(user=request.user)
    return _act(
        request, participation, "extension_form", form,
        lambda data: actions.extend_deadline(participation=participation, by=by, **data),
        _("Fristen er utsatt."),
    )  # fmt: skip


@require_POST
def settle_answer(request, key, number, answer):
    """The adviser's yes or no to an answer from an address outside the organisation."""
    participation = participation_or_404(request.user, key, number)
    given = waiting_answer_or_404(participation, answer)
    accept = request.POST.get("accept") == "yes"
    try:
        actions.settle_waiting(given=given, accept=accept, by=Actor(user=request.user))
    except actions.ChangedMeanwhile:
        messages.warning(request, _("Svaret var allerede behandlet."))
    else:
        messages.success(request, _("Svaret gjelder nå.") if accept else _("Svaret er avvist."))
    return redirect("participation", key, number)


@require_safe
def invitation_pdf(request, key, number):
    """The invitation as it will be, with a dead specimen link, in the organisation's norm."""
    participation = participation_or_404(request.user, key, number)
    person = _director(participation)
    with translation.override(participation.organisation.language):
        content = documents.invitation(
            participation=participation, person=person, link=documents.SPECIMEN, is_preview=True
        )
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="invitasjon-{number}.pdf"'
    return response


def _director(participation):
    from correspondence.rules import director

    return next(iter(director(participation)), None)
