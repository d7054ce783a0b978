"""A letter of any rule, to whoever such a letter goes to."""

from correspondence import dated
from correspondence.gathering_readers import RULES
from correspondence.models import Envelope, Letter
from gatherings import stated
from programmes.when import When
from tests import factories
from tests.gatherings.meetings import meeting, registered
from tests.municipalities.places import interested


def letter_of(rule, participation, *, answer=None, language="nb"):
    """About ``participation``, or about its programme where the rule knows no organisation."""
    letter = _letter(rule, participation)
    letter.about |= {"answer": answer.pk} if answer else {}
    letter.save()
    letter.envelope.language = language
    return letter


def _letter(rule, participation):
    programme = participation.programme
    if rule == "info.confirmation":  # registering makes it
        person = f"kari{Letter.objects.count()}@example.no"
        programme.is_public = True
        programme.save()
        registered(meeting(programme=programme), person)
        return Letter.objects.filter(rule=rule, programme=programme).latest("pk")
    if rule == "interest.announced":
        row = interested(programme, email=f"per{Letter.objects.count()}@example.no")
        envelope = Envelope.objects.create(address=row.email, language="nb")
        return Letter.objects.create(envelope=envelope, rule=rule, programme=programme, interest=row)
    if rule in RULES:
        return _of_a_gathering(rule, participation)
    if rule in ABOUT_GATHERINGS:
        return _about_a_gathering(rule, participation)
    if rule == "signup.closed":
        user = factories.adviser("KS Innlandet")
        envelope = Envelope.objects.create(address=user.email, user=user, language="nb")
        return Letter.objects.create(envelope=envelope, rule=rule, programme=programme, user=user)
    return factories.letter_to(participation, person=factories.PersonFactory(), rule=rule)


ABOUT_GATHERINGS = [rule.key for rule in dated.DATED if rule.about_gathering]


def _about_a_gathering(rule, participation):
    """The first gathering of its programme; a reminder of an information meeting goes to who is registered."""
    programme = participation.programme
    if rule == "info.reminder":
        letter = letter_of("info.confirmation", participation)
        letter.rule, letter.gathering = rule, letter.registration.gathering
        return letter
    gathering = programme.gatherings.get(key="joint-1")
    if rule == "form.decide":
        letter = _letter("signup.closed", participation)
        letter.rule, letter.gathering = rule, gathering
        return letter
    letter = factories.letter_to(participation, person=factories.PersonFactory(), rule=rule)
    letter.gathering = gathering
    return letter


def _of_a_gathering(rule, participation):
    """The first gathering of its programme has moved a week and has a place; two days were one."""
    row = participation.programme.gatherings.get(key="joint-1")
    was = stated.facts_of(row)
    row.when = When("range", factories.in_days(67), factories.in_days(68), 2)
    row.place, row.sequence = "Hamar", row.sequence + 1
    row.save()
    letter = factories.letter_to(participation, person=factories.PersonFactory(), rule=rule)
    letter.was, letter.word = was, "Salen var opptatt."
    letter.about = {"gathering": row.pk, "fields": ["place", "when"], "after": [], "entries": {"1": was["start"]},
                    "sequence": row.sequence}  # fmt: skip
    return letter
