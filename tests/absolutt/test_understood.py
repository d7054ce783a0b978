import pytest

from tests import factories

HTMX = {"HX-Request": "true"}


@pytest.fixture
def adviser(client):
    client.force_login(factories.adviser())
    return client


def asked(client, text, **more):
    return client.get("/dato/", {"felt": "when", "when": text, **more}, headers=HTMX)


def body(response):
    return response.content.decode().replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.django_db
def test_the_field_is_told_how_its_words_are_understood(adviser):
    response = asked(adviser, "27.-28.april 2021 (fysisk?)")

    assert response.status_code == 200 and "<html" not in body(response)
    assert "Forstått som: <b>tirsdag 27. og onsdag 28. april 2021</b>" in body(response)
    assert "<li>To dager</li><li>Fysisk (foreløpig)</li>" in body(response)


@pytest.mark.django_db
def test_the_year_of_the_form_is_used_and_a_strange_one_is_not(adviser):
    assert "fredag 23. oktober 2020" in body(asked(adviser, "23. oktober", ar="2020"))
    for strange in ("20", "abcd", "9999", "-201", "２０２０", ""):
        assert "Hvilket år?" in body(asked(adviser, "23. oktober", ar=strange))


@pytest.mark.django_db
def test_it_is_told_in_the_readers_language(adviser):
    adviser.cookies["django_language"] = "nn"

    assert "1. mai er ein heilagdag" in body(asked(adviser, "1. mai 2021"))


@pytest.mark.django_db
def test_words_are_shown_as_words_and_never_as_markup(adviser):
    assert "<script" not in body(asked(adviser, "<script>alert(1)</script>"))
    assert "&lt;script" in body(asked(adviser, "<script>alert(1)</script>"))


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["", "felt=when", "felt=nope&when=1", "felt=felt", "when=5.+mai+2021"])
def test_a_question_without_words_is_answered_with_silence_or_a_sentence(adviser, query):
    assert adviser.get(f"/dato/?{query}", headers=HTMX).status_code == 200


@pytest.mark.django_db
def test_who_was_signed_out_while_typing_keeps_her_page_and_is_told(client):
    response = asked(client, "5. februar 2021")

    assert response.status_code == 200 and "HX-Redirect" not in response
    assert "Du er logget ut." in body(response) and "februar" not in body(response)


@pytest.mark.django_db
def test_a_question_writes_nothing_and_asks_the_database_only_who_asks(adviser, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):  # the session and the reader
        asked(adviser, "5. februar 2021")
