"""The sections of every letter: declared here, beside the rules, and edited on the page of texts.

Every letter has room for something of the adviser's own at its end. Those below have more: what used to stand in the
letter's template stands here, and is what an empty section falls back to. What tells facts of one organisation (what it
answered, which day is its own, where the link leads) is not for sale: it stays in the template.
"""

from django.utils.translation import gettext_lazy as _

from correspondence.catalogue import BY_KEY
from correspondence.rules import nobody
from programmes.text_kinds import Kind, Output, Section, register

CLOSING, OPENING = "closing", "opening"
_ENDS = _("Står sist i brevet, før hilsenen.")
_BEGINS = _("Står først i brevet, etter «Hei».")
_REMINDS = Section(
    OPENING, _("Innledning"),
    _("Står først i brevet, etter «Hei». Etterpå skriver portalen om svaret og fristen."),
    _("{region} har invitert {kommune} til å være med i {programtittel}."),
)  # fmt: skip

_GATHERING_FOLLOWS = _("Står først i brevet, etter «Hei». Tid, sted og svarfrist skriver portalen etterpå.")

SECTIONS: dict[str, tuple[Section, ...]] = {
    "signup.invitation": (
        Section(OPENING, _("Innledning"), _BEGINS,
                _("{region} inviterer {kommune} til å være med i {programtittel}. I den vedlagte invitasjonen står "
                  "det hva programmet er, når samlingene er, og hva det koster."),
                without_costs=_("{region} inviterer {kommune} til å være med i {programtittel}. I den vedlagte "
                                "invitasjonen står det hva programmet er, og når samlingene er.")),
    ),
    "signup.receipt": (
        Section("yes", _("Når svaret er ja"), _("Står etter at svaret er bekreftet.")),
        Section("queued", _("Når svaret er ja, og alle plassene er tatt"), _("Står etter plassen på ventelista.")),
        Section("no", _("Når svaret er nei"), _("Står etter at svaret er bekreftet."), _("Takk for at dere svarte.")),
        Section("undecided", _("Når svaret er «ikke bestemt ennå»"), _("Står etter at svaret er bekreftet.")),
    ),
    "place.offer": (
        Section(OPENING, _("Innledning"),
                _("Står først i brevet, etter «Hei». Hvor lenge tilbudet gjelder, skriver portalen etterpå."),
                _("En plass i {programtittel} er ledig, og {kommune} står for tur på ventelista. Plassen er deres hvis "
                  "dere sier ja.")),
    ),
    "interest.announced": (
        Section(OPENING, _("Innledning"), _("Står først i brevet, etter «Hei». Fristen skriver portalen etterpå."),
                _("Du har meldt interesse for {programtittel}. Nå er programmet kunngjort av {region}. Invitasjonen "
                  "går til kommunedirektøren, som melder på kommunen. Snakk sammen hos dere hvis dere vil være med.")),
    ),
    "info.confirmation": (
        Section(OPENING, _("Innledning"),
                _("Står først i brevet, etter «Hei». Tid, sted og lenke skriver portalen etterpå."),
                _("Du er meldt på informasjonsmøtet om {programtittel}.")),
    ),
    "gathering.changed": (
        Section(OPENING, _("Innledning"),
                _("Står først i brevet, etter «Hei». Hva som er endret, skriver portalen etterpå."),
                _("Noe i planen for {programtittel} er endret. Dette gjelder nå:")),
    ),
    "gathering.cancelled": (
        Section(OPENING, _("Innledning"),
                _("Står først i brevet, etter «Hei». Hvilken samling det er, skriver portalen etterpå."),
                _("En samling i {programtittel} er tatt ut av planen.")),
    ),
    "signup.refused": (
        Section(OPENING, _("Innledning"), _BEGINS,
                _("Du svarte for {kommune} på invitasjonen til {programtittel}. Vi kunne ikke se at du svarer for "
                  "dem, så svaret gjelder ikke. Er det feil, så skriv til oss.")),
    ),
    "deadline.extended": (
        Section(OPENING, _("Innledning"),
                _("Står først i brevet, etter «Hei». Den nye fristen skriver portalen etterpå."),
                _("{kommune} har fått utsatt frist for å svare på invitasjonen til {programtittel}.")),
    ),
    "signup.reminder_now": (_REMINDS,),
    "signup.reminder_14": (_REMINDS,),
    "signup.reminder_3": (_REMINDS,),
    "coordinator.welcome": (
        Section(OPENING, _("Innledning"), _BEGINS,
                _("{kommune} er med i {programtittel}, og du er koordinator. Du holder kontakten med KS og melder inn "
                  "hvem som er med.")),
    ),
    "seat.welcome": (
        Section("own", _("Egne ord"),
                _("Står etter det portalen skriver om plassen, og før det som lagres om leseren."),
                _("Du trenger ikke å gjøre noe nå.")),
    ),
    "signup.closed": (
        Section(OPENING, _("Innledning"), _("Står først i brevet, etter «Hei». Etterpå kommer lista."),
                _("Fristen for å melde seg på {programtittel} var {frist}. Slik står det nå:")),
    ),
    "signup.place": (
        Section(OPENING, _("Når kommunen har fått plass"),
                _("Står først i brevet, etter «Hei». De på ventelista får i stedet vite hvilken plass de har."),
                _("{kommune} har fått plass i {programtittel}.")),
    ),
    "group.due": (
        Section(OPENING, _("Innledning"), _("Står først i brevet, etter «Hei». Fristen skriver portalen etterpå."),
                _("{kommune} er med i {programtittel}. Nå skal dere melde inn hvem som er med i {gruppa}.")),
    ),
    "coordinator.due": (
        Section(OPENING, _("Innledning"), _("Står først i brevet, etter «Hei». Fristen skriver portalen etterpå."),
                _("{kommune} er med i {programtittel}, men har ingen koordinator ennå. Koordinatoren holder kontakten "
                  "med KS og melder inn hvem som er med.")),
    ),
    "info.reminder": (
        Section(OPENING, _("Innledning"),
                _("Står først i brevet, etter «Hei». Tid, sted og lenke skriver portalen etterpå."),
                _("Snart er det informasjonsmøte om {programtittel}. Du er meldt på.")),
    ),
    "form.decide": (
        Section(OPENING, _("Innledning"), _("Står først i brevet, etter «Hei». Samlingen skriver portalen etterpå."),
                _("Det er ikke avklart om en samling i {programtittel} er digital eller fysisk.")),
    ),
    "gathering.invite": (
        Section(OPENING, _("Innledning"), _GATHERING_FOLLOWS,
                _("{kommune} er med i {programtittel}. Du er invitert til samlingen, og vi trenger å vite om du "
                  "kommer.")),
    ),
    "gathering.reminder": (
        Section(OPENING, _("Innledning"), _GATHERING_FOLLOWS,
                _("Du har ikke svart på om du kommer på samlingen i {programtittel}.")),
    ),
    "gathering.deadline": (
        Section(OPENING, _("Innledning"), _("Står først i brevet, etter «Hei». Etterpå kommer svarene."),
                _("Fristen for å svare om samlingen i {programtittel} er her. Slik står det nå:")),
    ),
    "gathering.practical": (
        Section(OPENING, _("Innledning"), _GATHERING_FOLLOWS, _("Snart er det samling i {programtittel}.")),
    ),
    "gathering.tomorrow": (
        Section(OPENING, _("Innledning"), _GATHERING_FOLLOWS, _("Nå er det samling i {programtittel}.")),
    ),
}  # fmt: skip
ENDINGS = {"group.due": _("Er noe uklart? Svar på denne e-posten.")}


def key_of(rule: str) -> str:
    """The kind of text of a rule's letter."""
    return f"letter.{rule}"


def rule_of(kind: Kind) -> str:
    """The rule whose letter the text is part of; empty for what is no letter."""
    return kind.key.removeprefix("letter.") if kind.output == Output.LETTER else ""


def declare() -> None:
    """One kind for every rule, in the tables' order; called once, when the portal starts."""
    for rule in BY_KEY.values():
        ending = Section(CLOSING, _("Til slutt"), _ENDS, ENDINGS.get(rule.key, ""))
        register(
            Kind(
                key_of(rule.key),
                "brev-" + rule.key.replace(".", "-").replace("_", "-"),
                rule.label,
                "",
                Output.LETTER,
                (*SECTIONS.get(rule.key, ()), ending),
                to_organisations=not (getattr(rule, "about_programme", False) or rule.audience is nobody),
            )
        )
