"""An accepted loss of what was said is told until it is closed, whatever the audit log holds beside it."""

from datetime import UTC, datetime
from typing import Any

import pytest
from aiokafka import TopicPartition

from hub.events.topics import CONTRACT, PICTURE, REFUSAL, WORKPLAN
from hub.instance.accepted_losses import ACCEPTED, CLOSED, loss_words, open_losses
from hub.instance.damaged import Damaged, KnownOffsets, damaged
from hub.instance.topic_memory import Lost
from hub.log.audit import AuditEntry
from hub.log.damage import damage
from hub.log.losses import ReachedEnd
from hub.log.topics import TopicNames
from hub.usecases.accepting import new_entries
from tests.monitor.test_advice_is_typed import commands, parse

NAMES = TopicNames("t1.")
PARTITIONS = {"lost": ["partition 11 had lost records"], "partitions": [{"partition": 11, "records": 55}]}


def entry(action: str, topic: str, before: Any = PARTITIONS) -> AuditEntry:
    at = "2026-04-01T12:00:00.000+00:00"
    return AuditEntry("id", at, "operator:jo", action, NAMES.full(topic), "why", before, None, "")


def told(*entries: AuditEntry) -> list[tuple[str, int]]:
    return [(NAMES.short(each.topic), each.records) for each in open_losses(entries, NAMES)]


def test_it_is_told_until_it_is_closed_and_again_after_the_next() -> None:
    lost, closed = entry(ACCEPTED, WORKPLAN), entry(CLOSED, WORKPLAN)
    assert told(lost) == [(WORKPLAN, 55)]
    assert told(lost, entry(CLOSED, CONTRACT)) == [(WORKPLAN, 55)]
    assert told(lost, closed) == []
    assert told(lost, closed, lost) == [(WORKPLAN, 55)]


@pytest.mark.parametrize("topic", [REFUSAL, PICTURE])
def test_of_what_nobody_said_it_is_told_no_more(topic: str) -> None:
    assert told(entry(ACCEPTED, topic)) == []


@pytest.mark.parametrize("before", [None, [], {"lost": ["x"]}, {"partitions": [{"partition": "x"}, 3]}])
def test_of_an_entry_without_counts_it_is_told_that_nobody_knows(before: Any) -> None:
    (loss,) = open_losses([entry(ACCEPTED, WORKPLAN, before)], NAMES)
    what, do = loss_words(loss.to_json(NAMES))
    assert "has lost records, nobody knows how many, for good" in what
    assert commands(do) == ["hub audit close workplan --reason WHY --yes"]
    parse(*commands(do))


@pytest.mark.parametrize(
    ("start", "end", "committed", "reached", "gone"),
    [(0, 0, 55, 0, 55), (0, 5, 9, 0, 4), (0, 5, 9, 12, 7), (5, 9, 9, 9, 5), (5, 7, 9, 9, 7)],
)
def test_as_many_are_told_to_be_gone_as_are_at_either_end(
    start: int, end: int, committed: int, reached: int, gone: int
) -> None:
    tp = TopicPartition(NAMES.full(WORKPLAN), 11)
    known = KnownOffsets({tp: committed}, {tp: ReachedEnd(reached)})
    (found,) = damaged(known, {tp: start}, {tp: end}, NAMES, datetime.now(UTC))
    assert found.records == ((11, gone),)
    assert known.of(tp.topic) == ((11, max(committed, reached)),)
    assert damage(WORKPLAN, start, end, max(committed, reached)) is not None


def test_what_is_accepted_is_kept_with_its_counts_also_of_a_topic_that_is_gone() -> None:
    whole, part = NAMES.full(CONTRACT), NAMES.full(WORKPLAN)
    found = [
        Damaged(CONTRACT, whole, None, "is gone", records=((0, 3), (1, 4))),
        Damaged(WORKPLAN, part, 11, "ends at 0", records=((11, 55),)),
    ]
    gone = Lost((whole,))
    kept = {each.subject: each.before for each in new_entries("operator:jo", gone, found, {whole, part})}
    assert kept[whole] == {
        "lost": ["it was not there any more"],
        "partitions": [{"partition": 0, "records": 3}, {"partition": 1, "records": 4}],
    }
    assert kept[part] == PARTITIONS
