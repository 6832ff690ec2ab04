"""Forms as bodies: `application/x-www-form-urlencoded` and `multipart/form-data` (OAS 3.1 section 4.8.14.4)."""

from collections.abc import Mapping
from contextlib import suppress
from io import BytesIO
from typing import Any

from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser

from mock_server.content import ContentType, Undecodable, decode_json
from mock_server.faults import fault
from mock_server.parameters import TextReader, Wire, read

FORMS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})
MAX_PARTS = 1000
MAX_DEPTH = 20  # of JSON in a field


def read_form(body: bytes, sent: ContentType) -> MultiDict[str, str]:
    """The fields of a form; a file is the text of its bytes, each a character. Raises Undecodable."""
    parser = FormDataParser(lambda *_, **__: BytesIO(), max_form_parts=MAX_PARTS, silent=False)
    try:
        _, form, files = parser.parse(BytesIO(body), sent.essence, len(body), dict(sent.parameters))
    except (ValueError, RequestEntityTooLarge):
        # No boundary, no end, no UTF-8, or more than a thousand parts.
        raise Undecodable(fault("body", (), "body", "readable as its Content-Type")) from None
    for name, file in files.items(multi=True):
        form.add(name, file.stream.read().decode("latin-1"))
    return form


def form_value(
    form: MultiDict[str, str], schema: Any, encoding: Mapping[str, Any], reader: TextReader
) -> dict[str, Any]:
    """The object that a form stands for. Fields that the schema does not know are texts."""
    known = reader.shape(schema).members
    value: dict[str, Any] = {}
    for name, member in known.items():
        with suppress(KeyError):
            value[name] = _member(form, name, member, encoding.get(name, {}), reader)
    for name in form:
        if name.partition("[")[0] not in known:
            texts = form.getlist(name)
            value[name] = texts if len(texts) > 1 else texts[0]
    return value


def _member(
    form: MultiDict[str, str], name: str, schema: Any, how: Mapping[str, Any], reader: TextReader
) -> Any:
    """What the form says of a member. A text that has not the form of its style is left to the schema to refuse."""
    style, shape = how.get("style", "form"), reader.shape(schema)
    wire = Wire(name, "query", style, how.get("explode", style == "form"))
    with suppress(ValueError):
        if shape.kind == "object" and "style" not in how:
            return decode_json(form[name].encode(), max_depth=MAX_DEPTH)  # OAS 3.1 section 4.8.15.1
        return reader.cast(schema, read(form, wire, shape))
    return form[name]
