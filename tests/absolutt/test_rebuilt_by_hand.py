"""All three historical programmes, rebuilt by hand through the screens, are the same rows as ``load_programme`` gives.

What is typed is what a person would type: a date in full, since a document's words may lean on a year said elsewhere.
Every column is compared but those in ``LEFT_OUT``, and of those who take part the organisations. Not rebuilt: who sat
in the groups and what was answered, which these files do not say.
"""

from dataclasses import replace

import pytest
from django.urls import reverse

from gatherings.forms import DeadlineForm, GatheringForm, initial_of_deadline
from gatherings.plan import plan_of
from programmes.content import PARTS
from programmes.models import Programme, SectorCell
from programmes.setup import SETUP
from programmes.setup_forms import FactsForm
from programmes.when import When
from tests import factories

pytestmark = pytest.mark.django_db
KEYS = ("innlandet-2021", "more-og-romsdal-2020", "trondelag-2020")
LEFT_OUT = {
    "id", "programme_id", "gathering_id",  # a row of its own: which row it belongs to is told by where it stands
    "key", "version",  # the screens give their own
    "date_text",  # the words that a date was written with
    "year_basis",  # where a document's year came from: one that somebody types is hers
    "digest",  # of the file
    "rest",  # what the file says and no room uses yet: no screen has it
    "state", "letters_from", "is_public",  # the source is archived, and the copy is where each programme begins
}  # fmt: skip
SHOULD_BE_SAVED = "was not saved: "


class Hand:
    """Somebody who reads one programme and types it into another's screens."""

    def __init__(self, client, source):
        self.client, self.source, self.key = client, source, ""

    @property
    def copy(self):
        return Programme.objects.get(key=self.key)

    def send(self, name, data, *args):
        """Post, also past the page that shows whom a change affects; what cannot be saved says why."""
        response = self.client.post(reverse(name, args=[self.key, *args]), data)
        if response.status_code == 200:  # looked over first
            response = self.client.post(reverse(name, args=[self.key, *args]), data | {"confirmed": "1"})
        form = response.context and response.context.get("form")
        assert response.status_code == 302, f"{name} {args} {SHOULD_BE_SAVED}{form and form.errors}"

    def begin(self):
        title = self.source.title
        data = {"region": self.source.region_id, "title_nb": title.nb, "title_nn": title.nn, "begins_as": "framework",
                "when": in_full(self.source.when)}  # fmt: skip
        response = self.client.post(reverse("new_programme"), data)
        self.key = response.url.strip("/").split("/")[-1]

    def write_facts(self):
        form = FactsForm(programme=self.source, row=self.source)
        self.send("facts", typed(form, when=in_full(self.source.when)) | {"version": self.copy.version})

    def write_rows(self, part):
        """What the framework brought is taken away, and each row is written anew in its place."""
        for row in part.rows(self.copy):
            self.send("remove_content", {"version": row.version}, part, row.pk)
        for row in part.rows(self.source):
            known = part.rows(self.copy).order_by("-pk").first()
            form = part.form(programme=self.source, row=row)
            data = self.translated(part, typed(form)) | {"version": known.pk if known else 0}
            self.send("add_content", data, part)

    def translated(self, part, data):
        """A choice or a field that names a row of the source names the copy's own in the same place."""
        if data.get("phase"):
            data["phase"] = self.phase(data["phase"])
        if part.key == "sector":
            levels = zip(self.source.sector_levels.all(), self.copy.sector_levels.all(), strict=True)
            names = {str(old.pk): str(new.pk) for old, new in levels}
            data = {
                "_".join(names.get(word, word) for word in name.split("_")): value for name, value in data.items()
            }  # fmt: skip
        return data

    def phase(self, pk):
        order = list(self.source.phases.values_list("pk", flat=True)).index(int(pk))
        return list(self.copy.phases.values_list("pk", flat=True))[order]

    def write_plan(self):
        for row in self.source.deadlines.all():
            form = DeadlineForm(kind=row.kind, initial=initial_of_deadline(row.when, row.purpose))
            self.send("plan_deadline", typed(form, when=in_full(row.when)) | {"version": self.copy.version}, row.kind)
        for row in sorted(self.source.gatherings.all(), key=lambda row: (row.kind != "joint", row.order)):
            form = GatheringForm(plan=plan_of(self.source), gathering=row)
            data = typed(form, when=in_full(row.when)) | {"version": self.copy.version}
            if data.get("phase"):
                data["phase"] = self.phase(data["phase"])
            self.send("add_gathering", data)


def in_full(when):
    """The date as it is written out, with its year; its doubt stands in a box of its own where there is one."""
    return replace(when, text="").in_full("nb") if when != When() and when.precision else ""


def typed(form, **instead):
    """What a person fills in so that the form says what it shows; ``instead`` for what she writes in other words."""
    data = {}
    for name in form.fields:
        value = instead.get(name, form[name].value())
        if value not in (None, False, "", []):
            data[name] = "on" if value is True else value
    return data


def values_of(rows):
    """The rows in their order, as plain values; a row of another table by its place or its words."""
    found = []
    for row in rows:
        values = {}
        for field in row._meta.concrete_fields:
            if field.attname in LEFT_OUT or field.name == "order":
                continue
            value = getattr(row, field.name)
            values[field.name] = str(value) if field.is_relation and value is not None else value
        found.append(values)
    return found


def in_plan_order(programme):
    return sorted(
        programme.gatherings.all(),
        key=lambda row: (row.kind, row.number or 0, row.after_number or 0, str(row.start), row.order),
    )  # fmt: skip


def days_of(programme):
    """The hours of each day of the gatherings that last several, gathering by gathering."""
    return [values_of(row.own_days.order_by("number")) for row in in_plan_order(programme)]


def organisations_of(programme):
    return set(programme.participations.values_list("organisation__organisation_number", flat=True))


@pytest.mark.parametrize("key", KEYS)
def test_a_historical_programme_is_rebuilt_by_hand_to_the_same_rows(client, programmes, key):
    source = programmes[key]
    client.force_login(factories.adviser())
    hand = Hand(client, source)

    hand.begin()
    hand.write_facts()
    levels_first = sorted(PARTS, key=lambda part: part.key != "sector_level")
    for part in (*SETUP, *levels_first):
        hand.write_rows(part)
    hand.write_plan()

    copy = hand.copy
    assert values_of([copy]) == values_of([source])
    for part in (*SETUP, *PARTS):
        assert values_of(part.rows(copy)) == values_of(part.rows(source)), part.key
    cells = [
        [(cell.level.order, cell.text, cell.uncertain) for cell in SectorCell.objects.filter(sector__programme=each)
         .select_related("level").order_by("sector__order", "level__order")]
        for each in (copy, source)
    ]  # fmt: skip
    assert cells[0] == cells[1]
    assert values_of(copy.deadlines.order_by("kind")) == values_of(source.deadlines.order_by("kind"))
    assert values_of(in_plan_order(copy)) == values_of(in_plan_order(source))
    assert days_of(copy) == days_of(source)
    assert organisations_of(copy) == organisations_of(source)
