"""The formats that are asserted, one reading for every validator that troth uses.

JSON Schema 2020-12 section 7.2 leaves it open whether a format is checked, and libraries differ in how strictly: a UUID in
braces, a date-time without a zone. jsonschema-rs reads them by their RFCs; other validators are given its verdict in
place of their own.
"""

import base64
import binascii
from collections.abc import Callable, Mapping

import jsonschema_rs

IsFormat = Callable[[str], bool]

# What jsonschema-rs checks by itself. The numeric formats of OpenAPI (int32, float ...) are annotations.
NATIVE = frozenset(
    "date date-time duration email hostname idn-email idn-hostname ipv4 ipv6 iri iri-reference json-pointer regex "
    "relative-json-pointer time uri uri-reference uri-template uuid".split()
)


def _native(name: str) -> IsFormat:
    validator = jsonschema_rs.Draft202012Validator({"format": name}, validate_formats=True)
    return validator.is_valid


def _is_byte(text: str) -> bool:
    """OpenAPI 3.0's `byte`: base64 (RFC 4648 section 4)."""
    try:
        base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return False
    return True


# Those that jsonschema-rs does not know, and is given.
CUSTOM: Mapping[str, IsFormat] = {"byte": _is_byte}

FORMATS: Mapping[str, IsFormat] = {**{name: _native(name) for name in sorted(NATIVE)}, **CUSTOM}
