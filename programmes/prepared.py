"""Queries whose SQL Django writes once a process: on a page with few rows, writing it costs more than all the rest."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from datetime import date
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet

_MOST = 500  # statements kept by one query


class Prepared:
    """A ``values_list`` query with open places. ``build`` is given a stand-in for each value and returns the queryset,
    which must use the values as they are and may not decide anything by them; what does decide is given as ``shape``.

    A value is an ``int``, a ``str``, a ``date`` or a list of ``int`` that is not empty.

    A statement belongs to the connection it was written for, and one connection's are kept. That is a whole process
    while it has one thread that asks (``--blocking-threads 1`` in bin/house and the Dockerfile); several threads would
    be right too, but would write each statement again whenever another thread had asked before them.
    """

    def __init__(self, build: Callable[..., QuerySet]):
        self._build = build
        self._known: dict[Hashable, _Statement] = {}

    def __call__(self, *shape: Hashable, **values: Any) -> Iterator[Sequence]:
        """The rows, as the queryset would give them. One query."""
        lengths = tuple(_padded(len(value)) if isinstance(value, list) else 0 for value in values.values())
        connection = connections[DEFAULT_DB_ALIAS]
        key = (shape, lengths)
        statement = self._known.get(key)
        if statement is None or statement.compiler.connection is not connection:
            if len(self._known) >= _MOST:
                self._known.clear()
            statement = self._known[key] = _Statement(self._build, shape, values, connection)
        return statement.rows(values)


class _Statement:
    def __init__(self, build, shape, values, connection):
        places: dict[Any, tuple[str, int]] = {}
        given = {name: _stand_in(name, value, places, connection) for name, value in values.items()}
        self.compiler = build(*shape, **given).query.get_compiler(connection=connection)
        self.sql, parameters = self.compiler.as_sql()
        shown = [column for column, *_ in self.compiler.select[: self.compiler.col_count]]
        self.converters = self.compiler.get_converters(shown)
        self.parameters = [(parameter, places.get(parameter)) for parameter in parameters]
        self.adapt = connection.ops.adapt_datefield_value

    def rows(self, values: dict[str, Any]) -> Iterator[Sequence]:
        parameters = [
            fixed if place is None else self._value(values[place[0]], place[1]) for fixed, place in self.parameters
        ]
        with self.compiler.connection.cursor() as cursor:
            cursor.execute(self.sql, parameters)
            found = cursor.fetchall()
        return self.compiler.apply_converters(found, self.converters) if self.converters else iter(found)

    def _value(self, value: Any, position: int) -> Any:
        if isinstance(value, list):
            return value[min(position, len(value) - 1)]  # a list that is padded repeats its last
        return self.adapt(value) if isinstance(value, date) else value


def _padded(length: int) -> int:
    """The next power of two: few lengths, few statements."""
    return 1 << (length - 1).bit_length()


def _stand_in(name, value, places, connection):
    """A value of the same kind that nothing else in the statement has; ``places`` remembers what it stands for."""
    number = len(places) + 1
    if isinstance(value, list):
        found = [-(2**50) - number - position for position in range(_padded(len(value)))]
        places.update({each: (name, position) for position, each in enumerate(found)})
        return found
    if isinstance(value, int):
        places[-(2**50) - number] = (name, 0)
        return -(2**50) - number
    if isinstance(value, date):
        day = date(1, 1, number)
        places[connection.ops.adapt_datefield_value(day)] = (name, 0)
        return day
    places[f"«{name}»"] = (name, 0)
    return f"«{name}»"
