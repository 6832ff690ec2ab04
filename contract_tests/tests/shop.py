"""A bookshop that keeps a document with every kind of rule, lawful shops of other habits, and the document."""

import json
import threading
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from contract_tests.target import Principal, Target
from contract_tests.tests import benches
from contract_tests.tests.servers import Reply

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
    ids: dict[str, dict[str, tuple[str, ...]]] = {
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

    rows: dict[Any, Any] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

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
            text = body.get(name, "x" * least)
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

    def kept(self, body, old):  # noqa: ARG002  # for shops that take something from the row before
        return {name: body.get(name) for name in ("title", "price", "note", "rack")}

    def now(self):
        return datetime.now(UTC).isoformat()


class Terse(Shop):
    """No nulls, tenths of seconds, members that nobody asked for, and no move of the time for an equal submit."""

    def store(self, owner, shop, body):
        old = self.rows.get(self.key(shop, body))
        row = super().store(owner, shop, body)
        if old and self.kept(body, None) == {name: old[name] for name in self.kept(body, None)}:
            row = self.rows[self.key(shop, body)] = {**row, "updatedAt": old["updatedAt"]}
        return {**{name: value for name, value in row.items() if value not in (None, "")}, "x": 1}

    def now(self):
        return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-5] + "Z"


class Careful(Shop):
    """Refuses what is disputed, and says 404 for a rack that nobody has."""

    def is_valid(self, body):
        return super().is_valid(body) and all(
            "\0" not in text and bool(text.strip()) >= bool(text)
            for text in body.values()
            if isinstance(text, str)
        )

    def check(self, owner, shop, body):
        super().check(owner, shop, {name: value for name, value in body.items() if name != "rack"})
        refuse_if("rack" in body and body["rack"] not in RACKS, 404)
        super().check(owner, shop, body)

    def kept(self, body, old):
        price = body.get("price")
        return {
            **super().kept(body, old),
            "price": None if price is None else round(float(price), 2),
        }


class Hasty(Shop):
    """Looks at the body last of all."""

    def place(self, asked):
        owner = self.owner(asked)
        refuse_if(owner is None, 401)
        refuse_if(SHOPS.get(asked.path.partition("?")[0].split("/")[2]) != owner, 404)
        return super().place(asked)
