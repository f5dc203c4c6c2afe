"""Redrive and discard, without Kafka: what is planned, what is done in which order, and a crash at each step."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from hub.admission.admit import Admitted
from hub.instance.reading_quarantine import DISCARDED, REDRIVEN, STARTED, Handling, QuarantineLog
from hub.log.audit import AuditEntry, Chain, NewAuditEntry
from hub.log.quarantined import Quarantined
from hub.log.reasons import PoisonReason
from hub.usecases.redriving import (
    RedriveOutcome,
    Who,
    carry_out,
    chosen,
    counts,
    event_in,
    identity_of,
    plan_discard,
    plan_redrive,
)
from tests.log.test_decode import GOOD, VALUE
from tests.support.documents import NOW, declared, wandsworth

WHO = Who("operator:jo", "a test")


def kept(offset: int = 41, code: str = PoisonReason.NOT_ADMITTED, **changes: Any) -> Quarantined:
    made = Quarantined(
        id=f"{GOOD.topic}-1-{offset}",
        topic=GOOD.topic,
        partition=1,
        offset=offset,
        timestamp_ms=0,
        key=GOOD.key,
        value=VALUE,
        headers=GOOD.headers,
        code=code,
        field="hub-admitted",
        problem="is missing",
        fix="publish it",
        code_version="0.1.0",
    )
    return replace(made, **changes)


class Crash(Exception):
    """The process dies here."""


class Log:
    """The log as the actions change it. crash_before: which call, counted over all, does not happen any more."""

    def __init__(self, *records: Quarantined) -> None:
        self.records = records
        self.chain = Chain()
        self.events: list[dict[str, str]] = []
        self.calls: list[str] = []
        self.crash_before: int | None = None

    def read(self) -> QuarantineLog:
        return QuarantineLog(self.records, (), Handling.of(self.chain.entries), self.chain)

    def _count(self, call: str) -> None:
        if self.crash_before is not None and len(self.calls) >= self.crash_before:
            raise Crash(call)
        self.calls.append(call)

    async def audit(self, new: NewAuditEntry) -> AuditEntry:
        self._count(new.action)
        at, said = NOW.isoformat(), (new.who, new.action, new.subject, new.why, new.before, new.after)
        entry = AuditEntry(str(UUID(int=self.chain.end)), at, *said, self.chain.head)
        self.chain.take(self.chain.end, entry.encode())
        return entry

    async def ends(self, admitted: Admitted) -> dict[str, int]:
        return dict.fromkeys(admitted.event.meta.partnerships, len(self.events))

    async def is_behind(self, admitted: Admitted, ends: Mapping[str, int]) -> bool:
        return identity_of(admitted) in self.events[min(ends.values()) :]

    async def publish(self, admitted: Admitted) -> list[str]:
        self._count("publish")
        self.events.append(identity_of(admitted))
        return [f"t[0]@{len(self.events) - 1}"]

    async def redrive(self, mended: Any = None) -> list[RedriveOutcome]:
        log = self.read()
        steps = plan_redrive(log, log.records, mended, wandsworth(), NOW)
        await carry_out(log, steps, WHO, self)
        return [each.outcome for each in steps]


async def test_the_event_is_written_between_the_two_audit_records() -> None:
    log = Log(kept())
    assert await log.redrive() == [RedriveOutcome.REDRIVEN]
    assert log.calls == [STARTED, "publish", REDRIVEN]
    started, done = log.chain.entries
    assert started.after["ends"] == {"wandsworth": 0}
    assert (done.who, done.why, done.subject) == ("operator:jo", "a test", kept().id)
    assert (done.before["state"], done.after["state"], done.after["written"]) == ("open", "redriven", ["t[0]@0"])
    assert log.chain.broken == []
    assert log.read().open == ()


async def test_twice_is_once() -> None:
    log = Log(kept())
    await log.redrive()
    assert await log.redrive() == [RedriveOutcome.ALREADY]
    assert (len(log.events), len(log.chain.entries)) == (1, 2)


@pytest.mark.parametrize("calls", range(4), ids=["before all", "after the mark", "after the event", "after all"])
async def test_a_crash_at_any_step_and_again_is_once(calls: int) -> None:
    log = Log(kept())
    log.crash_before = calls
    if calls < 3:
        with pytest.raises(Crash):
            await log.redrive()
        assert log.read().open
    else:
        await log.redrive()
    log.crash_before = None
    await log.redrive()
    assert len(log.events) == 1
    assert [each.action for each in log.chain.entries] == [STARTED, REDRIVEN]
    assert log.read().state(kept().id) == "redriven"


async def test_after_a_crash_another_event_is_another_one() -> None:
    log = Log(kept())
    log.crash_before = 2
    with pytest.raises(Crash):
        await log.redrive()
    log.crash_before = None
    await log.redrive(declared(title="Mended"))
    assert len(log.events) == 2
    assert [each.action for each in log.chain.entries] == [STARTED, STARTED, REDRIVEN]


async def test_after_a_crash_another_content_of_the_same_event_is_another_one() -> None:
    log = Log(kept())
    log.crash_before = 1
    with pytest.raises(Crash):
        await log.redrive(declared(title="Mended"))
    log.crash_before = None
    await log.redrive(declared(title="Mended once more"))
    assert log.calls == [STARTED, STARTED, "publish", REDRIVEN]
    *_, started, done = log.chain.entries
    assert started.after["content"] == done.after["content"]


async def test_a_refused_event_changes_nothing_and_says_why() -> None:
    log = Log(kept())
    (step,) = plan_redrive(log.read(), log.records, declared(stage="awarded"), wandsworth(), NOW)
    assert step.outcome is RedriveOutcome.REFUSED
    assert step.refusals[0].where == kept().id
    await carry_out(log.read(), [step], WHO, log)
    assert log.calls == []


@pytest.mark.parametrize(
    ("record", "words"),
    [
        (kept(headers=()), "no header ce_type names its type"),
        (kept(headers=(("ce_type", b"x"),)), "its type is not in this release's catalogue"),
        (kept(value=None), "it has no value"),
        (kept(value=b"\x01"), "framing"),
        (kept(value=VALUE + b"\x00"), "left"),
    ],
    ids=["no type", "another type", "no value", "no framing", "bytes left over"],
)
def test_bytes_without_an_event_ask_for_the_mended_one(record: Quarantined, words: str) -> None:
    log = QuarantineLog((record,))
    (step,) = plan_redrive(log, log.records, None, wandsworth(), NOW)
    assert step.outcome is RedriveOutcome.UNREADABLE
    assert words in step.problem
    assert "--file" in step.problem
    (mended,) = plan_redrive(log, log.records, declared(), wandsworth(), NOW)
    assert mended.outcome is RedriveOutcome.REDRIVEN


def test_the_event_in_the_bytes_keeps_its_id() -> None:
    document = event_in(kept())
    assert isinstance(document, dict)
    assert document["id"] == document["data"]["meta"]["event_id"]
    assert document["data"]["title"] == "Carers Contract"


async def test_a_discard_is_one_audit_record_and_closes() -> None:
    log = Log(kept(1), kept(2))
    steps = plan_discard(log.read(), log.records[:1])
    await carry_out(log.read(), steps, WHO, log)
    assert [each.action for each in log.chain.entries] == [DISCARDED]
    assert [each.offset for each in log.read().open] == [2]
    assert [each.outcome for each in plan_discard(log.read(), log.records)] == [
        RedriveOutcome.ALREADY,
        RedriveOutcome.DISCARDED,
    ]


def test_records_are_chosen_by_id_by_cause_or_all_that_are_open() -> None:
    log = QuarantineLog((kept(1, "A"), kept(2, "B"), kept(3, "A")))
    one, three = kept(1, "A"), kept(3, "A")
    assert chosen(log, [kept(2).id, kept(2).id], None, False) == ([kept(2, "B")], [])
    assert chosen(log, [], "A", False) == ([one, three], [])
    assert chosen(log, [], None, True) == ([one, kept(2, "B"), three], [])
    assert chosen(log, ["x-0-0"], None, False) == ([], ["x-0-0"])


async def test_closed_records_are_chosen_by_id_alone() -> None:
    log = Log(kept(1), kept(2))
    await carry_out(log.read(), plan_discard(log.read(), log.records[:1]), WHO, log)
    assert [each.offset for each in chosen(log.read(), [], None, True)[0]] == [2]
    assert [each.offset for each in chosen(log.read(), [kept(1).id], None, False)[0]] == [1]


async def test_counts_add_up() -> None:
    log = Log(kept(1), kept(2, value=None), kept(3))
    steps = plan_redrive(log.read(), log.records, None, wandsworth(), NOW)
    assert counts(steps) == {"redriven": 2, "discarded": 0, "already": 0, "refused": 0, "unreadable": 1}
