import json

import pytest

from spec import catalog, source
from spec.cli import main


@pytest.mark.parametrize("form", ["yaml", "json"])
def test_show_prints_the_corrected_document(capsys, form):
    """What is printed reads as the document that troth works from, rules included."""
    assert main(["show", "--format", form]) == 0
    out = capsys.readouterr().out
    printed = json.loads(out) if form == "json" else source.parse(out, "out").content
    assert printed == catalog.load_entry(catalog.find()).content


def test_show_names_the_corrections_in_force(capsys):
    """Each with the places that it changed, in comments above the document."""
    main(["show"])
    out = capsys.readouterr().out
    assert out.startswith("# zelto/openapi.yaml, corrected by zelto/overlay.yaml:\n")
    place = "/components/schemas/CustomerMetric/properties/score/minimum"
    assert f"#   score-range-in-answers\n#     {place}\n" in out


def test_show_without_its_overlay_prints_what_the_vendor_wrote(capsys):
    """`--no-overlay` shows the vendored values."""
    assert main(["show", "--no-overlay", "--format", "json"]) == 0
    entry = catalog.find()
    assert json.loads(capsys.readouterr().out) == source.read(entry.document).content


def test_an_unreadable_document_is_exit_3_and_one_message(capsys, tmp_path):
    """The message is on stderr, without a traceback, and says where."""
    path = tmp_path / "api.yaml"
    path.write_text("openapi: 3.1.0\ninfo: {}\n")
    assert main(["show", str(path)]) == 3
    assert capsys.readouterr().err == (f"troth: {path}:2 at /info: `title` is missing\n")


def test_a_usage_error_is_exit_2(capsys):
    """As for every command."""
    with pytest.raises(SystemExit) as caught:
        main(["show", "--format", "xml"])
    assert caught.value.code == 2
    assert "invalid choice" in capsys.readouterr().err
