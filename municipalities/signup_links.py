"""What a sign-up link's opaque subject means: one person at one participation."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import prefetch_related_objects
from django.utils import timezone

from accounts import links
from accounts.models import PersonalLink
from municipalities.models import Holding, Participation, Person, Seat
from programmes.models import Programme

PURPOSE = "sign_up"
WITHOUT_DEADLINE = timedelta(days=180)  # a programme without a decided deadline: the link lives half a year


@dataclass(frozen=True, slots=True)
class Door:
    participation: Participation
    person: Person


def subject(participation: Participation, person: Person) -> str:
    return f"participation:{participation.pk}:person:{person.pk}"


def prefix(participation: Participation) -> str:
    """What the subject of every link to a participation begins with."""
    return f"participation:{participation.pk}:"


def expires_at(participation: Participation) -> datetime:
    return participation.closes_at or timezone.now() + WITHOUT_DEADLINE


def issue(participation: Participation, person: Person) -> str:
    """A new token for ``person``, living to the participation's deadline. A deadline that has passed gives a link
    that opens the page which says so."""
    return links.issue(purpose=PURPOSE, subject=subject(participation, person), expires_at=expires_at(participation))


def issue_unless_replaced(participation: Participation, person: Person) -> str:
    """A new token, or none for somebody who directed this participation and no longer does, and none to one that has
    withdrawn.

    Asked again after issuing: a replacement or a withdrawal that came between finds no living link.
    """
    (token,) = issue_all([(participation, person)])
    return token


def issue_all(pairs: Sequence[tuple[Participation, Person]]) -> list[str]:
    """As ``issue_unless_replaced``, for many. The number of queries does not grow with them."""
    shut = _shut(pairs)
    opened = [pair for pair in pairs if _key(pair) not in shut]
    tokens = links.issue_all(
        purpose=PURPOSE, doors=[(subject(row, person), expires_at(row)) for row, person in opened]
    )  # fmt: skip
    shut = _shut(opened)
    for row, person in opened:
        if _key((row, person)) in shut:
            revoke(row, person)
    given = {_key(pair): token for pair, token in zip(opened, tokens, strict=True) if _key(pair) not in shut}
    return [given.get(_key(pair), "") for pair in pairs]


def _key(pair: tuple[Participation, Person]) -> tuple[int, int]:
    return pair[0].pk, pair[1].pk


def _shut(pairs: Sequence[tuple[Participation, Person]]) -> set[tuple[int, int]]:
    """Those of the pairs for whom ``is_shut`` says so. Two queries."""
    keys = {row.pk for row, _person in pairs}
    withdrawn = Participation.objects.filter(pk__in=keys, state=Participation.State.WITHDRAWN)
    left = set(withdrawn.values_list("pk", flat=True))
    held = Holding.objects.filter(seat__participation__in=keys, seat__kind=Seat.Kind.DIRECTOR).order_by()
    rows = list(held.values_list("seat__participation", "person", "until"))
    directs = {(row, person) for row, person, until in rows if until is None}
    replaced = {(row, person) for row, person, _until in rows} - directs
    return {_key(pair) for pair in pairs if pair[0].pk in left or _key(pair) in replaced}


def is_shut(participation: Participation, person: Person) -> bool:
    """No link is for her now: she directed and no longer does, or the participation has withdrawn."""
    return bool(_shut([(participation, person)]))


def behind(link_subject: str) -> Door:
    _, participation_id, _, person_id = link_subject.split(":")
    participation = (
        Participation.objects.select_related("programme__region", "programme__framework", "organisation")
        .prefetch_related("programme__deadlines")
        .get(pk=participation_id)
    )
    return Door(participation, Person.objects.get(pk=person_id))


def participations_with_link(person: Person) -> list[int]:
    """The keys of the participations for which she has been given a link to answer by, living or not."""
    hers = PersonalLink.objects.filter(purpose=PURPOSE, subject__endswith=f":{person.reference}")
    return [int(known.split(":")[1]) for known in hers.values_list("subject", flat=True).distinct()]


def revoke(participation: Participation, person: Person) -> None:
    links.revoke(purpose=PURPOSE, subject=subject(participation, person))


def revoke_all(participation: Participation) -> None:
    links.revoke_under(purpose=PURPOSE, prefix=prefix(participation))


def revoke_hers(person: Person) -> None:
    """Her links to every participation."""
    links.revoke_ending(purpose=PURPOSE, ending=f":{person.reference}")


def follow_deadline(participation: Participation) -> None:
    """After an extension every living link to the participation lives to the new deadline."""
    links.prolong(purpose=PURPOSE, prefix=prefix(participation), expires_at=expires_at(participation))


def follow_programme(programme: Programme) -> None:
    """After the programme's own deadline has moved: the links of a living programme live to the day that now holds.
    The number of queries does not grow with who takes part."""
    if not programme.takes_answers:
        return
    prefetch_related_objects([programme], "deadlines")
    without_deadline = timezone.now() + WITHOUT_DEADLINE
    until = {}
    for row in programme.participations.prefetch_related("exceptions"):
        row.programme = programme
        until[str(row.pk)] = row.closes_at or without_deadline
    moved = defaultdict(list)
    for link_subject in links.open_subjects(purpose=PURPOSE):
        _, participation, *_ = link_subject.split(":")
        if participation in until:
            moved[until[participation]].append(link_subject)
    for expires, subjects in moved.items():
        links.prolong_all(purpose=PURPOSE, subjects=subjects, expires_at=expires)
