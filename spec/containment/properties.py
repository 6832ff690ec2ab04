"""Unicode properties in patterns (ECMA-262 section 22.2.2.9): no automaton has them, but what they hold of ASCII says enough
where a pattern of plain letters becomes one of letters of any language."""

import re

_ASCII = {
    "L": "A-Za-z",
    "Letter": "A-Za-z",
    "Alphabetic": "A-Za-z",
    "Lu": "A-Z",
    "Uppercase_Letter": "A-Z",
    "Ll": "a-z",
    "Lowercase_Letter": "a-z",
    "N": "0-9",
    "Number": "0-9",
    "Nd": "0-9",
    "Decimal_Number": "0-9",
}
_PROPERTY = re.compile(r"\\p\{(?:(?:gc|General_Category)=)?([^{}]*)\}")
# Where less within is more without: a property there must not be made smaller.
_TURNED = re.compile(r"\[\^|\(\?!|\(\?<|\\P")


def narrowed(pattern: str) -> str | None:
    """A pattern whose texts all match the given one, with the ASCII characters of its properties; None where none is known."""
    if _TURNED.search(pattern):
        return None
    found: list[str] = []
    at, is_class = 0, False
    while at < len(pattern):
        known = _PROPERTY.match(pattern, at)
        if known is not None:
            signs = _ASCII.get(known[1])
            if signs is None:
                return None
            found.append(signs if is_class else f"[{signs}]")
            at = known.end()
            continue
        length = 2 if pattern[at] == "\\" else 1
        if length == 1 and pattern[at] in "[]":
            is_class = pattern[at] == "["
        found.append(pattern[at : at + length])
        at += length
    return "".join(found)
