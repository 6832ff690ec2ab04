"""What a document allows and a lawful server may still refuse: questions that documents leave open.

Texts of blanks only, NUL, code points that are no characters, UUIDs in upper case, numbers beyond a double.
"""

import math
import re
from typing import Any

_UPPER_UUID = re.compile(r"[0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12}")
# Unicode 15 section 23.7: noncharacters. UTF-8 writes them, and some stores refuse them.
_NONCHARACTER = re.compile("[\ufdd0-\ufdef]|[\ufffe\uffff]")


def is_disputed(value: Any) -> bool:
    """Whether a JSON value holds, anywhere, something that lawful servers treat in different ways."""
    if isinstance(value, str):
        return _is_disputed_text(value)
    if isinstance(value, float):
        return not math.isfinite(value)
    if isinstance(value, int):
        return abs(value) > 2**53 and not isinstance(value, bool)
    if isinstance(value, dict):
        return any(is_disputed(one) for pair in value.items() for one in pair)
    return isinstance(value, list) and any(map(is_disputed, value))


def _is_disputed_text(text: str) -> bool:
    if text and not text.strip():
        return True
    if "\0" in text or any("\ud800" <= sign <= "\udfff" for sign in text):
        return True
    if _NONCHARACTER.search(text):
        return True
    return bool(_UPPER_UUID.fullmatch(text)) and text != text.lower()
