"""Corrections appended to an overlay: its text stays as it is, and what is added must mend what it says it mends."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import yaml

from spec import source
from spec.errors import OverlayError, SpecError
from spec.lint.problem import Problem
from spec.lint.run import lint
from spec.lint.settings import Settings
from spec.source import Source
from spec.writer import to_yaml

_HEAD = """\
# Corrections to {document}. An action that changes nothing is an error: the document was mended, and the action is to be deleted.
overlay: 1.1.0
info:
  title: {title}
  version: 1.0.0
extends: {document}
actions:
"""


def fixable(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """The problems that a correction is known for, and that none mends yet; of several for one place and cause the first."""
    seen: set[tuple[str, ...]] = set()
    found: list[Problem] = []
    for one in problems:
        targets = tuple(str(action["target"]) for action in one.fix)
        if one.fix and not one.corrected and targets not in seen:
            seen.add(targets)
            found.append(one)
    return tuple(found)


def append(
    text: Source, overlay: Path, problems: Sequence[Problem], *, base: Path
) -> tuple[Problem, ...]:
    """Write the corrections of problems to an overlay, which is made if it is not there. Returns what was mended.

    Each is tried: one that does not apply, or after which the problem is still there, is left out. Raises Unreadable.
    """
    before = overlay.read_text(encoding="utf-8") if overlay.exists() else _head(text)
    kept = before
    done: list[Problem] = []
    for problem in fixable(problems):
        draft = kept.rstrip("\n") + "\n" + _actions(problem)
        if _mends(text, draft, overlay, problem, base):
            kept = draft
            done.append(problem)
    if done:
        overlay.write_text(kept, encoding="utf-8")
    return tuple(done)


def _mends(text: Source, draft: str, overlay: Path, problem: Problem, base: Path) -> bool:
    try:
        left = lint(text, [source.parse(draft, str(overlay))], Settings(), base=base)
    except (OverlayError, SpecError):
        return False
    return not any(
        (one.rule, one.pointer) == (problem.rule, problem.pointer) and not one.corrected
        for one in left
    )


def _actions(problem: Problem) -> str:
    """The actions as items of a list, two blanks in, as in the head."""
    text = ""
    for action in problem.fix:
        item = {
            "target": action["target"],
            "x-troth-name": problem.rule,
            "description": problem.message,
            **{name: value for name, value in action.items() if name != "target"},
        }
        body = to_yaml(item).rstrip("\n").splitlines()
        text += "".join(
            f"  {'- ' if index == 0 else '  '}{line}\n" for index, line in enumerate(body)
        )
    return text


def _head(text: Source) -> str:
    name = Path(text.name).name
    info = text.content.get("info", {}) if isinstance(text.content, dict) else {}
    title = yaml.safe_dump(
        f"{info.get('title', name)}, corrected", allow_unicode=True, width=1000
    ).splitlines()[0]
    return _HEAD.format(document=name, title=title)


def shown(problem: Problem) -> Iterator[str]:
    """The actions of a correction as a reader sees them."""
    yield from _actions(problem).splitlines()
