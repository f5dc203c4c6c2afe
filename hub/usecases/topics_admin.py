"""Creates the topics of an instance, and refuses one whose partitions are not as many as they must be.

The number of partitions is never changed in place: a key would move to another partition and its history would not.
Source: design section 3.
"""

import asyncio
import time
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import CommitFailedError, for_code

from hub.events.counting import count_words
from hub.instance import topic_memory
from hub.instance.connection import Cluster
from hub.instance.damaged import damage_of
from hub.instance.stock import take_stock
from hub.instance.topic_ids import topic_ids
from hub.instance.topic_plan import planned
from hub.log.answering import admin_of
from hub.log.consumer_groups import members_of
from hub.log.losses import CLOSING, MEANS
from hub.log.stopping import stop_consumer
from hub.log.topics import TopicNames
from hub.monitor import lag_history
from hub.usecases.accepting import check_acceptable, new_entries, record

SHOWN_SECONDS: Final = 20.0
LEFT_SECONDS: Final = 60.0
"""Within this time a group has let go of a worker that ended without a word, which is longer than its session."""
_TOPIC_ALREADY_EXISTS: Final = 36

Say = Callable[[str], None]


class TopicUnusable(Exception):
    """A topic exists and is not as the hub needs it; the text says what to do."""


async def create_topics(bootstrap_servers: str, names: TopicNames, partitions: int, replicas: int = 1) -> None:
    """All topics there, each as planned. replicas: of each topic that is made; a cluster of several brokers wants 3.

    Raises TopicUnusable; KafkaError when no broker answers.
    """
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap_servers)
    await admin.start()
    try:
        plan = planned(partitions)
        there = set(await admin.list_topics())
        missing = [
            NewTopic(names.full(topic), count, replicas, topic_configs=dict(configuration))
            for topic, (count, configuration) in plan.items()
            if names.full(topic) not in there
        ]
        if missing:
            answer = await admin.create_topics(missing, timeout_ms=30_000)
            for topic, code, *_ in answer.topic_errors:
                if code not in (0, _TOPIC_ALREADY_EXISTS):
                    raise for_code(code)(f"topic {topic} could not be created")
        found = await _partitions(admin, [names.full(topic) for topic in plan], {each.name for each in missing})
        for topic, (count, _) in plan.items():
            if found.get(names.full(topic), count) != count:
                raise TopicUnusable(
                    f"topic {names.full(topic)} has {count_words(found[names.full(topic)], 'partition')} and "
                    f"HUB_PARTITIONS asks for "
                    f"{count}. It is never changed in place: set it back, or fill a new instance through admission"
                )
    finally:
        await admin.close()


@dataclass(frozen=True, slots=True)
class Accepted:
    """Topics that may be gone on with though they lost what they held, as TopicNames.named takes them. who: says so."""

    names: Collection[str] = ()
    who: str = "operator:unknown"


async def prepare_topics(
    bootstrap_servers: str,
    names: TopicNames,
    partitions: int,
    home: Path,
    accept: Accepted,
    say: Say,
    left_seconds: float = LEFT_SECONDS,
) -> None:
    """As create_topics, for the instance in `home`, which remembers its topics.

    One that holds what was said, and is gone or another one, is made anew only if it is accepted, and then all
    pictures are made anew from what is left. So they are where one that lost records is accepted as it is; others that
    did are left to whoever opens a door or evaluates. left_seconds: how long a group may take to let go of workers that
    ended, before an input is begun anew. Raises NoSuchTopic, TopicLost, CannotAccept, TopicUnusable, WriteFailed,
    AuditCrowded, KafkaError, TimeoutError.
    """
    accepted = {names.full(names.named(each)) for each in accept.names}
    full = [names.full(topic) for topic in planned(1)]
    remembered, now = topic_memory.read(home), await topic_ids(bootstrap_servers, full)
    found = topic_memory.lost({name: each for name, each in remembered.items() if name in full}, now)
    topic_memory.check(found, accepted)
    cluster = Cluster(bootstrap_servers, "", names, names.engine_group)
    lost = [each for each in await damage_of(cluster, MEANS) if each.name in accepted] if now else []
    short = [each for each in lost if each.name in now]
    check_acceptable(short)
    left = {*found.all, *(each.name for each in short if MEANS[each.topic] in CLOSING)}
    inputs = [name for name in names.inputs if name in left]
    if inputs:
        await _let_go(bootstrap_servers, names.engine_group, say, left_seconds)
    if left and names.picture in now:
        say("Pictures are made anew, from what is left ...")
        await _delete(bootstrap_servers, names.picture)
    for topic in sorted(set(remembered) & set(full) - set(now)):
        say(f"Topic {topic} is not there any more; making it anew ...")
    await create_topics(bootstrap_servers, names, partitions)
    await record(cluster, new_entries(accept.who, found, lost, accepted))
    if inputs:
        # that the group goes back is the hub's own act, not somebody's who is to be found
        lag_history.forget(home)
        await _begin_anew(bootstrap_servers, names.engine_group, inputs, partitions)
    # before anybody writes: a topic of evidence that was cut is soon as long as it was
    await take_stock(cluster, datetime.now(UTC), accepted)
    topic_memory.write(home, remembered | await topic_ids(bootstrap_servers, full))


async def _let_go(bootstrap_servers: str, group: str, say: Say, seconds: float) -> None:
    """Nobody is in the group. Raises TopicUnusable while somebody is; nothing was changed then.

    One that ended without a word is a member until its session is over, also over a restart of Kafka: that is waited
    for.
    """
    last, is_told = time.monotonic() + seconds, False
    async with admin_of(bootstrap_servers) as admin:
        while await members_of(admin, group):
            if time.monotonic() >= last:
                raise TopicUnusable(_still_run(group) + "; nothing was changed")
            if not is_told:
                is_told = True
                say(f"Waiting until Kafka lets go of the workers of {group} that ended without a word ...")
            await asyncio.sleep(1)


async def _begin_anew(bootstrap_servers: str, group: str, topics: Iterable[str], partitions: int) -> None:
    """The group reads these from their beginning. Raises TopicUnusable if it has members, who would not hear of it.

    A worker that ran while the topic was made anew may have committed an offset of the one before.
    """
    consumer: AIOKafkaConsumer = AIOKafkaConsumer(
        bootstrap_servers=bootstrap_servers, group_id=group, enable_auto_commit=False
    )
    tps = [TopicPartition(topic, number) for topic in topics for number in range(partitions)]
    try:
        await consumer.start()
        consumer.assign(tps)
        await consumer.commit(dict.fromkeys(tps, 0))
    except CommitFailedError as members:
        raise TopicUnusable(_still_run(group)) from members
    finally:
        await stop_consumer(consumer)


def _still_run(group: str) -> str:
    return (
        f"workers of the group {group} still run, and would go on where the lost topic was: `hub down`, and stop every "
        "other process that reads for it, on whatever machine; then the same command again"
    )


async def _delete(bootstrap_servers: str, topic: str) -> None:
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap_servers)
    await admin.start()
    try:
        await admin.delete_topics([topic])
        async with asyncio.timeout(SHOWN_SECONDS):
            while topic in await admin.list_topics():
                await asyncio.sleep(0.1)
    finally:
        await admin.close()


async def _partitions(admin: AIOKafkaAdminClient, topics: Iterable[str], made: Collection[str]) -> dict[str, int]:
    """How many partitions each topic has. made: the topics of now, whose partitions are waited for until they have
    leaders."""
    async with asyncio.timeout(SHOWN_SECONDS):
        while True:
            found = {each["topic"]: each["partitions"] for each in await admin.describe_topics(list(topics))}
            if all(_is_there(found.get(topic, ()), topic in made) for topic in topics):
                return {topic: len(partitions) for topic, partitions in found.items()}
            await asyncio.sleep(0.05)


def _is_there(partitions: Collection[Mapping[str, int]], needs_leaders: bool) -> bool:
    return bool(partitions) and (not needs_leaders or all(each["leader"] >= 0 for each in partitions))
