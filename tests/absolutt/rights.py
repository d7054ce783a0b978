"""The table of rights: who may do what where, role × address × method. A row for every address of the portal."""

from dataclasses import dataclass, field

OUTSIDE = (
    "director",  # of the municipality in sign-up
    "group's director",  # of the one whose group it is
    "member",
    "former coordinator",
    "other coordinator",
    "other region",
    "former adviser",
)  # they sign in, and reach nothing here
EVERYWHERE = ("national", "administrator")
INSIDE = ("adviser", "stand-in", *EVERYWHERE)
READS = "process adviser"  # and comments
ROLES = ("anonymous", "link holder", "coordinator", *OUTSIDE, READS, *INSIDE)
HOLDERS = ("other region", READS, *INSIDE)  # they have a role, here or elsewhere
GIVERS = ("adviser", *EVERYWHERE)


@dataclass
class Rule:
    """Statuses for GET and POST, role by role. «login» is a redirect to the sign-in page; None is not asked. A GET of
    what only takes a POST leads to the page above it, whoever asks (302), and that page says who may see it."""

    get: dict = field(default_factory=dict)
    post: dict = field(default_factory=dict)


def same(status):
    return dict.fromkeys(ROLES, status)


def advisers_only(status, outside=404, reads=403):
    """``status`` for who runs the programme, ``reads`` for who only reads it; ``outside`` for who signs in but does
    not reach it; login for the rest."""
    table = dict.fromkeys(("anonymous", "link holder"), "login")
    return table | dict.fromkeys(("coordinator", *OUTSIDE), outside) | dict.fromkeys(INSIDE, status) | {READS: reads}


def group_only(status, outside=404, reads=403):
    """As ``advisers_only``, and the municipality's own coordinator too."""
    return advisers_only(status, outside, reads) | {"coordinator": status}


def signed_in(status):
    table = same(status)
    return table | {"anonymous": "login", "link holder": "login"}


def givers_only(status, elsewhere=404):
    """``status`` for who gives roles here, ``elsewhere`` for who gives them in another region."""
    return signed_in(403) | dict.fromkeys(GIVERS, status) | {"other region": elsewhere}


def administrators_only(status):
    return signed_in(403) | {"administrator": status}


def holders_only(status):
    return signed_in(404) | dict.fromkeys(HOLDERS, status)


NO_POST, LEADS_UP = signed_in(405), signed_in(302)  # the method is refused before anybody asks who it is
PAGE = Rule(get=advisers_only(200, reads=200), post=NO_POST)
FORM = Rule(get=advisers_only(200), post=advisers_only(422))
READ_FORM = Rule(get=advisers_only(200, reads=200), post=advisers_only(422))
OPEN = Rule(get=same(200), post=same(405))
ACT = Rule(get=LEADS_UP, post=advisers_only(422))
BUTTON = Rule(get=LEADS_UP, post=advisers_only(302))
COMMENT = Rule(get=LEADS_UP, post=advisers_only(422, reads=422))
GROUP_PAGE = Rule(get=group_only(200, reads=200), post=NO_POST)
GROUP_FORM = Rule(get=group_only(200), post=group_only(422))
GROUP_ACT = Rule(get=LEADS_UP, post=group_only(422))
GROUP_BUTTON = Rule(get=LEADS_UP, post=group_only(302))

# A preview is asked for by a GET, or by a POST with what is typed, and writes nothing.
SEEN = Rule(get=advisers_only(200, reads=200), post=advisers_only(422, reads=422))


def national_only(status):
    """Who writes for the framework; an adviser of one region may not, and to the others it is not there."""
    return advisers_only(status) | {"adviser": 403, "stand-in": 403, "other region": 403}


TABLE = {
    "home": Rule(  # a coordinator comes to her one municipality
        get=signed_in(200) | {"coordinator": 302, "other coordinator": 302}, post=signed_in(405)
    ),
    "health": Rule(get=same(200), post=same(405)),
    "accessibility": OPEN,
    "privacy": OPEN,
    "contact": OPEN,
    "understood": Rule(get=signed_in(200), post=same(405)),
    "choose_language": Rule(get=same(302), post=same(302)),
    "account_login": Rule(
        get=same(302) | dict.fromkeys(ROLES[:2], 200), post=same(302) | dict.fromkeys(ROLES[:2], 200)
    ),
    "account_request_login_code": None,  # the same address under the name that allauth asks for
    "account_confirm_login_code": Rule(get=same(302), post=same(302)),
    "mfa_authenticate": Rule(get=same(302), post=same(302)),  # nobody here is on her way in
    "account_logout": Rule(get=same(302), post=same(302)),
    "second_factor": Rule(get=holders_only(200), post=NO_POST),
    "factor_app": Rule(get=holders_only(302), post=holders_only(302)),  # they have one
    "factor_passkey": Rule(get=holders_only(200), post=holders_only(422)),
    "factor_codes": Rule(get=holders_only(200), post=holders_only(302)),
    "factor_confirm": Rule(get=holders_only(200), post=holders_only(422)),
    "factor_remove": Rule(get=holders_only(404), post=holders_only(404)),  # somebody else's
    "my_calendar": Rule(get=signed_in(200), post=signed_in(200)),
    "end_calendar": Rule(get=LEADS_UP, post=signed_in(302)),
    "calendar_feed": OPEN,
    "access": Rule(get=givers_only(200, elsewhere=200), post=NO_POST),
    "give_access": Rule(get=givers_only(200, elsewhere=200), post=givers_only(422, elsewhere=422)),
    "choose_stand_in": Rule(get=givers_only(200, elsewhere=200), post=givers_only(422, elsewhere=422)),
    "end_access": Rule(get=givers_only(200), post=givers_only(302)),
    "end_administrator": Rule(get=administrators_only(200), post=administrators_only(302)),
    "reset_factor": Rule(get=administrators_only(200), post=administrators_only(302)),
    "answer_region": Rule(get=givers_only(200), post=givers_only(422)),
    "programme": PAGE,
    "plan": PAGE,
    "add_gathering": FORM,
    "propose_gatherings": FORM,
    "gathering": FORM,
    "remove_gathering": BUTTON,
    "gathering_answers": PAGE,
    "answers_xlsx": PAGE,
    "answers_csv": PAGE,
    "plan_deadline": FORM,
    "remove_deadline": BUTTON,
    "school_holidays": READ_FORM,
    "remove_school_holiday": BUTTON,
    "new_programme": Rule(
        get=signed_in(403) | dict.fromkeys(INSIDE, 200) | {"other region": 200},
        post=signed_in(403) | dict.fromkeys(INSIDE, 422) | {"other region": 422},
    ),
    "new_region": Rule(
        get=signed_in(403) | dict.fromkeys(EVERYWHERE, 200), post=signed_in(403) | dict.fromkeys(EVERYWHERE, 422)
    ),
    "setup": PAGE,
    "facts": FORM,
    "several": FORM,
    "region_map": PAGE,
    "national": Rule(get=signed_in(403) | dict.fromkeys(EVERYWHERE, 200), post=signed_in(405)),
    "operations": Rule(get=signed_in(403) | dict.fromkeys(EVERYWHERE, 200), post=signed_in(405)),
    "lifecycle": PAGE,
    "take_step": BUTTON,
    "step_back": BUTTON,
    "board": PAGE,
    "board_xlsx": PAGE,
    "board_csv": PAGE,
    "remind": FORM,
    "invitees": PAGE,
    "set_limits": ACT,
    "leave_out": ACT,
    "take_in": BUTTON,
    "add_organisation": BUTTON,
    "waiting_list": PAGE,
    "offer_next": ACT,
    "take_out_of_turn": ACT,
    "interest_list": PAGE,
    "interest_xlsx": PAGE,
    "interest_csv": PAGE,
    "interest_tell": FORM,
    "erase_interest": Rule(get=advisers_only(200), post=advisers_only(302)),
    "import_answers": FORM,
    "import_rows": FORM,
    "import_file": Rule(get=advisers_only(200), post=NO_POST),
    "information_meeting": Rule(get=same(200), post=same(422)),
    "meeting_registered": OPEN,
    "cancel_registration": Rule(get=same(200), post=same(302)),
    "meeting_list": PAGE,
    "meeting_xlsx": PAGE,
    "meeting_csv": PAGE,
    "erase_registration": BUTTON,
    "directors": READ_FORM,
    "invitations": FORM,
    "comment_on_programme": COMMENT,
    "remove_comment": Rule(get=LEADS_UP, post=advisers_only(403) | {"administrator": 302}),  # another's
    "letters": PAGE,
    "letter_plan": PAGE,
    "letter_rule": FORM,
    "letter_readers": PAGE,
    "decide_letter": BUTTON,
    "send_again": BUTTON,
    "pause_sending": BUTTON,
    "resume_sending": BUTTON,
    "pause_all_sending": Rule(get=LEADS_UP, post=advisers_only(403) | {"administrator": 302}),
    "resume_all_sending": Rule(get=LEADS_UP, post=advisers_only(403) | {"administrator": 302}),
    "texts": PAGE,
    "edit_text": READ_FORM,
    "preview_text": SEEN,
    "text_versions": PAGE,
    "restore_text": BUTTON,
    "framework_texts": Rule(get=national_only(200), post=NO_POST),
    "framework_edit_text": Rule(get=national_only(200), post=national_only(422)),
    "framework_preview_text": Rule(get=national_only(200), post=national_only(422)),
    "framework_text_versions": Rule(get=national_only(200), post=NO_POST),
    "framework_restore_text": Rule(get=LEADS_UP, post=national_only(302)),
    # What a programme says of itself
    "content": PAGE,
    "content_preview": PAGE,
    "show_publicly": BUTTON,
    "content_part": PAGE,
    "add_content": FORM,
    "content_row": FORM,
    "move_content": BUTTON,
    "remove_content": BUTTON,
    "public_programmes": OPEN,
    "public_programme": OPEN,
    "programme_calendar": OPEN,
    "participation": PAGE,
    "comment_on_participation": COMMENT,
    "name_director": ACT,
    "register_answer": ACT,
    "give_exception": ACT,
    "end_exception": BUTTON,
    "settle_answer": BUTTON,
    "register_withdrawal": ACT,
    "undo_withdrawal": BUTTON,
    "invitation_pdf": PAGE,
    "archive_zip": PAGE,
    "group": GROUP_PAGE,
    "add_seat": GROUP_FORM,
    "add_reference_seat": GROUP_FORM,
    "add_coordinator": GROUP_FORM,
    "name_reference": GROUP_ACT,
    "director_supports": GROUP_BUTTON,
    "confirm_group": GROUP_BUTTON,
    "group_answers": Rule(get=group_only(200, reads=200), post=group_only(422)),
    "seat": GROUP_PAGE,
    "fill_seat": GROUP_ACT,
    "correct_person": GROUP_ACT,
    "change_place": GROUP_ACT,
    "vacate_seat": GROUP_BUTTON,
    "remove_seat": GROUP_BUTTON,
    "make_responsible": GROUP_BUTTON,
    "appoint": Rule(get=same(200), post=same(422)),
    "answer": Rule(get=same(200), post=same(422)),
    "withdraw": Rule(get=same(200), post=same(422)),
    "place_offer": Rule(get=same(200), post=same(302)),
    "answer_gathering": Rule(get=same(200), post=same(422)),
    "interest": Rule(get=same(200), post=same(422)),
    "interest_given": Rule(get=same(200), post=same(405)),
    "public_signup": Rule(get=same(200), post=same(422)),
    "public_signup_code": Rule(get=same(302), post=same(302)),
    "demo_mailbox": Rule(get=same(404), post=same(405)),
    "demo_letter": Rule(get=same(404), post=same(405)),
    "demo_letter_html": Rule(get=same(404), post=same(405)),
    "demo_attachment": Rule(get=same(404), post=same(405)),
    "favicon": Rule(get=same(302), post=same(302)),
}
