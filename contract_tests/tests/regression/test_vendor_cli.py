"""`troth vendor`, as a person runs it, against a real server."""

import json
import re

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
    code, said, err = troth("--check")
    assert (code, err) == (0, "")
    assert said == (
        "unchanged: openapi.yaml is what is published\noverlay.yaml: 2 of 2 actions still apply\n"
    )


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


@pytest.mark.parametrize(
    ("form", "begins"),
    [("json", "{"), ("markdown", "###"), ("sarif", "{"), ("github", "::notice"), ("html", "<!doctype html>")],
)  # fmt: skip
@pytest.mark.parametrize("is_there", [True, False], ids=["unchanged", "not-there-yet"])
def test_a_form_is_one_whatever_is_found(site, troth, is_there, form, begins):
    """What reads the output gets the form when nothing changed, and when nothing is there to compare with."""
    if is_there:
        troth(f"{site.url}/p.md")
    code, said, _ = troth(f"{site.url}/p.md", "--check", "--format", form)
    assert (code, said[: len(begins)].lower()) == (0 if is_there else 1, begins)
    if form == "json":
        assert bool(json.loads(said)["findings"]) is not is_there


@pytest.mark.parametrize("form", ["github", "sarif"])
def test_places_are_in_the_vendored_file(site, troth, form):
    """The published text is no file of the repository: annotations stand at what they change in the one that is."""
    troth(f"{site.url}/p.md")
    added = NARROW.replace("{/things:", "{/new: {get: {responses: {'204': {description: ok}}}}, /things:")  # fmt: skip
    site.pages["/p.md"] = Page(page(added))
    _, said, _ = troth("--check", "--format", form)
    assert "openapi.yaml" in said
    assert not re.search(r"(file=|\"uri\": \")[^\n\",]*upstream", said)


def test_a_job_gets_its_summary(site, troth, tmp_path, monkeypatch):
    """As `troth diff` does: annotations in the log, Markdown in the summary, and what could not be read in both."""
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary"))
    troth(f"{site.url}/p.md")
    (tmp_path / "overlay.yaml").write_text(OVERLAY)
    site.pages["/p.md"] = Page(page(NARROW))
    troth("--check", "--format", "github")
    assert "1 breaking" in (tmp_path / "summary").read_text()
    assert "2 of 2 actions still apply" in (tmp_path / "summary").read_text()
    site.pages.clear()
    code, said, _ = troth("--check", "--format", "github")
    assert code == 3
    assert said.startswith("::error title=troth::")
    assert "could not be compared" in (tmp_path / "summary").read_text()


def test_an_action_whose_target_is_gone_may_be_needed_elsewhere(site, troth, tmp_path):
    """A renamed path takes its defect along: nobody is told to throw the correction away."""
    troth(f"{site.url}/p.md")
    (tmp_path / "overlay.yaml").write_text(OVERLAY)
    site.pages["/p.md"] = Page(page(API.replace("/things", "/items")))
    _, said, _ = troth("--check")
    assert "or needs it elsewhere" in " ".join(said.split())
    assert "overlay.yaml: 1 of 2 actions still apply" in said


def test_what_a_stranger_wrote_is_no_command(site, troth):
    """A name in a published document, or a reason of its server, neither begins a line nor steers a terminal."""
    bad = '{"/a\\n::error::PWNED\\e[31m": {$ref: "#/nowhere"}}'
    site.pages["/bad.yaml"] = Page(api(bad))
    for kind in ("{summary: a}", "{summary: b}"):
        site.pages[f"/{kind[10]}.yaml"] = Page(api(bad.replace('{$ref: "#/nowhere"}', f"{{get: {kind}}}")))  # fmt: skip
    for words in (["bad.yaml"], ["a.yaml", "b.yaml"]):
        code, said, err = troth(*(f"{site.url}/{word}" for word in words))
        assert code == 3
        assert "\n::error" not in said + err
        assert "\x1b" not in said + err


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
        (["a", "--out", "-"], 2, "--out is a file"),
        (["a", "--format", "json"], 2, "give --check too"),
        (["https://user:pw@[::1/doc.yaml"], 3, "is no address"),
    ],
    ids=["http", "no-file", "no-source", "usage", "standard-output", "no-check", "no-address"],
)
def test_errors_have_a_code_and_a_sentence(troth, capsys, words, code, says):
    """3 for what cannot be read, 2 for the command line; never a traceback."""
    try:
        found, _, err = troth(*words)
    except SystemExit as ended:
        found, err = ended.code, capsys.readouterr().err
    assert found == code
    assert says in err
