"""A municipality's page: what waits on it, its coordinators, its group and reference group, and the schedule.

Coordinators come here from signing in, advisers from the organisation's page. Both may do what stands here.
"""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from absolutt.pages.group_rows import answering_rows, coordinator_rows, former_rows, seat_rows, waiting_rows
from absolutt.pages.meanwhile import ARCHIVED, CHANGED, LOOK_AGAIN, try_again
from absolutt.pages.scope import group_or_404, group_to_change, seats_of
from accounts import limits
from accounts.journal import Actor
from gatherings import overview
from municipalities import composition, correcting, seat_actions
from municipalities.acting import ChangedMeanwhile, Closed
from municipalities.group_forms import PersonForm, PlaceForm, ReferenceForm
from municipalities.models import Seat
from municipalities.standing import standing_of

REOPENED = gettext_lazy(
    "Gruppa må bekreftes på nytt, fordi noen som må være med, nå mangler. Gjør det når alle er på plass."
)
REFUSED = {
    seat_actions.AlreadySeated: gettext_lazy(
        "Denne personen har den samme plassen fra før. Skriv en annen, eller gå tilbake."
    ),
    seat_actions.OtherName: gettext_lazy(
        "E-postadressen står med et annet navn hos oss. Se etter om den er riktig, og bruk en personlig adresse."
    ),
    seat_actions.ClosedAccount: gettext_lazy(
        "Tilgangen til denne e-postadressen er stengt. Velg en annen. Skal den åpnes igjen, kan en administrator i KS "
        "gjøre det."
    ),
    seat_actions.YouthPlace: gettext_lazy(
        "En plass for barn og unge kan ikke bli til en annen plass, eller omvendt, mens den er besatt. Gjør den ledig "
        "først."
    ),
    seat_actions.AddressTaken: gettext_lazy(
        "E-postadressen kan ikke brukes her. Skal en annen person ha plassen, kan du bytte person i stedet for å rette."
    ),
    correcting.KnownElsewhere: gettext_lazy(
        "Denne personen er også med et annet sted i portalen eller har svart på invitasjonen. Skriv til rådgiveren i "
        "KS, som kan rette det. Adressen står på siden «Kontakt oss»."
    ),
    correcting.BeyondReach: gettext_lazy(
        "Denne personen er også med i et program som du ikke har ansvar for. En nasjonal rådgiver eller en "
        "administrator i KS kan rette opplysningene."
    ),
    correcting.Directs: gettext_lazy(
        "Denne personen er direktør for en kommune eller fylkeskommune, og lenkene til direktøren følger adressen. "
        "Legg inn direktøren på nytt med riktig adresse der, og bytt så person på denne plassen. Navnet alene kan du "
        "rette her."
    ),
    correcting.AnswerWaits: gettext_lazy(
        "Denne personen har gitt et svar som venter på godkjenning. Godkjenn eller avvis svaret først. Så kan du rette "
        "adressen."
    ),
    correcting.WorksForKs: gettext_lazy(
        "Denne adressen hører til en som arbeider i KS. En administrator i KS kan rette opplysningene. Har en annen "
        "tatt over plassen, kan du bytte person."
    ),
}


@require_safe
def group(request, key, number):
    return _page(request, group_or_404(request.user, key, number))


def _page(request, participation, *, status=200, **bound):
    programme = participation.programme
    every_seat = seats_of(participation)
    seats = [seat for seat in every_seat if seat.closed_at is None]
    findings = seat_actions.findings(participation, seats)
    schedule, standing = overview.schedule(programme), standing_of(participation)
    request.page_address = reverse("group", args=[programme.key, participation.organisation.organisation_number])
    context = {
        **frame(request, participation),
        "waiting": waiting_rows(standing, programme),
        "missing": composition.lacks(findings),
        "is_blocked": any(finding.blocks for finding in findings),
        "members": seat_rows(seats, Seat.Kind.MEMBER),
        "reference_caption": _("Referansegruppe"),
        "reference": seat_rows(seats, Seat.Kind.REFERENCE),
        "coordinators": coordinator_rows(seats),
        "former": former_rows(every_seat),
        "reference_form": ReferenceForm(initial=_version(participation) | {"body": participation.reference_body}),
        "may_support": _may_support(programme, seats),
        "answering": answering_rows(standing),
        "main_steps": [row for row in schedule if row["is_joint"]],
        "coordinator_meetings": [row for row in schedule if row["kind"].startswith("coordinator")],
        **bound,
    }
    return render(request, "pages/group.html", context, status=status)


def _may_support(programme, seats):
    """The programme knows a director who backs the work from outside, and the group has no place for the director."""
    inside = any(seat.role in ("municipal_director", "county_director") for seat in seats)
    return not inside and any("sponsor" in rule.may_be for rule in programme.composition.all())


def frame(request, participation):
    """What every page about a group shows around itself."""
    return {
        "section": "programmes",
        "participation": participation,
        "programme": participation.programme,
        "terms": participation.programme.terms,
        "is_adviser": participation.advised,
        "is_archived": participation.programme.state == "archived",
        "may_change": participation.may_change and participation.programme.state != "archived",
    }


def _version(participation):
    return {"version": participation.version}


def back(participation):
    return redirect("group", participation.programme.key, participation.organisation.organisation_number)


@require_http_methods(["GET", "HEAD", "POST"])
def add_seat(request, key, number, kind=Seat.Kind.MEMBER):
    """A new place in the group, or in the reference group."""
    participation = group_to_change(request.user, key, number)
    posted = request.POST if request.method == "POST" else None
    if posted and not may_write(request):
        return too_many(request)
    form = PlaceForm(posted, initial=_version(participation), participation=participation)
    if posted and form.is_valid():
        said = {field: form.cleaned_data[field] for field in ("name", "email", "version")}
        saved = attempt(
            form, participation,
            lambda: seat_actions.add_seat(
                participation=participation, kind=kind, place=form.place(), by=Actor(user=request.user), **said
            ),
        )  # fmt: skip
        if saved:
            messages.success(request, _("Plassen er lagt til."))
            return redirect(request.path) if "more" in request.POST else back(participation)
        _name_the_newest(form, participation)
    context = {**frame(request, participation), "form": form, "kind": kind}
    return render(request, "pages/seat_add.html", context, status=422 if form.errors else 200)


def _name_the_newest(form, participation):
    """Somebody was quicker: a colleague, or she herself who pressed twice. She sees what came first."""
    newest = participation.seats.open().exclude(kind=Seat.Kind.DIRECTOR).last()
    if newest and CHANGED in form.non_field_errors():
        form.add_error(None, _("Sist lagt til: %(title)s. Er det den samme plassen, trenger du ikke å lagre.") % {
            "title": newest.name
        })  # fmt: skip


def attempt(form, row, act):
    """Act, or write on the form why not: nothing that was typed is lost, and the newest version is at hand."""
    try:
        act()
    except ChangedMeanwhile:
        row.refresh_from_db(fields=["version"])
        try_again(form, row.version)
    except Closed:
        form.add_error(None, ARCHIVED)
    except seat_actions.Refused as refused:
        form.add_error(None, REFUSED[type(refused)])
    else:
        return True
    return False


def warn_of_an_outside_address(request, participation, email):
    """A coordinator may well work elsewhere; a misspelt address opens the group to a stranger."""
    if not participation.organisation.owns_address(email):
        messages.warning(
            request,
            _(
                "%(email)s er ikke en av adressene til %(itself)s. Er den feil, får en annen tilgang til gruppa. Rett "
                "den her."
            )
            % {"email": email, "itself": participation.organisation.itself},
        )


def may_write(request):
    """Each name that is saved may send a letter: one person sends so many an hour, and no more."""
    return limits.spend("seat", f"user:{request.user.pk}", most=150, seconds=3600)


def too_many(request):
    return render(request, "429.html", {"public_page": True}, status=429)


@require_http_methods(["GET", "HEAD", "POST"])
def add_coordinator(request, key, number):
    participation = group_to_change(request.user, key, number)
    posted = request.POST if request.method == "POST" else None
    if posted and not may_write(request):
        return too_many(request)
    named = dict(zip(("name", "email"), participation.coordinator_to_appoint or (), strict=False))
    form = PersonForm(posted, initial=_version(participation) | named)
    if posted and form.is_valid():
        by = Actor(user=request.user)
        saved = attempt(
            form, participation,
            lambda: seat_actions.add_coordinator(participation=participation, by=by, **form.cleaned_data),
        )  # fmt: skip
        if saved:
            messages.success(request, _("Koordinatoren er lagt til og får et brev om hvordan man logger inn."))
            warn_of_an_outside_address(request, participation, form.cleaned_data["email"])
            return back(participation)
    context = {**frame(request, participation), "form": form, "is_named": bool(named)}
    return render(request, "pages/coordinator_add.html", context, status=422 if form.errors else 200)


def seen_version(request):
    """The version that the page showed; 0, which no row has, for anything else."""
    seen = request.POST.get("version", "")
    return int(seen) if seen.isdecimal() and len(seen) < 10 else 0


@require_POST
def name_reference(request, key, number):
    """The reference group is a body that exists, by its name alone."""
    participation = group_to_change(request.user, key, number)
    was_confirmed = participation.group_confirmed_at is not None
    form = ReferenceForm(request.POST)
    if form.is_valid():
        by = Actor(user=request.user)
        saved = attempt(
            form, participation,
            lambda: seat_actions.name_reference_body(participation=participation, by=by, **form.cleaned_data),
        )  # fmt: skip
        if saved:
            return _done(request, participation, was_confirmed, _("Referansegruppa er lagret."))
    return _page(request, participation, status=422, reference_form=form, failed=form)


@require_POST
def director_supports(request, key, number):
    """Whether the director backs the work without a place in the group."""
    participation = group_to_change(request.user, key, number)
    supports, was_confirmed = request.POST.get("supports") == "yes", participation.group_confirmed_at is not None
    try:
        seat_actions.say_director_supports(
            participation=participation, supports=supports, version=seen_version(request), by=Actor(user=request.user)
        )
    except ChangedMeanwhile:
        messages.warning(request, LOOK_AGAIN)
        return back(participation)
    except Closed:
        messages.warning(request, ARCHIVED)
        return back(participation)
    return _done(request, participation, was_confirmed, _("Det er lagret."))


def _done(request, participation, was_confirmed, said):
    """Say what was done, and also that the confirmation fell with it."""
    messages.success(request, said)
    if was_confirmed and participation.group_confirmed_at is None:
        messages.warning(request, REOPENED)
    return back(participation)


@require_POST
def confirm_group(request, key, number):
    participation = group_to_change(request.user, key, number)
    try:
        seat_actions.confirm_group(
            participation=participation, version=seen_version(request), by=Actor(user=request.user)
        )
    except seat_actions.Incomplete as incomplete:
        messages.warning(request, " ".join([_("Gruppa kan ikke bekreftes ennå."), *incomplete.texts]))
    except ChangedMeanwhile:
        messages.warning(request, LOOK_AGAIN)
    except Closed:
        messages.warning(request, ARCHIVED)
    else:
        messages.success(request, _("Gruppa er bekreftet."))
    return back(participation)
