"""`REV:path`: read from real repositories, with no checkout."""

import os
import subprocess

import pytest

from spec import catalog, git, source
from spec.errors import BadReference, OverlayError, Unreadable
from spec.sides import open_side
from spec.tests.repositories import Repository

API = "openapi: 3.1.0\ninfo: {{title: {title}, version: '1'}}\npaths: {{}}\n"
OVERLAY = """\
overlay: 1.1.0
info: {title: t, version: '1'}
actions: [{target: $.info, description: why, update: {summary: corrected}}]
"""


@pytest.fixture
def repository(tmp_path, monkeypatch):
    folder = tmp_path / "repository with spaces"
    made = Repository(folder, monkeypatch)
    monkeypatch.chdir(folder)
    return made


def load_side(text, **options):
    return open_side(text, **options).load()


def title(text):
    return load_side(text).content["info"]["title"]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("main:api.yaml", ("main", "api.yaml")),
        ("origin/main:a/api.yaml", ("origin/main", "a/api.yaml")),
        ("HEAD~2:./api.yaml", ("HEAD~2", "./api.yaml")),
        ("HEAD^{/fix: it}:api.yaml", ("HEAD^{/fix: it}", "api.yaml")),
        ("main:odd:name.yaml", ("main", "odd:name.yaml")),
        (":api.yaml", ("", "api.yaml")),
        ("api.yaml", None),
        (r"C:\api.yaml", None),
        ("C:/api.yaml", None),
        ("https://example.com/api.yaml", None),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_names_a_revision(text, meant):
    """The first colon outside of braces parts revision and path; Windows paths and URLs name none."""
    found = git.revision(text)
    assert (found and (found.rev, found.path)) == meant


def test_a_file_that_exists_is_a_file(tmp_path, monkeypatch):
    """A file whose name has a colon goes before a revision."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "main:api.yaml").write_text(API.format(title="the file"))
    assert title("main:api.yaml") == "the file"


def test_each_revision_has_its_own_text(repository):
    """Branches, tags, ancestors, commits by message, the index and the work tree are told apart, none of them checked out."""
    repository.commit({"api.yaml": API.format(title="first")}, "start: one")
    repository.run("tag", "v1")
    repository.commit({"api.yaml": API.format(title="second")}, "next")
    (repository.folder / "api.yaml").write_text(API.format(title="staged"))
    repository.run("add", "api.yaml")
    (repository.folder / "api.yaml").write_text(API.format(title="written"))
    texts = ["v1:api.yaml", "HEAD~1:api.yaml", "HEAD^{/start: one}:api.yaml", "main:api.yaml", ":api.yaml", "api.yaml"]  # fmt: skip
    assert [title(text) for text in texts] == ["first", "first", "first", "second", "staged", "written"]  # fmt: skip


def test_a_path_starts_where_git_starts_it(repository, monkeypatch):
    """At the root of the repository, and with `./` or `../` in the current folder."""
    repository.commit(
        {"api.yaml": API.format(title="root"), "sub/api.yaml": API.format(title="sub")}
    )
    monkeypatch.chdir(repository.folder / "sub")
    found = {text: title(text) for text in ("HEAD:api.yaml", "HEAD:./api.yaml", "HEAD:../api.yaml")}
    assert list(found.values()) == ["root", "sub", "root"]
    with pytest.raises(Unreadable, match="leaves the repository"):
        load_side("HEAD:../../api.yaml")


@pytest.mark.parametrize("overlay", ["api.overlay.yaml", "overlay.yml"])
def test_the_overlay_beside_it_is_of_the_same_revision(repository, overlay):
    """The overlay is found by the names that the catalogue knows, at the revision and not in the work tree."""
    repository.commit({"d/api.yaml": API.format(title="t"), f"d/{overlay}": OVERLAY})
    (repository.folder / "d" / overlay).write_text("no overlay at all")
    document = load_side("HEAD:d/api.yaml")
    assert document.content["info"]["summary"] == "corrected"
    assert document.place("/info/summary") == (f"HEAD:d/{overlay}", 3)
    assert not load_side("HEAD:d/api.yaml", overlays=()).corrections


def test_an_overlay_may_come_from_any_revision(repository):
    """Overlays that are given take the place of the one beside: files, or `REV:path` too."""
    repository.commit({"api.yaml": API.format(title="t"), "fix.yaml": OVERLAY})
    (repository.folder / "fix.yaml").unlink()
    assert load_side("api.yaml", overlays=["HEAD:fix.yaml"]).corrections


def test_a_stale_overlay_is_named_as_the_user_would(repository):
    """The error of an overlay at a revision names that revision, and its line."""
    fixed = API.format(title="t").replace("info: {", "info: {summary: corrected, ")
    repository.commit({"api.yaml": fixed, "overlay.yaml": OVERLAY})
    with pytest.raises(OverlayError) as caught:
        load_side("HEAD:api.yaml")
    assert (caught.value.source, caught.value.line) == ("HEAD:overlay.yaml", 3)


FILES = {
    "d/api.yaml": API.format(title="t").replace("paths: {}", "paths: {/a: {$ref: 'paths/a.yaml'}}"),
    "d/paths/a.yaml": "get: {responses: {'200': {$ref: '../answers/ok.yaml#/ok'}}}\n",
    "d/answers/ok.yaml": "ok: {description: '1', content: {application/json: {schema: {$ref: '../api.yaml#/components/schemas/S'}}}}\n",
}  # fmt: skip


def test_references_lead_to_files_of_the_same_revision(repository):
    """Files that a document refers to are read at its revision, and what refers back to it finds it."""
    files = {**FILES, "d/api.yaml": FILES["d/api.yaml"] + "components: {schemas: {S: {type: string}}}\n"}  # fmt: skip
    repository.commit(files)
    (repository.folder / "d/answers/ok.yaml").unlink()
    document = load_side("HEAD:d/api.yaml")
    assert list(document.content["x-troth-files"]) == ["paths/a.yaml", "answers/ok.yaml"]
    where = "/x-troth-files/answers~1ok.yaml/ok/content/application~1json/schema"
    assert document.follow(where) == ("/components/schemas/S", {"type": "string"})


def test_a_document_at_the_root_is_found_by_what_refers_back(repository):
    """`REV:api.yaml` has no slash, and its own name is `api.yaml` all the same."""
    body = API.format(title="t").replace("{}", "{/a: {$ref: b.yaml}}")
    repository.commit({"api.yaml": body, "b.yaml": "{get: {responses: {default: {$ref: 'api.yaml#/components/responses/R'}}}}",})  # fmt: skip
    with pytest.raises(BadReference, match="'#/components/responses/R' leads nowhere"):
        load_side("HEAD:api.yaml")


def test_a_reference_to_a_file_that_is_not_there(repository):
    """A file that is missing at the revision is a bad reference, with the place that refers to it."""
    repository.commit({"api.yaml": API.format(title="t").replace("{}", "{/a: {$ref: b.yaml}}")})
    (repository.folder / "b.yaml").write_text("get: {}")
    with pytest.raises(BadReference, match=r"b.yaml.*is not there at that revision") as caught:
        load_side("HEAD:api.yaml")
    assert (caught.value.source, caught.value.line) == ("HEAD:api.yaml", 3)


def test_links_are_followed_inside_of_the_repository(repository):
    """A link to a file of the revision is that file; one that leaves the repository is refused."""
    (repository.folder / "link.yaml").symlink_to("d/api.yaml")
    (repository.folder / "out.yaml").symlink_to("/etc/hostname")
    repository.commit({"d/api.yaml": API.format(title="linked")})
    assert title("HEAD:link.yaml") == "linked"
    with pytest.raises(Unreadable, match="a link that leaves the repository"):
        load_side("HEAD:out.yaml")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("HEAD:apy.yaml", "is not there at that revision\n  hint: did you mean 'HEAD:d/api.yaml'"),
        ("HEAD:api.yaml", "is not there at that revision\n  hint: did you mean 'HEAD:d/api.yaml'"),
        (":api.yaml", "is not there at that revision\n  hint: did you mean ':d/api.yaml'"),
        ("HEAD:d", "is not there at that revision\n  hint: the path starts at the root"),
        ("mian:d/api.yaml", "there is no revision 'mian'.*\n  hint: did you mean 'main'"),
        ("HAED:d/api.yaml", "there is no revision 'HAED'.*\n  hint: did you mean 'HEAD'"),
        ("zzz:d/api.yaml", "there is no revision 'zzz'.*\n  hint: fetch the revision first"),
        ("--help:d/api.yaml", "starts with a dash"),
        ("HEAD:", "names no file"),
        ("HEAD:d/", "names no file"),
        ("HEAD:bad.yaml", "HEAD:bad.yaml:2: is not valid YAML"),
    ],
    ids=lambda text: text.partition("\n")[0],
)
def test_what_cannot_be_read_says_what_to_do(repository, text, says):
    """Each error names `REV:path` as it was written, and the next step."""
    repository.commit({"d/api.yaml": API.format(title="t"), "bad.yaml": "a: b\n: [\n"})
    with pytest.raises(Unreadable, match=says) as caught:
        load_side(text)
    assert str(caught.value).startswith(text)


def test_a_shallow_clone_says_that_it_is_one(repository):
    """A revision that a shallow clone lacks is told apart from one that does not exist."""
    repository.commit({"api.yaml": API.format(title="t")})
    repository.commit({"api.yaml": API.format(title="u")})
    clone = repository.folder.parent / "clone"
    subprocess.run(["git", "clone", "--quiet", "--depth", "1", repository.folder.as_uri(), str(clone)], check=True)  # fmt: skip
    os.chdir(clone)
    with pytest.raises(Unreadable, match="this clone is shallow"):
        load_side("HEAD~1:api.yaml")


def test_outside_of_a_repository(repository, monkeypatch):
    """Where there is no repository, a name with a colon is neither a file nor a revision."""
    monkeypatch.chdir(repository.folder.parent)
    with pytest.raises(Unreadable, match=r"not a git repository.*\n  hint: there is no such file"):
        load_side("HEAD:api.yaml")


def test_without_git(repository, monkeypatch):
    """A machine without git is told what to do."""
    monkeypatch.setenv("PATH", "")
    with pytest.raises(Unreadable, match="needs git, which is not installed\n  hint: install git"):
        load_side("HEAD:api.yaml")


def test_a_file_past_the_limit_is_not_read(repository, monkeypatch):
    """The size is asked for before the text."""
    repository.commit({"api.yaml": API.format(title="t" * 1000)})
    monkeypatch.setattr(source, "MAX_BYTES", 1000)
    monkeypatch.setattr(source, "parse", None)  # whoever calls it has read the text
    with pytest.raises(Unreadable, match="is larger than"):
        load_side("HEAD:api.yaml")


def test_nothing_that_a_repository_configures_is_run(repository, monkeypatch):
    """Pagers, monitors, filters and text converters stay what they are: text in a configuration."""
    repository.commit(
        {"api.yaml": API.format(title="t"), ".gitattributes": "*.yaml filter=f diff=f"}
    )
    mark = repository.folder / "ran"
    for setting in ("core.pager", "core.fsmonitor", "filter.f.smudge", "filter.f.clean", "diff.f.textconv"):  # fmt: skip
        repository.run("config", setting, f"touch '{mark}'; cat")
    monkeypatch.setenv("GIT_PAGER", f"touch '{mark}'; cat")
    assert title("HEAD:api.yaml") == "t"
    with pytest.raises(Unreadable):
        load_side(":apy.yaml")
    assert not mark.exists()


def test_a_vendored_name_and_a_file_are_sides_too():
    """What is no revision is what every command understands."""
    (name, entry), *_ = catalog.vendored().items()
    assert open_side(name).text.name == entry.name
    assert load_side(str(entry.document)).corrections
    with pytest.raises(Unreadable, match="no such file"):
        load_side("nothing.yaml")
