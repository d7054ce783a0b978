"""The board: what each municipality's row says, how it is asked for, and what one may do and take along from it."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from absolutt.pages.board_filter import LACKS
from absolutt.pages.board_rows import WORDS
from municipalities import duty_actions, seat_actions
from municipalities.actions import SignUp, answer, invite
from municipalities.duties import DUTIES
from municipalities.models import ANSWER, Designation, Participation
from programmes.models import Deadline
from programmes.when import When
from tests import factories
from tests.absolutt.boards import (
    board,
    by,
    cells,
    confirmed,
    coordinated,
    member,
    named,
    names,
    requires,
    text,
    the_row,
)

pytestmark = pytest.mark.django_db
COORDINATOR, GROUP, CONFIRMED = 1, 2, 3


@pytest.fixture
def client(client, adviser):
    client.force_login(adviser)
    return client


@pytest.fixture
def programme():
    return factories.OpenProgrammeFactory()


# --- What a row says


def test_every_duty_has_its_words_and_its_filter():
    assert set(WORDS) == {duty.key for duty in DUTIES} - {ANSWER}
    assert {duty for _words, duty in LACKS.values()} == {duty.key for duty in DUTIES} | {None}


def test_one_who_is_not_invited_owes_nothing_and_waits_for_the_adviser(client, programme):
    factories.ParticipationFactory(programme=programme)

    row = the_row(client, programme)

    assert cells(client, programme) == ["Ikke invitert", "", "", ""]
    assert (row["next"]["task"], row["next"]["day"]) == ("Send invitasjon", "Venter på deg")
    assert f'href="/program/{programme.key}/invitasjoner/">Send invitasjon' in text(board(client, programme))
    assert row["composition"]["text"] == "" and not row["can_remind"]


def test_nothing_waits_where_nobody_is_asked_or_one_is_excused(client, programme):
    excused = factories.ParticipationFactory(programme=programme)
    duty_actions.waive(participation=excused, duty=ANSWER, reason="Sak", version=excused.version, by=by())

    assert the_row(client, programme)["next"]["task"] == ""
    duty_actions.end_exception(participation=excused, duty=ANSWER, version=excused.version, by=by())
    assert the_row(client, programme)["next"]["task"] == "Send invitasjon"
    type(programme).objects.update(state="sketch", letters_from=None)
    assert the_row(client, programme)["next"]["task"] == ""


def test_what_waits_on_the_adviser_comes_before_every_deadline(client, programme):
    named("Asker", programme)
    duty_actions.waive(participation=named("Bamble", programme), duty=ANSWER, reason="Sak", version=1, by=by())
    named("Dovre", programme, factories.invited)
    eidskog = named("Eidskog", programme, factories.signed_up)
    stranger = factories.PersonFactory(email="x@annet.example.no")
    answer(participation=eidskog, person=stranger, sign_up=SignUp(choice="no", version=1))

    assert names(client, programme, "?sorter=frist") == ["Eidskog", "Asker", "Dovre", "Bamble"]


def test_one_who_is_invited_owes_an_answer_by_the_deadline(client, programme):
    factories.invited(programme=programme)

    row = the_row(client, programme)

    assert cells(client, programme)[0] == "Ikke svart"
    assert (row["next"]["task"], row["next"]["due"]) == ("Svar på invitasjonen", factories.in_days(21))
    assert row["can_remind"]


def test_a_group_grows_in_words(client, programme):
    requires(programme, "political", "administrative")
    participation = factories.signed_up(programme=programme)
    seen = [cells(client, programme)]

    coordinated(participation)
    member(participation, "political", "Kari Lien", "kari@example.no")
    member(participation, "administrative")
    seen.append(cells(client, programme))
    seat = participation.seats.get(level="administrative")
    seat_actions.fill_seat(seat=seat, name="Ola", email="ola@example.no", version=seat.version, by=by())
    confirmed(participation)
    seen.append(cells(client, programme))

    today = timezone.localdate()
    assert seen[0] == ["Påmeldt", "Mangler", "Ikke meldt inn", "Ikke bekreftet"]
    assert seen[1] == ["Påmeldt", "Mona Lunde", "2 plasser, 1 uten navn", "Ikke bekreftet"]
    assert seen[2][:3] == ["Påmeldt", "Mona Lunde", "2 plasser"]
    assert seen[2][3].startswith(f"Bekreftet {today.day}. ")


def test_what_is_missing_is_said_the_most_important_first(client, programme):
    requires(programme, "political", "administrative", "professional")
    requires(programme, "youth", strength="desired")
    participation = factories.signed_up(programme=programme)
    seen = []

    def look():
        words = the_row(client, programme)["composition"]
        seen.append((words["text"], words["more"].replace("\u00a0", " ")))

    look()
    for level in ("political", "administrative", "professional"):
        member(participation, level, level, f"{level}@example.no")
    look()
    member(participation, "youth", "Ungdomsrådet", "ungdomsradet@example.no")
    look()

    assert seen == [
        ("Mangler en folkevalgt", "og 2 til"), ("Bør ha med en representant for barn og unge", ""), ("Alle er med", ""),
    ]  # fmt: skip


def test_a_programme_without_rules_says_nothing_about_who_is_missing(client, programme):
    factories.signed_up(programme=programme)

    assert the_row(client, programme)["composition"]["text"] == ""


def test_longer_time_and_waivers_are_said(client, programme):
    requires(programme, "political")
    participation = coordinated(factories.signed_up(programme=programme))
    participation.refresh_from_db()
    day = date(timezone.localdate().year + 2, 1, 5)
    duty_actions.extend(
        participation=participation, duty="group.register", day=day, reason="Sak", version=participation.version,
        by=by(),
    )  # fmt: skip
    duty_actions.waive(
        participation=participation, duty="group.confirm", reason="Sak", version=participation.version, by=by()
    )

    group, confirmation = the_row(client, programme)["cells"][GROUP:]

    assert group["note"].replace("\u00a0", " ") == f"Utsatt til 5. januar {day.year}"
    assert confirmation["text"] == "Fritatt"


def test_a_deadline_that_has_passed_is_said_and_nobody_is_reminded_of_it(client, programme):
    Deadline.objects.update(**factories.when_fields(When.day(factories.in_days(-1))))
    factories.invited(programme=programme)

    row = the_row(client, programme)

    assert row["cells"][0]["note"] == "Fristen er ute"
    assert row["next"]["is_late"] and not row["can_remind"]
    assert names(client, programme, "?mangler=frist") == [row["name"]]


def test_a_day_that_nobody_has_decided_is_not_invented(client, programme):
    Deadline.objects.all().delete()
    factories.invited(programme=programme)

    assert the_row(client, programme)["next"]["day"] == "Frist ikke satt"


def test_an_answer_that_waits_is_said_also_where_another_counts(client, programme):
    participation = factories.signed_up(programme=programme)
    stranger = factories.PersonFactory(email="x@annet.example.no")
    answer(participation=participation, person=stranger, sign_up=SignUp(choice="no", version=1))

    row = the_row(client, programme)

    assert row["cells"][0]["text"] == "Påmeldt"
    assert row["cells"][0]["note"] == "Et nytt svar venter på godkjenning"
    assert names(client, programme, "?svar=waiting") == [row["name"]]


# --- Asking for some of it


def test_a_municipality_is_found_however_its_name_is_spelled(client, programme):
    for name in ("Østre Toten", "Vestre Toten", "Hamar"):
        named(name, programme)
    kautokeino = named("Kautokeino", programme)
    kautokeino.organisation.designations.update(sami_name="Guovdageaidnu")

    assert names(client, programme, "?q=toten") == ["Vestre Toten", "Østre Toten"]
    assert names(client, programme, "?q=OSTRE+toten+kommune") == ["Østre Toten"]
    assert names(client, programme, "?q=guovdag") == ["Kautokeino"]
    assert names(client, programme, "?q=finnes+ikke") == []
    assert "Ingen passer med søket." in text(board(client, programme, "?q=finnes+ikke"))


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("Aalesund", "Ålesund"), ("aales", "Ålesund"), ("Oestre Toten", "Østre Toten"), ("naeroey", "Nærøy"),
        ("Ålesund", "Ålesund"), ("Loedingen", "Lødingen"), ("Haa", "Hå"), ("Aas", "Ås"),
    ],
)  # fmt: skip
def test_a_municipality_is_found_by_who_has_no_norwegian_letters(client, programme, query, name):
    named(name, programme)
    named("Hole", programme)

    assert names(client, programme, f"?q={query}") == [name]


def test_a_municipality_is_found_by_old_names_and_numbers_and_by_its_organisation_number(client, programme):
    hamar, other = named("Hamar", programme), named("Lom", programme)
    Designation.objects.create(
        organisation=hamar.organisation, number="0403", name="Storhamar", county_number="04", county_name="Hedmark",
        valid_from=date(2010, 1, 1), valid_to=date(2019, 12, 31),
    )  # fmt: skip
    digits = hamar.organisation.organisation_number

    assert names(client, programme, "?q=storhamar") == ["Hamar"]
    assert names(client, programme, "?q=0403") == ["Hamar"]
    assert names(client, programme, f"?q={digits[:3]}+{digits[3:6]}+{digits[6:]}") == ["Hamar"]
    assert names(client, programme, f"?q={other.organisation.designations.get().number}") == ["Lom"]


def test_the_board_is_narrowed_by_answer_and_by_what_is_missing(client, programme):
    requires(programme, "political")
    named("Asker", programme)
    named("Bamble", programme, factories.invited)
    named("Dovre", programme, factories.signed_up)
    coordinated(named("Eidskog", programme, factories.signed_up))
    whole = coordinated(named("Flå", programme, factories.signed_up), "Eva", "eva@example.no")
    member(whole, "political", "Kari", "kari@example.no")
    confirmed(whole)

    found = {value: names(client, programme, f"?mangler={value}") for value in LACKS}

    assert found == {
        "svar": ["Bamble"], "koordinator": ["Dovre"], "gruppe": ["Dovre", "Eidskog"],
        "bekreftelse": ["Dovre", "Eidskog"], "frist": [], "medlem": ["Dovre", "Eidskog"], "samling": [],
    }  # fmt: skip
    assert names(client, programme, "?svar=signed_up") == ["Dovre", "Eidskog", "Flå"]
    assert names(client, programme, "?svar=signed_up&mangler=koordinator&q=dovr") == ["Dovre"]


@pytest.mark.parametrize("query", ["?svar=tull", "?mangler=tull", "?sorter=tull", "?side=tull", "?q=%00", "?q=kommune"])
def test_what_nobody_knows_narrows_nothing(client, programme, query):
    named("Hamar", programme)

    assert names(client, programme, query) == ["Hamar"]


def test_the_board_is_sorted_by_name_number_day_and_answer(client, programme):
    amot, bamble = named("Åmot", programme), named("Bamble", programme, factories.invited)
    dovre = named("Dovre", programme, factories.signed_up)
    duty_actions.extend(
        participation=bamble, duty=ANSWER, day=factories.in_days(300), reason="Sak", version=bamble.version, by=by()
    )
    for participation, number in ((amot, "3491"), (bamble, "3493"), (dovre, "3492")):
        participation.organisation.designations.update(number=number)

    found = {sort: names(client, programme, f"?sorter={sort}") for sort in ("navn", "nummer", "frist", "svar")}

    assert found == {
        "navn": ["Bamble", "Dovre", "Åmot"], "nummer": ["Åmot", "Dovre", "Bamble"],
        "frist": ["Åmot", "Dovre", "Bamble"], "svar": ["Åmot", "Bamble", "Dovre"],
    }  # fmt: skip


def test_a_long_board_is_paged_fifty_at_a_time_and_keeps_what_was_asked(client, programme):
    for _ in range(51):
        factories.ParticipationFactory(programme=programme)

    first, second = board(client, programme, "?svar=listed"), board(client, programme, "?svar=listed&side=2")

    assert (len(first.context["rows"]), len(second.context["rows"])) == (50, 1)
    assert 'href="?svar=listed&amp;side=2"' in text(first)
    assert "Side 2 av 2" in text(second)


def test_htmx_gets_a_part_of_the_same_page_with_an_address_to_share(client, programme):
    named("Hamar", programme)
    named("Lom", programme)
    query = "?q=hamar&svar=&mangler=&sorter=navn"

    part, page = board(client, programme, query, hx_request="true"), board(client, programme, query)

    assert part.context["rows"] == page.context["rows"]
    assert "<html" not in text(part) and 'id="board"' in text(part) and "Viser 1 av 2" in text(part)
    assert part["HX-Push-Url"] == f"/program/{programme.key}/tavle/?q=hamar"
    assert "HX-Request" in part["Vary"] and "HX-Request" in page["Vary"]


def test_the_policy_stays_strict_where_htmx_is_and_no_other_page_has_a_script(client, programme):
    named("Hamar", programme)

    page, other = board(client, programme), client.get(f"/program/{programme.key}/")

    assert text(page).count("<script") == 1 and "django_htmx/htmx-2.min.js" in text(page)
    assert "<script" not in text(other)
    assert "script-src 'self'" in page["Content-Security-Policy"]
    assert "unsafe" not in page["Content-Security-Policy"]


def test_the_board_follows_the_readers_norm(client, programme):
    named("Hamar", programme, factories.invited)
    client.cookies["django_language"] = "nn"

    response = board(client, programme)

    assert 'lang="nn"' in text(response)
    assert response.context["rows"][0]["number"] == Participation.objects.get().organisation.organisation_number


def test_an_invitation_that_goes_out_is_seen_at_once(client, programme):
    participation = factories.ParticipationFactory(programme=programme)
    before = cells(client, programme)[0]

    invite(participations=[participation], by=by())

    assert (before, cells(client, programme)[0]) == ("Ikke invitert", "Ikke svart")
    assert the_row(client, programme)["next"]["due"] == timezone.localdate() + timedelta(days=21)
