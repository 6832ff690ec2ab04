"""The shape of an overlay: from parsed text to actions that are ready to be applied.

Checked here is all that can be said without a document: the fields of the OpenAPI Overlay Specification, 1.0 and 1.1, and the
syntax of their JSONPath queries (RFC 9535). Unknown fields are errors, as in the JSON Schemas of the OAI; where schema and
text differ the text wins, says the schemas' readme. So `remove: true` beside `update` or `copy` is allowed and removes.

Importing this module loads the JSONPath library, some 30 ms.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from re import fullmatch
from typing import Any, Literal

import jsonpath_rfc9535 as jsonpath

from spec import pointer
from spec.errors import OverlayError

Effect = Literal["update", "remove", "copy"]


@dataclass(frozen=True, slots=True)
class Path:
    """A JSONPath, as written and ready to search."""

    text: str
    query: jsonpath.JSONPathQuery


@dataclass(frozen=True, slots=True)
class Action:
    """One action. `minor` is that of the specification's version, `place` a JSON Pointer into the overlay.

    `value` is what an update merges; a copy has there the Path to what it merges. `title` is what messages call the action.
    """

    title: str
    name: str | None
    reason: str
    place: str
    minor: int
    effect: Effect
    target: Path
    value: Any


def read(overlay: Mapping[str, Any]) -> list[Action]:
    """The actions in order. Raises OverlayError with the pointer of what breaks the specification."""
    minor = _minor(overlay)
    _check(overlay, "", _OVERLAY, minor)
    _check(overlay["info"], "/info", _INFO, minor)
    if not overlay["actions"]:
        raise OverlayError("`actions` is empty, expected at least one action", pointer="/actions")
    return [_action(action, index, minor) for index, action in enumerate(overlay["actions"])]


def kind(value: Any) -> str:
    """The JSON type of a value, as messages say it."""
    match value:
        case None:
            return "null"
        case bool():
            return "a boolean"
        case str():
            return "a string"
        case int() | float():
            return "a number"
        case list():
            return "an array"
    return "an object"


@dataclass(frozen=True, slots=True)
class _Shape:
    """The fixed fields of an object: JSON type, and the minor version that brought the field."""

    name: str
    fields: Mapping[str, tuple[str, int]]
    required: tuple[str, ...]


_ANY = "any"
_OVERLAY = _Shape(
    "an Overlay Object",
    {
        "overlay": ("a string", 0),
        "info": ("an object", 0),
        "extends": ("a string", 0),
        "actions": ("an array", 0),
    },
    ("overlay", "info", "actions"),
)
_INFO = _Shape(
    "an Info Object",
    {"title": ("a string", 0), "version": ("a string", 0), "description": ("a string", 1)},
    ("title", "version"),
)
_ACTION = _Shape(
    "an Action Object",
    {
        "target": ("a string", 0),
        "description": ("a string", 0),
        "update": (_ANY, 0),
        "remove": ("a boolean", 0),
        "copy": ("a string", 1),
    },
    ("target",),
)


def _minor(overlay: Mapping[str, Any]) -> int:
    if "overlay" not in overlay:
        raise _missing("overlay", "", _OVERLAY)
    version = overlay["overlay"]
    found = fullmatch(r"1\.([01])\.[0-9]+", version) if isinstance(version, str) else None
    if found is None:
        raise OverlayError(
            f"`overlay` is {version!r}, expected a version 1.0.x or 1.1.x of the specification",
            pointer="/overlay",
            hint="write `overlay: 1.1.0`",
        )
    return int(found[1])


def _check(value: Any, where: str, shape: _Shape, minor: int) -> None:
    """Raise unless `value` is an object with the fields of `shape` and no others."""
    if not isinstance(value, Mapping):
        raise OverlayError(f"is {kind(value)}, expected {shape.name}", pointer=where)
    for name in shape.required:
        if name not in value:
            raise _missing(name, where, shape)
    for name, member in value.items():
        if not name.startswith("x-"):
            _check_field(name, member, where + pointer.write((name,)), shape, minor)


def _missing(name: str, where: str, shape: _Shape) -> OverlayError:
    return OverlayError(f"`{name}` is missing: {shape.name} must have it", pointer=where)


def _check_field(name: str, value: Any, where: str, shape: _Shape, minor: int) -> None:
    expected, since = shape.fields.get(name, ("", minor + 1))
    if since > minor:
        raise OverlayError(
            f"`{name}` is no field of {shape.name} in Overlay 1.{minor}",
            pointer=where,
            hint=_advice(name, shape, minor),
        )
    if expected not in (_ANY, kind(value)):
        raise OverlayError(f"`{name}` is {kind(value)}, expected {expected}", pointer=where)


def _advice(name: str, shape: _Shape, minor: int) -> str:
    if name in shape.fields:
        return f"`{name}` came with 1.1: write `overlay: 1.1.0`"
    known = [field for field, (_, since) in shape.fields.items() if since <= minor]
    near = get_close_matches(name, known, n=1)
    if near:
        return f"did you mean `{near[0]}`?"
    return f"the fields are {', '.join(known)}, and the name of an extension starts with x-"


def _action(action: Any, index: int, minor: int) -> Action:
    place = f"/actions/{index}"
    _check(action, place, _ACTION, minor)
    name = _name(action, place)
    title = f"action {index + 1} ({name})" if name else f"action {index + 1}"
    effect = _effect(action, title, place, minor)
    return Action(
        title=title,
        name=name,
        reason=action.get("description", ""),
        place=place,
        minor=minor,
        effect=effect,
        target=_path(action, "target", place),
        value=_path(action, "copy", place) if effect == "copy" else action.get("update"),
    )


def _name(action: Mapping[str, Any], place: str) -> str | None:
    name = action.get("x-troth-name")
    if "x-troth-name" not in action or (isinstance(name, str) and name.strip()):
        return name
    raise OverlayError(
        f"`x-troth-name` is {name!r}, expected a string that is not blank",
        pointer=f"{place}/x-troth-name",
    )


def _effect(action: Mapping[str, Any], title: str, place: str, minor: int) -> Effect:
    if action.get("remove") is True:
        return "remove"
    match "update" in action, "copy" in action:
        case True, False:
            return "update"
        case False, True:
            return "copy"
        case True, True:
            raise OverlayError(
                f"{title} has both `update` and `copy`, and each turns the other off",
                pointer=place,
                hint="make it two actions",
            )
    effects = "`update`, `copy` or `remove: true`" if minor else "`update` or `remove: true`"
    raise OverlayError(f"{title} does nothing, expected {effects}", pointer=place)


def _path(action: Mapping[str, Any], field: str, place: str) -> Path:
    try:
        return Path(action[field], jsonpath.compile(action[field]))
    except jsonpath.JSONPathError as error:
        column = f" at column {error.token.index + 1}" if error.token else ""
        reason = f"{error.args[0]}{column}"
    except RecursionError:
        reason = "it is nested too deep"
    raise OverlayError(
        f"`{field}` is no JSONPath (RFC 9535): {reason}",
        pointer=f"{place}/{field}",
        hint="a name with signs in it goes in brackets and quotes, like $.paths['/a'].get",
    )
