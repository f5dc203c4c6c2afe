"""Publishing configuration: only the documents that changed, each under its key, acknowledged."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from hub.configuration import configuration_log
from hub.configuration.configuration_file import unknown_partnerships
from hub.configuration.model import Configuration, ConfigurationUnreadable, Document, canonical, key_of
from hub.instance.connection import Cluster
from hub.instance.damaged import check_configuration
from hub.instance.log_reading import read_configuration
from hub.log.batch_writer import BatchWriter, Outgoing, new_producer
from hub.log.raw_reader import RawReader


class ConfigurationRefused(Exception):
    """The documents do not fit together with what stands; the text says which and what to do."""


@dataclass(frozen=True, slots=True)
class Published:
    """Keys of documents that were written, and of those that stood already.

    problem: why the configuration cannot be used yet, in words: other documents that cannot be read. None if it can.
    """

    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    problem: str | None = None


async def standing(cluster: Cluster) -> Configuration:
    """The configuration as published. Raises ConfigurationRefused, LogDamaged, KafkaError."""
    try:
        return configuration_log.read(await _records(cluster))
    except ConfigurationUnreadable as failure:
        raise ConfigurationRefused(str(failure)) from failure


async def publish_configuration(cluster: Cluster, documents: Sequence[Document]) -> Published:
    """Write those documents that differ from what stands; repeating it writes nothing.

    One that stands and cannot be read may be among them: that mends it; others that cannot be read do not keep it from
    being mended, and are told. Raises ConfigurationRefused, LogDamaged before anything is written; WriteFailed,
    KafkaError.
    """
    records = await _records(cluster)
    anew = {key_of(each).encode() for each in documents}
    before = configuration_log.taken(record for record in records if record[1] not in anew)
    together = before.documents | {key_of(each): each for each in documents}
    unknown = undescribed(together.values(), {each.key for each in before.broken})
    if unknown:
        named, partnership = unknown[0]
        raise ConfigurationRefused(
            f"{named}: no document describes the partnership {partnership!r}. "
            "Publish it in the same call, or correct the name"
        )
    published = {key: value for _, key, value in records}
    changed = [each for each in documents if published.get(key_of(each).encode()) != canonical(each)]
    if changed:
        writer = BatchWriter(lambda: new_producer(cluster.bootstrap_servers))
        try:
            outgoing = [Outgoing(key_of(each).encode(), canonical(each), []) for each in changed]
            await writer.write(cluster.names.configuration, 0, outgoing)
        finally:
            await writer.stop()
    keys = {key_of(each) for each in changed}
    return Published(
        tuple(key_of(each) for each in changed),
        tuple(key_of(each) for each in documents if key_of(each) not in keys),
        configuration_log.broken_words(before.broken) if before.broken else None,
    )


def undescribed(documents: Iterable[Document], broken: Collection[bytes]) -> list[tuple[str, str]]:
    """(document and field, partnership) wherever one names a partnership that no document describes, as far as can be
    known.

    broken: keys of documents that cannot be read: each is taken to describe what its key names.
    """
    return [each for each in unknown_partnerships(documents) if f"partnership/{each[1]}".encode() not in broken]


async def _records(cluster: Cluster) -> list[tuple[int, bytes, bytes | None]]:
    await check_configuration(cluster)
    reader = RawReader(cluster.bootstrap_servers)
    await reader.start()
    try:
        return await read_configuration(reader, cluster.names)
    finally:
        await reader.stop()
