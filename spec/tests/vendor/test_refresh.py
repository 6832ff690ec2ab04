"""A vendored document is refreshed from a real server and from files: bytes, provenance, conditions, limits."""

import hashlib
import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import yaml

from spec import catalog
from spec.errors import BadReference, Invalid, SpecError, Unreadable
from spec.tests.vendor.site import Page, api, page, serving
from spec.vendor import gather
from spec.vendor.assemble import Contradiction
from spec.vendor.gather import Rules
from spec.vendor.refresh import Plan, refresh, write

TODAY = date(2026, 11, 23)
OTHER = "{/b: {get: {responses: {default: {description: b}}}}}"
ONE = "{/a: {get: {responses: {default: {description: a}}}}}"


@pytest.fixture
def site():
    with serving() as found:
        yield found


@pytest.fixture
def out(tmp_path):
    return tmp_path / "vendored" / "openapi.yaml"


def plan(out, *sources, rules=Rules(), prefer=None):  # noqa: B008  # frozen
    return Plan(sources, out, rules, prefer, TODAY)


def vendor(*arguments, **options):
    outcome = refresh(plan(*arguments, **options))
    write(outcome)
    return outcome


def provenance(out):
    return tomllib.loads((out.parent / "provenance.toml").read_text(encoding="utf-8"))


def docs(site):
    """An index of two operations, a guide, a picture, a page elsewhere, and one that is listed twice."""
    site.pages |= {
        "/llms.txt": Page(
            "# Docs\n\n- [A](a.md)\n- [B](/b.md): b\n- [A](a.md)\n- [Guide](guide.md)\n- [Picture](p.png)\n"
            "- [Home](https://elsewhere.example/x.md)\n- [Mail](mailto:a@example.com)\n",
            etag='"i"',
        ),
        "/a.md": Page(page(api(ONE), "A"), "text/markdown", etag='"a"'),
        "/b.md": Page(page(api(OTHER), "B"), "text/markdown", modified="Mon, 23 Nov 2026 12:00:00 GMT"),
        "/guide.md": Page("# Guide\n", "text/markdown"),
    }  # fmt: skip
    return f"{site.url}/llms.txt"


def test_a_document_is_kept_byte_for_byte(site, out):
    """Comments, line ends and order survive; where it is from is recorded beside it."""
    data = ("\ufeff# ours\r\n" + api().replace("\n", "\r\n")).encode()
    site.pages["/api.yaml"] = Page(data, etag='"1"', modified="Mon, 23 Nov 2026 12:00:00 GMT")
    vendor(out, f"{site.url}/api.yaml")
    assert out.read_bytes() == data
    found = provenance(out)
    sha256 = hashlib.sha256(data).hexdigest()
    assert found["document"] == {"file": "openapi.yaml", "sha256": sha256, "taken": "the file, byte for byte", "date": TODAY, "sources": [f"{site.url}/api.yaml"]}  # fmt: skip
    assert found["sources"] == [{"kind": "document", "url": f"{site.url}/api.yaml", "sha256": sha256, "date": TODAY, "etag": '"1"', "last_modified": "Mon, 23 Nov 2026 12:00:00 GMT"}]  # fmt: skip


def test_a_page_gives_its_block(site, out):
    """The block without its fences, with the page's title and what the fence says of it."""
    site.pages["/p.md"] = Page(page(api(ONE)))
    vendor(out, f"{site.url}/p.md")
    assert out.read_text() == api(ONE)
    found = provenance(out)["page"]
    assert (found["title"], found["operation"]) == ("A page", "openapi.json post /a")
    assert found["sha256"] == hashlib.sha256(page(api(ONE)).encode()).hexdigest()


def test_an_index_is_followed_and_its_pages_merged(site, out):
    """Relative links are resolved, other hosts are left out and named, pages without a document are counted."""
    outcome = vendor(out, docs(site))
    assert list(yaml.safe_load(out.read_text())["paths"]) == ["/a", "/b"]
    assert [path for path, _ in site.log] == ["/llms.txt", "/a.md", "/b.md", "/guide.md"]
    assert any(f"1 of 3 pages hold no OpenAPI document: {site.url}/guide.md" in note for note in outcome.notes)  # fmt: skip
    assert any("--allow-origin elsewhere.example" in note for note in outcome.notes)
    found = provenance(out)
    assert [one["kind"] for one in found["sources"]] == ["index", "page", "page"]
    assert found["sources"][1]["index"] == f"{site.url}/llms.txt"


def test_nothing_is_sent_or_written_again(site, out):
    """Pages on record are asked for on condition; when all are the same, no file is touched."""
    source = docs(site)
    vendor(out, source)
    before = {path: path.stat().st_mtime_ns for path in out.parent.iterdir()}
    site.log.clear()
    outcome = vendor(out, source)
    assert not outcome.is_changed
    assert dict(site.log) == {"/llms.txt": 200, "/a.md": 304, "/b.md": 304, "/guide.md": 200}
    assert {path: path.stat().st_mtime_ns for path in out.parent.iterdir()} == before


def test_the_sources_on_record_are_read_again(site, out):
    """Without a source, what was read is read, by the same rules."""
    docs(site)
    vendor(out, f"{site.url}/llms.txt", rules=Rules(skip=("*/b.md",)))
    assert not vendor(out).is_changed
    site.pages["/a.md"] = Page(page(api(ONE.replace("description: a", "description: new"))))
    assert vendor(out).is_changed
    assert list(yaml.safe_load(out.read_text())["paths"]) == ["/a"]


def test_what_is_on_record_takes_further_choices(site, out):
    """Without a source, options are added to those on record: a hint to skip a page or to prefer a side can be followed."""
    docs(site)
    vendor(out, f"{site.url}/llms.txt", rules=Rules(skip=("*/nothing.md",)))
    site.pages["/b.md"] = Page(page(api(OTHER, title="Other")))
    with pytest.raises(Contradiction):
        vendor(out)
    vendor(out, prefer="last")
    assert yaml.safe_load(out.read_text())["info"]["title"] == "Other"
    vendor(out, rules=Rules(skip=("*/b.md",)))
    assert list(yaml.safe_load(out.read_text())["paths"]) == ["/a"]
    found = provenance(out)["document"]
    assert (found["skip"], found["prefer"]) == (["*/nothing.md", "*/b.md"], "last")
    assert not vendor(out).is_changed


def test_links_start_where_a_redirect_led(site, out):
    """An index that moved is one by its new name, and its links are relative to that."""
    site.pages["/docs"] = Page("", status=302, headers={"Location": "/d/llms.txt"})
    site.pages["/d/llms.txt"] = Page("[A](a.md)")
    site.pages["/d/a.md"] = Page(page(api(ONE)))
    vendor(out, f"{site.url}/docs")
    assert [path for path, _ in site.log] == ["/docs", "/d/llms.txt", "/d/a.md"]


def test_a_page_that_lost_its_document_is_named(site, out):
    """What was taken from a page and is gone is told with its address."""
    source = docs(site)
    vendor(out, source)
    site.pages["/b.md"] = Page("# Moved\n")
    assert any(note.startswith(f"{site.url}/b.md: what was taken from there is gone") for note in vendor(out, source).notes)  # fmt: skip


def test_a_run_is_bounded(site, out, monkeypatch):
    """Many slow pages do not add up to a night."""
    monkeypatch.setattr(gather, "MAX_SECONDS", -1)
    with pytest.raises(Unreadable, match="is not read any more"):
        vendor(out, docs(site))


def test_a_key_in_an_address_is_told(site, out):
    """A source is recorded as it was named, and a query may hold what should not be shared."""
    site.pages["/api.yaml?token=abc"] = Page(api(ONE))
    (note,) = vendor(out, f"{site.url}/api.yaml?token=abc").notes
    assert "'token'" in note
    assert "abc" not in note


def test_a_link_stays_a_link(site, out, tmp_path):
    """A document that is a symbolic link is written where it leads."""
    site.pages["/a.yaml"] = Page(api(ONE))
    out.parent.mkdir()
    out.symlink_to(tmp_path / "real.yaml")
    (tmp_path / "real.yaml").write_text(api())
    vendor(out, f"{site.url}/a.yaml")
    assert out.is_symlink()
    assert (tmp_path / "real.yaml").read_text() == api(ONE)


def test_one_changed_page_needs_the_others_again(site, out):
    """A page that was answered with 304 is fetched as a whole when another one changed."""
    source = docs(site)
    vendor(out, source)
    site.pages["/b.md"] = Page(page(api(OTHER.replace("description: b", "description: new"))))
    site.log.clear()
    assert vendor(out, source).is_changed
    assert site.log.count(("/a.md", 304)) == site.log.count(("/a.md", 200)) == 1
    paths = yaml.safe_load(out.read_text())["paths"]
    assert paths["/b"]["get"]["responses"]["default"]["description"] == "new"
    assert list(paths) == ["/a", "/b"]


def test_an_edited_document_is_not_trusted(site, out):
    """What is no longer what was vendored is fetched without condition, said to be edited, and replaced."""
    source = docs(site)
    vendor(out, source)
    good = out.read_bytes()
    out.write_bytes(good + b"# mine\n")
    outcome = vendor(out, source)
    assert outcome.is_edited
    assert out.read_bytes() == good


def test_text_around_the_block_is_recorded(site, out):
    """A page that changed around its block leaves the document alone, and the record tells the new text."""
    site.pages["/p.md"] = Page(page(api(ONE)))
    vendor(out, f"{site.url}/p.md")
    site.pages["/p.md"] = Page("> New\n\n" + page(api(ONE)))
    outcome = vendor(out, f"{site.url}/p.md")
    assert [path.name for path, _ in outcome.files] == ["provenance.toml"]


def test_files_are_sources_too(tmp_path, out):
    """An index and its pages as files; a link out of the index's folder is not followed."""
    docs = tmp_path / "docs"
    docs.mkdir()
    (tmp_path / "secret.md").write_text(page(api(OTHER)))
    (docs / "a page.md").write_text(page(api(ONE)))
    (docs / "llms.txt").write_text("- [A](a%20page.md)\n- [S](../secret.md)\n")
    vendor(out, str(docs / "llms.txt"))
    assert list(yaml.safe_load(out.read_text())["paths"]) == ["/a"]
    assert provenance(out)["document"]["sources"] == ["../docs/llms.txt"]
    assert not vendor(out).is_changed


def test_a_conflict_writes_nothing(site, out):
    """Two pages at odds are named with their lines, and the document stays; unless one side is preferred."""
    source = docs(site)
    vendor(out, source)
    good = out.read_bytes()
    site.pages["/b.md"] = Page(page(api(OTHER, title="Other")))
    with pytest.raises(Contradiction) as caught:
        vendor(out, source)
    said = str(caught.value)
    assert f"{site.url}/a.md:10 says \"Test\"" in said  # fmt: skip
    assert f"{site.url}/b.md:10 says \"Other\"" in said  # fmt: skip
    assert "at /info/title" in said
    assert out.read_bytes() == good
    outcome = vendor(out, source, prefer="last")
    assert len(outcome.conflicts) == 1
    assert yaml.safe_load(out.read_text())["info"]["title"] == "Other"


def test_only_the_hosts_that_were_named_are_asked(out):
    """Links and redirects lead to another host when it is allowed, and not before."""
    with serving() as site, serving() as other:
        other.pages["/x.md"] = Page(page(api(OTHER)))
        site.pages["/llms.txt"] = Page(f"[A](a.md) [X]({other.url}/x.md)")
        site.pages["/a.md"] = Page(page(api(ONE)))
        vendor(out, f"{site.url}/llms.txt")
        assert other.log == []
        vendor(out, f"{site.url}/llms.txt", rules=Rules(hosts=(other.host,)))
        assert list(yaml.safe_load(out.read_text())["paths"]) == ["/a", "/b"]
        site.pages["/a.md"] = Page("", status=302, headers={"Location": f"{other.url}/x.md"})
        other.log.clear()
        with pytest.raises(Unreadable, match=f"--allow-origin {other.host}"):
            vendor(out, f"{site.url}/llms.txt")
        assert other.log == []


def test_an_index_is_bounded(site, out, monkeypatch):
    """More pages than the limit are an error that says how to choose; --only and --skip choose."""
    monkeypatch.setattr(gather, "MAX_PAGES", 2)
    source = docs(site)
    with pytest.raises(Unreadable, match=r"lists 3 pages, more than 2\n  hint: .*--only"):
        vendor(out, source)
    vendor(out, source, rules=Rules(only=("*/?.md",), skip=("*/b.md",)))
    assert list(yaml.safe_load(out.read_text())["paths"]) == ["/a"]


@pytest.mark.parametrize(
    ("path", "body", "says"),
    [
        pytest.param("/p.md", Page("# Prose"), r"p.md: holds no OpenAPI document\n  hint: ", id="page-of-prose"),
        pytest.param("/llms.txt", Page("# Nothing"), "lists no page with an OpenAPI document", id="empty-index"),
        pytest.param("/llms.txt", Page("[A](gone.md)"), "gone.md: cannot be fetched: 404.*\n  hint: .*llms.txt lists it; to leave it out: --skip", id="dead-link"),
        pytest.param("/a.yaml", Page("<html>", "text/html"), "is a web page", id="web-page"),
        pytest.param("/a.yaml", Page("openapi: 3.1.0\n"), "upstream", id="no-valid-document"),
        pytest.param("/a.yaml", Page(api("{/a: {$ref: other.yaml}}")), "refers to other files", id="of-several-files"),
    ],
)  # fmt: skip
def test_what_is_no_document_replaces_none(site, out, path, body, says):
    """An error leaves the vendored file as it was, and leaves no draft behind."""
    out.parent.mkdir()
    out.write_text(api())
    site.pages[path] = body
    with pytest.raises((Unreadable, Invalid, BadReference), match=says):
        vendor(out, site.url + path)
    assert out.read_text() == api()
    assert [path.name for path in out.parent.iterdir()] == ["openapi.yaml"]


def test_what_only_the_overlay_makes_valid_is_vendored(site, out):
    """The vendor's own defects are kept: an overlay is there to correct them."""
    site.pages["/a.yaml"] = Page("openapi: 3.1.0\ninfo: {title: no version}\npaths: {}\n")
    with pytest.raises(Invalid):
        vendor(out, f"{site.url}/a.yaml")
    out.parent.mkdir()
    overlay = "overlay: 1.1.0\ninfo: {title: t, version: '1'}\nactions: [{target: $.info, update: {version: '1'}}]\n"
    (out.parent / "overlay.yaml").write_text(overlay)
    vendor(out, f"{site.url}/a.yaml")
    assert out.exists()


def test_json_goes_where_json_is_expected(site, tmp_path):
    """A merged document has the form of its file's name; YAML is not put into a .json file as it is."""
    docs(site)
    vendor(tmp_path / "m.json", f"{site.url}/llms.txt")
    assert (tmp_path / "m.json").read_text().startswith("{")
    with pytest.raises(Unreadable, match=r"give --out a name that ends with .yaml"):
        vendor(tmp_path / "n.json", f"{site.url}/a.md")


def test_documents_of_one_folder_keep_their_own_records(site, tmp_path):
    """The second document's record has its name: the first one's is not overwritten."""
    site.pages |= {"/a.yaml": Page(api(ONE)), "/b.yaml": Page(api(OTHER))}
    for name in ("a", "b"):
        vendor(tmp_path / f"{name}.yaml", f"{site.url}/{name}.yaml")
    for name in ("a", "b"):
        assert not vendor(tmp_path / f"{name}.yaml").is_changed
    assert (tmp_path / "provenance.toml").exists()
    assert (tmp_path / "b.provenance.toml").exists()


@pytest.mark.parametrize(
    "text", ["[", "a = 1", "[document]\nfile = 1\nsha256 = 'x'\n", "[document]\nfile = 'openapi.yaml'\nsha256 = 'x'\nonly = 'a'\n"],
    ids=["no-toml", "no-document", "no-date", "no-list"],
)  # fmt: skip
def test_a_broken_record_says_what_to_do(out, text):
    """A record that cannot be read is an error with a hint, not a traceback."""
    out.parent.mkdir()
    (out.parent / "provenance.toml").write_text(text)
    with pytest.raises(Unreadable, match=r"hint: name the sources and delete provenance.toml"):
        vendor(out, "api.yaml")


def test_without_a_source_on_record(out):
    """Nothing to read is said, with what to name."""
    with pytest.raises(Unreadable, match=r"has no sources on record\n  hint: name them"):
        vendor(out)


@pytest.mark.parametrize("entry", catalog.vendored().values(), ids=catalog.vendored())
def test_what_is_vendored_here_is_what_its_page_gives(entry):
    """The page that is kept beside a vendored document gives that document, and its record stands."""
    beside = provenance(entry.document)
    outcome = refresh(plan(entry.document, str(entry.document.parent / beside["page"]["file"])))
    assert outcome.files == ()


def test_the_copy_of_a_page_is_kept_up(site, tmp_path):
    """Where a copy of the page stands beside the document, it follows the page, and so does the record."""
    entry = next(iter(catalog.vendored().values()))
    folder = tmp_path / "v"
    folder.mkdir()
    for path in entry.document.parent.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    text = (folder / "page.md").read_text(encoding="utf-8") + "\nMore.\n"
    site.pages["/p.md"] = Page(text)
    vendor(folder / entry.document.name, f"{site.url}/p.md")
    assert (folder / "page.md").read_text(encoding="utf-8") == text
    found = provenance(folder / entry.document.name)["page"]
    assert (found["file"], found["url"]) == ("page.md", f"{site.url}/p.md")
    assert found["sha256"] == hashlib.sha256(text.encode()).hexdigest()
    assert not vendor(folder / entry.document.name).files


def test_a_file_is_replaced_in_one_step(tmp_path):
    """A folder that cannot be written to is an error, and the old text stays."""
    target = tmp_path / "openapi.yaml"
    target.mkdir()
    outcome = replace(_outcome(tmp_path), files=((target, b"x"),))
    with pytest.raises(SpecError, match="cannot be written"):
        write(outcome)
    assert list(tmp_path.glob(".openapi*")) == []


def _outcome(folder: Path):
    (folder / "api.yaml").write_text(api())
    return refresh(plan(folder / "out.yaml", str(folder / "api.yaml")))
