"""What somebody without an account writes about herself: her interest in a programme, her coming to a meeting."""

from dataclasses import dataclass
from typing import Any

from municipalities.models import Organisation

FORGOTTEN: dict[str, Any] = {"name": "", "role": "", "organisation_name": "", "organisation": None, "email": ""}
_FIELDS = ("name", "role", "organisation", "organisation_name", "language")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Either ``organisation`` or ``organisation_name`` says where she works."""

    name: str
    role: str
    email: str
    language: str
    organisation: Organisation | None = None
    organisation_name: str = ""

    @property
    def address(self) -> str:
        """What she is known again by."""
        return self.email.strip().lower()

    @property
    def told(self) -> dict[str, Any]:
        """Everything but the address, by the names of the rows' fields."""
        return {field: getattr(self, field) for field in _FIELDS}
