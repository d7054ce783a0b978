"""What the table of rights is tried on: a row of everything that has an address, and somebody in each role."""

from django.urls import URLPattern, get_resolver, reverse

from accounts import journal
from accounts.journal import Actor
from accounts.models import User
from correspondence import feed_links
from correspondence.models import Letter
from gatherings import attendance_links, registration_links
from municipalities import appoint_links, offer_links, signup_links
from municipalities.actions import SignUp, answer
from municipalities.comment_actions import write_comment
from municipalities.import_actions import take_in
from programmes.content import BY_KEY
from programmes.models import SchoolHoliday
from tests import factories
from tests.absolutt.rights import GROUP_ACT, GROUP_BUTTON, GROUP_FORM, GROUP_PAGE, HOLDERS, TABLE
from tests.accounts.factors import sign_in_with_factor
from tests.gatherings.meetings import meeting, registered
from tests.municipalities import places
from tests.programmes import contents
from tests.written import newest, write


def patterns():
    """Every address but those of Django's admin, which test_administration.py walks."""
    return [pattern for pattern in get_resolver().url_patterns if isinstance(pattern, URLPattern)]


def made():
    """A municipality in sign-up and one that has signed up, with a coordinator, one before her, and a member; beside
    it another with a coordinator and a member of its own."""
    participation = factories.invited(programme=factories.OpenProgrammeFactory(is_public=True))
    director = factories.with_director(participation)
    envelope = factories.letter_to(participation, person=director).envelope
    type(envelope).objects.update(state="set_aside")
    stranger = factories.PersonFactory(email="x@annet.example.no")
    waiting = answer(participation=participation, person=stranger, sign_up=SignUp(choice="yes", version=1))
    signed_up = factories.signed_up(programme=participation.programme)
    head = factories.with_director(signed_up)
    for name in ("former coordinator", "coordinator"):
        factories.with_coordinator(signed_up, email=f"{name.replace(' ', '.')}@example.no")
    seat = factories.with_member(signed_up, email="member@example.no")
    second = factories.with_second_coordinator(signed_up)
    beside = factories.signed_up(programme=participation.programme)
    factories.with_coordinator(beside, email="other.coordinator@example.no")
    offered, whom = places.offered(programme=participation.programme)
    sheet = take_in(
        programme=participation.programme, file_name="liste.csv", cells=[["Hamar", "ja"]],
        by=journal.Actor(user=factories.UserFactory()),
    )  # fmt: skip
    participation.programme.is_public = True
    participation.programme.save()
    gathering = meeting(programme=participation.programme)
    registrations = [registered(gathering, f"{n}@example.no") for n in range(2)]
    by = Actor(user=factories.adviser())
    comment = write_comment(programme=participation.programme, text="Ring på mandag", by=by)
    process = factories.process_adviser("KS Innlandet")
    return {
        "comment": comment.pk,
        "reach": process.advises.get().pk,
        "region": participation.programme.region_id,
        "administrator before": factories.UserFactory(is_superuser=True).pk,
        "holder": factories.with_factor(factories.adviser()).pk,
        "factor": 0,
        "sheet": sheet.pk,
        "meeting": gathering.pk,
        "registration": registrations[0].pk,
        "cancel": registration_links.issue(registrations[1]),
        "key": participation.programme.key,
        "number": participation.organisation.organisation_number,
        "token": signup_links.issue(participation, director),
        "pk": envelope.pk,
        "letter ahead": Letter.objects.create(
            rule="signup.closed", programme=participation.programme, user=by.user, send_on="2027-03-01", fate="planned"
        ).pk,
        "answer": waiting.pk,
        "position": 0,
        "text": "brev-signup-place",
        "version": _written(participation.programme),
        "framework's version": _written(None),
        "kind": "pre_meeting",
        "rule": "signup.reminder_14",
        "gathering": participation.programme.gatherings.get(number=1).pk,
        "holiday": SchoolHoliday.objects.create(
            region=participation.programme.region, name="vinterferie", start="2027-02-22", end="2027-02-26"
        ).pk,
        "part": BY_KEY["figure"],
        "row": contents.figure(participation.programme).pk,
        "email": director.email,
        "head": head.email,
        "signed_up": signed_up.organisation.organisation_number,
        "appoint": appoint_links.issue(signed_up, head),
        "withdraw": signup_links.issue(signed_up, head),
        "place_offer": offer_links.issue(offered, whom),
        "calendar_feed": feed_links.issue(factories.adviser("KS Innlandet")),
        "answer_gathering": attendance_links.issue(
            participation.programme.gatherings.get(number=1), signed_up, seat.holder.person
        ),
        "interest": places.interested(participation.programme).pk,
        "sketch": places.public_sketch().key,
        "seat": seat.pk,
        "coordinator's seat": second.pk,
        "seats beside": {
            "member": factories.with_member(beside, email="another@example.no").pk,
            "coordinator": factories.with_second_coordinator(beside, email="third@example.no").pk,
        },
    }


def _written(programme):
    write(programme, "letter.signup.place", closing="Velkommen")
    return newest(programme, "letter.signup.place", "closing").pk


def sign_in(client, role, world):
    user = {
        "director": lambda: factories.UserFactory(email=world["email"]),
        "group's director": lambda: factories.UserFactory(email=world["head"]),
        "coordinator": lambda: User.objects.get(email="coordinator@example.no"),
        "other coordinator": lambda: User.objects.get(email="other.coordinator@example.no"),
        "former coordinator": lambda: User.objects.get(email="former.coordinator@example.no"),
        "member": lambda: factories.UserFactory(email="member@example.no"),
        "other region": lambda: factories.adviser("KS Trøndelag"),
        "adviser": lambda: factories.adviser("KS Innlandet"),
        "stand-in": lambda: factories.stand_in("KS Innlandet"),
        "process adviser": lambda: factories.process_adviser("KS Innlandet"),
        "former adviser": lambda: factories.former_adviser("KS Innlandet"),
        "national": lambda: factories.adviser(),
        "administrator": lambda: factories.UserFactory(is_superuser=True),
    }.get(role)
    if user and role in HOLDERS:
        sign_in_with_factor(client, user())
    elif user:
        client.force_login(user())
    elif role == "link holder":
        client.get(f"/svar/{world['token']}/")


def address(pattern, world):
    names = pattern.pattern.converters
    values = {name: world[name] for name in names if name in world}
    if TABLE[pattern.name] in (GROUP_PAGE, GROUP_FORM, GROUP_ACT, GROUP_BUTTON) or pattern.name == "group_answers":
        values["number"] = world["signed_up"]
    if pattern.name in ("end_administrator", "reset_factor"):
        values["user"] = world["administrator before" if pattern.name == "end_administrator" else "holder"]
    if pattern.name == "remove_comment":
        values["pk"] = world["comment"]
    if pattern.name == "decide_letter":
        values["pk"] = world["letter ahead"]
    if pattern.name in ("gathering", "remove_gathering", "gathering_answers", "answers_xlsx", "answers_csv",
                        "group_answers"):  # fmt: skip
        values["pk"] = world["gathering"]
    if pattern.name == "remove_school_holiday":
        values["pk"] = world["holiday"]
    if pattern.name == "make_responsible":
        values["seat"] = world["coordinator's seat"]
    if pattern.name == "framework_restore_text":
        values["version"] = world["framework's version"]
    if pattern.name == "erase_registration":
        values["pk"] = world["registration"]
    if pattern.name == "cancel_registration":
        values["token"] = world["cancel"]
    if pattern.name == "appoint":
        values["token"] = world["appoint"]
    if pattern.name in ("withdraw", "place_offer", "calendar_feed", "answer_gathering"):
        values["token"] = world[pattern.name]
    if pattern.name == "erase_interest":
        values["pk"] = world["interest"]
    if pattern.name in ("interest", "interest_given"):
        values["key"] = world["sketch"]
    if pattern.name.startswith("demo_") and "key" in names:
        values["key"] = "1669.M1P1.host"
    return reverse(pattern.name, kwargs=values)


def status(response):
    return (
        "login" if response.status_code == 302 and response.url.startswith("/logg-inn/?next=") else response.status_code
    )


def seat_beside(pattern, world, kind):
    place = {"seat": world["seats beside"][kind], "coordinator's seat": world["seats beside"][kind]}
    return address(pattern, world | place)
