"""Every address of the portal. tests/absolutt/rights.py holds who may do what at each."""

from allauth.account import views as allauth_views
from allauth.mfa.base import views as factor_views
from django.contrib.auth.decorators import login_not_required
from django.urls import path, register_converter
from django.urls.converters import StringConverter
from django.views.decorators.http import require_POST
from django.views.generic import RedirectView

from absolutt.administration import site as administration
from absolutt.pages import (
    about,
    access,
    answer,
    appoint,
    board,
    comments,
    content,
    demo_mailbox,
    directors,
    gathering_answer,
    gathering_answers,
    group,
    group_answers,
    health,
    home,
    imports,
    information_meeting,
    interest,
    interest_list,
    invitations,
    invitees,
    language,
    letter_plan,
    letter_readers,
    letter_rule,
    letters,
    lifecycle,
    map,
    meeting_list,
    my_calendar,
    national,
    new_programme,
    operations,
    participation,
    place_offer,
    plan,
    plan_deadline,
    plan_gathering,
    plan_proposal,
    programme,
    public_programme,
    public_signup,
    remind,
    school_holidays,
    seat,
    second_factor,
    sending,
    setup,
    several,
    text_previews,
    text_versions,
    texts,
    understood,
    waiting_list,
    withdrawal,
)
from programmes.content import PARTS
from programmes.setup import SETUP


class OrganisationNumber(StringConverter):
    regex = "[0-9]{9}"


class ContentPart(StringConverter):
    """A part of a programme's content by its slug."""

    parts = {part.slug: part for part in (*PARTS, *SETUP)}
    regex = "|".join(parts)

    def to_python(self, value):
        return self.parts[value]

    def to_url(self, value):
        return value.slug


class LetterKey(StringConverter):
    regex = r"[\w.:=,-]+"  # what a Maildir calls its files


class DeadlineKind(StringConverter):
    """A kind of deadline by its Norwegian word."""

    WORDS = {"pamelding": "sign_up", "formote": "pre_meeting", "refleksjonsnotat": "reflection_note"}
    regex = "|".join(WORDS)

    def to_python(self, value):
        return self.WORDS[value]

    def to_url(self, value):
        return {kind: word for word, kind in self.WORDS.items()}[value]


register_converter(OrganisationNumber, "number")
register_converter(DeadlineKind, "deadline")
register_converter(LetterKey, "letter")
register_converter(ContentPart, "part")
_organisation = "program/<slug:key>/<number:number>/"
_meeting = "program/<slug:key>/infomote/<int:meeting>/"
_seat = _organisation + "plass/<int:seat>/"
_part = "program/<slug:key>/innhold/<part:part>/"

urlpatterns = [
    path("", home.home, name="home"),
    path("health", health.health, name="health"),
    path("dato/", understood.understood, name="understood"),
    path("malform/", language.choose_language, name="choose_language"),
    # What every public body tells
    path("tilgjengelighet/", about.accessibility, name="accessibility"),
    path("personvern/", about.privacy, name="privacy"),
    path("kontakt/", about.contact, name="contact"),
    # Signing in: only the code; the rest of allauth (passwords, open sign-up) has no address here
    path("logg-inn/", login_not_required(allauth_views.request_login_code), name="account_login"),
    path("logg-inn/", login_not_required(allauth_views.request_login_code), name="account_request_login_code"),
    path("logg-inn/kode/", login_not_required(allauth_views.confirm_login_code), name="account_confirm_login_code"),
    path("logg-inn/totrinn/", factor_views.authenticate, name="mfa_authenticate"),
    path("logg-ut/", require_POST(allauth_views.logout), name="account_logout"),
    # The second factor, once signed in: our own pages over allauth.mfa
    path("totrinn/", second_factor.overview, name="second_factor"),
    path("totrinn/app/", second_factor.app, name="factor_app"),
    path("totrinn/passnokkel/", second_factor.passkey, name="factor_passkey"),
    path("totrinn/reservekoder/", second_factor.codes, name="factor_codes"),
    path("totrinn/bekreft/", second_factor.confirm, name="factor_confirm"),
    path("totrinn/<int:factor>/fjern/", second_factor.remove, name="factor_remove"),
    # One's own calendar
    path("kalender/", my_calendar.my_calendar, name="my_calendar"),
    path("kalender/slutt/", my_calendar.end_calendar, name="end_calendar"),
    path("kalender/<str:token>.ics", my_calendar.calendar_feed, name="calendar_feed"),
    # Who may do what
    path("tilganger/", access.access, name="access"),
    path("tilganger/ny/", access.give_access, name="give_access"),
    path("tilganger/stedfortreder/", access.choose_stand_in, name="choose_stand_in"),
    path("tilganger/<int:reach>/slutt/", access.end_access, name="end_access"),
    path("tilganger/administrator/<int:user>/slutt/", access.end_administrator, name="end_administrator"),
    path("tilganger/totrinn/<int:user>/", access.reset_factor, name="reset_factor"),
    path("tilganger/region/<int:region>/", access.answer_region, name="answer_region"),
    path("forvaltning/", administration.urls),  # Django's admin: only looks, only for administrators
    # A programme
    path("program/nytt/", new_programme.new_programme, name="new_programme"),
    path("regioner/", national.national, name="national"),
    path("drift/", operations.operations, name="operations"),
    path("regioner/ny/", new_programme.new_region, name="new_region"),
    path("program/<slug:key>/", programme.programme_page, name="programme"),
    path("program/<slug:key>/plan/", plan.plan, name="plan"),
    path("program/<slug:key>/plan/ny/", plan_gathering.add_gathering, name="add_gathering"),
    path("program/<slug:key>/plan/forslag/", plan_proposal.propose_gatherings, name="propose_gatherings"),
    path("program/<slug:key>/plan/samling/<int:pk>/", plan_gathering.gathering, name="gathering"),
    path("program/<slug:key>/plan/samling/<int:pk>/fjern/", plan_gathering.remove_gathering, name="remove_gathering"),
    path("program/<slug:key>/samling/<int:pk>/svar/", gathering_answers.gathering_answers, name="gathering_answers"),
    path("program/<slug:key>/samling/<int:pk>/svar.xlsx", gathering_answers.answers_xlsx, name="answers_xlsx"),
    path("program/<slug:key>/samling/<int:pk>/svar.csv", gathering_answers.answers_csv, name="answers_csv"),
    path("program/<slug:key>/plan/frist/<deadline:kind>/", plan_deadline.plan_deadline, name="plan_deadline"),
    path("program/<slug:key>/plan/frist/<deadline:kind>/fjern/", plan_deadline.remove_deadline, name="remove_deadline"),
    path("program/<slug:key>/plan/skoleferier/", school_holidays.school_holidays, name="school_holidays"),
    path(
        "program/<slug:key>/plan/skoleferier/<int:pk>/fjern/",
        school_holidays.remove_school_holiday,
        name="remove_school_holiday",
    ),
    path("program/<slug:key>/import/", imports.import_answers, name="import_answers"),
    path("program/<slug:key>/import/<int:sheet>/", imports.import_rows, name="import_rows"),
    path("program/<slug:key>/import/<int:sheet>/merknader.xlsx", imports.import_file, name="import_file"),
    path("program/<slug:key>/oppsett/", setup.setup, name="setup"),
    path("program/<slug:key>/oppsett/om/", setup.facts, name="facts"),
    path("program/<slug:key>/tilstand/", lifecycle.lifecycle_page, name="lifecycle"),
    path("program/<slug:key>/tilstand/neste/", lifecycle.take_step, name="take_step"),
    path("program/<slug:key>/tilstand/tilbake/", lifecycle.step_back, name="step_back"),
    path("program/<slug:key>/tavle/", board.board, name="board"),
    path("program/<slug:key>/tavle/flere/", several.several, name="several"),
    path("program/<slug:key>/kart/", map.region_map, name="region_map"),
    path("program/<slug:key>/tavle.xlsx", board.board_xlsx, name="board_xlsx"),
    path("program/<slug:key>/tavle.csv", board.board_csv, name="board_csv"),
    path("program/<slug:key>/tavle/paminnelse/", remind.remind, name="remind"),
    # Whom it invites, the places and the waiting list, and who has given her interest
    path("program/<slug:key>/hvem/", invitees.invitees, name="invitees"),
    path("program/<slug:key>/hvem/plasser/", invitees.set_limits, name="set_limits"),
    path("program/<slug:key>/hvem/utenfor/", invitees.leave_out, name="leave_out"),
    path("program/<slug:key>/hvem/inn/", invitees.take_in, name="take_in"),
    path("program/<slug:key>/hvem/ny/", invitees.add_organisation, name="add_organisation"),
    path("program/<slug:key>/venteliste/", waiting_list.waiting_list, name="waiting_list"),
    path("program/<slug:key>/venteliste/neste/", waiting_list.offer_next, name="offer_next"),
    path("program/<slug:key>/venteliste/utenom/", waiting_list.take_out_of_turn, name="take_out_of_turn"),
    path(_meeting, meeting_list.meeting_list, name="meeting_list"),
    path(_meeting + "pameldte.xlsx", meeting_list.meeting_xlsx, name="meeting_xlsx"),
    path(_meeting + "pameldte.csv", meeting_list.meeting_csv, name="meeting_csv"),
    path(_meeting + "<int:pk>/slett/", meeting_list.erase_registration, name="erase_registration"),
    path("program/<slug:key>/interesse/", interest_list.interest_list, name="interest_list"),
    path("program/<slug:key>/interesse.xlsx", interest_list.interest_xlsx, name="interest_xlsx"),
    path("program/<slug:key>/interesse.csv", interest_list.interest_csv, name="interest_csv"),
    path("program/<slug:key>/interesse/fortell/", interest_list.tell_the_interested, name="interest_tell"),
    path("program/<slug:key>/interesse/<int:pk>/slett/", interest_list.erase_interest, name="erase_interest"),
    path("program/<slug:key>/kommunedirektorer/", directors.directors, name="directors"),
    path("program/<slug:key>/invitasjoner/", invitations.invitations, name="invitations"),
    path("program/<slug:key>/kommentarer/", comments.comment_on_programme, name="comment_on_programme"),
    path("program/<slug:key>/kommentarer/<int:pk>/fjern/", comments.remove_comment, name="remove_comment"),
    path("program/<slug:key>/brev/", letters.letters, name="letters"),
    path("program/<slug:key>/brev/plan/", letter_plan.letter_plan, name="letter_plan"),
    path("program/<slug:key>/brev/plan/<letter:rule>/", letter_rule.letter_rule, name="letter_rule"),
    path("program/<slug:key>/brev/hvem/", letter_readers.letter_readers, name="letter_readers"),
    path("program/<slug:key>/brev/hvem/<int:pk>/", letter_readers.decide_letter, name="decide_letter"),
    path("program/<slug:key>/brev/<int:pk>/send-igjen/", letters.send_again, name="send_again"),
    path("program/<slug:key>/brev/pause/", sending.pause, name="pause_sending"),
    path("program/<slug:key>/brev/fortsett/", sending.resume, name="resume_sending"),
    path("program/<slug:key>/brev/pause-alt/", sending.pause_all, name="pause_all_sending"),
    path("program/<slug:key>/brev/fortsett-alt/", sending.resume_all, name="resume_all_sending"),
    # Its texts, and the national framework's behind them
    *[
        path(f"{place}tekster/{rest}", view, name=prefix + name)
        for place, prefix in (("program/<slug:key>/", ""), ("rammeverk/", "framework_"))
        for rest, view, name in (
            ("", texts.texts, "texts"),
            ("<slug:text>/", texts.edit_text, "edit_text"),
            ("<slug:text>/forhandsvisning/", text_previews.preview_text, "preview_text"),
            ("<slug:text>/versjoner/", text_versions.text_versions, "text_versions"),
            ("<slug:text>/versjoner/<int:version>/hent/", text_versions.restore_text, "restore_text"),
        )
    ],
    # What it says of itself
    path("program/<slug:key>/innhold/", content.content, name="content"),
    path("program/<slug:key>/innhold/se/", public_programme.content_preview, name="content_preview"),
    path("program/<slug:key>/innhold/offentlig/", content.show_publicly, name="show_publicly"),
    path(_part, content.content_part, name="content_part"),
    path(_part + "ny/", content.add_content, name="add_content"),
    path(_part + "<int:row>/", content.content_row, name="content_row"),
    path(_part + "<int:row>/flytt/", content.move_content, name="move_content"),
    path(_part + "<int:row>/fjern/", content.remove_content, name="remove_content"),
    path("om/", public_programme.public_list, name="public_programmes"),
    path("om/<slug:key>/", public_programme.public_programme, name="public_programme"),
    path("om/<slug:key>/kalender.ics", public_programme.programme_calendar, name="programme_calendar"),
    # One organisation in it
    path(_organisation, participation.participation_page, name="participation"),
    path(_organisation + "kommentarer/", comments.comment_on_participation, name="comment_on_participation"),
    path(_organisation + "kommunedirektor/", participation.name_director, name="name_director"),
    path(_organisation + "svar/", participation.register_answer, name="register_answer"),
    path(_organisation + "unntak/", participation.give_exception, name="give_exception"),
    path(_organisation + "unntak/slutt/", participation.end_exception, name="end_exception"),
    path(_organisation + "trekk/", withdrawal.register_withdrawal, name="register_withdrawal"),
    path(_organisation + "trekk/angre/", withdrawal.undo_withdrawal, name="undo_withdrawal"),
    path(_organisation + "ventende/<int:answer>/", participation.settle_answer, name="settle_answer"),
    path(_organisation + "invitasjon.pdf", participation.invitation_pdf, name="invitation_pdf"),
    path(_organisation + "arkiv.zip", participation.archive_zip, name="archive_zip"),
    # Its coordinators and groups
    path(_organisation + "gruppe/", group.group, name="group"),
    path(_organisation + "gruppe/ny/", group.add_seat, name="add_seat"),
    path(_organisation + "gruppe/bekreft/", group.confirm_group, name="confirm_group"),
    path(_organisation + "gruppe/kommunedirektor/", group.director_supports, name="director_supports"),
    path(_organisation + "gruppe/samling/<int:pk>/", group_answers.group_answers, name="group_answers"),
    path(_organisation + "koordinator/", group.add_coordinator, name="add_coordinator"),
    path(_organisation + "gruppe/referansegruppe/", group.name_reference, name="name_reference"),
    path(_organisation + "referansegruppe/ny/", group.add_seat, {"kind": "reference"}, name="add_reference_seat"),
    path(_seat, seat.seat, name="seat"),
    path(_seat + "navn/", seat.fill_seat, name="fill_seat"),
    path(_seat + "rett/", seat.correct_person, name="correct_person"),
    path(_seat + "rolle/", seat.change_place, name="change_place"),
    path(_seat + "ledig/", seat.vacate_seat, name="vacate_seat"),
    path(_seat + "fjern/", seat.remove_seat, name="remove_seat"),
    path(_seat + "ansvarlig/", seat.make_responsible, name="make_responsible"),
    # Without an account
    path("koordinator/<str:token>/", appoint.appoint, name="appoint"),
    path("svar/<str:token>/", answer.answer, name="answer"),
    path("svar/<str:token>/trekk/", withdrawal.withdraw, name="withdraw"),
    path("samling/svar/<str:token>/", gathering_answer.answer_gathering, name="answer_gathering"),
    path("tilbud/<str:token>/", place_offer.place_offer, name="place_offer"),
    path("infomote/avmeld/<str:token>/", information_meeting.cancel_registration, name="cancel_registration"),
    path("infomote/<slug:key>/<int:meeting>/", information_meeting.information_meeting, name="information_meeting"),
    path("infomote/<slug:key>/<int:meeting>/takk/", information_meeting.meeting_registered, name="meeting_registered"),
    path("interesse/<slug:key>/", interest.interest, name="interest"),
    path("interesse/<slug:key>/takk/", interest.interest_given, name="interest_given"),
    path("pamelding/<slug:key>/<number:number>/", public_signup.public_signup, name="public_signup"),
    path("pamelding/<slug:key>/<number:number>/kode/", public_signup.public_signup_code, name="public_signup_code"),
    # Only in a demo
    path("demo/postkasse/", demo_mailbox.demo_mailbox, name="demo_mailbox"),
    path("demo/postkasse/<letter:key>/", demo_mailbox.demo_letter, name="demo_letter"),
    path("demo/postkasse/<letter:key>/html/", demo_mailbox.demo_letter_html, name="demo_letter_html"),
    path("demo/postkasse/<letter:key>/vedlegg/<int:position>/", demo_mailbox.demo_attachment, name="demo_attachment"),
    path("favicon.ico", login_not_required(RedirectView.as_view(url="/static/site/icon.svg")), name="favicon"),
]

handler403 = "absolutt.pages.errors.forbidden"
handler404 = "absolutt.pages.errors.not_found"
handler500 = "absolutt.pages.errors.broken"
