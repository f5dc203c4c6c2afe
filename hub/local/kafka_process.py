"""Apache Kafka as a local process: one node that is broker and controller, everything on 127.0.0.1.

Facts measured: operations handbook, section 7.
"""

import subprocess
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final, assert_never

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError

from hub.local.java import class_path, home_mark, java_environment, kept_classes, require_nameable
from hub.local.java_properties import properties_text
from hub.local.kafka_storage import Storage, empty, look_at, look_through_at_next_start, new_cluster_id
from hub.local.log_folders import require_log_in
from hub.local.ports import is_free
from hub.local.private_folders import PRIVATE_UMASK, make_private

PORTS: Final = ("kafka", "controller")
HEAP: Final = "-Xmx512m"


SHARED_SETTINGS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "offsets.topic.replication.factor": "1",
        "offsets.topic.num.partitions": "4",
        "transaction.state.log.replication.factor": "1",
        "transaction.state.log.min.isr": "1",
        "transaction.state.log.num.partitions": "4",
        "share.coordinator.state.topic.replication.factor": "1",
        "share.coordinator.state.topic.min.isr": "1",
        "group.initial.rebalance.delay.ms": "0",
        # tests and crash drills want a silent worker's partitions back within seconds
        "group.min.session.timeout.ms": "1000",
        # a killed broker may come back after this time, and not after the usual nine seconds
        "broker.session.timeout.ms": "3000",
        "broker.heartbeat.interval.ms": "1000",
        # events are kept for ever; a group that was away for years must find its place again
        "log.retention.ms": "-1",
        "offsets.retention.minutes": "2147483647",
        "auto.create.topics.enable": "false",
    }
)
"""What every single-node Kafka of ours is told, as a process or as a container."""


class KafkaUnusable(Exception):
    """Kafka cannot be started; the text says why and what to do."""


DATA: Final = "data/kafka"
"""Where the log stands, from the instance's folder on. It is told to Kafka so, because Kafka takes a list there, with
commas between, and has no way to write a folder's name that holds one."""
_SETTINGS: Final = "run/kafka.properties"
_LOGGING_SETTINGS: Final = "run/log4j2.properties"

_LOGGING: Final = MappingProxyType(
    {
        "status": "error",
        "appender.console.type": "Console",
        "appender.console.name": "console",
        "appender.console.layout.type": "PatternLayout",
        "appender.console.layout.pattern": "%d{yyyy-MM-dd'T'HH:mm:ss.SSS} %p %c{1}: %m%n",
        "rootLogger.level": "WARN",
        "rootLogger.appenderRef.console.ref": "console",
        "logger.server.name": "kafka.server.KafkaRaftServer",
        "logger.server.level": "INFO",
    }
)


def server_settings(ports: Mapping[str, int]) -> dict[str, str]:
    """Everything that the broker is told."""
    kafka, controller = f"127.0.0.1:{ports['kafka']}", f"127.0.0.1:{ports['controller']}"
    listeners = f"PLAINTEXT://{kafka},CONTROLLER://{controller}"
    return {
        "process.roles": "broker,controller",
        "node.id": "1",
        "controller.quorum.bootstrap.servers": controller,
        "listeners": listeners,
        "advertised.listeners": listeners,
        "controller.listener.names": "CONTROLLER",
        "listener.security.protocol.map": "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT",
        "log.dirs": DATA,
        **SHARED_SETTINGS,
    }


class KafkaProcess:
    """How to start one broker of one instance. home: the instance's folder; jars: Kafka's programs."""

    name = "kafka"

    def __init__(self, home: Path, java: Path, jars: Path, ports: dict[str, int]) -> None:
        self._home, self._java, self._jars, self._ports = home, java, jars, ports

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self._ports['kafka']}"

    @property
    def argv(self) -> list[str]:
        return [*self._java_for(*kept_classes(self._jars)), "kafka.Kafka", _SETTINGS]

    def _java_for(self, *options: str) -> list[str]:
        return [
            str(self._java),
            *options,
            HEAP,
            "-XX:+UseSerialGC",
            home_mark(self._home),
            # a list of addresses, with commas between: the name of the home must not stand in it
            f"-Dlog4j2.configurationFile={_LOGGING_SETTINGS}",
            "-cp",
            class_path(self._jars),
        ]

    def environment(self) -> dict[str, str]:
        return java_environment(self._home)

    def prepare(self) -> None:
        """Write the settings; format the storage if it never was. Raises KafkaUnusable, CannotBeNamed."""
        require_nameable(self._home)
        make_private(self._home)
        data = self._data
        data.mkdir(parents=True, exist_ok=True)
        (self._home / _SETTINGS).write_text(properties_text(server_settings(self._ports)), encoding="ascii")
        (self._home / _LOGGING_SETTINGS).write_text(properties_text(_LOGGING), encoding="ascii")
        match look_at(data):
            case Storage.FORMATTED:
                return
            case Storage.EMPTY:
                self._format(data)
            case Storage.HALF:
                empty(data)
                self._format(data)
            case Storage.BROKEN as state:
                raise KafkaUnusable(
                    f"Kafka's data in {data} is {state.value}: its records are there, and meta.properties is not, or "
                    "cannot be read. Put that file back from a copy, or start another instance with another HUB_HOME"
                )
            case _ as never:
                assert_never(never)

    def look_through_at_next_start(self) -> None:
        """Before it is started: whatever is no whole record is cut off. Source: hub.local.kafka_storage."""
        look_through_at_next_start(self._data)

    def _format(self, data: Path) -> None:
        ran = subprocess.run(
            [
                *self._java_for(),
                "kafka.tools.StorageTool",
                "format",
                "--standalone",
                "-t",
                new_cluster_id(),
                "-c",
                _SETTINGS,
            ],
            cwd=self._home,
            env=self.environment(),
            umask=PRIVATE_UMASK,
            capture_output=True,
            text=True,
            check=False,
        )
        if ran.returncode != 0:
            raise KafkaUnusable(
                f"Kafka could not format {data}: {(ran.stdout + ran.stderr)[-800:]}. If its programs do not run, "
                f"delete {self._jars} (HUB_CACHE) and fetch them again"
            )

    @property
    def _data(self) -> Path:
        return self._home / DATA

    async def check(self) -> None:
        """Once it answers: its log stands where this instance keeps its data. Raises DataElsewhere."""
        await require_log_in(self._data, self.address)

    async def is_ready(self) -> bool:
        """Whether the broker answers a request for metadata."""
        if is_free(self._ports["kafka"]):
            return False  # nobody listens yet, and the client would say so in the log at every try
        admin = AIOKafkaAdminClient(bootstrap_servers=self.address, request_timeout_ms=2000)
        try:
            await admin.start()
            await admin.list_topics()
        except (KafkaError, OSError):
            return False
        finally:
            await admin.close()
        return True
