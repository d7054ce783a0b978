"""A programme with municipalities that can be written to, and the addresses of their pages."""

from tests import factories


def with_organisations(count):
    programme = factories.OpenProgrammeFactory()
    for _ in range(count):
        participation = factories.ParticipationFactory(programme=programme)
        factories.letter_to(participation, person=factories.with_director(participation))
    return programme


def path_of(participation, act=""):
    return f"/program/{participation.programme.key}/{participation.organisation.organisation_number}/{act}"


def ticked(participation):
    return f"{participation.organisation.organisation_number}:{participation.version}"
