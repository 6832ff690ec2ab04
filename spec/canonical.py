"""A text that equal JSON values share, and no others: for Python 1, 1.0 and True are one key."""

import json
from typing import Any

import orjson


def canonical(value: Any) -> str:
    """The JSON text of a value, members sorted by name."""
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
    except TypeError:  # an integer of more than 64 bits, or half of a surrogate pair
        return json.dumps(value, sort_keys=True)
