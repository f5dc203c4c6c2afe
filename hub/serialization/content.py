"""What makes two sayings the same saying: the content hash.

Promise: the hash depends on what is said, not on the schema version that carried it: null and absent are
alike, and a decimal's bytes are read as the number that they mean. Source: design section 3 (envelope).
"""

import hashlib
from typing import Any, Final

import orjson

from hub.events.catalogue import EventType
from hub.events.plain import Plain

_NESTED: Final = frozenset({dict, list})


def canonical_json(value: Any) -> bytes:
    """Sorted keys, no spaces, UTF-8; bytes (plain decimals) as integers of their smallest unit, in text."""
    return orjson.dumps(value, default=_number, option=orjson.OPT_SORT_KEYS)


def content_hash(event_type: EventType, plain: Plain) -> str:
    """32 hex digits (the first half of SHA-256) over the type and the canonical JSON without nulls."""
    # the type belongs to it: two types may have the same fields and mean different things
    said = event_type.ce_type.encode() + b"\n" + canonical_json(_without_nulls(plain))
    return hashlib.sha256(said).hexdigest()[:32]


def _number(value: Any) -> str:
    if isinstance(value, bytes):
        return str(int.from_bytes(value, "big", signed=True))
    raise TypeError(f"{type(value).__name__} does not occur in a plain event")


def _without_nulls(value: Any) -> Any:
    # most values are neither dict nor list, and a call for each of them would be half of the hash's price
    if isinstance(value, dict):
        return {
            name: _without_nulls(part) if type(part) in _NESTED else part
            for name, part in value.items()
            if part is not None
        }
    return [_without_nulls(part) if type(part) in _NESTED else part for part in value]
