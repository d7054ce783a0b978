"""Who may do what where: role × address × method. An address that is missing from the table fails the test."""

import html
import re
from dataclasses import dataclass, field

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from accounts import journal
from accounts.journal import Actor
from accounts.models import User
from gatherings import registration_links
from municipalities import appoint_links, offer_links, signup_links
from municipalities.actions import SignUp, answer, name_director
from municipalities.comment_actions import write_comment
from municipalities.import_actions import take_in
from municipalities.models import Participation
from programmes.content import BY_KEY
from programmes.models import SchoolHoliday
from tests import factories
from tests.accounts.factors import sign_in_with_factor
from tests.gatherings.meetings import meeting, registered
from tests.municipalities import places
from tests.programmes import contents
from tests.written import newest, write

OUTSIDE = (
    "director",  # of the municipality in sign-up
    "group's director",  # of the one whose group it is
    "member",
    "former coordinator",
    "other coordinator",
    "other region",
    "former adviser",
)  # they sign in, and reach nothing here
EVERYWHERE = ("national", "administrator")
INSIDE = ("adviser", "stand-in", *EVERYWHERE)
READS = "process adviser"  # and comments
ROLES = ("anonymous", "link holder", "coordinator", *OUTSIDE, READS, *INSIDE)
HOLDERS = ("other region", READS, *INSIDE)  # they have a role, here or elsewhere
GIVERS = ("adviser", *EVERYWHERE)


@dataclass
class Rule:
    """Statuses for GET and POST, role by role. «login» is a redirect to the sign-in page; None is not asked. A GET of
    what only takes a POST leads to the page above it, whoever asks (302), and that page says who may see it."""

    get: dict = field(default_factory=dict)
    post: dict = field(default_factory=dict)


def same(status):
    return dict.fromkeys(ROLES, status)


def advisers_only(status, outside=404, reads=403):
    """``status`` for who runs the programme, ``reads`` for who only reads it; ``outside`` for who signs in but does
    not reach it; login for the rest."""
    table = dict.fromkeys(("anonymous", "link holder"), "login")
    return table | dict.fromkeys(("coordinator", *OUTSIDE), outside) | dict.fromkeys(INSIDE, status) | {READS: reads}


def group_only(status, outside=404, reads=403):
    """As ``advisers_only``, and the municipality's own coordinator too."""
    return advisers_only(status, outside, reads) | {"coordinator": status}


def signed_in(status):
    table = same(status)
    return table | {"anonymous": "login", "link holder": "login"}


def givers_only(status, elsewhere=404):
    """``status`` for who gives roles here, ``elsewhere`` for who gives them in another region."""
    return signed_in(403) | dict.fromkeys(GIVERS, status) | {"other region": elsewhere}


def administrators_only(status):
    return signed_in(403) | {"administrator": status}


def holders_only(status):
    return signed_in(404) | dict.fromkeys(HOLDERS, status)


NO_POST, LEADS_UP = signed_in(405), signed_in(302)  # the method is refused before anybody asks who it is
PAGE = Rule(get=advisers_only(200, reads=200), post=NO_POST)
FORM = Rule(get=advisers_only(200), post=advisers_only(422))
READ_FORM = Rule(get=advisers_only(200, reads=200), post=advisers_only(422))
OPEN = Rule(get=same(200), post=same(405))
ACT = Rule(get=LEADS_UP, post=advisers_only(422))
BUTTON = Rule(get=LEADS_UP, post=advisers_only(302))
COMMENT = Rule(get=LEADS_UP, post=advisers_only(422, reads=422))
GROUP_PAGE = Rule(get=group_only(200, reads=200), post=NO_POST)
GROUP_FORM = Rule(get=group_only(200), post=group_only(422))
GROUP_ACT = Rule(get=LEADS_UP, post=group_only(422))
GROUP_BUTTON = Rule(get=LEADS_UP, post=group_only(302))

# A preview is asked for by a GET, or by a POST with what is typed, and writes nothing.
SEEN = Rule(get=advisers_only(200, reads=200), post=advisers_only(422, reads=422))


def national_only(status):
    """Who writes for the framework; an adviser of one region may not, and to the others it is not there."""
    return advisers_only(status) | {"adviser": 403, "stand-in": 403, "other region": 403}


TABLE = {
    "home": Rule(  # a coordinator comes to her one municipality
        get=signed_in(200) | {"coordinator": 302, "other coordinator": 302}, post=signed_in(405)
    ),
    "health": Rule(get=same(200), post=same(405)),
    "accessibility": OPEN,
    "privacy": OPEN,
    "contact": OPEN,
    "understood": Rule(get=signed_in(200), post=same(405)),
    "choose_language": Rule(get=same(302), post=same(302)),
    "account_login": Rule(
        get=same(302) | dict.fromkeys(ROLES[:2], 200), post=same(302) | dict.fromkeys(ROLES[:2], 200)
    ),
    "account_request_login_code": None,  # the same address under the name that allauth asks for
    "account_confirm_login_code": Rule(get=same(302), post=same(302)),
    "mfa_authenticate": Rule(get=same(302), post=same(302)),  # nobody here is on her way in
    "account_logout": Rule(get=same(302), post=same(302)),
    "second_factor": Rule(get=holders_only(200), post=NO_POST),
    "factor_app": Rule(get=holders_only(302), post=holders_only(302)),  # they have one
    "factor_passkey": Rule(get=holders_only(200), post=holders_only(422)),
    "factor_codes": Rule(get=holders_only(200), post=holders_only(302)),
    "factor_confirm": Rule(get=holders_only(200), post=holders_only(422)),
    "factor_remove": Rule(get=holders_only(404), post=holders_only(404)),  # somebody else's
    "access": Rule(get=givers_only(200, elsewhere=200), post=NO_POST),
    "give_access": Rule(get=givers_only(200, elsewhere=200), post=givers_only(422, elsewhere=422)),
    "choose_stand_in": Rule(get=givers_only(200, elsewhere=200), post=givers_only(422, elsewhere=422)),
    "end_access": Rule(get=givers_only(200), post=givers_only(302)),
    "end_administrator": Rule(get=administrators_only(200), post=administrators_only(302)),
    "reset_factor": Rule(get=administrators_only(200), post=administrators_only(302)),
    "answer_region": Rule(get=givers_only(200), post=givers_only(422)),
    "programme": PAGE,
    "plan": PAGE,
    "add_gathering": FORM,
    "propose_gatherings": FORM,
    "gathering": FORM,
    "remove_gathering": BUTTON,
    "plan_deadline": FORM,
    "remove_deadline": BUTTON,
    "school_holidays": READ_FORM,
    "remove_school_holiday": BUTTON,
    "new_programme": Rule(
        get=signed_in(403) | dict.fromkeys(INSIDE, 200) | {"other region": 200},
        post=signed_in(403) | dict.fromkeys(INSIDE, 422) | {"other region": 422},
    ),
    "new_region": Rule(
        get=signed_in(403) | dict.fromkeys(EVERYWHERE, 200), post=signed_in(403) | dict.fromkeys(EVERYWHERE, 422)
    ),
    "setup": PAGE,
    "facts": FORM,
    "several": FORM,
    "region_map": PAGE,
    "national": Rule(get=signed_in(403) | dict.fromkeys(EVERYWHERE, 200), post=signed_in(405)),
    "operations": Rule(get=signed_in(403) | dict.fromkeys(EVERYWHERE, 200), post=signed_in(405)),
    "lifecycle": PAGE,
    "take_step": BUTTON,
    "step_back": BUTTON,
    "board": PAGE,
    "board_xlsx": PAGE,
    "board_csv": PAGE,
    "remind": FORM,
    "invitees": PAGE,
    "set_limits": ACT,
    "leave_out": ACT,
    "take_in": BUTTON,
    "add_organisation": BUTTON,
    "waiting_list": PAGE,
    "offer_next": ACT,
    "take_out_of_turn": ACT,
    "interest_list": PAGE,
    "interest_xlsx": PAGE,
    "interest_csv": PAGE,
    "interest_tell": FORM,
    "erase_interest": Rule(get=advisers_only(200), post=advisers_only(302)),
    "import_answers": FORM,
    "import_rows": FORM,
    "import_file": Rule(get=advisers_only(200), post=NO_POST),
    "information_meeting": Rule(get=same(200), post=same(422)),
    "meeting_registered": OPEN,
    "cancel_registration": Rule(get=same(200), post=same(302)),
    "meeting_list": PAGE,
    "meeting_xlsx": PAGE,
    "meeting_csv": PAGE,
    "erase_registration": BUTTON,
    "directors": READ_FORM,
    "invitations": FORM,
    "comment_on_programme": COMMENT,
    "remove_comment": Rule(get=LEADS_UP, post=advisers_only(403) | {"administrator": 302}),  # another's
    "letters": PAGE,
    "letter_plan": PAGE,
    "letter_rule": FORM,
    "send_again": BUTTON,
    "texts": PAGE,
    "edit_text": READ_FORM,
    "preview_text": SEEN,
    "text_versions": PAGE,
    "restore_text": BUTTON,
    "framework_texts": Rule(get=national_only(200), post=NO_POST),
    "framework_edit_text": Rule(get=national_only(200), post=national_only(422)),
    "framework_preview_text": Rule(get=national_only(200), post=national_only(422)),
    "framework_text_versions": Rule(get=national_only(200), post=NO_POST),
    "framework_restore_text": Rule(get=LEADS_UP, post=national_only(302)),
    # What a programme says of itself
    "content": PAGE,
    "content_preview": PAGE,
    "show_publicly": BUTTON,
    "content_part": PAGE,
    "add_content": FORM,
    "content_row": FORM,
    "move_content": BUTTON,
    "remove_content": BUTTON,
    "public_programmes": OPEN,
    "public_programme": OPEN,
    "programme_calendar": OPEN,
    "participation": PAGE,
    "comment_on_participation": COMMENT,
    "name_director": ACT,
    "register_answer": ACT,
    "give_exception": ACT,
    "end_exception": BUTTON,
    "settle_answer": BUTTON,
    "register_withdrawal": ACT,
    "undo_withdrawal": BUTTON,
    "invitation_pdf": PAGE,
    "group": GROUP_PAGE,
    "add_seat": GROUP_FORM,
    "add_reference_seat": GROUP_FORM,
    "add_coordinator": GROUP_FORM,
    "name_reference": GROUP_ACT,
    "director_supports": GROUP_BUTTON,
    "confirm_group": GROUP_BUTTON,
    "seat": GROUP_PAGE,
    "fill_seat": GROUP_ACT,
    "correct_person": GROUP_ACT,
    "change_place": GROUP_ACT,
    "vacate_seat": GROUP_BUTTON,
    "remove_seat": GROUP_BUTTON,
    "make_responsible": GROUP_BUTTON,
    "appoint": Rule(get=same(200), post=same(422)),
    "answer": Rule(get=same(200), post=same(422)),
    "withdraw": Rule(get=same(200), post=same(422)),
    "place_offer": Rule(get=same(200), post=same(302)),
    "interest": Rule(get=same(200), post=same(422)),
    "interest_given": Rule(get=same(200), post=same(405)),
    "public_signup": Rule(get=same(200), post=same(422)),
    "public_signup_code": Rule(get=same(302), post=same(302)),
    "demo_mailbox": Rule(get=same(404), post=same(405)),
    "demo_letter": Rule(get=same(404), post=same(405)),
    "demo_letter_html": Rule(get=same(404), post=same(405)),
    "demo_attachment": Rule(get=same(404), post=same(405)),
    "favicon": Rule(get=same(302), post=same(302)),
}


def patterns():
    """Every address but those of Django's admin, which test_administration.py walks."""
    return [pattern for pattern in get_resolver().url_patterns if isinstance(pattern, URLPattern)]


@pytest.fixture
def world(db):
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
    if TABLE[pattern.name] in (GROUP_PAGE, GROUP_FORM, GROUP_ACT, GROUP_BUTTON):
        values["number"] = world["signed_up"]
    if pattern.name in ("end_administrator", "reset_factor"):
        values["user"] = world["administrator before" if pattern.name == "end_administrator" else "holder"]
    if pattern.name == "remove_comment":
        values["pk"] = world["comment"]
    if pattern.name in ("gathering", "remove_gathering"):
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
    if pattern.name in ("withdraw", "place_offer"):
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


def test_every_address_is_in_the_table():
    assert {pattern.name for pattern in patterns()} == set(TABLE)
    others = [found for found in get_resolver().url_patterns if found not in patterns()]
    assert [found.namespace for found in others] == ["admin"]


@pytest.mark.parametrize("role", ROLES)
def test_each_role_reaches_what_the_table_says_and_no_more(client, world, role, settings):
    """Whoever has a role has used her second factor, as on a real site."""
    settings.REQUIRE_SECOND_FACTOR = True
    sign_in(client, role, world)
    wrong = []
    for pattern in [p for p in patterns() if TABLE[p.name] and p.name != "account_logout"]:
        rule, url = TABLE[pattern.name], address(pattern, world)
        for method, expected in (("get", rule.get[role]), ("post", rule.post[role])):
            got = status(getattr(client, method)(url))
            if got != expected:
                wrong.append(f"{method} {pattern.name}: {got}, expected {expected}")

    assert wrong == [], "\n".join(wrong)


# Forms of who answers by a link or in public, and of her own signing in
OWN_FORMS = frozenset(
    name for name, rule in TABLE.items()
    if rule and (rule.post.get("anonymous") not in ("login", 405) or name.startswith("factor_"))
)  # fmt: skip
SIGNING_IN = ("choose_language", "account_login", "account_confirm_login_code", "mfa_authenticate", "account_logout")


@pytest.mark.parametrize("role", HOLDERS)
def test_whoever_has_a_role_and_no_factor_reaches_only_where_she_sets_one_up(client, world, role, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    sign_in(client, role, world)
    Authenticator.objects.all().delete()
    opened = []
    for pattern in [p for p in patterns() if TABLE[p.name] and p.name not in SIGNING_IN]:
        rule, url = TABLE[pattern.name], address(pattern, world)
        for method in ("get", "post"):
            asked = getattr(rule, method)
            if asked["anonymous"] != "login" or pattern.name.startswith("factor_"):
                continue  # it is open to everybody, or a part of setting one up
            response = getattr(client, method)(url)
            led = response.headers.get("Location", "").startswith(("/totrinn/", "/logg-inn/?next="))
            if not led and response.status_code != 405:
                opened.append(f"{method} {pattern.name}: {response.status_code}")

    assert opened == ["get second_factor: 200"]


HERS = ("/logg-ut/", "/malform/", "/kommentarer/")  # what a process adviser may send


def test_whoever_only_reads_is_shown_no_form_and_no_way_that_is_closed_to_her(client, world):
    sign_in(client, READS, world)
    wrong, asked = set(), {}
    for pattern in [p for p in patterns() if TABLE[p.name] and TABLE[p.name].get[READS] == 200]:
        page = client.get(address(pattern, world))
        if not page["Content-Type"].startswith("text/html"):
            continue
        content = page.content.decode()
        for action in re.findall(r'<form[^>]*method="post"[^>]*>', content):
            target = re.search(r'action="([^"]*)"', action)
            if (not target or not target.group(1).endswith(HERS)) and pattern.name not in OWN_FORMS:
                wrong.add(f"{pattern.name}: {action}")
        for href in set(re.findall(r'<a[^>]*href="(/[^"#]*)', content)):
            asked[href] = asked.get(href) or client.get(html.unescape(href)).status_code
            if asked[href] == 403:
                wrong.add(f"{pattern.name} leads to {href}")

    assert wrong == set()


@pytest.mark.parametrize("role", ["coordinator", "adviser"])
@pytest.mark.parametrize("kind", ["member", "coordinator"])
def test_a_seat_of_another_municipality_is_not_there(client, world, role, kind):
    sign_in(client, role, world)
    of_a_seat = [pattern for pattern in patterns() if "seat" in pattern.pattern.converters]
    wrong = []
    for pattern in of_a_seat:
        for method in ("get", "post"):
            ours = getattr(client, method)(address(pattern, world))
            theirs = getattr(client, method)(seat_beside(pattern, world, kind))
            leads_up = method == "get" and ours.status_code == 302
            if theirs.status_code != (405 if ours.status_code == 405 else 302 if leads_up else 404):
                wrong.append(f"{method} {pattern.name}: {theirs.status_code}")

    assert len(of_a_seat) == 7 and wrong == []


def seat_beside(pattern, world, kind):
    place = {"seat": world["seats beside"][kind], "coordinator's seat": world["seats beside"][kind]}
    return address(pattern, world | place)


def test_a_director_comes_to_her_own_group_once_she_coordinates_it_and_no_sooner(client, world):
    signed_up = Participation.objects.get(organisation__organisation_number=world["signed_up"])
    sign_in(client, "group's director", world)
    group = reverse("group", args=[world["key"], world["signed_up"]])

    before = client.get(group).status_code
    factories.with_coordinator(signed_up, name="Anders Bakke", email=world["head"])

    assert (before, client.get(group).status_code) == (404, 200)


def test_the_appointing_link_of_a_director_who_has_left_is_gone(client, world):
    signed_up = Participation.objects.get(organisation__organisation_number=world["signed_up"])
    name_director(participation=signed_up, name="Ny", email="ny@kommune.example.no", by=journal.SYSTEM)

    link = f"/koordinator/{world['appoint']}/"

    assert [client.get(link).status_code, client.post(link, {}).status_code] == [410, 410]


@pytest.mark.parametrize("role", ROLES)
def test_signing_out_takes_a_post_and_works(client, world, role):
    sign_in(client, role, world)
    rule = TABLE["account_logout"]

    got, posted = status(client.get("/logg-ut/")), status(client.post("/logg-ut/"))

    assert (got, posted) == (rule.get[role], rule.post[role])
    assert client.get("/").status_code == 302


def test_no_get_changes_anything(client, world):
    """Mail scanners open every link."""
    sign_in_with_factor(client, factories.UserFactory(is_superuser=True))
    rooms = ("accounts", "programmes", "municipalities", "gatherings", "correspondence", "mfa")

    def everything():
        models = [model for model in apps.get_models() if model._meta.app_label in rooms]
        return {model.__name__: list(model._default_manager.order_by("pk").values()) for model in models}

    before = everything()
    for pattern in patterns():
        if TABLE[pattern.name] and pattern.name != "account_logout":
            client.get(address(pattern, world))

    assert everything() == before


def test_forms_refuse_a_post_without_their_token(world):
    strict = Client(enforce_csrf_checks=True)

    response = strict.post(f"/svar/{world['token']}/", {"choice": "yes"})

    assert response.status_code == 403
    assert "Skjemaet ble for gammelt" in response.content.decode()
