"""A whole hub to look at: topics of its own, a worker, the demonstration folded, and the gateway's own process."""

import os
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import httpx

from hub.instance.connection import Cluster
from hub.instance.lag import until_folded
from hub.local.local_parts import LocalParts
from hub.local.ports import any_free
from hub.log.topics import TopicNames
from hub.usecases.demonstration import publish_demonstration
from hub.usecases.topics_admin import create_topics
from tests.faults.workers import ROOT, Crew, wait_until

PARTITIONS: Final = 4
READY_SECONDS: Final = 60.0
GROUP: Final = "health-and-social-care-integration-group"


@dataclass(frozen=True, slots=True)
class RunningHub:
    """address: the gateway's, without a slash at its end. environment: settings with which `hub` reaches it."""

    address: str
    cluster: Cluster
    environment: Mapping[str, str]

    def run(self, *arguments: str) -> str:
        """What the command says on standard output; it must succeed."""
        command = [sys.executable, "-m", "hub.cli", *arguments]
        environment = {**os.environ, **self.environment}
        ran = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
        assert ran.returncode == 0, ran.stderr
        return ran.stdout

    async def until_folded(self) -> None:
        await until_folded(self.cluster, READY_SECONDS)


@asynccontextmanager
async def running_hub(parts: LocalParts, home: Path) -> AsyncIterator[RunningHub]:
    """The demonstration, told and folded, and pages of it that are up to date."""
    names = TopicNames("browser.")
    await create_topics(parts.bootstrap_servers, names, PARTITIONS)
    cluster = Cluster(parts.bootstrap_servers, parts.registry_url, names, names.engine_group)
    port = any_free()
    environment = {
        "HUB_BOOTSTRAP_SERVERS": parts.bootstrap_servers,
        "HUB_REGISTRY_URL": parts.registry_url,
        "HUB_TOPIC_PREFIX": names.prefix,
        "HUB_PARTITIONS": str(PARTITIONS),
        "HUB_HTTP_PORT": str(port),
        "HUB_HOME": str(home),
    }
    with Crew(home, environment) as crew:
        crew.start()
        gateway = _started_gateway(home, environment)
        try:
            await publish_demonstration(cluster, lambda words: None)
            await until_folded(cluster, READY_SECONDS)
            address = f"http://127.0.0.1:{port}"
            wait_until(lambda: _is_ready(gateway, address), READY_SECONDS, f"the gateway is ready; {home}/gateway.log")
            yield RunningHub(address, cluster, environment)
        finally:
            gateway.terminate()
            gateway.wait(READY_SECONDS)


def _started_gateway(home: Path, environment: Mapping[str, str]) -> "subprocess.Popen[bytes]":
    with (home / "gateway.log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "hub.gateway.serve"],
            cwd=ROOT,
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


def _is_ready(gateway: "subprocess.Popen[bytes]", address: str) -> bool:
    assert gateway.poll() is None, "the gateway has ended"
    try:
        return httpx.get(f"{address}/readyz", timeout=3).status_code == httpx.codes.OK
    except httpx.TransportError:
        return False
