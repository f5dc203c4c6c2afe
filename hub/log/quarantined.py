"""A quarantine record as an operator reads it: the bytes and headers as they were, where they stood, why, the cure."""

import base64
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Self

import orjson

from hub.log.quarantine import HEADER, WAS
from hub.serialization.unreadable import why_unreadable


class QuarantineUnreadable(ValueError):
    """The record is not one that the hub's engine wrote to quarantine."""


@dataclass(frozen=True, slots=True)
class Quarantined:
    """One record that could not be taken. timestamp_ms: of the original, milliseconds since 1970.

    headers: the original ones, in their order. value None: the original had none.
    """

    id: str
    topic: str
    partition: int
    offset: int
    timestamp_ms: int
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes | None], ...]
    code: str
    field: str
    problem: str
    fix: str
    code_version: str

    @classmethod
    def read(cls, key: bytes | None, value: bytes | None, headers: Iterable[tuple[str, bytes | None]]) -> Self:
        """Raises QuarantineUnreadable."""
        headers = tuple(headers)
        about = dict(headers).get(HEADER)
        if key is None or about is None:
            raise QuarantineUnreadable(f"a quarantine record has a key and the header {HEADER}")
        try:
            said = orjson.loads(about)
            key_b64 = said["key_b64"]
            return cls(
                id=key.decode(),
                topic=str(said["topic"]),
                partition=int(said["partition"]),
                offset=int(said["offset"]),
                timestamp_ms=int(said["timestamp_ms"]),
                key=None if key_b64 is None else base64.b64decode(key_b64, validate=True),
                value=value,
                headers=tuple((name.removeprefix(WAS), each) for name, each in headers if name.startswith(WAS)),
                code=str(said["code"]),
                field=str(said["field"]),
                problem=str(said["problem"]),
                fix=str(said["fix"]),
                code_version=str(said["code_version"]),
            )
        except (KeyError, TypeError, ValueError) as failure:
            raise QuarantineUnreadable(f"header {HEADER}: {why_unreadable(failure)}") from failure

    def reason(self) -> dict[str, Any]:
        """JSON data: what an operator needs to decide, without the bytes."""
        return {
            "id": self.id,
            "topic": self.topic,
            "partition": self.partition,
            "offset": self.offset,
            "timestamp_ms": self.timestamp_ms,
            "code": self.code,
            "field": self.field,
            "problem": self.problem,
            "fix": self.fix,
            "code_version": self.code_version,
        }

    def whole(self) -> dict[str, Any]:
        """JSON data: the reason, and every byte of the original in base64 beside its text where it is text."""
        return self.reason() | {
            "key": _bytes(self.key),
            "headers": [{"name": name} | (_bytes(value) or {}) for name, value in self.headers],
            "value": _bytes(self.value),
        }


def _bytes(raw: bytes | None) -> dict[str, Any] | None:
    if raw is None:
        return None
    found: dict[str, Any] = {"bytes": len(raw), "base64": base64.b64encode(raw).decode()}
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        return found
    return found | {"text": text} if text.isprintable() else found
