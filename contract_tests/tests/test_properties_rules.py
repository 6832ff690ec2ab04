"""The properties of rules, each against a small bookshop that takes one decision otherwise than its document says."""

import base64
from collections import Counter
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from contract_tests import texts
from contract_tests.properties import (
    clock,
    constants,
    credentials,
    echo,
    effects,
    identity,
    questions,
    race,
    replace,
    requires,
)
from contract_tests.run import run
from contract_tests.settings import Settings
from contract_tests.target import Principal, Target
from contract_tests.tests import benches
from contract_tests.tests.servers import serving
from contract_tests.tests.shop import (
    DOCUMENT,
    Careful,
    Hasty,
    Shop,
    Terse,
    content,
    target,
)
from contract_tests.tests.shop_changes import DEFECTS
from contract_tests.trial import NotShown

RULES = {
    one.id: one
    for module in (
        credentials,
        echo,
        identity,
        replace,
        clock,
        constants,
        requires,
        effects,
        race,
        questions,
    )
    for one in module.PROPERTIES
}


def held_to(shop, *properties, names=(), **settings):
    """The result of a run of some of the properties."""
    chosen = [RULES[name] for name in properties] if properties else list(RULES.values())
    with serving(shop) as server:
        return run(DOCUMENT, target(server.url, *names), Settings(**settings), properties=chosen)


def found(result):
    return {finding.property for finding in result.findings}


def told(result):
    return [f"{one.property}: {one.trial}: {one.problem}" for one in result.findings]


@pytest.mark.parametrize("seed", [0, 3])
def test_a_shop_that_keeps_its_word_is_left_in_peace(seed):
    """Nothing is found and nothing is masked: every property has held, or says what is open."""
    result = held_to(Shop(), seed=seed)
    assert told(result) == []
    assert result.masked == ()
    verdicts = {one.property: one.verdict for one in result.properties}
    assert {name for name in RULES if verdicts[name] != "held"} == {"questions"}
    assert verdicts["questions"] == "open"


@pytest.mark.parametrize("kind", [Terse, Careful, Hasty], ids=lambda kind: kind.__name__)
def test_a_lawful_shop_is_left_in_peace(kind):
    """What a document leaves open is no finding."""
    assert told(held_to(kind())) == []


@pytest.mark.parametrize(
    ("property", "kind"),
    [pytest.param(name, kind, id=f"{name}: {says}") for name, says, kind in DEFECTS],
)
def test_a_shop_that_breaks_a_rule_is_found_out(property, kind):
    """The property finds it, by itself."""
    assert property in found(held_to(kind(), property))


def test_every_property_finds_something():
    """A property that no shop of the table fails would be for nothing."""
    assert {name for name, _, _ in DEFECTS} == set(RULES) - {"questions"}


def in_header(asked):
    return asked.headers.get("x-api-key")


def in_query(asked):
    return parse_qs(urlsplit(asked.path).query).get("key", [None])[0]


def in_cookie(asked):
    cookies = (one.split("=", 1) for one in asked.headers.get("cookie", "").split("; ") if one)
    return next((unquote(value) for name, value in cookies if name == "session"), None)


def in_basic(asked):
    scheme, _, coded = asked.headers.get("authorization", "").partition(" ")
    try:
        return base64.b64decode(coded, validate=True).decode() if scheme == "Basic" else None
    except ValueError:
        return None


@pytest.mark.parametrize("is_strict", [True, False], ids=["strict", "lenient"])
@pytest.mark.parametrize(
    ("scheme", "read"),
    [
        pytest.param(
            {"type": "apiKey", "in": "header", "name": "X-Api-Key"}, in_header, id="header"
        ),
        pytest.param({"type": "apiKey", "in": "query", "name": "key"}, in_query, id="query"),
        pytest.param({"type": "apiKey", "in": "cookie", "name": "session"}, in_cookie, id="cookie"),
        pytest.param({"type": "http", "scheme": "basic"}, in_basic, id="basic"),
    ],
)
def test_credentials_of_every_scheme_are_tried(scheme, read, is_strict):
    """Wherever a key travels: a shop that compares it is left in peace, one that looks at its beginning is found out."""
    key = "primary-key:word" if read is in_basic else "primary-key"

    def owner(_, asked):
        given = read(asked) or ""
        is_key = given == key if is_strict else given.startswith(key[:4])
        return "primary" if is_key else None

    books = content()
    books["components"]["securitySchemes"]["key"] = scheme
    ids = target("http://x").principals["primary"].ids
    with serving(type("Guarded", (Shop,), {"owner": owner})()) as server:
        result = run(
            benches.document(books),
            Target(server.url, {"primary": Principal("primary", key, ids)}),
            Settings(),
            properties=[RULES["credentials.refused"]],
        )
    assert result.masked == ()
    assert found(result) == (set() if is_strict else {"credentials.refused"})


def test_questions_are_told_and_not_judged():
    """What a shop does with what is open is said in words, for each question."""
    asked = {(one.question, one.answer) for one in held_to(Careful(), "questions").questions}
    assert ("a rack that nobody has", "answered with 404") in asked
    assert all(answer for _, answer in asked)


def test_what_a_target_lacks_is_named():
    """Without a stranger and without a principal that lacks the flag, two properties say what to add."""
    result = held_to(Shop(), "requires.flag", "requires.stranger", names=("primary",))
    notes = {one.property: one.note for one in result.properties if one.verdict == "not shown"}
    assert "add [principals.sales_disabled]" in notes["requires.flag"]
    assert "add [principals.stranger]" in notes["requires.stranger"]


THIN = {
    "primary alone": ("primary",),
    "a stranger and no flag": ("primary", "stranger"),
    "a flag and no stranger": ("primary", "sales_disabled"),
}


@pytest.mark.parametrize("names", THIN.values(), ids=THIN)
@pytest.mark.parametrize("number", [0, 1], ids=["one-shop-no-rack", "all-ids"])
def test_a_target_that_names_little_accuses_nobody(names, number):
    """What cannot be shown is skipped: it is neither found nor masked."""
    with serving(Shop()) as server:
        thin = target(server.url, *names)
        if not number:
            ids = {"shops": (benches.SHOP,)}
            one = Principal("primary", "primary-key", ids)
            thin = Target(server.url, {**thin.principals, "primary": one})
        result = run(DOCUMENT, thin, Settings(), properties=list(RULES.values()))
    assert told(result) == []
    assert result.masked == ()


def test_a_row_that_only_its_key_names_is_tested():
    """A rule without records to look up: nobody's ids are needed, and no stranger is made up."""
    books = content()
    operation = books["paths"]["/shops/{shop}/books"]["post"]
    upsert = {**operation["x-troth"]["upsert"], "key": ["$request.body#/title"]}
    operation["x-troth"] = {"upsert": upsert}

    class Open(Shop):
        def check(self, owner, shop, body):
            pass

        def key(self, _, body):
            return body["title"]

    with serving(Open()) as server:
        one = Principal("primary", "primary-key", {}, {"path.shop": benches.SHOP})
        result = run(
            benches.document(books),
            Target(server.url, {"primary": one}),
            Settings(),
            properties=list(RULES.values()),
        )
    assert told(result) == []
    assert result.masked == ()


@pytest.mark.parametrize("name", RULES)
def test_trials_have_names_of_their_own(name):
    """A name is part of a finding's id: two trials of one name would be one finding."""
    bench = benches.bench(content())
    bench.target = target("http://127.0.0.1:1")
    trials = list(RULES[name].plan(bench, bench.operations[0]))
    assert [
        one for one, times in Counter(trial.name for trial in trials).items() if times > 1
    ] == []
    for where in {where for trial in trials for where in trial.promises}:
        bench.document.at(where)


def test_look_alikes_are_not_alike():
    """A pair of one text would accuse everybody."""
    pairs = [*texts.LOOK_ALIKES, *texts.WHOLE, texts.ENDED]
    assert [pair for pair in pairs if pair.one == pair.other] == []
    firsts = Counter(pair.one for pair in texts.LOOK_ALIKES)
    assert [text for text, times in firsts.items() if times > 1] == []
    assert len({pair.name for pair in pairs}) == len(pairs)


def test_a_document_without_rules_has_no_trials():
    """What is derived from rules does not apply where there are none, and says so where something is submitted."""
    books = benches.books()
    del books["paths"]["/shops/{shop}/books"]["post"]["x-troth"]
    bench = benches.bench(books)
    (operation,) = bench.operations
    for name in RULES.keys() - {"credentials.refused"}:
        if name.startswith("requires."):
            assert list(RULES[name].plan(bench, operation)) == []
        else:
            with pytest.raises(NotShown, match="no rule says what becomes of what is submitted"):
                list(RULES[name].plan(bench, operation))
