"""What the log holds of the events of a run: how the door of files tells what an earlier run has written.

Promise: bounded in time and in records, and nothing is guessed: where the log could not be read to its end the answer
is None, and whoever asked says so. An event counts as written when it stands in every partnership that it names.
"""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, Final

from aiokafka import TopicPartition
from aiokafka.errors import KafkaError

from connectors.protocol import Item
from hub.admission.warning import AdmissionWarning
from hub.events.catalogue import BY_CE_TYPE
from hub.events.contract import Extended
from hub.events.ids import uuid_in
from hub.events.topics import INPUT_TOPICS, word
from hub.instance.connection import Cluster
from hub.log.decode import RecordDecoder
from hub.log.raw_reader import RawReader, Records, Stretch, input_record
from hub.log.records import Poison, SchemaNeeded
from hub.serialization.encoded import Identity

MOST_BYTES: Final = 16 << 20
"""Of all files of a run together: its items are held until the log was read."""
MOST_RECORDS: Final = 2_000_000
READ_SECONDS: Final = 10.0

NOT_LOOKED_UP: Final = AdmissionWarning(
    "all files",
    "duplicates",
    f"of earlier runs were not looked for: the files have more than {MOST_BYTES >> 20} MiB, the log has more than "
    f"{MOST_RECORDS:,} records, or Kafka did not answer in {READ_SECONDS:g} seconds",
    "there is nothing to mend: what was written again counts once",
)


def named_in(items: Iterable[Item]) -> dict[str, set[str]]:
    """By topic the ids of the events of a run, as the log writes them."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for item in items:
        for document in item.documents:
            event_type, event_id = BY_CE_TYPE.get(_text(document, "type")), uuid_in(_text(document, "id"))
            if event_type is not None and event_id is not None:
                found[event_type.word].add(str(event_id))
    return dict(found)


def extended_in(items: Iterable[Item]) -> set[str]:
    """The contracts that a run says are extended, by the ids under which it writes of them."""
    found = set()
    for item in items:
        for document in item.documents:
            event_type = BY_CE_TYPE.get(_text(document, "type"))
            if event_type is not None and event_type.model is Extended:
                data = document.get("data")
                meta = data.get("meta") if isinstance(data, Mapping) else None
                found |= {_text(document, "subject"), _text(meta, "subject") if isinstance(meta, Mapping) else ""}
    return found - {""}


async def read_written(
    cluster: Cluster, wanted: Mapping[str, set[str]], seconds: float = READ_SECONDS
) -> set[Identity] | None:
    """The identities that the log holds of the ids, by topic; None where it could not be read to its end in time."""
    topics = [cluster.names.full(topic) for topic in INPUT_TOPICS if word(topic) in wanted]
    ids = {each.encode() for named in wanted.values() for each in named}
    reader = RawReader(cluster.bootstrap_servers)
    found = Found(ids)
    try:
        async with asyncio.timeout(seconds):
            await reader.start()
            try:
                tps = await reader.partitions(*topics)
                ends = await reader.ends(tps)
                starts = await reader.starts(tps)
                if sum(ends.values()) - sum(starts.values()) > MOST_RECORDS:
                    return None
                decoder = RecordDecoder(1 + max((tp.partition for tp in tps), default=0), cluster.names)
                async for _, records in reader.read(_stretches(ends)):
                    found.take(decoder, records)
            finally:
                await reader.stop()
    except (KafkaError, TimeoutError):
        return None
    return found.whole()


def _stretches(ends: Mapping[TopicPartition, int]) -> dict[TopicPartition, Stretch]:
    return {tp: Stretch(0, end) for tp, end in ends.items()}


class Found:
    """Records of the ids that are looked for. Only those are decoded: the id stands in a header too."""

    def __init__(self, ids: set[bytes]) -> None:
        self._ids = ids
        self._said: defaultdict[Identity, set[str]] = defaultdict(set)
        self._named: dict[Identity, frozenset[str]] = {}

    def take(self, decoder: RecordDecoder, records: Records) -> None:
        for raw in records:
            if not any(name == "ce_id" and value in self._ids for name, value in raw.headers):
                continue
            try:
                decoded = decoder.decode(input_record(raw))
            except SchemaNeeded:
                continue  # a newer release wrote it; this one cannot have written the same
            if isinstance(decoded, Poison):
                continue
            meta = decoded.plain["meta"]
            identity = str(meta["event_id"]), decoded.content_hash
            self._said[identity].add(decoded.partnership)
            self._named[identity] = frozenset(meta["partnerships"])

    def whole(self) -> set[Identity]:
        return {identity for identity, said in self._said.items() if said >= self._named[identity]}


def _text(document: Mapping[str, Any], name: str) -> str:
    value = document.get(name) if isinstance(document, Mapping) else None
    return value if isinstance(value, str) else ""
