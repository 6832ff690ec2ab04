"""Servers that get wrong which submits are one row, what of it is kept, and when it was."""

import html
import json
import re
import threading
import time
import unicodedata
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import unquote, unquote_plus

from contract_tests.tests.defects.server import Body, Call, Refused, Response, Row, Server, refuse
from contract_tests.tests.defects.variant import Variant, defect
from contract_tests.tests.defects.world import (
    CONVERSATIONS,
    FOREIGN,
    METRIC,
    OTHER_METRIC,
    PRIMARY,
    STRANGER,
)

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufe00-\ufe0f\ufeff]")


def write_refused(self: Server, call: Call, *, forget: bool = False) -> None:
    """Writes the row of a request that was refused, or deletes it."""
    body = call.body
    if body is None:
        try:
            body = json.loads(call.request.body)
        except (ValueError, RecursionError):
            return
    conversation = CONVERSATIONS.get(call.path_id)
    label = body.get("label") if isinstance(body, dict) else None
    if conversation is None or not isinstance(label, str):
        return
    call.caller, call.conversation, call.body = conversation.owner, conversation, {"label": label}
    if forget:
        self.rows.pop(self.key(call), None)
    else:
        self.save(call, self.find(call))


# --- identity -----------------------------------------------------------------------------------------------------------------


def _plain(label: str) -> str:
    """Without accents, as a database's accent-insensitive collation compares."""
    return "".join(c for c in unicodedata.normalize("NFD", label) if not unicodedata.combining(c))


def _digits(label: str) -> str:
    """Any script's digits as ASCII's."""
    return "".join(
        str(unicodedata.digit(c)) if unicodedata.digit(c, None) is not None else c for c in label
    )


def _hiragana(label: str) -> str:
    return "".join(chr(ord(c) - 0x60) if "\u30a1" <= c <= "\u30f6" else c for c in label)


def _as_number(label: str) -> str:
    return str(float(label)) if re.fullmatch(r"\d+(\.\d+)?", label) else label


def _replaced_astral(label: str) -> str:
    return re.sub("[\U00010000-\U0010ffff]", "\ufffd", label)


def _bytes(most: int) -> Any:
    return lambda _, label: label.encode()[:most]


def _also(member: str) -> Any:
    """A key that another member is a part of."""
    return lambda s, call: (*Server.key(s, call), call.body.get(member))


def _found_by(member: str) -> Any:
    """Rows are found by another member first, when that was sent."""

    def find(self: Server, call: Call) -> Row | None:
        wanted = call.body.get(member)
        if wanted is not None:
            for (conversation, _), row in self.rows.items():
                if conversation == call.conversation.id and row.members.get(member) == wanted:
                    return row
        return Server.find(self, call)

    return find


def _like(self: Server, call: Call) -> Row | None:
    """SQL's LIKE: % and _ in the label that is sent are wildcards."""
    exact = Server.find(self, call)
    label = call.body["label"]
    if exact or not re.search("[%_]", label):
        return exact
    pattern = re.compile(re.escape(label).replace("%", ".*").replace("_", "."), re.DOTALL)
    for (conversation, known), row in self.rows.items():
        if conversation == call.conversation.id and pattern.fullmatch(known):
            return row
    return None


def _by_prefix(self: Server, call: Call) -> Row | None:
    """A row whose label begins with the label that is sent."""
    label = call.body["label"]
    for (conversation, known), row in self.rows.items():
        if conversation == call.conversation.id and len(label) > 3 and known.startswith(label):
            return row
    return Server.find(self, call)


def _recent(most: int) -> Any:
    """Only so many rows are remembered."""

    def save(self: Server, call: Call, old: Row | None) -> Row:
        key = self.key(call)
        self.rows.pop(key, None)
        row = Server.save(self, call, old)
        while len(self.rows) > most:
            self.rows.pop(next(iter(self.rows)))
        return row

    return save


def _replica(self: Server, call: Call) -> Any:
    """Two replicas that do not know each other's rows."""
    return (self.memory["replica"], *Server.key(self, call))


def _balance(self: Server, call: Call) -> None:
    self.memory["replica"] = self.memory.get("writes", 0) % 2
    self.memory["writes"] = self.memory.get("writes", 0) + 1
    Server.store(self, call)


def _lagging(self: Server, call: Call) -> Row | None:
    """A row is found only some milliseconds after it was made."""
    row = Server.find(self, call)
    if row is None:
        return None
    born = self.memory.setdefault(row.id, time.monotonic())
    return row if time.monotonic() - born > 0.005 else None


def _lagging_save(self: Server, call: Call, old: Row | None) -> Row:
    row = Server.save(self, call, old)
    self.memory.setdefault(row.id, time.monotonic())
    return row


# --- id, created, updated ---------------------------------------------------------------------------------------------------------


def _new_id_if(when: Any) -> Any:
    def row_id(self: Server, call: Call, old: Row | None) -> str:
        return self.new_id() if old is None or when(self, call, old) else old.id

    return row_id


def _created_moves_if(when: Any) -> Any:
    def created(self: Server, call: Call, old: Row | None, now: datetime) -> datetime:
        return now if old is None or when(self, call, old) else old.created

    return created


def _updated_moves_if(when: Any) -> Any:
    def updated(self: Server, call: Call, old: Row | None, now: datetime) -> datetime:
        return now if old is None or when(self, call, old) else old.updated

    return updated


def _score_only(_self: Server, call: Call, _old: Row) -> bool:
    return "verdict" not in call.body


def _other(member: str) -> Any:
    return lambda _self, call, old: call.body.get(member) != old.members.get(member)


def _third(self: Server, call: Call, old: Row) -> bool:
    uses = self.memory[old.id] = self.memory.get(old.id, 1) + 1
    return bool(uses == 3)


def _row_key(call: Call) -> tuple[str, str]:
    body = call.body
    label = body.get("label") if isinstance(body, dict) else None
    return call.path_id, label if isinstance(label, str) else ""


def _mark_refusal(self: Server, call: Call, refused: Refused) -> None:
    if refused.status == 400:
        self.memory[_row_key(call)] = True


def _was_refused(self: Server, call: Call, _old: Row) -> bool:
    return bool(self.memory.pop(_row_key(call), False))


def _refused(*, forget: bool) -> Any:
    def after(self: Server, call: Call, refused: Refused) -> None:
        if refused.status == 400:
            write_refused(self, call, forget=forget)

    return after


def _time_back(self: Server, call: Call, old: Row | None, now: datetime) -> datetime:
    """Every third look at the clock is half a minute late."""
    self.memory["looks"] = self.memory.get("looks", 0) + 1
    return now - timedelta(seconds=30) if self.memory["looks"] % 3 == 0 else now


# --- what is replaced ---------------------------------------------------------------------------------------------------------------


def _merged(*names: str) -> Any:
    """Members that are not sent again are kept."""

    def members(self: Server, call: Call, old: Row | None) -> Body:
        before = {
            name: value for name, value in (old.members if old else {}).items() if name in names
        }
        return {**before, **Server.members(self, call, old)}

    return members


def _merged_if(when: Any, *names: str) -> Any:
    def members(self: Server, call: Call, old: Row | None) -> Body:
        kept: Body = (_merged(*names) if when(call.body) else Server.members)(self, call, old)
        return kept

    return members


def _stale(*names: str) -> Any:
    """Members that are sent again stay as they were."""

    def members(self: Server, call: Call, old: Row | None) -> Body:
        new = Server.members(self, call, old)
        before = old.members if old else {}
        return {
            name: before.get(name, value) if name in names else value for name, value in new.items()
        }

    return members


def _first_wins(self: Server, call: Call, old: Row | None) -> Body:
    return old.members if old else Server.members(self, call, old)


def _answers_before(self: Server, call: Call) -> Body:
    """The row as it was before it was replaced."""
    if call.old:
        call.row = Row(call.row.id, call.row.created, call.row.updated, call.old.members)
    return Server.shown(self, call)


def _combined(name: str, combine: Any) -> Any:
    def members(self: Server, call: Call, old: Row | None) -> Body:
        new = Server.members(self, call, old)
        if old and name in new and name in old.members:
            new[name] = combine(old.members[name], new[name])
        return new

    return members


# --- at the same time ---------------------------------------------------------------------------------------------------------------


def _racing(self: Server, call: Call) -> None:
    """Looks, waits, writes: of two that look at once, neither finds a row."""
    call.old = self.find(call)
    time.sleep(0.02)
    call.row = self.save(call, call.old)


def _lost_update(self: Server, call: Call) -> None:
    """The whole table is read, changed and written back: what others wrote meanwhile is lost."""
    table = dict(self.rows)
    call.old = table.get(self.key(call))
    time.sleep(0.02)
    call.row = self.save(call, call.old)
    self.rows = {**table, self.key(call): call.row}


def _shared_answer(self: Server, call: Call) -> Response:
    """The answer is written into one buffer for all, and read from it a little later."""
    self.memory["answer"] = Server.shown(self, call)
    time.sleep(0.01)
    return self.json(201, self.memory["answer"])


def _shared_caller(self: Server, call: Call) -> None:
    """Who asks is kept in one place for all."""
    Server.authenticate(self, call)
    self.memory["caller"] = call.caller
    time.sleep(0.01)


def _shown_of_shared(self: Server, call: Call) -> Body:
    return {**Server.shown(self, call), "organizationId": self.memory["caller"].id}


def _conflict(self: Server, call: Call) -> None:
    lock = self.memory.setdefault("lock", threading.Lock())
    if not lock.acquire(blocking=False):
        refuse(409, "another request is under way")
    try:
        time.sleep(0.01)
        Server.store(self, call)
    finally:
        lock.release()


def _fold(name: str, says: str, first: str, second: str, fold: Any) -> Variant:
    return defect(
        f"labels-{name}",
        f"labels are one row that {says}",
        lambda c: c.same_row(first, second),
        fold=lambda _, label: fold(label),
    )


def _two_rows(c: Any) -> Any:
    """Whether simultaneous submits of a label get different ids."""
    return c.ever(
        lambda label: (
            len({reply["id"] for reply in c.together(*[lambda one: one.submit(label)] * 3)}) > 1
        )
    )


def _refused_at_once(c: Any) -> Any:
    return c.ever(
        lambda label: any(
            one.status == 409 for one in c.together(*[lambda one: one.submit(label)] * 2)
        )
    )


def _both(c: Any, label: str) -> list[Any]:
    """Simultaneous submits of two labels."""
    other = f"other {label}"
    return list(c.together(lambda one: one.submit(label), lambda one: one.submit(other)))


def _lost(c: Any) -> Any:
    def lost(label: str) -> bool:
        first = [reply["id"] for reply in _both(c, label)]
        return first != [c.submit(label)["id"], c.submit(f"other {label}")["id"]]

    return c.ever(lost)


def _mixed(c: Any) -> Any:
    def mixed(label: str) -> bool:
        return [reply["label"] for reply in _both(c, label)] != [label, f"other {label}"]

    return c.ever(mixed)


def _mixed_callers(c: Any) -> Any:
    def mixed(label: str) -> bool:
        foreign = {"by": STRANGER, "at": FOREIGN}
        replies = c.together(
            lambda one: one.submit(label), lambda one: one.submit(label, **foreign)
        )
        return [reply["organizationId"] for reply in replies] != [PRIMARY.id, STRANGER.id]

    return c.ever(mixed)


def _moves(member: str, *submits: Any) -> Any:
    """Whether a member of the answer is another after the last of some submits than before it."""

    def shows(c: Any) -> bool:
        replies = [c.submit(**members)[member] for members in submits]
        return bool(replies[-1] != replies[-2])

    return shows


_FIRST: dict[str, Any] = {
    "verdict": "pass",
    "score": 10,
    "note": "n",
    "externalId": "x",
    "metricId": METRIC.id,
}
_AGAIN: dict[str, Any] = {
    "verdict": "fail",
    "score": 20,
    "note": "o",
    "externalId": "y",
    "metricId": OTHER_METRIC.id,
}


def _ids(*submits: dict[str, Any]) -> Any:
    """The ids that some submits of one label get."""
    return lambda c: [c.submit(**members)["id"] for members in submits]


def _kept(name: str) -> Any:
    least = {"score": 1} if name == "verdict" else {"verdict": "pass"}
    return lambda c: (c.submit(**_FIRST), c.submit(**least))[1][name]


def _kept_of(*names: str) -> Any:
    def shows(c: Any) -> list[Any]:
        c.submit(**_FIRST)
        reply = c.submit()
        return [reply[name] for name in names]

    return shows


def _replaced(name: str) -> Any:
    return lambda c: (c.submit(**_FIRST), c.submit(**_AGAIN))[1][name]


# fmt: off
FOLDS = (
    _fold("without-case", "differ in case", "Café a", "CAFÉ A", str.casefold),
    _fold("without-ascii-case", "differ in the case of ASCII letters", "Ab é", "aB é", lambda t: re.sub("[A-Z]", lambda m: m[0].lower(), t)),
    _fold("trimmed", "differ in blanks around them", "a", " a ", str.strip),
    _fold("trailing-blanks", "differ in blanks at the end", "a", "a ", lambda t: t.rstrip(" ")),
    _fold("inner-blanks", "differ in how many blanks are between words", "a b", "a  b", lambda t: re.sub(r"(?<=\S)\s+(?=\S)", " ", t)),
    _fold("without-blanks", "differ in blanks anywhere", "a b", "ab", lambda t: re.sub(r"\s", "", t)),
    _fold("nfc", "have the same canonical composition", "é", "e\u0301", lambda t: unicodedata.normalize("NFC", t)),
    _fold("nfkc", "have the same compatibility composition", "①", "1", lambda t: unicodedata.normalize("NFKC", t)),
    _fold("without-accents", "differ in accents", "é", "e", _plain),
    _fold("german", "differ in ß and ss", "ß", "ss", lambda t: t.replace("ß", "ss")),
    _fold("kana", "differ in hiragana and katakana", "か", "カ", _hiragana),
    _fold("digits", "differ in whose digits they have", "\u0661", "1", _digits),
    _fold("emoji-alike", "differ in which emoji they have", "😀", "😡", _replaced_astral),
    _fold("without-invisible", "differ in invisible characters", "a", "a\u200b", lambda t: _INVISIBLE.sub("", t)),
    _fold("without-emoji", "differ in emoji", "a", "a😀", lambda t: re.sub("[\U00010000-\U0010ffff]", "", t)),
    _fold("without-signs", "differ in punctuation", "a-b", "a.b", lambda t: re.sub(r"[!-/:-@\[-`{-~]", "-", t)),
    _fold("slug", "make the same slug", "A b", "a-b", lambda t: re.sub(r"[^\w]+", "-", t.lower())),
    _fold("html", "differ in HTML escapes", "a&b", "a&amp;b", html.unescape),
    _fold("percent", "differ in percent escapes", "a b", "a%20b", unquote),
    _fold("plus", "differ in plus signs and blanks", "a b", "a+b", lambda t: unquote_plus(t.replace("%", "%25"))),
    _fold("line-breaks", "differ in the kind of line break", "a\nb", "a\r\nb", lambda t: t.replace("\r\n", "\n")),
    _fold("as-numbers", "are the same number", "1", "1.0", _as_number),
    _fold("leading-zeros", "differ in leading zeros", "7", "007", lambda t: t.lstrip("0")),
    _fold("nul-ended", "are the same up to a NUL", "a", "a\0b", lambda t: t.partition("\0")[0]),
    *(
        _fold(f"first-{most}", f"have the same first {most} characters", "x" * most + "a", "x" * most + "b", lambda t, most=most: t[:most])
        for most in (32, 50, 64, 100, 128, 191, 200, 254)
    ),
    defect("labels-first-63-bytes", "labels are one row that have the same first 63 bytes",
           lambda c: c.same_row("é" * 40 + "a", "é" * 40 + "b"), fold=_bytes(63)),
    defect("labels-first-255-bytes", "labels are one row that have the same first 255 bytes",
           lambda c: c.same_row("é" * 140 + "a", "é" * 140 + "b"),
           fold=_bytes(255)),
    _fold("last-200", "have the same last 200 characters", "a" + "x" * 200, "b" + "x" * 200, lambda t: t[-200:]),
    defect("labels-like", "a label with % or _ finds rows as SQL's LIKE does", lambda c: c.same_row("abc", "a%"), find=_like),
    defect("labels-by-prefix", "a label finds the row whose label begins with it", lambda c: c.same_row("abcdef", "abcd"), find=_by_prefix),
)

ROWS = (
    *(
        defect(f"{name}-part-of-key", f"{member} is a part of the row's key", _ids(one, two, one), key=_also(member))
        for name, member, one, two in (
            ("verdict", "verdict", {"verdict": "pass"}, {"verdict": "fail"}),
            ("metric-id", "metricId", {}, {"metricId": METRIC.id}),
            ("external-id", "externalId", {}, {"externalId": "x"}),
            ("note", "note", {}, {"note": "n"}),
            ("score", "score", {"score": 1}, {"score": 2}),
        )
    ),
    defect("found-by-external-id", "a row is found by its externalId whatever the label",
           lambda c: c.submit("a", externalId="x")["id"] == c.submit("b", externalId="x")["id"], find=_found_by("externalId")),
    defect("found-by-metric-id", "a row is found by its metricId whatever the label",
           lambda c: c.submit("a", metricId=METRIC.id)["id"] == c.submit("b", metricId=METRIC.id)["id"], find=_found_by("metricId")),
    defect("one-row-per-conversation", "a conversation has one row for all labels", lambda c: c.same_row("a", "b"),
           fold=lambda _, _label: ""),
    defect("rows-forgotten", "only the last 5 rows are remembered",
           lambda c: [c.submit(label)["id"] for label in "abcdefa"][::6], save=_recent(5)),
    defect("replicas-apart", "two replicas do not know each other's rows", lambda c: len({c.submit()["id"] for _ in range(4)}), key=_replica,
           store=_balance),
    defect("row-found-late", "a row is found only some milliseconds after it was made", lambda c: c.ever(lambda label: not c.same_row(label, label)), find=_lagging,
           save=_lagging_save),
    defect("id-new", "each submit gets a new id", _moves("id", {}, {}), row_id=_new_id_if(lambda _s, _c, _o: True)),
    defect("id-new-third", "the third submit gets a new id", _moves("id", {}, {}, {}), row_id=_new_id_if(_third)),
    defect("id-new-score-only", "a submit without a verdict gets a new id", _moves("id", {}, {"score": 1}), row_id=_new_id_if(_score_only)),
    defect("id-new-other-verdict", "another verdict gets a new id", _moves("id", {}, {"verdict": "fail"}),
           row_id=_new_id_if(_other("verdict"))),
    defect("id-new-other-metric", "another metric gets a new id", _moves("id", {}, {"metricId": METRIC.id}),
           row_id=_new_id_if(_other("metricId"))),
    defect("id-new-after-refusal", "the submit after a refused one gets a new id",
           lambda c: [c.submit()["id"], c.status(score=500), c.submit()["id"]], row_id=_new_id_if(_was_refused), after_refusal=_mark_refusal),
    defect("id-new-beyond-ascii", "a label beyond ASCII gets a new id each time", lambda c: c.same_row("é", "é"),
           row_id=_new_id_if(lambda _s, call, _o: not call.body["label"].isascii())),
    defect("id-new-long-label", "a label of more than 100 characters gets a new id each time", lambda c: c.same_row("x" * 120, "x" * 120),
           row_id=_new_id_if(lambda _s, call, _o: len(call.body["label"]) > 100)),
)

CLOCKS = (
    defect("created-moves", "createdAt moves with each submit", _moves("createdAt", {}, {}),
           created=_created_moves_if(lambda _s, _c, _o: True)),
    defect("created-moves-third", "createdAt moves with the third submit", _moves("createdAt", {}, {}, {}),
           created=_created_moves_if(_third)),
    defect("created-moves-score-only", "createdAt moves with a submit without a verdict", _moves("createdAt", {}, {"score": 1}),
           created=_created_moves_if(_score_only)),
    defect("created-moves-other-verdict", "createdAt moves with another verdict", _moves("createdAt", {}, {"verdict": "fail"}),
           created=_created_moves_if(_other("verdict"))),
    defect("created-moves-other-note", "createdAt moves with another note", _moves("createdAt", {}, {"note": "n"}),
           created=_created_moves_if(_other("note"))),
    defect("created-moves-after-refusal", "createdAt moves with the submit after a refused one",
           lambda c: [c.submit()["createdAt"], c.status(score=500), c.submit()["createdAt"]],
           created=_created_moves_if(_was_refused), after_refusal=_mark_refusal),
    defect("created-is-last-update", "createdAt is when the row was replaced before", _moves("createdAt", {}, {}, {}, {}),
           created=lambda _s, _call, old, now: old.updated if old else now),
    defect("updated-never-moves", "updatedAt never moves", _moves("updatedAt", {}, {"score": 1}),
           updated=_updated_moves_if(lambda _s, _c, _o: False)),
    defect("updated-moves-with-verdict-only", "updatedAt moves only with another verdict", _moves("updatedAt", {}, {"note": "n"}),
           updated=_updated_moves_if(_other("verdict"))),
    defect("updated-moves-with-score-only", "updatedAt moves only with another score", _moves("updatedAt", {}, {"externalId": "n"}),
           updated=_updated_moves_if(_other("score"))),
    defect("updated-still-for-note", "updatedAt does not move when only the note is another",
           _moves("updatedAt", {"note": "m"}, {"note": "n"}),
           updated=_updated_moves_if(lambda _s, call, old: any(call.body.get(n) != old.members.get(n) for n in ("verdict", "score", "metricId", "externalId")))),
    defect("updated-moves-once", "updatedAt moves with the first replacement only", _moves("updatedAt", {}, {"score": 1}, {"score": 2}),
           updated=_updated_moves_if(lambda _s, _call, old: old.updated == old.created)),
    defect("created-after-updated", "on a new row createdAt is after updatedAt", lambda c: c.submit()["createdAt"],
           created=lambda _s, _call, old, now: old.created if old else now + timedelta(milliseconds=5)),
    defect("created-in-local-time", "createdAt is local time that is marked as UTC", lambda c: c.submit()["createdAt"],
           created=lambda _s, _call, old, now: old.created if old else now + timedelta(hours=5, minutes=30)),
    defect("updated-in-local-time", "updatedAt of a replacement is local time west of Greenwich that is marked as UTC",
           lambda c: (c.submit(), c.submit())[1]["updatedAt"], updated=lambda _s, _call, old, now: now - timedelta(hours=5) if old else now),
    defect("updated-whole-seconds", "updatedAt is cut to seconds, createdAt is not",
           lambda c: c.submit()["updatedAt"], updated=lambda _s, _call, _old, now: now.replace(microsecond=0)),
    defect("time-goes-back", "now and then updatedAt is before the last one", lambda c: [c.submit()["updatedAt"] for _ in range(4)],
           updated=_time_back),
)

REPLACES = (
    *(
        defect(f"{name}-kept", f"{member} is kept when it is not sent again", _kept(member), members=_merged(member))
        for name, member in (("verdict", "verdict"), ("score", "score"), ("note", "note"), ("metric-id", "metricId"), ("external-id", "externalId"))
    ),
    defect("all-kept", "all that is not sent again is kept", _kept_of("score", "note"),
           members=_merged("verdict", "score", "note", "metricId", "externalId")),
    defect("all-kept-but-outcome", "note, metricId and externalId are kept when they are not sent again", _kept_of("note", "metricId", "score"),
           members=_merged("note", "metricId", "externalId")),
    defect("score-kept-with-fail", "the score is kept when a fail is sent without one",
           lambda c: (c.submit(**_FIRST), c.submit(verdict="fail"))[1]["score"],
           members=_merged_if(lambda body: body.get("verdict") == "fail", "score")),
    *(
        defect(f"{name}-stale", f"{member} stays as it was when another is sent", _replaced(member), members=_stale(member))
        for name, member in (("verdict", "verdict"), ("score", "score"), ("note", "note"), ("metric-id", "metricId"), ("external-id", "externalId"))
    ),
    defect("first-wins", "a second submit changes nothing", lambda c: (c.submit(**_FIRST), c.submit())[1]["note"], members=_first_wins),
    defect("answers-before", "the answer to a replacement shows the row before it",
           lambda c: [c.submit(score=n)["score"] for n in (1, 2, 3)],
           shown=_answers_before),
    defect("notes-appended", "the note of a replacement is appended", _replaced("note"),
           members=_combined("note", lambda a, b: f"{a}\n{b}")),
    defect("score-best", "the best score stays", lambda c: [c.submit(score=n)["score"] for n in (9, 4)], members=_combined("score", max)),
    defect("score-mean", "scores are averaged", lambda c: [c.submit(score=n)["score"] for n in (9, 4)],
           members=_combined("score", lambda a, b: (a + b) / 2)),
    defect("fail-stays", "a fail stays a fail", lambda c: [c.submit(verdict=v)["verdict"] for v in ("fail", "pass")],
           members=_combined("verdict", lambda a, b: "fail" if "fail" in (a, b) else b)),
    defect("refused-creates", "a request that is refused with 400 writes its row", lambda c: (c.status(score=500), c.submit())[1].is_new,
           after_refusal=_refused(forget=False)),
    defect("refused-deletes", "a request that is refused with 400 deletes the row",
           lambda c: [c.submit()["id"], c.status(score=500), c.submit()["id"]],
           after_refusal=_refused(forget=True)),
)

TOGETHER = (
    defect("simultaneous-create", "simultaneous first submits make two rows", _two_rows, store=_racing, threaded=True),
    defect("simultaneous-409", "of two simultaneous submits one is answered 409",
           _refused_at_once, store=_conflict, threaded=True),
    defect("lost-update", "of simultaneous submits of two labels one row is lost", _lost, store=_lost_update, threaded=True),
    defect("answers-mixed", "simultaneous submits may get each other's answer", _mixed, accepted=_shared_answer, threaded=True),
    defect("callers-mixed", "simultaneous submits may be taken for each other's organization", _mixed_callers,
           authenticate=_shared_caller, shown=_shown_of_shared, threaded=True),
)
# fmt: on

UPSERT: tuple[Variant, ...] = (*FOLDS, *ROWS, *CLOCKS, *REPLACES, *TOGETHER)
