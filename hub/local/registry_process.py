"""Apicurio Registry as a local process. Facts measured: operations handbook, section 8."""

import shutil
from pathlib import Path
from typing import Final

import aiohttp

from hub.local.java import home_mark, java_environment, kept_classes, require_nameable
from hub.local.log_folders import CURE, DataElsewhere
from hub.local.private_folders import make_private

PORTS: Final = ("registry", "registry_management")
HEAP: Final = "-Xmx384m"


STORE: Final = "./data/registry/registry"
"""The store, from the instance's folder on: a datasource's address ends at the first semicolon, has its own meaning for
more letters, and no way to escape them, so the name of the home must not stand in it."""
UNPACKED: Final = Path("run/registry-unpacked")
"""What it unpacks of its own program, from the instance's folder on."""


def datasource(store: str) -> str:
    """The address of a durable store at that path, which is plain letters.

    Without WRITE_DELAY=0 a registry that is killed forgets every subject of its last seconds.
    """
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
        return [
            str(self._java),
            *kept_classes(self._program),
            HEAP,
            "-XX:+UseSerialGC",
            # measured: it answers after two thirds of the processor time, and has little to do later
            "-XX:TieredStopAtLevel=1",
            home_mark(self._home),
            "-Dapicurio.storage.kind=sql",
            "-Dapicurio.storage.sql.kind=h2",
            f"-Dapicurio.datasource.url={datasource(STORE)}",
            # its own folder of what it unpacks: the common one belongs to whoever starts a registry first
            f"-Dquarkus.vertx.cache-directory=./{UNPACKED}",
            "-jar",
            str(self._program / "quarkus-run.jar"),
        ]

    def environment(self) -> dict[str, str]:
        return {
            **java_environment(self._home),
            "QUARKUS_HTTP_HOST": "127.0.0.1",
            "QUARKUS_HTTP_PORT": str(self._ports["registry"]),
            "QUARKUS_MANAGEMENT_HOST": "127.0.0.1",
            "QUARKUS_MANAGEMENT_PORT": str(self._ports["registry_management"]),
            "QUARKUS_LOG_LEVEL": "WARN",
        }

    def prepare(self) -> None:
        """Raises CannotBeNamed."""
        require_nameable(self._home)
        make_private(self._home)
        (self._home / STORE).parent.mkdir(parents=True, exist_ok=True)
        # whoever was killed left what it had unpacked
        shutil.rmtree(self._home / UNPACKED, ignore_errors=True)
        (self._home / UNPACKED).mkdir(parents=True)

    async def check(self) -> None:
        """Once it answers: its store stands where this instance keeps its data. Raises DataElsewhere."""
        store = (self._home / STORE).with_suffix(".mv.db")
        if not store.exists():
            raise DataElsewhere(f"the registry does not keep its schemas in {store}. {CURE}")

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
