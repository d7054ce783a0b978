"""What the pages about the list, the places and the interest read, within the reader's reach."""

from django.db.models import Exists, OuterRef, Prefetch, Q, Subquery
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from absolutt.pages.scope import public_programme_or_404
from accounts.models import JournalEntry
from municipalities import names
from municipalities.models import Answer, Interest, Organisation, Participation, PlaceDecision
from programmes.models import Programme

_LIFETIME = ("designations", "successors__designations", "predecessors__designations")


def day_of(programme):
    """The day on which the list stands: the programme's first, or today where it has none."""
    return programme.day_for_names or timezone.localdate()


def listed_with_lifetimes(programme):
    """Everybody on the list, by kind and name, with what happens to each body at hand. A constant number of queries."""
    rows = Participation.objects.filter(programme=programme).on_the_list().named_on(programme.day_for_names)
    rows = rows.select_related("organisation").prefetch_related(*(f"organisation__{name}" for name in _LIFETIME))
    return list(rows.order_by("organisation__kind", "sort_key"))


def left_out_of(programme):
    """Who is held outside, with the newest reason, when and by whom."""
    why = PlaceDecision.objects.filter(participation=OuterRef("pk"), kind=PlaceDecision.Kind.LEFT_OUT).order_by("-pk")
    rows = Participation.objects.filter(programme=programme, state=Participation.State.LEFT_OUT)
    return rows.named_on(programme.day_for_names).select_related("organisation").annotate(
        reason=Subquery(why.values("reason")[:1]),
        left_out_at=Subquery(why.values("given_at")[:1]),
        left_out_by=Subquery(why.values("given_by__name")[:1]),
    ).order_by("organisation__kind", "sort_key")  # fmt: skip


def not_listed(programme):
    """The region's own bodies, as they are on the day of the list or come to be while the programme lasts, that stand
    neither on the list nor outside it."""
    first = day_of(programme)
    last = max(programme.end or first, first)
    here = Q(designations__county_number__in=programme.region.county_numbers, designations__valid_from__lte=last)
    lasts = Q(designations__valid_to=None) | Q(designations__valid_to__gte=first)
    taking_part = Participation.objects.filter(programme=programme, organisation=OuterRef("pk"))
    rows = Organisation.objects.filter(here & lasts, ~Exists(taking_part), valid_from__lte=last)
    rows = rows.filter(Q(valid_to=None) | Q(valid_to__gte=first))
    if not programme.county_takes_part:
        rows = rows.filter(kind=Organisation.Kind.MUNICIPALITY)
    return list(rows.distinct().prefetch_related(*_LIFETIME).order_by("kind", "pk"))


def states_in(programme, organisations):
    """{organisation's key: state} of those that take part in the programme, or are held outside."""
    rows = Participation.objects.filter(programme=programme, organisation__in=organisations)
    return dict(rows.values_list("organisation_id", "state"))


def organisation_or_404(number):
    return get_object_or_404(Organisation.objects.all(), organisation_number=number)


def in_line(programme):
    """Those with an offer and those who wait, in their order, each with when the yes that put it there was given, or
    was registered by an adviser."""
    yes = Answer.objects.filter(
        participation=OuterRef("pk"), choice=Answer.Choice.YES, status=Answer.Status.ACCEPTED
    ).order_by("-pk")
    rows = Participation.objects.filter(programme=programme, state__in=Participation.IN_LINE)
    rows = rows.for_list(programme.day_for_names).annotate(
        said_yes_at=Subquery(yes.values("at")[:1]), yes_registered_by=Subquery(yes.values("registered_by")[:1])
    )  # fmt: skip
    found = list(rows.order_by("queue_number"))
    for row in found:
        row.programme = programme
    return found


def ended_offers(programme):
    """{participation's key: the last day of its newest offer that nobody answered}, from the journal."""
    lines = JournalEntry.objects.in_scope(programme).filter(verb="place.offer_ended").order_by("pk")
    return {int(line.subject.partition(":")[2]): line.details["until"] for line in lines}


def decisions_about(participation):
    """The newest first. No query where there are none: the organisation's page has many other things to ask for."""
    return participation.place_decisions.select_related("given_by") if participation.has_decisions else []


# --- interest


def living_public_programme_or_404(key):
    """For anybody: a programme whose page can be read without signing in, and that is not archived."""
    programme = public_programme_or_404(key)
    if programme.state == Programme.State.ARCHIVED:
        raise Http404
    return programme


def regions_own(programme):
    """{organisation number: organisation} of the region's counties on the day of the list, by kind and name; each with
    its ``full_name``. Whoever is held outside stands there too: that is nobody else's to know."""
    day = day_of(programme)
    rows = Organisation.objects.valid_on(day).in_counties(programme.region.county_numbers, day)
    if not programme.county_takes_part:
        rows = rows.filter(kind=Organisation.Kind.MUNICIPALITY)
    found = list(rows.order_by("kind", "sort_key"))
    for row in found:
        row.full_name = names.full_name(row.shown_name, is_county=row.is_county)
    return {row.organisation_number: row for row in found}


def interests_of(programme):
    """Who has given her interest and has not been erased, the newest first, with the name of where she works."""
    named = Organisation.objects.named_on(programme.day_for_names)
    rows = Interest.objects.filter(programme=programme, erased_at=None)
    return rows.prefetch_related(Prefetch("organisation", queryset=named)).order_by("-pk")


def interest_or_404(programme, pk):
    return get_object_or_404(interests_of(programme), pk=pk)
