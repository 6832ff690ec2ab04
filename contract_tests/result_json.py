"""A result as JSON and back: what a machine keeps, and what the parts of a split run are joined from.

The form is `schemas/report.schema.json`.
"""

import json
import types
import typing
from collections.abc import Mapping
from dataclasses import asdict, fields, is_dataclass
from pathlib import Path
from typing import Any

from contract_tests.errors import BadTarget
from contract_tests.result import Result

FORMAT = "troth-report-1"
_LONGEST = 60  # characters of a value in a message


def to_json(result: Result) -> dict[str, Any]:
    """Plain JSON values; the member `format` names the form."""
    return {"format": FORMAT, **_plain(asdict(result))}


def from_json(value: Any, name: str) -> Result:
    """The result that a report holds. Raises BadTarget when it is none; `name` says which file."""
    if not isinstance(value, dict) or value.get("format") != FORMAT:
        raise BadTarget("is no report of troth", name, f'expected "format": "{FORMAT}"')
    try:
        return typing.cast("Result", _built(Result, value))
    except (TypeError, ValueError, OverflowError) as error:
        raise BadTarget(f"is a damaged report: {error}", name, "write it anew") from None


def read(path: Path) -> Result:
    """Raises BadTarget when there is no report, or it is damaged."""
    try:
        return from_json(json.loads(path.read_text(encoding="utf-8")), str(path))
    except OSError as error:
        hint = "give the DIR of --report"
        raise BadTarget(f"cannot be read: {error.strerror}", str(path), hint) from None
    except (ValueError, RecursionError) as error:
        raise BadTarget(f"is no JSON: {error}", str(path), "give the DIR of --report") from None


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(name): _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value


def _built(kind: Any, value: Any) -> Any:
    """A value of a type of `result`, from JSON. Raises TypeError or ValueError."""
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if is_dataclass(kind):
        return _record(kind, value)
    if origin is tuple:
        return _tuple(inner, value)
    if origin in (types.UnionType, typing.Union):
        return None if value is None else _built(inner[0], value)
    if origin is not None and origin is not typing.Literal:
        return _mapping(inner[1], value)
    return _scalar(kind, inner, value)


def _record(kind: Any, value: Any) -> Any:
    if not isinstance(value, dict):
        raise TypeError(f"expected an object, not {_brief(value)}")
    hints = typing.get_type_hints(kind)
    lacking = [one.name for one in fields(kind) if one.name not in value]
    if lacking:
        raise ValueError(f"{kind.__name__} has no {lacking[0]}")
    return kind(**{name: _built(hint, value[name]) for name, hint in hints.items()})


def _mapping(inner: Any, value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise TypeError(f"expected an object, not {_brief(value)}")
    return {name: _built(inner, one) for name, one in value.items()}


def _scalar(kind: Any, choices: tuple[Any, ...], value: Any) -> Any:
    if choices:
        if value not in choices:
            raise ValueError(f"{_brief(value)} is none of {', '.join(map(repr, choices))}")
        return value
    if isinstance(value, bool):  # which Python takes for an integer
        raise TypeError(f"expected {kind.__name__}, not {_brief(value)}")
    if kind is float and isinstance(value, int):
        return float(value)
    if not isinstance(value, kind):
        raise TypeError(f"expected {kind.__name__}, not {_brief(value)}")
    return value


def _tuple(inner: tuple[Any, ...], value: Any) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise TypeError(f"expected a list, not {_brief(value)}")
    if inner[-1] is Ellipsis:
        return tuple(_built(inner[0], one) for one in value)
    if len(value) != len(inner):
        raise ValueError(f"expected {len(inner)} values, not {_brief(value)}")
    return tuple(map(_built, inner, value))


def _brief(value: Any) -> str:
    """A value for a message: the report may be of another kind, and its members of any size."""
    shown = repr(value)
    return shown if len(shown) <= _LONGEST else shown[:_LONGEST] + "…"
