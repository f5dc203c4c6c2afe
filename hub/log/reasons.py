"""Why a record of an input topic goes to quarantine: stable codes, each with its one meaning and its one cure.

Promise: whatever tells of a poisoned record (quarantine, receipt, the event's page, the command line, the runbook,
docs/errors.md) has its words from here.
"""

from enum import StrEnum
from typing import Final

from hub.log.records import Poison

_ADMIT: Final = (
    "publish the event through the hub's admission, which writes this itself; "
    "`hub quarantine redrive` does it from the record's bytes where `ce_type` names the type that wrote them, and "
    "else takes the event with --file"
)
_SEND_AGAIN: Final = (
    "have its source publish the event through the hub's admission; then `hub quarantine redrive --file`, or discard it"
)
_UPGRADE: Final = "upgrade to the release that wrote the record, then `hub quarantine redrive` it"


class PoisonReason(StrEnum):
    """Every reason for which a record goes to quarantine. A code is never used for a second reason.

    meaning: what is the matter. cause: what usually brings it about. fix: what mends it.
    """

    meaning: str
    cause: str
    fix: str

    def __new__(cls, value: str, meaning: str, cause: str, fix: str) -> "PoisonReason":
        member = str.__new__(cls, value)
        member._value_ = value
        member.meaning, member.cause, member.fix = meaning, cause, fix
        return member

    NO_KEY = (
        "HUB-REC-001",
        "The record has no key, so it belongs to no partnership.",
        "Written past admission.",
        _ADMIT,
    )
    NO_VALUE = (
        "HUB-REC-002",
        "The record has no value; events are kept for ever, and nothing is deleted so.",
        "Somebody tried to delete an event.",
        "to take an event back, `hub withdraw` it; discard this record",
    )
    WRONG_PARTITION = (
        "HUB-REC-003",
        "The key does not hash to the partition that holds the record.",
        "Another partitioner, or partitions that were added in place.",
        _ADMIT,
    )
    HEADER_MISSING = (
        "HUB-REC-004",
        "A header that every event carries is missing or has no value.",
        "Written past admission.",
        _ADMIT,
    )
    TYPE_UNKNOWN = (
        "HUB-REC-005",
        "`ce_type` is not in this release's catalogue.",
        "A newer release wrote it, or the name is wrong.",
        f"check the type's name; if a newer release wrote it, {_UPGRADE}",
    )
    WRONG_TOPIC = ("HUB-REC-006", "The type belongs on another topic.", "Written past admission.", _ADMIT)
    FRAME_UNREADABLE = (
        "HUB-REC-007",
        "The value is not in Confluent's framing.",
        "A writer without the registry's serializer.",
        _SEND_AGAIN,
    )
    SCHEMA_UNKNOWN = (
        "HUB-REC-008",
        "There is no such schema: `ce_dataschema` names none of the type, or the registry has none of the id.",
        "A registry that lost its store.",
        "if the registry lost the schema, register it again and `hub quarantine redrive` the record; "
        "else publish the event through the hub's admission, which names the schema itself",
    )
    BODY_UNREADABLE = (
        "HUB-REC-009",
        "The bytes are not what the schema writes: damaged, cut, or with bytes left over.",
        "A faulty writer.",
        _SEND_AGAIN,
    )
    HEADER_DIFFERS = (
        "HUB-REC-010",
        "A header says something else than `meta`, which is the truth, or is not what CloudEvents asks for.",
        "Written past admission.",
        _ADMIT,
    )
    NOT_ADMITTED = (
        "HUB-REC-011",
        "`hub-admitted` is missing or cannot be read: the record did not come through admission.",
        "Written past admission.",
        _ADMIT,
    )
    WRONG_PARTNERSHIP = (
        "HUB-REC-012",
        "The key is not among the partnerships that the event names.",
        "Copied from another partnership's records.",
        _ADMIT,
    )
    HEADER_REPEATED = (
        "HUB-REC-013",
        "A header is there twice, and readers would differ about it.",
        "A proxy or mirror that adds headers again.",
        _ADMIT,
    )
    VALUE_IMPOSSIBLE = (
        "HUB-REC-014",
        "A date outside the calendar, a number beyond its digits, or no UUID where one must be.",
        "A faulty writer.",
        "correct the value and publish the event through the hub's admission; then discard this record",
    )
    SCHEMA_UNUSABLE = (
        "HUB-REC-015",
        "The registry's schema of the id cannot be read as this release's newest of the type.",
        "A newer release changed what it may not: see `hub schemas check --registry`.",
        _UPGRADE,
    )

    def poison(self, field: str, problem: str) -> Poison:
        """A record that cannot be taken for this reason. problem: what is wrong with this one."""
        return Poison(self, field, problem, self.fix)


def unknown_schema(schema_id: int) -> Poison:
    """Of a record whose schema the registry does not have."""
    return PoisonReason.SCHEMA_UNKNOWN.poison("value", f"the registry has no schema of id {schema_id}")
