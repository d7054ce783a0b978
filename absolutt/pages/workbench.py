"""The adviser's ways from one page of a programme to another: the row of links under the title of each."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy

from programmes.models import Programme


@dataclass(frozen=True, slots=True)
class Way:
    """``name`` is the page's address by name, ``below`` the names of pages that are reached from it. ``living`` pages
    are not there for an archived programme."""

    name: str
    text: Any
    below: tuple[str, ...] = ()
    living: bool = True


WAYS = (
    Way("programme", gettext_lazy("Oversikt"), ("meeting_list",), living=False),
    Way("board", gettext_lazy("Tavle"), ("remind", "several", "region_map"), living=False),
    Way("plan", gettext_lazy("Plan"), (
        "add_gathering", "gathering", "remove_gathering", "gathering_answers", "plan_deadline", "remove_deadline",
        "propose_gatherings", "school_holidays", "remove_school_holiday",
    )),
    Way("invitees", gettext_lazy("Hvem vi inviterer"), (
        "set_limits", "leave_out", "add_organisation", "waiting_list", "offer_next", "take_out_of_turn",
        "interest_list", "interest_tell", "erase_interest", "directors", "invitations", "import_answers", "import_rows",
    )),
    Way("content", gettext_lazy("Innhold"), ("content_part", "add_content", "content_row"), living=False),
    Way("texts", gettext_lazy("Tekster"), ("edit_text", "text_versions", "preview_text")),
    Way("letters", gettext_lazy("Brev"), ("letter_plan", "letter_rule", "letter_readers")),
    Way("setup", gettext_lazy("Oppsett"), ("facts", "lifecycle"), living=False),
)  # fmt: skip


def ways(programme, here):
    """(way, it is where the reader is) for each that the programme has; ``here`` is the address' name."""
    archived = programme.state == Programme.State.ARCHIVED
    return [(way, here == way.name or here in way.below) for way in WAYS if not (archived and way.living)]
