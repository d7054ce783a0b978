"""Every version stays; whoever saves over another is told; nothing is saved by halves."""

import pytest
from django.db import IntegrityError, transaction

from accounts.journal import SYSTEM, Actor
from accounts.models import JournalEntry
from programmes import text_actions
from programmes.acting import Archived, ChangedMeanwhile
from programmes.models import Programme, TextVersion
from programmes.text_actions import TextsChanged, Written, copy_texts, restore_text, save_texts
from programmes.text_kinds import INVITATION
from programmes.words import Words
from tests import factories
from tests.written import newest, write

pytestmark = pytest.mark.django_db


def save(programme, seen, by=SYSTEM, **sections):
    written = {key: Written(Words.of(words), seen) for key, words in sections.items()}
    return save_texts(programme=programme, kind=INVITATION, written=written, by=by)


def versions(programme, section="introduction"):
    rows = TextVersion.objects.filter(programme=programme, section=section).order_by("number")
    return list(rows.values_list("number", "nb"))


def test_each_saving_is_a_version_with_who_and_when(round_in_sign_up):
    user = factories.UserFactory()

    save(round_in_sign_up, 0, Actor(user=user), introduction=Words("En", "Ein"))
    save(round_in_sign_up, 1, Actor(user=user), introduction="To")

    assert versions(round_in_sign_up) == [(1, "En"), (2, "To")]
    last = newest(round_in_sign_up, INVITATION, "introduction")
    assert (last.by, last.words, last.at is not None) == (user, Words("To"), True)
    assert versions(round_in_sign_up)[0] == (1, "En")


def test_only_what_was_changed_gets_a_version(round_in_sign_up):
    changed = save(round_in_sign_up, 0, introduction="En", who="")
    again = save(round_in_sign_up, 1, introduction="En")

    assert (changed, again) == (["introduction"], [])
    assert TextVersion.objects.count() == 1


def test_the_journal_tells_what_was_saved_and_not_the_words(round_in_sign_up):
    user = factories.UserFactory()
    save(round_in_sign_up, 0, Actor(user=user), introduction=Words("Kari Nordmann", ""))

    line = JournalEntry.objects.get(verb="text.saved")

    assert line.details == {"kind": INVITATION, "section": "introduction", "number": 1, "norms": ["nb"]}
    assert (line.actor, line.scope) == (user, f"programme:{round_in_sign_up.pk}")
    assert "Kari" not in str(line.details)


def test_two_who_write_in_the_same_section_do_not_overwrite_each_other(round_in_sign_up):
    save(round_in_sign_up, 0, introduction="Hennes", who="Også hennes")

    with pytest.raises(TextsChanged) as told:
        save(round_in_sign_up, 0, introduction="Hans", practical="Hans praktiske")

    assert told.value.sections == ["introduction"]
    assert isinstance(told.value, ChangedMeanwhile)
    assert versions(round_in_sign_up) == [(1, "Hennes")]
    assert versions(round_in_sign_up, "practical") == []


def test_two_who_write_in_different_sections_both_get_theirs(round_in_sign_up):
    """Both pages showed everything empty; each filled in her own."""
    save(round_in_sign_up, 0, introduction="Hennes", who="")
    save(round_in_sign_up, 0, introduction="", who="Hans")

    assert versions(round_in_sign_up) == [(1, "Hennes")]
    assert versions(round_in_sign_up, "who") == [(1, "Hans")]


def test_a_double_click_saves_once_and_is_no_conflict(round_in_sign_up):
    save(round_in_sign_up, 0, introduction="En")

    assert save(round_in_sign_up, 0, introduction="En") == []
    assert versions(round_in_sign_up) == [(1, "En")]


def test_a_number_that_was_never_shown_saves_nothing(round_in_sign_up):
    write(round_in_sign_up, INVITATION, introduction="En")

    with pytest.raises(TextsChanged):
        save(round_in_sign_up, 7, introduction="To")


def test_the_database_refuses_a_second_version_with_the_same_number(round_in_sign_up):
    """Two at the very same moment: both have looked, and one is quicker."""
    for programme in (round_in_sign_up, None):
        text_actions._add(programme, INVITATION, "who", Words("En"), 0, by=SYSTEM)

        with pytest.raises(TextsChanged), transaction.atomic():
            text_actions._add(programme, INVITATION, "who", Words("To"), 0, by=SYSTEM)
        with pytest.raises(IntegrityError), transaction.atomic():
            TextVersion.objects.create(programme=programme, kind=INVITATION, section="who", number=1)


def test_an_earlier_version_comes_back_as_the_newest(round_in_sign_up):
    write(round_in_sign_up, INVITATION, introduction=Words("En", "Ein"))
    write(round_in_sign_up, INVITATION, introduction="To")
    first = TextVersion.objects.get(number=1)

    made = restore_text(version=first, seen=2, by=SYSTEM)

    assert (made.number, made.words, made.restored_from) == (3, Words("En", "Ein"), 1)
    assert versions(round_in_sign_up) == [(1, "En"), (2, "To"), (3, "En")]
    assert JournalEntry.objects.filter(verb="text.restored").count() == 1


def test_nothing_is_brought_back_over_what_came_since(round_in_sign_up):
    for text in ("En", "To", "Tre"):
        write(round_in_sign_up, INVITATION, introduction=text)

    with pytest.raises(TextsChanged):
        restore_text(version=TextVersion.objects.get(number=1), seen=2, by=SYSTEM)

    assert len(versions(round_in_sign_up)) == 3


def test_an_archived_programme_keeps_what_it_said(round_in_sign_up):
    write(round_in_sign_up, INVITATION, introduction="En")
    Programme.objects.update(state="archived", letters_from=None)  # after the page found it

    with pytest.raises(Archived):
        write(round_in_sign_up, INVITATION, introduction="To")
    with pytest.raises(Archived):
        restore_text(version=TextVersion.objects.get(), seen=1, by=SYSTEM)


def test_what_is_not_declared_is_refused(round_in_sign_up):
    for kind, section in (("annet", "introduction"), (INVITATION, "annet")):
        with pytest.raises(KeyError):
            save_texts(programme=round_in_sign_up, kind=kind, written={section: Written(Words("x"), 0)}, by=SYSTEM)

    assert not TextVersion.objects.exists()


def test_a_new_round_gets_the_texts_that_the_earlier_one_has_now(round_in_sign_up):
    write(None, INVITATION, practical="Fra rammeverket")
    write(round_in_sign_up, INVITATION, introduction="En", who="Hvem")
    write(round_in_sign_up, INVITATION, introduction=Words("To", "To på nynorsk"), who="")
    new = factories.OpenProgrammeFactory()

    count = copy_texts(source=round_in_sign_up, programme=new, by=SYSTEM)

    (copied,) = TextVersion.objects.filter(programme=new)
    assert (count, copied.section, copied.number, copied.words) == (
        1, "introduction", 1, Words("To", "To på nynorsk"),
    )  # fmt: skip
    assert copied.copied_from == round_in_sign_up
    assert len(versions(round_in_sign_up)) == 2
