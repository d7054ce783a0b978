"""The words that dates are written with, in bokmål and nynorsk. Looked up without æøå: see ``tokens.fold``."""

from collections.abc import Iterable
from enum import Enum, auto
from typing import Generic, TypeVar

from programmes.when.tokens import Line, fold


def _numbered(names: Iterable[str], first: int = 1) -> dict[str, int]:
    """{word: number}; names of one thing are parted by spaces."""
    return {fold(word): number for number, words in enumerate(names, start=first) for word in words.split()}


MONTHS = _numbered([
    "januar jan", "februar feb febr", "mars mar", "april apr", "mai", "juni jun", "juli jul", "august aug",
    "september sept sep", "oktober okt", "november nov", "desember des",
])  # fmt: skip
WEEKDAYS = _numbered([
    "mandag måndag man mån", "tirsdag tysdag tir tirs tys", "onsdag ons", "torsdag tor tors", "fredag fre",
    "lørdag laurdag lør lau laur", "søndag sundag søn sun",
], first=0)  # fmt: skip
WEEK = {fold(word) for word in ("uke", "veke", "uka", "veka", "uken", "uker", "veker", "ukene", "vekene")}
HALVES = _numbered([
    "våren vår vårsemesteret vårsemester vårhalvåret vårhalvår",
    "høsten hausten høst haust høstsemesteret haustsemesteret høstsemester haustsemester høsthalvåret hausthalvåret",
])  # fmt: skip
COUNTS = _numbered([
    "en ett et ein eitt eit ei", "to", "tre", "fire", "fem", "seks", "sju syv", "åtte", "ni", "ti", "elleve", "tolv",
])  # fmt: skip
ORDINALS = _numbered(["første fyrste", "andre annet", "tredje", "fjerde"])
HALF_YEAR = {fold(word) for word in ("halvår", "halvåret", "semester", "semesteret")}
QUARTER = {fold(word) for word in ("kvartal", "kvartalet")}
SCHOOL_YEAR = {fold(word) for word in ("skoleåret", "skoleår", "skuleåret", "skuleår")}
SUMMER = {fold(word) for word in ("sommeren", "sommer", "sommaren", "sommar")}
EASTER = {fold(word) for word in ("påske", "påska", "påsken")}
DAY_WORDS = {fold(word) for word in ("dag", "dager", "dagar", "dagers", "dagars")}
CLOCK = {fold(word) for word in ("kl", "klokka", "klokken", "klokkeslett")}
PER = {
    **dict.fromkeys(map(fold, ("semester", "semesteret", "halvår", "halvåret")), "semester"),
    **dict.fromkeys(map(fold, ("år", "året")), "year"),
    **dict.fromkeys(map(fold, ("måned", "måneden", "månad", "månaden")), "month"),
}

T = TypeVar("T")


class Phrases(Generic[T]):
    """What phrases mean; found longest first. Full stops between the words are passed over («t.o.m.»)."""

    def __init__(self, meanings: Iterable[tuple[T, str]]):
        self._by_first: dict[str, list[tuple[tuple[str, ...], T]]] = {}
        for meaning, phrases in meanings:
            for phrase in phrases.split(","):
                words = tuple(fold(word) for word in phrase.split())
                self._by_first.setdefault(words[0], []).append((words, meaning))
        for rows in self._by_first.values():
            rows.sort(key=lambda row: -len(row[0]))

    def at(self, line: Line, start: int) -> tuple[T, int] | None:
        """(what the phrase at ``start`` means, the position after it)."""
        for words, meaning in self._by_first.get(line.word(start), ()):
            at = start
            for position, word in enumerate(words):
                at = line.past(at, ".") if position else at
                if line.word(at) != word:
                    break
                at += 1
            else:
                return meaning, line.past(at, ".")
        return None


class Said(Enum):
    """What words are about."""

    PERIOD = auto()  # days, weeks, months …
    CLOCK = auto()
    DAYS = auto()  # how many
    FORM = auto()
    KIND = auto()
    CADENCE = auto()
    DOUBT = auto()  # «foreløpig», «ca.», «?»
    CERTAIN = auto()  # «avklart»
    PART = auto()  # «slutten av»: a doubt, and more than a date can say
    WINTER = auto()  # begins in one year and ends in the next
    OPEN = auto()  # «ikke avklart», «dato kommer»
    DEADLINE = auto()  # «påmeldingsfrist»
    AT_LATEST = auto()  # «innen»: of a deadline only
    NUMBER_OR_DAY = auto()  # «Samling 2 – 5. februar»
    NOTHING = auto()  # «den», «dato»


FORMS = Phrases([
    ("undecided", "digital eller fysisk, digitalt eller fysisk, fysisk eller digital, fysisk eller digitalt"),
    ("digital", "heldigital, heldigitalt, digital samling, digitalt møte, digital, digitalt, digitale, på nett"),
    ("physical", "fysisk oppmøte, fysisk samling, fysisk møte, fysisk, fysiske"),
])  # fmt: skip
# (the kind, the form that its name says)
KINDS = Phrases([
    (("joint", ""), "fellessamling, fellessamlinger, fellessamlingar, fellessamlingen, fellessamlinga, "
     "felles samling, felles samlinger, felles samlingar"),
    (("experience", ""),
     "erfaringssamling, erfaringssamlingen, erfaringssamlinga, erfaringssamlinger, erfaringssamlingar"),
    (("coordinator_gathering", ""),
     "koordinatorsamling, koordinatorsamlinger, koordinatorsamlingar, koordinatorsamlingen, koordinatorsamlinga, "
     "samling for koordinatorer, samling for koordinatorar, samling for koordinatorene, "
     "samling for koordinatorane"),
    (("coordinator_follow_up", ""),
     "oppfølging av koordinatorer, oppfølging av koordinatorar, oppfølging av koordinator, "
     "oppfølging av koordinatorene, oppfølging av koordinatorane, koordinatoroppfølging, oppfølging koordinatorer"),
    (("information_meeting", ""), "informasjonsmøte, informasjonsmøtet, informasjonsmøter, infomøte, infomøtet"),
    (("digital_session", "digital"), "digital fagøkt, digitale fagøkter"),
    (("digital_session", ""), "fagøkt, fagøkter"),
])  # fmt: skip
GATHERINGS = Phrases([(("", ""), "samling, samlinger, samlingar, samlingen, samlinga")])
TIMES_OF = Phrases([(("", ""), "gang, ganger, gong, gonger")])
_OPEN_WORDS = (
    "ikke avklart", "ikkje avklart", "ikkje avklåra", "uavklart", "ikke bestemt", "ikkje bestemt", "ikkje bestemd",
    "ikke fastsatt", "ikkje fastsett", "ikke satt", "ikkje sett", "ikke klar", "ikkje klar", "ikke klart",
    "ikkje klart", "ikke avgjort", "ikkje avgjort", "avklares", "avklarast", "ikke avklart ennå",
    "ikkje avklart enno", "ennå ikke avklart", "enno ikkje avklart", "avklares senere", "avklares seinere",
    "blir avklart senere", "blir avklart seinere", "blir avklart seinare", "kommer", "kjem", "kommer senere",
    "kommer seinere", "kjem seinare", "bestemmes senere", "bestemmes seinere", "er ikke avklart",
    "er ikkje avklart", "er ikke bestemt", "er ikkje bestemt", "er ikkje bestemd", "er ikke satt", "er ikkje sett",
    "er ikke fastsatt", "er ikkje fastsett", "ikke oppgitt", "ikkje oppgitt",
)  # fmt: skip
_OPEN_SUBJECTS = {
    "date": ("dato", "datoen", "datoer", "datoar"),
    "form": ("form", "forma", "formen"),
    "clock": ("tid", "klokkeslett", "klokkeslettet"),
    "any": ("tidspunkt", "tidspunktet", "invitasjon", "invitasjonen"),
}
WORDS = Phrases([
    *(((Said.OPEN, about), f"{subject} {words}") for about, subjects in _OPEN_SUBJECTS.items()
      for subject in subjects for words in _OPEN_WORDS),
    ((Said.OPEN, ""), ", ".join(_OPEN_WORDS)),
    ((Said.DOUBT, ""),
     "foreløpig, foreløpige, førebels, førebelse, tentativ, tentativt, tentative, ca, cirka, circa, omtrent, om lag, "
     "omlag, rundt, trolig, truleg, antakelig, antakeleg, sannsynligvis, sannsynlegvis, mest sannsynlig, "
     "mest sannsynleg, kanskje, muligens, moglegvis, planlagt, planlagd, foreløpig dato, førebels dato"),
    ((Said.PART, ""),
     "tidlig i, tidlig, tidleg i, tidleg, sent i, seint i, seint, primo, medio, ultimo, i begynnelsen av, "
     "begynnelsen av, i starten av, starten av, i byrjinga av, byrjinga av, i midten av, midten av, i slutten av, "
     "slutten av"),
    ((Said.CERTAIN, ""), "avklart, avklåra, fastsatt, fastsett, bestemt, bestemd, endelig, endeleg, endelig dato, "
     "endeleg dato"),
    ((Said.DEADLINE, ""),
     "påmeldingsfrist, påmeldingsfristen, svarfrist, svarfristen, frist, fristen, frist for påmelding, "
     "frist for å melde seg på, frist for svar, frist for å svare, innmeldingsfrist, påmelding"),
    ((Said.WINTER, ""), "vinteren, vinter"),
    ((Said.AT_LATEST, ""), "innen, senest, seinest, seinast"),
    ((Said.NOTHING, ""),
     "den, dato, datoen, tid, tidspunkt, når, i, på, om, dato er, datoen er, er, blir, begge dager, begge dagar, "
     "hver dag, kvar dag, alle dager, alle dagar, over, oppstart, oppstart i, start, formøte, førmøte, formøtet, "
     "førmøtet, refleksjonsnotat, varighet, varigheit, hel dag, heil dag, heldag, heildag, hele dagen, heile dagen, "
     "hele dager, heile dagar"),
])  # fmt: skip
