"""What the gateway knows: pictures, configuration and where every event stands, in memory as Kafka gives them.

No database: what is here can be thrown away at any time and is read again from the topics.
"""

import asyncio
from collections.abc import Callable, Mapping
from random import Random
from typing import Any

from aiokafka import TopicPartition
from pydantic import ValidationError

from hub.events import configuration as published
from hub.events.configuration import Configuration
from hub.gateway.event_index import EventIndex
from hub.gateway.following import Follower
from hub.gateway.pictures import Pictures
from hub.gateway.refusal_index import RefusalIndex
from hub.log.raw_reader import RawRecord
from hub.log.topics import TopicNames


class Changes:
    """Wakes whoever waits for something new to be shown. Nobody who waits holds up another."""

    def __init__(self) -> None:
        self._next = asyncio.Event()

    def tell(self) -> None:
        self._next.set()
        self._next = asyncio.Event()

    async def wait(self, seconds: float) -> bool:
        """Whether something came within that time."""
        try:
            await asyncio.wait_for(self._next.wait(), seconds)
        except TimeoutError:
            return False
        return True


class Store:
    """Follows the output, configuration, input and refusal topics of an instance.

    configured: it was read to its end once, so that it can be said who may speak.
    """

    def __init__(self, bootstrap_servers: str, names: TopicNames, random: Random) -> None:
        self.names = names
        self.pictures = Pictures()
        self.events = EventIndex()
        self.configuration = Configuration()
        self.changes = Changes()
        self._records: list[tuple[int, bytes, bytes | None]] = []
        self.refusals = RefusalIndex()
        self.configured = False
        self._reading_configuration = True
        self._refused: str | None = None
        self._followers = (
            Follower(
                "the configuration",
                bootstrap_servers,
                [names.configuration],
                random,
                take=self._take_configuration,
                start_over=self._configuration_again,
                caught_up=self._configuration_read,
                rest=self.changes.tell,
            ),
            Follower(
                "the pictures",
                bootstrap_servers,
                [names.picture],
                random,
                take=self._take_picture,
                start_over=self._pictures_again,
                caught_up=self.pictures.forget_unseen,
                rest=self.changes.tell,
            ),
            Follower("the events", bootstrap_servers, names.inputs, random, take=self.events.take),
            Follower("the refusals", bootstrap_servers, [names.refusal], random, take=self.refusals.take),
        )

    @property
    def problems(self) -> list[str]:
        """Why what is shown may be old or not whole; empty when it is neither."""
        found = [each.problem for each in self._followers if each.problem]
        return [*dict.fromkeys(found), *([self._refused] if self._refused else [])]

    async def follow(self) -> None:
        """Until cancelled."""
        async with asyncio.TaskGroup() as group:
            for each in self._followers:
                group.create_task(each.follow())

    def set_by_hand(self, problem: str | None) -> None:
        """Where nothing is followed, whoever fills the store says what is wrong with it."""
        for each in self._followers:
            each.problem = problem
        self.configured = True

    def bodies(self, wanted: Callable[[str], bool] = lambda partnership: True) -> Mapping[tuple[str, str, str], Any]:
        """JSON data of the pictures of the wanted partnerships, by (partnership, kind, id)."""
        return {shown.key: shown.picture() for shown in self.pictures.all() if wanted(shown.key.partnership)}

    def _pictures_again(self, ends: Mapping[TopicPartition, int]) -> None:
        self.pictures.read_again({tp.partition: end for tp, end in ends.items()})

    def _take_picture(self, record: RawRecord) -> None:
        self.pictures.take(record)

    def _configuration_again(self, ends: Mapping[TopicPartition, int]) -> None:
        # what was known stands until all is read again: half a configuration would let in the wrong organisations
        self._records.clear()
        self._reading_configuration = True

    def _configuration_read(self) -> None:
        self._reading_configuration = False
        self._read_configuration()
        self.configured = self.configured or self._refused is None

    def _take_configuration(self, record: RawRecord) -> None:
        self._records.append((record.offset, record.key or b"", record.value))
        if not self._reading_configuration:
            self._read_configuration()

    def _read_configuration(self) -> None:
        try:
            self.configuration = published.read(self._records)
            self._refused = None
        except ValidationError as newer:
            self._refused = f"the configuration cannot be read by this release: {newer.error_count()} errors"
