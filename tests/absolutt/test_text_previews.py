"""Previews of texts: the document, letter or page that a text becomes, for whom one chose; nothing is left behind."""

import re

import pytest

from accounts.models import PersonalLink
from municipalities.models import Participation
from programmes.models import TextVersion
from programmes.text_kinds import INVITATION
from programmes.words import Words
from tests import factories
from tests.absolutt.texts import page, url, with_readers
from tests.correspondence.test_documents import text_of
from tests.written import posted, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(round_in_sign_up):
    return with_readers(round_in_sign_up)


@pytest.fixture
def signed_in(client, adviser):
    client.force_login(adviser)
    return client


@pytest.fixture
def national(client):
    client.force_login(factories.adviser())
    return client


def numbers(programme):
    rows = Participation.objects.filter(programme=programme).named_on(None)
    return dict(rows.values_list("shown_name", "organisation__organisation_number"))


def pdf_text(tmp_path, response):
    assert response["Content-Type"] == "application/pdf"
    path = tmp_path / "seen.pdf"
    path.write_bytes(response.content)
    return text_of(path)


def test_what_is_typed_is_seen_as_the_pdf_before_it_is_saved_in_the_norm_of_whom_one_chose(
    signed_in, programme, tmp_path
):
    address = url(programme, "invitasjon/")
    filled = posted(signed_in, address, who_nb="Kom, {kommune}!", who_nn="Kom de òg, {kommune}!")

    to_vaga = signed_in.post(address + "forhandsvisning/", filled | {"for": numbers(programme)["Vågå"]})
    to_ringsaker = signed_in.post(address + "forhandsvisning/", filled | {"for": numbers(programme)["Ringsaker"]})

    assert "Kom de òg, Vågå kommune!" in pdf_text(tmp_path, to_vaga)
    assert "Kom, Ringsaker kommune!" in pdf_text(tmp_path, to_ringsaker)
    assert not TextVersion.objects.exists() and not PersonalLink.objects.exists()


def test_what_is_saved_is_seen_too(signed_in, programme, tmp_path):
    write(programme, INVITATION, who=Words("Kom!", "Kom de òg!"))

    response = signed_in.get(url(programme, "invitasjon/forhandsvisning/"), {"for": numbers(programme)["Lom"]})

    assert "Kom de òg!" in pdf_text(tmp_path, response)


def test_a_draft_with_faults_says_what_must_be_put_right_and_where(signed_in, programme):
    address = url(programme, "invitasjon/")

    response = signed_in.post(
        address + "forhandsvisning/", posted(signed_in, address, who_nn="Hei {komune}", about_nb="[x](http://a.no)")
    )

    text = " ".join(response.content.decode().split())
    assert response.status_code == 422
    assert "<b>Hvem bør delta (Nynorsk):</b> {komune} finnes ikke." in text
    assert "<b>Om programmet (Bokmål):</b> Lenken «http://a.no» må begynne med https:// eller mailto:." in text


def test_a_letter_is_seen_as_html_and_as_plain_text_in_the_readers_norm(signed_in, programme):
    address = url(programme, "brev-signup-invitation/")
    filled = posted(signed_in, address, closing_nn="Hei, **{kommune}**!", closing_nb="<3 nb")

    response = signed_in.post(address + "forhandsvisning/", filled | {"for": numbers(programme)["Vågå"]})

    text = response.content.decode()
    assert "&lt;strong&gt;Vågå kommune&lt;/strong&gt;" in text  # in the frame's srcdoc
    assert "Hei, Vågå kommune!" in response.context["shown"].text
    assert "I den vedlagde invitasjonen" in text and "https://example.no/eksempel" in text
    assert "/svar/" not in text and "&lt;3 nb" not in text
    assert f"{url(programme, 'invitasjon/forhandsvisning/')}?for={numbers(programme)['Vågå']}" in text
    assert not TextVersion.objects.exists() and not PersonalLink.objects.exists()


def test_the_letters_preview_runs_no_script_and_only_there_are_inline_styles_let_in(signed_in, programme):
    letter = signed_in.get(url(programme, "brev-signup-invitation/forhandsvisning/"))
    editor = signed_in.get(url(programme, "brev-signup-invitation/"))

    policy = letter["Content-Security-Policy"]
    assert "script-src 'self'" in policy and "style-src 'self' 'unsafe-inline'" in policy
    assert "unsafe-inline" not in editor["Content-Security-Policy"]
    assert re.search(r'<iframe class="preview" sandbox title="[^"]+" srcdoc="', letter.content.decode())


@pytest.mark.parametrize(("answer", "said"), [("yes", "Så bra!"), ("no", "Synd!"), ("undecided", "Ta dere tid.")])
def test_a_receipt_is_seen_for_the_answer_one_chose(signed_in, programme, answer, said):
    address = url(programme, "brev-signup-receipt/")
    filled = posted(signed_in, address, yes_nb="Så bra!", no_nb="Synd!", undecided_nb="Ta dere tid.")

    response = signed_in.post(
        address + "forhandsvisning/", filled | {"for": numbers(programme)["Ringsaker"], "answer": answer}
    )

    assert said in response.context["shown"].text
    assert sum(part in response.context["shown"].text for part in ("Så bra!", "Synd!", "Ta dere tid.")) == 1


def test_the_page_is_seen_in_both_norms_side_by_side(signed_in, programme):
    address = url(programme, "programside/")
    filled = posted(signed_in, address, about_nb="# Om\n\nVi er {region}.", about_nn="# Om\n\nVi er {region}, òg.")

    text = signed_in.post(address + "forhandsvisning/", filled).content.decode()

    assert "<h3>Om</h3>\n<p>Vi er KS Innlandet.</p>" in text and "<p>Vi er KS Innlandet, òg.</p>" in text
    assert "Ingenting er lagret." in text and "«Praktisk» står tom." in text


def test_what_goes_to_advisers_is_seen_in_the_norm_one_chooses(signed_in, programme):
    address = url(programme, "brev-signup-closed/forhandsvisning/")

    assert "Slik står det no:" in signed_in.get(address, {"for": "nn"}).context["shown"].text
    assert "Slik står det nå:" in signed_in.get(address, {"for": "nb"}).context["shown"].text


def test_nobody_outside_the_programme_can_be_chosen(signed_in, programme):
    other = factories.ParticipationFactory()
    for value in (other.organisation.organisation_number, "000000000", f"{programme.key}:1", "x"):
        response = signed_in.get(url(programme, "invitasjon/forhandsvisning/"), {"for": value})
        assert response.status_code == 404, value


def test_a_programme_without_anybody_says_so(signed_in):
    empty = factories.OpenProgrammeFactory()

    assert "Programmet har ingen kommuner ennå" in page(signed_in, url(empty, "invitasjon/"))
    assert "Programmet har ingen kommuner ennå" in page(signed_in, url(empty, "invitasjon/forhandsvisning/"))


def test_the_frameworks_draft_is_seen_in_a_programme_without_that_programmes_own(national, programme, tmp_path):
    write(programme, INVITATION, who="Programmets egen")
    address = url(None, "invitasjon/")
    choices = dict(national.get(address).context["choices"])
    value = next(value for value, words in choices.items() if "nynorsk" in words)

    response = national.post(
        address + "forhandsvisning/", posted(national, address, who_nn="Rammeverkets utkast") | {"for": value}
    )

    text = pdf_text(tmp_path, response)
    assert "Rammeverkets utkast" in text and "Programmets egen" not in text


def test_the_frameworks_letters_and_page_are_seen_too(national, programme):
    for rest in ("brev-signup-place/", "programside/", "brev-signup-closed/"):
        assert national.get(url(None, rest + "forhandsvisning/")).status_code == 200


def test_a_framework_that_no_programme_is_made_from_yet_can_be_written_but_not_seen(national):
    for rest in ("invitasjon/", "programside/"):
        assert national.get(url(None, rest)).status_code == 200
        assert "Ingenting å vise ennå" in page(national, url(None, rest + "forhandsvisning/"))


# --- From the other pages


def test_the_page_of_a_letter_lets_one_choose_for_whom_and_shows_whom_it_is_for(signed_in, programme):
    address = url(programme, "brev-signup-reminder-3/forhandsvisning/")

    first, chosen = page(signed_in, address), page(signed_in, address, **{"for": numbers(programme)["Vågå"]})

    assert "Vis for" in first and "Ringsaker kommune (bokmål)</option>" in first
    assert f'<option value="{numbers(programme)["Vågå"]}" selected>Vågå kommune (nynorsk)' in chosen
    assert "Kopien til postmottaket" not in first  # nobody gets one of this letter


def test_the_copy_to_the_mailbox_is_seen_as_it_is_without_a_link(signed_in, programme):
    address = url(programme, "brev-signup-invitation/forhandsvisning/")
    number = numbers(programme)["Ringsaker"]

    letter, copy = (signed_in.get(address, {"for": number, "copy": chosen}) for chosen in ("", "1"))

    assert "https://example.no/eksempel" in letter.context["shown"].html
    assert "Kopi til postmottaket." in copy.context["shown"].text and copy.context["shown"].to.startswith("post.")
    assert "http" not in copy.context["shown"].text and "eksempel" not in copy.context["shown"].html
    assert "Kopien har ingen lenke." in copy.content.decode() and not PersonalLink.objects.exists()


def test_a_draft_is_shown_without_choosing_anew_since_what_was_typed_would_be_lost(signed_in, programme):
    address = url(programme, "brev-signup-invitation/")
    filled = posted(signed_in, address, closing_nb="Hei!") | {"for": numbers(programme)["Ringsaker"]}

    response = signed_in.post(address + "forhandsvisning/", filled)

    assert "Hvem brevet vises for" not in response.content.decode()


def test_every_letter_that_has_been_made_leads_to_how_it_is_written(signed_in, programme):
    row = programme.participations.get(organisation__organisation_number=numbers(programme)["Vågå"])
    factories.letter_to(row, person=factories.with_director(row))
    factories.letter_to(row, is_copy=True)
    number = numbers(programme)["Vågå"]
    seen = url(programme, "brev-signup-invitation/forhandsvisning/")

    for address in (f"/program/{programme.key}/brev/", f"/program/{programme.key}/{number}/"):
        text = page(signed_in, address)
        assert f'href="{seen}?for={number}"' in text and f'href="{seen}?for={number}&amp;copy=1"' in text
    assert signed_in.get(f"{seen}?for={number}&copy=1").status_code == 200


def test_the_plan_and_the_rule_lead_to_the_letter(signed_in, programme):
    seen = url(programme, "brev-signup-reminder-3/forhandsvisning/")

    assert f'href="{seen}"' in page(signed_in, f"/program/{programme.key}/brev/plan/")
    assert f'href="{seen}"' in page(signed_in, f"/program/{programme.key}/brev/plan/signup.reminder_3/")


def test_a_letter_that_the_portal_no_longer_makes_leads_nowhere(signed_in, programme):
    row = programme.participations.first()
    factories.letter_to(row, rule="old.rule")

    assert "Se brevet" not in page(signed_in, f"/program/{programme.key}/brev/")
