"""Nynorsk for what the historical documents say in bokmål only; in the historical programmes it stays so."""

from absolutt.demo.nynorsk_content import CONTENT
from programmes import roles
from programmes.models import Programme, SectorCell
from programmes.words import Words, WordsField

NYNORSK = {
    "Samspill og dialog": "Samspel og dialog",
    "Roller og ansvar": "Roller og ansvar",
    "Roller og ansvar / Samspill og dialog": "Roller og ansvar / Samspel og dialog",
    "Kvalitet og kunnskapsgrunnlag": "Kvalitet og kunnskapsgrunnlag",
    "Framtidsbilder": "Framtidsbilete",
    "Utviklingsprosessen": "Utviklingsprosessen",
    "Hvor er vi?": "Kvar er vi?",
    "Hvor vil vi?": "Kvar vil vi?",
    "Hvordan kommer vi dit?": "Korleis kjem vi dit?",
    "deltakergruppe": "deltakargruppe",
    "0-24 år": "0–24 år",
    "velger en leder/koordinator av gruppa": "vel ein leiar/koordinator for gruppa",
    "Det er av betydning at kommunedirektør støtter opp og er involvert i arbeidet, gjennom å delta på samlinger "
    "og/eller i arbeidet mellom samlinger": "Det er viktig at kommunedirektøren støttar opp og er involvert i "
    "arbeidet, ved å delta på samlingar og/eller i arbeidet mellom samlingane",
    "en tverrfaglig referansegruppe … for lokal forankring og involvering underveis. Bruk gjerne en allerede etablert "
    "møteplass.": "ei tverrfagleg referansegruppe … for lokal forankring og involvering undervegs. Bruk gjerne ein "
    "møteplass de alt har.",
    "ordfører": "ordførar",
    "utvalgsleder for oppvekst": "utvalsleiar for oppvekst",
    "kommunedirektør": "kommunedirektør",
    "kommunalsjef oppvekst": "kommunalsjef oppvekst",
    "skolesjef": "skulesjef",
    "barnehagesjef": "barnehagesjef",
    "leder av PPT": "leiar av PPT",
    "leder av kulturskolen": "leiar av kulturskulen",
    "hovedtillitsvalgt": "hovudtillitsvald",
    "en representant for barn og unge": "ein representant for barn og unge",
    "reise": "reise",
    "opphold": "opphald",
    "eventuelt frikjøp": "eventuelt frikjøp",
    "Det faglige innholdet, støtte og veiledning dekkes av OU-midler":
        "Det faglege innhaldet, støtte og rettleiing blir dekte av OU-midlar",
    "Ved digitale samlinger kan det forekomme en deltakeravgift for å dekke produksjonen":
        "Ved digitale samlingar kan det kome ei deltakaravgift for å dekkje produksjonen",
    "Invitasjon til lokal kunnskapsbygging og økt samspill for et inkluderende helhetlig utdanningsløp og et godt "
    "oppvekstmiljø": "Invitasjon til lokal kunnskapsbygging og auka samspel for eit inkluderande heilskapleg "
    "utdanningsløp og eit godt oppvekstmiljø",
    "Kunnskapsgrunnlag og kvalitet": "Kunnskapsgrunnlag og kvalitet",
    "Hvordan kommer vi dit vi vil?": "Korleis kjem vi dit vi vil?",
    "kjernegruppe": "kjernegruppe",
    "Begrenset antall deltakere på fellessamlingene": "Det er eit avgrensa tal på deltakarar på fellessamlingane",
    "Det er ønskelig at en representant for barn og unge tar del i kommunens kjernegruppe.":
        "Det er ønskjeleg at ein representant for barn og unge tek del i kjernegruppa til kommunen.",
    "Alle deltakerkommuner må utnevne en koordinator": "Alle deltakarkommunar må peike ut ein koordinator",
    "leder av komité eller utvalg med ansvar for barn og unge":
        "leiar av komité eller utval med ansvar for barn og unge",
    "rådmann/kommunedirektør": "rådmann/kommunedirektør",
} | CONTENT  # fmt: skip


def write(programme: Programme) -> None:
    """Give the programme's texts their nynorsk; a role that stands in no list here gets the role catalogue's."""
    rows = [programme]
    for related in (
        programme.phases, programme.roles, programme.costs, programme.gatherings, programme.blocks, programme.resources,
        programme.contacts, programme.sector_levels, SectorCell.objects.filter(sector__programme=programme),
    ):  # fmt: skip
        rows += related.all()
    for row in rows:
        if _translate(row):
            row.save()


def _translate(row) -> bool:
    changed = False
    for field in row._meta.fields:
        if isinstance(field, WordsField) and (words := getattr(row, field.name)).lacks("nn"):
            nynorsk = NYNORSK.get(words.nb) or _of_role(row, words)
            if nynorsk:
                setattr(row, field.name, Words(words.nb, nynorsk))
                changed = True
    return changed


def _of_role(row, words: Words) -> str:
    return roles.title(row.key, words, is_county=False).nn if row._meta.model_name == "role" else ""
