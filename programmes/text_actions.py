"""Acts on texts. Each adds versions; none changes or removes one."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from accounts import journal
from accounts.journal import Actor
from programmes import text_kinds
from programmes.acting import ChangedMeanwhile, refuse_archived
from programmes.models import Programme, TextVersion
from programmes.texts import Texts
from programmes.words import Words


class TextsChanged(ChangedMeanwhile):
    """Somebody else wrote in ``sections`` after the page was opened. Nothing was saved."""

    def __init__(self, sections: list[str]):
        super().__init__(", ".join(sections))
        self.sections = sections


@dataclass(frozen=True, slots=True)
class Written:
    """What somebody wrote for a section, and the number of the version that her page showed (0: none)."""

    words: Words
    seen: int


@transaction.atomic
def save_texts(*, programme: Programme | None, kind: str, written: Mapping[str, Written], by: Actor) -> list[str]:
    """A new version of every section that ``by`` changed; ``programme`` None is the national framework. Returns their
    keys. A section that she left as her page showed it is left alone, whatever others have written there since.

    Raises ``TextsChanged`` where somebody else has changed a section that she changed too, ``Archived``, and
    ``KeyError`` for what is not declared.
    """
    _is_open(programme)
    texts = Texts.of(programme)
    changed: list[str] = []
    taken: list[str] = []
    for key, said in written.items():
        text_kinds.by_key(kind).section(key)
        if said.words == texts.own(kind, key) or said.words == _as_seen(programme, kind, key, said.seen):
            continue
        (changed if texts.number(kind, key) == said.seen else taken).append(key)
    if taken:
        raise TextsChanged(taken)
    for key in changed:
        _add(programme, kind, key, written[key].words, written[key].seen, by=by)
    return changed


@transaction.atomic
def restore_text(*, version: TextVersion, seen: int, by: Actor) -> TextVersion:
    """Bring an earlier version back, as the newest one. ``seen`` is the number of the one that counted when the page
    was opened. Raises ``TextsChanged`` and ``Archived``."""
    _is_open(version.programme)
    if Texts.of(version.programme).number(version.kind, version.section) != seen:
        raise TextsChanged([version.section])
    return _add(
        version.programme, version.kind, version.section, version.words, seen, by=by, restored_from=version.number
    )


@transaction.atomic
def copy_texts(*, source: Programme, programme: Programme, by: Actor) -> int:
    """Give a new round the texts that the earlier one has now; returns how many. Dates that people wrote into them
    are not moved, since nobody can tell which of them are dates of the round: pages say where a text comes from."""
    rows = [row for row in TextVersion.objects.that_count(source) if row.programme_id and row.words]
    for row in rows:
        TextVersion.objects.create(
            programme=programme, kind=row.kind, section=row.section, number=1, nb=row.nb, nn=row.nn,
            copied_from=source, by=by.user,
        )  # fmt: skip
    if rows:
        journal.append(
            verb="texts.copied", by=by, subject=programme, scope=programme, source=source.pk, count=len(rows)
        )
    return len(rows)


def _is_open(programme: Programme | None) -> None:
    if programme is not None:
        refuse_archived(programme)


def _as_seen(programme: Programme | None, kind: str, section: str, number: int) -> Words:
    rows = TextVersion.objects.written_for(programme).of(kind, section).filter(number=number)
    seen = rows.first() if number else None
    return seen.words if seen else Words()


def _add(
    programme: Programme | None, kind: str, section: str, words: Words, seen: int, *, by: Actor,
    restored_from: int | None = None,
) -> TextVersion:  # fmt: skip
    """Version ``seen`` + 1. The database refuses a second one with that number: whoever was slower is told."""
    try:
        with transaction.atomic():
            version = TextVersion.objects.create(
                programme=programme, kind=kind, section=section, number=seen + 1, nb=words.nb, nn=words.nn,
                restored_from=restored_from, by=by.user,
            )  # fmt: skip
    except IntegrityError:
        raise TextsChanged([section]) from None
    verb = "text.restored" if restored_from else "text.saved"
    journal.append(
        verb=verb, by=by, subject=version, scope=programme, kind=kind, section=section, number=version.number,
        norms=[norm for norm in ("nb", "nn") if getattr(words, norm)],
    )  # fmt: skip
    return version
