"""Shops that take one decision otherwise than their document says, each with the property that is to find it out."""

import json
import time
import uuid
from datetime import UTC, datetime

from contract_tests.tests import benches
from contract_tests.tests.shop import CHAINS, OWNERS, SHOPS, Refused, Shop


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
    return change(key=lambda _, shop, body: (shop, fold(body["title"])))


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


def new_id(*_):
    return {"id": str(uuid.uuid4())}


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
    ("upsert.identity", "each submit is a row", shows(new_id)),
    ("upsert.replace", "a number stays", merges("price")),
    ("upsert.replace", "a text stays", merges("note")),
    ("upsert.replace", "an id stays", merges("rack")),
    ("upsert.keeps", "a new id", shows(lambda _, is_old: new_id() if is_old else {})),
    ("upsert.keeps", "a new time", shows(lambda *_: {"createdAt": datetime.now(UTC).isoformat()})),
    ("upsert.clock", "a time without a zone", change(now=lambda _: datetime.now(UTC).isoformat()[:26])),
    ("upsert.clock", "a time that stands", shows(lambda *_: {"updatedAt": "2026-01-01T00:00:00.000Z"})),
    ("upsert.clock", "made after it was changed", shows(lambda *_: {"createdAt": "2099-01-01T00:00:00Z"})),
    ("upsert.constants", "a constant in capitals", shows(lambda *_: {"source": "SHELF"})),
    ("upsert.constants", "a constant that is not on a new row", shows(lambda _, is_old: {} if is_old else {"source": "x"})),
    ("upsert.constants", "another's id", shows(lambda *_: {"owner": CHAINS["primary"]})),
    ("upsert.constants", "an id of its own each time", shows(lambda *_: {"owner": str(uuid.uuid4())})),
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
