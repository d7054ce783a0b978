"""What holds for every letter, also for one that somebody adds later: its subject, its one button, that it is whole as
plain text and without pictures, and that it needs no style sheet."""

import csv
import re
from html import unescape
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.utils import translation

from accounts.models import PersonalLink
from correspondence import catalogue, letters, previews, subjects
from correspondence.rules import nobody
from municipalities import names
from municipalities.models import Participation
from programmes.texts import Texts
from programmes.words import Words
from tests import factories
from tests.correspondence.every_letter import letter_of
from tests.gatherings.meetings import meeting
from tests.municipalities import places

TITLES = ("ABSOLUTT Innlandet", "ABSOLUTT Møre og Romsdal 2020 – 2022", "Laget rundt barn og unge / 0-24 – hva nå?")
GROUPS = ("gruppa", "deltakergruppa", "kjernegruppa")


def register(file, *columns):
    with (settings.BASE_DIR / "data" / "register" / file).open(encoding="utf-8") as rows:
        return [[row[column] for column in columns] for row in csv.DictReader(rows)]


MUNICIPALITIES = [name for (name,) in register("kommuner.csv", "name")]
COUNTIES = [name for name, own in register("fylkeskommuner.csv", "name", "is_fylkeskommune") if own == "yes"]
NAMES = sorted({*MUNICIPALITIES, *COUNTIES, *(name for (name,) in register("kommuner_2020_2023.csv", "name"))})


def is_about_a_programme(rule):
    return getattr(rule, "about_programme", False) or rule.audience is nobody


def every_subject(rule, title, name, *, group="deltakergruppa"):
    """Whatever the letter may be about: an answer of each kind, a place in line, a coordinator who has left."""
    kinds = {"seat.goodbye": ("coordinator", "member")}.get(rule.key, ("member",))
    queues = {"signup.receipt": (None, 3), "signup.place": (None, 3)}.get(rule.key, (None,))
    answers = ("yes", "no", "undecided") if rule.key == "signup.receipt" else ("yes",)
    about_one = not is_about_a_programme(rule)
    for kind in kinds:
        for queue in queues:
            for choice in answers:
                yield subjects.of_letter(
                    f"letters/{rule.key.replace('.', '_')}.subject.txt",
                    {
                        "rule": rule,
                        "programme": SimpleNamespace(title=Words(title), framework=SimpleNamespace(name="ABSOLUTT")),
                        "participation": SimpleNamespace(shown_name=name) if about_one else None,
                        "seat": SimpleNamespace(kind=kind),
                        "answer": SimpleNamespace(choice=choice),
                        "queue": queue,
                        "more": SimpleNamespace(position=queue, what="Fellessamling 2"),
                        "terms": SimpleNamespace(the_group=Words(group)),
                    },
                )


RULES = list(catalogue.BY_KEY.values())


def test_the_register_that_the_subjects_are_tried_with_is_whole():
    assert len(MUNICIPALITIES) == 357 and len(COUNTIES) == 14


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.key)
def test_no_subject_is_too_long_and_every_one_names_the_municipality_whole_whatever_it_is_called(rule):
    with translation.override("nb"):
        for name in NAMES:
            for subject in every_subject(rule, TITLES[1], name):
                assert len(subject) < 60, subject
                assert name in subject or is_about_a_programme(rule), subject


@pytest.mark.parametrize("language", ["nb", "nn"])
@pytest.mark.parametrize("title", TITLES)
def test_the_longest_names_fit_with_every_title_group_and_norm(language, title):
    longest = sorted(NAMES, key=len)[-8:]
    with translation.override(language):
        for rule in RULES:
            for name in longest:
                for group in GROUPS:
                    for subject in every_subject(rule, title, name, group=group):
                        assert len(subject) < 60, subject
                        assert "…" not in subject, subject


def test_the_title_gives_way_to_the_frameworks_name_and_that_to_the_letters_name_in_lists():
    goodbye = catalogue.BY_KEY["seat.goodbye"]
    with translation.override("nb"):
        found = {
            name: next(iter(every_subject(goodbye, "ABSOLUTT Innlandet", name)))
            for name in ("Lom", "Nordre Land", "Møre og Romsdal fylkeskommune")
        }

    assert list(found.values()) == [
        "Du er ikke lenger koordinator: ABSOLUTT Innlandet – Lom",
        "Du er ikke lenger koordinator: ABSOLUTT – Nordre Land",
        "Du er ikke lenger med: Møre og Romsdal fylkeskommune",
    ]


def test_a_name_that_nobody_has_thought_of_is_cut_between_words():
    rule = catalogue.BY_KEY["coordinator.welcome"]
    name = "Nordre Søndre-Fjordbygdas og Øvre Nordheimsunds sammenslåtte"
    with translation.override("nb"):
        (subject,) = every_subject(rule, TITLES[0], name)

    assert subject == "Velkommen som koordinator: Nordre Søndre-Fjordbygdas og…"


# --- The letters whole

BUTTON = 'bgcolor="#12294f" style="background:#12294f;border-radius:8px'


def named(row):
    rows = Participation.objects.named_on(row.programme.day_for_names)
    return rows.select_related("programme__region", "programme__framework", "organisation").get(pk=row.pk)


def ringsaker(**kwargs):
    return {"organisation": factories.OrganisationFactory(name="Ringsaker"), **kwargs}


def invited_without_a_director():
    return factories.invited(**ringsaker())


def signed_up_with_a_director_alone():
    row = factories.invited(**ringsaker())
    places.says(row)
    return row


def with_a_coordinator():
    row = factories.invited(**ringsaker())
    places.says(row)
    factories.with_coordinator(row)
    return row


def offered_a_place():
    return places.offered(places.with_places(1))[0]


STORIES = (invited_without_a_director, signed_up_with_a_director_alone, with_a_coordinator, offered_a_place)


@pytest.fixture(params=STORIES, ids=lambda story: story.__name__)
def participation(request, db):
    """What a letter may be about; its preview always has the link that its reader would get."""
    return named(request.param())


def written(rule, row, language):
    about_one = not is_about_a_programme(rule)
    shown = previews.letter(
        rule.key, row.programme, row if about_one else None, Texts.of(row.programme),
        user=factories.UserFactory.build(), language=language,
    )  # fmt: skip
    return shown.text, shown.html


def sentences(page):
    """What the page says in whole sentences, its heading, links and buttons aside."""
    main = page.partition("</h1>")[2].partition("</main>")[0] + " " + page.partition("<footer>")[2]
    main = re.sub(r"<(a|h2|b)\b[^>]*>.*?</\1>", "\n", main, flags=re.DOTALL)
    lines = re.split(r"\n|</p>|</td>|<br>|</li>", main)
    said = (" ".join(unescape(re.sub(r"<[^>]+>", " ", line)).split()) for line in lines)
    return [sentence for line in said for sentence in re.findall(r"[^.?!]+[.?!]", line) if len(sentence) > 8]


@pytest.mark.parametrize("language", ["nb", "nn"])
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.key)
def test_the_plain_text_says_all_that_the_page_says(rule, language, participation):
    body, page = written(rule, participation, language)

    plain = " ".join(body.replace("\u00a0", " ").split())
    told = [sentence.strip().replace("\u00a0", " ") for sentence in sentences(page)]
    assert len(told) > 1
    assert [sentence for sentence in told if sentence.rstrip(".") not in plain] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.key)
def test_a_letter_has_one_button_at_most_no_picture_its_looks_in_itself_and_links_that_say_where(rule, participation):
    links = PersonalLink.objects.count()
    body, page = written(rule, participation, "nb")

    assert PersonalLink.objects.count() == links  # a preview makes none
    assert page.count(BUTTON) <= 1
    shown = re.sub(r"<!--.*?-->", "", page, flags=re.DOTALL)
    assert not re.search(r"<(img|style|link|script|svg|iframe|form|input)\b|\bclass=|url\(|background-image", shown)
    assert len(page.encode()) < 100_000  # Gmail cuts what is longer
    links = re.findall(r'<a href="(?:mailto:)?([^"]+)"[^>]*>(.*?)</a>', page, re.DOTALL)
    assert len(links) == page.count("<a ")
    for address, words in links:
        assert unescape(address) in body
        said = re.sub(r"<[^>]+>", "", words).strip().lower()
        assert said and said not in ("her", "klikk her", "lenke", "les mer")


@pytest.mark.parametrize("key", ["signup.invitation", "signup.reminder_3", "group.due"])
def test_a_letter_that_asks_for_something_has_its_button(key, participation):
    assert written(catalogue.BY_KEY[key], participation, "nb")[1].count(BUTTON) == 1


@pytest.mark.parametrize("language", ["nb", "nn"])
@pytest.mark.parametrize("rule", [rule for rule in RULES if "copy" in rule.mailbox], ids=lambda rule: rule.key)
def test_the_mailboxs_copy_opens_nothing_and_makes_no_link(rule, language, participation):
    answer = participation.answers.first() or places.says(participation)
    links = PersonalLink.objects.count()
    letter = letter_of(rule.key, participation, answer=answer, language=language)
    letter.person, letter.is_copy = None, True

    message = letters.compose(letter.envelope, [letter])

    assert PersonalLink.objects.count() == links
    for text in (message.body, message.alternatives[0].content):
        assert "http" not in text and "://" not in text
        assert "Kopi til postmottaket." in text
    assert message.body.count("@") == message.body.count("absolutt.innlandet@example.no")


@pytest.mark.django_db
def test_a_bundle_about_one_municipality_names_it_and_one_about_several_does_not():
    participation = named(factories.signed_up(**ringsaker()))
    other = factories.signed_up(programme=participation.programme)
    person = factories.PersonFactory()
    first = factories.letter_to(participation, person=person, rule="signup.place")
    same = factories.letter_to(participation, person=person, rule="signup.reminder_3", envelope=first.envelope)
    beside = factories.letter_to(other, person=person, rule="signup.place", envelope=first.envelope)

    assert letters.compose(first.envelope, [first, same]).subject == "2 saker om ABSOLUTT – Ringsaker"
    assert letters.compose(first.envelope, [first, beside]).subject == "2 saker om ABSOLUTT"
    assert names.full_name("Ringsaker", is_county=False) in letters.compose(first.envelope, [first, same]).body


@pytest.mark.django_db
def test_a_meeting_without_a_day_promises_no_calendar_file():
    row = named(factories.invited())
    rule = catalogue.BY_KEY["info.confirmation"]

    without = written(rule, row, "nb")
    meeting(programme=row.programme)
    with_a_day = written(rule, row, "nb")

    assert all("Kalenderfilen" not in text for text in without)
    assert all("Kalenderfilen er vedlagt." in text for text in with_a_day)
