"""Servers that accept what the document forbids."""

import json
import re
import unicodedata
import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

from contract_tests.tests.defects.server import Body, Call, Refused, Server, refuse
from contract_tests.tests.defects.variant import (
    Variant,
    defect,
    keeping,
    receiving,
    replaces,
)
from contract_tests.tests.defects.world import HERE, METRIC

CORRECT = Server()


def _number(value: Any) -> Any:
    try:
        return float(value) if isinstance(value, str) else value
    except ValueError:
        return value


def _text(value: Any) -> Any:
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def _first(value: Any) -> Any:
    return value[0] if isinstance(value, list) and value else value


def _blank_is_none(value: Any) -> Any:
    return None if value == "" else value


def _cut(limit: int) -> Any:
    return lambda value: value[:limit] if isinstance(value, str) else value


def _stripped(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


def _dashed(value: Any) -> Any:
    """Any spelling of a UUID, as its one right spelling."""
    try:
        return str(uuid.UUID(value)) if isinstance(value, str) else value
    except ValueError:
        return value


def _drops_if(wrong: Any) -> Any:
    return lambda value: None if wrong(value) else value


def _says(text: str) -> Any:
    return lambda c: c.raw(text.encode()).status


def _without_case(_self: Server, body: Body) -> Body:
    names = {name.lower(): name for name in CORRECT.checks()}
    return {names.get(name.lower(), name): value for name, value in body.items()}


def _snake(_self: Server, body: Body) -> Body:
    return {
        {"external_id": "externalId", "metric_id": "metricId"}.get(k, k): v for k, v in body.items()
    }


def _label_default(_self: Server, body: Body) -> Body:
    return {"label": "untitled", **body}


def _checks_but(*names: str, when: Any) -> Any:
    """The members' checks without some of them, when the body is so."""

    def validate(self: Server, call: Call) -> None:
        body = call.body
        if isinstance(body, dict) and when(body):
            call.body = {name: value for name, value in body.items() if name not in names}
            Server.validate(self, call)
            call.body = body
        else:
            Server.validate(self, call)

    return validate


def _graphemes(_self: Server, text: str) -> int:
    return sum(not unicodedata.combining(char) for char in text)


def _form(self: Server, body: bytes) -> Any:
    if b"{" in body:
        return json.loads(body)
    return dict(parse_qsl(body.decode(), keep_blank_values=True))


def _lenient(pattern: str, by: str) -> Any:
    """Reads JSON after a repair."""

    def decode(self: Server, body: bytes) -> Any:
        try:
            return Server.decode(self, body)
        except ValueError:
            return Server.decode(self, re.sub(pattern, by, body.decode()).encode())

    return decode


def _constant(known: str, value: float) -> Callable[[Server, bytes], Any]:
    """Reads one of the names that JSON lacks."""

    def constant(name: str) -> float:
        if name != known:
            raise ValueError(name)
        return value

    return lambda _, body: json.loads(body.decode("utf-8"), parse_constant=constant)


def _utf_8_or_latin_1(body: bytes) -> bytes:
    try:
        body.decode()
    except ValueError:
        return body.decode("latin-1").encode()
    return body


def _forgiving(when: Callable[[Server, Call], bool]) -> Callable[[Server, Call], None]:
    """Members that are not valid are dropped instead, when the call is so."""

    def validate(self: Server, call: Call) -> None:
        try:
            Server.validate(self, call)
        except Refused:
            if not when(self, call):
                raise
            body = call.body if isinstance(call.body, dict) else {}
            good = {
                n: body[n] for n, check in self.checks().items() if n in body and check(body[n])
            }
            call.body = {"label": "untitled", **good}

    return validate


def _twice(_self: Server, body: Any) -> Any:
    try:
        return json.loads(body) if isinstance(body, str) else body
    except ValueError:
        return body


def _map_known(self: Server, call: Call) -> None:
    """Looks up a metric whose id is a UUID, and forgets any other text."""
    text = call.body.get("metricId")
    if text is not None and not Server.is_uuid(self, text):
        call.body = {name: value for name, value in call.body.items() if name != "metricId"}
    Server.map(self, call)


def _huge_is_most(value: Any) -> Any:
    return 100 if value == float("inf") else value


def _scalar_score(value: Any) -> Any:
    return int(value) if isinstance(value, bool) else value


_LONG = "x" * 256
_NO_DASHES = METRIC.id.replace("-", "")
_FINE = '"label": "a", "verdict": "pass"'

# fmt: off
SCORES = (
    defect("score-100.5", "a score of 100.5 is accepted", lambda c: c.status(score=100.5), score_most=100.5),
    defect("score-cut-before-check", "the score is cut to an integer before it is checked", lambda c: c.status(score=100.9),
           is_score=lambda s, v: Server.is_score(s, int(v) if isinstance(v, float) and abs(v) < 1e9 else v)),
    defect("score-rounded-before-check", "the score is rounded before it is checked", lambda c: c.status(score=-0.4),
           is_score=lambda s, v: Server.is_score(s, round(v) if isinstance(v, float) and abs(v) < 1e9 else v)),
    defect("score-tolerance-above", "a score of 100.0001 is accepted", lambda c: c.status(score=100.0001), score_most=100.0005),
    defect("score-tolerance-below", "a score of -0.001 is accepted", lambda c: c.status(score=-0.001), score_least=-0.001),
    defect("score-no-minimum", "negative scores are accepted", lambda c: c.status(score=-1e6), score_least=-1e300),
    defect("score-minus-one", "a score of -1 is accepted", lambda c: c.status(score=-1), score_least=-1),
    defect("score-no-maximum", "scores have no upper limit", lambda c: c.status(score=1000), score_most=1e300),
    defect("score-101", "scores up to 101 are accepted", lambda c: c.status(score=101), score_most=101),
    defect("score-clamped-above", "a score over 100 is taken for 100", lambda c: c.status(score=150),
           received=receiving("score", lambda v: min(v, 100) if isinstance(v, int | float) else v)),
    defect("score-clamped-below", "a score under 0 is taken for 0", lambda c: c.status(score=-5),
           received=receiving("score", lambda v: max(v, 0) if isinstance(v, int | float) else v)),
    defect("score-numeric-string", 'a score of "87" is accepted', lambda c: c.status(score="87"), received=receiving("score", _number)),
    defect("score-boolean", "a score of true is accepted", lambda c: c.status(score=True), received=receiving("score", _scalar_score)),
    defect("score-null", "a score of null is accepted beside a verdict", lambda c: c.status(score=None, verdict="pass"),
           received=receiving("score", lambda v: v)),
    defect("score-blank", "a score of an empty string is taken for none", lambda c: c.status(score="", verdict="pass"),
           received=receiving("score", _blank_is_none)),
    defect("score-list", "a score in a list is accepted", lambda c: c.status(score=[5]), received=receiving("score", _first)),
    defect("score-not-a-number", "a score of NaN is accepted", _says('{"label": "a", "verdict": "pass", "score": NaN}'),
           decode=_constant("NaN", 0)),
    defect("score-infinity", "a score of Infinity is accepted", _says('{"label": "a", "score": Infinity}'),
           decode=_constant("Infinity", 100)),
    defect("score-huge", "a score of 1e400 is taken for 100", _says('{"label": "a", "score": 1e400}'),
           received=receiving("score", _huge_is_most)),
    defect("score-unchecked-with-verdict", "beside a verdict the score is not checked", lambda c: c.status(score=500, verdict="pass"),
           validate=_checks_but("score", when=lambda body: body.get("verdict") in ("pass", "fail")),
           value=keeping("score", lambda v: v if CORRECT.is_score(v) else None)),
)

LABELS = (
    defect("label-256", "a label of 256 characters is accepted", lambda c: c.status(_LONG), label_most=256),
    defect("label-no-maximum", "labels have no upper limit", lambda c: c.status("x" * 10_000), label_most=1 << 30),
    defect("label-cut", "a label of more than 255 characters is cut and accepted", lambda c: c.submit(_LONG)["label"],
           received=receiving("label", _cut(255))),
    defect("label-graphemes", "labels are counted in graphemes", lambda c: c.status("e\u0301" * 128), length=_graphemes),
    defect("label-trimmed-length", "blanks around a label do not count", lambda c: c.status(_LONG[:250] + " " * 10),
           length=lambda _, text: len(text.strip()) or min(len(text), 1)),
    defect("label-empty", "an empty label is accepted", lambda c: c.status(""), label_least=0),
    defect("label-number", "a label of 7 is accepted", lambda c: c.status(7), received=receiving("label", _text)),
    defect("label-boolean", "a label of true is accepted", lambda c: c.status(label=True),
           received=receiving("label", lambda v: str(v).lower() if isinstance(v, bool) else v)),
    defect("label-list", "a label in a list is accepted", lambda c: c.status(["a"]), received=receiving("label", _first)),
    defect("label-object", "an object for a label is accepted", lambda c: c.status({"en": "a"}),
           received=receiving("label", lambda v: json.dumps(v) if isinstance(v, dict) else v)),
    defect("label-null", "a label of null is accepted", lambda c: c.status(None),
           received=lambda _, body: {**body, "label": "null"} if body.get("label", 1) is None else body),
    defect("label-missing", "a request without label is accepted", lambda c: c.body({"verdict": "pass"}).status, received=_label_default),
)

VERDICTS = (
    defect("verdict-case", 'the verdict "Pass" is accepted', lambda c: c.status(verdict="Pass"),
           received=receiving("verdict", lambda v: v.lower() if isinstance(v, str) else v)),
    defect("verdict-blanks", 'the verdict " pass" is accepted', lambda c: c.status(verdict=" pass"),
           received=receiving("verdict", _stripped)),
    defect("verdict-prefix", 'the verdict "passed" is accepted', lambda c: c.status(verdict="passed"),
           received=receiving("verdict", _cut(4))),
    defect("verdict-blank", "an empty verdict is taken for none", lambda c: c.status(verdict="", score=1),
           received=receiving("verdict", _blank_is_none)),
    defect("verdict-null", "a verdict of null is accepted beside a score", lambda c: c.status(verdict=None, score=1),
           received=receiving("verdict", lambda v: v)),
    defect("verdict-boolean", "a verdict of true is accepted", lambda c: c.status(verdict=True),
           received=receiving("verdict", lambda v: ("fail", "pass")[v] if isinstance(v, bool) else v)),
    defect("verdict-list", "a verdict in a list is accepted", lambda c: c.status(verdict=["pass"]), received=receiving("verdict", _first)),
    defect("verdict-dropped", "an unknown verdict is dropped", lambda c: c.status(verdict="maybe", score=1),
           received=receiving("verdict", _drops_if(lambda v: isinstance(v, str) and v not in Server.verdicts))),
    defect("verdict-third", 'the verdict "warn" is accepted', lambda c: c.status(verdict="warn"), verdicts=("pass", "fail", "warn")),
    defect("verdict-any", "any text is a verdict", lambda c: c.status(verdict="maybe"), is_verdict=lambda _, v: isinstance(v, str)),
    defect("verdict-unchecked-with-score", "beside a score the verdict is not checked", lambda c: c.status(verdict="maybe", score=5),
           validate=_checks_but("verdict", when=lambda body: isinstance(body.get("score"), int | float))),
    defect("neither-verdict-nor-score", "a label alone is accepted", lambda c: c.body({"label": "a"}).status,
           has_outcome=lambda _s, _b: True),
    defect("note-for-an-outcome", "a note will do in place of verdict and score", lambda c: c.body({"label": "a", "note": "n"}).status,
           has_outcome=lambda _, body: bool({"verdict", "score", "note"} & set(body))),
    defect("any-second-member", "any second member will do in place of verdict and score",
           lambda c: c.body({"label": "a", "more": 1}).status, has_outcome=lambda _, body: len(body) > 1),
)

OTHERS = (
    defect("note-null", "a note of null is accepted", lambda c: c.status(note=None), received=receiving("note", lambda v: v)),
    defect("note-5001", "a note of 5001 characters is accepted", lambda c: c.status(note="n" * 5001), note_most=5001),
    defect("note-no-maximum", "notes have no upper limit", lambda c: c.status(note="n" * 99_999), note_most=1 << 30),
    defect("note-cut", "a note of more than 5000 characters is cut and accepted", lambda c: c.status(note="n" * 5001),
           received=receiving("note", _cut(5000))),
    defect("note-number", "a note of 7 is accepted", lambda c: c.status(note=7), received=receiving("note", _text)),
    defect("note-object", "an object for a note is accepted", lambda c: c.status(note={"a": 1}),
           received=receiving("note", lambda v: json.dumps(v) if isinstance(v, dict | list) else v)),
    defect("external-id-null", "an externalId of null is accepted", lambda c: c.status(externalId=None),
           received=receiving("externalId", lambda v: v)),
    defect("external-id-256", "an externalId of 256 characters is accepted", lambda c: c.status(externalId=_LONG), external_most=256),
    defect("external-id-no-maximum", "externalIds have no upper limit", lambda c: c.status(externalId="x" * 5000), external_most=1 << 30),
    defect("external-id-cut", "an externalId of more than 255 characters is cut and accepted", lambda c: c.status(externalId=_LONG),
           received=receiving("externalId", _cut(255))),
    defect("external-id-number", "an externalId of 7 is accepted", lambda c: c.status(externalId=7),
           received=receiving("externalId", _text)),
    defect("external-id-unchecked-with-metric", "beside a metricId the externalId may be too long",
           lambda c: c.status(externalId=_LONG, metricId=METRIC.id),
           validate=_checks_but("externalId", when=lambda body: "metricId" in body and isinstance(body.get("externalId"), str))),
)

METRIC_IDS = (
    defect("metric-id-any-text", 'a metricId of "abc" is forgotten', lambda c: c.status(metricId="abc"),
           checks=lambda s: {**Server.checks(s), "metricId": lambda v: isinstance(v, str)}, map=_map_known),
    defect("metric-id-null", "a metricId of null is accepted", lambda c: c.status(metricId=None),
           received=receiving("metricId", lambda v: v)),
    defect("metric-id-blank", "an empty metricId is taken for none", lambda c: c.status(metricId=""),
           received=receiving("metricId", _blank_is_none)),
    defect("metric-id-number", "a metricId that is a number is forgotten", lambda c: c.status(metricId=7),
           received=receiving("metricId", _drops_if(lambda v: isinstance(v, int | float)))),
    defect("metric-id-list", "a metricId in a list is accepted", lambda c: c.status(metricId=[METRIC.id]),
           received=receiving("metricId", _first)),
    defect("metric-id-blanks", "blanks around a metricId are accepted", lambda c: c.status(metricId=f" {METRIC.id} "),
           received=receiving("metricId", _stripped)),
    defect("metric-id-braces", "a metricId in braces is accepted", lambda c: c.status(metricId=f"{{{METRIC.id}}}"),
           received=receiving("metricId", lambda v: v.strip("{}") if isinstance(v, str) else v)),
    defect("metric-id-urn", "a metricId with urn:uuid: is accepted", lambda c: c.status(metricId=f"urn:uuid:{METRIC.id}"),
           received=receiving("metricId", lambda v: v.removeprefix("urn:uuid:") if isinstance(v, str) else v)),
    defect("metric-id-no-dashes", "a metricId without dashes is accepted", lambda c: c.status(metricId=_NO_DASHES),
           received=receiving("metricId", lambda v: _dashed(v) if isinstance(v, str) and re.fullmatch("[0-9a-f]{32}", v) else v)),
    defect("metric-id-short", "a metricId that lacks its last character is forgotten", lambda c: c.status(metricId=METRIC.id[:-1]),
           received=receiving("metricId", _drops_if(lambda v: isinstance(v, str) and len(v) == 35))),
    defect("metric-id-letters", "a metricId with letters beyond f is forgotten", lambda c: c.status(metricId="g" + METRIC.id[1:]),
           received=receiving("metricId", _drops_if(
               lambda v: isinstance(v, str) and re.fullmatch("[0-9a-z]{8}(-[0-9a-z]{4}){3}-[0-9a-z]{12}", v) and not CORRECT.is_uuid(v)))),
    defect("metric-id-longer", "characters after a metricId do not matter", lambda c: c.status(metricId=METRIC.id + "0"),
           received=receiving("metricId", _cut(36))),
)

BODIES = (
    defect("body-array", "an array with one request in it is accepted", lambda c: c.body([{"label": "a", "verdict": "pass"}]).status,
           other_body=lambda _, body: _first(body)),
    defect("body-json-in-a-string", "a body that is JSON in a JSON string is accepted", lambda c: c.body(f"{{{_FINE}}}").status,
           other_body=_twice),
    defect("body-form", "a form-encoded body is accepted",
           lambda c: c.raw(b"label=a&verdict=pass", content_type="application/x-www-form-urlencoded").status,
           media_types=("application/json", "application/x-www-form-urlencoded"), decode=_form),
    defect("body-text-plain", "JSON as text/plain is accepted", lambda c: c.raw(f"{{{_FINE}}}".encode(), content_type="text/plain").status,
           media_types=("application/json", "text/plain")),
    defect("body-any-media-type", "JSON under any media type is accepted",
           lambda c: c.raw(f"{{{_FINE}}}".encode(), content_type="application/xml").status,
           check_media_type=lambda _, content_type: None if content_type else refuse(400, "no media type")),
    defect("body-trailing-comma", "a comma after the last member is accepted", _says(f"{{{_FINE},}}"), decode=_lenient(r",\s*}", "}")),
    defect("body-comment", "a comment in the JSON is accepted", _says(f"{{{_FINE} /* c */}}"),
           decode=_lenient(r"/\*.*?\*/|//[^\n]*|(?m:^\s*#.*$)", "")),
    defect("body-single-quotes", "strings in single quotes are accepted", _says("{'label': 'a', 'verdict': 'pass'}"),
           decode=_lenient("'", '"')),
    defect("body-bare-names", "member names without quotes are accepted", _says('{label: "a", verdict: "pass"}'),
           decode=_lenient(r"([{,]\s*)(\w+)\s*:", r'\1"\2":')),
    defect("body-rest-ignored", "what follows the JSON is ignored", _says(f"{{{_FINE}}}{{}}"),
           decode=lambda _, body: json.JSONDecoder().raw_decode(body.decode().lstrip())[0]),
    defect("body-completed", "a body that lacks its last brace is accepted", _says(f"{{{_FINE}"), decode=_lenient(r"\Z", "}")),
    defect("body-bad-utf-8", "bytes that are no UTF-8 are replaced",
           lambda c: c.raw(b'{"label": "a", "verdict": "pass", "note": "\xff"}').status,
           decode=lambda s, body: Server.decode(s, body.decode("utf-8", "replace").encode())),
    defect("body-latin-1", "bytes that are no UTF-8 are read as Latin-1",
           lambda c: c.raw(b'{"label": "a", "verdict": "pass", "note": "\xe9"}')["note"],
           decode=lambda s, body: Server.decode(s, _utf_8_or_latin_1(body))),
    defect("members-without-case", "member names are taken in any case", lambda c: c.body({"Label": "a", "Verdict": "pass"}).status,
           received=_without_case),
    defect("members-snake-case", "external_id is taken for externalId", lambda c: c.submit(external_id="x")["externalId"], received=_snake),
)

PARTS = (
    defect("validated-on-create-only", "a request that replaces a row is not validated", lambda c: (c.status(), c.status(score=500)),
           validate=_forgiving(replaces)),
    defect("validated-on-replace-only", "a request that makes a row is not validated", lambda c: c.status(score=500),
           validate=_forgiving(lambda self, call: not replaces(self, call))),
    defect("path-id-no-dashes", "an id in the path without dashes is accepted", lambda c: c.status(at=HERE.id.replace("-", "")),
           path_id=lambda _, text: _dashed(text.lower())),
    defect("path-id-braces", "an id in the path in braces is accepted", lambda c: c.status(at=f"%7B{HERE.id}%7D"),
           path_id=lambda _, text: text.lower().strip("{}")),
    defect("path-id-longer", "characters after the id in the path do not matter", lambda c: c.status(at=HERE.id + "0"),
           path_id=lambda _, text: text.lower()[:36]),
    defect("path-id-blanks", "blanks around the id in the path do not matter", lambda c: c.status(at=f"%20{HERE.id}"),
           path_id=lambda _, text: text.lower().strip()),
)
# fmt: on


ACCEPTS: tuple[Variant, ...] = (*SCORES, *LABELS, *VERDICTS, *OTHERS, *METRIC_IDS, *BODIES, *PARTS)
