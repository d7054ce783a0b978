"""Honest dates: what they are (value), how a row keeps them (model), and how people's own words are read (reading)."""

from programmes.when.model import Dated
from programmes.when.reading import LONGEST, Cadence, Fault, Reading, parse
from programmes.when.value import FIRST_YEAR, LAST_YEAR, Precision, When

__all__ = ["FIRST_YEAR", "LAST_YEAR", "LONGEST", "Cadence", "Dated", "Fault", "Precision", "Reading", "When", "parse"]
