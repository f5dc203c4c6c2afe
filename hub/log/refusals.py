"""What a door refused, kept: who sent it, what was wrong, and the item's text where that holds no personal data.

Promise: a door calls `keep_refusals` before it answers, so that what was told to a partner can be looked up for ever.
One record for each refused event, with all its reasons; its key is the event's id, else the SHA-256 of the item, so all
about one event stands in one partition, in order. Older logs hold one record a reason; those are read too, and
counted as one event all the same. `refused_so_far` is pure: it folds records to what an operator asks of them.
"""

import hashlib
import json
import logging
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple, Self

import orjson

from hub.events.ids import uuid_in
from hub.events.topics import REFUSAL
from hub.log.batch_writer import Outgoing
from hub.log.codec import Stamp
from hub.log.publisher import EventPublisher

log = logging.getLogger("hub.log.refusals")

MOST_TEXT_BYTES: Final = 64 * 1024
MOST_WORDS: Final = 2000
MOST_REASONS: Final = 50
RECENT: Final = timedelta(hours=1)


class RefusalUnreadable(ValueError):
    """The record is not one that a door wrote."""


class RefusalReason(NamedTuple):
    """One reason why an event was refused. where: its place in what was published."""

    where: str
    code: str
    field: str
    problem: str
    fix: str


@dataclass(frozen=True, slots=True)
class KeptRefusal:
    """One refused event. at: ISO 8601, UTC. event, type: as the item named them, None if it did not.

    where, code, field, problem, fix: the first reason. more: the further ones. left_out: how many are not kept.
    sha256: of the item's text. text: the item; None where it is left out.
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
    more: tuple[RefusalReason, ...] = ()
    left_out: int = 0

    @property
    def reasons(self) -> tuple[RefusalReason, ...]:
        """Every reason that is kept, in the order in which they were told."""
        return RefusalReason(self.where, self.code, self.field, self.problem, self.fix), *self.more

    @property
    def identity(self) -> tuple[str, ...]:
        """What makes two records tell of one refused event: of one that is refused again, `at` differs."""
        return self.principal, self.door, self.at, self.where, self.event or "", self.sha256

    @property
    def key(self) -> bytes:
        return (self.event or self.sha256).encode()

    def outgoing(self) -> Outgoing:
        said = asdict(self) | {"more": [each._asdict() for each in self.more]}
        return Outgoing(self.key, orjson.dumps(said), [])

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
        return cls(**known | {"more": _further(known["more"]), "left_out": _count(known["left_out"])})


def _further(said: Any) -> tuple[RefusalReason, ...]:
    """Reasons beside the first; none in a record of a release before."""
    try:
        found = tuple(RefusalReason(*(each[name] for name in RefusalReason._fields)) for each in said or ())
    except (KeyError, TypeError) as failure:
        raise RefusalUnreadable("more is a list of reasons with where, code, field, problem, fix") from failure
    if not all(isinstance(each, str) for reason in found for each in reason):
        raise RefusalUnreadable("the words of a reason are texts")
    return found


def _count(said: Any) -> int:
    return said if isinstance(said, int) else 0


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
    """The record of one refused event; none without a reason. refusals: each with where, code, field, problem, fix.

    document: the event that was refused, for its id and type; None where there was none. with_text: False when the
    text may hold personal data (hub.admission.personal.may_be_kept); its hash is kept in any case.
    """
    attributes = document if isinstance(document, Mapping) else {}
    name = attributes.get("type")
    event = uuid_in(attributes.get("id"))
    shown = text[:MOST_TEXT_BYTES].decode(errors="replace") if with_text else None
    told = [RefusalReason(*(words(each[name], MOST_WORDS) for name in RefusalReason._fields)) for each in refusals]
    if not told:
        return []
    return [
        KeptRefusal(
            **told[0]._asdict(),
            at=stamp.time.isoformat(timespec="milliseconds"),
            principal=stamp.principal,
            door=stamp.door,
            event=str(event) if event is not None else None,
            # a text that is no type's name could be anything
            type=name if isinstance(name, str) and name.startswith("uk.jch.") and len(name) < 100 else None,
            sha256=hashlib.sha256(text).hexdigest(),
            text=shown,
            more=tuple(told[1:MOST_REASONS]),
            left_out=max(0, len(told) - MOST_REASONS),
        )
    ]


def words(text: str, most: int) -> str:
    """What a record holds of a text that is told: the name of a file may hold half a character, which none takes."""
    return text[:most].encode("utf-8", "replace").decode()


async def keep_refusals(publisher: EventPublisher, refused: Sequence[KeptRefusal]) -> None:
    """All of them are in the log when this returns. Raises BrokerAway; then give the partner no answer but that."""
    if refused:
        await publisher.keep(REFUSAL, [each.outgoing() for each in refused])
    for each in refused:
        for code in dict.fromkeys(reason.code for reason in each.reasons):
            extra = {"event": each.event, "code": code, "principal": each.principal, "door": each.door}
            log.info("refused", extra=extra)


@dataclass(slots=True)
class RefusedByPrincipal:
    """What was refused to one principal, over the records that were read. count, recent_count: events; one that was
    refused again counts again. by_code, recent: their reasons by code. recent: in the last hour."""

    count: int = 0
    recent_count: int = 0
    by_code: Counter[str] = field(default_factory=Counter)
    recent: Counter[str] = field(default_factory=Counter)
    last: KeptRefusal | None = None


def refused_so_far(refusals: Iterable[KeptRefusal], now: datetime) -> dict[str, RefusedByPrincipal]:
    """By principal. The same for the same records in any order. now: aware."""
    found: dict[str, RefusedByPrincipal] = {}
    counted: set[tuple[str, ...]] = set()
    for each in refusals:
        to = found.setdefault(each.principal, RefusedByPrincipal())
        is_recent = now - datetime.fromisoformat(each.at) <= RECENT
        codes = [reason.code for reason in each.reasons]
        to.by_code.update(codes)
        if is_recent:
            to.recent.update(codes)
        if each.identity not in counted:
            counted.add(each.identity)
            to.count += 1
            to.recent_count += is_recent
        if to.last is None or _order(to.last) < _order(each):
            to.last = each
    return found


def _order(refusal: KeptRefusal) -> tuple[datetime, bytes]:
    """By time; of one moment by all that is kept, so that the last one does not depend on the order of reading."""
    return datetime.fromisoformat(refusal.at), refusal.outgoing().value or b""
