"""What the reader reaches. Outside it there is nothing: 404."""

from collections import defaultdict

from django.core.exceptions import PermissionDenied
from django.db.models import Case, Count, Exists, F, OuterRef, Prefetch, Q, Subquery, When
from django.db.models.functions import Coalesce
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from absolutt.pages.board_scope import every_name_in, names_in_register
from correspondence.models import Envelope, Letter
from gatherings.models import Gathering
from municipalities.matching import Index
from municipalities.models import (
    Answer,
    AnswerImport,
    Comment,
    Designation,
    Organisation,
    Participation,
    PlaceDecision,
    Seat,
)
from programmes.models import Adviser, Framework, Programme, Region, TextVersion
from programmes.reach import held_by


def programmes_with_counts(user):
    """Every programme the user reaches, with how many are listed, signed up and have not answered."""
    states = Participation.State
    return (
        Programme.objects.visible_to(user)
        .for_list()
        .prefetch_related("deadlines")
        .annotate(
            listed=Count("participations", filter=~Q(participations__state=states.LEFT_OUT)),
            signed_up=Count("participations", filter=Q(participations__state=states.SIGNED_UP)),
            unanswered=Count("participations", filter=Q(participations__state=states.INVITED)),
        )
    )


def living_programmes_by_region(user):
    """As ``programmes_with_counts`` without the archived, region by region; with ``next_gathering``, the first day of
    the next one for the whole group, and how many of those are ``undecided`` in date or form."""
    joint = Gathering.objects.filter(programme=OuterRef("pk"), kind__in=Gathering.JOINT)
    coming = joint.filter(precision__in=("day", "range"), end__gte=timezone.localdate()).order_by("start")
    is_open = ~Q(precision__in=("day", "range")) | Q(form__in=("", "undecided")) | Q(form_tentative=True)
    undecided = joint.filter(is_open, Q(end=None) | Q(end__gte=timezone.localdate()))
    rows = programmes_with_counts(user).exclude(state=Programme.State.ARCHIVED).annotate(
        next_gathering=Subquery(coming.values("start")[:1]),
        undecided=Coalesce(Subquery(undecided.order_by().values("programme").annotate(n=Count("pk")).values("n")), 0),
    )  # fmt: skip
    return rows.order_by("region__name", F("start").desc(nulls_last=True), "pk")


def standing_on_map(programme):
    """Everybody on the list with ``numbers``: the municipality's number as it was on the programme's first day, and
    today's where that body has been divided or merged since."""
    rows = Participation.objects.filter(programme=programme).named_on(programme.day_for_names)
    today = Prefetch("organisation__successors", queryset=Organisation.objects.named_on(None))
    found = list(rows.select_related("organisation").prefetch_related(today).order_by("organisation__kind", "sort_key"))
    for row in found:
        successors = [body.shown_number for body in row.organisation.successors.all() if body.shown_number]
        row.numbers = [] if row.organisation.is_county else [row.shown_number, *successors]
    return found


def programmes_to_ask_about():
    """Who runs a programme now, and where to write: everybody may know. By region, the newest programme first."""
    now = Programme.objects.filter(state__in=(Programme.State.ANNOUNCED, *Programme.TAKES_ANSWERS))
    now = now.exclude(contact_email="", region__reply_to="")
    return now.select_related("region").order_by("region__name", "-start", "title")


def programme_or_404(user, key):
    """With ``may_run``: whether the user may change it, or only reads."""
    reachable = Programme.objects.visible_to(user).with_may_run(user).select_related("region", "framework")
    return get_object_or_404(reachable.prefetch_related("deadlines"), key=key)


def programme_to_run(user, key):
    """For whoever changes a programme. Raises ``PermissionDenied`` for one who may only read it; 404 outside reach."""
    programme = programme_or_404(user, key)
    if not programme.may_run:
        raise PermissionDenied
    return programme


def regions_run_by(user):
    return Region.objects.run_by(user).order_by("name")


def may_begin_programmes(user):
    return reaches_everything(user) or regions_run_by(user).exists()


def region_names():
    return {name.lower() for name in Region.objects.values_list("name", flat=True)}


def reaches_everything(user):
    """``programmes.reach``: she may give the portal a new region, and write the framework's texts."""
    return held_by(user).reaches_everything


def letters_that_need_somebody(user):
    """The programmes that she reaches with e-mails that could not be sent, and how many (``set_aside``)."""
    lost = Envelope.objects.filter(state=Envelope.State.SET_ASIDE, letters__programme=OuterRef("pk"))
    count = lost.order_by().values("letters__programme").annotate(n=Count("pk", distinct=True)).values("n")
    found = Programme.objects.visible_to(user).annotate(set_aside=Subquery(count)).filter(set_aside__gt=0)
    return found.select_related("region").order_by("region__name", "pk")


def rounds_to_copy(user):
    """Every round that she may read, the newest first."""
    return Programme.objects.visible_to(user).for_list()


def frameworks():
    return Framework.objects.order_by("pk")


def counties():
    """(number, name) of every county as it is today."""
    today = timezone.localdate()
    named = Designation.objects.filter(valid_from__lte=today).filter(Q(valid_to=None) | Q(valid_to__gte=today))
    return sorted(set(named.values_list("county_number", "county_name")))


def public_programmes():
    """What anybody may read of, those alive first."""
    over = Q(state__in=(Programme.State.FINISHED, Programme.State.ARCHIVED))
    return Programme.objects.shown_publicly().for_list().annotate(is_over=Case(When(over, then=True), default=False))


def public_programme_or_404(key):
    shown = Programme.objects.shown_publicly().select_related("region", "framework")
    return get_object_or_404(shown.prefetch_related("deadlines"), key=key)


def content_row_or_404(programme, part, pk):
    """One row of a part of the programme's content."""
    row = get_object_or_404(part.rows(programme), pk=pk)
    row.programme = programme
    return row


def living_programme_or_404(user, key):
    """For what is done in a programme: an archived one has no such pages."""
    return _living(programme_or_404(user, key))


def _living(programme):
    if programme.state == Programme.State.ARCHIVED:
        raise Http404
    return programme


def living_programme_to_run(user, key):
    """For whoever changes a living programme: 403 for one who may only read it, 404 outside reach and once archived."""
    return _living(programme_to_run(user, key))


def gathering_or_404(programme, pk):
    """A gathering of the programme, its programme and the hours of its days at hand."""
    row = get_object_or_404(programme.gatherings.with_days().select_related("phase"), pk=pk)
    row.programme = programme
    return row


def school_holiday_or_404(programme, pk):
    return get_object_or_404(programme.region.school_holidays.all(), pk=pk)


def participation_or_404(user, key, number):
    """A participation by the organisation's number, with its programme and its name on the programme's first day."""
    programme = programme_or_404(user, key)
    return _one(programme, number)


def participation_to_run(user, key, number):
    """For whoever changes it. Raises ``PermissionDenied`` as ``programme_to_run``."""
    return _one(programme_to_run(user, key), number)


def group_or_404(user, key, number):
    """A participation whose group the user may see: she coordinates it, or (``advised``) reads its programme. With
    ``may_change``: she registers it, as a coordinator or as who runs the programme."""
    programmes = Programme.objects.with_may_run(user).select_related("region", "framework")
    programme = get_object_or_404(programmes.prefetch_related("deadlines", "composition"), key=key)
    advised = Programme.objects.visible_to(user).filter(pk=programme.pk)
    own = Participation.objects.coordinated_by(user).filter(pk=OuterRef("pk"))
    rows = Participation.objects.filter(programme=programme).with_group_open_to(user)
    rows = rows.annotate(advised=Exists(advised), is_own=Exists(own)).for_list(programme.day_for_names)
    participation = get_object_or_404(rows, organisation__organisation_number=number)
    participation.programme = programme
    participation.may_change = participation.is_own or programme.may_run
    return participation


def group_to_change(user, key, number):
    """For whoever registers the group. Raises ``PermissionDenied`` for one who may only read it; 404 outside reach."""
    participation = group_or_404(user, key, number)
    if not participation.may_change:
        raise PermissionDenied
    return participation


def reaches_group(user, participation):
    return Participation.objects.with_group_open_to(user).filter(pk=participation.pk).exists()


def seat_or_404(participation, pk, kinds=(Seat.Kind.COORDINATOR, *Seat.GROUP)):
    """An open place of the participation, with everybody who has held it. The director's is not among them."""
    seats = Seat.objects.open().filter(participation=participation, kind__in=kinds).with_holders()
    seat = get_object_or_404(seats, pk=pk)
    seat.participation = participation
    return seat


def also_at(user, person, participation):
    """The names of the other organisations where she holds a place, as far as the reader reaches."""
    held = Participation.objects.filter(seats__holdings__person=person, seats__holdings__until=None)
    reached = Q(pk__in=Participation.objects.visible_to(user).values("pk"))
    reached |= Q(pk__in=Participation.objects.coordinated_by(user).values("pk"))
    others = held.filter(reached).exclude(organisation=participation.organisation).distinct()
    rows = others.named_on(participation.programme.day_for_names).select_related("organisation").order_by("sort_key")
    return list(dict.fromkeys(row.full_name for row in rows))


def is_being_written_to(participation, person):
    """A letter about the participation lies ready for her."""
    ready = Letter.objects.filter(participation=participation, person=person, is_dropped=False)
    return ready.filter(envelope__state__in=(Envelope.State.READY, Envelope.State.SENDING)).exists()


def seats_of(participation):
    """Every place its group has or had, with everybody who held it. The director's is the adviser's matter."""
    seats = list(participation.seats.exclude(kind=Seat.Kind.DIRECTOR).with_holders())
    for seat in seats:
        for holding in seat.holdings.all():
            holding.seat = seat
    return seats


def coordinated_by(user):
    """The participations that the user coordinates, programme by programme, named as on its first day."""
    return _by_programme(Participation.objects.coordinated_by(user))


def withdrawn_from(user):
    """As ``coordinated_by``: those that the user coordinated until they left, and which are not signed up now."""
    return _by_programme(Participation.objects.coordinated_to_the_end_by(user))


def _by_programme(mine):
    programmes = Programme.objects.filter(participations__in=mine).distinct().select_related("region")
    found = []
    for programme in programmes.prefetch_related("deadlines", "composition"):
        rows = mine.filter(programme=programme).named_on(programme.day_for_names).select_related("organisation")
        found.append((programme, list(rows.order_by("sort_key"))))
    return found


def public_participation_or_404(key, number):
    """For the public sign-up page: only while the programme asks for answers, and only for who has been invited."""
    asking = Programme.objects.filter(state__in=Programme.TAKES_ANSWERS)
    programme = get_object_or_404(asking.select_related("region", "framework").prefetch_related("deadlines"), key=key)
    participation = _one(programme, number)
    if participation.invited_at is None:
        raise Http404
    return participation


def _one(programme, number):
    decided = PlaceDecision.objects.filter(participation=OuterRef("pk"))
    returned = Envelope.objects.returned_from(OuterRef("director_id"), OuterRef("director_email"))
    rows = _rows_of(programme).annotate(has_decisions=Exists(decided), director_returned=Exists(returned))
    participation = get_object_or_404(rows, organisation__organisation_number=number)
    participation.programme = programme
    return participation


def participation_with_name(participation):
    """The same participation, named as on its programme's first day, its programme and deadlines at hand."""
    return _one(participation.programme, participation.organisation.organisation_number)


def participations_of(programme):
    """For a list, without those who are held outside; ``invited_person`` is False where somebody directs now who has
    not been sent an invitation."""
    return _rows_of(programme).on_the_list()


def _rows_of(programme):
    sent = Letter.objects.filter(
        rule="signup.invitation", participation=OuterRef("pk"), person=OuterRef("director_id")
    ).exclude(Q(is_dropped=True) | Q(envelope__state="cancelled"))
    rows = Participation.objects.filter(programme=programme).for_list(programme.day_for_names)
    return rows.annotate(invited_person=Exists(sent))


def with_last_reminder(rows):
    """Adds ``reminded_at``, when the newest reminder to answer was made; null where there is none."""
    reminders = (
        Letter.objects.in_envelopes()
        .filter(participation=OuterRef("pk"), rule__startswith="signup.reminder", is_dropped=False)
        .order_by("-pk")
    )
    return rows.annotate(reminded_at=Subquery(reminders.values("envelope__created_at")[:1]))


def is_new_director(participation):
    """The municipality was invited and has not answered, and its director came after the invitation."""
    waits = participation.state in (Participation.State.INVITED, Participation.State.UNDECIDED)
    return waits and participation.director_id is not None and not participation.invited_person


def waiting_answer_or_404(participation, pk):
    return get_object_or_404(Answer.objects.filter(participation=participation, status=Answer.Status.WAITING), pk=pk)


def comments_on(programme, participation=None):
    return Comment.objects.on(programme, participation)


def comment_or_404(programme, pk):
    """A comment in the programme, with the organisation it is about."""
    rows = Comment.objects.filter(programme=programme).select_related("programme", "participation__organisation")
    return get_object_or_404(rows, pk=pk)


def import_or_404(programme, pk):
    sheet = get_object_or_404(AnswerImport.objects.filter(programme=programme), pk=pk)
    sheet.programme = programme
    return sheet


def index_of(programme):
    """Finds the programme's organisations by every name and number they have, or have had; also those that are held
    outside. Two queries or so."""
    former = defaultdict(list)
    for organisation, *designation in every_name_in(programme):
        former[organisation].append(designation)
    return Index(_rows_of(programme), former, names_in_register)


# --- Texts


def framework_or_refuse(user):
    """For whoever writes for the national framework. Raises ``PermissionDenied`` for an adviser of regions only, and
    for one who may only read; 404 for others."""
    if reaches_everything(user):
        return
    if Adviser.objects.in_force().filter(user=user).exists():
        raise PermissionDenied
    raise Http404


def readers_of(programme):
    """Who reads its letters, named, the county first: for choosing whom to preview for. One query."""
    rows = Participation.objects.filter(programme=programme).named_on(programme.day_for_names)
    return rows.select_related("organisation").order_by("organisation__kind", "sort_key")


def reader_or_404(programme, number):
    """One of them, with everything that a letter or document asks for."""
    rows = Participation.objects.filter(programme=programme).named_on(programme.day_for_names)
    rows = rows.select_related("programme__region", "programme__framework", "organisation")
    rows = rows.prefetch_related("programme__deadlines", "exceptions")
    return get_object_or_404(rows, organisation__organisation_number=number)


def living_programmes(user):
    """Those that the user reaches and that are not archived, the newest first."""
    rows = Programme.objects.visible_to(user).exclude(state=Programme.State.ARCHIVED)
    return rows.for_list().select_related("framework")


def readers_in(programmes):
    """As ``readers_of``, of several programmes, named as they are today. One query."""
    rows = Participation.objects.filter(programme__in=programmes).named_on(None).exclude(shown_name=None)
    return rows.select_related("organisation").order_by("organisation__kind", "sort_key")


def versions_of(programme, kind, section=""):
    """Every version of a kind of text, the newest first; ``programme`` None: the framework's."""
    return TextVersion.objects.written_for(programme).of(kind, section).select_related("programme", "by", "copied_from")
