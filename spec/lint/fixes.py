"""Corrections appended to an overlay: its text stays as it is, and what is added must mend what it says it mends."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from spec import source
from spec.errors import OverlayError, SpecError
from spec.lint.problem import Problem
from spec.lint.run import lint
from spec.lint.settings import Settings
from spec.source import Source
from spec.writer import to_yaml

# What stands before the dash of the first action.
_INDENT = re.compile(r"^actions:[^\n]*\n(?:[ ]*(?:#[^\n]*)?\n)*([ ]*)- ", re.MULTILINE)
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
    text: Source, overlays: Sequence[Path], problems: Sequence[Problem], *, base: Path
) -> tuple[Problem, ...]:
    """Write the corrections of problems to the last of the overlays, which is made if it is not there. Returns what was mended.

    Each is tried: one that does not apply, or after which the problem is still there, is left out. Raises Unreadable, and
    OverlayError for an overlay that nothing can be appended to.
    """
    *others, last = overlays
    before = _open(last) if last.exists() else _head(text)
    trial = _Trial(text, [source.read(one) for one in others], last, before, base)
    done = trial.mended(fixable(problems), ())
    if done:
        _write(last, trial.draft(done))
    return done


def _write(overlay: Path, text: str) -> None:
    try:
        overlay.write_text(text, encoding="utf-8")
    except OSError as error:
        problem = f"cannot be written: {error.strerror or error}"
        hint = "name another file with --overlay"
        raise OverlayError(problem, str(overlay), hint=hint) from None


@dataclass(frozen=True, slots=True)
class _Trial:
    """An overlay of which only a draft is there yet."""

    text: Source
    others: Sequence[Source]
    overlay: Path
    before: str
    base: Path

    def draft(self, chosen: Sequence[Problem]) -> str:
        blanks = _INDENT.search(self.before)
        items = "".join(_actions(one, blanks[1] if blanks else "  ") for one in chosen)
        return self.before.rstrip("\n") + "\n" + items

    def mended(
        self, problems: tuple[Problem, ...], kept: tuple[Problem, ...]
    ) -> tuple[Problem, ...]:
        """`kept`, and the problems whose corrections apply and help behind them: all at once, or else half by half."""
        if not problems:
            return kept
        left = self._left((*kept, *problems))
        if left is not None and not any((one.rule, one.pointer) in left for one in problems):
            return (*kept, *problems)
        if len(problems) == 1:
            return kept
        middle = len(problems) // 2
        return self.mended(problems[middle:], self.mended(problems[:middle], kept))

    def _left(self, chosen: Sequence[Problem]) -> set[tuple[str, str]] | None:
        """The problems that are left with these corrections, None where they do not apply."""
        try:
            draft = source.parse(self.draft(chosen), str(self.overlay))
            found = lint(self.text, [*self.others, draft], Settings(), base=self.base)
        except SpecError:
            return None
        return {(one.rule, one.pointer) for one in found if not one.corrected}


def _open(overlay: Path) -> str:
    """The text of an overlay that ends with its list of actions, ready for one more."""
    opened = source.read(overlay)
    text, content = opened.text, opened.content
    names = list(content) if isinstance(content, dict) else []
    if text.lstrip().startswith("{") or names[-1:] != ["actions"]:
        problem = "nothing can be appended to it: it is no YAML whose last member is `actions`"
        hint = "make `actions` the last member, or name another file with --overlay"
        raise OverlayError(problem, str(overlay), None, "/actions", hint)
    return text


def _actions(problem: Problem, indent: str = "  ") -> str:
    """The actions as items of a list."""
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
            f"{indent}{'- ' if index == 0 else '  '}{line}\n" for index, line in enumerate(body)
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
