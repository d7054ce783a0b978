"""What the reader reaches. Outside it there is nothing: 404."""

from django.db.models import Count, Exists, OuterRef, Q
from django.http import Http404
from django.shortcuts import get_object_or_404

from correspondence.models import Envelope, Letter
from municipalities.models import Answer, Participation
from programmes.models import Programme


def programmes_with_counts(user):
    """Every programme the user reaches, with how many are listed, signed up and have not answered."""
    states = Participation.State
    return (
        Programme.objects.visible_to(user)
        .for_list()
        .prefetch_related("deadlines")
        .annotate(
            listed=Count("participations"),
            signed_up=Count("participations", filter=Q(participations__state=states.SIGNED_UP)),
            unanswered=Count("participations", filter=Q(participations__state=states.INVITED)),
        )
    )


def programme_or_404(user, key):
    reachable = Programme.objects.visible_to(user).select_related("region", "framework").prefetch_related("deadlines")
    return get_object_or_404(reachable, key=key)


def living_programme_or_404(user, key):
    """For what is done in a programme: an archived one has no such pages."""
    programme = programme_or_404(user, key)
    if programme.state == Programme.State.ARCHIVED:
        raise Http404
    return programme


def participation_or_404(user, key, number):
    """A participation by the organisation's number, with its programme and its name on the programme's first day."""
    programme = programme_or_404(user, key)
    return _one(programme, number)


def public_participation_or_404(key, number):
    """For the public sign-up page: only while the programme asks for answers, and only for who has been invited."""
    asking = Programme.objects.filter(state__in=Programme.TAKES_ANSWERS)
    programme = get_object_or_404(asking.select_related("region", "framework").prefetch_related("deadlines"), key=key)
    participation = _one(programme, number)
    if participation.invited_at is None:
        raise Http404
    return participation


def _one(programme, number):
    participation = get_object_or_404(participations_of(programme), organisation__organisation_number=number)
    participation.programme = programme
    return participation


def participation_with_name(participation):
    """The same participation, named as on its programme's first day, its programme and deadlines at hand."""
    return _one(participation.programme, participation.organisation.organisation_number)


def participations_of(programme):
    """For a list; ``invited_person`` is False where somebody directs now who has not been sent an invitation."""
    sent = Letter.objects.filter(
        rule="signup.invitation", participation=OuterRef("pk"), person=OuterRef("director_id")
    ).exclude(envelope__state="cancelled")
    rows = Participation.objects.filter(programme=programme).for_list(programme.day_for_names)
    return rows.annotate(invited_person=Exists(sent))


def is_new_director(participation):
    """The municipality was invited and has not answered, and its director came after the invitation."""
    waits = participation.state in (Participation.State.INVITED, Participation.State.UNDECIDED)
    return waits and participation.director_id is not None and not participation.invited_person


def waiting_answer_or_404(participation, pk):
    return get_object_or_404(Answer.objects.filter(participation=participation, status=Answer.Status.WAITING), pk=pk)


def envelopes_of(user, programme):
    return Envelope.objects.visible_to(user).filter(programme=programme)
