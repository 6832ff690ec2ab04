"""Servers that refuse what the document allows."""

import json
import re
from typing import Any

from contract_tests.tests.defects.server import Body, Call, Server, refuse
from contract_tests.tests.defects.variant import Variant, defect, refusing, replaces
from contract_tests.tests.defects.world import METRIC, OTHER_METRIC

CORRECT = Server()


def _bytes(_self: Server, text: str) -> int:
    return len(text.encode())


def _units(_self: Server, text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _in(name: str, pattern: str) -> Any:
    """Refuses a text in which the pattern is found."""
    return refusing(lambda body: name in body and re.search(pattern, body[name]))


def _member(name: str, wrong: Any) -> Any:
    return refusing(lambda body: name in body and wrong(body[name]))


def _limited(name: str, most: int, count: Any = len) -> Any:
    return _member(name, lambda text: count(text) > most)


def _has_emoji(text: str) -> bool:
    return any(ord(char) > 0xFFFF for char in text)


def _is_object_text(body: bytes) -> None:
    if not body.startswith(b"{") or not body.endswith(b"}"):
        raise ValueError("no object")


def _strict_about(pattern: bytes, message: str) -> Any:
    """Refuses bodies in whose bytes the pattern is found."""

    def decode(self: Server, body: bytes) -> Any:
        if re.search(pattern, body):
            raise ValueError(message)
        return Server.decode(self, body)

    return decode


def _at_edges(self: Server, body: bytes) -> Any:
    _is_object_text(body)
    return Server.decode(self, body)


def _no_exponents(_self: Server, body: bytes) -> Any:
    def number(text: str) -> float:
        if "e" in text.lower():
            raise ValueError(text)
        return float(text)

    return json.loads(body.decode("utf-8"), parse_float=number)


def _plain_type(_self: Server, content_type: str) -> None:
    if content_type != "application/json":
        refuse(400, "the body must be application/json")


def _charset_type(self: Server, content_type: str) -> None:
    charset = re.search(r"charset=(.*)", content_type, re.IGNORECASE)
    if charset and charset[1] != "utf-8":
        refuse(400, "the charset must be utf-8")
    Server.check_media_type(self, content_type)


def _once(self: Server, call: Call) -> None:
    if replaces(self, call):
        refuse(409, "there is a record of that label")


def _same_twice(self: Server, call: Call) -> None:
    key = (call.path_id, call.body["label"])
    if self.memory.get(key) == call.body:
        refuse(400, "nothing would change")
    self.memory[key] = call.body


def _other_member(name: str) -> Any:
    """Refuses a replacement in which a member is another than before."""

    def step(self: Server, call: Call) -> None:
        key = (call.path_id, call.body["label"])
        before = self.memory.get(key, {})
        if name in before and name in call.body and before[name] != call.body[name]:
            refuse(400, f"{name} cannot be changed")
        self.memory[key] = call.body

    return step


def _quota(self: Server, call: Call) -> None:
    rows = sum(key[0] == call.path_id for key in self.rows)
    if rows >= 20 and not replaces(self, call):
        refuse(400, "the conversation has too many records")


def _unknown(body: Body) -> set[str]:
    return set(body) - set(CORRECT.checks())


_SERVER_SIDE = {
    "id",
    "organizationId",
    "conversationId",
    "agentId",
    "source",
    "createdAt",
    "updatedAt",
}
_FINE = '"label": "a", "verdict": "pass"'

# fmt: off
SCORES = (
    defect("score-0-refused", "a score of 0 is refused", lambda c: c.status(score=0, verdict="pass"),
           object=_member("score", lambda v: v == 0)),
    defect("score-0-is-no-outcome", "a score of 0 alone counts as none", lambda c: c.status(score=0),
           has_outcome=lambda _, body: bool(body.get("verdict") or body.get("score"))),
    defect("score-100-refused", "a score of 100 is refused", lambda c: c.status(score=100), object=_member("score", lambda v: v == 100)),
    defect("score-over-99-refused", "a score of 99.5 is refused", lambda c: c.status(score=99.5),
           object=_member("score", lambda v: 99 < v < 100)),
    defect("score-under-1-refused", "a score of 0.5 is refused", lambda c: c.status(score=0.5),
           object=_member("score", lambda v: 0 < v < 1)),
    defect("score-fraction-refused", "a score must be a whole number", lambda c: c.status(score=12.5),
           object=_member("score", lambda v: v != int(v))),
    defect("score-float-refused", "a score of 87.0 is refused", lambda c: c.raw(b'{"label": "a", "score": 87.0}').status,
           object=_member("score", lambda v: isinstance(v, float))),
    defect("score-integer-refused", "a score of 87 without a fraction is refused", lambda c: c.status(score=87),
           object=_member("score", lambda v: isinstance(v, int))),
    defect("score-three-decimals-refused", "a score has two decimals at most", lambda c: c.status(score=0.125),
           object=_member("score", lambda v: round(v, 2) != v)),
    defect("score-exponent-refused", "a score in exponent notation is refused", lambda c: c.raw(b'{"label": "a", "score": 1e1}').status,
           decode=_no_exponents),
)

LABELS = (
    defect("label-255-refused", "a label of 255 characters is refused", lambda c: c.status("x" * 255), label_most=254),
    defect("label-over-191-refused", "a label of 192 characters is refused", lambda c: c.status("x" * 192), label_most=191),
    defect("label-over-128-refused", "a label of 129 characters is refused", lambda c: c.status("x" * 129), label_most=128),
    defect("label-over-100-refused", "a label of 101 characters is refused", lambda c: c.status("x" * 101), label_most=100),
    defect("label-one-refused", "a label of one character is refused", lambda c: c.status("a"), label_least=2),
    defect("label-bytes", "labels are counted in bytes", lambda c: c.status("é" * 200),
           object=_limited("label", 255, lambda t: len(t.encode()))),
    defect("label-utf-16", "labels are counted in UTF-16 units", lambda c: c.status("😀" * 200),
           object=_limited("label", 255, lambda t: len(t.encode("utf-16-le")) // 2)),
    defect("lengths-in-bytes", "all lengths are counted in bytes", lambda c: c.status(note="é" * 2600), length=_bytes),
    defect("lengths-in-utf-16", "all lengths are counted in UTF-16 units", lambda c: c.status(note="😀" * 2600), length=_units),
    defect("label-0-refused", 'the label "0" is refused', lambda c: c.status("0"), object=_in("label", r"\A0\Z")),
    defect("label-digits-refused", "a label of digits only is refused", lambda c: c.status("12345"), object=_in("label", r"\A\d+\Z")),
    defect("label-null-word-refused", 'the label "null" is refused', lambda c: c.status("null"), object=_in("label", r"\A(?i:null)\Z")),
    defect("label-emoji-refused", "a label with an emoji is refused", lambda c: c.status("a😀"),
           object=_in("label", "[\U00010000-\U0010ffff]")),
    defect("label-beyond-ascii-refused", "a label beyond ASCII is refused", lambda c: c.status("é"), object=_in("label", "[^\0-\x7f]")),
    defect("label-beyond-latin-1-refused", "a label beyond Latin-1 is refused", lambda c: c.status("日本"),
           object=_in("label", "[^\0-\xff]")),
    defect("label-combining-refused", "a label with a combining mark is refused", lambda c: c.status("e\u0301"),
           object=_in("label", "[\u0300-\u036f]")),
    defect("label-quote-refused", "a label with an apostrophe is refused", lambda c: c.status("it's"), object=_in("label", "'")),
    defect("label-angle-refused", "a label with < or > is refused", lambda c: c.status("a<b"), object=_in("label", "[<>]")),
    defect("label-slash-refused", "a label with a slash is refused", lambda c: c.status("a/b"), object=_in("label", r"[/\\]")),
    defect("label-percent-refused", "a label with a percent sign is refused", lambda c: c.status("5%"), object=_in("label", "%")),
    defect("label-newline-refused", "a label with a line break is refused", lambda c: c.status("a\nb"), object=_in("label", "[\r\n]")),
    defect("label-edge-blanks-refused", "a label that begins or ends with a blank is refused", lambda c: c.status(" a"),
           object=_in("label", r"\A\s+\S|\S\s+\Z")),
    defect("label-words-only", "a label may have letters, digits, blanks and dashes only", lambda c: c.status("a_b!"),
           object=_in("label", r"[^\w \-]|_")),
)

OUTCOMES = (
    defect("fail-refused", 'the verdict "fail" is refused', lambda c: c.status(verdict="fail"), verdicts=("pass",)),
    defect("score-required", "a verdict without a score is refused", lambda c: c.status(verdict="pass"),
           has_outcome=lambda _, body: "score" in body),
    defect("verdict-required", "a score without a verdict is refused", lambda c: c.status(score=5),
           has_outcome=lambda _, body: "verdict" in body),
    defect("verdict-and-score-refused", "a verdict with a score is refused", lambda c: c.status(verdict="pass", score=5),
           has_outcome=lambda _, body: ("verdict" in body) != ("score" in body)),
    defect("fail-needs-note", "a fail without a note is refused", lambda c: c.status(verdict="fail"),
           object=refusing(lambda body: body.get("verdict") == "fail" and "note" not in body)),
    defect("verdict-must-fit-score", "a pass with a score under 50 is refused", lambda c: c.status(verdict="pass", score=10),
           object=refusing(lambda body: body.get("verdict") == "pass" and body.get("score", 100) < 50)),
)

OTHERS = (
    defect("note-5000-refused", "a note of 5000 characters is refused", lambda c: c.status(note="n" * 5000), note_most=4999),
    defect("note-over-4096-refused", "a note of 4097 characters is refused", lambda c: c.status(note="n" * 4097), note_most=4096),
    defect("note-over-1024-refused", "a note of 1025 characters is refused", lambda c: c.status(note="n" * 1025), note_most=1024),
    defect("note-over-255-refused", "a note of 256 characters is refused", lambda c: c.status(note="n" * 256), note_most=255),
    defect("note-empty-refused", "an empty note is refused", lambda c: c.status(note=""), object=_member("note", lambda v: not v)),
    defect("note-bytes", "notes are counted in bytes", lambda c: c.status(note="é" * 4000),
           object=_limited("note", 5000, lambda t: len(t.encode()))),
    defect("note-line-break-refused", "a note with a line break is refused", lambda c: c.status(note="a\nb"), object=_in("note", "[\r\n]")),
    defect("note-emoji-refused", "a note with an emoji is refused", lambda c: c.status(note="😀"), object=_member("note", _has_emoji)),
    defect("note-markup-refused", "a note with <b> in it is refused", lambda c: c.status(note="<b>n</b>"), object=_in("note", "<[a-z/]")),
    defect("note-needs-verdict", "a note without a verdict is refused", lambda c: c.status(score=1, note="n"),
           object=refusing(lambda body: "note" in body and "verdict" not in body)),
    defect("note-required", "a request without a note is refused", lambda c: c.status(), object=refusing(lambda body: "note" not in body)),
    defect("external-id-255-refused", "an externalId of 255 characters is refused", lambda c: c.status(externalId="x" * 255),
           external_most=254),
    defect("external-id-over-64-refused", "an externalId of 65 characters is refused", lambda c: c.status(externalId="x" * 65),
           external_most=64),
    defect("external-id-empty-refused", "an empty externalId is refused", lambda c: c.status(externalId=""),
           object=_member("externalId", lambda v: not v)),
    defect("external-id-bytes", "externalIds are counted in bytes", lambda c: c.status(externalId="é" * 200),
           object=_limited("externalId", 255, lambda t: len(t.encode()))),
    defect("external-id-words-only", "an externalId may have letters, digits, dots, dashes and underscores only",
           lambda c: c.status(externalId="a b"),
           object=_in("externalId", r"[^A-Za-z0-9._\-]")),
    defect("external-id-must-be-uuid", "an externalId must be a UUID", lambda c: c.status(externalId="7"),
           object=_member("externalId", lambda v: v and not CORRECT.is_uuid(v))),
    defect("external-id-required", "a request without externalId is refused", lambda c: c.status(),
           object=refusing(lambda body: "externalId" not in body)),
    defect("metric-id-required", "a request without metricId is refused", lambda c: c.status(),
           object=refusing(lambda body: "metricId" not in body)),
    defect("metric-id-fixed", "a replacement cannot name another metric",
           lambda c: [c.status(metricId=m.id) for m in (METRIC, OTHER_METRIC)],
           object=_other_member("metricId")),
    defect("metric-id-needs-score", "a metricId without a score is refused", lambda c: c.status(metricId=METRIC.id),
           object=refusing(lambda body: "metricId" in body and "score" not in body)),
)

BODIES = (
    defect("unknown-members-refused", "unknown members are refused", lambda c: c.status(more=1), object=refusing(_unknown)),
    defect("server-side-members-refused", "members that the server sets are refused", lambda c: c.status(id="x"),
           object=refusing(lambda body: _SERVER_SIDE & set(body))),
    defect("charset-refused", "a Content-Type with a parameter is refused",
           lambda c: c.raw(f"{{{_FINE}}}".encode(), content_type="application/json; charset=utf-8").status, check_media_type=_plain_type),
    defect("charset-spelling-refused", "of charsets only utf-8 in lower case and without quotes is taken",
           lambda c: c.raw(f"{{{_FINE}}}".encode(), content_type='application/json; charset="UTF-8"').status, check_media_type=_charset_type),
    defect("body-edge-blanks-refused", "white space around the JSON is refused", lambda c: c.raw(f" {{{_FINE}}}\n".encode()).status,
           decode=_at_edges),
    defect("body-inner-lines-refused", "JSON on several lines is refused", lambda c: c.raw(f"{{\n{_FINE}}}".encode()).status,
           decode=_strict_about(rb"\n", "line break")),
    defect("body-escapes-refused", "a \\u escape is refused", lambda c: c.raw(b'{"label": "\\u0041", "verdict": "pass"}').status,
           decode=_strict_about(rb"\\u[0-9a-fA-F]{4}", "escape")),
    defect("body-over-16-kb-refused", "a body of more than 16 KB is refused", lambda c: c.status(note="n" * 5000, more="x" * 12_000),
           body_most=16 << 10),
    defect("body-over-4-kb-refused", "a body of more than 4 KB is refused", lambda c: c.status(note="n" * 4500), body_most=4 << 10),
)

STATES = (
    defect("second-submit-409", "the second submit of a label is answered 409", lambda c: (c.status(), c.status()), object=_once),
    defect("same-submit-400", "an identical submit is refused", lambda c: (c.status(), c.status()), object=_same_twice),
    defect("verdict-fixed", "a replacement cannot change the verdict", lambda c: (c.status(), c.status(verdict="fail")),
           object=_other_member("verdict")),
    defect("quota-of-20", "the 21st label of a conversation is refused", lambda c: [c.status(f"l{n}") for n in range(21)], object=_quota),
)
# fmt: on

REFUSES: tuple[Variant, ...] = (*SCORES, *LABELS, *OUTCOMES, *OTHERS, *BODIES, *STATES)
