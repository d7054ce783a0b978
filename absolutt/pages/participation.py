"""One organisation in a programme, as its adviser sees it: director, answer, deadline, letters."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from absolutt.pages.board_rows import COLOURS
from absolutt.pages.comment_rows import thread
from absolutt.pages.group import seen_version
from absolutt.pages.group_rows import duty_rows
from absolutt.pages.letter_rows import envelope_row
from absolutt.pages.letters_scope import envelopes_about
from absolutt.pages.meanwhile import ARCHIVED, LOOK_AGAIN, try_again
from absolutt.pages.place_scope import decisions_about
from absolutt.pages.scope import (
    is_new_director,
    participation_or_404,
    participation_to_run,
    waiting_answer_or_404,
)
from accounts.journal import Actor
from correspondence import archive, documents
from municipalities import actions, duty_actions, place_actions, placing
from municipalities.forms import DirectorForm, RegisterAnswerForm
from municipalities.group_forms import ExceptionForm
from municipalities.models import Participation
from municipalities.place_forms import WithdrawalForm
from programmes import formats


@require_safe
def participation_page(request, key, number):
    return show(request, participation_or_404(request.user, key, number))


def show(request, participation, *, status=200, **bound):
    """The page, with the form that failed as it was filled in, and the others fresh."""
    key, number = participation.programme.key, participation.organisation.organisation_number
    request.page_address = reverse("participation", args=[key, number])
    version = {"version": participation.version}
    answers = list(participation.answers.with_closed_account().select_related("person", "registered_by"))
    known = {"name": participation.director_name, "email": participation.director_email}
    context = {
        "section": "programmes",
        "participation": participation,
        "programme": participation.programme,
        "colour": COLOURS[participation.state],
        "is_new_director": is_new_director(participation),
        "is_archived": participation.programme.state == "archived",
        "answers": answers,
        "position": placing.position(participation),
        "may_withdraw": participation.state in place_actions.MAY_WITHDRAW,
        "decisions": decisions_about(participation),
        "withdrawal_form": WithdrawalForm(initial=version, prefix="withdrawal"),
        "has_archive": archive.has_documents(participation, answers),
        "coordinator": participation.coordinator,
        "proposed": participation.coordinator_in_line,
        "envelopes": [envelope_row(row, key) for row in envelopes_about(participation)],
        "director_form": DirectorForm(initial=version | known, prefix="director"),
        "left_out": _is_left_out(participation) if participation.state == Participation.State.LEFT_OUT else "",
        "answer_form": RegisterAnswerForm(initial=version, prefix="answer"),
        "exception_form": ExceptionForm(initial=version, participation=participation, prefix="exception"),
        "duties": duty_rows(participation),
        **thread(request.user, participation.programme, participation),
        "failed": next(iter(bound.values()), None),
        **bound,
    }
    return render(request, "pages/participation.html", context, status=status)


def act_on(request, participation, name, form, act, said):
    """Bind, act, say so, redirect; on any fault show the page again with everything that was typed. ``said`` is words,
    or what finds them when the act is done."""
    if form.is_valid():
        try:
            act(dict(form.cleaned_data.items()))
        except actions.ChangedMeanwhile:
            participation.refresh_from_db(fields=["version", "state"])
            try_again(form, participation.version)
        except actions.LeftOut:
            form.add_error(None, _is_left_out(participation))
        except actions.Closed:
            form.add_error(None, ARCHIVED)
        else:
            messages.success(request, said() if callable(said) else said)
            return redirect(
                "participation", participation.programme.key, participation.organisation.organisation_number
            )
    return show(request, participation, status=422, **{name: form})


@require_POST
def name_director(request, key, number):
    participation = participation_to_run(request.user, key, number)
    form = DirectorForm(request.POST, prefix="director")
    by = Actor(user=request.user)
    return act_on(
        request, participation, "director_form", form,
        lambda data: actions.name_director(participation=participation, by=by, **data),
        _("%(title)sen er lagret.") % {"title": participation.organisation.director_title.capitalize()},
    )  # fmt: skip


@require_POST
def register_answer(request, key, number):
    participation = participation_to_run(request.user, key, number)
    form = RegisterAnswerForm(request.POST, prefix="answer")
    by = Actor(user=request.user)
    return act_on(
        request, participation, "answer_form", form,
        lambda data: actions.register_answer(participation=participation, by=by, **data),
        lambda: _registered(participation),
    )  # fmt: skip


def _is_left_out(participation):
    said = _("%(name)s holdes utenfor. Ta %(itself)s inn igjen først.")
    return said % {"name": participation.full_name, "itself": participation.organisation.itself}


def _registered(participation):
    position = placing.position(participation)
    if position is None:
        return _("Svaret er registrert.")
    said = _("Svaret er registrert. Alle plassene er tatt, så de står som nummer %(n)s på ventelista.")
    return said % {"n": position}


@require_POST
def give_exception(request, key, number):
    """«Utsatt frist» or «fritatt» for one duty."""
    participation = participation_to_run(request.user, key, number)
    form = ExceptionForm(request.POST, participation=participation, prefix="exception")
    before = participation.exception(request.POST.get("exception-duty", ""))
    return act_on(
        request, participation, "exception_form", form,
        lambda data: _except(participation, data, Actor(user=request.user)), _saved_instead_of(before),
    )  # fmt: skip


def _saved_instead_of(before):
    if before is None:
        return _("Unntaket er lagret.")
    if before.day is None:
        return _("Unntaket er lagret. Det gjelder i stedet for fritaket («%(reason)s»).") % {"reason": before.reason}
    return _("Unntaket er lagret. Det gjelder i stedet for utsatt frist til %(day)s («%(reason)s»).") % {
        "day": formats.day(before.day, get_language() or "nb"), "reason": before.reason,
    }  # fmt: skip


def _except(participation, data, by):
    common = {"participation": participation, "by": by} | {k: data[k] for k in ("duty", "reason", "version")}
    if data["what"] == "waive":
        duty_actions.waive(**common)
    else:
        duty_actions.extend(day=data["day"], **common)


@require_POST
def end_exception(request, key, number):
    """The programme's own day counts again."""
    participation = participation_to_run(request.user, key, number)
    duty = request.POST.get("duty", "")
    try:
        duty_actions.end_exception(
            participation=participation, duty=duty, version=seen_version(request), by=Actor(user=request.user)
        )
    except actions.ChangedMeanwhile:
        messages.warning(request, LOOK_AGAIN)
    except actions.Closed:
        messages.warning(request, ARCHIVED)
    else:
        messages.success(request, _("Unntaket er tatt bort. Den vanlige fristen gjelder."))
    return redirect("participation", key, number)


@require_POST
def settle_answer(request, key, number, answer):
    """The adviser's yes or no to an answer from an address outside the organisation."""
    participation = participation_to_run(request.user, key, number)
    given = waiting_answer_or_404(participation, answer)
    accept = request.POST.get("accept") == "yes"
    try:
        actions.settle_waiting(given=given, accept=accept, by=Actor(user=request.user))
    except actions.ChangedMeanwhile:
        messages.warning(request, _("Svaret var allerede behandlet."))
    except actions.Closed:
        messages.warning(request, ARCHIVED)
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


@require_safe
def archive_zip(request, key, number):
    """«Last ned til arkiv»: the documents as PDF/A and what they are in Noark's words; 404 while there is none."""
    found = archive.package(participation_or_404(request.user, key, number))
    if found is None:
        raise Http404
    name, content = found
    response = HttpResponse(content, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _director(participation):
    from correspondence.rules import director

    return next(iter(director(participation)), None)
