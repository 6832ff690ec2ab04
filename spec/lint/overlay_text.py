"""The text of an overlay that actions are appended to: what is there stays as it is written."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from spec import source
from spec.errors import OverlayError, SpecError
from spec.source import Source
from spec.writer import to_yaml

# What stands before the dash of the first action.
_INDENT = re.compile(r"^actions:[^\n]*\n(?:[ ]*(?:#[^\n]*)?\n)*([ ]*)- ", re.MULTILINE)
# A list that is still to be begun.
_EMPTY = re.compile(r"^(actions:)[ ]*\[[ ]*\](?=[ ]*(?:#[^\n]*)?$)", re.MULTILINE)
_HEAD = """\
# Corrections to {document}. An action that changes nothing is an error: the document was mended, and the action is to be deleted.
overlay: 1.1.0
info:
  title: {title}
  version: 1.0.0
extends: {document}
actions:
"""


@dataclass(frozen=True, slots=True)
class OverlayText:
    """A text that ends with its list of actions, in lines that end as the file's do."""

    path: Path
    text: str
    line_end: str = "\n"

    def appended(self, actions: Sequence[dict[str, Any]]) -> bytes:
        """The text with actions behind its own."""
        blanks = _INDENT.search(self.text)
        lines = "".join(_item(one, blanks[1] if blanks else "  ") for one in actions)
        return (self.text + lines).replace("\n", self.line_end).encode()

    def write(self, actions: Sequence[dict[str, Any]]) -> None:
        """Raises OverlayError."""
        try:
            self.path.write_bytes(self.appended(actions))
        except OSError as error:
            problem = f"cannot be written: {error.strerror or error}"
            raise OverlayError(problem, str(self.path)) from None


def is_begun(path: Path) -> bool:
    """Whether a file has actions that apply to something. One that is not there, or without an action yet, has none."""
    return path.exists() and not _has_none(source.read(path, kind=source.OVERLAY).content)


def _has_none(content: Any) -> bool:
    """Such an overlay is none to the specification, which asks for an action at least (1.0 and 1.1, Overlay Object)."""
    return isinstance(content, dict) and "actions" in content and not content["actions"]


def opened(path: Path, document: Source) -> OverlayText:
    """The overlay at a path, or a new one for the document. Raises Unreadable, and OverlayError where nothing can be appended."""
    if not path.exists():
        return OverlayText(path, _head(document))
    content = source.read(path, kind=source.OVERLAY).content
    text = path.read_bytes().decode()  # a mark of the byte order at its beginning stays
    line_end = "\r\n" if "\r\n" in text else "\n"
    plain = text.replace("\r\n", "\n")
    plain = plain if plain.endswith("\n") else f"{plain}\n"
    if _has_none(content):
        plain = _EMPTY.sub(r"\1", plain)
    found = OverlayText(path, plain, line_end)
    if not _takes_more(found):
        problem = "nothing can be appended to it: it is no YAML that ends with a list of `actions`"
        hint = "make `actions` the last member, with a dash for each, or name another file with --overlay"
        raise OverlayError(problem, str(path), None, "/actions", hint)
    return found


def _takes_more(overlay: OverlayText) -> bool:
    """Whether an action behind the text is one more in the list, and all else is as it was."""
    more = {"target": "$"}
    try:
        before = source.parse(overlay.text, "").content
        after = source.parse(overlay.appended([more]), "").content
    except SpecError:
        return False
    if not isinstance(before, dict) or "actions" not in before:
        return False
    return bool(after == {**before, "actions": [*(before["actions"] or []), more]})


def _item(action: dict[str, Any], indent: str) -> str:
    body = to_yaml(action).rstrip("\n").split("\n")
    return "".join(
        f"{indent}{'- ' if index == 0 else '  '}{line}\n" for index, line in enumerate(body)
    )


def items(actions: Sequence[dict[str, Any]]) -> list[str]:
    """The lines of actions, as a reader sees them."""
    return [line for one in actions for line in _item(one, "  ").rstrip("\n").split("\n")]


def _head(document: Source) -> str:
    name = Path(document.name).name
    info = document.content.get("info", {}) if isinstance(document.content, dict) else {}
    title = yaml.safe_dump(
        f"{info.get('title', name)}, corrected", allow_unicode=True, width=1000
    ).splitlines()[0]
    return _HEAD.format(document=name, title=title)
