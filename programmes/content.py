"""A programme's content by its parts: each part is declared once, and page, form, journal and loader go by it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy

from programmes import content_forms as forms
from programmes import matrix
from programmes.models import (
    Contact,
    ContentBlock,
    CostLine,
    Endorsement,
    Figure,
    Programme,
    Resource,
    Sector,
    SectorLevel,
)
from programmes.parts import Part

Kind = ContentBlock.Kind


PARTS = (
    Part("ambition", "ambisjoner", ContentBlock, forms.AmbitionForm, gettext_lazy("Ambisjoner"),
         gettext_lazy("Ny ambisjon"), gettext_lazy("Endre ambisjonen"),
         gettext_lazy("Hva programmet vil for barn og unge."), (Kind.AMBITION,)),
    Part("competence_goal", "kompetansemal", ContentBlock, forms.GoalForm, gettext_lazy("Kompetansemål"),
         gettext_lazy("Nytt kompetansemål"), gettext_lazy("Endre kompetansemålet"),
         gettext_lazy("Hva deltakerne skal kunne etter programmet."), (Kind.COMPETENCE_GOAL,)),
    Part("responsibility", "ansvar", ContentBlock, forms.ResponsibilityForm, gettext_lazy("Hvem har ansvaret"),
         gettext_lazy("Nytt ansvar"), gettext_lazy("Endre ansvaret"),
         gettext_lazy("Hva som er politisk, administrativt og profesjonelt ansvar."), (Kind.RESPONSIBILITY,)),
    Part("figure", "utfordringsbilde", Figure, forms.FigureForm, gettext_lazy("Utfordringsbildet"),
         gettext_lazy("Nytt tall"), gettext_lazy("Endre tallet"),
         gettext_lazy("Tall som viser hvorfor programmet trengs. Kilde og år må være med.")),
    Part("local_direction", "lokal-innretning", ContentBlock, forms.DirectionForm, gettext_lazy("Lokal innretning"),
         gettext_lazy("Ny tekst om lokal innretning"), gettext_lazy("Endre teksten om lokal innretning"),
         gettext_lazy("Hvordan kommunene kan gjøre programmet til sitt eget."), ContentBlock.DIRECTIONS),
    Part("approach", "tilnerminger", ContentBlock, forms.ApproachForm, gettext_lazy("Tilnærminger"),
         gettext_lazy("Ny tilnærming"), gettext_lazy("Endre tilnærmingen"),
         gettext_lazy("Det kommunene kan velge å bygge arbeidet sitt på."), (Kind.APPROACH,)),
    Part("local_offer", "tilbud", ContentBlock, forms.OfferForm, gettext_lazy("Tilbud til kommunene"),
         gettext_lazy("Nytt tilbud"), gettext_lazy("Endre tilbudet"),
         gettext_lazy("Temadager og digitale fagøkter som ikke har noen dato."), ContentBlock.OFFERS),
    Part("sector", "tjenester", Sector, forms.SectorForm, gettext_lazy("Tjenester nivå for nivå"),
         gettext_lazy("Ny tjeneste"), gettext_lazy("Endre tjenesten"),
         gettext_lazy("Hvem som har ansvar for tjenestene til barn og unge, fra departement til kommune.")),
    Part("sector_level", "nivaer", SectorLevel, forms.LevelForm, gettext_lazy("Nivåer i tjenestematrisen"),
         gettext_lazy("Nytt nivå"), gettext_lazy("Endre nivået"),
         gettext_lazy("Kolonnene i tjenestematrisen, for eksempel departement og kommune.")),
    Part("endorsement", "forankring", Endorsement, forms.EndorsementForm, gettext_lazy("Forankring"),
         gettext_lazy("Ny forankring"), gettext_lazy("Endre forankringen"),
         gettext_lazy("Hvem som står bak programmet.")),
    Part("cost", "kostnader", CostLine, forms.CostForm, gettext_lazy("Kostnader"),
         gettext_lazy("Ny kostnad"), gettext_lazy("Endre kostnaden"),
         gettext_lazy("Hva som er dekket, og hva kommunene betaler. Et beløp som ikke er fastsatt, skal stå tomt.")),
    Part("resource", "ressurser", Resource, forms.ResourceForm, gettext_lazy("Ressurser"),
         gettext_lazy("Ny ressurs"), gettext_lazy("Endre ressursen"),
         gettext_lazy("Filmer og sider på nettet. Portalen lenker dit.")),
    Part("reflection_question", "refleksjon", ContentBlock, forms.QuestionForm,
         gettext_lazy("Spørsmål til refleksjon"), gettext_lazy("Nytt spørsmål"), gettext_lazy("Endre spørsmålet"),
         gettext_lazy("Noe å snakke om hjemme."), (Kind.REFLECTION_QUESTION,)),
    Part("contact", "kontakter", Contact, forms.ContactForm, gettext_lazy("Kontakt"),
         gettext_lazy("Ny kontakt"), gettext_lazy("Endre kontakten"),
         gettext_lazy("Hvem som kan spørres om hva. Alle kan lese dette, så skriv roller og ikke navn.")),
)  # fmt: skip

BY_KEY = {part.key: part for part in PARTS}


@dataclass(frozen=True, slots=True)
class Content:
    """Everything a programme says of itself besides its plan. Made in seven queries, whatever there is."""

    blocks: dict[str, list[ContentBlock]]  # by kind
    figures: list[Figure]
    endorsements: list[Endorsement]
    costs: list[CostLine]
    resources: list[Resource]
    contacts: list[Contact]
    matrix: matrix.Matrix

    def of(self, part: Part) -> Iterator[Any]:
        """The part's rows, as ``Part.rows`` gives them; for the matrix its services, or levels, that say something."""
        if part.kinds:
            for kind in part.kinds:
                yield from self.blocks.get(kind, [])
        elif part.model is Sector:
            yield from self.matrix.rows
        elif part.model is SectorLevel:
            yield from self.matrix.levels
        else:
            lists: dict[type, list[Any]] = {Figure: self.figures, Endorsement: self.endorsements, CostLine: self.costs,
                     Resource: self.resources, Contact: self.contacts}  # fmt: skip
            yield from lists[part.model]


def content_of(programme: Programme) -> Content:
    blocks: dict[str, list[ContentBlock]] = {}
    for block in programme.blocks.all():
        blocks.setdefault(block.kind, []).append(block)
    return Content(
        blocks=blocks,
        figures=list(programme.figures.all()),
        endorsements=list(programme.endorsements.all()),
        costs=list(programme.costs.all()),
        resources=list(programme.resources.select_related("phase")),
        contacts=list(programme.contacts.all()),
        matrix=matrix.filled(programme),
    )
