from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts import journal
from accounts.actions import add_user
from programmes.models import Adviser, Region
from programmes.reach_actions import give_reach


class Command(BaseCommand):
    help = "Add somebody who may sign in: an adviser or process adviser, a national adviser or an administrator."

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("--name", required=True)
        parser.add_argument("--region", action="append", default=[], help="a region's name; may be given several times")
        parser.add_argument("--process", action="store_true", help="she reads and comments there, and changes nothing")
        parser.add_argument("--national", action="store_true", help="an adviser in every region")
        parser.add_argument("--administrator", action="store_true", help="she gives roles to others")

    @transaction.atomic
    def handle(self, *args, email, name, region, process, national, administrator, **options):
        if not (region or national or administrator):
            raise CommandError("Say what she may reach: --region NAME, --national or --administrator.")
        if process and not region:
            raise CommandError("A process adviser follows a region: --process --region NAME.")
        regions = [self._region(wanted) for wanted in region]
        try:
            user = add_user(email=email, name=name, administrator=administrator, by=journal.SYSTEM)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        for reached in regions:
            role = Adviser.Role.PROCESS if process else Adviser.Role.ADVISER
            give_reach(user=user, region=reached, role=role, by=journal.SYSTEM)
        if national:
            give_reach(user=user, region=None, by=journal.SYSTEM)
        self.stdout.write(f"{user.email} can now sign in with a code.")
        if settings.REQUIRE_SECOND_FACTOR:
            self.stdout.write("The first time she sets up a second factor: a passkey, or an app that shows codes.")

    def _region(self, name):
        found = Region.objects.filter(name__iexact=name).first()
        if found is None:
            known = ", ".join(Region.objects.order_by("name").values_list("name", flat=True)) or "none yet"
            raise CommandError(f"There is no region «{name}». Known regions: {known}.")
        return found
