"""What is wrong with the value of a parameter, and what to write: the framework's words in the hub's.

Promise: pure; the value is not repeated. Of a parameter that takes one of many words the near ones are told first and
few, as admission does for codes.
"""

import re
from collections.abc import Mapping
from typing import Any, Final

from hub.admission.codes_meant import code_to_write

DESCRIPTION: Final = "/openapi.json"
_QUOTED: Final = re.compile(r"'([^']*)'")
_OF_UUIDS: Final = re.compile(r"\^\[0-9a-fA-F\]\{8\}")

_UUID: Final = "is not a UUID; write it whole, as 0191f7a0-0000-7000-8000-000000000001: the `id` of the event"
_WORDS: Final[tuple[tuple[str, str], ...]] = (
    ("missing", "is missing; give it"),
    ("datetime", "is not a time with an offset; write it as 2015-06-29T18:30:00Z"),
    ("timezone", "is not a time with an offset; write it as 2015-06-29T18:30:00Z"),
    ("date", "is not a day; write it as 2015-06-29"),
    ("int", "is not a whole number; write digits, such as 50"),
    ("bool", "is neither true nor false; write true or false"),
    ("uuid", _UUID),
    ("greater_than_equal", "is too small; write {ge} or more"),
    ("less_than_equal", "is too large; write {le} or less"),
    ("string_too_long", "is longer than {max_length} characters; shorten it"),
    ("string_too_short", "is empty; write something, or leave it out"),
    ("string_pattern_mismatch", "is not written as it must be; {description} tells how"),
)


def detail_of(error: Mapping[str, Any]) -> str:
    """The words on one of the framework's errors."""
    kind, context = str(error["type"]), {**error.get("ctx", {}), "description": DESCRIPTION}
    if kind in ("enum", "literal_error"):
        codes = _QUOTED.findall(str(context["expected"]))
        given = error["input"] if isinstance(error["input"], str) else ""
        return f"is none of the words that it takes; {code_to_write(given[:80], codes, DESCRIPTION)}"
    if _OF_UUIDS.match(str(context.get("pattern", ""))):
        return _UUID
    for begins, words in _WORDS:
        if kind.startswith(begins):
            return words.format(**context)
    return str(error["msg"])
