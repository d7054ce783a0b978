"""What the demo's advisers have written in their own words: in both norms, in one norm only, and in two versions."""

from absolutt.demo.rounds import Round
from programmes.text_actions import Written, save_texts
from programmes.texts import Texts
from programmes.words import Words

_INVITED = Words(
    "{region} inviterer {kommune} til å være med i {programtittel}. Programmet er for folkevalgte, ledere og fagfolk "
    "som vil skape et godt oppvekstmiljø sammen.",
    "{region} inviterer {kommune} til å vere med i {programtittel}. Programmet er for folkevalde, leiarar og fagfolk "
    "som vil skape eit godt oppvekstmiljø saman.",
)
_WHAT_IS_HERE = Words(
    "Her leser dere hva programmet er, når vi møtes, hva dere sier ja til, og hvordan dere svarer.",
    "Her les de kva programmet er, når vi møtest, kva de seier ja til, og korleis de svarar.",
)
_WHO = Words(
    "Sett sammen {gruppa} slik at både de som bestemmer, og de som gjør jobben, er med:\n\n"
    "- **folkevalgte** fra {kommunestyret}, gjerne {ordføreren}\n"
    "- **ledere** med ansvar for oppvekst\n"
    "- **fagfolk** fra barnehage, skole og andre tjenester for barn og unge",
    "Set saman {gruppa} slik at både dei som bestemmer, og dei som gjer jobben, er med:\n\n"
    "- **folkevalde** frå {kommunestyret}, gjerne {ordføreren}\n"
    "- **leiarar** med ansvar for oppvekst\n"
    "- **fagfolk** frå barnehage, skule og andre tenester for barn og unge",
)
_PRACTICAL = Words("Lenken til digitale samlinger kommer i innkallingen. Reise og opphold bestiller dere selv.")
_QUESTIONS = Words(
    "Har dere spørsmål før dere svarer? Skriv til {kontakt}.",
    "Har de spørsmål før de svarar? Skriv til {kontakt}.",
)
_PAGE = Words(
    "Barn og unge skal lære, trives og høre til. {programtittel} er for kommuner som vil få det til sammen.\n\n"
    "Det meste av arbeidet skjer på hjemmebane. På samlingene får {gruppa} påfyll og lærer av andre.",
    "Barn og unge skal lære, trivast og høyre til. {programtittel} er for kommunar som vil få det til saman.\n\n"
    "Det meste av arbeidet skjer på heimebane. På samlingane får {gruppa} påfyll og lærer av andre.",
)
_WORK_AT_HOME = Words(
    "Det viktigste arbeidet skjer hos dere. {Gruppa} møtes mellom samlingene og tar med seg det dere finner ut.",
    "Det viktigaste arbeidet skjer hos dykk. {Gruppa} møtest mellom samlingane og tek med seg det de finn ut.",
)
_NAMES_MAY_WAIT = Words(
    "Er noe uklart? Svar på denne e-posten. Mangler dere et navn, så meld inn plassen nå og navnet når dere har det.",
    "Er noko uklart? Svar på denne e-posten. Manglar de eit namn, så meld inn plassen no og namnet når de har det.",
)

# (days after the round was made, kind of text, what was written in its sections)
INNLANDET = (
    (1, ("invitation", {"introduction": _INVITED, "practical": _PRACTICAL})),
    (2, ("invitation", {
        "introduction": Words(f"{_INVITED.nb}\n\n{_WHAT_IS_HERE.nb}", f"{_INVITED.nn}\n\n{_WHAT_IS_HERE.nn}"),
        "who": _WHO,
    })),
    (2, ("letter.signup.invitation", {"closing": _QUESTIONS})),
    (3, ("programme_page", {"introduction": _PAGE})),
)  # fmt: skip
MORE_OG_ROMSDAL = (
    (2, ("invitation", {"expectations": _WORK_AT_HOME})),
    (3, ("letter.group.due", {"closing": _NAMES_MAY_WAIT})),
    (3, ("programme_page", {"introduction": _PAGE})),
)


def write(story: Round, written: tuple[str, dict[str, Words]]) -> None:
    """The adviser saves some sections of one kind of text."""
    kind, sections = written
    texts = Texts.of(story.programme)
    said = {key: Written(words, texts.number(kind, key)) for key, words in sections.items()}
    save_texts(programme=story.programme, kind=kind, written=said, by=story.adviser)
