"""Comments: advisers and process advisers write to each other, and no municipality sees it."""

import html

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.journal import Actor
from accounts.models import JournalEntry, User
from municipalities import comment_actions
from municipalities.models import Comment
from programmes.models import Programme
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def participation():
    return factories.signed_up()


@pytest.fixture
def even(client):
    user = factories.process_adviser("KS Innlandet")
    client.force_login(user)
    return user


def path(participation, rest=""):
    return f"/program/{participation.programme.key}/{participation.organisation.organisation_number}/{rest}"


def text(response):
    return " ".join(html.unescape(response.content.decode()).split())


def comment(participation, said="Ring på mandag", by=None, on_programme=False):
    return comment_actions.write_comment(
        programme=participation.programme, participation=None if on_programme else participation, text=said,
        by=Actor(user=by or factories.adviser("KS Innlandet")),
    )  # fmt: skip


def test_a_process_adviser_comments_on_an_organisation_and_on_the_programme(client, even, participation):
    client.post(path(participation, "kommentarer/"), {"comment-text": "Saken går opp i mars."})
    key = participation.programme.key
    client.post(f"/program/{key}/kommentarer/", {"comment-text": "Alle spør om hotell."})

    here, there = text(client.get(path(participation))), text(client.get(f"/program/{key}/"))
    assert "Saken går opp i mars." in here and "Alle spør om hotell." not in here
    assert "Alle spør om hotell." in there and "Saken går opp i mars." not in there
    assert "Even Nygård" in here


def test_the_form_asks_for_sober_words(client, even, participation):
    page = text(client.get(path(participation)))

    assert "Ikke skriv helseopplysninger eller annet sensitivt" in page and "kommunene ser den ikke" in page


def test_no_municipality_ever_sees_one(client, participation):
    factories.with_coordinator(participation)
    comment(participation, "HEMMELIG")
    comment(participation, "HEMMELIG", on_programme=True)
    client.force_login(User.objects.get(email="mona.dalen@example.no"))

    assert "HEMMELIG" not in text(client.get(path(participation, "gruppe/")))
    assert "HEMMELIG" not in text(client.get("/", follow=True))
    assert client.get(path(participation)).status_code == 404
    assert client.post(path(participation, "kommentarer/"), {"comment-text": "x"}).status_code == 404


def test_the_journal_knows_that_there_was_one_and_not_what_it_said(client, even, participation):
    client.post(path(participation, "kommentarer/"), {"comment-text": "Kari er syk"})

    line = JournalEntry.objects.get(verb="comment.written")
    assert (line.actor, line.subject, line.scope) == (
        even, f"participation:{participation.pk}", f"programme:{participation.programme_id}",
    )  # fmt: skip
    assert line.details == {"comment": Comment.objects.get().pk}


def test_nothing_is_asked_about_and_too_much_is_kept(client, even, participation):
    empty = client.post(path(participation, "kommentarer/"), {"comment-text": "  "})
    long = client.post(path(participation, "kommentarer/"), {"comment-text": "x" * 2001})

    assert empty.status_code == 422 and "Skriv en kommentar" in text(empty)
    assert long.status_code == 422 and "høyst 2000 tegn" in text(long) and "x" * 2001 in text(long)
    assert not Comment.objects.exists()


def test_on_the_programmes_page_too_a_fault_is_told(client, even, participation):
    page = client.post(f"/program/{participation.programme.key}/kommentarer/", {})

    assert page.status_code == 422 and "Skriv en kommentar" in text(page) and "id_comment-text" in text(page)


def test_pressed_twice_it_is_one(client, even, participation):
    for _ in range(2):
        client.post(path(participation, "kommentarer/"), {"comment-text": "Ring på mandag"})

    assert Comment.objects.count() == 1


def test_what_it_says_is_text_and_nothing_else(client, even, participation):
    comment(participation, "<script>alert(1)</script>")

    assert "<script>alert" not in client.get(path(participation)).content.decode()


def test_its_author_removes_it_and_the_words_are_gone_for_good(client, even, participation):
    mine = comment(participation, "Feil kommune", by=even)
    address = f"/program/{participation.programme.key}/kommentarer/{mine.pk}/fjern/"

    done, again = client.post(address, follow=True), client.post(address, follow=True)

    mine.refresh_from_db()
    assert (mine.text, mine.removed_by) == ("", even) and mine.removed_at
    assert "Kommentaren er fjernet." in text(done) and "var allerede fjernet" in text(again)
    assert "Feil kommune" not in text(done) and "Fjernet av Even Nygård" in text(done)
    assert JournalEntry.objects.filter(verb="comment.removed").count() == 1


def test_another_may_not_and_an_administrator_may(client, even, participation):
    theirs = comment(participation)
    address = f"/program/{participation.programme.key}/kommentarer/{theirs.pk}/fjern/"

    page = text(client.get(path(participation)))
    refused = client.post(address)
    client.force_login(factories.UserFactory(is_superuser=True))

    assert address not in page and refused.status_code == 403
    assert client.post(address).status_code == 302
    theirs.refresh_from_db()
    assert theirs.removed_at


def test_one_of_another_programme_is_not_there(client, even, participation):
    elsewhere = comment(factories.signed_up(), by=even)

    assert client.post(f"/program/{participation.programme.key}/kommentarer/{elsewhere.pk}/fjern/").status_code == 404


def test_an_archive_is_read_and_not_written_in_and_what_is_wrong_may_still_be_removed(client, even, participation):
    mine = comment(participation, by=even)
    Programme.objects.update(state="archived", letters_from=None)

    page = client.get(path(participation))
    written = client.post(path(participation, "kommentarer/"), {"comment-text": "Ny"})

    assert "Ring på mandag" in text(page) and "Ny kommentar" not in text(page)
    assert written.status_code == 422 and "arkivert" in text(written)
    client.post(f"/program/{participation.programme.key}/kommentarer/{mine.pk}/fjern/")
    mine.refresh_from_db()
    assert mine.removed_at


def test_the_database_refuses_an_empty_comment_and_one_that_is_removed_and_still_says_something(participation):
    made = comment(participation)

    for wrong in ({"text": ""}, {"removed_at": timezone.now(), "removed_by": made.by}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Comment.objects.filter(pk=made.pk).update(**wrong)


def test_the_pages_cost_the_same_with_1_and_with_50_and_the_older_stand_behind_a_press(client, even, participation):
    counts = []
    for size in (1, 49):
        for number in range(size):
            comment(participation, f"Nummer {size}.{number}")
        client.get(path(participation))
        with CaptureQueriesContext(connection) as counted:
            page = client.get(path(participation))
        counts.append(len(counted))

    assert counts[0] == counts[1], counts
    assert "45 eldre kommentarer" in text(page)
    assert text(page).index("Nummer 49.48") < text(page).index("eldre kommentarer") < text(page).index("Nummer 1.0")
