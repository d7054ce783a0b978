"""What is typed about a programme's content: understood as people write it, or told what to do."""

from decimal import Decimal

import pytest

from programmes.content import PARTS
from programmes.content_forms import (
    ContactForm,
    CostForm,
    DirectionForm,
    EndorsementForm,
    FigureForm,
    GoalForm,
    OfferForm,
    ResourceForm,
    SectorForm,
)
from programmes.words import Words
from tests import factories
from tests.programmes import contents

pytestmark = pytest.mark.django_db

FIGURE = {"version": 0, "value": "300", "text_nb": "barn", "source_nb": "SSB", "year": "2018"}
COST = {"version": 0, "what_nb": "avgift", "payer": "organisation"}
FILM = {"version": 0, "kind": "film", "title_nb": "En film", "url": "https://www.ks.no/film/"}
CONTACT = {"version": 0, "purpose_nb": "påmelding"}


@pytest.fixture
def programme():
    return factories.ProgrammeFactory()


def saved(form_class, programme, **data):
    form = form_class(data, programme=programme)
    assert form.is_valid(), form.errors
    return form.values()


def faults(form_class, programme, **data):
    form = form_class(data, programme=programme)
    assert not form.is_valid()
    return {name: str(found[0]) for name, found in form.errors.items()}


def test_a_text_in_one_norm_is_enough_and_in_none_is_asked_for(programme):
    assert saved(GoalForm, programme, version=0, text_nn="Eit mål")["text"] == Words(nn="Eit mål")
    assert saved(GoalForm, programme, version=0, text_nb=" Et \n mål ")["text"] == Words("Et mål")
    assert faults(GoalForm, programme, version=0) == {"text_nb": "Skriv målet på bokmål eller nynorsk"}


def test_a_text_that_is_too_long_is_told_to_be_so_once(programme):
    assert faults(GoalForm, programme, version=0, text_nn="x" * 501) == {
        "text_nn": "Teksten er for lang. Bruk høyst 500 tegn"
    }


@pytest.mark.parametrize(
    ("typed", "number"),
    [("6763", 6763), ("10 000", 10000), ("10\u00a0000", 10000), ("12,5", Decimal("12.5")), ("12.50", Decimal("12.5"))],
)
def test_a_number_is_read_as_people_write_it(programme, typed, number):
    assert saved(FigureForm, programme, **FIGURE | {"value": typed})["value"] == number


@pytest.mark.parametrize("typed", ["ca. 300", "mange", "NaN", "1e400"])
def test_what_is_no_number_is_told_how_to_be_one(programme, typed):
    assert "value" in faults(FigureForm, programme, **FIGURE | {"value": typed})


@pytest.mark.parametrize(
    ("lacking", "field", "said"),
    [
        ("value", "value", "Skriv tallet"),
        ("text_nb", "text_nb", "Skriv hva tallet viser"),
        ("source_nb", "source_nb", "Skriv hvor tallet kommer fra"),
        ("year", "year", "Skriv hvilket år tallet gjelder"),
    ],
)
def test_a_figure_needs_number_text_source_and_year(programme, lacking, field, said):
    given = {name: value for name, value in FIGURE.items() if name != lacking}

    assert faults(FigureForm, programme, **given) == {field: said}


@pytest.mark.parametrize("year", ["18", "2O18", "201", "3018"])
def test_a_year_has_four_digits(programme, year):
    assert "fire sifre" in faults(FigureForm, programme, **FIGURE | {"year": year})["year"]


def test_a_fee_may_lack_its_amount_and_may_be_possible_for_digital_gatherings_only(programme):
    values = saved(CostForm, programme, **COST, is_fee="on", possible="on", only_digital="on")

    assert values == {
        "what": Words("avgift"), "payer": "organisation", "is_fee": True, "amount": None, "certain": False,
        "only_form": "digital",
    }  # fmt: skip
    assert saved(CostForm, programme, **COST, is_fee="on", amount="4 500,50")["amount"] == Decimal("4500.50")


@pytest.mark.parametrize(
    ("more", "field", "said"),
    [
        ({"is_fee": "on", "amount": "0"}, "amount", "Skriv et beløp over 0"),
        ({"is_fee": "on", "amount": "-5"}, "amount", "Skriv et beløp over 0"),
        ({"amount": "500"}, "amount", "Kryss av for avgift"),
        ({"is_fee": "on", "payer": "funds"}, "is_fee", "kan ikke dekkes av programmet"),
        ({"payer": ""}, "payer", "Velg hvem som betaler"),
    ],
)
def test_a_cost_that_cannot_be_is_told_what_to_do(programme, more, field, said):
    found = faults(CostForm, programme, **COST | more)

    assert list(found) == [field] and said in found[field]


def test_a_film_is_captioned_or_not_or_nobody_knows_and_other_things_are_neither(programme):
    captioned = {said: saved(ResourceForm, programme, **FILM, captions=said)["captioned"] for said in ("yes", "no", "")}
    page = saved(ResourceForm, programme, **FILM | {"kind": "page"}, captions="no")

    assert captioned == {"yes": True, "no": False, "": None}
    assert page["captioned"] is None


@pytest.mark.parametrize("url", ["www.ks.no/film", "javascript:alert(1)", "ftp://ks.no/x", "https://", "https://a b"])
def test_an_address_is_a_whole_web_address(programme, url):
    found = faults(ResourceForm, programme, **FILM | {"url": url})

    assert found == {"url": "Skriv hele adressen. Den begynner med https://"}


def test_a_resource_may_lack_an_address_and_have_a_phase_of_its_own_programme(programme):
    phase, other = (contents.Phase.objects.create(programme=owner, key="a", order=1, name=Words("Fase"))
                    for owner in (programme, factories.ProgrammeFactory()))  # fmt: skip

    values = saved(ResourceForm, programme, **FILM | {"url": "", "phase": phase.pk})

    assert (values["url"], values["phase"]) == ("", phase)
    assert "phase" in faults(ResourceForm, programme, **FILM | {"phase": other.pk})


@pytest.mark.parametrize(
    ("typed", "number"), [("22 22 22 22", "22222222"), ("+47 912 34 567", "+4791234567"), ("", "")]
)
def test_a_telephone_number_is_kept_without_spaces(programme, typed, number):
    assert saved(ContactForm, programme, **CONTACT, phone=typed)["phone"] == number


def test_an_address_or_number_that_cannot_be_is_told_how_to_be(programme):
    found = faults(ContactForm, programme, **CONTACT, email="absolutt@", phone="ring meg")

    assert "fullstendig e-postadresse" in found["email"] and "bare sifre" in found["phone"]


def test_an_endorsement_may_lack_its_day(programme):
    given = {"version": 0, "body_nb": "Fylkesmannen", "how_nb": "støtter"}

    assert saved(EndorsementForm, programme, **given)["day"] is None
    assert saved(EndorsementForm, programme, **given, day="04.05.2020")["day"].isoformat() == "2020-05-04"
    assert "dag.måned.år" in faults(EndorsementForm, programme, **given, day="i fjor")["day"]


def test_a_part_of_several_kinds_asks_which(programme):
    assert "Velg hva det er" in faults(DirectionForm, programme, version=0, text_nb="x")["kind"]
    assert saved(DirectionForm, programme, version=0, kind="aim", text_nb="x")["kind"] == "aim"
    offer = saved(
        OfferForm, programme, version=0, kind="theme_day", text_nb="temadag", more_nb="rådhuset", tentative="on"
    )
    assert offer == {"kind": "theme_day", "text": Words("temadag"), "more": Words("rådhuset"), "tentative": True}
    assert "kind" in faults(DirectionForm, programme, version=0, kind="competence_goal", text_nb="x")


def test_a_service_needs_one_level_and_a_doubt_needs_a_text(programme):
    state, town = contents.level(programme, "Stat"), contents.level(programme, "Kommune")

    values = saved(SectorForm, programme, **{"version": 0, f"at_{town.pk}_nb": "PPT", f"uncertain_{town.pk}": "on"})
    cell = values["cells"][town]

    assert list(values["cells"]) == [town] and (cell.text, cell.uncertain) == (Words("PPT"), True)
    assert faults(SectorForm, programme, version=0) == {f"at_{state.pk}_nb": "Fyll ut minst ett nivå"}
    doubt = {"version": 0, f"at_{town.pk}_nb": "PPT", f"uncertain_{state.pk}": "on"}
    assert list(faults(SectorForm, programme, **doubt)) == [f"uncertain_{state.pk}"]


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.key)
def test_a_form_that_is_opened_and_saved_changes_nothing(programme, part):
    """What a row holds comes back from its own form, whatever its kind."""
    contents.fill(programme, 1)
    contents.figure(programme, Decimal("12.50"), approx=True, county="Trøndelag")
    contents.resource(programme, captioned=False, year=2019)
    contents.cost(programme, is_fee=True, certain=False, only_form="digital", amount=Decimal("4500.50"))
    for row in part.rows(programme):
        form = part.form(programme=programme, row=row, initial={"version": 1})
        posted = {name: form[name].value() for name in form.fields}
        data = {name: "on" if value is True else value for name, value in posted.items() if value not in (None, False)}
        again = part.form(data, programme=programme, row=row)

        assert again.is_valid(), again.errors
        values = again.values()
        if cells := values.pop("cells", None):
            now = {cell.level: (cell.text, cell.uncertain) for cell in row.cells.all()}
            assert {level: (cell.text, cell.uncertain) for level, cell in cells.items()} == now
        assert {name: getattr(row, name) for name in values} == values
