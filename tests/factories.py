"""Rows that hold together, with invented people at example.no."""

from datetime import date, timedelta

import factory
from django.utils import timezone

from accounts.models import User
from correspondence.models import Envelope, Letter
from gatherings.models import Gathering
from municipalities.models import Designation, Holding, Organisation, Participation, Person, Seat
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


def letter_to(participation, *, person=None, address=None, rule="signup.invitation", is_copy=False):
    """A letter in an envelope that is ready to go."""
    envelope = Envelope.objects.create(
        programme=participation.programme, participation=participation, person=person, is_copy=is_copy,
        address=address or (person.email if person else participation.organisation.mailbox), language="nb",
    )  # fmt: skip
    return Letter.objects.create(
        envelope=envelope, rule=rule, participation=participation, person=person, is_copy=is_copy
    )
