"""The facts of the dated letters about one gathering: who is asked, who comes, what is left to decide."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from gatherings import attending, overview
from gatherings.answering import answering
from gatherings.models import Gathering
from gatherings.stated import entry_days
from municipalities.duties import group_day
from municipalities.models import Participation
from programmes.models import Programme

SAYS_THE_LINK = ("info.reminder", "gathering.practical", "gathering.tomorrow")  # it is for who comes


def told(rule: str, gathering: Gathering, programme: Programme, participation: Participation | None) -> dict[str, Any]:
    """What the letter's templates read, in the language in force. ``gathering`` may be an unsaved one, of a preview."""
    gathering.programme = programme
    deadline = answering(gathering, group_day(programme))
    facts = {
        **overview.gathering_facts(gathering),
        "what": overview.kind_text(gathering),
        "link": gathering.link if rule in SAYS_THE_LINK else "",
        "is_digital": gathering.form != Gathering.Form.PHYSICAL,
        "has_files": bool(entry_days(gathering)),
        "answer_by": deadline.deadline if deadline else None,
        "page": _page(rule, gathering, programme, participation),
    }
    return facts | (_answers(gathering, programme, participation) if rule == "gathering.deadline" else {})


def sample(programme: Programme) -> Gathering:
    """The gathering that a letter is shown with before it is about one: the first with a day, or the first."""
    rows = list(programme.gatherings.with_days().filter(kind__in=Gathering.JOINT).in_order())
    dated = (row for row in rows if row.first_day)
    invented = Gathering(pk=0, programme=programme, kind=Gathering.Kind.JOINT, number=1, form=Gathering.Form.PHYSICAL)
    return next(dated, rows[0] if rows else invented)


def _page(rule: str, gathering: Gathering, programme: Programme, participation: Participation | None) -> str:
    if not gathering.pk:
        return settings.SITE_URL + reverse("plan", args=[programme.key])
    if rule == "form.decide":
        return settings.SITE_URL + reverse("gathering", args=[programme.key, gathering.pk])
    if rule != "gathering.deadline":
        return ""
    if participation is None:
        return settings.SITE_URL + reverse("gathering_answers", args=[programme.key, gathering.pk])
    number = participation.organisation.organisation_number
    return settings.SITE_URL + reverse("group_answers", args=[programme.key, number, gathering.pk])


def _answers(gathering: Gathering, programme: Programme, participation: Participation | None) -> dict[str, Any]:
    """For ``gathering.deadline``: of one group who has not answered, and of a programme how each group stands."""
    only = None if participation is None else [participation.pk]
    groups = attending.attendance_of(programme, [gathering], only).get(gathering.pk, {})
    everybody = [row for rows in groups.values() for row in rows]
    if participation is not None:
        missing = [row.name for row in everybody if not row.has_answered]
        lines = [_("Har ikke svart: %(names)s") % {"names": ", ".join(missing)}] if missing else []
        return {"counts": _counts(everybody), "lines": lines}
    rows = Participation.objects.filter(pk__in=groups).named_on(programme.day_for_names)
    named = rows.select_related("organisation").order_by("sort_key")
    return {"counts": _counts(everybody), "lines": [f"{row.full_name}: {_counts(groups[row.pk])}" for row in named]}


def _counts(rows: list[attending.Attendee]) -> str:
    found = attending.tally(rows)
    return _("%(coming)s kommer, %(absent)s kan ikke, %(unanswered)s har ikke svart.") % {
        "coming": found.coming, "absent": found.absent, "unanswered": found.unanswered,
    }  # fmt: skip
