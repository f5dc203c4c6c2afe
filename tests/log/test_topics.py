"""Names with a prefix, and the partition of a key."""

import pytest
from aiokafka.partitioner import DefaultPartitioner
from hypothesis import given
from hypothesis import strategies as st

from hub.events.topics import ALL_TOPICS, CONTRACT, word
from hub.log.topics import NoSuchTopic, TopicNames, partition_of

# Source: Apache Kafka, UtilsTest.testMurmur2: the hash of each key as a signed 32-bit number
VECTORS = {
    b"21": -973932308,
    b"foobar": -790332482,
    b"a-little-bit-long-string": -985981536,
    b"a-little-bit-longer-string": -1486304829,
    b"lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8": -58897971,
    b"abc": 479470107,
}


@pytest.mark.parametrize(("key", "hashed"), VECTORS.items())
def test_partitions_are_those_of_kafkas_own_hash(key: bytes, hashed: int) -> None:
    positive = hashed & 0x7FFFFFFF
    for partitions in (1, 4, 12, 1000, 2**31 - 1):
        assert partition_of(key, partitions) == positive % partitions


@given(key=st.binary(min_size=1), partitions=st.integers(1, 200))
def test_partitions_are_those_of_aiokafkas_producer(key: bytes, partitions: int) -> None:
    everywhere = list(range(partitions))
    assert partition_of(key, partitions) == DefaultPartitioner()(key, everywhere, everywhere)


@given(prefix=st.from_regex(r"([a-z0-9][a-z0-9.-]*\.)?", fullmatch=True))
def test_the_short_name_is_the_full_one_without_the_prefix(prefix: str) -> None:
    names = TopicNames(prefix)
    assert names.short(names.full(CONTRACT)) == CONTRACT


def test_a_name_of_another_instance_is_refused() -> None:
    with pytest.raises(ValueError, match=r"b\.x"):
        TopicNames("a.").short("b.x")


@pytest.mark.parametrize("topic", ALL_TOPICS)
def test_a_topic_goes_by_its_word_and_by_its_name_with_prefix_and_without(topic: str) -> None:
    names = TopicNames("t1.")
    assert {names.named(each) for each in (word(topic), topic, names.full(topic))} == {topic}


@pytest.mark.parametrize("name", ["", "contrat", "commissioning.contract", "t2.commissioning.contract.v1", "Contract"])
def test_a_name_that_no_topic_has_is_refused_with_those_that_there_are(name: str) -> None:
    with pytest.raises(NoSuchTopic) as told:
        TopicNames("t1.").named(name)
    assert repr(name) in str(told.value)
    assert all(word(topic) in str(told.value) for topic in ALL_TOPICS)
