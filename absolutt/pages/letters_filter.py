"""What the page of letters is asked for: an address that can be shared. Unknown values narrow nothing."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from absolutt.pages import board_filter, letters_scope
from correspondence import catalogue
from correspondence.models import Envelope

STATES = {
    # value in the address: words. The last two are also ready, or being sent
    **dict(Envelope.State.choices),
    "returned": gettext_lazy("Kom i retur"),
    "held": gettext_lazy("Venter på at sendingen skal fortsette"),
    "stuck": gettext_lazy("Har stått for lenge"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    query: str = ""
    state: str = ""
    page: str = ""

    @classmethod
    def read(cls, parameters) -> "Asked":
        state = parameters.get("status", "")
        return cls(
            query=parameters.get("q", "").replace("\0", "").strip()[:100],
            state=state if state in STATES else "",
            page=parameters.get("side", ""),
        )

    @property
    def narrows(self) -> bool:
        return bool(self.query or self.state)


def narrowed(envelopes, programme, asked: Asked):
    """The envelopes that were asked for: in a state, and to an address, about a municipality or with a letter by a name
    that holds the words."""
    if asked.state in ("returned", "held", "stuck"):
        envelopes = getattr(envelopes, asked.state)()
    elif asked.state:
        envelopes = envelopes.filter(state=asked.state, returned_at=None)
    if not asked.query:
        return envelopes
    if "@" in asked.query:
        return letters_scope.matching(envelopes, programme, address=asked.query)
    return letters_scope.matching(
        envelopes, programme, address=asked.query, rules=_rules_called(asked.query),
        organisations=board_filter.named(programme, letters_scope.organisations_of(programme), asked.query),
    )  # fmt: skip


def _rules_called(words: str) -> list[str]:
    return [key for key, rule in catalogue.BY_KEY.items() if words.lower() in str(rule.label).lower()]
