"""The properties of rules, each against a small bookshop that takes one decision otherwise than its document says."""

import json
import threading
import time
import uuid
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime

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
from contract_tests.tests.servers import Reply, serving

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
FOREIGN_RACK = "7c9e6679-7425-40de-944b-e07fc1f90b05"
CLOSED_SHOP = "7c9e6679-7425-40de-944b-e07fc1f90b06"
OWNERS = {"primary-key": "primary", "stranger-key": "stranger", "closed-key": "closed"}
SHOPS = {
    benches.SHOP: "primary",
    benches.OTHER_SHOP: "primary",
    benches.FOREIGN_SHOP: "stranger",
    CLOSED_SHOP: "closed",
}
RACKS = {benches.RACK: "primary", FOREIGN_RACK: "stranger"}
CHAINS = {name: str(uuid.uuid5(uuid.NAMESPACE_DNS, name)) for name in OWNERS.values()}


def content():
    """The books of `benches`, with every kind of rule."""
    placed = {
        **benches.PLACED,
        "properties": {
            **benches.PLACED["properties"],
            "source": {"type": "string"},
            "shop": {"type": "string", "format": "uuid"},
            "updatedAt": {"type": "string", "format": "date-time"},
        },
    }
    upsert = {
        **benches.RULES["upsert"],
        "sets": {"owner": "from credential", "source": "shelf", "shop": "$request.path.shop"},
        "clock": {"created": "createdAt", "updated": "updatedAt"},
    }
    flag = {"flag": "salesEnabled", "of": "chain", "else": 403}
    books = benches.books(
        **{"x-troth": {"requires": [flag, *benches.RULES["requires"]], "upsert": upsert}}
    )
    responses = books["paths"]["/shops/{shop}/books"]["post"]["responses"]
    responses["201"] = benches.answer(placed)
    return books


DOCUMENT = benches.document(content())


def target(url, *names):
    ids = {
        "primary": {"shops": (benches.SHOP, benches.OTHER_SHOP), "racks": (benches.RACK,)},
        "stranger": {"shops": (benches.FOREIGN_SHOP,), "racks": (FOREIGN_RACK,)},
        "sales_disabled": {"shops": (CLOSED_SHOP,)},
    }
    keys = {"primary": "primary-key", "stranger": "stranger-key", "sales_disabled": "closed-key"}
    wanted = names or tuple(keys)
    return Target(url, {name: Principal(name, keys[name], ids[name]) for name in wanted})


class Refused(Exception):
    """A status."""


def refuse_if(refused, status):
    if refused:
        raise Refused(status)


@dataclass
class Shop:
    """Keeps what the document says; a test replaces a method."""

    rows: dict = field(default_factory=dict)
    lock: object = field(default_factory=threading.Lock)

    def __call__(self, asked, _):
        try:
            with self.lock:
                return self.reply(201, self.place(asked))
        except Refused as refused:
            return self.reply(refused.args[0], {"error": "refused"})

    def reply(self, status, body):
        return Reply(status, {"Content-Type": "application/json"}, json.dumps(body).encode())

    def place(self, asked):
        owner = self.owner(asked)
        refuse_if(owner is None, 401)
        body = json.loads(asked.body)
        shop = asked.path.partition("?")[0].split("/")[2]
        refuse_if(not self.is_valid(body), 400)
        self.check(owner, shop, body)
        return self.store(owner, shop, body)

    def owner(self, asked):
        scheme, _, key = asked.headers.get("authorization", "").partition(" ")
        return OWNERS.get(key) if scheme == "Bearer" else None

    def is_valid(self, body):
        if not isinstance(body, dict):
            return False

        def is_text(name, least, most):
            text = body.get(name, "x")
            return isinstance(text, str) and least <= len(text) <= most

        price = body.get("price", 1)
        is_number = isinstance(price, int | float) and not isinstance(price, bool)
        return (
            "title" in body
            and is_text("title", 1, 80)
            and is_text("note", 0, 200)
            and is_text("rack", 36, 36)
            and is_number
            and 0 <= price <= 100
            and ("price" in body or "note" in body)
        )

    def check(self, owner, shop, body):
        refuse_if(owner == "closed", 403)
        refuse_if(SHOPS.get(shop) != owner, 404)
        refuse_if("rack" in body and RACKS.get(body["rack"].lower()) != owner, 403)

    def key(self, shop, body):
        return shop, body["title"]

    def store(self, owner, shop, body):
        key, now = self.key(shop, body), self.now()
        old = self.rows.get(key)
        row = {
            "id": old["id"] if old else str(uuid.uuid4()),
            "owner": CHAINS[owner],
            **self.kept(body, old),
            "source": "shelf",
            "shop": shop,
            "createdAt": old["createdAt"] if old else now,
            "updatedAt": now,
        }
        self.rows[key] = row
        return row

    def kept(self, body, old):
        return {name: body.get(name) for name in ("title", "price", "note", "rack")}

    def now(self):
        return datetime.now(UTC).isoformat()


def held_to(shop, *properties, names=(), **settings):
    """The result of a run of some of the properties."""
    chosen = [RULES[name] for name in properties] if properties else list(RULES.values())
    with serving(shop) as server:
        return run(
            DOCUMENT, target(server.url, *names), Settings(**settings), properties=chosen
        )


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


class Terse(Shop):
    """No nulls, whole seconds, members that nobody asked for, and no move of the time for an equal submit."""

    def store(self, owner, shop, body):
        old = self.rows.get(self.key(shop, body))
        row = super().store(owner, shop, body)
        if old and self.kept(body, None) == {name: old[name] for name in self.kept(body, None)}:
            row = self.rows[self.key(shop, body)] = {**row, "updatedAt": old["updatedAt"]}
        return {**{name: value for name, value in row.items() if value not in (None, "")}, "x": 1}

    def now(self):
        return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Careful(Shop):
    """Refuses what is disputed, and says 404 for a rack that nobody has."""

    def is_valid(self, body):
        texts_ok = all("\0" not in text and text.strip() for text in body.values() if isinstance(text, str) and text)
        return super().is_valid(body) and texts_ok

    def check(self, owner, shop, body):
        super().check(owner, shop, {name: value for name, value in body.items() if name != "rack"})
        refuse_if("rack" in body and body["rack"] not in RACKS, 404)
        super().check(owner, shop, body)

    def kept(self, body, old):
        price = body.get("price")
        return {**super().kept(body, old), "price": None if price is None else round(float(price), 2)}


class Hasty(Shop):
    """Looks at the body last of all."""

    def place(self, asked):
        owner = self.owner(asked)
        refuse_if(owner is None, 401)
        refuse_if(SHOPS.get(asked.path.partition("?")[0].split("/")[2]) != owner, 404)
        return super().place(asked)


@pytest.mark.parametrize("kind", [Terse, Careful, Hasty], ids=lambda kind: kind.__name__)
def test_a_lawful_shop_is_left_in_peace(kind):
    """What a document leaves open is no finding."""
    assert told(held_to(kind())) == []


def change(**methods):
    return type("Changed", (Shop,), methods)


def keeps(**members):
    """A change of what is kept of members: each a function of the value."""

    def kept(self, body, old):
        row = Shop.kept(self, body, old)
        for name, how in members.items():
            row[name] = how(row[name]) if row[name] is not None else None
        return row

    return change(kept=kept)


def merges(*names):
    """Members that are not sent again stay."""

    def kept(self, body, old):
        row = Shop.kept(self, body, old)
        for name in names:
            row[name] = old[name] if old and name not in body else row[name]
        return row

    return change(kept=kept)


def folds(fold):
    """What is one key."""
    return change(key=lambda self, shop, body: (shop, fold(body["title"])))


def shows(change_row):
    """A row that is answered otherwise than it is kept: a function of the row and of whether it was there before."""

    def store(self, owner, shop, body):
        is_old = self.key(shop, body) in self.rows
        return {**self.rows_of(owner, shop, body), **change_row(body, is_old)}

    return change(store=store, rows_of=Shop.store)


def checks(skip):
    """A precondition that is not looked at when a function of owner, shop, body and row says so."""

    def check(self, owner, shop, body):
        if not skip(owner, shop, body, self.rows.get(self.key(shop, body))):
            Shop.check(self, owner, shop, body)

    return change(check=check)


def answers(status, instead):
    """A refusal with another status."""

    def check(self, owner, shop, body):
        try:
            Shop.check(self, owner, shop, body)
        except Refused as refused:
            raise Refused(instead if refused.args[0] == status else refused.args[0]) from None

    return change(check=check)


def knows(is_key):
    """A key that is compared otherwise: a function of what was given and of the real one."""

    def owner(self, asked):
        scheme, _, given = asked.headers.get("authorization", "").partition(" ")
        known = (name for key, name in OWNERS.items() if scheme == "Bearer" and is_key(given, key))
        return next(known, None)

    return change(owner=owner)


def writes(status):
    """What is refused is written all the same."""

    def place(self, asked):
        try:
            return Shop.place(self, asked)
        except Refused as refused:
            if refused.args[0] == status:
                shop = asked.path.partition("?")[0].split("/")[2]
                body = json.loads(asked.body)
                Shop.store(self, SHOPS.get(shop, "primary"), shop, body)
            raise

    return change(place=place)


def forgets(status):
    """What is refused takes the row with it."""

    def place(self, asked):
        try:
            return Shop.place(self, asked)
        except Refused as refused:
            if refused.args[0] == status:
                shop = asked.path.partition("?")[0].split("/")[2]
                self.rows.pop(self.key(shop, json.loads(asked.body)), None)
            raise

    return change(place=place)


def anywhere(self, asked):
    """The key is taken from wherever it stands."""
    where = " ".join([asked.path, *asked.headers.values()])
    return next((name for key, name in OWNERS.items() if key in where), None)


def mixed(self, owner, shop, body):
    """Two who come at one time are answered alike."""
    self.last = Shop.store(self, owner, shop, body)
    self.lock.release()
    time.sleep(0.002)
    self.lock.acquire()
    return self.last


def twice(self, owner, shop, body):
    """Looks whether there is a row, and writes it a little later."""
    old = dict(self.rows)
    self.lock.release()
    time.sleep(0.002)
    self.lock.acquire()
    now, self.rows = self.rows, old
    row = Shop.store(self, owner, shop, body)
    self.rows = {**now, self.key(shop, body): row}
    return row


NEW_ID = lambda body, is_old: {"id": str(uuid.uuid4())}  # noqa: E731  # one of a table of functions
DEFECTS = [
    ("upsert.echo", "a text is trimmed", keeps(note=str.strip)),
    ("upsert.echo", "line breaks are made one", keeps(note=lambda t: t.replace("\r\n", "\n"))),
    ("upsert.echo", "a text is cut", keeps(note=lambda t: t[:190])),
    ("upsert.echo", "a text is normalized", keeps(note=lambda t: t.replace("e\u0301", "\u00e9"))),
    ("upsert.echo", "emoji are lost", keeps(note=lambda t: "".join(c for c in t if c < "\U00010000"))),
    ("upsert.echo", "a number is made whole", keeps(price=int)),
    ("upsert.echo", "zero is null", keeps(price=lambda n: n or None)),
    ("upsert.echo", "a number is a text", keeps(price=str)),
    ("upsert.echo", "an id is another", keeps(rack=lambda _: benches.SHOP)),
    ("upsert.identity", "case is no difference", folds(str.casefold)),
    ("upsert.identity", "leading blanks are no difference", folds(str.lstrip)),
    ("upsert.identity", "keys are cut", folds(lambda t: t[:64])),
    ("upsert.identity", "keys are cut by bytes", folds(lambda t: t.encode()[:200])),
    ("upsert.identity", "numbers are one", folds(lambda t: float(t) if t.isdigit() else t)),
    ("upsert.identity", "signs are dropped", folds(lambda t: "".join(c for c in t if c.isalnum() or c in "- "))),
    ("upsert.identity", "the other part is no difference", change(key=lambda _s, _p, body: body["title"])),
    ("upsert.identity", "each submit is a row", shows(NEW_ID)),
    ("upsert.replace", "a number stays", merges("price")),
    ("upsert.replace", "a text stays", merges("note")),
    ("upsert.replace", "an id stays", merges("rack")),
    ("upsert.keeps", "a new id", shows(lambda _, is_old: NEW_ID(_, is_old) if is_old else {})),
    ("upsert.keeps", "a new time", shows(lambda _, is_old: {"createdAt": datetime.now(UTC).isoformat()})),
    ("upsert.clock", "a time without a zone", change(now=lambda _: datetime.now(UTC).isoformat()[:26])),
    ("upsert.clock", "a time that stands", shows(lambda _, is_old: {"updatedAt": "2026-01-01T00:00:00Z"})),
    ("upsert.clock", "made after it was changed", shows(lambda _, is_old: {"createdAt": "2099-01-01T00:00:00Z"})),
    ("upsert.constants", "a constant in capitals", shows(lambda _, is_old: {"source": "SHELF"})),
    ("upsert.constants", "a constant that is not on a new row", shows(lambda _, is_old: {} if is_old else {"source": "x"})),
    ("upsert.constants", "another's id", shows(lambda _, is_old: {"owner": CHAINS["primary"]})),
    ("upsert.constants", "an id of its own each time", shows(lambda _, is_old: {"owner": str(uuid.uuid4())})),
    ("upsert.read-only", "an id from the request", shows(lambda body, _: {k: v for k, v in body.items() if k == "id"})),
    ("upsert.read-only", "an owner from the request", shows(lambda body, _: {"owner": body["owner"]} if body.get("owner") in CHAINS.values() else {})),
    ("upsert.read-only", "a shop from the request", shows(lambda body, _: {"shop": body["shop"]} if body.get("shop") in SHOPS else {})),
    ("requires.flag", "the flag is not looked at", checks(lambda owner, *_: owner == "closed")),
    ("requires.flag", "another status for the flag", answers(403, 404)),
    ("requires.exists", "any rack", checks(lambda _o, _s, body, _: "rack" in body)),
    ("requires.exists", "another status for an unknown shop", answers(404, 403)),
    ("requires.exists", "racks are looked up with a price only", checks(lambda _o, _s, body, _: "rack" in body and "price" not in body)),
    ("requires.stranger", "shops are everybody's", checks(lambda _o, shop, *_: shop in SHOPS)),
    ("requires.stranger", "shops are everybody's with a rack", checks(lambda _o, shop, body, _: shop in SHOPS and "rack" in body)),
    ("requires.stranger", "rows are everybody's", checks(lambda _o, _s, _b, row: row)),
    ("refused.no-effect", "what breaks the document is written", writes(400)),
    ("refused.no-effect", "a stranger's is written", writes(404)),
    ("refused.no-effect", "what has no key is written", writes(401)),
    ("refused.no-effect", "what breaks the document deletes", forgets(400)),
    ("credentials.refused", "the beginning of a key", knows(lambda given, key: given and key.startswith(given))),
    ("credentials.refused", "a key and more", knows(lambda given, key: given.startswith(key))),
    ("credentials.refused", "a key in capitals", knows(lambda given, key: given.lower() == key)),
    ("credentials.refused", "a key anywhere", change(owner=anywhere)),
    ("upsert.race", "a row is looked for before it is written", change(store=twice)),
    ("upsert.race", "answers are mixed up", change(store=mixed)),
]  # fmt: skip


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


@pytest.mark.parametrize("name", RULES)
def test_trials_have_names_of_their_own(name):
    """A name is part of a finding's id: two trials of one name would be one finding."""
    bench = benches.bench(content())
    bench.target = target("http://127.0.0.1:1")
    trials = list(RULES[name].plan(bench, bench.operations[0]))
    assert [one for one, times in Counter(trial.name for trial in trials).items() if times > 1] == []
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
    """What is derived from rules does not apply where there are none."""
    books = benches.books()
    del books["paths"]["/shops/{shop}/books"]["post"]["x-troth"]
    bench = benches.bench(books)
    for name in RULES.keys() - {"credentials.refused"}:
        assert list(RULES[name].plan(bench, bench.operations[0])) == []
