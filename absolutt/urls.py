"""Every address of the portal. tests/absolutt/test_reach.py holds who may do what at each."""

from allauth.account import views as allauth_views
from django.contrib.auth.decorators import login_not_required
from django.urls import path, register_converter
from django.urls.converters import StringConverter
from django.views.decorators.http import require_POST
from django.views.generic import RedirectView

from absolutt.pages import (
    answer,
    demo_mailbox,
    directors,
    health,
    home,
    invitations,
    language,
    letters,
    participation,
    programme,
    public_signup,
)


class OrganisationNumber(StringConverter):
    regex = "[0-9]{9}"


class LetterKey(StringConverter):
    regex = r"[\w.:=,-]+"  # what a Maildir calls its files


register_converter(OrganisationNumber, "number")
register_converter(LetterKey, "letter")
_organisation = "program/<slug:key>/<number:number>/"

urlpatterns = [
    path("", home.home, name="home"),
    path("health", health.health, name="health"),
    path("malform/", language.choose_language, name="choose_language"),
    # Signing in: only the code; the rest of allauth (passwords, open sign-up) has no address here
    path("logg-inn/", login_not_required(allauth_views.request_login_code), name="account_login"),
    path("logg-inn/", login_not_required(allauth_views.request_login_code), name="account_request_login_code"),
    path("logg-inn/kode/", login_not_required(allauth_views.confirm_login_code), name="account_confirm_login_code"),
    path("logg-ut/", require_POST(allauth_views.logout), name="account_logout"),
    # A programme
    path("program/<slug:key>/", programme.programme_page, name="programme"),
    path("program/<slug:key>/kommunedirektorer/", directors.directors, name="directors"),
    path("program/<slug:key>/invitasjoner/", invitations.invitations, name="invitations"),
    path("program/<slug:key>/brev/", letters.letters, name="letters"),
    path("program/<slug:key>/brev/<int:pk>/send-igjen/", letters.send_again, name="send_again"),
    # One organisation in it
    path(_organisation, participation.participation_page, name="participation"),
    path(_organisation + "kommunedirektor/", participation.name_director, name="name_director"),
    path(_organisation + "svar/", participation.register_answer, name="register_answer"),
    path(_organisation + "frist/", participation.extend_deadline, name="extend_deadline"),
    path(_organisation + "ventende/<int:answer>/", participation.settle_answer, name="settle_answer"),
    path(_organisation + "invitasjon.pdf", participation.invitation_pdf, name="invitation_pdf"),
    # Without an account
    path("svar/<str:token>/", answer.answer, name="answer"),
    path("pamelding/<slug:key>/<number:number>/", public_signup.public_signup, name="public_signup"),
    path("pamelding/<slug:key>/<number:number>/kode/", public_signup.public_signup_code, name="public_signup_code"),
    # Only in a demo
    path("demo/postkasse/", demo_mailbox.demo_mailbox, name="demo_mailbox"),
    path("demo/postkasse/<letter:key>/", demo_mailbox.demo_letter, name="demo_letter"),
    path("demo/postkasse/<letter:key>/html/", demo_mailbox.demo_letter_html, name="demo_letter_html"),
    path("demo/postkasse/<letter:key>/vedlegg/<int:position>/", demo_mailbox.demo_attachment, name="demo_attachment"),
    path("favicon.ico", login_not_required(RedirectView.as_view(url="/static/site/icon.svg")), name="favicon"),
]

handler404 = "absolutt.pages.errors.not_found"
handler500 = "absolutt.pages.errors.broken"
