"""Pages of an archived programme speak of what was, and promise nothing."""

import pytest

from municipalities import duty_actions
from programmes.models import Programme
from tests import factories

pytestmark = pytest.mark.django_db
FUTURE = ("Den begynner når", "Ikke aktuelt ennå", "De kommer når", "lagt inn ennå", "valgt ennå", "neste steg.")


@pytest.fixture
def programme(client, adviser):
    """Archived, with one that was listed, and one that took part and was excused from something it never owed."""
    programme = factories.OpenProgrammeFactory()
    factories.ParticipationFactory(programme=programme)
    excused = factories.invited(programme=programme)
    duty_actions.waive(
        participation=excused, duty="group.register", reason="Sak", version=excused.version, by=factories.journal.SYSTEM
    )
    factories.signed_up(programme=programme)
    Programme.objects.update(state="archived", letters_from=None)
    client.force_login(adviser)
    return programme


def test_no_page_of_it_speaks_of_what_is_to_come(client, programme):
    numbers = {row.state: row.organisation.organisation_number for row in programme.participations.all()}
    pages = ["", "tavle/", "tavle.csv", "brev/", f"{numbers['listed']}/", f"{numbers['invited']}/",
             f"{numbers['signed_up']}/", f"{numbers['signed_up']}/gruppe/"]  # fmt: skip

    said = {page: client.get(f"/program/{programme.key}/{page}").content.decode() for page in pages}

    assert [(page, words) for page, text in said.items() for words in FUTURE if words in text] == []
    assert "Ingen framdrift er registrert" in said["tavle/"] and "Ikke aktuelt" in said["tavle.csv"]


def test_a_filter_without_letters_says_so(client, adviser):
    programme = factories.OpenProgrammeFactory()
    client.force_login(adviser)

    page = client.get(f"/program/{programme.key}/brev/?status=sent").content.decode()

    assert "Ingen brev passer med søket." in page
