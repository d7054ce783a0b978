"""«Utsatt frist» and «fritatt» on the organisation's page: seen whenever given, replaced knowingly, taken back."""

import html

import pytest

from tests import factories

pytestmark = pytest.mark.django_db


def path(participation, rest=""):
    return f"/program/{participation.programme.key}/{participation.organisation.organisation_number}/{rest}"


def text(response):
    return " ".join(html.unescape(response.content.decode()).split())


def version(participation):
    participation.refresh_from_db()
    return participation.version


@pytest.fixture
def participation():
    return factories.signed_up()


@pytest.mark.parametrize("what", ["waive", "extend"])
def test_an_exception_given_before_the_sign_up_is_seen_and_can_be_taken_back(client, what):
    invited = factories.invited()
    client.force_login(factories.adviser())
    day = factories.in_days(90).isoformat() if what == "extend" else ""
    given = {"exception-duty": "group.register", "exception-what": what, "exception-day": day,
             "exception-reason": "Går sammen med Lom"}  # fmt: skip

    client.post(path(invited, "unntak/"), given | {"exception-version": version(invited)})
    page = text(client.get(path(invited)))
    board = text(client.get(f"/program/{invited.programme.key}/tavle/"))
    client.post(path(invited, "unntak/slutt/"), {"duty": "group.register", "version": version(invited)})

    words = "Fritatt når det blir aktuelt" if what == "waive" else "Utsatt frist når det blir aktuelt"
    assert words in page and "Går sammen med Lom" in page and "Ta bort unntaket" in page
    assert words in board
    assert "Går sammen med Lom" not in text(client.get(path(invited)))


def test_a_new_exception_says_which_one_it_replaces(client, participation):
    client.force_login(factories.adviser())
    said = []
    for what, day, reason in (
        ("extend", factories.in_days(90), "Ferie"),
        ("waive", "", "Observatør"),
        ("waive", "", "x"),
    ):
        data = {
            "duty": "group.register",
            "what": what,
            "day": str(day),
            "reason": reason,
            "version": version(participation),
        }
        posted = {f"exception-{name}": value for name, value in data.items()}
        said.append(text(client.post(path(participation, "unntak/"), posted, follow=True)))

    assert "i stedet for" not in said[0]
    assert "Det gjelder i stedet for utsatt frist til" in said[1] and "(«Ferie»)" in said[1]
    assert "Det gjelder i stedet for fritaket («Observatør»)." in said[2]
