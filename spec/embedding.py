"""How the files that a document refers to become part of it.

A reference into another file is embedded under the root member `x-troth-files`, so that everything after this stage reads one
document whose references are all local JSON Pointers (OAS 3.1 section 4.6, "Relative References in URIs").
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any, Protocol
from urllib.parse import unquote, urldefrag

from spec import pointer, source
from spec.errors import BadReference, Unreadable
from spec.pointer import Tokens
from spec.references import FILES, objects
from spec.source import Source

MAX_FILES = 1000

Fetch = Callable[[str], bytes]


class Folder(Protocol):
    """Where the files beside a document are, when that is no folder of the file system."""

    @property
    def document(self) -> str:
        """The document's own name there, by which other files refer back to it."""

    def read(self, key: str) -> Source:
        """The file at a path from there. Raises Unreadable."""


def embed(
    content: dict[str, Any],
    *,
    name: str,
    base: Path | Folder | None,
    fetch: Fetch | None,
    texts: dict[str, Source],
) -> dict[str, Any]:
    """A copy in which every reference is local. Files are read below `base` only; URLs through `fetch` only, if given.

    `texts` is filled with the files by what they are called in the copy; each has the name that people know it by.
    Raises BadReference for a reference that may not or cannot be followed.
    """
    if all(map(_is_plain, objects(content))):
        return content
    return _Embedding(name, base, fetch, texts).run(content)


def _is_plain(found: tuple[Tokens, Mapping[str, Any]]) -> bool:
    """Whether an object's reference, if it has one, is a local JSON Pointer already."""
    target = found[1].get("$ref", "#")
    is_local = not isinstance(target, str) or target.startswith("#/") or target == "#"
    return is_local and "$dynamicRef" not in found[1]


class _Embedding:
    """Reads the files that references name, once each, and rewrites the references."""

    def __init__(
        self, name: str, base: Path | Folder | None, fetch: Fetch | None, texts: dict[str, Source]
    ) -> None:
        self.name, self.base, self.fetch, self.texts = name, base, fetch, texts
        # How other files in the folder call the document.
        self.own = Path(name).name if isinstance(base, Path | None) else base.document
        self.files: dict[str, Any] = {}

    def run(self, content: dict[str, Any]) -> dict[str, Any]:
        result = self._rewrite(content, "")
        return {**result, FILES: self.files} if self.files else dict(result)

    def _rewrite(self, content: Any, file: str) -> Any:
        """A copy of one file's content with local references; `file` is "" for the document itself."""
        anchors = _anchors(content)
        copy = _copy(content)
        for tokens, node in objects(copy):
            _fix(node, anchors)
            target = node.get("$ref")
            if isinstance(target, str):
                at = (*_home(file), *tokens)
                node["$ref"] = self._local(target, file, anchors, at)
            if tokens[-1:] == ("discriminator",) and isinstance(node.get("mapping"), dict):
                node["mapping"] = self._mapping(node["mapping"], file, (*_home(file), *tokens))
        return copy

    def _mapping(self, mapping: dict[str, Any], file: str, at: Tokens) -> dict[str, Any]:
        """The references among the values of a discriminator's mapping; what cannot be followed stays, and validators never
        follow it (OAS 3.1 section 4.8.25.2)."""
        local = dict(mapping)
        for name, target in mapping.items():
            if isinstance(target, str) and "#/" in target:
                with suppress(BadReference):
                    local[name] = self._local(target, file, {}, at)
        return local

    def _local(self, target: str, file: str, anchors: Mapping[str, Tokens], at: Tokens) -> str:
        if target in anchors:
            return "#" + pointer.write((*_home(file), *anchors[target]))
        address, fragment = urldefrag(target)
        key = self._key(address, file, at) if address else file
        if key not in self.files and key:
            self._read(key, at)
        if fragment and not fragment.startswith("/"):
            raise self._bad(target, at, "names an anchor that no schema declares", None)
        return "#" + pointer.write(_home(key)) + fragment

    def _key(self, address: str, file: str, at: Tokens) -> str:
        """What a file is called in the document: its URL, or its path from the document's folder."""
        if "://" in address:
            return address
        if "://" in file:
            from urllib.parse import urljoin  # only documents that span URLs come here

            return urljoin(file, address)
        path = PurePosixPath(file).parent / unquote(address)
        parts: list[str] = []
        for part in path.parts:
            if part == "..":
                if not parts:
                    hint = "move the file below the document's folder"
                    raise self._bad(address, at, "leaves the document's folder", hint)
                parts.pop()
            else:
                parts.append(part)
        if path.is_absolute():
            raise self._bad(address, at, "is an absolute path", "write it relative to the document")
        key = "/".join(parts)
        return "" if key == self.own else key

    def _read(self, key: str, at: Tokens) -> None:
        if len(self.files) >= MAX_FILES:
            raise self._bad(key, at, f"is one file more than {MAX_FILES}", None)
        self.files[key] = {}  # a file that refers back to itself or to its reader finds it known
        try:
            parsed = self._open(key, at)
        except Unreadable as error:
            del self.files[key]
            line = f" (line {error.line})" if error.line else ""
            problem = f"cannot be followed: it {error.problem}{line}"
            raise self._bad(key, at, problem, error.hint if line else None) from None
        self.texts[key] = replace(parsed, name=self._shown(key))
        self.files[key] = self._rewrite(parsed.content, key)

    def _shown(self, key: str) -> str:
        """A file's name as the user would write it: from where the document's own name starts."""
        if "://" in key or not self.name.endswith(self.own):
            return key
        return self.name.removesuffix(self.own) + key

    def _open(self, key: str, at: Tokens) -> Source:
        if "://" in key:
            if self.fetch is None:
                hint = "allow it with --allow-remote-refs, or save the file beside the document"
                raise self._bad(key, at, "is remote, and nothing is fetched unasked", hint)
            return source.parse(self.fetch(key), key)
        if self.base is None:
            raise self._bad(key, at, "names a file, and the document is not one itself", None)
        if not isinstance(self.base, Path):
            return self.base.read(key)
        path = self.base / key
        if not path.resolve().is_relative_to(self.base.resolve()):
            raise self._bad(key, at, "leaves the document's folder through a link", None)
        return source.read(path, key)

    def _bad(self, target: str, at: Tokens, problem: str, hint: str | None) -> BadReference:
        where = pointer.write((*at, "$ref"))
        return BadReference(
            f"the reference {target!r} {problem}", self.name, pointer=where, hint=hint
        )


def _home(file: str) -> Tokens:
    return (FILES, file) if file else ()


def _copy(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _copy(member) for name, member in value.items()}
    return [_copy(item) for item in value] if isinstance(value, list) else value


def _fix(node: dict[str, Any], anchors: Mapping[str, Tokens]) -> None:
    """Changes `node`: a dynamic reference that can lead to one place only is an ordinary one (JSON Schema 2020-12 section
    8.2.3.2). Any other is left, and no validator of ours reads it."""
    target = node.get("$dynamicRef")
    if isinstance(target, str) and "$ref" not in node and (target in anchors or "/" in target):
        node["$ref"] = node.pop("$dynamicRef")


def _anchors(content: Any) -> dict[str, Tokens]:
    """`#name` of every `$anchor` and the URI of every `$id` (JSON Schema 2020-12 section 8.2) with where it is; of dynamic
    anchors those that are the only one of their name."""
    anchors: dict[str, Tokens] = {}
    dynamic: dict[str, list[Tokens]] = {}
    for tokens, node in objects(content):
        if isinstance(node.get("$anchor"), str):
            anchors["#" + node["$anchor"]] = tokens
        if isinstance(node.get("$dynamicAnchor"), str):
            dynamic.setdefault("#" + node["$dynamicAnchor"], []).append(tokens)
        if isinstance(node.get("$id"), str):
            anchors[node["$id"]] = tokens
    anchors.update((name, places[0]) for name, places in dynamic.items() if len(places) == 1)
    return anchors
