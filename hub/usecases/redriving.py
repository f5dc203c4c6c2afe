"""`hub quarantine redrive` and `discard`: a mended event through admission as a new record, and an audit record of it.

Promise: for each record of the quarantine
  1. The mended event goes through admission; a refused one changes nothing but is told, and kept as a refusal.
  2. An audit record says that the redrive begins, with the event's identity and where the input topics ended.
  3. The event is written, acknowledged.
  4. An audit record says that it is done, and closes the record.
A crash between 2 and 4 leaves the record open. The next redrive of the same event looks behind the ends of step 2, and
writes the event only if it is not there, so redriving twice is redriving once. A closed record is never done again.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from hub.admission.admit import OPERATOR, Admitted, Context, Refused, admit
from hub.admission.faults import FOR_CONTENT, fault
from hub.admission.refusal import Code, Refusal
from hub.configuration.model import Configuration
from hub.events.catalogue import BY_CE_TYPE, EventType
from hub.instance.reading_quarantine import DISCARDED, REDRIVEN, STARTED, QuarantineLog
from hub.log.audit import AuditEntry, NewAuditEntry
from hub.log.codec import FrameUnreadable, unframe
from hub.log.quarantined import Quarantined
from hub.serialization.avro import BodyUnreadable, decode_plain
from hub.serialization.plain_limits import impossible
from hub.serialization.readable import to_json
from hub.serialization.schemas import versions

logger = logging.getLogger("hub.usecases.redriving")

DOOR = "hub quarantine redrive"


class RedriveOutcome(StrEnum):
    """What became of one record, or would become of it."""

    REDRIVEN = "redriven"
    DISCARDED = "discarded"
    ALREADY = "already"  # it was closed before; nothing is done
    REFUSED = "refused"  # admission refuses the event
    UNREADABLE = "unreadable"  # no event can be read from its bytes: give the mended event


@dataclass(frozen=True, slots=True)
class Step:
    """One record and what is to become of it. admitted: the event to be written. problems: why there is none."""

    record: Quarantined
    outcome: RedriveOutcome
    admitted: Admitted | None = None
    refusals: tuple[Refusal, ...] = ()
    problem: str = ""

    def to_json(self) -> dict[str, Any]:
        event = None if self.admitted is None else str(self.admitted.event.meta.event_id)
        return {
            "id": self.record.id,
            "code": self.record.code,
            "outcome": self.outcome.value,
            "event": event,
            "problem": self.problem,
            "refusals": [each.to_json() for each in self.refusals],
        }


def counts(steps: Sequence[Step]) -> dict[str, int]:
    """How many records came to each outcome; they add up to the records that were chosen."""
    return {outcome.value: sum(1 for each in steps if each.outcome is outcome) for outcome in RedriveOutcome}


def chosen(
    log: QuarantineLog, ids: Sequence[str], cause: str | None, all_open: bool
) -> tuple[list[Quarantined], list[str]]:
    """The records that are meant, each once, and the ids that name none. By id: closed ones too."""
    known = {each.id: each for each in log.records}
    named = [known[each] for each in dict.fromkeys(ids) if each in known]
    others = [each for each in log.open if (all_open or each.code == cause) and each not in named]
    return [*named, *others], [each for each in dict.fromkeys(ids) if each not in known]


def event_in(record: Quarantined) -> dict[str, Any] | str:
    """The CloudEvents document of the event in the record's bytes, or why this release cannot read one from them."""
    headers = dict(record.headers)
    named = headers.get("ce_type")
    if named is None:
        return "no header ce_type names its type"
    event_type = BY_CE_TYPE.get(named.decode(errors="replace"))
    if event_type is None:
        return "its type is not in this release's catalogue"
    if record.value is None:
        return "it has no value"
    try:
        _, body = unframe(record.value)
        plain = decode_plain(event_type, _version(event_type, headers.get("ce_dataschema")), body)
    except (FrameUnreadable, BodyUnreadable) as failure:
        return str(failure)
    wrong = impossible(event_type, plain)
    if wrong is not None:
        return f"{wrong} has a value that cannot be"
    data = to_json(event_type, plain)
    meta = data["meta"]
    return {
        "specversion": "1.0",
        "id": meta["event_id"],
        "source": meta["source_system"],
        "type": event_type.ce_type,
        "data": data,
    }


def _version(event_type: EventType, named: bytes | None) -> tuple[int, int]:
    """The version that the header names, where it is bundled; else the newest."""
    text = (named or b"").decode(errors="replace")
    bundled = {
        f"{event_type.word}/{event_type.name}/v{major}.{minor}": (major, minor) for major, minor in versions(event_type)
    }
    return bundled.get(text, (event_type.major, event_type.minor))


def plan_redrive(
    log: QuarantineLog,
    records: Sequence[Quarantined],
    mended: Mapping[str, Any] | None,
    configuration: Configuration,
    now: datetime,
) -> list[Step]:
    """What would become of each. mended: the event to be said instead, for one record. Pure."""
    context = Context(configuration, now, OPERATOR, DOOR)
    return [_plan_one(log, each, mended, context) for each in records]


def _plan_one(log: QuarantineLog, record: Quarantined, mended: Mapping[str, Any] | None, context: Context) -> Step:
    closed = log.handling.closed.get(record.id)
    if closed is not None:
        return Step(record, RedriveOutcome.ALREADY, problem=f"{log.state(record.id)} at {closed.at} by {closed.who}")
    document = event_in(record) if mended is None else mended
    if isinstance(document, str):
        return Step(record, RedriveOutcome.UNREADABLE, problem=f"{document}; give the mended event with --file")
    try:
        answer = admit(document, context)
    except FOR_CONTENT as failure:
        logger.error("item not judged", extra={"code": Code.ADMISSION_FAILED.value, "door": DOOR}, exc_info=failure)
        answer = Refused((fault(Code.ADMISSION_FAILED, "judged", record.id),))
    if isinstance(answer, Refused):
        refusals = tuple(each.at(record.id) for each in answer.refusals)
        return Step(record, RedriveOutcome.REFUSED, refusals=refusals, problem=refusals[0].problem)
    return Step(record, RedriveOutcome.REDRIVEN, answer)


def plan_discard(log: QuarantineLog, records: Sequence[Quarantined]) -> list[Step]:
    """What would become of each. Pure."""
    return [
        Step(each, RedriveOutcome.ALREADY, problem=f"was {log.state(each.id)} before")
        if each.id in log.handling.closed
        else Step(each, RedriveOutcome.DISCARDED)
        for each in records
    ]


class RedriveActions(Protocol):
    """What carrying out needs of the log, as hub.usecases.log_actions gives it. Each call is acknowledged on return."""

    async def audit(self, new: NewAuditEntry) -> AuditEntry: ...
    async def ends(self, admitted: Admitted) -> dict[str, int]: ...
    async def is_behind(self, admitted: Admitted, ends: Mapping[str, int]) -> bool: ...
    async def publish(self, admitted: Admitted) -> list[str]: ...


@dataclass(frozen=True, slots=True)
class Who:
    """Whoever acts, and why."""

    name: str
    reason: str


async def carry_out(log: QuarantineLog, steps: Sequence[Step], who: Who, actions: RedriveActions) -> None:
    """Do what was planned, record by record. Raises whatever `actions` raise; what was done until then stands."""
    for step in steps:
        match step.outcome:
            case RedriveOutcome.REDRIVEN:
                assert step.admitted is not None
                await _redrive(log.handling.started.get(step.record.id), step.record, step.admitted, who, actions)
            case RedriveOutcome.DISCARDED:
                before, after = _as_it_stands(step.record), {"state": "discarded"}
                await actions.audit(NewAuditEntry(who.name, DISCARDED, step.record.id, who.reason, before, after))
            case RedriveOutcome.ALREADY | RedriveOutcome.REFUSED | RedriveOutcome.UNREADABLE:
                continue


async def _redrive(
    started: AuditEntry | None, record: Quarantined, admitted: Admitted, who: Who, actions: RedriveActions
) -> None:
    identity = identity_of(admitted)
    before = _as_it_stands(record)
    # Step 2, unless an earlier redrive of the same event got as far
    if (
        started is not None
        and started.after["event"] == identity["event"]
        and started.after["content"] == identity["content"]
    ):
        ends = started.after["ends"]
        written = ["found in the log"] if await actions.is_behind(admitted, ends) else None
    else:
        ends, written = await actions.ends(admitted), None
        await actions.audit(NewAuditEntry(who.name, STARTED, record.id, who.reason, before, {**identity, "ends": ends}))
    # Step 3
    if written is None:
        written = await actions.publish(admitted)
    # Step 4: after 3, or a crash in between would close what nobody has written
    after = {"state": "redriven", **identity, "written": written}
    await actions.audit(NewAuditEntry(who.name, REDRIVEN, record.id, who.reason, before, after))


def identity_of(admitted: Admitted) -> dict[str, str]:
    """Event id and content hash: what makes a saying the same saying."""
    event, content = admitted.identity
    return {"event": event, "content": content}


def _as_it_stands(record: Quarantined) -> dict[str, Any]:
    return {
        "state": "open",
        "code": record.code,
        "topic": record.topic,
        "partition": record.partition,
        "offset": record.offset,
    }
