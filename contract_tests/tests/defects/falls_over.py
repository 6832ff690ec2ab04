"""Servers that answer 5xx to what they should accept or refuse."""

import re
import threading
import time
from typing import Any

from contract_tests.tests.defects.server import (
    Call,
    Refused,
    Request,
    Response,
    Row,
    Server,
    refuse,
)
from contract_tests.tests.defects.variant import Variant, defect, failing, member_fails
from contract_tests.tests.defects.world import CONVERSATIONS, HERE, METRICS, NOWHERE, SILENT

CORRECT = Server()


def _in(name: str, pattern: str) -> Any:
    """Falls over a text in which the pattern is found."""
    return member_fails(name, lambda value: isinstance(value, str) and re.search(pattern, value))


def _of(name: str, *kinds: type) -> Any:
    """Falls over a value of these types."""
    return member_fails(name, lambda value: type(value) in kinds)


def _bad_json(self: Server, body: bytes) -> Any:
    try:
        return Server.parse(self, body)
    except Refused:
        refuse(500, "cannot read the body")


def _without_text(self: Server, body: bytes) -> Any:
    if not body:
        refuse(500, "no body")
    return Server.parse(self, body)


def _bad_utf_8(self: Server, body: bytes) -> Any:
    try:
        body.decode()
    except ValueError:
        refuse(500, "cannot decode the body")
    return Server.parse(self, body)


def _deep(self: Server, body: bytes) -> Any:
    if body.count(b"[") > 500 or body.count(b"{") > 500:
        refuse(500, "too deep")
    return Server.parse(self, body)


def _surrogate(self: Server, body: bytes) -> Any:
    try:
        return Server.parse(self, body)
    except Refused as refused:
        refuse(500 if "Unicode" in str(refused) else refused.status, str(refused))


def _huge(self: Server, body: bytes) -> Any:
    if re.search(rb"\d[eE]\+?\d{3}", body):
        refuse(500, "overflow")
    return Server.parse(self, body)


def _charset(_self: Server, content_type: str) -> None:
    found = re.search(r"charset=\"?([^\";]+)", content_type)
    if found and found[1].lower() not in ("utf-8", "utf8"):
        refuse(500, "unknown encoding")
    Server.check_media_type(_self, content_type)


def _media_type(self: Server, content_type: str) -> None:
    if content_type and content_type.partition(";")[0].strip().lower() != "application/json":
        refuse(500, "no reader for the body")
    Server.check_media_type(self, content_type)


def _no_media_type(self: Server, content_type: str) -> None:
    if not content_type:
        refuse(500, "no media type")
    Server.check_media_type(self, content_type)


def _every(number: int, status: int) -> Any:
    def admit(self: Server, _request: Request) -> Response | None:
        return Response(status, b"upstream failed") if self.count % number == 0 else None

    return admit


def _path_fails(pattern: str) -> Any:
    def route(self: Server, call: Call) -> None:
        found = re.match("/v1/conversations/([^/]*)/", call.request.path)
        if found and re.search(pattern, found[1]):
            refuse(500, "cannot read the path")
        Server.route(self, call)

    return route


def _credential_fails(wrong: Any) -> Any:
    def authenticate(self: Server, call: Call) -> None:
        if wrong(call.request.headers.get("authorization")):
            refuse(500, "cannot read the credential")
        Server.authenticate(self, call)

    return authenticate


def _no_conversation(self: Server, call: Call) -> None:
    if call.path_id not in CONVERSATIONS:
        refuse(500, "no such row")
    Server.own(self, call)


def _foreign_conversation(self: Server, call: Call) -> None:
    found = CONVERSATIONS.get(call.path_id)
    if found and found.owner is not call.caller:
        refuse(500, "not yours")
    Server.own(self, call)


def _no_metric(self: Server, call: Call) -> None:
    if "metricId" in call.body and call.body["metricId"].lower() not in METRICS:
        refuse(500, "foreign key")
    Server.map(self, call)


def _disabled(_self: Server, call: Call) -> None:
    if not call.caller.enabled:
        refuse(500, "no metrics")


def _stored_then(self: Server, call: Call) -> None:
    Server.store(self, call)
    if call.old is None:
        refuse(500, "the event could not be sent")


def _unique(self: Server, call: Call) -> None:
    """Looks, waits, writes: of two that look at once, the second breaks the unique index."""
    old = self.find(call)
    time.sleep(0.02)
    with self.lock:
        if old is None and self.find(call) is not None:
            refuse(500, "duplicate key value")
        call.old = old
        call.row = self.save(call, old)


def _busy(self: Server, call: Call) -> None:
    """A lock that gives up at once."""
    lock = self.memory.setdefault("lock", threading.Lock())
    if not lock.acquire(blocking=False):
        refuse(500, "the row is locked")
    try:
        time.sleep(0.01)
        Server.store(self, call)
    finally:
        lock.release()


def _third(self: Server, call: Call, old: Row | None) -> str:
    uses = self.memory[self.key(call)] = self.memory.get(self.key(call), 0) + 1
    if uses == 3:
        refuse(500, "too many versions")
    return Server.row_id(self, call, old)


def _body_is(*kinds: type) -> Any:
    return failing(lambda call: type(call.body) in kinds)


def _body_lacks(name: str) -> Any:
    return failing(lambda call: isinstance(call.body, dict) and name not in call.body)


def _two_at_once(c: Any, *, first: bool) -> bool:
    """Whether one of two simultaneous submits of a label fails; `first`: when there is no row yet."""

    def fails(label: str) -> bool:
        if not first:
            c.submit(label)
        replies = c.together(*[lambda one: one.submit(label)] * 2)
        return any(reply.status == 500 for reply in replies)

    return bool(c.ever(fails))


_FINE = b'{"label": "a", "verdict": "pass"}'

# fmt: off
TEXTS = (
    defect("nul-in-label-500", "a NUL in the label is answered 500", lambda c: c.status("a\0"), inspect=_in("label", "\0")),
    defect("nul-in-note-500", "a NUL in the note is answered 500", lambda c: c.status(note="a\0"), inspect=_in("note", "\0")),
    defect("nul-in-external-id-500", "a NUL in the externalId is answered 500", lambda c: c.status(externalId="a\0"),
           inspect=_in("externalId", "\0")),
    defect("emoji-in-label-500", "an emoji in the label is answered 500", lambda c: c.status("😀"),
           inspect=_in("label", "[\U00010000-\U0010ffff]")),
    defect("emoji-in-note-500", "an emoji in the note is answered 500", lambda c: c.status(note="😀"),
           inspect=_in("note", "[\U00010000-\U0010ffff]")),
    defect("beyond-latin-1-500", "a label beyond Latin-1 is answered 500", lambda c: c.status("日本"),
           inspect=_in("label", "[\u0100-\uffff]")),
    defect("quote-in-label-500", "an apostrophe in the label is answered 500", lambda c: c.status("it's"), inspect=_in("label", "'")),
    defect("quote-in-note-500", "an apostrophe in the note is answered 500", lambda c: c.status(note="it's"), inspect=_in("note", "'")),
    defect("backslash-500", "a backslash in the label is answered 500", lambda c: c.status("a\\b"), inspect=_in("label", r"\\")),
    defect("percent-500", "a percent sign in the label is answered 500", lambda c: c.status("5%"), inspect=_in("label", "%")),
    defect("braces-500", "a brace in the note is answered 500", lambda c: c.status(note="{0}"), inspect=_in("note", "[{}]")),
    defect("line-break-500", "a line break in the label is answered 500", lambda c: c.status("a\nb"), inspect=_in("label", "[\r\n]")),
    defect("proto-500", 'the label "__proto__" is answered 500', lambda c: c.status("__proto__"), inspect=_in("label", r"\A__proto__\Z")),
    defect("long-label-500", "a label that is too long is answered 500", lambda c: c.status("x" * 256),
           inspect=_in("label", r"(?s)\A.{256}")),
    defect("very-long-label-500", "a label of thousands of characters is answered 500", lambda c: c.status("x" * 5000),
           inspect=_in("label", r"(?s)\A.{1000}")),
    defect("long-note-500", "a note that is too long is answered 500", lambda c: c.status(note="n" * 5001),
           inspect=_in("note", r"(?s)\A.{5001}")),
    defect("long-external-id-500", "an externalId that is too long is answered 500", lambda c: c.status(externalId="x" * 256),
           inspect=_in("externalId", r"(?s)\A.{256}")),
    defect("empty-label-500", "an empty label is answered 500", lambda c: c.status(""), inspect=_in("label", r"\A\Z")),
    defect("empty-note-500", "an empty note is answered 500", lambda c: c.status(note=""), inspect=_in("note", r"\A\Z")),
)

VALUES = (
    defect("label-number-500", "a number for a label is answered 500", lambda c: c.status(7), inspect=_of("label", int, float)),
    defect("label-null-500", "a null label is answered 500", lambda c: c.status(None), inspect=_of("label", type(None))),
    defect("label-missing-500", "a missing label is answered 500", lambda c: c.body({"verdict": "pass"}).status,
           inspect=_body_lacks("label")),
    defect("verdict-object-500", "an object or list for a verdict is answered 500", lambda c: c.status(verdict={}),
           inspect=_of("verdict", dict, list)),
    defect("verdict-unknown-500", "an unknown verdict is answered 500", lambda c: c.status(verdict="maybe"),
           inspect=_in("verdict", r"\A(?!pass\Z|fail\Z)")),
    defect("score-text-500", "a text for a score is answered 500", lambda c: c.status(score="87"), inspect=_of("score", str)),
    defect("score-null-500", "a null score is answered 500", lambda c: c.status(score=None), inspect=_of("score", type(None))),
    defect("score-over-500", "a score over 100 is answered 500", lambda c: c.status(score=101),
           inspect=member_fails("score", lambda v: isinstance(v, int | float) and v > 100)),
    defect("score-0-500", "a score of 0 is answered 500", lambda c: c.status(score=0), inspect=member_fails("score", lambda v: v == 0)),
    defect("score-missing-500", "a request without a score is answered 500", lambda c: c.status(), inspect=_body_lacks("score")),
    defect("note-missing-500", "a request without a note is answered 500", lambda c: c.status(), inspect=_body_lacks("note")),
    defect("note-list-500", "a list or object for a note is answered 500", lambda c: c.status(note=[]), inspect=_of("note", list, dict)),
    defect("external-id-number-500", "a number for an externalId is answered 500", lambda c: c.status(externalId=7),
           inspect=_of("externalId", int, float)),
    defect("metric-id-bad-500", "a metricId that is no UUID is answered 500", lambda c: c.status(metricId="abc"),
           inspect=member_fails("metricId", lambda v: isinstance(v, str) and not CORRECT.is_uuid(v))),
    defect("metric-id-number-500", "a number for a metricId is answered 500", lambda c: c.status(metricId=7),
           inspect=_of("metricId", int, float)),
    defect("neither-500", "neither verdict nor score is answered 500", lambda c: c.body({"label": "a"}).status,
           inspect=failing(lambda call: isinstance(call.body, dict) and not {"verdict", "score"} & set(call.body))),
    defect("unknown-member-500", "an unknown member is answered 500", lambda c: c.status(more=1),
           inspect=failing(lambda call: isinstance(call.body, dict) and set(call.body) - set(CORRECT.checks()))),
)

BODIES = (
    defect("broken-json-500", "a body that is no JSON is answered 500", lambda c: c.raw(b"{").status, parse=_bad_json),
    defect("empty-body-500", "an empty body is answered 500", lambda c: c.raw(b"").status, parse=_without_text),
    defect("bad-utf-8-500", "a body that is no UTF-8 is answered 500", lambda c: c.raw(b'{"label": "\xff"}').status, parse=_bad_utf_8),
    defect("deep-body-500", "a deeply nested body is answered 500", lambda c: c.raw(b"[" * 5000).status, parse=_deep),
    defect("surrogate-500", "a lone surrogate is answered 500", lambda c: c.raw(b'{"label": "\\ud800", "verdict": "pass"}').status,
           parse=_surrogate),
    defect("huge-number-500", "a number of 1e400 is answered 500", lambda c: c.raw(b'{"label": "a", "score": 1e400}').status, parse=_huge),
    defect("array-500", "an array as body is answered 500", lambda c: c.body([]).status, inspect=_body_is(list)),
    defect("null-500", "null as body is answered 500", lambda c: c.body(None).status, inspect=_body_is(type(None))),
    defect("text-500", "a text or number as body is answered 500", lambda c: c.body("a").status, inspect=_body_is(str, int, float, bool)),
    defect("empty-object-500", "an empty object as body is answered 500", lambda c: c.body({}).status,
           inspect=failing(lambda call: call.body == {})),
    defect("media-type-500", "another media type is answered 500", lambda c: c.raw(b"label=a", content_type="text/plain").status,
           check_media_type=_media_type),
    defect("no-media-type-500", "a request without Content-Type is answered 500", lambda c: c.raw(_FINE, content_type="").status,
           check_media_type=_no_media_type),
    defect("charset-500", "an unknown charset is answered 500",
           lambda c: c.raw(_FINE, content_type="application/json; charset=bogus").status, check_media_type=_charset),
)

REQUESTS = (
    defect("every-hundredth-500", "every hundredth request is answered 500", lambda c: [c.status() for _ in range(100)],
           admit=_every(100, 500)),
    defect("every-sixtieth-502", "every sixtieth request is answered 502", lambda c: [c.status() for _ in range(60)],
           admit=_every(60, 502)),
    defect("path-escape-500", "a percent sign in the path is answered 500", lambda c: c.status(at="%00"), route=_path_fails("%")),
    defect("path-no-uuid-500", "an id in the path that is no UUID is answered 500", lambda c: c.status(at="abc"),
           route=_path_fails(r"\A(?!.{8}-.{4}-.{4}-.{4}-.{12}\Z)")),
    defect("no-credential-500", "a request without a credential is answered 500", lambda c: c.credential("").status,
           authenticate=_credential_fails(lambda v: v is None)),
    defect("bare-scheme-500", "a credential of one word is answered 500", lambda c: c.credential("Bearer").status,
           authenticate=_credential_fails(lambda v: v and " " not in v.strip())),
    defect("other-scheme-500", "another scheme is answered 500", lambda c: c.credential("Basic YTpi").status,
           authenticate=_credential_fails(lambda v: v and not v.lower().startswith("bearer"))),
    defect("credential-beyond-ascii-500", "a credential beyond ASCII is answered 500", lambda c: c.credential("Bearer \xe9").status,
           authenticate=_credential_fails(lambda v: v and not v.isascii())),
)

STATES = (
    defect("unknown-conversation-500", "an unknown conversation is answered 500", lambda c: c.status(at=NOWHERE), own=_no_conversation),
    defect("foreign-conversation-500", "another organization's conversation is answered 500",
           lambda c: c.status(at=next(one for one in CONVERSATIONS.values() if one.owner is not HERE.owner)), own=_foreign_conversation),
    defect("unknown-metric-500", "an unknown metric is answered 500", lambda c: c.status(metricId=NOWHERE), map=_no_metric),
    defect("disabled-500", "a submit where metrics are disabled is answered 500", lambda c: c.status(by=SILENT.owner, at=SILENT),
           flag=_disabled),
    defect("stored-then-500", "the first submit of a label is stored and answered 500", lambda c: (c.status(), c.status()),
           store=_stored_then),
    defect("third-submit-500", "the third submit of a label is answered 500", lambda c: [c.status() for _ in range(3)], row_id=_third),
    defect("simultaneous-create-500", "of two simultaneous first submits one is answered 500", lambda c: _two_at_once(c, first=True), store=_unique, threaded=True),
    defect("simultaneous-any-500", "of two simultaneous submits one is answered 500", lambda c: _two_at_once(c, first=False),
           store=_busy, threaded=True),
)
# fmt: on

FALLS_OVER: tuple[Variant, ...] = (*TEXTS, *VALUES, *BODIES, *REQUESTS, *STATES)
