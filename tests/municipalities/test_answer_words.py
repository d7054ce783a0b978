"""The words of a spreadsheet of sign-ups: what heads a column, and what an answer says."""

import pytest

from municipalities.answer_words import answer_of, columns_of, heading_row


def test_headings_are_known_in_either_norm_however_they_are_written():
    heading = ["KOMMUNE", "Knr", "Påmeldt", "Namn", "E-post", "Koordinator", "Koordinators e-post", "Tlf.", "Dato"]

    assert columns_of(heading) == [
        "organisation", "number", "choice", "said_by", "email", "coordinator_name", "coordinator_email", "", "date",
    ]  # fmt: skip


@pytest.mark.parametrize(("key", "headings"), [
    ("coordinator_email", [
        "E-post koordinator", "Epost koordinator", "Koordinator e-post", "E-post (koordinator)", "Koordinator: epost",
        "Koordinatorens e-postadresse", "E-postadressa til koordinatoren", "Mail koordinator",
    ]),
    ("coordinator_name", ["Koordinator", "Koordinator (navn)", "Namn på koordinator", "Koordinatorens navn"]),
    ("email", ["E-mail", "E-postadressa", "E-post kontaktperson", "Kontaktpersonens e-post", "E-post avsendar"]),
    ("date", [
        "Dato", "Svardato", "Dato for svar", "Dagen svaret kom", "Dato motteke", "Mottatt dato", "Innkomen", "Svar kom",
    ]),
    ("organisation", ["Kommune/fylkeskommune", "Namn på kommunen", "Kommunenamn"]),
    ("", ["Telefon koordinator", "Navn og e-post", "Gruppe", "", "Adresse", "Fødselsdato"]),
])  # fmt: skip
def test_a_heading_is_known_whatever_the_order_of_its_words(key, headings):
    assert {heading: columns_of([heading]) for heading in headings} == {heading: [key] for heading in headings}


def test_a_second_column_of_the_same_kind_is_not_read():
    assert columns_of(["Navn", "Kontaktperson"]) == ["said_by", ""]


@pytest.mark.parametrize(("rows", "number"), [
    ([["Kommune", "Svar"]], 1),
    ([["Hamar", "ja"]], 0),
    ([["Påmeldinger 2027", ""]], 0),
    ([["", ""]], 0),
    ([["Påmeldinger 2027"], [], ["Kommune", "Svar", "Navn"], ["Hamar", "ja"]], 3),
    ([["Navn", "Dato"], ["Kommunenr", "Påmeldt"]], 2),  # a municipality and an answer go before any two
    ([["Kommune", "Kommunenummer", "Tilbakemelding"]], 1),
    ([*[["x"]] * 10, ["Kommune", "Svar"]], 0),
])  # fmt: skip
def test_the_headings_are_looked_for_in_the_first_ten_rows(rows, number):
    assert heading_row(rows) == number


@pytest.mark.parametrize(("written", "answer"), [
    ("Ja", "yes"), ("JA", "yes"), ("x", "yes"), ("Påmeldt", "yes"), ("vi er med", "yes"), ("True", "yes"), ("1", "yes"),
    ("ja takk", "yes"), ("Ja, gjerne!", "yes"), ("Ja, vi melder oss på", "yes"), ("Vi vil gjerne være med", "yes"),
    ("nei", "no"), ("Takkar nei", "no"), ("deltar ikke", "no"), ("False", "no"), ("Nei, takk", "no"),
    ("Nei, dessverre", "no"), ("nei, vi deltek ikkje", "no"), ("Nei, ikke denne gangen", "no"),
    ("vet ikke", "undecided"), ("Veit ikkje enno", "undecided"), ("Ikkje avklart", "undecided"),
    ("Vi har ikke bestemt oss ennå", "undecided"), ("Usikker.", "undecided"), ("undecided", "undecided"),
    ("jada kanskje", ""), ("ja, kanskje", ""), ("ja/nei", ""), ("takk", ""), ("ikke ja", ""), ("ja, men ikke nå", ""),
    ("vi deltar no", ""), ("ja " * 1600, "yes"), ("", ""),
])  # fmt: skip
def test_an_answer_is_understood_as_people_write_it_and_never_guessed(written, answer):
    assert answer_of(written) == answer
