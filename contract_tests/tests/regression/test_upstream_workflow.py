"""The nightly workflow: its steps, run as a runner does, against a real server."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from spec.tests.vendor.site import Page, api, page, serving

ROOT = Path(__file__).resolve().parents[3]
API = api("{/a: {get: {responses: {'204': {description: Done.}}}}}")
MORE = api(
    "{/a: {get: {responses: {'204': {description: Done.}}}}, /b: {get: {responses: {'204': {description: Done.}}}}}"
)

pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="the steps are of bash")


@pytest.fixture
def step(tmp_path):
    """Run a step by its name, with commands `troth` and `gh` of ours."""
    job = yaml.safe_load((ROOT / ".github/workflows/upstream.yml").read_text())["jobs"]["check"]
    scripts = {step["name"]: step["run"] for step in job["steps"] if "run" in step}
    commands = {
        "troth": f'exec "{sys.executable}" -P -m troth "$@"',
        "gh": 'echo "$*" >>gh.log; case "$2" in list) echo "$OPEN" ;; esac',
    }
    for name, text in commands.items():
        path = tmp_path / "bin" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"#!/bin/bash\n{text}\n")
        path.chmod(0o755)

    def run(name, **variables):
        environment = {
            **os.environ,
            **{name: str(value) for name, value in job["env"].items()},
            "PATH": f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "GITHUB_ACTIONS": "true",
            "GITHUB_STEP_SUMMARY": str(tmp_path / "step"),
            "GITHUB_OUTPUT": str(tmp_path / "output"),
            "RUNNER_TEMP": str(tmp_path),
            "RUN": "https://example.com/run",
            "DOCUMENT": "v/openapi.yaml",
            **variables,
        }
        (tmp_path / "step").write_text("")
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", scripts[name]]
        return subprocess.run(command, check=False, cwd=tmp_path, env=environment, capture_output=True, text=True)  # fmt: skip

    return run


@pytest.mark.parametrize("is_on_record", [False, True], ids=["named", "on-record"])
def test_what_is_published_is_compared(step, tmp_path, is_on_record):
    """0 as long as it is what is vendored, 1 with a summary when it differs, and a failure when it cannot be read."""
    with serving() as site:
        site.pages["/llms.txt"] = Page("[A](customer-metric.md) [B](b.md)")
        site.pages["/customer-metric.md"] = Page(page(API))
        command = [sys.executable, "-P", "-m", "troth", "vendor", f"{site.url}/llms.txt", "--only", "*customer-metric*", "--out", "v/openapi.yaml"]  # fmt: skip
        subprocess.run(command, check=True, cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True)  # fmt: skip
        variables = {"SOURCE": "", "ONLY": ""} if is_on_record else {"SOURCE": f"{site.url}/llms.txt"}  # fmt: skip
        name = "Check what is published"
        assert step(name, **variables).returncode == 0
        site.pages["/customer-metric.md"] = Page(page(MORE))
        assert step(name, **variables).returncode == 0
        assert "compatible" in (tmp_path / "summary.md").read_text()
        site.pages.clear()
        assert step(name, **variables).returncode == 1
    assert (tmp_path / "output").read_text().split() == ["code=0", "code=1", "code=3"]


@pytest.mark.parametrize(("open", "made"), [("0", 1), ("1", 0)], ids=["none-open", "one-open"])
def test_one_issue_is_opened(step, tmp_path, open, made):
    """A difference that lasts is told once, with the beginning of the summary."""
    (tmp_path / "summary.md").write_text("### what changed\n" + "x" * 100_000)
    done = step("Open an issue", OPEN=open)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "gh.log").read_text().count("issue create --title The published API") == made
    if made:
        body = (tmp_path / "issue.md").read_text()
        assert body.startswith("Found by https://example.com/run")
        assert 50_000 < len(body) < 51_000
