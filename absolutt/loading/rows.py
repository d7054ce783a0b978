"""The rows of a programme: what the file lists is what stands, matched by a natural key."""

from datetime import time

from gatherings.models import Gathering
from programmes.words import Words

_KINDS = {"joint_gathering": "joint", "experience_gathering": "experience"}


def replace_rows(model, programme, key, rows, **within):
    """Make ``programme``'s rows of ``model`` equal ``rows``: kept where ``key`` matches, added, removed. ``within``
    narrows it to those with these values."""
    of_programme = model.objects.filter(programme=programme, **within)
    existing = {getattr(row, key): row for row in of_programme}
    wanted = {row[key] for row in rows}
    of_programme.exclude(**{f"{key}__in": wanted}).delete()
    for values in rows:
        row = existing.get(values[key]) or model(programme=programme, **within)
        for field, value in values.items():
            setattr(row, field, value)
        row.save()


def schedule_rows(programme, content, when, words):
    """Write the schedule: information meetings, gatherings and coordinator meetings, in the file's order."""
    phases = {phase.key: phase for phase in programme.phases.all()}
    rows = []
    for index, item in enumerate(content.get("information_meetings") or []):
        path = ("information_meetings", index, "date")
        hours = item.get("time") or {}
        rows.append({
            "key": f"information-{index + 1}",
            "kind": Gathering.Kind.INFORMATION_MEETING,
            "when": when(path, item["date"], tentative=item.get("tentative", False)),
            "starts_at": _clock(hours.get("start")),
            "ends_at": _clock(hours.get("end")),
            "form": item.get("form") or "",
            "external_url": item.get("sign_up_url") or "",
        })  # fmt: skip
    for index, item in enumerate(content["gatherings"]):
        rows.append(_gathering(item, ("gatherings", index, "date"), phases, when, words))
    for index, item in enumerate(content.get("coordinator_meetings") or []):
        after, before = item.get("between") or (None, None)
        rows.append({
            "key": f"coordinators-{after or index + 1}",
            "kind": item["kind"],
            "when": when(
                ("coordinator_meetings", index, "date"), item.get("date"), tentative=item.get("date_tentative", False)
            ),
            "form": item.get("form") or "",
            "after_number": after,
            "before_number": before,
        })  # fmt: skip
    for order, row in enumerate(rows, start=1):
        row["order"] = order
    replace_rows(Gathering, programme, "key", rows)


def _gathering(item, path, phases, when, words):
    kind = _KINDS[item["kind"]]
    return {
        "key": f"{kind}-{item['no']}" if item.get("no") else kind,
        "kind": kind,
        "number": item.get("no"),
        "label": Words.of(item.get("label")),
        "theme": words(item.get("theme")),
        "phase": phases.get(item.get("phase")),
        "when": when(path, item["date"], days=item.get("days"), tentative=item.get("date_tentative", False)),
        "form": item.get("form") or "",
        "form_tentative": item.get("form_tentative", False),
        "place": item.get("place") or "",
    }


def _clock(value):
    return time.fromisoformat(value) if value else None
