"""Paths as URLs have them: templates by position, and the base path of the servers in front."""

import re
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

TEMPLATE = re.compile(r"\{([^/{}]*)\}")


def pattern(path: str) -> str:
    """A path without the names of its templates, which no request shows."""
    return TEMPLATE.sub("{}", path)


def templates(path: str) -> list[str]:
    """The names of the templates, in order."""
    return TEMPLATE.findall(path)


def base_path(url: str, variables: Mapping[str, str]) -> str:
    """The path of a server's URL with its variables' defaults, without a slash at the end."""
    filled = TEMPLATE.sub(lambda found: variables.get(found[1], found[0]), url)
    try:
        return urlsplit(filled).path.rstrip("/")
    except ValueError:  # no URL: it has no path either
        return ""


def shadows(literal: str, template: str) -> bool:
    """Whether requests that met `template` now meet `literal` (OAS 3.1 section 4.8.8: concrete paths are matched first)."""
    return _all_within(literal, template) and pattern(literal) != pattern(template)


def overlaps(one: str, other: str) -> bool:
    """Whether requests meet either of two paths of which none is the more concrete: which one they meet is not said there."""
    ours, theirs = one.split("/"), other.split("/")
    if len(ours) != len(theirs) or _all_within(one, other) or _all_within(other, one):
        return False
    pairs = zip(ours, theirs, strict=True)
    return all(_within(mine, its) or _within(its, mine) for mine, its in pairs)


def _all_within(narrow: str, wide: str) -> bool:
    ours, theirs = narrow.split("/"), wide.split("/")
    return len(ours) == len(theirs) and all(map(_within, ours, theirs))


def _within(segment: str, wide: str) -> bool:
    if pattern(segment) == pattern(wide):
        return True
    if "{" in segment:
        return False
    parts = [re.escape(part) for part in pattern(wide).split("{}")]
    return re.fullmatch("[^/]+".join(parts), segment) is not None


def renamed(before: str, after: str) -> dict[str, str]:
    """Which template of the one path is which of the other: by place in paths of one form, else by name and then by place."""
    base, head = templates(before), templates(after)
    if pattern(before) != pattern(after):
        kept = [name for name in base if name in head]
        base = [*kept, *(name for name in base if name not in kept)]
        head = [*kept, *(name for name in head if name not in kept)]
    if len(base) != len(head):
        return {name: name for name in base if name in head}
    return dict(zip(base, head, strict=True))


def new_shadows(before: set[str], after: list[str]) -> Iterator[tuple[str, str, bool]]:
    """Each path that is new and the templated one, there before and after, that it takes requests from; at last whether it surely
    does."""
    known = {pattern(path) for path in before}
    old = _Tree()
    for path in after:
        if pattern(path) in known and "{" in path:
            old.add(path)
    for path in after:
        for template in old.meeting(path.split("/")) if pattern(path) not in known else ():
            is_sure = shadows(path, template)
            if is_sure or overlaps(path, template):
                yield path, template, is_sure


class _Tree:
    """Paths by their segments, for documents that have thousands of them."""

    def __init__(self) -> None:
        self.literals: dict[str, _Tree] = {}
        self.templates: dict[str, _Tree] = {}
        self.paths: list[str] = []

    def add(self, path: str) -> None:
        node = self
        for segment in path.split("/"):
            inner = node.templates if "{" in segment else node.literals
            node = inner.setdefault(segment, _Tree())
        node.paths.append(path)

    def meeting(self, segments: list[str]) -> Iterator[str]:
        """The paths that a request for one of these segments may meet."""
        if not segments:
            yield from self.paths
            return
        first, rest = segments[0], segments[1:]
        inner = list(self.templates.values())
        if "{" in first:
            inner += self.literals.values()
        elif first in self.literals:
            inner.append(self.literals[first])
        for node in inner:
            yield from node.meeting(rest)
