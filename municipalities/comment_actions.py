"""Acts on comments. The journal holds that there was one, and never what it said."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts import journal
from accounts.journal import Actor
from accounts.models import User
from municipalities.models import Comment, Participation
from programmes.acting import Archived, ChangedMeanwhile
from programmes.models import Programme

TWICE = timedelta(minutes=1)  # the same words by the same person so soon are one comment, sent twice


@transaction.atomic
def write_comment(*, programme: Programme, text: str, by: Actor, participation: Participation | None = None) -> Comment:
    """Write a comment on the programme, or on ``participation`` in it. Pressed twice it is one. Raises ``Archived`` for
    an archived programme."""
    author = _author(by)
    held = Programme.objects.select_for_update().get(pk=programme.pk)
    if held.state == Programme.State.ARCHIVED:
        raise Archived
    same = Comment.objects.filter(programme=programme, participation=participation, by=author, text=text)
    known = same.filter(at__gt=timezone.now() - TWICE).first()
    if known:
        return known
    comment = Comment.objects.create(programme=programme, participation=participation, text=text, by=author)
    _say("comment.written", comment, by)
    return comment


@transaction.atomic
def remove_comment(*, comment: Comment, by: Actor) -> None:
    """Its text is gone for good. Raises ``ChangedMeanwhile`` when it was removed before."""
    there = Comment.objects.filter(pk=comment.pk, removed_at=None)
    if not there.update(text="", removed_at=timezone.now(), removed_by=_author(by)):
        raise ChangedMeanwhile
    _say("comment.removed", comment, by)


def _author(by: Actor) -> User:
    """Only somebody who has signed in comments."""
    assert by.user is not None  # noqa: S101  (no page lets anybody else here)
    return by.user


def _say(verb: str, comment: Comment, by: Actor) -> None:
    subject = comment.participation or comment.programme
    journal.append(verb=verb, by=by, subject=subject, scope=comment.programme, comment=comment.pk)
