"""Servers that do right and answer wrong."""

import html
import json
import re
import unicodedata
from collections.abc import Callable
from datetime import datetime
from email.utils import format_datetime
from typing import Any

from contract_tests.tests.defects.server import Body, Call, Refused, Response, Server
from contract_tests.tests.defects.variant import (
    Variant,
    defect,
    instead,
    showing,
    showing_replaced,
)
from contract_tests.tests.defects.world import FOREIGN, FOREIGN_METRIC, METRIC, NOWHERE, SILENT

Change = Callable[[Body], Any]


def _without(*names: str) -> Change:
    return lambda answer: {name: value for name, value in answer.items() if name not in names}


def _with(name: str, change: Callable[[Any], Any]) -> Change:
    """A member that has a value is shown as another."""
    return lambda answer: (
        answer if answer.get(name) is None else {**answer, name: change(answer[name])}
    )


def _default(name: str, value: Any) -> Change:
    """A member without a value is shown as this one."""
    return lambda answer: {**answer, name: value} if answer.get(name) is None else answer


def _renamed(rename: Callable[[str], str]) -> Change:
    return lambda answer: {rename(name): value for name, value in answer.items()}


def _snake(name: str) -> str:
    return re.sub("([A-Z])", lambda match: f"_{match[1].lower()}", name)


def _status_if(status: int, when: Callable[[Call], Any]) -> Callable[[Server, Call], int]:
    return lambda _self, call: status if when(call) else 201


def _accepted(change: Callable[[Response], Response]) -> Any:
    """The answer to an accepted request, on its way out."""
    return lambda _self, _call, response: change(response) if response.status == 201 else response


def _typed(content_type: str | None) -> Callable[[Response], Response]:
    headers = {"content-type": content_type} if content_type else {}
    return lambda response: Response(response.status, response.body, headers)


def _encoded(change: Callable[[bytes], bytes]) -> Callable[[Response], Response]:
    return lambda response: Response(response.status, change(response.body), response.headers)


def _problem_if(when: Callable[[Call, Refused], Any], change: Callable[[Body], Any]) -> Any:
    """The body of a refusal as another JSON value."""

    def problem(self: Server, call: Call, refused: Refused) -> Response:
        response = Server.problem(self, call, refused)
        if not when(call, refused):
            return response
        body = json.dumps(change(json.loads(response.body))).encode()
        return Response(response.status, body, response.headers)

    return problem


def _problem_as(status: int, body: bytes, content_type: str | None) -> Any:
    """The refusals of a status as something else than JSON."""

    def problem(self: Server, call: Call, refused: Refused) -> Response:
        response = Server.problem(self, call, refused)
        if refused.status != status:
            return response
        headers = {
            name: value for name, value in response.headers.items() if name != "content-type"
        }
        return Response(
            status, body, {**headers, **({"content-type": content_type} if content_type else {})}
        )

    return problem


def _is(status: int) -> Callable[[Call, Refused], bool]:
    return lambda _call, refused: refused.status == status


def _any(_call: Call, _refused: Refused) -> bool:
    return True


def _says(status: int, text: str) -> Callable[[Call, Refused], bool]:
    return lambda _call, refused: refused.status == status and text in str(refused)


def _with_key(self: Server, call: Call, refused: Refused) -> Response:
    response = Server.problem(self, call, refused)
    if refused.status not in (400, 404):
        return response
    key = call.request.headers.get("authorization", "").partition(" ")[2]
    body = {**json.loads(response.body), "message": f"refused for key {key}"}
    return Response(response.status, json.dumps(body).encode(), response.headers)


def _header_key(_self: Server, call: Call, response: Response) -> Response:
    key = call.request.headers.get("authorization", "").partition(" ")[2]
    return Response(response.status, response.body, {**response.headers, "x-debug-key": key})


def _body_key(self: Server, call: Call) -> Body:
    return {**Server.shown(self, call), "createdBy": call.caller.key}


def _last_foreign(self: Server, call: Call) -> Body:
    """The answer names the row that another organization wrote last."""
    answer = Server.shown(self, call)
    others = {owner: row for owner, row in self.memory.items() if owner != call.caller.id}
    self.memory[call.caller.id] = call.row.id
    return {**answer, "previous": next(iter(others.values()), None)}


_TRACE = 'Traceback (most recent call last):\n  File "/srv/app/views.py", line 57, in submit\nKeyError: 0'


def _typed_text(value: Any) -> Any:
    """What a reader of YAML makes of a text."""
    if value in ("true", "false"):
        return value == "true"
    return int(value) if isinstance(value, str) and re.fullmatch(r"[1-9]\d{0,8}", value) else value


def _none_words(value: Any) -> Any:
    return None if value in ("null", "None", "undefined", "0", "") else value


def _time(form: Callable[[datetime], Any]) -> Callable[[Server, datetime], Any]:
    return lambda _self, moment: form(moment)


def _seconds(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S")


def _unicode_text(value: str) -> str:
    return value.encode("utf-8").decode("latin-1")


def _escaped(text: str) -> str:
    return text.encode("ascii", "backslashreplace").decode()


def _cut(most: int) -> Callable[[Any], Any]:
    return lambda value: value[:most]


def _member(name: str, how: dict[str, Any]) -> Any:
    """What a member of the answer to a submit is."""
    return lambda c: c.submit(**how)[name]


def _full(c: Any) -> Any:
    return c.submit("a", score=42.5, verdict="pass", note="n", externalId="x", metricId=METRIC.id)


def _last(c: Any, **members: Any) -> Any:
    c.submit(**members)
    return c.submit(**members)


def _bad(c: Any) -> Any:
    return c.submit(score=500)


def _missing(name: str) -> Variant:
    kebab = _snake(name).replace("_", "-")
    return defect(
        f"no-{kebab}",
        f"answers lack {name}",
        lambda c: c.submit()[name],
        shown=showing(_without(name)),
    )


def _as_other(variant: str, name: str, says: str, change: Callable[[Any], Any]) -> Variant:
    return defect(
        variant,
        f"{name} in answers is {says}",
        lambda c: _full(c)[name],
        shown=showing(_with(name, change)),
    )


def _echo(variant: str, name: str, says: str, text: Any, change: Callable[[Any], Any]) -> Variant:
    """A member that comes back as something else than was sent."""
    how = {"label": text} if name == "label" else {name: text}
    return defect(
        variant,
        f"{name} comes back {says}",
        lambda c: c.submit(**how)[name],
        shown=showing(lambda a: a if a.get(name) is None else {**a, name: change(a[name])}),
    )


# fmt: off
MEMBERS = (
    *(_missing(name) for name in ("id", "organizationId", "conversationId", "agentId", "label", "source", "createdAt", "updatedAt")),
    defect("no-created-at-on-replace", "answers to replacements lack createdAt", lambda c: _last(c)["createdAt"],
           shown=showing_replaced(_without("createdAt"))),
    defect("no-agent-id-on-replace", "answers to replacements lack agentId", lambda c: _last(c)["agentId"],
           shown=showing_replaced(_without("agentId"))),
    defect("metric-id-never-shown", "a metricId that was sent does not come back", lambda c: _full(c)["metricId"],
           shown=showing(_without("metricId"))),
    defect("note-never-shown", "a note that was sent does not come back", lambda c: _full(c)["note"], shown=showing(_without("note"))),
    defect("external-id-never-shown", "an externalId that was sent does not come back", lambda c: _full(c)["externalId"],
           shown=showing(_without("externalId"))),
    defect("score-never-shown", "a score that was sent does not come back", lambda c: _full(c)["score"], shown=showing(_without("score"))),
    defect("verdict-never-shown", "a verdict that was sent does not come back", lambda c: _full(c)["verdict"],
           shown=showing(_without("verdict"))),
    _as_other("id-number", "id", "a number", lambda v: int(v[:8], 16)),
    _as_other("id-no-uuid", "id", "no UUID", lambda v: f"cm_{v[:8]}"),
    _as_other("id-no-dashes", "id", "a UUID without dashes", lambda v: v.replace("-", "")),
    _as_other("organization-id-null", "organizationId", "null", lambda _: None),
    _as_other("organization-id-name", "organizationId", "a name", lambda _: "acme"),
    _as_other("conversation-id-no-dashes", "conversationId", "a UUID without dashes", lambda v: v.replace("-", "")),
    _as_other("conversation-id-object", "conversationId", "an object", lambda v: {"id": v}),
    _as_other("agent-id-null", "agentId", "null", lambda _: None),
    _as_other("agent-id-number", "agentId", "a number", lambda _: 12),
    _as_other("label-shown-null", "label", "null", lambda _: None),
    _as_other("label-shown-in-list", "label", "a list", lambda v: [v]),
    _as_other("source-null", "source", "null", lambda _: None),
    _as_other("source-list", "source", "a list", lambda v: [v]),
    _as_other("score-string", "score", "a string", str),
    _as_other("score-object", "score", "an object", lambda v: {"value": v}),
    _as_other("verdict-shown-boolean", "verdict", "a boolean", lambda v: v == "pass"),
    _as_other("verdict-upper-case", "verdict", "in upper case", str.upper),
    _as_other("verdict-number", "verdict", "a number", lambda v: int(v == "pass")),
    _as_other("note-list", "note", "a list", lambda v: [v]),
    _as_other("metric-id-object", "metricId", "an object", lambda v: {"id": v}),
    _as_other("external-id-list", "externalId", "a list", lambda v: [v]),
)

TIMES = (
    *(
        defect(f"time-{name}", f"times are {says}", lambda c: c.submit()["createdAt"], time=_time(form))
        for name, says, form in (
            ("no-zone", "without a zone", _seconds),
            ("epoch", "seconds since 1970, as a number", lambda m: int(m.timestamp())),
            ("epoch-milliseconds", "milliseconds since 1970, as a number", lambda m: int(m.timestamp() * 1000)),
            ("epoch-text", "seconds since 1970, as a string", lambda m: str(int(m.timestamp()))),
            ("blank-for-t", "with a blank for the T and no zone", lambda m: m.strftime("%Y-%m-%d %H:%M:%S")),
            ("blank-and-utc", "written 2026-03-01 12:00:00 UTC", lambda m: m.strftime("%Y-%m-%d %H:%M:%S UTC")),
            ("http-date", "HTTP dates", lambda m: format_datetime(m, usegmt=True)),
            ("date-only", "dates only", lambda m: m.strftime("%Y-%m-%d")),
            ("zone-without-colon", "with a zone of four digits", lambda m: m.strftime("%Y-%m-%dT%H:%M:%S%z")),
            ("no-seconds", "without seconds", lambda m: m.strftime("%Y-%m-%dT%H:%MZ")),
            ("comma", "with a comma before the fraction", lambda m: m.strftime("%Y-%m-%dT%H:%M:%S,%fZ")),
            ("basic", "in the basic format of ISO 8601", lambda m: m.strftime("%Y%m%dT%H%M%SZ")),
            ("two-zones", "with an offset and a Z", lambda m: m.isoformat() + "Z"),
        )
    ),
    defect("time-no-zone-on-replace", "after a replacement createdAt has no zone", lambda c: _last(c)["createdAt"],
           shown=showing_replaced(_with("createdAt", lambda v: v.rstrip("Z")))),
)

TEXTS = (
    *(_echo(f"note-cut-{most}", "note", f"cut at {most} characters", "n" * (most + 1), _cut(most)) for most in (255, 1000, 1024, 2048, 4096, 4999)),
    *(_echo(f"label-cut-{most}", "label", f"cut at {most} characters", "x" * (most + 1), _cut(most)) for most in (64, 128, 200, 254)),
    *(_echo(f"external-id-cut-{most}", "externalId", f"cut at {most} characters", "x" * (most + 1), _cut(most)) for most in (36, 128, 254)),
    _echo("note-trimmed", "note", "trimmed", " n ", str.strip),
    _echo("note-rtrimmed", "note", "without blanks at its end", "n ", str.rstrip),
    _echo("note-last-line-break", "note", "without its last line break", "n\n", lambda v: v.removesuffix("\n")),
    _echo("note-cr-lf", "note", "with LF for CR LF", "a\r\nb", lambda v: v.replace("\r\n", "\n")),
    _echo("note-lf-to-cr-lf", "note", "with CR LF for LF", "a\nb", lambda v: re.sub("\r?\n", "\r\n", v)),
    _echo("note-one-line", "note", "with blanks for line breaks", "a\nb", lambda v: re.sub(r"[\r\n]+", " ", v)),
    _echo("note-tabs", "note", "with blanks for tabs", "a\tb", lambda v: v.replace("\t", "    ")),
    _echo("note-html-escaped", "note", "with HTML escapes", "a & <b>", html.escape),
    _echo("note-html-unescaped", "note", "with HTML escapes decoded", "a &amp; b", html.unescape),
    _echo("note-tags-dropped", "note", "without what looks like tags", "a <b>c</b>", lambda v: re.sub("<[^>]*>", "", v)),
    _echo("note-nfc", "note", "in composed form", "e\u0301", lambda v: unicodedata.normalize("NFC", v)),
    _echo("note-smart-quotes", "note", "with curly quotes", "it's", lambda v: v.replace("'", "\u2019")),
    _echo("note-ascii", "note", "with ? beyond ASCII", "é", lambda v: v.encode("ascii", "replace").decode()),
    _echo("note-astral-dropped", "note", "without emoji", "a😀", lambda v: re.sub("[\U00010000-\U0010ffff]", "", v)),
    _echo("note-astral-cut", "note", "cut at its first emoji", "a😀b", lambda v: re.split("[\U00010000-\U0010ffff]", v)[0]),
    _echo("note-controls-dropped", "note", "without control characters", "a\x07b", lambda v: re.sub(r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f]", "", v)),
    _echo("note-nul-cut", "note", "cut at its first NUL", "a\0b", lambda v: v.partition("\0")[0]),
    _echo("note-blanks-collapsed", "note", "with single blanks", "a  b", lambda v: re.sub(" +", " ", v)),
    _echo("note-percent-decoded", "note", "with percent escapes decoded", "%41", lambda v: re.sub("%([0-7][0-9A-Fa-f])", lambda m: chr(int(m[1], 16)), v)),
    _echo("note-plus", "note", "with blanks for plus signs", "a+b", lambda v: v.replace("+", " ")),
    _echo("note-backslashes", "note", "with each backslash twice", "a\\b", lambda v: v.replace("\\", "\\\\")),
    _echo("note-unescaped", "note", "with backslash escapes decoded", "a\\nb", lambda v: v.replace("\\n", "\n")),
    _echo("note-words-none", "note", "as null when it is the word null", "null", _none_words),
    _echo("label-trimmed", "label", "trimmed", " a ", lambda v: v.strip() or v),
    _echo("label-lower-case", "label", "in lower case", "Ab", str.lower),
    _echo("label-title-case", "label", "with a capital first", "ab c", lambda v: v[:1].upper() + v[1:]),
    _echo("label-nfc", "label", "in composed form", "e\u0301", lambda v: unicodedata.normalize("NFC", v)),
    _echo("label-html-escaped", "label", "with HTML escapes", "a & b", html.escape),
    _echo("label-astral-replaced", "label", "with ? for emoji", "a😀", lambda v: re.sub("[\U00010000-\U0010ffff]", "?", v)),
    _echo("label-mojibake", "label", "as UTF-8 read as Latin-1", "é", _unicode_text),
    _echo("label-escaped", "label", "with \\u escapes in it", "é", _escaped),
    _echo("label-invisible-dropped", "label", "without zero-width characters", "a\u200bb", lambda v: re.sub("[\u200b-\u200f\u2060\ufeff]", "", v) or v),
    _echo("label-blanks-collapsed", "label", "with single blanks", "a  b", lambda v: re.sub(" +", " ", v)),
    _echo("label-typed", "label", "as a number when it looks like one", "123", _typed_text),
    _echo("external-id-typed", "externalId", "as a number when it looks like one", "123", _typed_text),
    _echo("external-id-lower-case", "externalId", "in lower case", "Ab", str.lower),
    _echo("external-id-upper-case", "externalId", "in upper case", "Ab", str.upper),
    _echo("external-id-trimmed", "externalId", "trimmed", " x ", str.strip),
    _echo("external-id-zeros", "externalId", "without leading zeros", "007", lambda v: v.lstrip("0")),
    _echo("external-id-none-words", "externalId", 'as null when it is "0" or "null"', "0", _none_words),
)

NUMBERS = (
    _echo("score-whole", "score", "rounded to a whole number", 42.5, round),
    _echo("score-cut", "score", "cut to a whole number", 42.7, int),
    _echo("score-0-null", "score", "null when it is 0", 0, lambda v: v or None),
    _echo("score-fraction", "score", "as a fraction of 1", 42, lambda v: v / 100),
    _echo("score-percent", "score", "as a percentage", 42, lambda v: f"{v}%"),
    _echo("score-tens", "score", "rounded to tens", 42, lambda v: round(v, -1)),
    _echo("score-under-1", "score", "times 100 when it is under 1", 0.5, lambda v: v * 100 if 0 < v < 1 else v),
    _echo("fail-null", "verdict", "null when it is fail", "fail", lambda v: None if v == "fail" else v),
    _echo("verdict-always-pass", "verdict", "pass", "fail", lambda _: "pass"),
    defect("verdict-from-score", "a verdict that was not sent is made from the score", lambda c: c.submit(score=10)["verdict"],
           shown=showing(lambda a: a if a["verdict"] else {**a, "verdict": "pass" if a["score"] >= 50 else "fail"})),
    defect("verdict-overruled", "the score overrules the verdict", lambda c: c.submit(score=10, verdict="pass")["verdict"],
           shown=showing(lambda a: a if a["score"] is None or a["verdict"] is None else {**a, "verdict": "pass" if a["score"] >= 50 else "fail"})),
    defect("score-from-verdict", "a score that was not sent is made from the verdict", lambda c: c.submit()["score"],
           shown=showing(lambda a: a if a["score"] is not None else {**a, "score": 100 if a["verdict"] == "pass" else 0})),
    *(
        defect(f"default-{_snake(name).replace('_', '-')}", f"{name} is {value!r} when none was sent", _member(name, how), shown=showing(_default(name, value)))
        for name, value, how in (
            ("score", 0, {}), ("verdict", "pass", {"score": 1}), ("note", "", {}), ("externalId", "", {}), ("metricId", "", {}),
        )
    ),
    defect("default-metric-id-zero", "metricId is all zeros when none was sent", lambda c: c.submit()["metricId"],
           shown=showing(_default("metricId", "00000000-0000-0000-0000-000000000000"))),
    defect("default-external-id-label", "externalId is the label when none was sent", lambda c: c.submit()["externalId"],
           shown=showing(lambda a: {**a, "externalId": a["label"]} if a["externalId"] is None else a)),
    defect("default-external-id-made", "an externalId is made when none was sent", lambda c: c.submit()["externalId"],
           shown=showing(lambda a: {**a, "externalId": a["id"]} if a["externalId"] is None else a)),
    defect("nulls-as-text", 'members without a value are the text "null"', lambda c: c.submit()["note"],
           shown=showing(lambda a: {k: "null" if v is None and k in ("note", "externalId") else v for k, v in a.items()})),
    defect("note-and-external-id-swapped", "note and externalId come back in each other's place",
           lambda c: c.submit(note="n", externalId="x")["note"],
           shown=showing(lambda a: {**a, "note": a["externalId"], "externalId": a["note"]})),
)

FORMS = (
    defect("members-snake-case-shown", "members of answers are in snake case", lambda c: c.submit()["createdAt"],
           shown=showing(_renamed(_snake))),
    defect("members-capitalized", "members of answers begin with a capital", lambda c: c.submit()["id"],
           shown=showing(_renamed(lambda name: name[0].upper() + name[1:]))),
    defect("answer-wrapped", "answers are wrapped in data", lambda c: c.submit()["id"], shown=showing(lambda a: {"data": a})),
    defect("answer-in-list", "answers are a list of one", lambda c: c.submit()["id"], shown=showing(lambda a: [a])),
    defect("answer-in-a-string", "answers are JSON in a JSON string", lambda c: c.submit()["id"], shown=showing(json.dumps)),
    defect("answer-empty", "answers to accepted requests are empty", lambda c: c.submit().body, finish=_accepted(_encoded(lambda _: b""))),
    defect("answer-ok", "answers to accepted requests are OK", lambda c: c.submit().body, finish=_accepted(_encoded(lambda _: b"OK"))),
    defect("answer-id-only", "answers have the id alone", lambda c: c.submit()["label"], shown=showing(lambda a: {"id": a["id"]})),
    defect("answer-null-members-nested", "optional members are nested in metric", lambda c: _full(c)["note"],
           shown=showing(lambda a: {**_without("note", "score", "verdict", "externalId", "metricId")(a),
                                    "metric": {k: a[k] for k in ("note", "score", "verdict", "externalId", "metricId")}})),
    defect("answer-trailing-comma", "answers have a comma after the last member", lambda c: c.submit().json,
           finish=_accepted(_encoded(lambda b: b[:-1] + b",}"))),
    defect("answer-cut", "answers with a long note lack their end", lambda c: c.submit(note="n" * 3000).json,
           finish=_accepted(_encoded(lambda b: b[:2048]))),
    defect("answer-prefixed", "answers begin with )]}',", lambda c: c.submit().json, finish=_accepted(_encoded(lambda b: b")]}',\n" + b))),
    defect("answer-latin-1", "answers are in Latin-1", lambda c: c.submit("é").body,
           finish=_accepted(_encoded(lambda b: b.decode().encode("latin-1", "replace")))),
    defect("answer-utf-16", "answers are in UTF-16", lambda c: c.submit().body,
           finish=_accepted(_encoded(lambda b: b.decode().encode("utf-16")))),
    defect("answer-byte-order-mark", "answers begin with a byte order mark", lambda c: c.submit().body,
           finish=_accepted(_encoded(lambda b: b"\xef\xbb\xbf" + b))),
    defect("answer-python", "answers are Python's notation", lambda c: c.submit().json,
           dump=lambda _, value: repr(value).encode() if isinstance(value, dict) and "id" in value else json.dumps(value).encode()),
    *(
        defect(f"answer-as-{name}", f"answers to accepted requests say that they are {name}",
               lambda c: c.submit().headers.get("content-type"), finish=_accepted(_typed(content_type)))
        for name, content_type in (
            ("text", "text/plain"), ("html", "text/html; charset=utf-8"), ("xml", "application/xml"),
            ("text-json", "text/json"), ("javascript", "application/javascript"), ("nothing", None),
        )
    ),
    defect("answer-with-key", "answers carry the caller's key", lambda c: c.submit()["createdBy"], shown=_body_key),
    defect("header-with-key", "a header of answers carries the caller's key", lambda c: "x-debug-key" in c.submit().headers,
           finish=_header_key),
    defect("answer-with-foreign-row", "answers carry the id of another organization's last row",
           lambda c: (c.submit(by=FOREIGN.owner, at=FOREIGN)["id"] == c.submit()["previous"]), shown=_last_foreign),
)

STATUSES = (
    defect("200-for-201", "accepted requests are answered 200", lambda c: c.status(), status=_status_if(200, lambda _: True)),
    defect("200-on-create", "a new row is answered 200", lambda c: c.status(), status=_status_if(200, lambda call: call.old is None)),
    defect("200-on-replace", "a replacement is answered 200", lambda c: _last(c).status, status=_status_if(200, lambda call: call.old)),
    defect("202-for-201", "accepted requests are answered 202", lambda c: c.status(), status=_status_if(202, lambda _: True)),
    defect("204-on-replace", "a replacement is answered 204 without a body", lambda c: _last(c).status,
           finish=lambda _self, call, r: Response(204) if r.status == 201 and call.old else r),
    defect("303-for-201", "accepted requests are sent elsewhere", lambda c: c.status(),
           finish=_accepted(lambda _: Response(303, b"", {"location": "/v1/done"}))),
    defect("200-score-only", "a submit without a verdict is answered 200", lambda c: c.status(score=1),
           status=_status_if(200, lambda call: "verdict" not in call.body)),
    defect("422-for-400", "a request that is not valid is answered 422", lambda c: _bad(c).status, validate=instead(400, 422, "validate")),
    defect("422-for-broken-json", "a body that is no JSON is answered 422", lambda c: c.raw(b"{").status, read=instead(400, 422, "read")),
    defect("406-for-400", "a request that is not valid is answered 406", lambda c: _bad(c).status, validate=instead(400, 406, "validate")),
    defect("404-for-400", "a request that is not valid is answered 404", lambda c: _bad(c).status, validate=instead(400, 404, "validate")),
    defect("403-for-400", "a request that is not valid is answered 403", lambda c: _bad(c).status, validate=instead(400, 403, "validate")),
    defect("200-with-error", "a request that is not valid is answered 200 with an error in it", lambda c: _bad(c).status,
           finish=lambda _self, _call, r: Response(200, r.body, r.headers) if r.status == 400 else r),
    defect("409-for-400", "a missing label is answered 409", lambda c: c.body({"verdict": "pass"}).status,
           finish=lambda _self, _call, r: Response(409, r.body, r.headers) if b"label is missing" in r.body else r),
)
# fmt: on

_HTML = b"<!doctype html><title>Error</title><h1>Error</h1>"


def _shows_problem(status: int) -> Any:
    asks: dict[int, Any] = {
        400: _bad,
        401: lambda c: c.credential(""),
        403: lambda c: c.submit(metricId=FOREIGN_METRIC.id),
        404: lambda c: c.submit(at=NOWHERE),
    }
    return lambda c: (asks[status](c).body, asks[status](c).headers.get("content-type"))


# fmt: off
PROBLEMS = (
    *(
        defect(f"{status}-{name}", f"{status} {says}", _shows_problem(status), problem=problem(status))
        for status in (400, 401, 403, 404)
        for name, says, problem in (
            ("as-html", "is an HTML page", lambda status: _problem_as(status, _HTML, "text/html")),
            ("as-text", "is plain text", lambda status: _problem_as(status, b"error", "text/plain")),
            ("empty", "has no body", lambda status: _problem_as(status, b"", None)),
            ("no-error", "has no error member", lambda status: _problem_if(_is(status), _without("error"))),
        )
    ),
    *(
        defect(f"error-{name}", f"error is {says}", _shows_problem(400), problem=_problem_if(_any, change))
        for name, says, change in (
            ("list", "a list", lambda b: {**b, "error": [b["error"]]}),
            ("object", "an object", lambda b: {"error": {"code": 1, "message": b["error"]}}),
            ("null", "null", lambda b: {**b, "error": None}),
            ("number", "a number", lambda b: {**b, "error": 400}),
            ("boolean", "true", lambda b: {**b, "error": True}),
        )
    ),
    defect("message-list", "message of a refusal is a list", _shows_problem(400),
           problem=_problem_if(_is(400), lambda b: {**b, "message": [b["message"]]})),
    defect("message-null", "message of a refusal is null", _shows_problem(404),
           problem=_problem_if(_is(404), lambda b: {**b, "message": None})),
    defect("details-list", "details of a refusal is a list", _shows_problem(400),
           problem=_problem_if(_is(400), lambda b: {**b, "details": [b["message"]]})),
    defect("details-text", "details of a refusal is a text", _shows_problem(400),
           problem=_problem_if(_is(400), lambda b: {**b, "details": b["message"]})),
    defect("problem-list", "a refusal is a list", _shows_problem(400), problem=_problem_if(_is(400), lambda b: [b])),
    defect("problem-text", "a refusal is a JSON string", _shows_problem(404), problem=_problem_if(_is(404), lambda b: b["error"])),
    defect("broken-json-other-shape", "a body that is no JSON is refused in the framework's shape", lambda c: c.raw(b"{").body,
           problem=_problem_if(_says(400, "no JSON"), lambda _: {"detail": "JSON parse error"})),
    defect("path-id-other-shape", "an id in the path that is no UUID is refused in the framework's shape",
           lambda c: c.submit(at="abc").body,
           problem=_problem_if(_says(400, "path"), lambda _: {"statusCode": 400, "reason": "uuid is expected"})),
    defect("media-type-other-shape", "a wrong media type is refused in the framework's shape",
           lambda c: c.raw(b"a", content_type="text/plain").body,
           problem=_problem_if(_says(400, "must be application/json"), lambda _: {"detail": "unsupported"})),
    defect("missing-member-other-shape", "a missing label is refused in the framework's shape", lambda c: c.body({}).body,
           problem=_problem_if(_says(400, "label is missing"), lambda _: {"loc": ["body", "label"]})),
    defect("disabled-other-shape", "where metrics are disabled the refusal has no error member",
           lambda c: c.submit(by=SILENT.owner, at=SILENT).body,
           problem=_problem_if(_says(403, "not enabled"), lambda _: {"code": "METRICS_DISABLED"})),
    defect("400-with-trace", "a refusal shows the server's stack", _shows_problem(400),
           problem=_problem_if(_is(400), lambda b: {**b, "message": _TRACE})),
    defect("404-with-sql", "a 404 shows the database's words", _shows_problem(404),
           problem=_problem_if(_is(404), lambda b: {**b, "message": 'psycopg2.errors.NoData: SELECT * FROM "conversations"'})),
    defect("problem-with-key", "a refusal carries the caller's key", _shows_problem(400), problem=_with_key),
)
# fmt: on

ANSWERS: tuple[Variant, ...] = (*MEMBERS, *TIMES, *TEXTS, *NUMBERS, *FORMS, *STATUSES, *PROBLEMS)
