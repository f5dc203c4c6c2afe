"""The gateway that listens, once for all tests of a file."""

from collections.abc import Iterator

import pytest

from hub.operate.local_parts import LocalParts
from tests.gateway.live import Listening, listening


@pytest.fixture(scope="module")
def live(parts: LocalParts) -> Iterator[Listening]:
    with listening(parts) as gateway:
        yield gateway
