from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts import journal
from accounts.actions import add_user
from programmes.actions import give_reach
from programmes.models import Region


class Command(BaseCommand):
    help = "Add somebody who may sign in: an adviser of regions, a national adviser or an administrator."

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("--name", required=True)
        parser.add_argument("--region", action="append", default=[], help="a region's name; may be given several times")
        parser.add_argument("--national", action="store_true", help="every region")
        parser.add_argument("--administrator", action="store_true")

    @transaction.atomic
    def handle(self, *args, email, name, region, national, administrator, **options):
        if not (region or national or administrator):
            raise CommandError("Say what she may reach: --region NAME, --national or --administrator.")
        regions = [self._region(wanted) for wanted in region] + ([None] if national else [])
        try:
            user = add_user(email=email, name=name, administrator=administrator, by=journal.SYSTEM)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        for reached in regions:
            give_reach(user=user, region=reached, by=journal.SYSTEM)
        self.stdout.write(f"{user.email} can now sign in with a code.")

    def _region(self, name):
        found = Region.objects.filter(name__iexact=name).first()
        if found is None:
            known = ", ".join(Region.objects.order_by("name").values_list("name", flat=True)) or "none yet"
            raise CommandError(f"There is no region «{name}». Known regions: {known}.")
        return found
