"""Each step of a live round is broken off in turn: no offset is ahead of what is acknowledged, and all comes right."""

import inspect
import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import pytest

from hub.engine import live_round
from hub.engine.live_round import LiveRound
from hub.engine.ports import Output
from hub.log.batch_writer import WriteFailed
from tests.engine.counting_fold import CountingFold
from tests.engine.memory_group import INPUTS
from tests.engine.memory_log import OUT
from tests.engine.test_lane_laws import KEYS, LaneOfOnePartition

STEPS = ("own", "heal", "add", "may_judge", "mark", "quarantine", "write", "finish", "sweep", "look_on")
OUTSIDE = WriteFailed("nobody acknowledged")
OURS = ZeroDivisionError("a fault of our own")


class Steps:
    """Notes the steps that are begun; the one that is asked for raises once. before: instead of being done."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.begun: list[str] = []
        self.breaks: tuple[str, bool, Exception] | None = None
        self.broke = False
        for name in STEPS:
            patch.setattr(LiveRound, name, self._watched(name, getattr(LiveRound, name)))

    def _watched(self, name: str, step: Any) -> Any:
        def watch(live: LiveRound, *rest: Any) -> Any:
            self._at(name, before=True)
            done = step(live, *rest)
            self._at(name, before=False)
            return done

        async def watch_async(live: LiveRound, *rest: Any) -> Any:
            self._at(name, before=True)
            done = await step(live, *rest)
            self._at(name, before=False)
            return done

        return watch_async if inspect.iscoroutinefunction(step) else watch

    def _at(self, name: str, *, before: bool) -> None:
        if before:
            self.begun.append(name)
        if self.breaks is not None and self.breaks[:2] == (name, before):
            error, self.breaks, self.broke = self.breaks[2], None, True
            raise error


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> Steps:
    return Steps(monkeypatch)


@pytest.fixture
def lane() -> Iterator[LaneOfOnePartition]:
    """One that is live; what is asked of it at the end is what the laws ask of any."""
    made = LaneOfOnePartition()
    made.begin(expires=False)
    made.wait(1)
    yield made
    made.teardown()


def say_all_sorts(lane: LaneOfOnePartition) -> None:
    for number, key in enumerate(KEYS):
        lane.say(INPUTS[number % 2], key, number + 1, None)
    lane.say_what_nobody_can_read(INPUTS[0], KEYS[0])
    for tp in INPUTS[:2]:
        lane.hand_over(tp, 5, 1)


def test_the_steps_are_those_that_the_protocol_numbers_in_its_order(lane: LaneOfOnePartition, steps: Steps) -> None:
    told = re.findall(r"^ +(\d+) (\w+(?: \w+)?)  ", live_round.__doc__ or "", re.MULTILINE)
    assert [(int(number), name.replace(" ", "_")) for number, name in told] == list(enumerate(STEPS, start=1))
    say_all_sorts(lane)
    lane.wait(1)
    assert tuple(steps.begun[: len(STEPS)]) == STEPS


@pytest.mark.parametrize("error", [OUTSIDE, OURS], ids=["outside", "ours"])
@pytest.mark.parametrize("before", [True, False], ids=["before", "after"])
@pytest.mark.parametrize("step", STEPS)
def test_a_round_that_ends_there_has_finished_only_what_is_acknowledged(
    lane: LaneOfOnePartition, steps: Steps, step: str, before: bool, error: Exception
) -> None:
    ends_before_it_finishes = STEPS.index(step) + (not before) <= STEPS.index("finish")
    steps.breaks = step, before, error
    say_all_sorts(lane)
    for _ in range(200):
        lane.go_on(1)
        if steps.broke:
            break
    else:
        lane.world.wake()  # the last step waits for it
        lane.go_on(1)
    assert steps.broke
    assert any(lane.world.group.chain.values()) is not ends_before_it_finishes
    lane.commit()
    lane.look()
    lane.offsets_follow_what_is_written()
    lane.do(lane.world.settle())
    assert lane.world.group.committed == {tp: lane.world.log.ends.get(tp, 0) for tp in INPUTS}
    assert lane.world.log.ends[OUT] == len(KEYS), "and nothing was written twice that stood already"


@pytest.mark.parametrize("fault", ["not sent", "not acknowledged"])
def test_a_picture_that_was_judged_and_not_acknowledged_is_judged_again(lane: LaneOfOnePartition, fault: str) -> None:
    """Its event is added already and makes nothing dirty when it comes again."""
    for number in (1, 2):
        lane.say(INPUTS[0], KEYS[0], number, None)
        if number == 2:
            lane.break_the_next_write(fault)
        lane.hand_over(INPUTS[0], 5, 1)
        lane.wait(1)
    if fault == "not sent":
        lane.late_records_are_lost()
    lane.do(lane.world.settle())
    lane.look()
    assert lane.heads[KEYS[0]].body["count"] == 2


def test_what_was_judged_before_a_later_one_failed_is_judged_again(
    lane: LaneOfOnePartition, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is clean by then, and nothing of it was handed to be written."""
    judge, asked = CountingFold.judge, list[int]()

    def one_by_one(fold: CountingFold, today: date, limit: int | None = None) -> Sequence[Output]:
        asked.append(1)
        if len(asked) == 2:
            raise OUTSIDE
        return judge(fold, today, 1)

    for number in (1, 2):  # what has no picture yet is looked for anyway
        for key in KEYS[:2]:
            lane.say(INPUTS[0], key, number, None)
        if number == 2:
            monkeypatch.setattr(CountingFold, "judge", one_by_one)
        lane.hand_over(INPUTS[0], 5, 1)
        lane.wait(1)
    lane.do(lane.world.settle())
    lane.look()
    assert [lane.heads[key].body["count"] for key in KEYS[:2]] == [2, 2]
