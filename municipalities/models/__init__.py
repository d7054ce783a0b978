"""The register, the organisations that take part, and the people who hold their seats."""

from municipalities.models.comments import Comment
from municipalities.models.imports import AnswerImport
from municipalities.models.interests import Interest
from municipalities.models.organisations import Designation, Organisation, validate_organisation_number
from municipalities.models.participations import ANSWER, Answer, DutyException, Participation
from municipalities.models.people import Person
from municipalities.models.places import PlaceDecision
from municipalities.models.seats import Holding, Seat

__all__ = [
    "ANSWER", "Answer", "AnswerImport", "Comment", "Designation", "DutyException", "Holding", "Interest",
    "Organisation", "Participation", "Person", "PlaceDecision", "Seat", "validate_organisation_number",
]  # fmt: skip
