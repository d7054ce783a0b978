"""What a whole group answers about one gathering, on one form: for its coordinator, and for the adviser."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from absolutt.pages.answer_rows import first_who_has_not, history_rows, seat_row, too_many
from absolutt.pages.attendance_scope import answered_gathering_or_404, attendees_of, history_of
from absolutt.pages.group import frame
from absolutt.pages.meanwhile import ARCHIVED, CHANGED
from absolutt.pages.scope import group_or_404, group_to_change
from accounts.journal import Actor
from gatherings import answer_actions, overview
from gatherings.answer_duty import closes_at, deadline_of, in_words
from gatherings.answer_forms import AnswersForm
from gatherings.attending import tally
from programmes.acting import Archived, ChangedMeanwhile, Closed


@require_http_methods(["GET", "HEAD", "POST"])
def group_answers(request, key, number, pk):
    find = group_to_change if request.method == "POST" else group_or_404
    participation = find(request.user, key, number)
    gathering = answered_gathering_or_404(participation.programme, pk)
    attendees = first_who_has_not(attendees_of(gathering, participation))
    form = AnswersForm(
        request.POST if request.method == "POST" else None, attendees=attendees, days=gathering.days_to_answer,
        initial={"version": gathering.version},
    )  # fmt: skip
    if form.is_bound and form.is_valid() and _save(request, gathering, participation, form):
        return redirect(request.path)
    return _page(request, gathering, participation, attendees, form)


def _save(request, gathering, participation, form):
    try:
        count = answer_actions.answer_for_group(
            gathering=gathering, participation=participation, said=form.said(), version=form.cleaned_data["version"],
            by=Actor(user=request.user), as_adviser=participation.programme.may_run,
        )  # fmt: skip
    except ChangedMeanwhile:
        form.show_newest(gathering.version)
        form.add_error(None, CHANGED)
        return False
    except Archived:
        form.add_error(None, ARCHIVED)
        return False
    except Closed:
        form.add_error(None, _("Svarfristen er ute. Rådgiveren i KS kan skrive inn svaret for dere."))
        return False
    messages.success(request, _("Svarene er lagret.") if count else _("Ingenting er endret."))
    return True


def _page(request, gathering, participation, attendees, form):
    found, deadline = tally(attendees), deadline_of(gathering, participation)
    is_over = timezone.now() >= closes_at(deadline)
    common = frame(request, participation)
    context = {
        **common,
        "gathering": gathering,
        "facts": overview.gathering_facts(gathering),
        "deadline": deadline,
        "is_over": is_over,
        "may_answer": common["may_change"] and bool(attendees) and (not is_over or participation.programme.may_run),
        "said": in_words(found) if attendees else "",
        "too_many": too_many(gathering, found),
        "rows": [seat_row(row) for row in attendees],
        "form": form,
        "answer_rows": [row | seat_row(row["attendee"]) for row in form.rows()],
        "history": history_rows(history_of(gathering, participation)),
    }
    return render(request, "pages/group_answers.html", context, status=422 if form.errors else 200)
