"""The words that people use in a spreadsheet of sign-ups: as headings, and as answers. Nothing is guessed: words that
do not mean one thing mean nothing."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy

from municipalities.models import Answer
from municipalities.names import plain

Choice = Answer.Choice
MOST_ABOVE = 10  # rows in which the headings are looked for: a title and a few remarks may stand above them

COLUMNS = {
    # what a column may be: words for the reader
    "organisation": gettext_lazy("Kommune"),
    "number": gettext_lazy("Kommunenummer eller organisasjonsnummer"),
    "choice": gettext_lazy("Svar"),
    "said_by": gettext_lazy("Hvem svarte"),
    "email": gettext_lazy("E-postadressen til den som svarte"),
    "coordinator_name": gettext_lazy("Koordinator"),
    "coordinator_email": gettext_lazy("Koordinatorens e-postadresse"),
    "invoice_reference": gettext_lazy("Fakturareferanse"),
    "date": gettext_lazy("Dagen svaret kom"),
    "remark": gettext_lazy("Merknad"),
}
_HEADED = {
    # the headings that people give it, in any order of their words and in either norm
    "organisation": "kommune, kommunenavn, fylkeskommune, kommune fylkeskommune, organisasjon, organisasjonsnavn, "
                    "navn kommunen, navn kommune, kommunens navn",
    "number": "kommunenummer, kommunenr, knr, nr, nummer, organisasjonsnummer, orgnr, org nr",
    "choice": "svar, påmeldt, påmelding, deltar, deltek, status, er med, blir med, med, svar ja nei, ja nei, "
              "ja eller nei, kommunens svar",
    "said_by": "navn, kontaktperson, kontakt, innsender, avsender, kommunedirektør, rådmann, hvem svarte, "
               "hvem har svart, svart, navn kontaktperson, navn kommunedirektør",
    "email": "epost, epost kontaktperson, epost kontakt, epost avsender, epost innsender, epost kommunedirektør, "
             "epost hvem svarte, epost som svarte",
    "coordinator_name": "koordinator, navn koordinator, koordinatornavn, koordinator kommunen, lokal koordinator",
    "coordinator_email": "epost koordinator, koordinatorepost, epost lokal koordinator, epost koordinator kommunen",
    "invoice_reference": "fakturareferanse, faktura, fakturaref, referanse, ref, deres ref, deres referanse, "
                         "attestantkode",
    "date": "dato, dag, tidspunkt, mottatt, kom, kom inn, innkommet, dato mottatt, dato svar, svardato, dato svart, "
            "dag svar kom, dag svaret kom, dato svaret kom, svar mottatt, svar kom, svaret kom, dato påmelding, "
            "dato kom inn, dato innkommet",
    "remark": "merknad, kommentar, notat",
}  # fmt: skip
# One spelling for words that mean the same in a heading; "" for one that says nothing there
_SAME = {
    spelling: word
    for word, spellings in {
        "": "til, for, på, av, den, i, vår, adresse",
        "navn": "namn, navnet, namnet",
        "hvem": "kven",
        "svarte": "svara",
        "epost": "epostadresse, epostadressen, epostadressa, mail, mailadresse, email",
        "koordinator": "koordinatoren, koordinators, koordinatorens",
        "koordinatornavn": "koordinatornamn",
        "koordinatorepost": "koordinatormail",
        "kontaktperson": "kontaktpersonen, kontaktpersonens",
        "avsender": "avsendar, avsenderen, avsenders, avsenderens",
        "innsender": "innsendar, innsenderen, innsenders, innsenderens",
        "kommunedirektør": "kommunedirektøren, kommunedirektørens",
        "dato": "datoen",
        "dag": "dagen",
        "mottatt": "motteke, mottatte",
        "innkommet": "innkomen, innkome, innkommen",
        "deres": "dykkar",
        "kommunenavn": "kommunenamn",
        "organisasjonsnavn": "organisasjonsnamn",
        "merknad": "merknader, merknadar",
        "kommentar": "kommentarer, kommentarar",
    }.items()
    for spelling in map(plain, spellings.split(", "))
}
_ANSWERED = {
    Choice.YES: "ja, yes, j, x, 1, true, sann, påmeldt, påmelde, melder på, melder oss på, melder oss, deltar, deltek, "
                "er med, blir med, vil delta, vil være med, vil vere med, ønsker å delta, ønskjer å delta, "
                "ønsker å være med, ønskjer å vere med, takker ja, takkar ja, takket ja, takka ja, jatakk",
    Choice.NO: "nei, no, n, 0, false, usann, takket nei, takka nei, takker nei, takkar nei, deltar ikke, "
               "deltek ikkje, er ikke med, er ikkje med, blir ikke med, blir ikkje med, vil ikke delta, "
               "vil ikkje delta, ønsker ikke å delta, ønskjer ikkje å delta, ikke denne gangen, ikkje denne gongen, "
               "ikke påmeldt, ikkje påmeldt, avslag, står over, neitakk",
    Choice.UNDECIDED: "vet ikke, veit ikkje, vet ikke ennå, veit ikkje enno, usikker, usikre, usikkert, er usikker, "
                      "er usikre, kanskje, ikke bestemt, ikkje bestemt, ikke bestemt ennå, ikkje bestemt enno, "
                      "ikke bestemt oss, ikkje bestemt oss, har ikke bestemt oss ennå, har ikkje bestemt oss enno, "
                      "har ikke bestemt oss, har ikkje bestemt oss, uavklart, ikke avklart, ikkje avklart, "
                      "ikke avklart ennå, ikkje avklart enno, avventer, avventar",
}  # fmt: skip


def _heading(cell: str) -> frozenset[str]:
    """«E-post (koordinator)» and «koordinatorens e-postadresse» become the same."""
    said = plain(cell.replace("/", " ")).replace("e post", "epost").replace("e mail", "epost")
    return frozenset(_SAME.get(word, word) for word in said.split()) - {""}


_HEADINGS = {_heading(words): key for key, headings in _HEADED.items() for words in headings.split(", ")}
_CHOICES = {plain(words): choice for choice, answers in _ANSWERED.items() for words in answers.split(", ")}
_LONGEST = max(len(words.split()) for words in _CHOICES)
_POLITE = {plain(word) for word in ("takk", "tusen", "gjerne", "vi", "dessverre", "diverre")}


def columns_of(heading: Sequence[str]) -> list[str]:
    """What each column of a heading row is: a key of ``COLUMNS``, or "" for one that is not known. Each once."""
    found: list[str] = []
    for cell in heading:
        key = _HEADINGS.get(_heading(cell), "")
        found.append(key if key not in found else "")
    return found


def heading_row(rows: Sequence[Sequence[str]]) -> int:
    """The number, from 1, of the row that heads the columns: the first near the top that heads both a municipality and
    an answer, else the first that heads two columns that we know. 0 where there is none."""
    found = [(number, set(columns_of(row)) - {""}) for number, row in enumerate(rows[:MOST_ABOVE], start=1)]
    whole = (number for number, keys in found if "choice" in keys and keys & {"organisation", "number"})
    return next(whole, 0) or next((number for number, keys in found if len(keys) > 1), 0)


def answer_of(written: str) -> str:
    """The answer's value; as the reader has chosen it, or in the words of the sheet, with courtesies left out: «ja
    takk», «nei, vi deltar ikke». "" when any word is unknown, or they say two things."""
    if written in Answer.TO_INVITATION:
        return written
    words = [word for word in plain(written.replace("/", " ")).split() if word not in _POLITE]
    said: set[str] = set()
    at = 0
    while at < len(words):
        ends = range(min(len(words), at + _LONGEST), at, -1)
        reach = next((end for end in ends if " ".join(words[at:end]) in _CHOICES), None)
        if reach is None:
            return ""
        said.add(_CHOICES[" ".join(words[at:reach])])
        at = reach
    return said.pop() if len(said) == 1 else ""
