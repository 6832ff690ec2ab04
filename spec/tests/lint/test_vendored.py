"""What the linter says of the vendored document, and of what its overlay makes of it."""

from collections import Counter
from pathlib import Path

import yaml

from spec import catalog, source
from spec.lint.run import lint
from spec.lint.settings import Settings
from spec.lint_cli import main

# Beyond hints. The two kinds of promise that only prose makes are among them: a limit, and "at least one of".
PUBLISHED = {
    "oas31-nullable": 5,
    "enum-without-null": 1,
    "prose-limit": 1,
    "prose-some-of": 1,
}


def grave(problems):
    return Counter(one.rule for one in problems if one.level != "hint" and not one.corrected)


def test_the_published_document_has_just_these_defects():
    """Each was looked at: none is a false alarm, and none that a reader finds is missing."""
    entry = catalog.find()
    assert grave(lint(source.read(entry.document), (), Settings())) == PUBLISHED


def test_the_overlay_mends_them_all():
    """What is left are hints, and each defect names the correction that mends it."""
    entry = catalog.find()
    overlays = [source.read(path) for path in entry.overlays]
    problems = lint(source.read(entry.document), overlays, Settings())
    assert grave(problems) == {}
    mended = Counter(one.rule for one in problems if one.corrected and one.level != "hint")
    assert mended == PUBLISHED


def test_fix_finds_the_same_corrections_by_itself(tmp_path, capsys):
    """Without the overlay, --fix writes one that leaves nothing but hints."""
    document = tmp_path / "api.yaml"
    document.write_bytes(catalog.find().document.read_bytes())
    assert main([str(document)]) == 1
    assert main([str(document), "--fix"]) == 0
    capsys.readouterr()
    overlay = Path(tmp_path / "api.overlay.yaml")
    assert grave(lint(source.read(document), [source.read(overlay)], Settings())) == {}
    assert yaml.safe_load(overlay.read_text("utf-8"))["actions"]
