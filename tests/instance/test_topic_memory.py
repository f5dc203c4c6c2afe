"""A topic that holds what was said is never silently made anew; what is missing or another one is told as that."""

import asyncio
import signal
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, RecordsToDelete
from hypothesis import given
from hypothesis import strategies as st

from hub.events.topics import ALL_TOPICS, CONFIGURATION, CONTRACT, INPUT_TOPICS, PICTURE, REFUSAL
from hub.instance import topic_memory
from hub.instance.accepted_losses import ACCEPTED, AcceptedLoss
from hub.instance.connection import Cluster
from hub.instance.damaged import damage_of
from hub.instance.log_reading import read_committed
from hub.instance.topic_ids import topic_ids
from hub.instance.topic_memory import Lost, TopicLost, check, lost
from hub.instance.topic_plan import planned
from hub.local.local_parts import LocalParts
from hub.log.audit import Chain, read_on
from hub.log.losses import MEANS, ReachedEnd
from hub.log.raw_reader import RawReader
from hub.log.reached import remember
from hub.log.topics import TopicNames
from hub.log.topics_there import TopicsMissing, holds_the_truth
from hub.monitor import lag_history
from hub.monitor.lag_history import LagHistory, LagLook
from hub.monitor.status import status
from hub.settings import Settings
from hub.usecases.accepting import CannotAccept
from hub.usecases.closing_losses import carry_out, open_of_topic
from hub.usecases.topics_admin import Accepted, TopicUnusable, _begin_anew, create_topics, prepare_topics
from tests.faults.world import sleep_until, started_producer

WHO = "operator:tester"
TRUTH = {*INPUT_TOPICS, CONFIGURATION}
ids = st.dictionaries(st.sampled_from(ALL_TOPICS), st.sampled_from("abc"))


@pytest.mark.parametrize("prefix", ["", "t1234."])
def test_the_truth_is_what_nothing_can_make_anew(prefix: str) -> None:
    assert {topic for topic in ALL_TOPICS if holds_the_truth(prefix + topic)} == TRUTH


@given(ids, ids, st.sets(st.sampled_from(ALL_TOPICS)))
def test_every_topic_of_the_truth_is_as_remembered_or_stops(
    before: dict[str, str], now: dict[str, str], accepted: set[str]
) -> None:
    wrong = {topic for topic in TRUTH & before.keys() if now.get(topic) != before[topic]}
    found = lost(before, now)
    assert set(found.all) == wrong
    assert set(found.missing) == wrong - now.keys()
    if wrong <= accepted:
        check(found, accepted)
    else:
        with pytest.raises(TopicLost) as told:
            check(found, accepted)
        for topic in wrong:
            assert (f"--accept-lost-topic {topic}" in str(told.value)) == (topic not in accepted)


@pytest.mark.parametrize("text", ["", "[]", "{", '{"a": 1}', "\x00"])
def test_a_memory_that_cannot_be_read_is_none(tmp_path: Path, text: str) -> None:
    topic_memory.write(tmp_path, {"a": "1"})
    assert topic_memory.read(tmp_path) == {"a": "1"}
    (tmp_path / topic_memory.FILE).write_text(text)
    assert topic_memory.read(tmp_path) == {}


@pytest.mark.parametrize("topic", ALL_TOPICS)
def test_the_words_name_the_topic_and_what_to_do(topic: str) -> None:
    told = str(TopicsMissing([f"t1.{topic}"]))
    assert f"topic t1.{topic} is not there" in told
    assert "`hub up`" in told
    assert ("restore it from a copy" in told) == (topic in TRUTH)


async def recorded(parts: LocalParts, names: TopicNames) -> list[tuple[str, str, str]]:
    """Who, what and to what, of each entry of the audit log."""
    chain, reader = Chain(), RawReader(parts.bootstrap_servers)
    await reader.start()
    try:
        await read_on(reader, names.audit, chain)
    finally:
        await reader.stop()
    assert chain.broken == []
    return [(each.who, each.action, each.subject) for each in chain.entries]


async def deleted(parts: LocalParts, *topics: str) -> None:
    admin = AIOKafkaAdminClient(bootstrap_servers=parts.bootstrap_servers)
    await admin.start()
    try:
        await admin.delete_topics(list(topics))
    finally:
        await admin.close()

    async def gone() -> bool:
        return not await topic_ids(parts.bootstrap_servers, topics)

    await sleep_until(gone, 30, "deleted")


async def _begin_anew_at(parts: LocalParts, names: TopicNames, offsets: dict[TopicPartition, int]) -> None:
    consumer: AIOKafkaConsumer = AIOKafkaConsumer(
        bootstrap_servers=parts.bootstrap_servers, group_id=names.engine_group, enable_auto_commit=False
    )
    await consumer.start()
    try:
        consumer.assign(list(offsets))
        await consumer.commit(offsets)
    finally:
        await asyncio.sleep(0)
        await consumer.stop()


@pytest.mark.kafka
async def test_hub_up_makes_no_lost_input_anew_unless_told_to(parts: LocalParts, tmp_path: Path) -> None:
    names, said = TopicNames(f"m{tmp_path.name[-6:].replace('_', '-').lower()}x."), list[str]()
    lost_topic = names.full(INPUT_TOPICS[0])

    async def up(*accepted: str) -> None:
        await prepare_topics(parts.bootstrap_servers, names, 4, tmp_path, Accepted(accepted, WHO), said.append)

    await up()
    await up()
    before = topic_memory.read(tmp_path)
    assert before == await topic_ids(parts.bootstrap_servers, map(names.full, planned(1)))
    assert (len(before), said) == (len(planned(1)), [])

    await deleted(parts, names.picture)  # made from what was said: it is made anew, and told
    await up()
    assert said == [f"Topic {names.picture} is not there any more; making it anew ..."]

    await deleted(parts, lost_topic)
    with pytest.raises(TopicLost, match=f"{lost_topic} is not there any more"):
        await up()
    await create_topics(parts.bootstrap_servers, names, 4)  # somebody else makes one of that name
    with pytest.raises(TopicLost, match=f"{lost_topic} is not the topic that this instance knew"):
        await up()
    pictures = topic_memory.read(tmp_path)[names.picture]
    tp = TopicPartition(lost_topic, 0)
    await _begin_anew_at(parts, names, {tp: 7})  # by a worker that ran on
    history = LagHistory(names.engine_group)
    history.add(LagLook(datetime(2026, 11, 26, tzinfo=UTC), 1, {(INPUT_TOPICS[0], 0): (7, 7)}))
    lag_history.write(tmp_path, history)
    await up(lost_topic)
    assert lag_history.read(tmp_path, names.engine_group) is None, "nobody is to be found who reset the group"
    assert await recorded(parts, names) == [(WHO, ACCEPTED, lost_topic)]
    (at,) = await read_committed(parts.bootstrap_servers, names.engine_group, names, 1)
    assert at.offset("contract") == -1, "the group reads it from its beginning"
    after = topic_memory.read(tmp_path)
    assert after[lost_topic] not in ("", before[lost_topic])
    assert after[names.picture] != pictures, "pictures of what is lost would be ahead of what is left"
    assert lost(after, await topic_ids(parts.bootstrap_servers, after)) == Lost()
    assert PICTURE in names.picture


@pytest.mark.kafka
async def test_an_input_that_begins_late_is_not_accepted_and_nothing_goes(parts: LocalParts, tmp_path: Path) -> None:
    names, said = TopicNames(f"n{tmp_path.name[-6:].replace('_', '-').lower()}x."), list[str]()
    tp = TopicPartition(names.full(INPUT_TOPICS[0]), 1)

    async def up(*accepted: str) -> None:
        await prepare_topics(parts.bootstrap_servers, names, 4, tmp_path, Accepted(accepted, WHO), said.append)

    await up()
    producer = await started_producer(parts.bootstrap_servers)
    try:
        for _ in range(3):
            await producer.send_and_wait(tp.topic, b"x", key=b"k", partition=tp.partition)
    finally:
        await producer.stop()
    await _begin_anew_at(parts, names, {tp: 3})
    admin = AIOKafkaAdminClient(bootstrap_servers=parts.bootstrap_servers)
    await admin.start()
    try:
        await admin.delete_records({tp: RecordsToDelete(before_offset=2)})
    finally:
        await admin.close()
    before = await topic_ids(parts.bootstrap_servers, map(names.full, planned(1)))
    with pytest.raises(CannotAccept, match=r"begins at offset 2.*nothing was changed.*delete the partition's folder"):
        await up(INPUT_TOPICS[0])
    assert (await topic_ids(parts.bootstrap_servers, before), said) == (before, []), "no picture is gone"
    assert await recorded(parts, names) == []
    at = (await read_committed(parts.bootstrap_servers, names.engine_group, names, 2))[1]
    assert at.offset("contract") == 2, "nor where the group was"
    cluster = Cluster(parts.bootstrap_servers, "", names, names.engine_group)
    assert [each.start for each in await damage_of(cluster)] == [2], "and the loss is still known"


@pytest.mark.kafka
@pytest.mark.parametrize("topic", [REFUSAL, CONFIGURATION])
async def test_a_loss_that_is_accepted_is_recorded_and_told_no_more(
    parts: LocalParts, tmp_path: Path, topic: str
) -> None:
    names = TopicNames(f"r{tmp_path.name[-6:].replace('_', '-').lower()}x.")
    cluster = Cluster(parts.bootstrap_servers, "", names, names.engine_group)

    async def up(*accepted: str) -> None:
        await prepare_topics(parts.bootstrap_servers, names, 4, tmp_path, Accepted(accepted, WHO), lambda words: None)

    await up()
    await remember(parts.bootstrap_servers, names, {TopicPartition(names.full(topic), 0): ReachedEnd(3)})
    assert [each.topic for each in await damage_of(cluster, MEANS)] == [topic]
    await up(topic)
    assert await damage_of(cluster, MEANS) == []
    assert await recorded(parts, names) == [(WHO, ACCEPTED, names.full(topic))]
    await up(topic)
    assert len(await recorded(parts, names)) == 1, "where nothing is lost nothing is accepted"


@pytest.mark.kafka
async def test_a_loss_of_what_was_said_is_told_with_its_count_until_somebody_closes_it(
    parts: LocalParts, tmp_path: Path
) -> None:
    names = TopicNames(f"l{tmp_path.name[-6:].replace('_', '-').lower()}x.")
    cluster = Cluster(parts.bootstrap_servers, parts.registry_url, names, names.engine_group)

    async def up(*accepted: str) -> None:
        await prepare_topics(parts.bootstrap_servers, names, 4, tmp_path, Accepted(accepted, WHO), lambda words: None)

    async def kinds() -> list[str]:
        document = await status(Settings(home=tmp_path), cluster, datetime.now(UTC))
        return [each["kind"] for each in document["findings"] if each["about"] in (CONTRACT, f"{CONTRACT}[2]")]

    await up()
    await remember(parts.bootstrap_servers, names, {TopicPartition(names.full(CONTRACT), 2): ReachedEnd(55)})
    assert await kinds() == ["log-damaged"]
    await up(CONTRACT)
    (lost,) = await open_of_topic(cluster, "contract")
    assert lost == AcceptedLoss(names.full(CONTRACT), lost.at, WHO, ((2, 55),))
    assert await kinds() == ["loss-accepted"]
    await carry_out(cluster, [lost], WHO, "all have published again")
    assert (await open_of_topic(cluster, CONTRACT), await kinds()) == ([], [])


DIES_IN_THE_GROUP = """
import asyncio, os, signal, sys
from aiokafka import AIOKafkaConsumer

async def main():
    consumer = AIOKafkaConsumer(
        sys.argv[3], bootstrap_servers=sys.argv[1], group_id=sys.argv[2], session_timeout_ms=10000
    )
    await consumer.start()
    while not consumer.assignment():
        await consumer.getmany(timeout_ms=200)
    os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(main())
"""


@pytest.mark.kafka
async def test_a_worker_that_ended_without_a_word_is_waited_for(parts: LocalParts, tmp_path: Path) -> None:
    names, said = TopicNames(f"w{tmp_path.name[-6:].replace('_', '-').lower()}x."), list[str]()
    lost_topic = names.full(INPUT_TOPICS[0])

    async def up(*accepted: str) -> None:
        await prepare_topics(parts.bootstrap_servers, names, 4, tmp_path, Accepted(accepted, WHO), said.append)

    await up()
    died = await asyncio.create_subprocess_exec(
        sys.executable, "-c", DIES_IN_THE_GROUP, parts.bootstrap_servers, names.engine_group, lost_topic
    )
    assert await died.wait() == -signal.SIGKILL
    dead_at = time.monotonic()
    await deleted(parts, lost_topic)
    is_member = time.monotonic() - dead_at < 5  # on a busy machine its session may be over by now
    await up(lost_topic)
    assert any(each.startswith("Waiting until Kafka lets go") for each in said) or not is_member
    (at,) = await read_committed(parts.bootstrap_servers, names.engine_group, names, 1)
    assert at.offset("contract") == -1, "the group reads it from its beginning"


@pytest.mark.kafka
async def test_a_worker_that_runs_is_told_before_anything_is_touched(parts: LocalParts, tmp_path: Path) -> None:
    names, said = TopicNames(f"r{tmp_path.name[-6:].replace('_', '-').lower()}x."), list[str]()
    topic, kept = names.full(INPUT_TOPICS[0]), names.full(INPUT_TOPICS[1])

    async def up(*accepted: str) -> None:
        accept = Accepted(accepted, WHO)
        await prepare_topics(parts.bootstrap_servers, names, 4, tmp_path, accept, said.append, 0)

    await up()
    consumer: AIOKafkaConsumer = AIOKafkaConsumer(
        kept, bootstrap_servers=parts.bootstrap_servers, group_id=names.engine_group
    )
    await consumer.start()
    try:
        before = await topic_ids(parts.bootstrap_servers, map(names.full, planned(1)))
        await deleted(parts, topic)
        with pytest.raises(TopicUnusable, match=r"still run, and would go on where.*`hub down`.*nothing was changed"):
            await up(topic)
        with pytest.raises(TopicUnusable, match=r"still run, and would go on where.*`hub down`"):
            await _begin_anew(parts.bootstrap_servers, names.engine_group, [kept], 4)
        del before[topic]
        assert await topic_ids(parts.bootstrap_servers, map(names.full, planned(1))) == before, "no picture is gone"
        assert said == []
    finally:
        await consumer.stop()
