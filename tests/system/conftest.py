"""A hub without its supervisor: real Kafka, real registry, real engine workers with the real fold, a namespace each."""

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from connectors.protocol import Item
from hub.instance.connection import Cluster
from hub.instance.lag import until_folded
from hub.local.local_parts import LocalParts
from hub.log.topics import TopicNames
from hub.usecases.admitting import Door
from hub.usecases.configuring import standing
from hub.usecases.publishing import Result, opened, publish
from hub.usecases.topics_admin import create_topics
from tests.faults.workers import Crew
from tests.system.instance import Instance


@pytest.fixture
def instance(tmp_path: Path) -> Iterator[Instance]:
    with Instance(tmp_path / "hub") as made:
        yield made


FOLD_SECONDS = 20.0
"""Thrice the slowest that was seen: 5.7 s, also beside four busy loops on two cores."""
PARTITIONS = 4


class Hub:
    """One namespace: publish into it, let workers fold it, ask it."""

    def __init__(self, cluster: Cluster, crew: Crew, environment: dict[str, str]) -> None:
        self.cluster = cluster
        self.crew = crew
        self.environment = environment

    async def publish(self, items: Sequence[Item], principal: str = "operator") -> Result:
        door = Door(await standing(self.cluster), principal, "test")
        async with opened(self.cluster) as publisher:
            return await publish(items, door, publisher, lambda: datetime.now(UTC))

    async def until_folded(self) -> None:
        await until_folded(self.cluster, FOLD_SECONDS)


MakeHub = Callable[[], AbstractAsyncContextManager[Hub]]


@pytest.fixture
def new_hub(parts: LocalParts, tmp_path: Path) -> MakeHub:
    """Makes hubs, as many as a test wants; the workers of each end with it."""

    @asynccontextmanager
    async def make() -> AsyncIterator[Hub]:
        names = TopicNames(f"s{uuid4().hex[:8]}.")
        await create_topics(parts.bootstrap_servers, names, PARTITIONS)
        cluster = Cluster(parts.bootstrap_servers, parts.registry_url, names, names.engine_group)
        environment = {
            "HUB_BOOTSTRAP_SERVERS": parts.bootstrap_servers,
            "HUB_REGISTRY_URL": parts.registry_url,
            "HUB_TOPIC_PREFIX": names.prefix,
            "HUB_PARTITIONS": str(PARTITIONS),
            "HUB_SESSION_TIMEOUT_SECONDS": "4",
            "HUB_HEARTBEAT_SECONDS": "0.5",
        }
        with Crew(tmp_path / names.prefix, environment) as crew:
            yield Hub(cluster, crew, environment)

    return make
