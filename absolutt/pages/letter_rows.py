"""An e-mail of the outbox in words: how it stands, and what to do where it did not arrive."""

from django.utils import timezone
from django.utils.translation import gettext as _

from absolutt.pages import text_previews
from correspondence import catalogue
from correspondence.models import Envelope

COLOURS = {"ready": "info", "sending": "info", "sent": "success", "set_aside": "danger", "cancelled": "neutral"}
State = Envelope.State


def envelope_row(envelope, key):
    """An envelope as plain values, for the list and the organisation's page; only the letters its reader may see, all
    of the programme with that ``key``."""
    letters = envelope.shown_letters
    goes_later = envelope.state == State.READY and envelope.due_at > timezone.now()
    is_returned, is_set_aside = envelope.returned_at is not None, envelope.state == State.SET_ASIDE
    return {
        "pk": envelope.pk,
        "what": [_what(letter, envelope) for letter in letters],
        "seen": [(_what(letter, envelope), url) for letter in letters if (url := _preview_url(letter, envelope, key))],
        "organisations": list(dict.fromkeys((row.shown_key, row.shown_name) for row in letters if row.shown_name)),
        "address": envelope.address,
        "is_copy": all(letter.is_copy for letter in letters),
        "state": _("Kom i retur") if is_returned else envelope.get_state_display(),
        "is_lost": is_returned or is_set_aside,
        "colour": "danger" if is_returned else COLOURS[envelope.state],
        "goes_later": goes_later,
        "at": envelope.due_at if goes_later else envelope.returned_at or envelope.sent_at or envelope.created_at,
        "trouble": envelope.returned_why or envelope.trouble,
        "is_late": envelope.state == State.SENT and not is_returned and bool(envelope.trouble),
        "attempts": 0 if envelope.state == State.SENT else envelope.attempts,
    }


def remedy(envelope, *, is_paused):
    """What to do about an e-mail that did not arrive or does not leave; "" where nothing is the matter. It has
    ``shown_letters``, ``is_held`` and ``is_stuck``; ``is_paused``: this programme's letters, or everybody's, wait."""
    if envelope.returned_at:
        return f"{_('Ingen har fått dette brevet.')} {_where_to_put_right(envelope.shown_letters[0])}"
    if envelope.state == State.SET_ASIDE:
        return _why_set_aside(envelope)
    if envelope.is_held:
        return _("Brevet går når sendingen fortsetter.") if is_paused else _(
            "Brevet ligger i samme e-post som et brev fra et program der sendingen er satt på pause."
        )  # fmt: skip
    if envelope.is_stuck:
        return _(
            "Brevet skulle ha gått for lenge siden. Si fra til den som drifter portalen. Det går av seg selv når "
            "sendingen virker igjen."
        )
    return ""


def _why_set_aside(envelope):
    """The outbox keeps the fault's name before what the server said."""
    fault = envelope.trouble.partition(":")[0]
    if fault == "AddressRefused":
        return _("Portalen har ikke lov til å skrive til denne adressen. Si fra til den som drifter portalen.")
    if fault == "SMTPRecipientsRefused":
        refused = _("E-posttjeneren tok ikke imot e-post til denne adressen.")
        return f"{refused} {_where_to_put_right(envelope.shown_letters[0])}"
    return _(
        "Portalen har gitt opp. Si fra til den som drifter portalen, og send på nytt når feilen er rettet. Brev som "
        "ikke lenger er aktuelle, blir ikke sendt."
    )


def _where_to_put_right(letter):
    """Where the address stands that the letter went to."""
    if letter.person_id:
        return _(
            "Er adressen feil, retter du den på siden til kommunen eller fylkeskommunen. Er den riktig, kan du sende "
            "på nytt."
        )
    if letter.user_id:
        return _("Adressen er den som personen logger inn med. Si fra til en administrator hvis den er feil.")
    if letter.interest_id or letter.registration_id:
        return _("Adressen er den som personen selv skrev inn. Er den riktig, kan du sende på nytt.")
    return _("Postmottakets adresse står i registeret. Si fra til den som drifter portalen hvis den er feil.")


def _preview_url(letter, envelope, key):
    """Where the letter is seen as it would be written now; what has been sent is kept nowhere."""
    whom = letter.shown_key or envelope.language
    return text_previews.address_of(key, letter.rule, whom, is_copy=letter.is_copy)


def _what(letter, envelope):
    """The letter's name; where others in the envelope still went, also that this one did not."""
    rule = catalogue.BY_KEY.get(letter.rule)
    label = rule.label if rule else _("Et brev som portalen ikke lenger lager")
    if letter.is_dropped and envelope.state != State.CANCELLED:
        return _("%(letter)s (ikke lenger aktuelt)") % {"letter": label}
    return label
