"""One person's answer about a gathering, behind the personal link in her letter. A GET changes nothing."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from absolutt.pages import answer
from absolutt.pages.answer_rows import answer_words, question_words, title_of
from absolutt.pages.meanwhile import SEND_AGAIN
from absolutt.pages.scope import participation_with_name
from accounts import limits, links
from gatherings import answer_actions, attendance_links, overview
from gatherings.answer_duty import closes_at, deadline_of
from gatherings.answer_forms import OwnAnswerForm
from programmes.acting import ChangedMeanwhile, Closed


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def answer_gathering(request, token):
    try:
        link = links.find(purpose=attendance_links.PURPOSE, token=token)
    except links.DeadLink as dead:
        return _dead(request, dead.reason)
    door = attendance_links.behind(link.subject)
    participation = participation_with_name(door.participation)
    answer.speak(request, participation)
    has_day = bool(door.gathering.days_to_answer)
    if door.participation.programme.state == "archived" or (has_day and not door.seats):
        return _dead(request, "revoked")  # another has the seat now, or the municipality has withdrawn
    posted = request.POST if request.method == "POST" else None
    if posted is not None and not limits.spend("answer", limits.client_address(request), most=60, seconds=3600):
        return render(request, "429.html", {"public_page": True}, status=429)
    form = _form(door, participation, posted)
    if form and form.is_bound and form.is_valid() and _save(request, door, participation, form):
        return redirect("answer_gathering", token)
    return _page(request, door, participation, form)


def _dead(request, reason):
    return render(request, "pages/dead_link.html", {"public_page": True, "reason": reason}, status=410)


def _form(door, participation, posted=None):
    """None once the deadline has passed, and while no day is decided."""
    if not door.seats or timezone.now() >= closes_at(deadline_of(door.gathering, participation)):
        return None
    known = {"version": door.gathering.version}
    return OwnAnswerForm(posted, attendees=door.seats, days=door.gathering.days_to_answer, initial=known)


def _save(request, door, participation, form):
    try:
        answer_actions.answer_own(
            gathering=door.gathering, participation=participation, person=door.person, said=form.said(),
            version=form.cleaned_data["version"],
        )  # fmt: skip
    except ChangedMeanwhile:
        form.show_newest(door.gathering.version)
        form.add_error(None, SEND_AGAIN)
        return False
    except Closed:
        form.add_error(None, _("Fristen gikk ut mens du skrev. Ta kontakt med rådgiveren i KS."))
        return False
    messages.success(request, _("Takk, svaret er lagret."))
    return True


def _page(request, door, participation, form):
    seat = door.seats[0] if door.seats else None
    context = {
        "public_page": True,
        "participation": participation,
        "programme": participation.programme,
        "person": door.person,
        "facts": overview.gathering_facts(door.gathering),
        "deadline": deadline_of(door.gathering, participation),
        "has_day": seat is not None,
        "title": title_of(seat) if seat else "",
        "answered": answer_words(seat) if seat and seat.has_answered else [],
        "questions": question_words(seat, to_her=True) if seat else [],
        "form": form,
    }
    status = 422 if form and form.errors else 200
    return render(request, "pages/gathering_answer.html", context, status=status)
