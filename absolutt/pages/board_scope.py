"""What the board reads, within the reader's reach: a few statements whose SQL is written once a process.

The board must not cost more than twice what writing its page costs, also with one municipality (benchmarks/board.py);
with queries that Django writes anew each time it cost three to six times that. docs/decisions/0012.
"""

from datetime import UTC, date, datetime
from operator import itemgetter

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Case, Exists, F, OuterRef, Q, TextField, Value, When
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce, Substr
from django.http import Http404
from django.utils import timezone

from accounts.models import JournalEntry, User
from correspondence.models import Envelope
from municipalities import composition
from municipalities.import_actions import IMPORTED
from municipalities.models import Answer, Designation, Participation, Seat
from municipalities.names import folded
from programmes.models import CompositionRule, Deadline, Programme
from programmes.prepared import Prepared


def _listed(*, programme, day):
    """Truths as texts, of which the empty one is false: a text needs no reading when it comes from the database, and
    there are hundreds."""
    waits = Answer.objects.filter(participation=OuterRef("pk"), status=Answer.Status.WAITING)
    rows = Participation.objects.filter(programme=programme).on_the_list().named_on(day)
    rows = rows.annotate(
        waits=_truth(Exists(waits)),
        supports=_truth(Q(director_supports=True)),
        confirmed_hour=_hour("group_confirmed_at"),
    )
    return rows.order_by("organisation__kind", "sort_key").values_list(
        "pk", "organisation_id", "organisation__organisation_number", "organisation__kind", "shown_name",
        "shown_sami_name", "shown_number", "state", "waits", "confirmed_hour", "reference_body", "supports",
        "queue_number", "offered_until",
    )  # fmt: skip


def _seats(*, participations):
    returned = Envelope.objects.returned_from(OuterRef("now__person"), OuterRef("now__person__email"))
    holders = composition.seat_facts(participations).annotate(
        holder_email=F("now__person__email"),
        answers=_truth(Q(is_responsible=True)),
        returned=_truth(Q(Exists(returned), kind=Seat.Kind.DIRECTOR)),
    )
    return holders.order_by("pk").values_list(
        "participation_id", "kind", "level", "role", "answers", "holder_name", "holder_email", "returned"
    )


def _journal(verbs, *, scope):
    lines = JournalEntry.objects.filter(scope=scope, verb__in=verbs).order_by("pk")
    of_a_coordinator = Q(details__kind=Seat.Kind.COORDINATOR)  # the group's other places: no matter
    lines = lines.filter(~Q(verb__in=("seat.left", "seat.back")) | of_a_coordinator)
    said = Case(
        When(verb__in=("participation.answered", IMPORTED), then=Coalesce(KT("details__place"), KT("details__choice"))),
        When(verb__in=("coordinator.appointed", "seat.left", "seat.back"), then=KT("details__person")),
        output_field=TextField(),
    )
    return lines.values_list(_hour("at"), "verb", "subject", said)


def _truth(condition):
    return Case(When(condition, then=Value("1")), default=Value(""), output_field=TextField())


def _hour(field):
    """A time as «2026-11-23 19», in UTC: a whole one costs more to read than all the rest of a line."""
    return Substr(Cast(field, TextField()), 1, 13)


def day_of(hour: str) -> date:
    """The Norwegian day of an hour that ``_hour`` gave: Norway's time differs from UTC by whole hours."""
    return datetime.fromisoformat(hour).replace(tzinfo=UTC).astimezone(timezone.get_default_timezone()).date()


def _whole(model, **rows):
    """Every column of some rows, so that ``from_db`` can make them."""
    return model.objects.filter(**rows).values_list(*_columns(model))


def _reached(everywhere, *, key, user, day):
    """``visible_to`` on ``day`` for an adviser whose key is ``user``, and whether she may run it; ``everywhere`` for
    who reaches every programme. Beside each of its few deadlines: one query less."""
    reader = User(pk=user, is_superuser=everywhere)
    found = Programme.objects.visible_to(reader, day).with_may_run(reader, day).filter(key=key)
    deadlines = [f"deadlines__{name}" for name in _columns(Deadline)]
    return found.order_by("deadlines__pk").values_list(*_columns(Programme), "may_run", *deadlines)


def _columns(model):
    return [field.attname for field in model._meta.concrete_fields]


_listed_rows, _seat_rows, _journal_rows = Prepared(_listed), Prepared(_seats), Prepared(_journal)
_programme_row, _programmes_own = Prepared(_reached), Prepared(_whole)


def board_programme_or_404(user, key):
    """As ``programme_or_404``, with its deadlines and rules at hand and without its region: two quick queries."""
    if not user.is_active:
        raise Http404
    found = list(_programme_row(user.is_superuser, key=key, user=user.pk, day=timezone.localdate()))
    if not found:
        raise Http404
    own = len(_columns(Programme))
    programme = Programme.from_db(DEFAULT_DB_ALIAS, _columns(Programme), found[0][:own])
    programme.may_run = bool(found[0][own])
    deadlines = [row[own + 1 :] for row in found]
    _keep(programme, "deadlines", Deadline, [row for row in deadlines if row[0] is not None])
    _keep(programme, "composition", CompositionRule, _programmes_own(CompositionRule, programme_id=programme.pk))
    return programme


def _keep(programme, name, model, found):
    """Make a programme's own rows at hand, as ``prefetch_related`` would."""
    columns, rows = _columns(model), getattr(programme, name).all()
    rows._result_cache = [model.from_db(DEFAULT_DB_ALIAS, columns, row) for row in found]
    programme._prefetched_objects_cache = getattr(programme, "_prefetched_objects_cache", {}) | {name: rows}


def listed_on_board(programme):
    """Every participation of a programme, by kind and name, as tuples in the order of ``board_rows.Listed``."""
    return _listed_rows(programme=programme.pk, day=programme.day_for_names or timezone.localdate())


def every_name_in(programme):
    """(organisation, number, name, Sámi name) of every period of the programme's organisations, and of those that they
    came from: Haram is found by 1507, the Ålesund that it was a part of. One query, two reforms back."""
    rows = Participation.objects.filter(programme=programme).order_by()
    own, before, before_that = (
        rows.filter(**{f"{path}__isnull": False}).values_list(
            "organisation_id", f"{path}__number", f"{path}__name", f"{path}__sami_name"
        )
        for path in (
            "organisation__designations",
            "organisation__predecessors__designations",
            "organisation__predecessors__predecessors__designations",
        )
    )
    return own.union(before, before_that)


def names_in_register():
    """Every name that anybody in the register has or has had, ``folded``. One query."""
    names = Designation.objects.values_list("name", "sami_name")
    return {folded(each) for name, sami_name in names for each in (name, *sami_name.split(";"))} - {""}


def seats_with_addresses(participations):
    """(participation, kind, level, role, is responsible, holder's name, her address, she directs and her e-mail came
    back) of the open seats of many. Truths as ``_listed`` has them."""
    return _seat_rows(participations=participations) if participations else ()


def journal_of(programme, verbs):
    """(hour in UTC as «2026-11-23 19», verb, subject, choice or person's key) of the programme's journal lines of some
    kinds, the oldest first. The choice of a yes that stands in line is «queued». Of those who left a place only
    coordinators."""
    lines = _journal_rows(verbs, scope=JournalEntry.objects.all().reference(programme))
    return sorted(lines, key=itemgetter(0))  # they all but are: cheaper here than in the database
