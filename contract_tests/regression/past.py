"""What a change started from: its commit, and where the document was in it.

`spec.git` reads what is here; this fetches what a runner's checkout lacks. That a document is new is said only when git knows
that it was not there: whatever git cannot answer is an error.
"""

import os
import posixpath
import re
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from spec.errors import Unreadable

TIMEOUT = 300.0  # seconds, for a fetch of a whole history
_DOCUMENT = re.compile(rb"""^\s*["']?(openapi|swagger)["']?\s*:""", re.MULTILINE)
_ENDINGS = (".yaml", ".yml", ".json")
_FETCH_ALL = "give actions/checkout fetch-depth: 0"
# Messages are in English, since they are shown beside ours; and nobody is asked for a password.
_SETTINGS = {"LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0"}


@dataclass(frozen=True, slots=True)
class Clues:
    """What is known of the base: a revision that somebody named, the branch that a pull request goes to, the commit that a merge
    queue builds on, and what a push replaced. Each may be empty; the first one that is not decides."""

    named: str = ""
    branch: str = ""
    queue: str = ""
    before: str = ""


@dataclass(frozen=True, slots=True)
class Start:
    """The commit to compare with. `doubt` says what is not seen from there, empty when there is none."""

    commit: str
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Changes:
    """What became of files since a revision: the old path by the new one, and the paths that are gone."""

    renamed: Mapping[str, str]
    deleted: tuple[str, ...]

    def moved_to(self, path: str) -> str | None:
        return next((new for new, old in self.renamed.items() if old == path), None)


def start(clues: Clues) -> Start | None:
    """The commit that a change started from, None when nothing says that it has one. Raises Unreadable."""
    if clues.named:
        return Start(_known(clues.named) or _missing(clues.named, _FETCH_ALL))
    if clues.branch:
        return Start(_merge_base(clues.branch))
    if clues.queue:
        return Start(_fetched(clues.queue) or _missing(clues.queue, _FETCH_ALL))
    if clues.before.strip("0"):
        return _before_push(clues.before)
    return None


def from_root(path: str) -> str:
    """A path from the current folder on, as one from the repository's root on. Raises Unreadable."""
    prefix = _git("rev-parse", "--show-prefix").removesuffix("\n")
    found = posixpath.normpath(prefix + path)
    if found.startswith(("../", "/")) or found in ("..", "."):
        raise Unreadable("is no path inside of the repository", path)
    return found


def has(rev: str, path: str) -> bool:
    """Whether a revision has a file, by a path from the root on. Raises Unreadable when git cannot tell."""
    listed = _git("ls-tree", "-z", "--full-tree", rev, "--", path)
    return any(entry.split(None, 2)[1] == "blob" for entry in listed.split("\0") if entry)


def changes(rev: str, path: str, to: str | None = None) -> Changes:
    """What became of files like one, by their ending, since a revision: in another one, or as they are. Raises Unreadable."""
    # 0: no limit on how many are looked at. By default git gives up, silently, on a large change.
    options = ["--no-ext-diff", "--no-relative", "--find-renames", "-l0", "--name-status", "-z"]
    alike = {*_ENDINGS, posixpath.splitext(path)[1]}
    patterns = [f":(top,glob)**/*{ending}" for ending in sorted(alike)]
    asked = ["diff", *options, rev, *([to] if to else []), "--", *patterns]
    words = iter(_checked(_run(*asked, literal=False)).split("\0"))
    renamed: dict[str, str] = {}
    deleted: list[str] = []
    for status in words:
        if status.startswith(("R", "C")):
            old, new = next(words), next(words)
            renamed[new] = old
        elif status:
            path = next(words)
            deleted += [path] if status == "D" else []
    return Changes(renamed, tuple(deleted))


def place_before(rev: str, path: str, to: str | None = None) -> str | None:
    """Where a document was at a revision, None when it is new. A file that was moved and rewritten is known by its name, if no
    other of that name is gone. Raises Unreadable."""
    if has(rev, path):
        return path
    changed = changes(rev, path, to)
    if path in changed.renamed:
        return changed.renamed[path]
    name = posixpath.basename(path)
    same = [gone for gone in changed.deleted if posixpath.basename(gone) == name]
    return same[0] if len(same) == 1 else None


def deleted_documents(rev: str, path: str) -> list[str]:
    """OpenAPI documents that a revision had and that are gone. Raises Unreadable."""
    candidates = (path for path in changes(rev, path).deleted if path.endswith(_ENDINGS))
    return [path for path in candidates if _DOCUMENT.search(_bytes("cat-file", "blob", f"{rev}:{path}"))]  # fmt: skip


def complete(rev: str, path: str) -> None:
    """Fetch the texts of a document and of what stands around it, where a clone left them out. Raises Unreadable for a document
    that is not to be had."""
    if _run("config", "--get-regexp", r"^(extensions\.partialclone|remote\..*\.promisor)$").returncode:  # fmt: skip
        return
    if _run("cat-file", "-e", f"{rev}:{path}").returncode:
        hint = "let actions/checkout keep its credentials, or give it no filter"
        problem = f"the text of {short(rev)} is not in this partial clone, and cannot be fetched"
        raise Unreadable(problem, path, hint=hint)
    folder = posixpath.dirname(path)
    around = _git(
        "ls-tree", "-r", "-z", "--full-tree", rev, *(["--", f"{folder}/"] if folder else [])
    )
    ids = [entry.split(None, 3)[2] for entry in around.split("\0") if entry.endswith(_ENDINGS)]
    _git("cat-file", "--batch-check", given="".join(f"{one}\n" for one in ids))


def short(commit: str) -> str:
    return _git("rev-parse", "--short=12", commit).strip()


def merge_base(one: str, other: str) -> str | None:
    """Where two revisions parted, None when they did not or one is not here. Raises Unreadable."""
    if _known(one) is None or _known(other) is None:
        return None
    done = _run("merge-base", one, other)
    return _text(done.stdout).strip() if done.returncode == 0 else None


def _merge_base(branch: str) -> str:
    target = f"refs/remotes/origin/{branch}"
    found = merge_base(target, "HEAD")
    if found is None:
        # A shallow checkout has neither the other branch nor where the two parted.
        deeper = ["--unshallow"] if _is_shallow() else []
        _run("fetch", "--quiet", "--no-tags", *deeper, "origin", f"+refs/heads/{branch}:{target}")
        found = merge_base(target, "HEAD")
    return found or _missing(f"merge base with {branch}", _FETCH_ALL)


def _before_push(before: str) -> Start | None:
    """What was there before a push. What a force push left behind may be lost: the first parent is the next best."""
    found = _fetched(before)
    if found is not None:
        return Start(found)
    if _is_shallow():
        _missing(before, _FETCH_ALL)
    parent = _known("HEAD^1")
    if parent is None:
        return None
    doubt = f"{before[:12]}, which this push replaced, is not to be had: earlier commits of the push are not seen"
    return Start(parent, doubt)


def _fetched(commit: str) -> str | None:
    found = _known(commit)
    if found is None and re.fullmatch(r"[0-9a-f]{40}|[0-9a-f]{64}", commit):
        shallow = ["--depth=1"] if _is_shallow() else []
        _run("fetch", "--quiet", "--no-tags", *shallow, "origin", commit)
        found = _known(commit)
    return found


def _known(rev: str) -> str | None:
    """The id of a commit, None when there is none. Raises Unreadable when git cannot tell."""
    words = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{rev}^{{commit}}")
    done = _run(*words)
    if done.returncode == 1:
        return None
    return _checked(done).strip()


def _missing(what: str, hint: str) -> str:
    raise Unreadable(
        f"there is no revision {what}" if " " not in what else f"there is no {what}", hint=hint
    )


def _is_shallow() -> bool:
    return _git("rev-parse", "--is-shallow-repository").strip() == "true"


def _git(*words: str, given: str = "") -> str:
    """What git prints. Raises Unreadable with what it complains of."""
    return _checked(_run(*words, given=given))


def _bytes(*words: str) -> bytes:
    done = _run(*words)
    _checked(done)
    return done.stdout


def _checked(done: subprocess.CompletedProcess[bytes]) -> str:
    if done.returncode == 0:
        return _text(done.stdout)
    said = _text(done.stderr).strip().splitlines() or ["nothing"]
    fatal = next((line for line in said if line.startswith("fatal: ")), said[-1])
    advice = next((line.strip() for line in said if "safe.directory" in line), None)
    raise Unreadable(f"git does not answer: {fatal.removeprefix('fatal: ')}", hint=advice)


def _text(data: bytes) -> str:
    return os.fsdecode(data)


def _run(*words: str, given: str = "", literal: bool = True) -> subprocess.CompletedProcess[bytes]:
    command: Sequence[str] = ["git", "--no-pager", "-c", "core.fsmonitor=false", *words]
    try:
        return subprocess.run(
            command,
            input=os.fsencode(given),
            capture_output=True,
            check=False,
            env={**os.environ, **_SETTINGS, "GIT_LITERAL_PATHSPECS": str(int(literal))},
            timeout=TIMEOUT,
        )
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        raise Unreadable(f"git cannot be asked: {error}") from None
