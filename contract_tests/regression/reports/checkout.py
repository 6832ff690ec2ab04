"""Files as those name them that show a repository: by their path from its root, wherever the command was run."""

import posixpath
from dataclasses import dataclass
from pathlib import Path

from spec import git


@dataclass(frozen=True, slots=True)
class Checkout:
    """The repository that the command was run in, if in any, and where."""

    root: Path | None
    here: Path

    def path(self, source: str) -> str:
        """The path of a file, or of one at a revision, from the root; absolute where it is not below. What is no file is left as
        it is: the name of a vendored document."""
        revision = git.revision(source)
        if revision is None:
            return self._below(source) if (self.here / source).exists() else source
        if revision.path.startswith(("./", "../")):
            return self._below(revision.path)
        return posixpath.normpath(revision.path)

    def uri(self, source: str) -> str:
        """The same as a reference (RFC 3986 section 4.2), but for escapes: no path of it looks like a scheme."""
        path = self.path(source)
        if path.startswith("/"):
            return f"file://{path}"
        return f"./{path}" if ":" in path.partition("/")[0] else path

    def _below(self, path: str) -> str:
        whole = Path(posixpath.normpath(self.here / path))
        for root, own in ((self.root or self.here, whole), (self.root, whole.resolve())):
            if root is not None and own.is_relative_to(root):
                return own.relative_to(root).as_posix()
        return whole.as_posix()


def checkout() -> Checkout:
    """That of the current folder."""
    return Checkout(git.root(), Path.cwd())
