"""A programme made from the framework, and what deviates from it."""

from uuid import uuid4

import pytest
from django.utils import translation

from absolutt.creating import KeyTaken, MadeBefore, create_programme
from accounts.journal import SYSTEM
from accounts.models import JournalEntry
from programmes.deviations import deviations
from programmes.models import CompositionRule, Framework, Programme, Region
from programmes.when import When
from programmes.words import Words


def created(key="ny-runde", **given):
    values = {
        "framework": Framework.objects.get(), "region": Region.objects.get(name="KS Innlandet"), "key": key,
        "title": Words("ABSOLUTT Innlandet 2028", "ABSOLUTT Innlandet 2028"), "when": When(), "by": SYSTEM,
    }  # fmt: skip
    return create_programme(**{**values, **given})


def told(programme):
    return [(row.kind, row.framework, row.programme) for row in deviations(programme)]


def test_a_new_programme_has_what_the_framework_says_and_no_day_that_nobody_decided(programmes):
    programme = created()

    assert [str(phase.name) for phase in programme.phases.all()] == [
        "Roller og ansvar", "Kvalitet og kunnskapsgrunnlag", "Framtidsbilder", "Utviklingsprosessen",
    ]  # fmt: skip
    assert programme.composition.count() == 4 and programme.roles.count() == 13
    assert [row.kind for row in programme.blocks.all()] == ["competence_goal"] * 4 + ["responsibility"] * 3
    assert (programme.state, programme.letters_from, programme.is_public) == ("sketch", None, False)
    assert (programme.deadlines.count(), programme.gatherings.count(), programme.when) == (0, 0, When())
    assert JournalEntry.objects.filter(verb="programme.created", scope=f"programme:{programme.pk}").exists()


def test_the_regions_organisations_are_listed(programmes):
    assert created().participations.count() == 47


def test_a_new_programme_deviates_in_nothing(programmes):
    assert told(created()) == []


def test_what_has_other_words_what_is_gone_and_what_is_new_is_told(programmes):
    programme = created()
    programme.phases.filter(key="roles").delete()
    programme.phases.filter(key="futures").update(question=Words("Hvor skal vi?"))
    programme.composition.filter(level="youth").update(strength=CompositionRule.Strength.REQUIRED)
    programme.blocks.filter(kind="responsibility", order=1).delete()
    programme.blocks.filter(kind="competence_goal", order=2).update(text=Words("Innsikt", "Innsikt"))
    programme.roles.create(order=20, name=Words("barnevernleder", "barnevernleiar"))
    Programme.objects.update(group_term=Words("kjernegruppe", "kjernegruppe"))

    assert told(Programme.objects.get(pk=programme.pk)) == [
        ("Navn på gruppa", "gruppe", "kjernegruppe"),
        ("Fase", "Roller og ansvar – Samspill og dialog", ""),
        ("Fase", "Framtidsbilder – Hvor vil vi?", "Framtidsbilder – Hvor skal vi?"),
        ("Mål", "Innsikt i hva som virker inn på barn og unges læring, utvikling, trivsel og tilhørighet.", ""),
        ("Mål", "", "Innsikt"),
        ("Ansvar", "Styring – politisk ansvar", ""),
        ("Krav til gruppa", "Barn og unge: gjerne, minst 1", "Barn og unge: må, minst 1"),
        ("Rolle", "", "barnevernleder"),
    ]


def test_a_nynorsk_that_only_the_programme_has_is_no_deviation(programmes):
    programme = created()
    programme.phases.filter(key="roles").update(name=Words("Roller og ansvar", "Roller og ansvar på nynorsk"))

    with translation.override("nn"):
        assert told(programme) == []


@pytest.mark.parametrize(("key", "phases"), [
    ("innlandet-2021", []),
    ("more-og-romsdal-2020", [
        "Roller og ansvar – Samspill og dialog",
        "Kvalitet og kunnskapsgrunnlag – Hvor er vi?",
        "Utviklingsprosessen – Hvordan kommer vi dit?",
    ]),
])  # fmt: skip
def test_the_historical_programmes_deviate_as_their_documents_do(programmes, key, phases):
    assert [row.framework for row in deviations(programmes[key]) if row.kind == "Fase"] == phases


def test_comparing_asks_the_database_few_times(programmes, django_assert_num_queries):
    programme = Programme.objects.select_related("framework").get(pk=created().pk)

    with django_assert_num_queries(4):
        deviations(programme)


def test_a_form_that_is_sent_twice_makes_one_programme(programmes):
    once = uuid4()
    made = created(once=once)

    with pytest.raises(MadeBefore) as before:
        created(key="ny-runde-2", once=once)

    assert before.value.programme == made
    assert not Programme.objects.filter(key="ny-runde-2").exists()


def test_an_address_that_another_has_is_no_form_sent_twice(programmes):
    created(once=uuid4())

    for once in (uuid4(), None):
        with pytest.raises(KeyTaken):
            created(once=once)
