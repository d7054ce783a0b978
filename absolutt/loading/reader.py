"""Reads a programme file: YAML with line numbers, held against programme.schema.json."""

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from ruamel.yaml import YAML
from ruamel.yaml.constructor import RoundTripConstructor
from ruamel.yaml.error import MarkedYAMLError

SCHEMA = Path(__file__).with_name("programme.schema.json")


class BadFile(Exception):
    """The file cannot be loaded. ``faults`` are sentences: line, field, what was expected."""

    def __init__(self, faults: list[str]):
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class ProgrammeFile:
    content: dict[str, Any]
    _marked: Any

    def line(self, *path: str | int) -> int:
        """The line (from 1) where the value at ``path`` stands; of its nearest parent where it is missing."""
        return _line(self._marked, path)

    def fault(self, path: tuple[str | int, ...], said: str) -> str:
        return f"line {self.line(*path)}: {field_name(path)}: {said}"


def read(path: Path) -> ProgrammeFile:
    """The file as plain values, dates as ISO texts. Raises ``BadFile`` with every fault found."""
    try:
        marked = _yaml().load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadFile([f"{path}: cannot be read ({error.strerror})"]) from error
    except UnicodeDecodeError as error:
        raise BadFile([f"{path}: is not written in UTF-8"]) from error
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise BadFile([f"line {mark.line + 1 if mark else 1}: not valid YAML: {error.problem}"]) from error
    file = ProgrammeFile(_plain(marked), marked)
    errors = sorted(_validator().iter_errors(file.content), key=lambda error: [str(p) for p in error.absolute_path])
    if errors:
        raise BadFile([file.fault(tuple(error.absolute_path), _expected(error)) for error in errors])
    return file


class _DatesAsText(RoundTripConstructor):
    """A date stays the text that was written: 31 February is then a fault with a line, not a crash."""


_DatesAsText.add_constructor("tag:yaml.org,2002:timestamp", lambda self, node: node.value)


def _yaml() -> YAML:
    yaml = YAML(typ="rt")
    yaml.Constructor = _DatesAsText
    return yaml


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(json.loads(SCHEMA.read_text()), format_checker=FormatChecker(["date", "email"]))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, bool) or value is None:
        return value
    return {int: int, float: float}.get(type(value).__mro__[-2], str)(value)


def _line(node: Any, path: tuple[str | int, ...]) -> int:
    """ruamel keeps each key's and item's place in ``lc``, counted from 0."""
    line = 1
    for step in path:
        try:
            place = node.lc.item(step) if isinstance(step, int) else node.lc.key(step)
            line = place[0] + 1
            node = node[step]
        except (KeyError, IndexError, AttributeError, TypeError):
            break
    return line


def field_name(path: tuple[str | int, ...]) -> str:
    """«programmes[2].gatherings[0].form»; positions count from 0 as in the file's list."""
    name = ""
    for step in path:
        name += f"[{step}]" if isinstance(step, int) else f".{step}"
    return name.lstrip(".") or "the file"


def _expected(error: Any) -> str:
    value = "nothing" if error.instance is None else f"«{str(error.instance)[:60]}»"
    schema = error.schema if isinstance(error.schema, dict) else {}
    if error.validator == "required":
        missing = [name for name in error.validator_value if name not in error.instance]
        return f"lacks {', '.join(missing)}"
    if error.validator == "enum":
        allowed = ", ".join("nothing" if item is None else str(item) for item in error.validator_value)
        return f"is {value}, expected one of: {allowed}"
    if error.validator == "const":
        return f"is {value}, expected {error.validator_value}"
    if error.validator == "type":
        kinds = error.validator_value if isinstance(error.validator_value, list) else [error.validator_value]
        names = {"null": "nothing", "object": "a mapping", "array": "a list", "string": "a text",
                 "integer": "a whole number", "number": "a number", "boolean": "true or false"}  # fmt: skip
        return f"is {value}, expected {' or '.join(names[kind] for kind in kinds)}"
    if error.validator == "format":
        return f"is {value}, expected a {schema.get('description') or error.validator_value}"
    return f"is {value}, expected {schema.get('description') or error.message}"


def digest(part: Any) -> str:
    """Equal for equal content, whatever its order of keys."""
    return hashlib.sha256(json.dumps(part, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
