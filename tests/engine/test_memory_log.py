"""The log in memory keeps the promises of the real one; the same tests are asked of both."""

import pytest
from aiokafka import TopicPartition

from tests.engine.memory_log import MemoryLog, MemoryReader, MemoryWriter
from tests.log.promises_of_a_log import PromisesOfALog


class InMemory:
    tp, empty = TopicPartition("raw", 1), TopicPartition("raw", 0)

    def __init__(self) -> None:
        self.held = MemoryLog()

    async def begin_at(self, offset: int) -> None:
        self.held.begin_at(self.tp, offset)

    async def take_end(self) -> None:
        self.held.take_end(self.tp)


class TestInMemory(PromisesOfALog):
    @pytest.fixture
    def log(self) -> InMemory:
        return InMemory()

    @pytest.fixture
    def reader(self, log: InMemory) -> MemoryReader:
        return MemoryReader(log.held)

    @pytest.fixture
    def writer(self, log: InMemory) -> MemoryWriter:
        return MemoryWriter(log.held)
