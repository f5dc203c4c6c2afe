"""That a topic is not there, told as that: the client only ever says that it waited in vain."""

import asyncio
from collections.abc import Iterable
from typing import Any

from aiokafka import AIOKafkaConsumer
from aiokafka.errors import KafkaError, KafkaTimeoutError

from hub.events.topics import CONFIGURATION, INPUT_TOPICS

TRUTH = (*INPUT_TOPICS, CONFIGURATION)
"""Topics that hold what was said, which nothing can make anew."""


DELETED = (
    "somebody deleted it, and what was said in it with it: restore it from a copy before anything is published; see "
    "docs/runbooks/topic-missing.md"
)
"""What has happened to a topic of the truth that was there, and what to do."""


class TopicsMissing(KafkaError):  # type: ignore[misc]  # aiokafka is not typed as a whole
    """Kafka answers, and has not these topics; the text says which, and what to do."""

    def __init__(self, topics: Iterable[str]) -> None:
        self.topics = tuple(sorted(topics))
        super().__init__(missing_words(self.topics))

    def __str__(self) -> str:
        return missing_words(self.topics)


async def check_there(consumer: "AIOKafkaConsumer[Any, Any]", topics: Iterable[str], seconds: float) -> None:
    """Raises TopicsMissing, where the client itself would wait in vain; KafkaError."""
    try:
        # not wait_for, which loses a cancellation that comes with the answer
        async with asyncio.timeout(seconds):
            missing = set(topics) - await consumer.topics()
    except TimeoutError as late:
        raise KafkaTimeoutError(f"no answer about which topics there are within {seconds:g} seconds") from late
    if missing:
        raise TopicsMissing(missing)


def holds_the_truth(topic: str) -> bool:
    """Whether a topic, with any prefix, is one that nothing can make anew."""
    return topic.endswith(TRUTH)


def missing_words(topics: Iterable[str]) -> str:
    """Which topics are not there, and what to do."""
    named = list(topics)
    told = f"topic {named[0]} is not there" if len(named) == 1 else f"topics {', '.join(named)} are not there"
    if any(map(holds_the_truth, named)):
        return f"{told}. If it ever was, {DELETED}. If the instance is new, run `hub up`"
    return f"{told}. What it held is gone or can be made anew: `hub up` creates it"
