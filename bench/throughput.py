"""Events a second, full fold, durable outputs, of each contender, one after the other.

The same records for each, in topics of its own on one broker: a few to warm up on, which are waited for, then all the
others at once, timed from the first written until the group has committed the last. Everybody commits once a second.
Whose pictures are not those of the others has not done the work, and ends the bench.
"""

import hashlib
import time
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any, Final

from bench.contenders import Contender, Ground
from bench.groups import Groups
from bench.loading import Encoded, Loader
from bench.say import say
from hub.log.raw_reader import RawReader, Stretch
from hub.usecases.topics_admin import create_topics

WARM_UP: Final = 500

Pictures = dict[bytes, bytes]
"""By key, a digest of the body that compaction would leave."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One run of a contender."""

    per_s: float
    seconds: float
    seconds_to_load: float
    processor_us_per_event: float
    bytes_per_event: float
    pictures: Pictures


async def one_turn(ground: Ground, name: str, contender: Contender, records: Sequence[Encoded]) -> Turn:
    """name: of its topics. The process is ended when this returns."""
    cluster = ground.cluster(name)
    group = contender.group(cluster.names)
    await create_topics(ground.bootstrap_servers, cluster.names, ground.partitions)
    loader = Loader(ground.bootstrap_servers)
    process = contender.start(ground, cluster)
    try:
        async with Groups(ground.bootstrap_servers) as groups:
            await loader.load(cluster.names, records[:WARM_UP])
            await groups.until_done(group, cluster.names, f"{name} warming up", process.alive, ground.seconds)
            held, used = process.memory(), process.processor_seconds()
            began = time.monotonic()
            await loader.load(cluster.names, records[WARM_UP:])
            loaded = time.monotonic()
            ended = await groups.until_done(group, cluster.names, name, process.alive, ground.seconds)
            count = len(records) - WARM_UP
            spent, grown = process.processor_seconds() - used, process.memory() - held
    finally:
        process.stop()
        await loader.stop()
    say(f"{name}: {count / (ended - began):,.0f} events a second")
    pictures = await written(ground, contender.output(cluster.names))
    return Turn(count / (ended - began), ended - began, loaded - began, spent / count * 1e6, grown / count, pictures)


async def turns(
    ground: Ground, name: str, contenders: Sequence[Contender], records: Sequence[Encoded], times: int
) -> dict[str, Any]:
    """Each contender so many times, in turns, so that what else the machine does befalls all alike. By key.

    Raises RuntimeError where pictures differ.
    """
    made: dict[str, list[Turn]] = {each.key: [] for each in contenders}
    first: Pictures | None = None
    for turn in range(times):
        for each in contenders:
            made[each.key].append(await one_turn(ground, f"{name}-{each.key}-{turn}", each, records))
            pictures = made[each.key][-1].pictures
            first = pictures if first is None else first
            differ = [key for key in first.keys() | pictures.keys() if first.get(key) != pictures.get(key)]
            if differ:
                raise RuntimeError(f"{each.key}: {len(differ)} of {len(first)} pictures differ, such as {differ[0]!r}")
    return {key: _summary(each, len(records) - WARM_UP) for key, each in made.items()}


def _summary(made: Sequence[Turn], events: int) -> dict[str, Any]:
    rates = [each.per_s for each in made]
    return {
        "per_s": round(median(rates)),
        "per_s_min": round(min(rates)),
        "per_s_max": round(max(rates)),
        "events": events,
        "turns": len(made),
        "seconds": round(median(each.seconds for each in made), 2),
        "seconds_to_load": round(median(each.seconds_to_load for each in made), 2),
        "processor_us_per_event": round(median(each.processor_us_per_event for each in made)),
        "bytes_per_event": round(median(each.bytes_per_event for each in made)),
        "pictures": len(made[0].pictures),
        "digest": _digest(made[0].pictures),
    }


async def written(ground: Ground, topic: str) -> Pictures:
    """The pictures that stand in an output topic."""
    found: Pictures = {}
    reader = RawReader(ground.bootstrap_servers)
    await reader.start()
    try:
        ends = await reader.ends(await reader.partitions(topic))
        async for _, records in reader.read({tp: Stretch(0, end) for tp, end in ends.items()}):
            for record in records:
                key = record.key or b""
                if record.value is None:
                    found.pop(key, None)
                else:
                    found[key] = hashlib.sha256(record.value).digest()
    finally:
        await reader.stop()
    return found


def _digest(pictures: Pictures) -> str:
    told = hashlib.sha256()
    for key, body in sorted(pictures.items()):
        told.update(key + b"\0" + body)
    return told.hexdigest()[:16]
