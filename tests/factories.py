"""Rows that hold together, with invented people at example.no."""

from datetime import date, timedelta

import factory
from allauth.mfa.totp.internal.auth import TOTP
from django.utils import timezone

from accounts import journal
from accounts.models import User
from correspondence.models import Envelope, Letter
from gatherings.models import Gathering
from municipalities import seat_actions
from municipalities.models import ANSWER, Designation, DutyException, Holding, Organisation, Participation, Person, Seat
from programmes.models import Adviser, CostLine, Deadline, Framework, Phase, Programme, Region
from programmes.when import When
from programmes.words import Words


def organisation_number(n):
    """The n-th nine-digit number whose check digit is right."""
    body, found = 90000000, -1
    while found < n:
        body += 1
        rest = sum(int(d) * w for d, w in zip(str(body), (3, 2, 7, 6, 5, 4, 3, 2), strict=True)) % 11
        if rest != 1:
            found += 1
    return f"{body}{(11 - rest) % 11}"


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"person{n}@example.no")
    name = "Ingrid Solbakken"


class RegionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Region
        django_get_or_create = ("name",)

    name = "KS Innlandet"
    county_numbers = ["34"]


def adviser(region=None):
    """Somebody who reaches one region, or every region when none is named."""
    user = UserFactory()
    Adviser.objects.create(user=user, region=RegionFactory(name=region) if region else None)
    return user


def process_adviser(region):
    """Somebody who reads and comments in one region."""
    user = UserFactory(name="Even Nygård")
    Adviser.objects.create(user=user, region=RegionFactory(name=region), role="process")
    return user


def stand_in(region, *, absent=None, from_day=None, until=None):
    """Somebody who does what ``absent`` does in a region, from a day to a day: the next two weeks."""
    user, today = UserFactory(name="Gro Leirvik"), timezone.localdate()
    Adviser.objects.create(
        user=user, region=RegionFactory(name=region), stands_in_for=absent or adviser(region),
        from_day=from_day or today, until=until or (from_day or today) + timedelta(days=14),
    )  # fmt: skip
    return user


def former_adviser(region):
    """Somebody who advised a region until a minute ago."""
    user = UserFactory(name="Ola Tidlig")
    Adviser.objects.create(
        user=user, region=RegionFactory(name=region), until=timezone.localdate(), ended_at=timezone.now()
    )
    return user


def with_factor(user):
    """She has set up an app that shows codes; returns her."""
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    return user


class FrameworkFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Framework
        django_get_or_create = ("name",)

    name = "ABSOLUTT"
    owner = "KS"
    meaning = Words(nb="Ansvar for barnehage, skole og oppvekst")


class ProgrammeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Programme

    key = factory.Sequence(lambda n: f"runde-{n}")
    framework = factory.SubFactory(FrameworkFactory)
    region = factory.SubFactory(RegionFactory)
    title = Words(nb="ABSOLUTT Innlandet", nn="ABSOLUTT Innlandet")
    group_term = Words(nb="deltakergruppe", nn="deltakargruppe")
    contact_email = "absolutt.innlandet@example.no"


def in_days(days):
    return timezone.localdate() + timedelta(days=days)


class OpenProgrammeFactory(ProgrammeFactory):
    """A round in sign-up: four phases, a gathering of each kind of certainty, costs, three weeks to the deadline."""

    class Meta:
        skip_postgeneration_save = True

    state = Programme.State.OPEN
    letters_from = factory.LazyFunction(timezone.localdate)

    @factory.post_generation
    def plan(self, create, extracted, **kwargs):
        self.when = When("range", in_days(60), in_days(400))
        self.save()
        Deadline.objects.create(programme=self, kind=Deadline.Kind.SIGN_UP, **when_fields(When.day(in_days(21))))
        phase = Phase.objects.create(
            programme=self, key="roles", order=1, name=Words(nb="Roller og ansvar", nn="Roller og ansvar")
        )
        Gathering.objects.create(
            programme=self, key="joint-1", order=1, kind="joint", number=1, phase=phase, form="digital",
            **when_fields(When.day(in_days(60))),
        )  # fmt: skip
        Gathering.objects.create(
            programme=self, key="joint-2", order=2, kind="joint", number=2, form="undecided",
            **when_fields(When("semester", date(2027, 7, 1), date(2027, 12, 31), tentative=True)),
        )  # fmt: skip
        CostLine.objects.create(
            programme=self, order=1, what=Words(nb="deltakeravgift", nn="deltakaravgift"), payer="organisation",
            is_fee=True, certain=False,
        )  # fmt: skip


def when_fields(when):
    return {
        "precision": when.precision, "start": when.start, "end": when.end, "days": when.days,
        "date_tentative": when.tentative, "date_text": when.text,
    }  # fmt: skip


class OrganisationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Organisation
        skip_postgeneration_save = True

    organisation_number = factory.Sequence(organisation_number)
    kind = Organisation.Kind.MUNICIPALITY
    written_norm = Organisation.Norm.BOKMAL
    mailbox = factory.LazyAttribute(lambda row: f"post.{row.organisation_number}@example.no")
    mail_domains = ["kommune.example.no"]
    valid_from = date(2020, 1, 1)

    @factory.post_generation
    def name(self, create, extracted, **kwargs):
        count = Designation.objects.count()
        Designation.objects.create(
            organisation=self, number=f"{count + 3400:04d}", name=extracted or f"Kommune {count}",
            county_number="34", county_name="Innlandet", valid_from=date(2020, 1, 1),
        )  # fmt: skip


class PersonFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Person

    name = "Anders Bakke"
    email = factory.Sequence(lambda n: f"direktor{n}@kommune.example.no")


def invited(**kwargs):
    """A participation that has been invited and has not answered."""
    return ParticipationFactory(state="invited", invited_at=timezone.now(), **kwargs)


def signed_up(**kwargs):
    """A participation that has said yes; nothing else is done yet."""
    return ParticipationFactory(state="signed_up", invited_at=timezone.now(), **kwargs)


class ParticipationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Participation

    programme = factory.SubFactory(OpenProgrammeFactory)
    organisation = factory.SubFactory(OrganisationFactory)


def with_director(participation, person=None):
    """Seat a director; returns the person."""
    person = person or PersonFactory()
    seat = Seat.objects.create(participation=participation, kind=Seat.Kind.DIRECTOR)
    Holding.objects.create(seat=seat, person=person)
    return person


def with_coordinator(participation, *, name="Mona Dalen", email="mona.dalen@example.no"):
    """The responsible coordinator, with an account; whoever was before her has left."""
    seat_actions.appoint_coordinator(participation=participation, name=name, email=email, by=journal.SYSTEM)


def with_second_coordinator(participation, *, name="Lise Viken", email="lise.viken@example.no"):
    """One more coordinator beside the responsible one; returns her seat."""
    participation.refresh_from_db()
    seat_actions.add_coordinator(
        participation=participation, name=name, email=email, version=participation.version, by=journal.SYSTEM
    )
    return Seat.objects.get(participation=participation, holdings__person__email=email)


def with_member(participation, *, level="political", title="ordfører", name="Kari Lien", email=None, kind="member"):
    """A place in the group with somebody in it; returns the seat. An empty address: the name is to come."""
    participation.refresh_from_db()
    email = f"medlem{Seat.objects.count()}@example.no" if email is None else email
    place = seat_actions.Place(title=Words(title, title), level=level)
    return seat_actions.add_seat(
        participation=participation, kind=kind, place=place, name=name if email else "", email=email,
        version=participation.version, by=journal.SYSTEM,
    )  # fmt: skip


def round_with_deadline(day, **kwargs):
    """A round in sign-up that has written letters for a month, and whose deadline is ``day`` (None: undecided)."""
    letters_from = kwargs.pop("letters_from", (day or timezone.localdate()) - timedelta(days=60))
    programme = ProgrammeFactory(state=Programme.State.OPEN, letters_from=letters_from, **kwargs)
    if day:
        Deadline.objects.create(programme=programme, kind=Deadline.Kind.SIGN_UP, **when_fields(When.day(day)))
    return programme


def extended(participation, day, duty=ANSWER):
    """«Utsatt frist» for one duty; returns the participation."""
    DutyException.objects.create(participation=participation, duty=duty, day=day, reason="Kommunestyret i mars")
    return participation


def seat(participation, kind, *, since=None, person=None):
    """Seat somebody from a day on; returns the person."""
    person = person or PersonFactory()
    responsible = kind == Seat.Kind.COORDINATOR
    row, _ = Seat.objects.get_or_create(participation=participation, kind=kind, is_responsible=responsible)
    Holding.objects.create(seat=row, person=person, since=since or timezone.now())
    return person


def invited_to(programme, *, at, state="invited", director=True, **kwargs):
    """A participation whose invitation was sent at a point in time, with a director since then."""
    row = ParticipationFactory(programme=programme, state=state, invited_at=at, **kwargs)
    if director:
        seat(row, Seat.Kind.DIRECTOR, since=at)
    letter = letter_to(row)
    Envelope.objects.filter(pk=letter.envelope_id).update(state="sent", sent_at=at)
    return row


def letter_to(participation, *, person=None, address=None, rule="signup.invitation", is_copy=False, envelope=None):
    """A letter in an envelope that is ready to go: its own, or ``envelope``."""
    envelope = envelope or Envelope.objects.create(
        person=person,
        address=address or (person.email if person else participation.organisation.mailbox),
        language="nb",
    )
    return Letter.objects.create(
        envelope=envelope, rule=rule, programme=participation.programme, participation=participation, person=person,
        is_copy=is_copy,
    )  # fmt: skip
