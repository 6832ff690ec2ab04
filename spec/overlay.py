"""The OpenAPI Overlay Specification, 1.0 and 1.1: corrections to a document that is not ours to edit.

Actions are applied in order, each to the result of the one before. Where the two texts are silent or apart:

- An object or array merges with its like only. 1.1 lists what is compatible; 1.0 says no more than that it must be.
- An array as the update of an array is concatenated in 1.1 and appended as one entry in 1.0 (Action Object, `update`).
  Arrays that meet inside of merged objects are concatenated in both, as the compliant sets of the OAI have it.
- 1.0 forbids primitive targets, yet its compliant sets remove primitive members, and so do we. What 1.0 cannot do is to
  update a primitive, or to remove a primitive item of an array.
- A node that a query selects twice (RFC 9535 section 2.5.1.3) is changed once.

Stricter than the standard: an action that matches nothing or changes nothing is an error, so that a correction leaves with
its cause. To append only what is in the array already counts as changing nothing.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from jsonpath_rfc9535 import JSONPathNode, JSONPathQuery, JSONPathRecursionError

from spec import merge, overlay_reader, pointer
from spec.errors import OverlayError
from spec.frozen import thaw
from spec.overlay_reader import Action, Effect, Path, kind
from spec.pointer import Tokens

_LAPSED = "the document no longer needs this correction: delete the action"
_NOWHERE = (
    "the document no longer needs this correction, or needs it elsewhere, if it renamed the target: "
    "mend the target, or delete the action"
)


@dataclass(frozen=True, slots=True)
class Correction:
    """What one action did. `action` is its JSON Pointer in the overlay that `source` names.

    `pointers` are JSON Pointers into the corrected document. An update or a copy names each member that it added or changed,
    not the object around it. In an array it names the objects and arrays that it appended, and for primitives the array, of
    which no item decides alone (`enum`, `required`). A removal names what it removed from, and stands for no more than
    that: what is below did not change. Places are those after all actions: followed when a later action moved them, left
    out when one removed them. So there may be none.
    """

    name: str
    reason: str
    pointers: tuple[str, ...]
    action: str
    effect: Effect
    source: str


def apply(
    content: dict[str, Any],
    overlay: Mapping[str, Any],
    *,
    source: str,
    line_of: Callable[[str], int | None] = lambda _: None,
) -> tuple[dict[str, Any], tuple[Correction, ...]]:
    """The corrected copy of `content`, and one correction for each action of `overlay`. Neither argument is changed.

    `source` names the overlay in messages; `line_of` gives the line, from 1, of a JSON Pointer into it. `extends` is not
    followed. Raises OverlayError if the overlay breaks the specification, does not merge, or is no longer needed.
    """
    try:
        actions = overlay_reader.read(overlay)
        document = thaw(content)
        places = _apply(document, actions)
    except OverlayError as error:
        error.source, error.line = source, line_of(error.pointer or "")
        raise
    corrections = (
        _correction(action, touched, source)
        for action, touched in zip(actions, places, strict=True)
    )
    return document, tuple(corrections)


def _correction(action: Action, places: Iterable[Tokens], source: str) -> Correction:
    return Correction(
        name=action.name or f"{source} {action.title}",
        reason=action.reason,
        pointers=tuple(dict.fromkeys(pointer.write(place) for place in places)),
        action=action.place,
        effect=action.effect,
        source=source,
    )


def _apply(document: dict[str, Any], actions: Iterable[Action]) -> list[list[Tokens]]:
    """Change `document`. Returns the places that each action touched, as they are in the end."""
    places: list[list[Tokens]] = []
    for action in actions:
        nodes = _targets(action, document)
        if action.effect == "remove":
            removed = _remove(action, nodes)
            places.append([location[:-1] for location in removed])
            places = [_moved(touched, removed) for touched in places]
        else:
            places.append(_merge_all(action, nodes, document))
    return places


# --- Find ---------------------------------------------------------------------------------------------------------------


def _targets(action: Action, document: dict[str, Any]) -> list[JSONPathNode]:
    nodes = _find(action, "target", action.target, document)
    if not nodes:
        raise OverlayError(
            f"{action.title} matches nothing in the document: {action.target.text}; "
            f"the longest part of it that matches is {_known(action.target.query, document)}",
            pointer=f"{action.place}/target",
            hint=_NOWHERE,
        )
    return nodes


def _known(query: JSONPathQuery, document: dict[str, Any]) -> JSONPathQuery:
    """The longest beginning of a query that matches; `$` always does."""
    for length in range(len(query.segments) - 1, 0, -1):
        beginning = JSONPathQuery(env=query.env, segments=query.segments[:length])
        if beginning.find_one(document):
            return beginning
    return JSONPathQuery(env=query.env, segments=())


def _find(action: Action, field: str, path: Path, document: dict[str, Any]) -> list[JSONPathNode]:
    try:
        return list({node.location: node for node in path.query.find(document)}.values())
    except JSONPathRecursionError:
        raise OverlayError(
            f"{action.title} searches deeper than {path.query.env.max_recursion_depth} levels: "
            f"{path.text}",
            pointer=f"{action.place}/{field}",
            hint="name the part of the document that `..` is to search",
        ) from None


def _copied(action: Action, document: dict[str, Any]) -> Any:
    nodes = _find(action, "copy", action.value, document)
    if len(nodes) != 1:
        raise OverlayError(
            f"{action.title} copies from {len(nodes)} nodes, expected one: {action.value.text}",
            pointer=f"{action.place}/copy",
        )
    return thaw(nodes[0].value)


# --- Remove -------------------------------------------------------------------------------------------------------------


def _remove(action: Action, nodes: Iterable[JSONPathNode]) -> list[Tokens]:
    """Delete from the last to the first, so that locations stay true. Returns the locations, first to last."""
    ordered = sorted(nodes, key=lambda node: node.location)
    for node in reversed(ordered):
        if node.parent is None:
            raise OverlayError(
                f"{action.title} removes the whole document", pointer=f"{action.place}/target"
            )
        container = cast("Any", node.parent.value)
        if action.minor == 0 and isinstance(container, list) and merge.is_primitive(node.value):
            raise OverlayError(
                f"{action.title} removes a primitive item of an array, "
                f"{pointer.write(node.location)}, which Overlay 1.0 forbids",
                pointer=f"{action.place}/target",
                hint="write `overlay: 1.1.0`, or remove the array and add it anew",
            )
        del container[node.location[-1]]
    return [node.location for node in ordered]


def _moved(places: Iterable[Tokens], removed: Sequence[Tokens]) -> list[Tokens]:
    """Where places are after a removal, without those that went with it. `removed` is in order."""
    gone = frozenset(removed)
    gaps: dict[Tokens, list[int]] = {}
    for location in removed:
        if isinstance(location[-1], int):
            gaps.setdefault(location[:-1], []).append(location[-1])
    return [
        tuple(_closed_up(place[:depth], token, gaps) for depth, token in enumerate(place))
        for place in places
        if not any(place[:length] in gone for length in range(1, len(place) + 1))
    ]


def _closed_up(container: Tokens, token: str | int, gaps: dict[Tokens, list[int]]) -> str | int:
    if isinstance(token, str) or container not in gaps:
        return token
    return token - bisect_left(gaps[container], token)


# --- Update and copy ----------------------------------------------------------------------------------------------------


def _merge_all(
    action: Action, nodes: Sequence[JSONPathNode], document: dict[str, Any]
) -> list[Tokens]:
    """Merge the action's value into every node. Returns what was added or changed."""
    _check_targets(action, nodes)
    value = _copied(action, document) if action.effect == "copy" else action.value
    pairs = [(node, _entries(value, node, action.minor)) for node in nodes]
    if all(merge.says(node.value, new) for node, new in pairs):
        raise OverlayError(
            f"{action.title} changes nothing: the document says all of it already",
            pointer=action.place,
            hint=_LAPSED,
        )
    return [place for node, new in pairs for place in _merge_node(action, node, new)]


def _check_targets(action: Action, nodes: Iterable[JSONPathNode]) -> None:
    kinds = {"primitives" if merge.is_primitive(node.value) else kind(node.value) for node in nodes}
    if action.minor == 0 and "primitives" in kinds:
        raise OverlayError(
            f"{action.title} updates a primitive, which Overlay 1.0 cannot",
            pointer=f"{action.place}/target",
            hint="write `overlay: 1.1.0`, or target the object around it",
        )
    if action.minor > 0 and len(kinds) > 1:
        raise OverlayError(
            f"{action.title} matches values of different kinds, "
            "expected all objects, all arrays or all primitives",
            pointer=f"{action.place}/target",
            hint="make it an action for each kind",
        )


def _entries(value: Any, node: JSONPathNode, minor: int) -> Any:
    """What is merged into a node: for an array always an array, of one entry where the version takes a value for an entry."""
    if isinstance(node.value, list) and (minor == 0 or not isinstance(value, list)):
        return [value]
    return value


def _merge_node(action: Action, node: JSONPathNode, new: Any) -> list[Tokens]:
    try:
        if node.parent is None:
            return merge.into(node.value, new, ())
        return merge.into_member(node.parent.value, node.location[-1], new, node.location)
    except merge.Clash as clash:
        way = clash.where[len(node.location) :] if action.effect == "update" else ()
        raise OverlayError(
            f"{action.title} merges {kind(clash.new)} into {kind(clash.old)}, "
            f"{pointer.write(clash.where) or 'the root'}",
            pointer=f"{action.place}/{action.effect}{pointer.write(way)}",
            hint="like merges with like only: remove the old value first, in an action of its own",
        ) from None
