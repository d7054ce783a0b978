"""The director's page behind a personal link: who is invited to what, and the answer. A GET changes nothing."""

from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from absolutt.pages.meanwhile import SEND_AGAIN, try_again
from absolutt.pages.scope import participation_with_name
from accounts import limits, links
from gatherings import overview
from municipalities import actions, place_actions, placing, signup_links
from municipalities.forms import SignUpForm
from municipalities.models import Answer, Participation


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def answer(request, token):
    try:
        link = links.find(purpose=signup_links.PURPOSE, token=token)
    except links.DeadLink as found:
        return dead(request, found)
    door = signup_links.behind(link.subject)
    participation = participation_with_name(door.participation)
    speak(request, participation)
    if not participation.takes_answers:
        return closed(request, participation, door.person)
    on_behalf = "vegne" in request.GET
    trusted = actions.speaks_for(participation, door.person)
    form = _form(request, participation, on_behalf, trusted)
    if request.method == "POST":
        if not limits.spend("answer", limits.client_address(request), most=60, seconds=3600):
            return render(request, "429.html", {"public_page": True}, status=429)
        if form.is_valid() and _save(request, participation, door.person, form):
            return redirect("answer", token)
    show_form = request.method == "POST" or "endre" in request.GET or on_behalf
    answers = participation.answers.with_closed_account().select_related("person")
    if not trusted:  # a stranger sees what she said herself, and nothing of what others have said
        answers = answers.filter(person=door.person)
    context = _context(participation, door.person, form, list(answers[:5]))
    context |= {"on_behalf": on_behalf, "token": token, "may_withdraw": trusted and context["may_withdraw"]}
    context["show_form"] = show_form or not (context["newest"] or context["waiting"])
    return render(request, "pages/answer.html", context, status=422 if form.errors else 200)


def speak(request, participation):
    """The organisation's norm, unless the reader has chosen one herself."""
    if not request.chosen_language:
        translation.activate(participation.organisation.language)


def _form(request, participation, on_behalf, trusted):
    name, email = (_coordinator(participation) if trusted else None) or ("", "")
    given = {"signed_up": "yes", "queued": "yes", "declined": "no", "undecided": "undecided"}
    initial = {
        "version": participation.version,
        "choice": given.get(participation.state, "") if trusted else "",
        "coordinator_name": name,
        "coordinator_email": email,
        "invoice_reference": participation.invoice_reference if trusted else "",
    }
    return SignUpForm(
        request.POST if request.method == "POST" else None,
        initial=initial,
        organisation_name=participation.full_name,
        on_behalf=on_behalf,
    )


def _coordinator(participation):
    """(name, e-mail) of whoever coordinates; where nobody does, of whom a yes named."""
    if participation.state in Participation.IN_LINE:
        return participation.coordinator_in_line
    return participation.coordinator or participation.coordinator_to_appoint


def _save(request, participation, person, form):
    data = form.cleaned_data
    role = request.session.get(f"role:{participation.pk}:{person.pk}", "")
    try:
        actions.answer(participation=participation, person=person, sign_up=actions.SignUp(role=role, **data))
    except actions.ChangedMeanwhile:
        if _said_the_same(participation, person, data["choice"]):
            return True
        participation.refresh_from_db(fields=["version", "state"])
        try_again(form, participation.version, SEND_AGAIN)
        return False
    except actions.Closed:
        form.add_error(None, _("Fristen gikk ut mens du skrev. Ta kontakt med rådgiveren i KS."))
        return False
    return True


def _said_the_same(participation, person, choice):
    """She tapped twice: the answer that came first is this one."""
    newest = participation.answers.first()
    recent = newest and newest.at > timezone.now() - timedelta(minutes=1)
    return bool(recent and newest.person_id == person.pk and newest.choice == choice)


def _context(participation, person, form, answers):
    newest = next((row for row in answers if row.status == Answer.Status.ACCEPTED), None)
    waiting = next((row for row in answers if row.status == Answer.Status.WAITING and row.person_id == person.pk), None)
    return {
        **overview.facts(participation.programme),
        "public_page": True,
        "participation": participation,
        "person": person,
        "is_director": participation.director_id == person.pk,
        "form": form,
        "newest": newest,
        "coordinator": participation.coordinator if newest else None,
        "refused": next((row for row in answers[:1] if row.status == Answer.Status.REFUSED), None),
        "waiting": waiting if waiting and (newest is None or waiting.pk > newest.pk) else None,
        "is_signed_up": participation.state == Participation.State.SIGNED_UP,
        "is_offered": participation.state == Participation.State.OFFERED and not participation.offer_has_ended,
        "position": placing.position(participation),
        "is_full": placing.places_of(participation.programme).must_wait,
        "may_withdraw": participation.state in place_actions.MAY_WITHDRAW and newest is not None,
    }


def dead(request, found):
    """410 for a link that opens nothing. An expired one still says what it was about, and so does one that died because
    the municipality has withdrawn: she who pressed the button comes here."""
    if found.reason != "unknown":
        door = signup_links.behind(found.link.subject)
        participation = participation_with_name(door.participation)
    if found.reason == "expired" or (found.reason == "revoked" and _says_it_withdrew(participation, door.person)):
        speak(request, participation)
        return closed(request, participation, door.person)
    return render(request, "pages/dead_link.html", {"public_page": True, "reason": found.reason}, status=410)


def _says_it_withdrew(participation, person):
    return participation.state == Participation.State.WITHDRAWN and actions.speaks_for(participation, person)


def closed(request, participation, person):
    """The sign-up is over; whoever may know is told what the organisation answered."""
    context = {
        "public_page": True,
        "participation": participation,
        "programme": participation.programme,
        "answered": participation.state if actions.speaks_for(participation, person) else "",
    }
    return render(request, "pages/closed.html", context, status=410)
