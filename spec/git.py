"""Files of a git repository as they are at a revision, with no checkout of it: what `REV:path` means (gitrevisions(7)).

Objects are read with `git cat-file`, which runs no hook, no filter and no pager. Nothing is fetched: what a shallow or partial
clone lacks is an error that says so.
"""

import difflib
import os
import posixpath
import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from spec import source
from spec.errors import Unreadable
from spec.source import Source

TIMEOUT = 60.0  # seconds, for a single command
_WINDOWS = re.compile(r"[A-Za-z]:[\\/]")
_SYMLINK = re.compile(rb"symlink \d+")


@dataclass(frozen=True, slots=True)
class Revision:
    """`REV:path` as it was written. An empty `rev` is the index: what is staged. A `path` that starts with `./` or `../` is
    relative to the current folder, any other to the root of the repository."""

    rev: str
    path: str

    @property
    def name(self) -> str:
        return f"{self.rev}:{self.path}"


def revision(text: str) -> Revision | None:
    """What `text` means as `REV:path`; None where it names a file: one that exists, a Windows path, or no colon at all."""
    if "://" in text or _WINDOWS.match(text) or os.path.lexists(text):
        return None
    depth = 0  # a colon in braces is part of the revision: HEAD^{/fix: a bug}
    for position, character in enumerate(text):
        if character in "{}":
            depth = max(0, depth + (1 if character == "{" else -1))
        elif character == ":" and not depth:
            return Revision(text[:position], text[position + 1 :])
    return None


def read_revision(text: str) -> Source:
    """The text of `REV:path`. Raises Unreadable."""
    meant = revision(text)
    if meant is None:
        hint = "write a revision, a colon and a path: main:api/openapi.yaml"
        raise Unreadable("names no revision", text, hint=hint)
    return folder(meant).own()


@dataclass(frozen=True, slots=True)
class Folder:
    """The folder that a document stands in at a revision. `tree` is the object id of the revision's root, empty for the index;
    `path` is the document's from there, `meant` how the user wrote both."""

    tree: str
    path: str
    meant: Revision

    @property
    def name(self) -> str:
        """What messages call the document."""
        return self.meant.name

    @property
    def document(self) -> str:
        """The document's own name in the folder."""
        return posixpath.basename(self.path)

    def own(self) -> Source:
        """The document itself. Raises Unreadable."""
        return source.parse(self._bytes(self.document), self.name)

    def has(self, file: str) -> bool:
        """Whether a file stands beside the document, or below."""
        return self._find(file) is not None

    def beside(self, file: str) -> Source:
        """A file beside the document, named as the document is: `REV:path`. Raises Unreadable."""
        named = self.name.removesuffix(self.document) + file
        return source.parse(self._bytes(file), named)

    def read(self, key: str) -> Source:
        """A file by its path from this folder. Raises Unreadable."""
        return source.parse(self._bytes(key), key)

    def _bytes(self, file: str) -> bytes:
        found = self._find(file)
        if found is None:
            raise Unreadable("is not there at that revision", self.name, hint=self._near())
        object_id, size = found
        if size > source.MAX_BYTES:
            raise Unreadable(f"is larger than {source.MAX_BYTES // 2**20} MiB", self.name)
        return _git(["cat-file", "blob", object_id], self.name)

    def _find(self, file: str) -> tuple[str, int] | None:
        """The object id and the size of a file; links are followed as long as they stay in the tree."""
        path = posixpath.normpath(posixpath.join(posixpath.dirname(self.path), file))
        if "\n" in path or path.startswith("../"):
            return None
        # Git follows links in a tree only, not in the index.
        options = ["--follow-symlinks"] if self.tree else []
        asked = os.fsencode(f"{self.tree}:{path}\n")
        answer = _git(["cat-file", "--batch-check", *options], self.name, asked)
        words = answer.split(b"\n")[0].split()
        if len(words) == 3 and words[1] == b"blob":
            return words[0].decode(), int(words[2])
        if _SYMLINK.match(answer):
            hint = "what it leads to is no part of the revision"
            raise Unreadable("is a link that leaves the repository", self.name, hint=hint)
        return None

    def _near(self) -> str | None:
        """A file of the revision that may be meant instead."""
        command = (
            ["ls-tree", "-r", "-z", "--name-only", "--full-tree", self.tree]
            if self.tree
            else ["ls-files", "-z", "--full-name", ":/"]
        )
        files = _git(command, self.name).decode("utf-8", "replace").split("\0")[:-1]
        same = [path for path in files if posixpath.basename(path) == self.document]
        near = same[:3] or difflib.get_close_matches(self.path, files, 3)
        if near:
            return f"did you mean {' or '.join(repr(f'{self.meant.rev}:{path}') for path in near)}?"
        return "the path starts at the root of the repository, or with ./ in the current folder"


def folder(meant: Revision) -> Folder:
    """Where a document is at a revision. Raises Unreadable when there is no git, no repository or no such revision."""
    if not meant.path or meant.path.endswith("/"):
        raise Unreadable(
            "names no file", meant.name, hint="write the document's path after the colon"
        )
    return Folder(_tree(meant), _from_root(meant), meant)


def is_unborn() -> bool:
    """Whether the current repository has no commit yet. Raises Unreadable where there is none."""
    _git(["rev-parse", "--git-dir"], "HEAD")
    return _run(["rev-parse", "--verify", "--quiet", "HEAD"], "HEAD").returncode != 0


def root() -> Path | None:
    """The folder of the repository that the current folder is in; None where it is in none, or there is no git."""
    try:
        found = _git(["rev-parse", "--show-toplevel"], ".").decode().removesuffix("\n")
    except Unreadable:
        return None
    return Path(found) if found else None


def _from_root(meant: Revision) -> str:
    prefix = ""
    if meant.path.startswith(("./", "../")):
        prefix = _git(["rev-parse", "--show-prefix"], meant.name).decode().removesuffix("\n")
    path = posixpath.normpath(prefix + meant.path)
    if path.startswith(("../", "/")):
        raise Unreadable("leaves the repository", meant.name, hint="give a path inside of it")
    return path


def _tree(meant: Revision) -> str:
    """The object id of a revision's root. Raises Unreadable, naming revisions that are like it."""
    if not meant.rev:
        _git(["rev-parse", "--git-dir"], meant.name)
        return ""
    if meant.rev.startswith("-"):
        raise Unreadable("is no revision: it starts with a dash", meant.name)
    wanted = f"{meant.rev}^{{tree}}"
    done = _run(["rev-parse", "--verify", "--quiet", "--end-of-options", wanted], meant.name)
    if done.returncode == 0:
        return done.stdout.decode().strip()
    refs = _git(["for-each-ref", "--format=%(refname:short)"], meant.name).decode().split()
    near = difflib.get_close_matches(meant.rev, ["HEAD", *refs], 1)
    if _git(["rev-parse", "--is-shallow-repository"], meant.name).strip() == b"true":
        hint = "this clone is shallow: fetch the revision, or clone with its history"
    elif near:
        hint = f"did you mean {near[0]!r}?"
    else:
        hint = "fetch the revision first; `git branch --all` and `git tag` list what is here"
    raise Unreadable(
        f"there is no revision {meant.rev!r} (and no such file)", meant.name, hint=hint
    )


def _git(arguments: Sequence[str], name: str, given: bytes = b"") -> bytes:
    """What git prints. Raises Unreadable with what it complains of."""
    done = _run(arguments, name, given)
    if done.returncode == 0:
        return done.stdout
    said = done.stderr.decode("utf-8", "replace").strip().splitlines() or ["nothing"]
    problem = said[0].removeprefix("fatal: ")
    hint = said[-1].strip() if len(said) > 1 else None
    if "not a git repository" in problem:
        hint = "there is no such file, and a revision is read inside of a repository only"
    raise Unreadable(f"cannot be read from git: {problem}", name, hint=hint)


def _run(
    arguments: Sequence[str], name: str, given: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    # Messages in English, since they are read; no question, no lock, and no silent download of what a partial clone lacks.
    settings = {
        "LC_ALL": "C",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_ALLOW_PROTOCOL": "none",  # the same for a git before 2.44
    }
    try:
        return subprocess.run(
            ["git", "--no-pager", "-c", "core.fsmonitor=false", *arguments],  # noqa: S607  # the user's git
            input=given,
            capture_output=True,
            check=False,
            env={**os.environ, **settings},
            timeout=TIMEOUT,
        )
    except FileNotFoundError:
        hint = "install git, or give a file"
        raise Unreadable("needs git, which is not installed", name, hint=hint) from None
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Unreadable(f"cannot be read from git: {error}", name) from None
