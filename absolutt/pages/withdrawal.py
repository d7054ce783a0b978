"""«Trekk påmeldingen»: by whoever speaks for the municipality, from her link, and by the adviser; and undone again."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from absolutt.pages import answer, participation
from absolutt.pages.group import seen_version
from absolutt.pages.meanwhile import ARCHIVED, LOOK_AGAIN, SEND_AGAIN, try_again
from absolutt.pages.scope import participation_to_run, participation_with_name
from accounts import limits, links
from accounts.journal import Actor
from municipalities import actions, place_actions, signup_links
from municipalities.place_forms import DirectorWithdrawalForm, WithdrawalForm


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def withdraw(request, token):
    """From a personal link to the sign-up. Afterwards the link opens nothing but the page that says so."""
    try:
        link = links.find(purpose=signup_links.PURPOSE, token=token)
    except links.DeadLink as dead:
        return answer.dead(request, dead)
    door = signup_links.behind(link.subject)
    row = participation_with_name(door.participation)
    answer.speak(request, row)
    if not row.takes_answers:
        return answer.closed(request, row, door.person)
    if row.state not in place_actions.MAY_WITHDRAW or not actions.speaks_for(row, door.person):
        return redirect("answer", token)
    posted = request.POST if request.method == "POST" else None
    form = DirectorWithdrawalForm(posted, initial={"version": row.version})
    if request.method == "POST":
        if not limits.spend("answer", limits.client_address(request), most=60, seconds=3600):
            return render(request, "429.html", {"public_page": True}, status=429)
        if form.is_valid() and _withdraw(row, door.person, form):
            return redirect("answer", token)
    context = {
        "public_page": True, "participation": row, "programme": row.programme, "person": door.person, "form": form,
        "coordinator": row.coordinator, "token": token,
    }  # fmt: skip
    return render(request, "pages/withdraw.html", context, status=422 if form.errors else 200)


def _withdraw(row, person, form):
    try:
        place_actions.withdraw(participation=row, person=person, **form.cleaned_data)
    except actions.ChangedMeanwhile:
        row.refresh_from_db(fields=["version"])
        try_again(form, row.version, SEND_AGAIN)
    except actions.Closed:
        form.add_error(None, _("Fristen gikk ut mens du skrev. Ta kontakt med rådgiveren i KS."))
    else:
        return True
    return False


@require_POST
def register_withdrawal(request, key, number):
    """The adviser writes down a withdrawal that came by telephone, e-mail or in a meeting."""
    row = participation_to_run(request.user, key, number)
    form = WithdrawalForm(request.POST, prefix="withdrawal")
    by = Actor(user=request.user)
    return participation.act_on(
        request, row, "withdrawal_form", form,
        lambda data: place_actions.register_withdrawal(participation=row, by=by, **data),
        _("Påmeldingen er trukket."),
    )  # fmt: skip


@require_POST
def undo_withdrawal(request, key, number):
    row = participation_to_run(request.user, key, number)
    try:
        place_actions.undo_withdrawal(participation=row, version=seen_version(request), by=Actor(user=request.user))
    except place_actions.NoPlace:
        messages.warning(request, _(
            "Plassen er gitt videre, så dette kan ikke angres. Vil de være med likevel, registrerer du et nytt ja. Da "
            "kommer de på venteliste."
        ))  # fmt: skip
    except actions.ChangedMeanwhile:
        messages.warning(request, LOOK_AGAIN)
    except actions.Closed:
        messages.warning(request, ARCHIVED)
    else:
        messages.success(request, _("De er påmeldt igjen, og gruppa er som før."))
    return redirect("participation", key, number)
