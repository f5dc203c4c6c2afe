"""What a door refused, kept: who sent it, what was wrong, and the item's text where that holds no personal data.

Promise: a door calls `keep_refusals` before it answers, so that what was told to a partner can be looked up for ever.
One record for each reason; its key is the event's id, else the SHA-256 of the item, so all about one item stands in
one partition, in order. `refused_so_far` is pure: it folds records to what an operator asks of them.
"""

import hashlib
import json
import logging
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final, Self
from uuid import UUID

import orjson

from hub.events.topics import REFUSAL
from hub.log.batch_writer import Outgoing
from hub.log.codec import Stamp
from hub.log.publisher import EventPublisher

log = logging.getLogger("hub.log.refusals")

MOST_TEXT_BYTES: Final = 64 * 1024
MOST_WORDS: Final = 2000
RECENT: Final = timedelta(hours=1)


class RefusalUnreadable(ValueError):
    """The record is not one that a door wrote."""


@dataclass(frozen=True, slots=True)
class KeptRefusal:
    """One reason why one item was refused. at: ISO 8601, UTC. event, type: as the item named them, None if it did not.

    sha256: of the item's text. text: the item, in the first record of an item alone; None where it is left out.
    """

    at: str
    principal: str
    door: str
    where: str
    event: str | None
    type: str | None
    code: str
    field: str
    problem: str
    fix: str
    sha256: str
    text: str | None = None

    @property
    def key(self) -> bytes:
        return (self.event or self.sha256).encode()

    def outgoing(self) -> Outgoing:
        return Outgoing(self.key, orjson.dumps(asdict(self)), [])

    @classmethod
    def read(cls, value: bytes | None) -> Self:
        """Fields of a newer release are passed over. Raises RefusalUnreadable."""
        try:
            said = orjson.loads(value or b"")
            known = {name: said.get(name) for name in cls.__dataclass_fields__}
        except (orjson.JSONDecodeError, AttributeError) as failure:
            raise RefusalUnreadable(f"a refusal is a JSON object: {failure}") from failure
        needed = [known[name] for name in ("at", "principal", "door", "where", "code", "field", "problem", "fix")]
        if not all(isinstance(each, str) for each in needed) or not isinstance(known["sha256"], str):
            raise RefusalUnreadable("a refusal has the texts at, principal, door, where, code, field, problem, fix")
        try:
            datetime.fromisoformat(known["at"])
        except ValueError as failure:
            raise RefusalUnreadable(f"at: {failure}") from failure
        return cls(**known)


def item_text(source: Any) -> bytes:
    """An item as text: bytes as they came, else JSON with its names in order, so that equal items have equal text."""
    if isinstance(source, bytes):
        return source
    try:
        return json.dumps(source, sort_keys=True, separators=(",", ":"), default=str).encode()
    except RecursionError:
        return b""  # nested so deep that nobody could read it again


def kept_refusals(
    refusals: Sequence[Mapping[str, str]], stamp: Stamp, document: Any, text: bytes, *, with_text: bool
) -> list[KeptRefusal]:
    """The records of one refused item. refusals: each with where, code, field, problem, fix.

    document: the event that was refused, for its id and type; None where there was none. with_text: False when the
    text may hold personal data (hub.admission.personal.may_be_kept); its hash is kept in any case.
    """
    attributes = document if isinstance(document, Mapping) else {}
    name = attributes.get("type")
    shown = text[:MOST_TEXT_BYTES].decode(errors="replace") if with_text else None
    return [
        KeptRefusal(
            at=stamp.time.isoformat(timespec="milliseconds"),
            principal=stamp.principal,
            door=stamp.door,
            where=_words(each["where"]),
            event=_uuid(attributes.get("id")),
            # a text that is no type's name could be anything
            type=name if isinstance(name, str) and name.startswith("uk.jch.") and len(name) < 100 else None,
            code=each["code"],
            field=_words(each["field"]),
            problem=_words(each["problem"]),
            fix=_words(each["fix"]),
            sha256=hashlib.sha256(text).hexdigest(),
            text=shown if not number else None,
        )
        for number, each in enumerate(refusals)
    ]


def _words(text: str) -> str:
    # the name of a file may hold half a character, which no record and no terminal takes
    return text[:MOST_WORDS].encode("utf-8", "replace").decode()


def _uuid(given: Any) -> str | None:
    try:
        return str(UUID(given)) if isinstance(given, str) else None
    except ValueError:
        return None


async def keep_refusals(publisher: EventPublisher, refused: Sequence[KeptRefusal]) -> None:
    """All of them are in the log when this returns. Raises BrokerAway; then give the partner no answer but that."""
    if refused:
        await publisher.keep(REFUSAL, [each.outgoing() for each in refused])
    for each in refused:
        extra = {"event": each.event, "code": each.code, "principal": each.principal, "door": each.door}
        log.info("refused", extra=extra)


@dataclass(slots=True)
class Refused:
    """What was refused to one principal, over the records that were read. recent: by code, in the last hour."""

    count: int = 0
    by_code: Counter[str] = field(default_factory=Counter)
    recent: Counter[str] = field(default_factory=Counter)
    last: KeptRefusal | None = None


def refused_so_far(refusals: Iterable[KeptRefusal], now: datetime) -> dict[str, Refused]:
    """By principal. The same for the same records in any order. now: aware."""
    found: dict[str, Refused] = {}
    for each in refusals:
        to = found.setdefault(each.principal, Refused())
        to.count += 1
        to.by_code[each.code] += 1
        if now - datetime.fromisoformat(each.at) <= RECENT:
            to.recent[each.code] += 1
        if to.last is None or _order(to.last) < _order(each):
            to.last = each
    return found


def _order(refusal: KeptRefusal) -> tuple[datetime, str, str, str]:
    return datetime.fromisoformat(refusal.at), refusal.sha256, refusal.code, refusal.field
