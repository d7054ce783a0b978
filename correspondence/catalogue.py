"""Every rule by its key, whichever table it stands in, and whether its letter is still wanted."""

from correspondence import dated, gathering_readers, planning, rules
from correspondence.dated import DatedRule
from correspondence.models import Letter
from correspondence.rules import Rule

BY_KEY: dict[str, Rule | DatedRule] = {**rules.BY_KEY, **dated.BY_KEY}


def still_wanted(letter: Letter) -> bool:
    """Asked when the envelope is claimed: what was right when the letter was made may be wrong now."""
    rule = BY_KEY[letter.rule]
    if not (isinstance(rule, Rule) and rule.to_former_address) and not _is_to_her_address(letter):
        return False
    if letter.rule in dated.BY_KEY:
        return planning.still_wanted(letter)
    if letter.rule in gathering_readers.RULES:
        return gathering_readers.still_wanted(letter)
    return rules.still_wanted(letter)


def _is_to_her_address(letter: Letter) -> bool:
    """Her address may have been put right since: the one that was wrong may be a stranger's."""
    reader = letter.reader or letter.user
    return reader is None or reader.email.lower() == letter.address.lower()
