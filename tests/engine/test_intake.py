"""The queue in front of a shard, against a source that behaves like the consumer: nothing is lost, nothing waits."""

from collections.abc import Iterable, Mapping

from aiokafka import TopicPartition
from hypothesis import given
from hypothesis import strategies as st

from hub.engine import intake as intake_module
from hub.engine.intake import Intake
from hub.engine.internals import Batch

TP = TopicPartition("t", 0)


class Source:
    """The consumer's side: chain, rewinds and the fetch, by the same rules."""

    def __init__(self) -> None:
        self.finished = 0
        self.rewinds = 0
        self.wanted = False
        self.read = 0
        self.fetching = True

    def never_committed(self) -> frozenset[TopicPartition]:
        return frozenset()

    def chain(self) -> Mapping[TopicPartition, int]:
        return {TP: self.finished}

    def is_void(self, batch: Batch) -> bool:
        return batch.rewind != self.rewinds

    def finish(self, batch: Batch) -> None:
        if not self.is_void(batch) and batch.base == self.finished:
            self.finished = batch.end

    def rewind(self, tp: TopicPartition) -> int:
        self.wanted = True
        return self.rewinds + 1

    def leave_out(self, tps: Iterable[TopicPartition]) -> None:
        self.fetching = False

    def take_in(self, tps: Iterable[TopicPartition]) -> None:
        self.fetching = True

    def fetch(self, count: int) -> Batch:
        if self.wanted:
            self.wanted, self.rewinds, self.read = False, self.rewinds + 1, self.finished
        batch = Batch(TP, [None] * count, self.read, self.read + count, 1, self.rewinds)
        self.read = batch.end
        return batch


def made() -> tuple[Source, Intake]:
    source = Source()
    intake = Intake([TP], source)
    intake.begin(source.chain())
    return source, intake


@given(st.lists(st.sampled_from(["deliver", "lose", "take", "finish"]), max_size=40))
def test_whatever_is_lost_on_the_way_offsets_move_only_over_what_the_shard_took(events: list[str]) -> None:
    source, intake = made()
    taken: list[Batch] = []
    seen: set[int] = set()
    for event in events:
        match event:
            case "deliver":
                intake.accept(source.fetch(3))
            case "lose":
                source.fetch(3)
            case "take":
                for batch in intake.take():
                    taken.append(batch)
                    assert set(range(batch.base)) <= seen, "what was lost before it is not in it"
                    seen.update(range(batch.base, batch.end))
            case "finish":
                for batch in taken:
                    source.finish(batch)
                taken.clear()
        assert set(range(source.finished)) <= seen


def test_a_batch_that_does_not_continue_is_asked_for_again_and_then_taken() -> None:
    source, intake = made()
    source.fetch(3)
    late = source.fetch(3)
    intake.accept(late)
    assert source.wanted
    assert intake.take() == []
    again = source.fetch(6)
    intake.accept(late)
    intake.accept(again)
    assert intake.take() == [again]
    assert intake.following(TP) == 6


def test_a_reading_whose_first_batch_is_lost_is_asked_for_once_more() -> None:
    source, intake = made()
    source.fetch(3)
    intake.accept(source.fetch(3))  # the one before it is lost, so all of it is read again
    source.fetch(3)  # and its first batch is lost too
    assert intake.following(TP) == 0, "whoever looks for lost batches sees that they are missing"
    intake.accept(source.fetch(3))
    assert (intake.take(), source.wanted) == ([], True)


def test_a_full_shard_leaves_the_fetch_and_comes_back_when_drained() -> None:
    source, intake = made()
    for _ in range(intake_module.MAX_RECORDS // 2000):
        assert source.fetching
        intake.accept(source.fetch(2000))
    assert [source.fetching] == [False]
    assert intake.records == intake_module.MAX_RECORDS
    intake.accept(source.fetch(2000))  # the fetch that was under way still arrives, and is kept
    assert sum(len(batch.records) for batch in intake.take()) == intake_module.MAX_RECORDS
    assert intake.records == 2000
    assert [source.fetching] == [True], "the shard has put itself back"


def test_a_new_assignment_voids_what_was_queued() -> None:
    source, intake = made()
    intake.accept(source.fetch(3))
    intake.begin({TP: 3})
    assert intake.take() == []
    assert intake.records == 0
    assert intake.following(TP) == 3


def test_what_was_queued_and_is_void_by_now_is_not_folded() -> None:
    source, intake = made()
    intake.accept(source.fetch(3))
    source.rewinds += 1  # the consumer began anew by itself
    assert (intake.take(), intake.records) == ([], 0)


def test_what_was_under_way_when_it_was_asked_for_again_is_no_answer() -> None:
    source, intake = made()
    first, under_way = source.fetch(3), source.fetch(3)
    intake.accept(first)
    taken = intake.take()
    intake.ask_again(TP)
    for batch in taken:
        source.finish(batch)
    intake.accept(under_way)
    assert intake.take() == []
    again = source.fetch(3)
    intake.accept(again)
    assert (intake.take(), again.base, source.wanted) == ([again], 3, False)


def test_what_is_finished_while_it_is_asked_for_again_is_not_asked_for_a_third_time() -> None:
    source, intake = made()
    intake.accept(source.fetch(3))
    taken = intake.take()
    intake.ask_again(TP)
    for batch in taken:
        source.finish(batch)
    again = source.fetch(3)
    intake.accept(again)
    assert (intake.take(), source.wanted) == ([again], False)


def test_a_shard_that_was_full_leaves_the_fetch_in_a_new_assignment_too() -> None:
    source, intake = made()
    intake.accept(source.fetch(intake_module.MAX_RECORDS))
    assert not source.fetching
    intake.begin({TP: intake_module.MAX_RECORDS})
    source.fetching = True  # a new assignment fetches everything
    intake.accept(source.fetch(intake_module.MAX_RECORDS))
    assert not source.fetching, "what waits in memory is bounded"
