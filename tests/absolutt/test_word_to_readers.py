"""«Et ord til mottakerne»: written where a change is looked over, kept while it comes back, told in the letter."""

import pytest

from correspondence.models import Letter
from programmes.models import Deadline
from tests import factories
from tests.absolutt.plans import path, post, text
from tests.correspondence.changes import about_changes, taking_part

pytestmark = pytest.mark.django_db
FIELD = 'name="word"'


@pytest.fixture
def programme(client, round_in_sign_up):
    client.force_login(factories.adviser("KS Innlandet"))
    taking_part(round_in_sign_up)
    return round_in_sign_up


def edit(programme):
    return path(programme, f"samling/{programme.gatherings.get(key='joint-1').pk}/")


def test_it_is_asked_for_where_letters_follow(client, programme):
    page = text(post(client, edit(programme), place="Hamar"))

    assert "Brev som følger med endringen" in page and "Et ord til mottakerne" in page and page.count(FIELD) == 1
    assert "Lom kommune" in page and "maxlength" not in page


def test_it_is_not_asked_for_where_none_do(client, programme):
    assert FIELD not in text(post(client, edit(programme), places_total="50"))

    deadline = Deadline.objects.get(programme=programme)
    assert FIELD not in text(post(client, path(programme, "frist/pamelding/"), when=str(deadline.start.year + 1)))


def test_it_goes_with_the_letter(client, programme):
    post(client, edit(programme), place="Hamar", word="  Salen var opptatt. ", confirmed="1")

    assert set(about_changes().values_list("word", flat=True)) == {"Salen var opptatt."}


def test_it_is_optional(client, programme):
    assert post(client, edit(programme), place="Hamar", word="", confirmed="1").status_code == 302

    assert set(about_changes().values_list("word", flat=True)) == {""}


def test_it_follows_back_to_the_form_and_on_again(client, programme):
    page = text(post(client, edit(programme), place="Hamar", word="Salen var opptatt.", back="1"))
    assert '<input type="hidden" name="word" value="Salen var opptatt.">' in page and not about_changes().exists()

    page = text(post(client, edit(programme), place="Gjøvik", word="Salen var opptatt."))
    assert page.count(FIELD) == 1 and ">\nSalen var opptatt.</textarea>" in page


def test_it_is_kept_when_somebody_else_was_quicker(client, programme):
    response = post(client, edit(programme), place="Hamar", word="Salen var opptatt.", confirmed="1", version="0")

    assert response.status_code == 422 and 'name="word" value="Salen var opptatt."' in text(response)
    assert not about_changes().exists()


def test_one_that_is_too_long_is_asked_for_again_and_nothing_is_saved(client, programme):
    long = "a" * (Letter.LONGEST_WORD + 1)

    response = post(client, edit(programme), place="Hamar", word=long, confirmed="1")

    page = text(response)
    assert response.status_code == 422 and "Teksten er for lang. Bruk høyst 1000 tegn" in page and long in page
    assert '<input type="hidden" name="place" value="Hamar">' in page
    assert programme.gatherings.get(key="joint-1").place == "" and not about_changes().exists()


def test_the_longest_that_is_taken_is_taken(client, programme):
    post(client, edit(programme), place="Hamar", word="a" * Letter.LONGEST_WORD, confirmed="1")

    assert about_changes().exists()


def test_a_removal_has_one_too(client, programme):
    address = f"{edit(programme)}fjern/"
    version = programme.gatherings.get(key="joint-1").version
    assert FIELD in text(client.post(address, {"version": version}))

    client.post(address, {"version": version, "word": "For få kunne komme.", "confirmed": "1"})

    assert set(about_changes().values_list("rule", "word")) == {("gathering.cancelled", "For få kunne komme.")}
