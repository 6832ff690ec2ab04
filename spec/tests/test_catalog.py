import pytest

from spec import catalog
from spec.errors import Unreadable


def test_neighbours_are_found_by_name(tmp_path):
    """`NAME.overlay.yaml` goes before `overlay.yaml`, which belongs to any document beside it."""
    for name in ("api.yaml", "other.json", "overlay.yaml", "api.overlay.yml", "fixtures.json"):
        (tmp_path / name).touch()
    found = catalog.find(str(tmp_path / "api.yaml"))
    assert found.overlay == tmp_path / "api.overlay.yml"
    assert found.fixtures == tmp_path / "fixtures.json"
    assert catalog.find(str(tmp_path / "other.json")).overlay == tmp_path / "overlay.yaml"


def test_the_default_is_vendored_and_has_a_name():
    """No argument and its name mean the same."""
    (name,) = catalog.vendored()
    assert catalog.find(name) == catalog.find()


def test_a_missing_document_suggests_what_is_near(tmp_path):
    """A typo is answered with the file that was meant."""
    (tmp_path / "openapi.yaml").touch()
    with pytest.raises(Unreadable, match=r"did you mean 'openapi.yaml'\?"):
        catalog.find(str(tmp_path / "openapy.yaml"))
    with pytest.raises(Unreadable, match="give the document itself, not its folder"):
        catalog.find(str(tmp_path))
