"""`troth vendor`, as a person runs it, against a real server."""

import pytest

from contract_tests.regression import vendor_cli
from spec.tests.vendor.site import Page, api, page, serving

API = api(
    "{/things: {post: {requestBody: {content: {application/json: {schema: {type: string, maxLength: 9}}}}, "
    "responses: {'204': {description: Done.}}}}}"
)
NARROW = API.replace("maxLength: 9", "maxLength: 5")
OVERLAY = """\
overlay: 1.1.0
info: {title: t, version: '1'}
actions:
  - {target: $.info, description: why, update: {summary: ours}}
  - {target: "$.paths['/things'].post", description: why, update: {operationId: put}}
"""


@pytest.fixture
def site():
    with serving() as found:
        found.pages["/p.md"] = Page(page(API), etag='"1"')
        yield found


@pytest.fixture
def troth(site, tmp_path, monkeypatch, capsys):
    """Run the command in an empty folder; gives its exit code, output and errors."""
    monkeypatch.chdir(tmp_path)

    def run(*words):
        code = vendor_cli.main(words)
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def test_vendoring_says_what_it_wrote(site, troth, tmp_path):
    """The first run writes two files and names them; the second says that nothing changed."""
    assert troth(f"{site.url}/p.md", "--out", "v/api.yaml") == (
        0,
        "wrote v/api.yaml\nwrote v/provenance.toml\n",
        "",
    )
    assert (tmp_path / "v/api.yaml").read_text() == API
    assert troth("--out", "v/api.yaml") == (0, "unchanged: v/api.yaml\n", "")
    assert site.log[-1] == ("/p.md", 304)


def test_a_check_that_finds_nothing(site, troth, tmp_path):
    """What is published is what is vendored: 0, and nothing is written."""
    troth(f"{site.url}/p.md")
    (tmp_path / "overlay.yaml").write_text(OVERLAY)
    assert troth("--check") == (0, "unchanged: openapi.yaml is what is published\n", "")


def test_a_check_says_what_changed_and_whom_it_breaks(site, troth, tmp_path):
    """The verdict of the comparison, with a witness; the overlay's stale actions by their lines; nothing is written."""
    troth(f"{site.url}/p.md")
    (tmp_path / "overlay.yaml").write_text(OVERLAY)
    site.pages["/p.md"] = Page(page(NARROW.replace("{title", "{summary: ours, title")))
    code, said, _ = troth("--check")
    assert code == 1
    assert said.startswith("openapi.yaml differs from what is published\n")
    assert "1 breaking" in said
    assert "--data-raw" in said
    assert "note: stale overlay action" in said
    assert "overlay.yaml:4: action changes nothing" in said
    assert (tmp_path / "openapi.yaml").read_text() == API


@pytest.mark.parametrize(
    ("form", "begins"),
    [("json", "{"), ("markdown", "###"), ("sarif", "{"), ("github", "::"), ("html", "<!doctype html>"), ("changelog", "#")],
)  # fmt: skip
def test_a_check_has_the_forms_of_the_comparison(site, troth, form, begins):
    """A nightly job can open an issue in Markdown, or annotate: the output is the form and nothing else."""
    troth(f"{site.url}/p.md")
    site.pages["/p.md"] = Page(page(NARROW))
    code, said, _ = troth("--check", "--format", form)
    assert (code, said[: len(begins)].lower()) == (1, begins)


def test_a_stale_overlay_alone_fails_a_check(site, troth, tmp_path):
    """Nothing changed upstream, and the overlay does not fit: somebody has to look."""
    troth(f"{site.url}/p.md")
    (tmp_path / "overlay.yaml").write_text(OVERLAY.replace("$.info", "$.gone"))
    code, said, _ = troth("--check")
    assert code == 1
    assert "overlay.yaml:4: action matches nothing" in said


def test_an_overlay_that_cannot_be_applied_is_left_out(site, troth, tmp_path):
    """An action that clashes with the new document leaves both sides without the overlay, and is named."""
    site.pages["/p.md"] = Page(page(API.replace("type: string, ", "")))
    troth(f"{site.url}/p.md")
    schema = "$.paths['/things'].post.requestBody.content['application/json'].schema"
    action = f'  - {{target: "{schema}", description: why, update: {{type: [string]}}}}\n'
    (tmp_path / "overlay.yaml").write_text(OVERLAY + action)
    site.pages["/p.md"] = Page(page(API))
    code, said, _ = troth("--check")
    assert code == 1
    assert "note: the overlay does not fit the published document, and is left out: " in said
    assert "overlay.yaml:6: action 3 merges an array into a string" in said.replace("\n", " ")
    assert "1 breaking" in said


def test_writing_tells_of_stale_actions(site, troth, tmp_path):
    """The document is refreshed all the same: its overlay is for people to mend."""
    (tmp_path / "overlay.yaml").write_text(OVERLAY.replace("$.info", "$.gone"))
    code, said, err = troth(f"{site.url}/p.md")
    assert (code, said) == (0, "wrote openapi.yaml\nwrote provenance.toml\n")
    assert "note: stale overlay action" in err


def test_the_first_check_has_nothing_to_compare(site, troth):
    """Where no document is, all of it is new."""
    code, said, _ = troth(f"{site.url}/p.md", "--check")
    assert (code, said) == (1, "openapi.yaml is not there yet: all of it is new\n")


def test_conflicts_are_named_and_one_side_may_be_preferred(site, troth):
    """Without a preference nothing is written; with one, the conflicts are told all the same."""
    site.pages["/q.md"] = Page(page(API.replace("Test", "Other")))
    sources = [f"{site.url}/p.md", f"{site.url}/q.md"]
    code, said, err = troth(*sources)
    assert (code, said) == (3, "")
    assert "at /info/title" in err
    assert "--prefer first" in err
    code, _, err = troth(*sources, "--prefer", "first")
    assert code == 0
    assert err.startswith("conflict at /info/title:")


def test_an_edited_document_is_told(site, troth, tmp_path):
    """Who edits a vendored file loses the edit, and is told where corrections belong."""
    troth(f"{site.url}/p.md")
    (tmp_path / "openapi.yaml").write_text(API + "# mine\n")
    code, _, err = troth()
    assert (code, "corrections belong in an overlay" in err) == (0, True)


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["http://example.com/api.yaml"], 3, "is fetched over https only"),
        (["nothing.yaml"], 3, "nothing.yaml: cannot be read"),
        ([], 3, "has no sources on record"),
        (["a", "--prefer", "both"], 2, "--prefer"),
    ],
    ids=["http", "no-file", "no-source", "usage"],
)
def test_errors_have_a_code_and_a_sentence(troth, capsys, words, code, says):
    """3 for what cannot be read, 2 for the command line; never a traceback."""
    try:
        found, _, err = troth(*words)
    except SystemExit as ended:
        found, err = ended.code, capsys.readouterr().err
    assert found == code
    assert says in err
