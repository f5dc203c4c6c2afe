"""A gateway over a log in memory for each test, and one that listens, once for all tests of a file."""

from collections.abc import AsyncIterator, Iterator

import pytest

from hub.local.local_parts import LocalParts
from tests.gateway.door_in_memory import Gateway
from tests.gateway.live import Listening, listening


@pytest.fixture(scope="module")
def live(parts: LocalParts) -> Iterator[Listening]:
    with listening(parts) as gateway:
        yield gateway


@pytest.fixture
async def gateway() -> AsyncIterator[Gateway]:
    made = Gateway()
    async with made.client:
        yield made
