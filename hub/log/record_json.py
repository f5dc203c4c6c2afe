"""Any record of the hub's topics as JSON data, for a person at a terminal. Pure; no record is refused."""

import base64
from typing import Any

import orjson

from hub.events import topics
from hub.log.decode import Decoded, RecordDecoder
from hub.log.position import Basis, HeadersUnreadable
from hub.log.quarantined import Quarantined, QuarantineUnreadable
from hub.log.records import InputRecord
from hub.serialization.readable import instant_text, to_json


def record_json(record: InputRecord, topic: str, decoder: RecordDecoder) -> dict[str, Any]:
    """Where the record stands and what it says; bytes in base64 where it is not what its topic promises.

    topic: without the instance's prefix. Raises SchemaNeeded for an event whose writer's schema is not known yet.
    """
    location = {
        "topic": record.topic,
        "partition": record.partition,
        "offset": record.offset,
        "time": instant_text(record.timestamp_ms),
    }
    if topic in topics.INPUT_TOPICS:
        return location | _event(record, decoder)
    if topic == topics.PICTURE:
        return location | _picture(record)
    if topic == topics.QUARANTINE:
        try:
            return location | {"quarantined": Quarantined.read(record.key, record.value, record.headers).reason()}
        except QuarantineUnreadable as failure:
            return location | as_bytes(record) | {"unreadable": str(failure)}
    return location | {"key": _text(record.key), "value": _json(record.value)}


def as_bytes(record: InputRecord) -> dict[str, Any]:
    """Key, headers and value as they are."""
    return {
        "key": _text(record.key),
        "headers": [[name, _text(value)] for name, value in record.headers],
        "value": _text(record.value),
    }


def _event(record: InputRecord, decoder: RecordDecoder) -> dict[str, Any]:
    decoded = decoder.decode(record)
    if not isinstance(decoded, Decoded):
        reason = {"code": decoded.code, "field": decoded.field, "problem": decoded.problem, "fix": decoded.fix}
        return as_bytes(record) | {"refused": reason}
    return {
        "partnership": decoded.partnership,
        "type": decoded.type.ce_type,
        "version": f"{decoded.version[0]}.{decoded.version[1]}",
        "content_hash": decoded.content_hash,
        "admitted": {
            "time": instant_text(decoded.stamp.milliseconds),
            "principal": decoded.stamp.principal,
            "door": decoded.stamp.door,
        },
        "event": to_json(decoded.type, decoded.plain),
    }


def _picture(record: InputRecord) -> dict[str, Any]:
    try:
        basis = Basis.from_headers(record.headers)
    except HeadersUnreadable as failure:
        return as_bytes(record) | {"unreadable": str(failure)}
    return {
        "key": _json(record.key),
        "picture": _json(record.value),
        "judged_for": basis.judged_for.isoformat(),
        "until": basis.until.isoformat() if basis.until else None,
        "o": basis.position.as_dict(),
        "g": basis.generation,
        "configuration": basis.configuration,
    }


def _json(raw: bytes | None) -> Any:
    if raw is None:
        return None
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError:
        return _text(raw)


def _text(raw: bytes | None) -> Any:
    """The text, or {"base64": ...} where the bytes are not text."""
    if raw is None:
        return None
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(raw).decode()}
