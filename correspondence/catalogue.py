"""Every rule by its key, whichever table it stands in, and whether its letter is still wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from correspondence import dated, gathering_readers, planning, rules
from correspondence.dated import DatedRule
from correspondence.models import Letter
from correspondence.rules import Rule

if TYPE_CHECKING:
    from correspondence.batch import Batch

BY_KEY: dict[str, Rule | DatedRule] = {**rules.BY_KEY, **dated.BY_KEY}

# Those that come with a PDF: they take a hundred times as long, and have a queue of their own.
WITH_PDF = tuple(key for key, rule in BY_KEY.items() if rule.document in ("invitation", "receipt"))


def still_wanted(letter: Letter, batch: Batch | None = None) -> bool:
    """Asked when the envelope is claimed: what was right when the letter was made may be wrong now. By what ``batch``
    has fetched, where the letter is in one."""
    rule = BY_KEY[letter.rule]
    if not (isinstance(rule, Rule) and rule.to_former_address) and not _is_to_her_address(letter):
        return False
    if letter.rule in dated.BY_KEY:
        return planning.is_wanted(letter, batch.facts(letter)) if batch else planning.still_wanted(letter)
    if letter.rule in gathering_readers.RULES:
        return gathering_readers.still_wanted(letter)
    return rules.still_wanted(letter, batch.directors) if batch else rules.still_wanted(letter)


def _is_to_her_address(letter: Letter) -> bool:
    """Her address may have been put right since: the one that was wrong may be a stranger's."""
    reader = letter.reader or letter.user
    return reader is None or reader.email.lower() == letter.address.lower()
