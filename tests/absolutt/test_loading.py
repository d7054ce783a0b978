import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from accounts.models import JournalEntry
from gatherings.models import Gathering
from programmes.models import CompositionRule, Programme, Role
from programmes.words import Words

FILE = settings.BASE_DIR / "data" / "programmes.yaml"


@pytest.fixture
def file(tmp_path):
    """A copy of the real file with something replaced."""

    def changed(*replacements):
        text = FILE.read_text()
        for old, new in replacements:
            assert old in text
            text = text.replace(old, new, 1)
        path = tmp_path / "programmes.yaml"
        path.write_text(text)
        return path

    return changed


def refused(path):
    with pytest.raises(CommandError) as fault:
        call_command("load_programme", path)
    return str(fault.value)


def line_of(path, text):
    return next(n for n, line in enumerate(path.read_text().splitlines(), start=1) if text in line)


def test_the_three_programmes_are_archived_with_their_letters_off(programmes):
    assert {key: (row.state, row.letters_from) for key, row in programmes.items()} == {
        "trondelag-2020": ("archived", None),
        "more-og-romsdal-2020": ("archived", None),
        "innlandet-2021": ("archived", None),
    }


def test_phases_are_the_frameworks_unless_the_programme_has_its_own(programmes):
    def phases(key):
        return [str(phase.name) for phase in programmes[key].phases.all()]

    assert phases("innlandet-2021") == [
        "Roller og ansvar",
        "Kvalitet og kunnskapsgrunnlag",
        "Framtidsbilder",
        "Utviklingsprosessen",
    ]
    assert phases("more-og-romsdal-2020") == ["Kunnskapsgrunnlag og kvalitet", "Framtidsbilder", "Utviklingsprosessen"]


def test_deadlines_and_windows_are_as_fuzzy_as_the_document(programmes):
    innlandet = programmes["innlandet-2021"]

    def words(kind):
        return innlandet.deadline(kind).format().replace("\u00a0", " ")

    assert words("sign_up") == "15. desember 2020"
    assert words("pre_meeting") == "15. desember 2020–22. januar 2021"
    assert words("reflection_note") == "etter 15. desember 2020"
    assert programmes["trondelag-2020"].sign_up_deadline.precision == ""


def test_who_should_be_in_the_group_differs_between_the_programmes(programmes):
    def youth(key):
        return CompositionRule.objects.get(programme__key=key, level="youth").strength

    assert (youth("trondelag-2020"), youth("more-og-romsdal-2020"), youth("innlandet-2021")) == (
        "hint",
        "desired",
        "hint",
    )
    assert Role.objects.filter(programme__key="innlandet-2021").count() == 10
    assert not Role.objects.filter(level="").exists()


def test_group_names_and_their_absence_are_kept(programmes):
    terms = {key: str(row.group_term) for key, row in programmes.items()}

    assert terms["innlandet-2021"] == "deltakergruppe"
    assert terms["more-og-romsdal-2020"] == "kjernegruppe"


def test_what_no_room_uses_yet_is_kept(programmes):
    assert programmes["trondelag-2020"].rest["invitation"]["text"] == "Invitasjon kommer!"
    assert programmes["more-og-romsdal-2020"].rest["provider"] == "KS Konsulent"
    assert "coordinator_rule" in programmes["innlandet-2021"].rest


def test_the_words_a_date_was_written_with_are_kept(programmes):
    second = Gathering.objects.get(programme=programmes["innlandet-2021"], number=2)

    assert second.when.text == "27.-28.april 2021"


def test_loading_twice_changes_nothing(programmes, capsys):
    before = (JournalEntry.objects.count(), list(Gathering.objects.order_by("pk").values()))

    call_command("load_programme", FILE)

    assert capsys.readouterr().out.split("\n")[:3] == [
        "trondelag-2020: unchanged",
        "more-og-romsdal-2020: unchanged",
        "innlandet-2021: unchanged",
    ]
    assert (JournalEntry.objects.count(), list(Gathering.objects.order_by("pk").values())) == before


def test_a_changed_file_changes_what_differs_and_keeps_the_rows(programmes, file):
    kept = Gathering.objects.get(programme__key="innlandet-2021", number=1).pk

    call_command("load_programme", file(('theme: ["Framtidsbilder"]', 'theme: ["Andre bilder"]')))

    assert Gathering.objects.get(programme__key="innlandet-2021", number=3).theme == Words("Andre bilder")
    assert Gathering.objects.get(programme__key="innlandet-2021", number=1).pk == kept


def test_a_displayed_text_may_be_given_in_both_norms(register, file):
    call_command(
        "load_programme",
        file(('title: "ABSOLUTT Innlandet"', 'title: {nb: "ABSOLUTT Innlandet", nn: "ABSOLUTT på nynorsk"}')),
    )

    assert Programme.objects.get(key="innlandet-2021").title.nn == "ABSOLUTT på nynorsk"


@pytest.mark.parametrize(
    ("old", "new", "field", "expected"),
    [
        (
            "form: digital, days: 1, place: null, date_tentative: false, date: {precision: day, start: 2021-02-05",
            "form: digitalt, days: 1, place: null, date_tentative: false, date: {precision: day, start: 2021-02-05",
            "gatherings[0].form",
            "is «digitalt», expected one of: digital, physical, undecided, nothing",
        ),
        ("start: 2021-02-05, end: 2021-02-05", "start: 2021-02-31, end: 2021-02-05", "date.start", "a date such as"),
        (
            "start: 2021-04-27, end: 2021-04-28",
            "start: 2021-04-29, end: 2021-04-28",
            "gatherings[1].date",
            "end is before start",
        ),
        ('county: "Innlandet"', 'county: "Oppland"', "county", "no county of the register"),
        ("id: innlandet-2021", "id: Innlandet 2021", "id", "small letters"),
        ('title: "ABSOLUTT Innlandet"', "title: 7", "title", "a text, or {nb, nn}"),
        ('kind: joint_gathering, label: "1"', 'kind: gathering, label: "1"', "kind", "joint_gathering"),
        (
            "amount: null, currency: NOK, tentative: true}",
            "amount: 0, currency: NOK, tentative: true}",
            "amount",
            "never 0",
        ),
        ("schema_version: 1", "schema_version: 2", "schema_version", "expected 1"),
    ],
)
def test_a_fault_names_the_line_the_field_and_what_was_expected(register, file, old, new, field, expected):
    path = file((old, new))

    said = refused(path)

    assert f"line {line_of(path, new)}" in said
    assert field in said and expected in said
    assert not Programme.objects.exists()


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"programmes: [", "line 1: not valid YAML"),
        (b"\xff\xfe", "not written in UTF-8"),
        (b"- a list", "expected a mapping"),
        (b"schema_version: 1\nframework: {name: A, owner: B, phases: []}\nprogrammes: []", "phases"),
    ],
)
def test_a_file_that_is_something_else_is_refused_with_a_sentence(register, tmp_path, content, expected):
    path = tmp_path / "fil.yaml"
    path.write_bytes(content)

    assert expected in refused(path)


def test_a_file_that_is_not_there_is_said_to_be_so(register, tmp_path):
    assert "cannot be read" in refused(tmp_path / "nowhere.yaml")


def test_a_bad_programme_after_a_good_one_leaves_nothing_behind(register, file):
    refused(file(('county: "Innlandet"', 'county: "Oppland"')))

    assert not Programme.objects.exists()
    assert not JournalEntry.objects.filter(verb="programme.loaded").exists()


def test_every_fault_is_told_at_once(register, file):
    said = refused(file(('county: "Innlandet"', "county: 7"), ("schema_version: 1", "schema_version: 2")))

    assert said.count("line ") == 2
