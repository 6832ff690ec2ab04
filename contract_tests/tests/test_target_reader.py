"""Target files: what they may hold, and what each mistake is answered with."""

import pytest

from contract_tests.errors import BadTarget
from contract_tests.target import Principal, Target
from contract_tests.target_reader import check_production, from_url, read
from contract_tests.tests import benches

GOOD = """\
url = "https://staging.example/base/"
[principals.primary]
api_key = { env = "TROTH_API_KEY" }
shops = ["a", "b"]
racks = [7]
[principals.primary.values]
"path.tenant" = "t"
"placeBook.body.rack" = 5
[principals.stranger]
api_key = { env = "TROTH_STRANGER_KEY" }
"""
ENVIRON = {"TROTH_API_KEY": "sk-1", "TROTH_STRANGER_KEY": "sk-2", "EMPTY": "", "PADDED": " k\n"}


@pytest.fixture
def file(tmp_path):
    def write(text):
        path = tmp_path / "target.toml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


def test_a_file_names_keys_and_ids(file):
    """Keys come from the environment, ids are text, and the URL has no slash at its end."""
    assert read(file(GOOD), environ=ENVIRON) == Target(
        "https://staging.example/base",
        {
            "primary": Principal(
                "primary",
                "sk-1",
                {"shops": ("a", "b"), "racks": ("7",)},
                {"path.tenant": "t", "placeBook.body.rack": 5},
            ),
            "stranger": Principal("stranger", "sk-2", {}, {}),
        },
    )


def test_a_given_url_stands_for_the_files(file):
    """--url with --target: the same keys and ids elsewhere; the file need not say where."""
    text = GOOD.partition("\n")[2]
    assert read(file(text), url="http://127.0.0.1:9/", environ=ENVIRON).url == "http://127.0.0.1:9"


def test_an_open_api_needs_no_key(file):
    """A principal without api_key sends none."""
    target = read(file('url = "http://h"\n[principals.primary]\nshops = []\n'), environ={})
    assert target.principals["primary"].key is None
    assert target.keys == ()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]"])
def test_a_literal_key_is_for_this_machine(file, host):
    """The mock's own target file works as it is."""
    text = f'url = "http://{host}:8"\n[principals.primary]\napi_key = {{ value = "k" }}\n'
    assert read(file(text), environ={}).principals["primary"].key == "k"


PRIMARY = 'url = "https://h"\n[principals.primary]\n'
MISTAKES = {
    "not-toml": ("url = ", ": is not TOML"),
    "not-utf-8": (b'url = "\xff"', ": is not UTF-8 text"),
    "unknown-word": ('uri = "x"', ": unknown key 'uri'"),
    "no-url": ("[principals.primary]", ": no url"),
    "url-no-text": ("url = 7", ": url: is no text"),
    "scheme": ('url = "ftp://h"', ": url: 'ftp://h' is no http or https URL"),
    "no-scheme": ('url = "h:80"', ": url: 'h:80' is no http or https URL"),
    "no-host": ('url = "https:///x"', ": url: 'https:///x' is no http or https URL"),
    "port": ('url = "https://h:x"', ": url: 'https://h:x' is no URL: port could not be cast"),
    "password": ('url = "https://u:secret@h"', ": url: the URL carries a user or password"),
    "fragment": ('url = "https://h/#x"', ": url: 'https://h/#x' has a query or fragment"),
    "query": ('url = "https://h/?"', ": url: 'https://h/?' has a query or fragment"),
    "blank": ('url = "https://h/a b"', ": url: 'https://h/a b' has characters that no URL has"),
    "no-principal": ('url = "https://h"', ": principals: no primary principal"),
    "no-table": ('url = "https://h"\nprincipals = 1', ": principals: is no table"),
    "principal-no-table": (
        'url = "https://h"\nprincipals.primary = 1',
        ": principals.primary: is no table",
    ),
    "written-key": (
        PRIMARY + 'api_key = "sk-secret"',
        ": principals.primary.api_key: a key is never written into the file",
    ),
    "literal-elsewhere": (
        PRIMARY + 'api_key = { value = "sk-secret" }',
        ": principals.primary.api_key: a literal key is taken for this machine's own URLs only",
    ),
    "unknown-source": (
        PRIMARY + 'api_key = { file = "x" }',
        ": principals.primary.api_key: neither { env = … } nor { value = … }",
    ),
    "unset": (
        PRIMARY + 'api_key = { env = "NOPE" }',
        ": principals.primary.api_key.env: the variable NOPE is not set",
    ),
    "empty": (PRIMARY + 'api_key = { env = "EMPTY" }', ": principals.primary.api_key.env: the key is empty"),
    "padded": (PRIMARY + 'api_key = { env = "PADDED" }', ": principals.primary.api_key.env: the key has blanks"),
    "no-variable": (PRIMARY + "api_key = { env = 1 }", ": principals.primary.api_key.env: is no variable"),
    "ids-no-list": (PRIMARY + 'shops = "a"', ": principals.primary.shops: is no list"),
    "id-no-text": (PRIMARY + "shops = [true]", ": principals.primary.shops[0]: is no id"),
    "id-empty": (PRIMARY + 'shops = [""]', ": principals.primary.shops[0]: is no id"),
    "id-twice": (PRIMARY + 'shops = ["a", "a"]', ": principals.primary.shops: 'a' is named twice"),
    "values-place": (
        PRIMARY + '[principals.primary.values]\ntenant = "t"',
        ": principals.primary.values: 'tenant' names no place in a request",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "problem"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_named_with_file_and_key(file, text, problem):
    """What is wrong, where, and no secret in the message."""
    path = file(text)
    with pytest.raises(BadTarget) as error:
        read(path, environ=ENVIRON)
    assert str(error.value).startswith(f"{path}{problem}")
    assert "secret" not in str(error.value).replace("the key", "")
    assert error.value.exit_code == 2


def test_a_missing_file_is_named(tmp_path):
    """The path, and what to do."""
    with pytest.raises(BadTarget, match="cannot be read: No such file") as error:
        read(tmp_path / "none.toml", environ={})
    assert error.value.hint


@pytest.mark.parametrize(("environ", "key"), [(ENVIRON, "sk-1"), ({}, None)], ids=["set", "unset"])
def test_a_url_alone_is_a_target(environ, key):
    """The key is the environment's, if there is one; there are no ids."""
    target = from_url("https://h/", environ)
    assert target == Target("https://h", {"primary": Principal("primary", key)})


@pytest.mark.parametrize("url", ["h", "https://", "https://u:p@h"])
def test_a_bad_url_is_an_error_of_its_option(url):
    """The message names the option."""
    with pytest.raises(BadTarget, match=r"^--url: "):
        from_url(url, {})


def servers(*entries, **operation):
    content = benches.books(**operation)
    return benches.document({**content, "servers": list(entries)} if entries else content)


API = {"url": "https://api.books.example/v1"}
REFUSED = {
    "called-production": servers({**API, "description": "Production"}, {"url": "https://s"}),
    "called-prod": servers({**API, "x-environment": "PROD-eu"}, {"url": "https://s"}),
    "the-only-one": servers(API),
    "in-capitals": servers({"url": "https://Api.Books.EXAMPLE"}),
    "of-an-operation": servers(servers=[{**API, "description": "the production host"}]),
    "variable": servers(
        {
            "url": "https://{name}.books.example:{port}/{v}",
            "description": "production",
            "variables": {"name": {"default": "x", "enum": ["x", "api"]}, "port": {"default": "1"}},
        }
    ),
    "any-variable": servers(
        {"url": "https://{tenant}.books.example", "variables": {"tenant": {"default": "x"}}}
    ),
}
TAKEN = {
    "called-staging": servers({**API, "description": "Staging"}),
    "called-preproduction": servers({**API, "description": "Pre-production"}),
    "of-several-unnamed": servers(API, {"url": "https://other.example"}),
    "product": servers({**API, "description": "Products"}, {"url": "https://s"}),
    "other-host": servers({"url": "https://api.books.example.org"}),
    "other-variable": servers(
        {
            "url": "https://{name}.books.example",
            "variables": {"name": {"default": "x", "enum": ["x"]}},
        }
    ),
    "relative": servers({"url": "/v1", "description": "Production"}),
    "none": servers(),
}
AT_API = benches.target("https://API.books.example")


@pytest.mark.parametrize("document", REFUSED.values(), ids=REFUSED)
def test_production_is_refused(document):
    """A host that the document calls production, or its only one, is tested when that is said only."""
    with pytest.raises(BadTarget, match="the document calls this production") as error:
        check_production(AT_API, document, allow=False)
    assert "--allow-production" in str(error.value)
    check_production(AT_API, document, allow=True)


@pytest.mark.parametrize("document", TAKEN.values(), ids=TAKEN)
def test_what_is_no_production_is_taken(document):
    """A name that says otherwise, another host, or several hosts without names."""
    check_production(AT_API, document, allow=False)


def test_this_machine_is_no_production():
    """Whatever a document says of localhost."""
    document = servers({"url": "http://localhost:1", "description": "Production"})
    check_production(benches.target("http://localhost:1"), document, allow=False)
