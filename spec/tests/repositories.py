"""Real git repositories for tests, with nothing of the machine's own settings."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

_NOBODY = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "a",
    "GIT_AUTHOR_EMAIL": "a@example.com",
    "GIT_COMMITTER_NAME": "a",
    "GIT_COMMITTER_EMAIL": "a@example.com",
}


class Repository:
    """A new repository in a new folder. Its surroundings are no repository, and its environment is that of no user."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in [name for name in os.environ if name.startswith("GIT_")]:
            monkeypatch.delenv(name)
        for name, value in _NOBODY.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(folder.parent))
        self.folder = folder
        folder.mkdir()
        self.run("init", "--quiet", "--initial-branch", "main")

    def run(self, *words: str) -> str:
        command = ["git", *words]
        done = subprocess.run(command, cwd=self.folder, check=True, capture_output=True, text=True)
        return done.stdout.strip()

    def write(self, files: Mapping[str, str]) -> None:
        for name, text in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

    def commit(self, files: Mapping[str, str], message: str = "a commit") -> str:
        """Write files and commit all that changed. Returns the commit's id."""
        self.write(files)
        self.run("add", "--all")
        self.run("commit", "--quiet", "--message", message)
        return self.run("rev-parse", "HEAD")
