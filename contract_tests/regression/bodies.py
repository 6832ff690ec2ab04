"""Bodies as they are sent: JSON, texts, and forms (OAS 3.1 sections 4.8.14.3 and 4.8.14.4)."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from contract_tests import styles
from contract_tests.regression.call import Call
from contract_tests.styles import Style
from spec.diff.records import ABSENT

_PRETTY = 400  # characters of a body that is set in lines
_FORM = "application/x-www-form-urlencoded"
_BOUNDARY = "troth-boundary"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a multipart body. An empty `media_type` is not said: it is text (RFC 7578 section 4.4)."""

    name: str
    text: str
    media_type: str = ""


def is_multipart(media_type: str) -> bool:
    return media_type.lower().startswith("multipart/")


def content_type(call: Call) -> str:
    if not _is_in_parts(call):
        return call.media_type
    return f"{call.media_type}; boundary={_BOUNDARY}"


def text(call: Call) -> str:
    """A body as it is sent; JSON is set in lines where it is short, which changes nothing."""
    if _is_in_parts(call):
        return "\r\n".join((*_written(call), f"--{_BOUNDARY}--"))
    return shown(call.media_type, call.body, call.encoding)


def sent(call: Call) -> bytes | None:
    """What is sent as a body, None for nothing. Raises no error: what UTF-8 cannot hold is written as JSON's escape."""
    if call.body is ABSENT:
        return None
    return text(call).encode("utf-8", "backslashreplace")


def parts(call: Call) -> Iterator[Part]:
    """Each member is a part, each item of a list a part of the same name; what is no text is JSON unless the document says
    otherwise (OAS 3.1 section 4.8.15.1)."""
    for name, value in call.body.items():
        given = call.encoding.get(name, {}).get("contentType", "")
        media_type = str(given).partition(",")[0].strip()
        for one in value if isinstance(value, list) else [value]:
            own = "" if not isinstance(one, Mapping) else "application/json"
            said = media_type if media_type and "*" not in media_type else own
            yield Part(name, styles.text_of(one), said)


def _is_in_parts(call: Call) -> bool:
    return is_multipart(call.media_type) and isinstance(call.body, Mapping)


def _written(call: Call) -> Iterator[str]:
    for part in parts(call):
        yield f"--{_BOUNDARY}"
        yield f'Content-Disposition: form-data; name="{part.name}"'
        if part.media_type:
            yield f"Content-Type: {part.media_type}"
        yield from ("", part.text)


def shown(media_type: str, value: Any, encoding: Mapping[str, Any] | None = None) -> str:
    """A value as a body of a media type, but for multipart, which needs a boundary."""
    if media_type.lower().startswith(_FORM) and isinstance(value, Mapping):
        return "&".join(_pairs(value, encoding or {}))
    if isinstance(value, str) and not _is_json(media_type):
        return value
    return json_text(value)


def _pairs(form: Mapping[str, Any], encoding: Mapping[str, Any]) -> Iterator[str]:
    for name, value in form.items():
        said = encoding.get(name, {})
        if isinstance(value, Mapping) and "style" not in said:
            yield f"{styles.encoded(name)}={styles.encoded(value)}"  # as JSON (section 4.8.15.1)
            continue
        style = str(said.get("style", "form"))
        yield from styles.in_query(Style(name, style, said.get("explode", style == "form")), value)


def _is_json(media_type: str) -> bool:
    name = media_type.partition(";")[0].strip().lower()
    return name.endswith(("/json", "+json")) or "*" in name


def json_text(value: Any) -> str:
    """JSON as people read it: in lines where it is short, escapes where a terminal would act on a character."""
    flat = styles.dumped(value)
    text = (
        flat
        if len(flat) > _PRETTY or len(flat) < _PRETTY // 8
        else json.dumps(value, indent=2, ensure_ascii=False)
    )
    if not all(sign.isprintable() or sign == "\n" for sign in text):
        text = json.dumps(value, indent=None if text == flat else 2)
    return text
