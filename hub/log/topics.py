"""Topics as they are called in one instance, and which partition a key belongs to."""

from dataclasses import dataclass
from functools import lru_cache

from aiokafka.partitioner import murmur2

from hub.events.topics import (
    ALL_TOPICS,
    AUDIT,
    CONFIGURATION,
    INPUT_TOPICS,
    PICTURE,
    QUARANTINE,
    REFUSAL,
    WARNING,
    word,
)


@lru_cache(maxsize=1 << 14)
def partition_of(key: bytes, partitions: int) -> int:
    """The partition that Kafka's default partitioner gives a key; remembered, for few keys come often."""
    return int(murmur2(key) & 0x7FFFFFFF) % partitions


class NoSuchTopic(Exception):
    """The hub has no such topic; the text names those that there are."""


@dataclass(frozen=True, slots=True)
class TopicNames:
    """The names with this instance's prefix, which is empty but for tests that share a cluster."""

    prefix: str = ""

    def full(self, topic: str) -> str:
        return self.prefix + topic

    def short(self, name: str) -> str:
        """The topic without the prefix. Raises ValueError for a name of another instance."""
        if not name.startswith(self.prefix):
            raise ValueError(f"topic {name} does not belong to the instance with prefix {self.prefix!r}")
        return name[len(self.prefix) :]

    def named(self, name: str) -> str:
        """The topic, without prefix, that a word ("contract") or a name means, with prefix or without.

        Raises NoSuchTopic.
        """
        for topic in ALL_TOPICS:
            if name in (word(topic), topic, self.full(topic)):
                return topic
        raise NoSuchTopic(f"topic {name!r} is not one of the hub's; write one of {', '.join(map(word, ALL_TOPICS))}")

    @property
    def inputs(self) -> tuple[str, ...]:
        return tuple(self.full(topic) for topic in INPUT_TOPICS)

    @property
    def engine_group(self) -> str:
        """The consumer group of the engine's workers. Another set of input topics takes another name."""
        return self.prefix + "hub-engine-v1"

    @property
    def reached_group(self) -> str:
        """The group that nobody joins, whose offsets tell up to where each partition was seen to reach."""
        return self.prefix + "hub-reached-v1"

    @property
    def whole_group(self) -> str:
        """The group that nobody joins, whose offsets tell of which output partitions every picture has been written."""
        return self.prefix + "hub-whole-v1"

    @property
    def configuration(self) -> str:
        return self.full(CONFIGURATION)

    @property
    def picture(self) -> str:
        return self.full(PICTURE)

    @property
    def quarantine(self) -> str:
        return self.full(QUARANTINE)

    @property
    def refusal(self) -> str:
        return self.full(REFUSAL)

    @property
    def warning(self) -> str:
        return self.full(WARNING)

    @property
    def audit(self) -> str:
        return self.full(AUDIT)
