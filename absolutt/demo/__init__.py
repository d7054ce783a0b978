"""The demo: three rounds alive, with invented people at example.no, on whatever day it is loaded.

Innlandet in sign-up, Møre og Romsdal with groups half registered, Trøndelag as a sketch without a single date. Every
state that an organisation, a duty or a group can be in is there to see.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from absolutt.demo import clock, innlandet, more_og_romsdal, people, trondelag
from absolutt.demo.rounds import Act, play
from accounts.models import User


@transaction.atomic
def load() -> bool:
    """Make the demo. False when it is there already. The letters it causes lie in the outbox when this returns.

    Where its first adviser is there, it stays as it is: a newer demo beside an older one would be two of everything.
    """
    if User.objects.filter(email=people.SIGN_IN[0].email).exists():
        return False
    monday = timezone.localdate() - timedelta(days=timezone.localdate().weekday())
    with clock.at(clock.day(monday, -13 * 7)):  # the advisers have had their accounts for longer than any round
        advisers = people.come()
        people.answer_regions(advisers)
    stories = {region: advisers[f"KS {region}"] for region in ("Innlandet", "Møre og Romsdal", "Trøndelag")}
    play([
        *innlandet.script(innlandet.begin(stories["Innlandet"])),
        *more_og_romsdal.script(more_og_romsdal.begin(stories["Møre og Romsdal"])),
        *trondelag.script(stories["Trøndelag"], monday),
        Act(clock.day(timezone.localdate(), -1), lambda: people.away(stories["Møre og Romsdal"])),
    ])  # fmt: skip
    return True
