"""What every fault test starts from: topics of its own on the run's broker, a producer, and workers."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.workers import Crew
from tests.faults.world import World


@pytest.fixture
def crew(world: World, tmp_path: Path) -> Iterator[Crew]:
    with Crew(tmp_path, world.environment) as made:
        yield made
