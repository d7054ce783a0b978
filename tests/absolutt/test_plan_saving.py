"""Changing the plan on its pages: at once in a sketch, looked over first where others know it, and never half."""

from datetime import date, time

import pytest

from gatherings.models import Gathering
from programmes.models import Deadline, Programme
from programmes.when import When
from tests import factories
from tests.absolutt.plans import path, post, shown, sketch, text

pytestmark = pytest.mark.django_db
CHANGED = "Dette er endret etter at du åpnet siden,"


@pytest.fixture
def adviser(client):
    user = factories.adviser("KS Innlandet")
    client.force_login(user)
    return user


def first(programme):
    return programme.gatherings.get(key="joint-1")


def edit(programme):
    return path(programme, f"samling/{first(programme).pk}/")


def after_adding(client, programme, **said):
    return text(client.get(post(client, path(programme, "ny/"), **said).url))


# --- in a sketch


def test_in_a_sketch_a_change_is_saved_at_once(client, adviser):
    programme = sketch()

    response = post(client, edit(programme), form="undecided", when="27.–28. april 2028", hours_1="10–16")

    row = first(programme)
    assert response.url == f"{path(programme)}#samling-{row.pk}"
    assert (row.form, row.start, row.hours[1].starts_at) == ("undecided", date(2028, 4, 27), time(10))


def test_a_gathering_is_added_with_nothing_but_its_kind(client, adviser):
    programme = sketch()

    post(client, path(programme, "ny/"), kind="experience")

    row = Gathering.objects.get(programme=programme, kind="experience")
    assert (row.key, row.when, row.form) == ("experience", When(), "")


def test_the_next_number_is_said_and_given_where_none_is_typed(client, adviser):
    programme = sketch()
    page = text(client.get(path(programme, "ny/")))
    assert "blir neste fellessamling nummer 3" in page

    assert "Fellessamling 3 er lagt til." in after_adding(client, programme)


@pytest.mark.parametrize(
    ("kind", "first", "second"),
    [
        ("information_meeting", "Informasjonsmøte", "Informasjonsmøte 2"),
        ("digital_session", "Digital fagøkt", "Digital fagøkt 2"),
        ("coordinator_gathering", "Koordinatorsamling", "Koordinatorsamling 2"),
        ("experience", "Erfaringssamling", "Erfaringssamling 2"),
    ],
)
def test_the_first_of_another_kind_has_no_number(client, adviser, kind, first, second):
    programme = sketch()

    for name in (first, second):
        assert f"{name} er lagt til." in after_adding(client, programme, kind=kind)


def test_a_meeting_that_fills_a_gap_is_named_by_it(client, adviser):
    programme = sketch()

    page = after_adding(client, programme, kind="coordinator_gathering", gap="1-2")

    assert "Koordinatorsamling mellom samling 1 og 2 er lagt til." in page


def test_the_number_that_follows_is_looked_over_where_others_know_the_plan(client, adviser, round_in_sign_up):
    factories.signed_up(programme=round_in_sign_up)

    assert "Legg til fellessamling 3?" in text(post(client, path(round_in_sign_up, "ny/"), when="uke 40 2029"))


def test_a_number_that_is_taken_away_stays_away(client, adviser):
    programme = sketch()

    post(client, edit(programme), number="")

    assert first(programme).number is None


def test_a_number_that_is_taken_is_told(client, adviser):
    programme = sketch()

    response = post(client, path(programme, "ny/"), number="2", place="Hamar")

    assert response.status_code == 422
    assert "Det finnes en samling med dette nummeret." in text(response) and 'value="Hamar"' in text(response)


def test_a_gathering_is_removed_at_once(client, adviser):
    programme = sketch()

    response = client.post(path(programme, f"samling/{first(programme).pk}/fjern/"), {"version": 1}, follow=True)

    assert "Fellessamling 1 er fjernet fra planen." in text(response)
    assert programme.gatherings.count() == 1


def test_a_button_that_is_pressed_twice_removes_once_and_says_so(client, adviser):
    programme = sketch()
    address = path(programme, f"samling/{first(programme).pk}/fjern/")
    client.post(address, {"version": 1})

    assert "Samlingen er ikke i planen lenger." in text(client.post(address, {"version": 1}, follow=True))


# --- where others know the plan


def test_what_follows_is_shown_before_anything_is_saved(client, adviser, round_in_sign_up):
    factories.signed_up(programme=round_in_sign_up, organisation=factories.OrganisationFactory(name="Lom"))

    response = post(client, edit(round_in_sign_up), form="physical", place="Hamar")

    page = text(response)
    assert response.status_code == 200 and first(round_in_sign_up).form == "digital"
    for said in ("Endre fellessamling 1?", "Ingenting er lagret ennå.", "Én er påmeldt.", "Lom kommune", "Hamar"):
        assert said in page, said
    assert '<input type="hidden" name="form" value="physical">' in page


def test_with_a_yes_it_is_saved(client, adviser, round_in_sign_up):
    factories.signed_up(programme=round_in_sign_up)

    response = post(client, edit(round_in_sign_up), form="physical", confirmed="1")

    assert response.status_code == 302 and first(round_in_sign_up).form == "physical"


def test_back_to_the_form_keeps_what_was_typed_and_saves_nothing(client, adviser, round_in_sign_up):
    factories.signed_up(programme=round_in_sign_up)

    response = post(client, edit(round_in_sign_up), form="physical", place="Hamar", back="1")

    assert response.status_code == 200 and 'value="Hamar"' in text(response)
    assert first(round_in_sign_up).form == "digital"


def test_nothing_is_asked_where_nobody_is_affected(client, adviser, round_in_sign_up):
    Gathering.objects.update(link="https://example.no/")

    response = post(client, edit(round_in_sign_up), external_url="https://www.example.no/")

    assert response.status_code == 302


def test_saving_what_holds_already_says_so(client, adviser, round_in_sign_up):
    factories.signed_up(programme=round_in_sign_up)
    address = edit(round_in_sign_up)

    response = client.post(address, shown(client, address), follow=True)

    assert "Ingenting er endret." in text(response)


def test_a_removal_is_asked_about(client, adviser, round_in_sign_up):
    factories.signed_up(programme=round_in_sign_up)
    address = path(round_in_sign_up, f"samling/{first(round_in_sign_up).pk}/fjern/")

    asks = client.post(address, {"version": 1})
    assert "Fjern fellessamling 1?" in text(asks) and round_in_sign_up.gatherings.count() == 2

    client.post(address, {"version": 1, "confirmed": "1"})
    assert round_in_sign_up.gatherings.count() == 1


# --- two at once


def test_of_two_advisers_the_second_is_told_and_keeps_what_she_typed(client, adviser):
    programme = sketch()
    typed = shown(client, edit(programme)) | {"place": "Hamar", "form": "physical"}
    post(client, edit(programme), form="undecided")

    response = client.post(edit(programme), typed)

    page = text(response)
    assert response.status_code == 422 and CHANGED in page
    assert 'value="Hamar"' in page and "Slik er samlingen lagret nå" in page
    assert "Digital eller fysisk: ikke avklart" in page
    again = response.context["form"]
    client.post(edit(programme), again.data)
    assert first(programme).place == "Hamar"


def test_the_second_is_told_also_when_she_has_said_yes(client, adviser, round_in_sign_up):
    factories.signed_up(programme=round_in_sign_up)
    typed = shown(client, edit(round_in_sign_up)) | {"place": "Hamar"}
    Gathering.objects.filter(key="joint-1").update(version=2)

    assert client.post(edit(round_in_sign_up), typed | {"confirmed": "1"}).status_code == 422


def test_a_double_click_adds_one_gathering_and_shows_the_plan(client, adviser):
    programme = sketch()
    address = path(programme, "ny/")
    typed = shown(client, address) | {"kind": "information_meeting", "number": ""}

    client.post(address, typed)
    response = client.post(address, typed)

    assert response.status_code == 422 and "Er samlingen alt lagt til, trenger du ikke å lagre." in text(response)
    assert Gathering.objects.filter(programme=programme, kind="information_meeting").count() == 1


# --- faults


def test_a_fault_keeps_everything_and_says_what_to_do(client, adviser):
    programme = sketch()

    response = post(client, edit(programme), when="en dag i mai", places_total="mange", place="Hamar")

    page = text(response)
    assert response.status_code == 422 and "Rett 2 feil før du går videre" in page
    for typed in ("en dag i mai", "mange", "Hamar"):
        assert f'value="{typed}"' in page
    assert first(programme).place == ""


def test_what_is_typed_cannot_write_html(client, adviser, round_in_sign_up):
    factories.signed_up(programme=round_in_sign_up)

    page = text(post(client, edit(round_in_sign_up), place="<b>Hamar</b>"))

    assert "<b>Hamar" not in page and "&lt;b&gt;Hamar" in page


# --- deadlines


def test_a_deadline_is_set_changed_and_left_open(client, adviser):
    programme = sketch()
    address = path(programme, "frist/pamelding/")

    post(client, address, when="15. desember 2027")
    assert Programme.objects.get(pk=programme.pk).sign_up_deadline.end == date(2027, 12, 15)

    post(client, address, when="")
    assert Deadline.objects.get(programme=programme, kind="sign_up").when == When()


@pytest.mark.parametrize("typed", ["", "høsten 2027"])
def test_what_opening_demanded_is_told_at_the_field_that_would_empty_it(client, adviser, round_in_sign_up, typed):
    response = post(client, path(round_in_sign_up, "frist/pamelding/"), when=typed, confirmed="1")

    assert response.status_code == 422
    assert response.context["form"].errors["when"] == [
        "Programmet er åpnet for påmelding og må ha en bestemt dag som frist. Skriv for eksempel 15. desember 2027"
    ]
    assert f'value="{typed}"' in text(response) or not typed
    assert "lar du feltet stå tomt" not in text(response)
    assert round_in_sign_up.sign_up_deadline.has_day


def test_what_a_pre_meeting_is_for_is_written_in_both_norms_and_read_in_the_plan(client, adviser):
    programme = sketch()

    said = {"purpose_nb": "drøfter hvem som blir med", "purpose_nn": "drøftar kven som blir med"}
    post(client, path(programme, "frist/formote/"), when="januar 2028", **said)

    assert shown(client, path(programme, "frist/formote/")).items() >= said.items()
    assert "Drøfter hvem som blir med" in text(client.get(path(programme)))
    assert "purpose_nb" not in shown(client, path(programme, "frist/pamelding/"))


def test_what_a_pre_meeting_is_for_is_looked_over_with_its_date(client, adviser, round_in_sign_up):
    factories.signed_up(programme=round_in_sign_up)
    address = path(round_in_sign_up, "frist/formote/")
    post(client, address, when="januar 2028", purpose_nb="drøfter gruppa", confirmed="1")

    page = text(post(client, address, when="februar 2028", purpose_nb="drøfter arbeidet"))
    alone = post(client, address, purpose_nb="drøfter arbeidet")

    assert "Hva formøtet er til" in page and "drøfter gruppa" in page and "drøfter arbeidet" in page
    assert alone.status_code == 302  # nobody is told of it
    assert str(Deadline.objects.get(kind="pre_meeting").purpose) == "drøfter arbeidet"


def test_a_window_is_added_and_removed(client, adviser):
    programme = sketch()
    assert "Legg til formøte" in text(client.get(path(programme)))

    post(client, path(programme, "frist/formote/"), when="15. desember 2027–22. januar 2028")
    assert Deadline.objects.get(kind="pre_meeting").end == date(2028, 1, 22)
    assert "Legg til formøte" not in text(client.get(path(programme)))

    version = Programme.objects.get(pk=programme.pk).version
    client.post(path(programme, "frist/formote/fjern/"), {"version": version})
    assert not Deadline.objects.filter(kind="pre_meeting").exists()


def test_a_moved_sign_up_deadline_shows_whom_it_is_about(client, adviser, round_in_sign_up):
    factories.invited(programme=round_in_sign_up)

    response = post(client, path(round_in_sign_up, "frist/pamelding/"), when="15. desember 2028")

    assert "Endre påmeldingsfristen?" in text(response) and "Én er invitert og har ikke svart." in text(response)


def test_of_two_who_move_a_deadline_the_second_is_told_what_holds(client, adviser):
    programme = sketch()
    address = path(programme, "frist/pamelding/")
    typed = shown(client, address) | {"when": "17. desember 2027"}
    post(client, address, when="15. desember 2027")

    response = client.post(address, typed)

    assert response.status_code == 422 and "Lagret nå: <b>15. desember 2027</b>" in text(response)
    assert 'value="17. desember 2027"' in text(response)


def test_a_kind_of_deadline_that_there_is_not_is_404(client, adviser, round_in_sign_up):
    assert client.get(path(round_in_sign_up, "frist/betaling/")).status_code == 404


# --- proposals


def propose(client, programme, **said):
    known = {"count": "3", "rhythm": "semester-1", "start": "høsten 2028", "coordinators": "coordinator_gathering"}
    return post(client, path(programme, "forslag/"), **(known | said))


def test_a_proposal_is_shown_first_and_saves_nothing(client, adviser):
    programme = sketch()

    response = propose(client, programme)

    assert [(row["title"], row["date"]) for row in response.context["rows"]] == [
        ("Koordinatorsamling mellom samling 2 og 3", "Dato ikke satt"), ("Fellessamling 3", "Høsten 2028"),
        ("Koordinatorsamling mellom samling 3 og 4", "Dato ikke satt"), ("Fellessamling 4", "Våren 2029"),
        ("Koordinatorsamling mellom samling 4 og 5", "Dato ikke satt"), ("Fellessamling 5", "Høsten 2029"),
    ]  # fmt: skip
    assert programme.gatherings.count() == 2


def test_a_proposal_is_saved_when_it_is_confirmed_and_once(client, adviser):
    programme = sketch()
    typed = shown(client, path(programme, "forslag/")) | {
        "count": "2", "rhythm": "semester-1", "start": "høsten 2028", "confirmed": "1"
    }  # fmt: skip

    said = client.post(path(programme, "forslag/"), typed, follow=True)
    again = client.post(path(programme, "forslag/"), typed)

    assert "2 samlinger er lagt til." in text(said)
    assert again.status_code == 422 and CHANGED in text(again)
    assert programme.gatherings.count() == 4
    assert not any(row.when.has_day for row in programme.gatherings.filter(number__gt=2))


def test_a_proposal_in_a_programme_that_others_know_says_whom_it_is_about(client, adviser, round_in_sign_up):
    factories.signed_up(programme=round_in_sign_up)

    assert "Én er påmeldt." in text(propose(client, round_in_sign_up))
    assert "Én er påmeldt." not in text(propose(client, sketch()))


def test_the_programmes_own_cadence_is_chosen(client, programmes):
    client.force_login(factories.adviser())
    Programme.objects.update(state="sketch")

    found = shown(client, path(programmes["trondelag-2020"], "forslag/"))

    assert (found["rhythm"], found["start"], found["coordinators"]) == (
        "semester-1", "våren 2023", "coordinator_gathering"
    )  # fmt: skip
