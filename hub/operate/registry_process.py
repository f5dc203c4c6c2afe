"""Apicurio Registry as a local process. Facts measured: operations handbook, section 8."""

import os
from pathlib import Path
from typing import Final

import aiohttp

PORTS: Final = ("registry", "registry_management")
HEAP: Final = "-Xmx384m"


def datasource(store: str) -> str:
    """The address of a durable store at that path: without WRITE_DELAY=0 a registry that is killed forgets every
    subject of its last seconds."""
    return f"jdbc:h2:file:{store};WRITE_DELAY=0"


class RegistryProcess:
    """How to start one registry of one instance."""

    name = "registry"

    def __init__(self, home: Path, java: Path, program: Path, ports: dict[str, int]) -> None:
        self._home, self._java, self._program, self._ports = home, java, program, ports

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._ports['registry']}"

    @property
    def argv(self) -> list[str]:
        store = self._home / "data" / "registry" / "registry"
        return [
            str(self._java),
            HEAP,
            "-XX:+UseSerialGC",
            # measured: it answers after two thirds of the processor time, and has little to do later
            "-XX:TieredStopAtLevel=1",
            f"-Dhub.home={self._home}",
            "-Dapicurio.storage.kind=sql",
            "-Dapicurio.storage.sql.kind=h2",
            f"-Dapicurio.datasource.url={datasource(str(store))}",
            "-jar",
            str(self._program / "quarkus-run.jar"),
        ]

    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "HUB_HOME": str(self._home),
            "QUARKUS_HTTP_HOST": "127.0.0.1",
            "QUARKUS_HTTP_PORT": str(self._ports["registry"]),
            "QUARKUS_MANAGEMENT_HOST": "127.0.0.1",
            "QUARKUS_MANAGEMENT_PORT": str(self._ports["registry_management"]),
            "QUARKUS_LOG_LEVEL": "WARN",
        }

    def prepare(self) -> None:
        (self._home / "data" / "registry").mkdir(parents=True, exist_ok=True)

    async def is_ready(self) -> bool:
        """Whether it answers as Confluent's registry does."""
        timeout = aiohttp.ClientTimeout(total=2)
        try:
            async with (
                aiohttp.ClientSession(timeout=timeout) as session,
                session.get(f"{self.address}/apis/ccompat/v7/subjects") as answer,
            ):
                return answer.status == 200
        except (aiohttp.ClientError, TimeoutError, OSError):
            return False
