from django.core.management.base import BaseCommand, CommandError

from accounts import journal
from accounts.factor_actions import NothingSetUp, reset_factors
from accounts.models import User


class Command(BaseCommand):
    help = (
        "Take away somebody's second factor, when she has lost it and no administrator can do it on «Tilganger». Be "
        "sure of who asks. Every session of hers ends, and she sets up a new factor the next time she signs in."
    )

    def add_arguments(self, parser):
        parser.add_argument("email")

    def handle(self, *args, email, **options):
        user = User.objects.filter(email=email.strip().lower()).first()
        if user is None:
            raise CommandError(f"Nobody signs in with {email}.")
        try:
            reset_factors(user=user, by=journal.SYSTEM)
        except NothingSetUp:
            raise CommandError(f"{user.email} has no second factor.") from None
        self.stdout.write(f"{user.email} sets up a second factor anew the next time she signs in.")
