"""What pages about letters read beside scope.py: a programme's letters and envelopes, how many stand how, what is
searched for, and whether sending stands still."""

from typing import NamedTuple

from django.db.models import Case, Count, Exists, F, OuterRef, Q, Value, When

from correspondence.models import Envelope, Letter, Pause
from municipalities.models import Organisation, Participation

READY, SENDING = Envelope.State.READY, Envelope.State.SENDING


class Named(NamedTuple):
    """One organisation of the programme, as ``board_filter.named`` asks for it."""

    organisation_id: int
    number: str
    kind: str

    @property
    def is_county(self) -> bool:
        return self.kind == Organisation.Kind.COUNTY_MUNICIPALITY


def envelopes_of(user, programme):
    """The envelopes with a letter of this programme; ``for_list`` shows no other programme's letters in them."""
    letters = letters_of(programme)
    return Envelope.objects.visible_to(user).with_a_letter(letters)


def letters_of(programme):
    return Letter.objects.filter(programme=programme).named_on(programme.day_for_names)


def letters_ahead(programme):
    """Its letters that lie in no envelope yet."""
    rows = Letter.objects.ahead().filter(programme=programme)
    return rows.for_posting().select_related("programme")


def envelopes_about(participation):
    """The organisation's own part of the outbox, newest first."""
    letters = letters_of(participation.programme).filter(participation=participation)
    return Envelope.objects.with_a_letter(letters).for_list(letters).order_by("-pk")


def organisations_of(programme):
    """Every organisation with a letter to get, also one that is held outside now. One query."""
    rows = Participation.objects.filter(programme=programme).order_by()
    return [Named(*row) for row in rows.values_list(
        "organisation_id", "organisation__organisation_number", "organisation__kind"
    )]  # fmt: skip


def matching(envelopes, programme, *, address, rules=(), organisations=()):
    """Those to an address with these words in it, or with a letter of ``programme`` by one of the rules, or about one
    of the organisations (their keys)."""
    letters = Letter.objects.filter(programme=programme, envelope=OuterRef("pk"))
    letters = letters.filter(Q(rule__in=rules) | Q(participation__organisation__in=organisations))
    return envelopes.filter(Q(address__icontains=address) | Exists(letters))


def counted(envelopes):
    """{state: how many}, «returned» apart from «sent»; «held» and «stuck» are among those that are ready or being sent.
    One query."""
    shown = Case(When(returned_at__isnull=False, then=Value("returned")), default=F("state"))
    waits = Q(state__in=(READY, SENDING))  # asked first: the others need not be looked up
    rows = envelopes.annotate(shown=shown).order_by().values_list("shown").annotate(
        Count("pk"),
        held=Count("pk", filter=waits & Q(_is_among(Envelope.objects.held()))),
        stuck=Count("pk", filter=waits & Q(_is_among(Envelope.objects.stuck()))),
    )  # fmt: skip
    found = {"held": 0, "stuck": 0}
    for state, count, held, stuck in rows:
        found[state] = count
        found["held"] += held
        found["stuck"] += stuck
    return found


def with_waits(envelopes):
    """Adds ``is_held`` and ``is_stuck``."""
    return envelopes.annotate(
        is_held=_is_among(Envelope.objects.held()), is_stuck=_is_among(Envelope.objects.stuck())
    )  # fmt: skip


def _is_among(found):
    return Exists(found.filter(pk=OuterRef("pk")))


def pauses_of(programme):
    """(the pause of everything, this programme's own), None where there is none. One query."""
    found = {row.programme_id: row for row in Pause.objects.filter(
        Q(programme=None) | Q(programme=programme)
    ).select_related("by")}  # fmt: skip
    return found.get(None), found.get(programme.pk)
