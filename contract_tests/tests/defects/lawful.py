"""Servers that are unusual and right: the document allows or leaves open what they do. None of them may ever be reported."""

import gzip
import json
import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime
from typing import Any

from contract_tests.tests.defects.server import (
    Body,
    Call,
    Refused,
    Request,
    Response,
    Row,
    Server,
    refuse,
)
from contract_tests.tests.defects.variant import (
    Variant,
    keeping,
    lawful,
    refusing,
    showing,
)
from contract_tests.tests.defects.world import FOREIGN, HERE, METRIC, METRICS, NOWHERE, SILENT


def _cased_type(_self: Server, content_type: str) -> None:
    if content_type.partition(";")[0].strip() != "application/json":
        refuse(400, "the body must be application/json")


def _order(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _some_nulls_left_out(answer: Body) -> Body:
    return {k: v for k, v in answer.items() if v is not None or k in ("score", "note")}


def _with_headers(**headers: str) -> Any:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda _self, _call, r: Response(r.status, r.body, {**r.headers, **named}, r.delay)


def _content_type(text: str) -> Any:
    def finish(_self: Server, _call: Call, r: Response) -> Response:
        return Response(r.status, r.body, {**r.headers, "content-type": text})

    return finish


def _gzipped(_self: Server, call: Call, r: Response) -> Response:
    if "gzip" not in call.request.headers.get("accept-encoding", ""):
        return r
    headers = {**r.headers, "content-encoding": "gzip", "vary": "Accept-Encoding"}
    return Response(r.status, gzip.compress(r.body), headers)


def _delayed(seconds: float) -> Any:
    return lambda _self, _call, r: Response(r.status, r.body, r.headers, seconds)


def _slow_start(self: Server, _call: Call, r: Response) -> Response:
    return Response(r.status, r.body, r.headers, 1.5 if self.count == 1 else 0.0)


def _now_and_then_slow(self: Server, _call: Call, r: Response) -> Response:
    return Response(r.status, r.body, r.headers, 0.7 if self.count % 90 == 0 else 0.0)


def _busy(number: int, status: int, after: str | None) -> Any:
    def admit(self: Server, _request: Request) -> Response | None:
        if self.count % number:
            return None
        body = b'{"error":"Too many requests"}'
        headers = {"content-type": "application/json", **({"retry-after": after} if after else {})}
        return Response(status, body, headers)

    return admit


def _busy_until(self: Server, request: Request) -> Response | None:
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=1), usegmt=True)
    found: Response | None = _busy(97, 429, soon)(self, request)
    return found


def _busy_page(self: Server, _request: Request) -> Response | None:
    """What a load balancer answers while the server restarts."""
    if self.count % 83:
        return None
    return Response(503, b"<h1>503</h1>", {"content-type": "text/html", "retry-after": "0"})


def _zoned(offset: timedelta) -> Any:
    zone = timezone(offset)
    return lambda _self, moment: moment.astimezone(zone).isoformat()


def _two_zones(self: Server, call: Call) -> Body:
    answer = Server.shown(self, call)
    india = timezone(timedelta(hours=5, minutes=30))
    return {
        **answer,
        "updatedAt": call.row.updated.astimezone(india).isoformat(timespec="milliseconds"),
    }


def _milliseconds(_self: Server, moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _shortest(_self: Server, moment: datetime) -> str:
    """Without zeros at the end of the fraction."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%f").rstrip("0").rstrip(".") + "Z"


def _two_looks(_self: Server, _call: Call, old: Row | None, now: datetime) -> datetime:
    return now + timedelta(microseconds=3)


def _still_when_same(self: Server, call: Call, old: Row | None, now: datetime) -> datetime:
    return old.updated if old and old.members == Server.members(self, call, None) else now


def _duplicates_refused(_self: Server, body: bytes) -> Any:
    def pairs(members: list[tuple[str, Any]]) -> Body:
        if len({name for name, _ in members}) < len(members):
            raise ValueError("two members of one name")
        return dict(members)

    return json.loads(body.decode("utf-8"), object_pairs_hook=pairs, parse_constant=_none)


def _first_of_duplicates(_self: Server, body: bytes) -> Any:
    def pairs(members: list[tuple[str, Any]]) -> Body:
        return dict(reversed(members))

    return json.loads(body.decode("utf-8"), object_pairs_hook=pairs, parse_constant=_none)


def _none(name: str) -> Any:
    raise ValueError(f"{name} is no JSON value")


def _with_mark(self: Server, body: bytes) -> Any:
    return Server.decode(self, body.removeprefix(b"\xef\xbb\xbf"))


def _surrogates_kept(self: Server, body: bytes) -> Any:
    try:
        return self.decode(body)
    except (ValueError, RecursionError):
        refuse(400, "the body is no JSON")


def _surrogates_replaced(self: Server, body: bytes) -> Any:
    value = _surrogates_kept(self, body)
    return (
        json.loads(re.sub(r"\\ud[89a-f][0-9a-f]{2}", "\\\\ufffd", json.dumps(value)))
        if _is_odd(value)
        else value
    )


def _is_odd(value: Any) -> bool:
    return re.search("[\ud800-\udfff]", json.dumps(value, ensure_ascii=False)) is not None


def _media_type_or_none(self: Server, content_type: str) -> None:
    if content_type:
        Server.check_media_type(self, content_type)


def _media_type_415(_self: Server, content_type: str) -> None:
    if content_type.partition(";")[0].strip().lower() != "application/json":
        refuse(415, "the body must be application/json")


def _path_404(self: Server, call: Call) -> None:
    try:
        Server.route(self, call)
    except Refused as refused:
        raise Refused(404 if refused.status == 400 else refused.status, str(refused)) from None


def _as_sent(self: Server, call: Call) -> Body:
    """Ids come back in the case in which they were sent."""
    sent = call.request.path.split("/")[3]
    return {**Server.shown(self, call), "conversationId": sent}


def _unknown_metric_404(self: Server, call: Call) -> None:
    given = call.body.get("metricId")
    if given is not None and given.lower() not in METRICS:
        refuse(404, "no such metric")
    Server.map(self, call)


def _foreign_worded(self: Server, call: Call) -> None:
    if call.path_id not in {HERE.id, FOREIGN.id} and call.path_id == NOWHERE:
        refuse(404, "there is no such conversation at all")
    Server.own(self, call)


def _problem(change: Any) -> Any:
    def problem(self: Server, call: Call, refused: Refused) -> Response:
        response = Server.problem(self, call, refused)
        body = json.dumps(change(json.loads(response.body))).encode()
        return Response(response.status, body, response.headers)

    return problem


def _bare_401(self: Server, call: Call, refused: Refused) -> Response:
    response = Server.problem(self, call, refused)
    return Response(response.status, response.body, {"content-type": "application/json"})


def _time_ordered(self: Server) -> str:
    """A UUID of version 7."""
    self.memory["ids"] = self.memory.get("ids", 0) + 1
    return f"0196a3b0-{self.memory['ids'] >> 12 & 0xFFFF:04x}-7{self.memory['ids'] & 0xFFF:03x}-8000-{self.chance.getrandbits(48):012x}"


def _exponents(_self: Server, value: Any) -> bytes:
    """Numbers as 8.75E+1."""
    text = json.dumps(value, ensure_ascii=False)
    return re.sub(
        r'("score": )(-?[\d.]+(?:[eE][-+]?\d+)?)', lambda m: f"{m[1]}{float(m[2]):.17E}", text
    ).encode()


def _ordered(answer: Body) -> Body:
    return dict(reversed(answer.items()))


def _upper(answer: Body) -> Body:
    return {
        k: v.upper()
        if k in ("id", "organizationId", "conversationId", "agentId", "metricId") and v
        else v
        for k, v in answer.items()
    }


def _extra(answer: Body) -> Body:
    more: Body = {
        "metric": {"name": "Politeness"},
        "tags": [],
        "deletedAt": None,
        "version": 3,
        "_links": {"self": "/x"},
    }
    return {**answer, **more}


def _rounded(value: Any) -> Any:
    return round(value, 2) if isinstance(value, float) else value


def _many(number: int) -> Any:
    return lambda c: [c.status() for _ in range(number)]


_FINE = b'{"label": "a", "verdict": "pass"}'
_UPPER = METRIC.id.upper()

# fmt: off
ORDER = (
    lawful("404-before-400", "an unknown conversation is refused before the body is looked at", lambda c: c.status(at=NOWHERE, score=500),
           steps=_order("route authenticate own flag read inspect validate object map store")),
    lawful("403-first", "a missing flag is refused before all but the credential",
           lambda c: c.status(by=SILENT.owner, at=NOWHERE, score=500),
           steps=_order("route authenticate flag own read inspect validate object map store")),
    lawful("403-last", "a missing flag is refused after all else", lambda c: c.status(by=SILENT.owner, at=NOWHERE),
           steps=_order("route authenticate read inspect validate object own map flag store")),
    lawful("metric-before-conversation", "the metric is looked up before the conversation",
           lambda c: c.status(at=NOWHERE, metricId=NOWHERE),
           steps=_order("route authenticate read inspect validate object flag map own store")),
    lawful("body-before-credential", "the body is validated before the credential",
           lambda c: c.raw(b"{", headers={"authorization": ""}).status, steps=_order("route read inspect validate object authenticate flag own map store")),
    lawful("credential-first", "the credential is looked at before the path",
           lambda c: c.raw(_FINE, at="abc", headers={"authorization": ""}).status,
           steps=_order("authenticate route read inspect validate object flag own map store")),
)

VALUES = (
    lawful("nulls-left-out", "members without a value are left out", lambda c: c.submit()["note"],
           shown=showing(lambda a: {k: v for k, v in a.items() if v is not None})),
    lawful("some-nulls-left-out", "some members without a value are left out, others are null", lambda c: c.submit()["metricId"],
           shown=showing(_some_nulls_left_out)),
    lawful("extra-members", "answers have members that the document does not name", lambda c: c.submit()["version"], shown=showing(_extra)),
    lawful("members-in-other-order", "members come in another order", lambda c: list(c.submit().json or ()), shown=showing(_ordered)),
    lawful("score-float", "87 comes back as 87.0", lambda c: c.submit(score=87).body, value=keeping("score", float)),
    lawful("score-integer", "87.0 comes back as 87", lambda c: c.raw(b'{"label": "a", "score": 87.0}').body,
           value=keeping("score", lambda v: int(v) if v == int(v) else v)),
    lawful("score-two-decimals", "two decimals of a score are kept", lambda c: c.submit(score=12.3456)["score"],
           value=keeping("score", _rounded)),
    lawful("score-exponent", "a score comes back as 8.75E+1", lambda c: c.submit(score=87.5).body, dump=_exponents),
    lawful("note-empty-null", "an empty note comes back as null", lambda c: c.submit(note="")["note"],
           value=keeping("note", lambda v: v or None)),
    lawful("external-id-empty-null", "an empty externalId comes back as null", lambda c: c.submit(externalId="")["externalId"],
           value=keeping("externalId", lambda v: v or None)),
    lawful("ids-in-upper-case", "ids in answers are in upper case", lambda c: c.submit()["id"], shown=showing(_upper)),
    lawful("ids-time-ordered", "ids are UUIDs of version 7", lambda c: str(c.submit()["id"])[14:15], new_id=_time_ordered),
    lawful("metric-id-as-sent", "a metricId in upper case comes back so", lambda c: c.submit(metricId=_UPPER)["metricId"],
           value=lambda _self, _name, given: given),
    lawful("path-id-as-sent", "an id of the path in upper case comes back so", lambda c: c.submit(at=HERE.id.upper())["conversationId"],
           shown=_as_sent),
)

TIMES = (
    lawful("time-india", "times are in +05:30", lambda c: c.submit()["createdAt"], time=_zoned(timedelta(hours=5, minutes=30))),
    lawful("time-america", "times are in -03:00", lambda c: c.submit()["createdAt"], time=_zoned(timedelta(hours=-3))),
    lawful("time-offset-zero", "times end in +00:00", lambda c: c.submit()["createdAt"], time=lambda _, m: m.isoformat()),
    lawful("time-unknown-offset", "times end in -00:00", lambda c: c.submit()["createdAt"],
           time=lambda _, m: m.isoformat()[:-6] + "-00:00"),
    lawful("time-seconds", "times have no fraction", lambda c: c.submit()["createdAt"], time=lambda _, m: m.strftime("%Y-%m-%dT%H:%M:%SZ")),
    lawful("time-milliseconds", "times have milliseconds", lambda c: c.submit()["createdAt"], time=_milliseconds),
    lawful("time-nanoseconds", "times have nanoseconds", lambda c: c.submit()["createdAt"],
           time=lambda _, m: m.strftime("%Y-%m-%dT%H:%M:%S.%f123Z")),
    lawful("time-shortest", "zeros at the end of a fraction are left out", lambda c: c.submit()["createdAt"], time=_shortest),
    lawful("times-in-two-zones", "createdAt is in UTC, updatedAt in +05:30", lambda c: c.submit()["updatedAt"], shown=_two_zones),
    lawful("clock-read-twice", "createdAt and updatedAt of a new row are some microseconds apart", lambda c: c.submit()["updatedAt"],
           updated=_two_looks),
    lawful("same-submit-same-time", "an identical submit does not move updatedAt", lambda c: [c.submit()["updatedAt"] for _ in range(2)],
           updated=_still_when_same),
)

REQUESTS = (
    lawful("path-no-uuid-404", "an id in the path that is no UUID is answered 404", lambda c: c.status(at="abc"), route=_path_404),
    lawful("path-upper-case-404", "an id in the path in upper case is not found", lambda c: c.status(at=HERE.id.upper()),
           path_id=lambda _, text: text),
    lawful("metric-upper-case-403", "a metricId in upper case is not found", lambda c: c.status(metricId=_UPPER),
           map=lambda s, call: (refuse(403, "not in your organization") if call.body.get("metricId", "") not in {"", *METRICS} else Server.map(s, call))),
    lawful("metric-upper-case-400", "a metricId in upper case is refused", lambda c: c.status(metricId=_UPPER),
           object=refusing(lambda body: re.search("[A-F]", body.get("metricId", "")))),
    lawful("unknown-metric-404", "an unknown metric is answered 404", lambda c: c.status(metricId=NOWHERE), map=_unknown_metric_404),
    lawful("404-in-two-words", "the 404 for an unknown conversation is worded otherwise than for another organization's",
           lambda c: c.submit(at=NOWHERE)["message"], own=_foreign_worded),
    lawful("blank-label-refused", "a label of blanks only is refused", lambda c: c.status("  "),
           object=refusing(lambda body: not body["label"].strip())),
    lawful("nul-refused", "a NUL in a text is refused", lambda c: c.status("a\0b"),
           object=refusing(lambda body: any(isinstance(v, str) and "\0" in v for v in body.values()))),
    lawful("surrogate-kept", "a lone surrogate is kept and comes back as an escape",
           lambda c: c.raw(b'{"label": "\\ud800", "verdict": "pass"}').status, parse=_surrogates_kept, dump=lambda _, value: json.dumps(value).encode()),
    lawful("surrogate-replaced", "a lone surrogate is replaced by U+FFFD",
           lambda c: c.raw(b'{"label": "\\ud800", "verdict": "pass"}')["label"],
           parse=_surrogates_replaced),
    lawful("duplicates-refused", "two members of one name are refused",
           lambda c: c.raw(b'{"label": "a", "label": "b", "verdict": "pass"}').status,
           decode=_duplicates_refused),
    lawful("duplicates-first", "of two members of one name the first counts",
           lambda c: c.raw(b'{"label": "a", "label": "b", "verdict": "pass"}')["label"], decode=_first_of_duplicates),
    lawful("byte-order-mark-taken", "a byte order mark before the JSON is taken", lambda c: c.raw(b"\xef\xbb\xbf" + _FINE).status,
           decode=_with_mark),
    lawful("no-media-type-taken", "a request without Content-Type is taken", lambda c: c.raw(_FINE, content_type="").status,
           check_media_type=_media_type_or_none),
    lawful("media-type-415", "a wrong media type is answered 415", lambda c: c.raw(b"a", content_type="text/plain").status,
           check_media_type=_media_type_415),
    lawful("lower-case-bearer-refused", "bearer in lower case is refused", lambda c: c.credential(f"bearer {HERE.owner.key}").status,
           is_scheme=lambda _, scheme: scheme == "Bearer"),
    lawful("large-body-413", "a body of more than 1 MB is answered 413", lambda c: c.raw(b'{"x": "' + b"x" * (3 << 20) + b'"}').status,
           body_most=1 << 20),
)

PROBLEMS = (
    lawful("error-alone", "refusals have the error member only", lambda c: list(c.submit(score=500).json or ()),
           problem=_problem(lambda b: {"error": b["error"]})),
    lawful("error-with-details", "refusals have details and members that the document does not name",
           lambda c: list(c.submit(score=500).json or ()),
           problem=_problem(lambda b: {**b, "details": {"issues": [{"path": ["score"]}]}, "requestId": "r1"})),
    lawful("error-in-german", "refusals are in another language", lambda c: c.submit(score=500)["error"],
           problem=_problem(lambda b: {**b, "error": "Ungültig"})),
    lawful("401-without-challenge", "a 401 has no WWW-Authenticate", lambda c: c.credential("").headers.get("www-authenticate"),
           problem=_bare_401),
)

WIRE = (
    lawful("slow", "each answer takes 40 ms", lambda c: c.submit().response.delay, finish=_delayed(0.04)),
    lawful("slow-start", "the first answer takes a second and a half", lambda c: c.submit().response.delay, finish=_slow_start),
    lawful("now-and-then-slow", "one answer in ninety takes 0.7 s", lambda c: [c.submit().response.delay for _ in range(90)][-1],
           finish=_now_and_then_slow),
    lawful("429-now-and-then", "every 37th request is answered 429 with Retry-After", _many(37), admit=_busy(37, 429, "0")),
    lawful("429-until", "every 97th request is answered 429 with a date in Retry-After", _many(97), admit=_busy_until),
    lawful("429-bare", "every 53rd request is answered 429 without Retry-After", _many(53), admit=_busy(53, 429, None)),
    lawful("503-now-and-then", "every 71st request is answered 503 with Retry-After", _many(71), admit=_busy(71, 503, "0")),
    lawful("503-page", "every 83rd request is answered 503 with Retry-After and an HTML page", _many(83), admit=_busy_page),
    lawful("gzip", "answers are compressed", lambda c: c.submit().headers.get("content-encoding"), finish=_gzipped),
    lawful("connection-closed", "the connection is closed after each answer", lambda c: c.submit().headers.get("connection"),
           finish=_with_headers(connection="close")),
    lawful("connection-closed-unasked", "connections are closed when they are idle, and nobody is told", lambda c: c.server.idle, idle=1),
    lawful("chunked", "answers come in chunks", lambda c: c.submit().headers.get("transfer-encoding"),
           finish=_with_headers(transfer_encoding="chunked")),
    lawful("charset", "the media type has a charset", lambda c: c.submit().headers.get("content-type"),
           finish=_content_type("application/json; charset=utf-8")),
    lawful("media-type-case", "the media type is written Application/JSON", lambda c: c.submit().headers.get("content-type"),
           finish=_content_type('Application/JSON;charset="UTF-8"')),
    lawful("ascii-json", "answers escape all beyond ASCII", lambda c: c.submit("é").body, dump=lambda _, value: json.dumps(value).encode()),
    lawful("indented-json", "answers are indented", lambda c: c.submit().body,
           dump=lambda _, value: json.dumps(value, indent=2, ensure_ascii=False).encode() + b"\n"),
    lawful("headers", "answers have many headers", lambda c: len(c.submit().headers),
           finish=_with_headers(server="nginx", x_request_id="7", set_cookie="a=b; HttpOnly", etag='W/"1"', ratelimit_remaining="9", vary="Accept, Origin")),
    lawful("replicas", "a header tells which of three replicas answers", lambda c: [c.submit().headers.get("x-replica") for _ in range(2)],
           finish=lambda s, _call, r: Response(r.status, r.body, {**r.headers, "x-replica": str(s.count % 3)})),
    lawful("threads", "requests are answered on threads", lambda c: c.server.threaded, threaded=True),
    lawful("body-utf-16", "a body in UTF-16 is read", lambda c: c.raw(_FINE.decode().encode("utf-16")).status,
           decode=lambda s, body: Server.decode(s, body.decode("utf-16" if b"\0" in body else "utf-8").encode())),
    lawful("media-type-case-refused", "a Content-Type in another case is refused",
           lambda c: c.raw(_FINE, content_type="Application/JSON").status, check_media_type=_cased_type),
)
# fmt: on

LAWFUL: tuple[Variant, ...] = (*ORDER, *VALUES, *TIMES, *REQUESTS, *PROBLEMS, *WIRE)
