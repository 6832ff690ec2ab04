"""`troth lint` as a command: exit codes, forms, the rule file, and corrections."""

import json
from pathlib import Path

import pytest
import yaml

from spec import source
from spec.lint import fixes
from spec.lint.settings import Settings
from spec.lint_cli import main
from spec.tests.lint.library import GONE, ORDER, PUT, edited

NAME, STARS, STATE = (f"{ORDER}/properties/{name}" for name in ("name", "stars", "state"))
KEPT = "/components/schemas/Kept"
ERROR = {f"{STATE}/default": "lost"}
WARNING = {f"{PUT}/operationId": GONE}
HINT = {f"{PUT}/parameters/0/description": GONE}
MENDED = {
    f"{NAME}/nullable": True,
    f"{STARS}/description": "From 1 to 5. Must be a multiple of 2.",
    **WARNING,
}


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    """Writes api.json with edits, runs the command beside it and gives its code, output and errors."""
    monkeypatch.chdir(tmp_path)

    def run(edits, *options):
        text = json.dumps(edited(edits).content, indent=1)
        Path("api.json").write_text(text, encoding="utf-8")
        try:
            code: object = main(["api.json", *options])
        except SystemExit as end:
            code = end.code
        return code, *capsys.readouterr()

    return run


@pytest.mark.parametrize(
    ("edits", "options", "code"),
    [
        pytest.param({}, ["--fail-on", "hint"], 0, id="nothing"),
        pytest.param(ERROR, [], 1, id="error"),
        pytest.param(ERROR, ["--fail-on", "never"], 0, id="never"),
        pytest.param(WARNING, [], 0, id="warnings-are-no-failure"),
        pytest.param(WARNING, ["--fail-on", "warn"], 1, id="unless-it-is-asked-for"),
        pytest.param(HINT, ["--fail-on", "info"], 0, id="hints-are-below-infos"),
        pytest.param({"/info/version": GONE}, [], 1, id="no-openapi"),
        pytest.param({"/openapi": "2.0"}, [], 3, id="another-version"),
        pytest.param({}, ["--fail-on", "bad"], 2, id="usage"),
        pytest.param({}, ["--config", "missing.yaml"], 3, id="no-rule-file"),
        pytest.param({}, ["--overlay", "missing.yaml"], 3, id="no-overlay"),
    ],
)  # fmt: skip
def test_the_exit_code_says_what_was_found(run, edits, options, code):
    """1 at the level of --fail-on or a graver one, 2 for the command line, 3 for what cannot be read."""
    assert run(edits, *options)[0] == code


def test_a_problem_has_place_reason_and_correction(run):
    """File and line, what is wrong, the rule, the pointer, why it matters, and the overlay actions that correct it."""
    _, output, _ = run({f"{NAME}/nullable": True})
    assert (
        output
        == f"""\
api.json:136: error `nullable` is OpenAPI 3.0; 3.1 ignores it, so that null is refused  (oas31-nullable)
    {NAME}/nullable
    why: validators and generators ignore it without a word, and each reader means something else
    fix, as overlay actions:
      - target: $['components']['schemas']['Order']['properties']['name']['type']
        x-troth-name: oas31-nullable
        description: '`nullable` is OpenAPI 3.0; 3.1 ignores it, so that null is refused'
        remove: true
      - target: $['components']['schemas']['Order']['properties']['name']
        x-troth-name: oas31-nullable
        description: '`nullable` is OpenAPI 3.0; 3.1 ignores it, so that null is refused'
        update:
          type:
          - string
          - 'null'
      - target: $['components']['schemas']['Order']['properties']['name']['nullable']
        x-troth-name: oas31-nullable
        description: '`nullable` is OpenAPI 3.0; 3.1 ignores it, so that null is refused'
        remove: true
api.json: 1 error
"""
    )


def test_hints_are_counted_and_shown_when_asked_for(run):
    """They do not hide what is worse."""
    assert run(HINT)[1] == "api.json: 1 hint\n1 hint not shown (--all shows them)\n"
    assert "is not described  (parameter-description)" in run(HINT, "--all")[1]


@pytest.mark.parametrize("form", ["markdown", "github", "sarif"])
def test_forms_for_reviews_have_hints_only_when_asked_for(run, form):
    """Thousands of annotations for what nobody must mend hide the others; programs read JSON."""
    assert "is not described" not in run(HINT, "--format", form)[1]
    assert "is not described" in run(HINT, "--format", form, "--all")[1]


def test_a_rule_file_turns_rules_off_and_moves_them(run):
    """A level of one's own, and `off`."""
    Path("rules.yaml").write_text(
        "rules:\n  operation-operationId: off\n  parameter-description: error\n", "utf-8"
    )
    code, output, _ = run({**WARNING, **HINT}, "--config", "rules.yaml")
    assert (code, "operationId" in output, "error the header parameter" in output) == (
        1,
        False,
        True,
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param("rules: {tags-usd: off}", "rules.yaml:1: there is no rule 'tags-usd'\n  hint: did you mean 'tags-used'?", id="misspelt"),
        pytest.param("rules:\n\n  tags-used: loud", "rules.yaml:3: 'loud' is no level for tags-used\n  hint: one of off, error, warn, info, hint", id="no-level"),
        pytest.param("off: [tags-used]", "rules.yaml:1: must have one member, `rules`, with a level for each rule\n  hint: rules: {tags-used: off}", id="other-members"),
        pytest.param("[", "rules.yaml:2: is not valid YAML", id="no-yaml"),
        pytest.param("rules: {tags-used: warning}", "did you mean 'warn'?", id="a-level-of-others"),
    ],
)  # fmt: skip
def test_a_wrong_rule_file_is_an_error_with_its_line(run, text, says):
    """What is wrong, where, and what to write."""
    Path("rules.yaml").write_text(text, "utf-8")
    code, _, errors = run({}, "--config", "rules.yaml")
    assert code == 3
    assert says in errors


@pytest.mark.parametrize(
    ("option", "kind"),
    [pytest.param("--config", "a rule file", id="rules"), pytest.param("--overlay", "an overlay", id="overlay")],
)  # fmt: skip
def test_a_file_that_is_not_there_is_told_by_what_it_should_be(run, option, kind):
    """A hint about the document would lead astray."""
    code, _, errors = run({}, option, "gone.yaml")
    assert code == 3
    assert (
        f"gone.yaml: cannot be read: No such file or directory\n  hint: give the path of {kind}"
        in errors
    )


def test_what_is_no_openapi_has_a_line(run):
    """Of a document that cannot be read at all, too."""
    code, _, errors = run({"/openapi": 3.1})
    assert code == 3
    assert errors.startswith("troth: api.json:2 at /openapi: has a number as `openapi`: 3.1\n")


def test_fix_writes_an_overlay_that_mends(run):
    """The corrections are written beside the document, hold when it is read again, and leave the document as it was."""
    code, output, errors = run(MENDED, "--fix")
    assert errors == "api.overlay.yaml: 3 of 3 corrections written\n"
    assert (code, output) == (0, "api.json: no problems; 3 more mended by the overlay\n")
    assert run(MENDED, "--fail-on", "hint")[0] == 0
    assert run(MENDED, "--no-overlay", "--fail-on", "warn")[0] == 1


def test_fix_once_more_writes_nothing(run):
    """What is mended is not mended twice."""
    run(MENDED, "--fix")
    before = Path("api.overlay.yaml").read_bytes()
    assert run(MENDED, "--fix")[2] == "api.overlay.yaml: 0 of 0 corrections written\n"
    assert Path("api.overlay.yaml").read_bytes() == before


@pytest.mark.parametrize("head", ["actions:\n", "actions:\n# why\n\n"])
@pytest.mark.parametrize("indent", ["", "  ", "    "])
def test_fix_keeps_the_text_of_an_overlay(run, head, indent):
    """Comments, order and indentation stay; corrections come behind."""
    start = "# ours\noverlay: 1.0.0\ninfo: {title: T, version: '1'}  # here\n"
    own = f"{indent}- target: $.info\n{indent}  update: {{summary: S}}\n"
    Path("api.overlay.yaml").write_text(start + head + own, "utf-8")
    assert run(MENDED, "--fix")[2] == "api.overlay.yaml: 3 of 3 corrections written\n"
    text = Path("api.overlay.yaml").read_text("utf-8")
    assert text.startswith(start + head + own)
    assert len(yaml.safe_load(text)["actions"]) >= 4


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('{"overlay": "1.0.0", "info": {"title": "T", "version": "1"}, "actions": [{"target": "$.info", "update": {"summary": "S"}}]}', id="json"),
        pytest.param("overlay: 1.0.0\ninfo: {title: T, version: '1'}\nactions: [{target: $.info, update: {summary: S}}]\n", id="flow-style"),
        pytest.param("overlay: 1.0.0\ninfo: {title: T, version: '1'}\nactions:\n- {target: $.info, update: {summary: S}}\n...\n", id="an-end-of-the-document"),
        pytest.param("actions:\n  - {target: $.info, update: {summary: S}}\noverlay: 1.0.0\ninfo: {title: T, version: '1'}\n", id="actions-first"),
    ],
)  # fmt: skip
def test_fix_leaves_alone_what_it_cannot_append_to(run, text):
    """It says so, and what to do; the file stays."""
    Path("api.overlay.yaml").write_text(text, "utf-8")
    code, _, errors = run(MENDED, "--fix")
    assert (code, Path("api.overlay.yaml").read_text("utf-8")) == (3, text)
    assert "nothing can be appended to it" in errors
    assert "name another file with --overlay" in errors


@pytest.mark.parametrize("actions", ["actions: []  # none yet\n", "actions:\n"])
def test_fix_begins_an_overlay_without_actions(run, actions):
    """The specification asks for an action at least, and here is where one comes from."""
    head = "overlay: 1.0.0\ninfo: {title: T, version: '1'}\n"
    Path("own.yaml").write_text(head + actions, "utf-8")
    assert run(MENDED, "--overlay", "own.yaml")[0] == 3
    assert run(MENDED, "--overlay", "own.yaml", "--fix")[0] == 0
    assert Path("own.yaml").read_text("utf-8").startswith(f"{head}actions:")


def test_fix_makes_the_overlay_that_is_named(run):
    """It need not be there, and a folder that is not there is told in a line."""
    assert (
        run(MENDED, "--overlay", "new.yaml", "--fix")[2] == "new.yaml: 3 of 3 corrections written\n"
    )
    code, _, errors = run(MENDED, "--overlay", "no/new.yaml", "--fix")
    assert (code, errors) == (
        3,
        "troth: no/new.yaml: cannot be written: No such file or directory\n",
    )


def test_fix_keeps_the_ends_of_lines(run):
    """A file of another system stays one, its mark of the byte order too."""
    start = "\ufeffoverlay: 1.0.0\r\ninfo: {title: T, version: '1'}\r\nactions:\r\n- target: $.info\r\n  update: {summary: S}\r\n"
    Path("api.overlay.yaml").write_bytes(start.encode())
    run(MENDED, "--fix")
    text = Path("api.overlay.yaml").read_bytes().decode()
    assert text.startswith(start)
    assert text.count("\n") == text.count("\r\n") > 5


@pytest.mark.parametrize(
    ("edits", "brought"),
    [
        pytest.param({f"{NAME}/description": "At most 3 characters.", f"{NAME}/pattern": GONE, f"{NAME}/maxLength": GONE, f"{NAME}/examples": ["abcdef"]}, "oas3-valid-schema-example", id="example"),
        pytest.param({f"{STARS}/description": "Must be at least 1.", f"{STARS}/minimum": GONE, f"{STARS}/default": -1}, "oas3-valid-schema-example", id="default"),
        pytest.param({f"{ORDER}/properties/lines/description": "At least 10 items."}, "unsatisfiable-schema", id="limit"),
        pytest.param({f"{STARS}/description": "Defaults to 9."}, "oas3-valid-schema-example", id="default-out-of-range"),
    ],
)  # fmt: skip
def test_fix_writes_nothing_that_breaks_something_else(run, edits, brought):
    """A correction that would bring another problem is refused, with the reason."""
    errors = run(edits, "--fix")[2]
    assert errors.startswith(
        "api.overlay.yaml: 0 of 1 corrections written\n  not written for prose-"
    )
    assert f"it would bring another problem, {brought} at /" in errors
    assert not Path("api.overlay.yaml").exists()


@pytest.mark.parametrize(
    "description",
    ["At most 3 characters. At most 5 characters.", "One of `a`, `b`. One of `c`, `d`."],
)
def test_of_two_corrections_that_contradict_none_is_written(run, description):
    """Nobody knows which of the sentences is right."""
    edits = {NAME: {"type": "string", "description": description}}
    errors = run(edits, "--fix")[2]
    assert "0 of 2 corrections written" in errors
    assert errors.count("another correction says otherwise") == 2


def test_corrections_that_add_to_a_list_do_not_contradict(run):
    """Two parameters that the path names and nobody declares."""
    edits = {
        "/paths/~1x~1{a}~1{b}": {
            "get": {"operationId": "getX", "responses": {"200": {"description": "Done."}}}
        }
    }
    assert run(edits, "--fix")[2] == "api.overlay.yaml: 2 of 2 corrections written\n"


def test_fix_reads_what_the_document_refers_to(tmp_path):
    """With remote references allowed, every trial may follow them too."""
    remote = {
        f"{NAME}/nullable": True,
        f"{KEPT}/properties/far": {"$ref": "https://example.com/far.json"},
    }
    asked: list[str] = []

    def fetch(address: str) -> bytes:
        asked.append(address)
        return b'{"type": "integer"}'

    overlays = [tmp_path / "api.overlay.yaml"]
    done = fixes.append(edited(remote), overlays, Settings(), base=tmp_path, fetch=fetch)
    assert [one.rule for one in done.written] == ["oas31-nullable"]
    assert len(asked) > 1


def test_fix_goes_on_until_nothing_is_left(run):
    """What one correction brings to light is mended in the same run: first the flag that hides all else, then the rest."""
    edits = {**MENDED, f"{STARS}/exclusiveMinimum": True}
    assert run(edits, "--fix")[2] == "api.overlay.yaml: 4 of 4 corrections written\n"
    assert run(edits, "--fix")[2] == "api.overlay.yaml: 0 of 0 corrections written\n"


def test_a_problem_names_the_correction_that_mends_it(run):
    """Of several at one place the one for its rule."""
    run({f"{NAME}/nullable": True, f"{NAME}/example": "tea"}, "--fix")
    report = json.loads(
        run({f"{NAME}/nullable": True, f"{NAME}/example": "tea"}, "--format", "json")[1]
    )
    assert {one["rule"]: one["corrected"] for one in report["problems"]} == {
        "oas31-nullable": "oas31-nullable",
        "oas31-schema-example": "oas31-schema-example",
    }


def test_fix_leaves_out_what_does_not_help(run):
    """A correction that another one makes pointless is not written, the others are."""
    run({**MENDED, f"{NAME}/description": "May be null."}, "--fix")
    overlay = source.read(Path("api.overlay.yaml"))
    targets = [action["target"] for action in overlay.content["actions"]]
    assert len(targets) == len(set(map(str, overlay.content["actions"])))
    assert run({**MENDED, f"{NAME}/description": "May be null."}, "--fail-on", "hint")[0] == 0


def test_fix_corrects_a_document_that_nothing_else_reads(run):
    """A flag of 3.0 in a 3.1 document keeps every other command from reading it."""
    edits = {f"{STARS}/exclusiveMinimum": True, f"{STARS}/description": "Above 1."}
    assert run(edits, "--fix")[0] == 0
    assert source.read(Path("api.overlay.yaml")).content["actions"]


@pytest.mark.parametrize("form", ["json", "markdown", "github", "sarif"])
def test_every_form_tells_the_problem(run, form):
    """The rule and the place are in each of them."""
    _, output, _ = run(ERROR, "--format", form)
    plain = output.replace("\\", "")
    assert "oas3-valid-schema-example" in plain
    assert "api.json" in plain


def test_json_is_for_programs(run):
    """One object with counts and problems."""
    report = json.loads(run(ERROR, "--format", "json")[1])
    assert report["counts"] == {"error": 1, "warn": 0, "info": 0, "hint": 0}
    assert report["problems"][0]["pointer"] == f"{STATE}/default"


def test_texts_of_a_document_are_no_markup(run):
    """A name in a document cannot write a table, a link, a command of GitHub or a colour."""
    name = "a|b](http://x) <b>\x1b[31m\n::error::x"
    for form, forbidden in (
        ("markdown", ["<b>", "](http"]),
        ("github", ["\n::error::x"]),
        ("text", ["\x1b"]),
    ):
        _, output, _ = run({f"{PUT}/operationId": name}, "--format", form)
        assert not [one for one in forbidden if one in output], form


def test_a_problem_of_another_file_is_told_of_that_file(run, tmp_path):
    """With its own line and pointer, and with no correction: an overlay has no path into another file."""
    (tmp_path / "parts.json").write_text('{"Name": {\n"type": "string",\n"nullable": true}}')
    code, out, _ = run({NAME: {"$ref": "parts.json#/Name"}}, "--format", "json")
    found = [one for one in json.loads(out)["problems"] if one["rule"] == "oas31-nullable"]
    told = [(one["source"], one["line"], one["pointer"], one["fix"]) for one in found]
    assert code == 1
    assert told == [("parts.json", 3, "/Name/nullable", [])]


def test_fix_says_why_it_cannot_write(run, tmp_path):
    """A link that leads nowhere is no file yet, and none can be made."""
    (tmp_path / "api.overlay.yaml").symlink_to(tmp_path / "gone" / "file")
    code, _, err = run(MENDED, "--fix")
    assert code == 3
    assert "api.overlay.yaml: cannot be written: No such file or directory" in err
