"""A topic that was made anew, or cut: nothing that the gateway noted of the old one is told of any more."""

from uuid import UUID

from aiokafka import TopicPartition

from hub.events.topics import CONTRACT, REFUSAL, WARNING
from hub.gateway.api import examples
from hub.gateway.index.event_index import Last
from hub.gateway.index.location_index import LocationIndex, of_key
from hub.log.freshness import FreshnessState
from hub.log.kept_warnings import EqualWarnings, kept_warnings
from tests.gateway.made import demonstration, look, record
from tests.support.records import STAMP

EVENT = UUID(examples.EVENT_ID)
OTHER = UUID(int=7)


def test_events_of_topics_that_were_made_anew_are_nowhere() -> None:
    store, log = demonstration()
    look(store, log)
    ends = {TopicPartition(location.topic, location.partition): location.offset + 1 for location in sorted(log.records)}
    store._events_again(ends)
    assert store.events.locations(EVENT), "read again after an outage, all of it stands meanwhile"
    assert store.account().state is FreshnessState.CURRENT
    store._events_again({**ends, next(tp for tp in ends if tp.topic == CONTRACT): 0})
    assert (len(store.events), store.events.records, store.events.locations(EVENT)) == (0, 0, [])
    assert (store.events.naming(EVENT), store.events.last_of) == ([], dict[str, Last]())
    assert store.account().state is FreshnessState.UNKNOWN
    for each in log.records.values():
        store.take_event(each)
    assert store.events.locations(EVENT), "what is said in the new one is noted again"


def test_refusals_of_a_topic_that_was_made_anew_are_nowhere() -> None:
    index = LocationIndex(of_key)
    for offset in range(3):
        index.take(record(REFUSAL, offset, str(EVENT).encode(), b"{}"))
    tp = TopicPartition(REFUSAL, 0)
    index.read_again({tp: 3})
    assert len(index.locations(EVENT)) == 3
    index.read_again({tp: 2})
    assert index.locations(EVENT) == ()
    index.take(record(REFUSAL, 0, str(OTHER).encode(), b"{}"))
    index.read_again({tp: 1})
    assert [each.offset for each in index.locations(OTHER)] == [0]


def test_refusals_of_one_event_in_several_partitions_are_all_found() -> None:
    index = LocationIndex(of_key)
    for partition, offset in ((1, 9), (0, 2), (1, 9)):
        index.take(record(REFUSAL, offset, str(EVENT).encode(), b"{}", partition=partition))
    assert [(each.partition, each.offset) for each in index.locations(EVENT)] == [(1, 9), (0, 2)]


def test_each_topic_of_what_was_kept_begins_anew_by_itself() -> None:
    """They are read together, and only one of them was made anew."""
    store, _ = demonstration()
    (kept,) = kept_warnings(
        [str(EVENT)], [EqualWarnings(where="", field="", problem="odd", fix="look", count=1)], STAMP
    )
    for topic, index in ((REFUSAL, store.refusals), (WARNING, store.warnings)):
        store._kept[topic].take(record(topic, 8, str(EVENT).encode(), kept.outgoing().value or b""))
        assert index.locations(EVENT)
    store._kept_again({TopicPartition(REFUSAL, 0): 1, TopicPartition(WARNING, 0): 9})
    assert not store.refusals.locations(EVENT)
    assert [each.offset for each in store.warnings.locations(EVENT)] == [8]


def test_every_follower_is_told_when_it_reads_again() -> None:
    """A follower that is not would show what stood in a topic that is gone."""
    store, _ = demonstration()
    told = [each._start_over.__name__ for each in store._followers]
    assert len(told) == 4
    assert "<lambda>" not in told
