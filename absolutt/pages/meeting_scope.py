"""What the pages of an information meeting read, within the reader's reach."""

from django.db.models import Count, F, Prefetch, Q
from django.shortcuts import get_object_or_404

from gatherings.models import Gathering, Registration
from municipalities.models import Organisation

_KIND = Gathering.Kind.INFORMATION_MEETING


def open_meeting_or_404(key, pk):
    """For anybody: a meeting of a public programme, also one that has been or is full, so that the page can say so."""
    meetings = Gathering.objects.filter(kind=_KIND, programme__is_public=True, programme__key=key)
    meetings = meetings.exclude(programme__state="archived").select_related("programme__region", "programme__framework")
    return get_object_or_404(_counted(meetings), pk=pk)


def meeting_or_404(programme, pk):
    meeting = get_object_or_404(_counted(programme.gatherings.filter(kind=_KIND)), pk=pk)
    meeting.programme = programme
    return meeting


def takes_registrations(meeting):
    return Gathering.objects.open_to_registration().filter(pk=meeting.pk).exists()


def _counted(meetings):
    """Adds ``coming``: how many have registered and not cancelled."""
    still = Q(registrations__cancelled_at=None, registrations__erased_at=None)
    return meetings.annotate(coming=Count("registrations", filter=still))


def registrations_of(meeting):
    """Who has registered and is not erased, in the order they came; who has cancelled last. Each with what
    ``names.where`` reads."""
    named = Organisation.objects.named_on(meeting.programme.day_for_names)
    rows = Registration.objects.filter(gathering=meeting, erased_at=None)
    return rows.prefetch_related(Prefetch("organisation", queryset=named)).order_by(
        F("cancelled_at").asc(nulls_first=True), "registered_at", "pk"
    )


def registration_or_404(meeting, pk):
    registration = get_object_or_404(Registration.objects.filter(gathering=meeting, erased_at=None), pk=pk)
    registration.gathering = meeting
    return registration
