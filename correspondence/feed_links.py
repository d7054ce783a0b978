"""What the address of somebody's own calendar opens: the days of what she takes part in, as long as she may sign in.
A calendar program asks for it without signing in, so it says no more than programme and gathering."""

from datetime import timedelta

from django.utils import timezone

from accounts import links
from accounts.models import PersonalLink, User

PURPOSE = "calendar"
LIVES = timedelta(days=2 * 365)  # as long as a programme; then she makes a new one


def subject(user: User) -> str:
    return f"user:{user.pk}"


def issue(user: User) -> str:
    return links.issue(purpose=PURPOSE, subject=subject(user), expires_at=timezone.now() + LIVES)


def living(user: User) -> PersonalLink | None:
    """The one that opens her calendar now."""
    rows = PersonalLink.objects.all().about(PURPOSE, subject(user)).filter(revoked_at=None)
    return rows.filter(expires_at__gt=timezone.now()).order_by("-pk").first()


def revoke(user: User) -> int:
    return links.revoke(purpose=PURPOSE, subject=subject(user))


def behind(token: str) -> User:
    """Whose it is. Raises ``DeadLink``; «revoked» also for somebody who may not sign in any more."""
    link = links.find(purpose=PURPOSE, token=token)
    user = User.objects.filter(pk=link.subject.split(":")[1], is_active=True).first()
    if user is None:
        raise links.DeadLink("revoked", link)
    return user
