"""Kafka and the registry of one instance as containers, through testcontainers.

Promise: the same addresses on 127.0.0.1 as local processes have, data in volumes named after the instance, so that it
outlives the containers. Never run where this was written, because no Docker engine was there: the recipe is tested
with a fake engine only (docs/decisions/0005-local-parts.md).
"""

import asyncio
import hashlib
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from hub.local import kafka_process, registry_process
from hub.local.artifacts import KAFKA_VERSION, REGISTRY_VERSION
from hub.local.kafka_process import KafkaProcess
from hub.local.ports import keep_or_choose
from hub.local.registry_process import RegistryProcess

if TYPE_CHECKING:
    from testcontainers.core.container import DockerContainer

START_SECONDS: Final = 180.0
_CLUSTER_ID: Final = "5L6g3nShT-eMCtK--X86sw"  # any one does; a volume keeps the one that it was formatted with

Say = Callable[[str], None]


class ContainerFailed(Exception):
    """A container did not come up; the text names it and what to look at."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """One container. ports: port inside -> port on 127.0.0.1. volume: its name, mounted at `folder`."""

    name: str
    image: str
    ports: Mapping[int, int]
    environment: Mapping[str, str]
    volume: str
    folder: str = "/data"


class Running(Protocol):
    """A container that was started."""

    def stop(self) -> None: ...


StartContainer = Callable[[Recipe], Running]


def recipes(home: Path, ports: Mapping[str, int]) -> tuple[Recipe, Recipe]:
    """Kafka's and the registry's, for the instance in `home`. Pure."""
    mark = hashlib.sha256(str(home).encode()).hexdigest()[:12]
    kafka = Recipe(
        name=f"hub-{mark}-kafka",
        image=f"apache/kafka:{KAFKA_VERSION}",
        ports={9092: ports["kafka"]},
        environment={
            "CLUSTER_ID": _CLUSTER_ID,
            "KAFKA_NODE_ID": "1",
            "KAFKA_PROCESS_ROLES": "broker,controller",
            "KAFKA_CONTROLLER_QUORUM_VOTERS": "1@localhost:9093",
            "KAFKA_LISTENERS": "PLAINTEXT://:9092,CONTROLLER://localhost:9093",
            "KAFKA_ADVERTISED_LISTENERS": f"PLAINTEXT://127.0.0.1:{ports['kafka']}",
            "KAFKA_CONTROLLER_LISTENER_NAMES": "CONTROLLER",
            "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP": "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT",
            "KAFKA_LOG_DIRS": "/data/kafka",
            **{
                f"KAFKA_{name.upper().replace('.', '_')}": value
                for name, value in kafka_process.SHARED_SETTINGS.items()
            },
        },
        volume=f"hub-{mark}-kafka",
    )
    registry = Recipe(
        name=f"hub-{mark}-registry",
        image=f"apicurio/apicurio-registry:{REGISTRY_VERSION}",
        ports={8080: ports["registry"]},
        environment={
            "APICURIO_STORAGE_KIND": "sql",
            "APICURIO_STORAGE_SQL_KIND": "h2",
            "APICURIO_DATASOURCE_URL": registry_process.datasource("/data/registry"),
        },
        volume=f"hub-{mark}-registry",
    )
    return kafka, registry


def start_with_testcontainers(recipe: Recipe) -> Running:
    """Start one container; it ends when stopped, or when this process is gone."""
    from testcontainers.core.container import DockerContainer  # comes with the extra `docker`

    container = DockerContainer(recipe.image)
    for inside, outside in recipe.ports.items():
        # the type says a number; Docker's own client, which gets it, takes (address, port): only this machine may call
        container.ports[str(inside)] = ("127.0.0.1", outside)  # type: ignore[assignment,unused-ignore]
    for name, value in recipe.environment.items():
        container.with_env(name, value)
    container.with_volume_mapping(recipe.volume, recipe.folder, "rw")
    # a fresh volume belongs to root, and the images' users could not write to it
    container.with_kwargs(user="0", restart_policy={"Name": "on-failure"})
    container.with_name(recipe.name)
    container.start()
    return _Container(container)


@dataclass(frozen=True, slots=True)
class _Container:
    inner: "DockerContainer"

    def stop(self) -> None:
        self.inner.stop(delete_volume=False)


class DockerParts:
    """The two containers of one HUB_HOME."""

    def __init__(self, home: Path, say: Say, start: StartContainer = start_with_testcontainers) -> None:
        self._home, self._say, self._start = home, say, start
        self._running: list[Running] = []

    async def start(self, seconds: float = START_SECONDS) -> None:
        """Both up and answering. Raises ContainerFailed when one does not answer in time."""
        names = (*kafka_process.PORTS, *registry_process.PORTS)
        ports = keep_or_choose(self._home / "run" / "ports.json", names)
        # only whether they answer is asked: nothing of this machine's Java or programs is used
        nothing = Path()
        asked: tuple[KafkaProcess | RegistryProcess, ...] = (
            KafkaProcess(self._home, nothing, nothing, ports),
            RegistryProcess(self._home, nothing, nothing, ports),
        )
        for recipe in recipes(self._home, ports):
            self._say(f"Starting the container {recipe.name} ({recipe.image}) ...")
            self._running.append(await asyncio.to_thread(self._start, recipe))
        begun = time.monotonic()
        for each in asked:
            while not await each.is_ready():
                if time.monotonic() - begun > seconds:
                    raise ContainerFailed(
                        f"{each.name} does not answer at {each.address} after {seconds:.0f} s; see `docker logs`, "
                        "or set HUB_BROKER=local"
                    )
                await asyncio.sleep(0.1)

    async def stop(self) -> None:
        """Both removed; their volumes stay."""
        while self._running:
            await asyncio.to_thread(self._running.pop().stop)
