import pytest
from hypothesis import given
from hypothesis import strategies as st

from programmes import merge_fields
from programmes.merge_fields import FIELDS, ORGANISATION, PROGRAMME, Value

VALUES = {name: lambda name=name: Value(f"<{name.upper()}>") for name in FIELDS}
NAMES = st.sampled_from(list(FIELDS))
BRACED = NAMES.map(lambda name: f"{{{name}}}")
TEXTS = st.lists(st.one_of(st.text(max_size=20), BRACED, st.sampled_from(["{", "}", "\n", "{{", "}}"]))).map("".join)


def filled(text, values=VALUES):
    pieces = merge_fields.split(text, values)
    return "".join(piece.text if isinstance(piece, Value) else piece for piece in pieces)


@given(TEXTS)
def test_filling_in_never_fails_and_leaves_no_field(text):
    after = filled(text)

    assert not any(f"{{{name}}}" in after for name in FIELDS)


@given(TEXTS)
def test_a_text_without_faults_has_no_brace_when_it_is_filled_in(text):
    if not merge_fields.faults(text, ORGANISATION):
        assert "{" not in filled(text) and "}" not in filled(text)


@given(st.text())
def test_a_text_without_braces_stays_as_it_is(text):
    bare = text.replace("{", "").replace("}", "")

    assert filled(bare) == bare
    assert merge_fields.faults(bare, ORGANISATION) == []


@pytest.mark.parametrize("written", ["{kommune}", "{ kommune }", "{KOMMUNE}", "{Kommune}"])
def test_a_field_is_known_however_it_is_spaced_or_capitalised(written):
    assert filled(written, VALUES | {"kommune": lambda: Value("Ås kommune")}) == "Ås kommune"


def test_a_capital_in_the_field_begins_a_sentence():
    values = {"kommunen": lambda: Value("fylkeskommunen")}

    assert filled("{Kommunen} svarer. Hei, {kommunen}!", values) == "Fylkeskommunen svarer. Hei, fylkeskommunen!"


def test_letters_that_a_mac_writes_in_two_parts_are_the_same_field():
    assert filled("{ordf\u00f8reren} {kommunedirekt\u00f8ren}") == filled("{ordføreren} {kommunedirektøren}")
    assert merge_fields.faults("{fo\u0308rste samling}", ["første samling"]) != []  # ö is no ø


def test_whoever_writes_nynorsk_names_the_mayor_in_it():
    assert filled("{ordføraren}") == "<ORDFØREREN>"
    assert merge_fields.faults("{ordføraren}", ORGANISATION) == []


def test_an_unknown_field_is_named_and_the_allowed_ones_are_listed():
    (said,) = merge_fields.faults("Hei, {fylke}!", ["kommune", "frist"])

    assert said == "{fylke} finnes ikke. Du kan bruke {kommune}, {frist}."


def test_a_field_that_is_nearly_right_is_guessed():
    (said,) = merge_fields.faults("Hei, {komune}!", ["kommune", "frist"])

    assert "{komune} finnes ikke. Mente du {kommune}?" in said


def test_a_field_of_one_organisation_does_not_fit_what_is_the_same_to_everybody():
    (said,) = merge_fields.faults("{kommune} og {frist}", PROGRAMME)

    assert said.startswith("{kommune} kan ikke brukes i denne teksten. Du kan bruke {frist}, {programtittel}")


@pytest.mark.parametrize("text", ["Hei {kommune", "Hei kommune}", "{{kommune}}", "{første\nsamling}"])
def test_a_brace_that_is_alone_is_told(text):
    assert any("Et flettefelt står mellom { og }." in said for said in merge_fields.faults(text, ORGANISATION))


def test_a_long_name_is_not_repeated_whole():
    (said,) = merge_fields.faults("{" + "a" * 3000 + "}", ["kommune"])

    assert len(said) < 120


def test_a_field_without_a_value_says_so_and_invents_nothing():
    assert filled("Fristen er {frist}.", {}) == "Fristen er ikke oppgitt."


def test_what_a_value_looks_like_is_not_filled_in_again():
    values = {"kommune": lambda: Value("{frist}"), "frist": lambda: Value("i morgen")}

    assert filled("{kommune}", values) == "{frist}"


def test_every_field_says_what_it_gives():
    assert all(str(field.help).endswith(".") for field in FIELDS.values())
    assert set(PROGRAMME) < set(ORGANISATION) == set(FIELDS)
