"""Where a broker keeps its log, as it says itself: what was written into its settings is not what it must have read."""

import asyncio
from pathlib import Path
from typing import Final

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError
from aiokafka.protocol.api import Request, RequestStruct, Response
from aiokafka.protocol.types import Array, Boolean, Int16, Int32, Int64, Schema, String

from hub.log.failure_words import failure_words

_KEY: Final = 35
_TEXT: Final = String("utf-8")


class DataElsewhere(Exception):
    """A program keeps its data elsewhere than in the instance's folder; the text says where and what to do."""


CURE: Final = (
    "Give HUB_HOME a path of plain letters, or see what changes the settings of Java (JAVA_TOOL_OPTIONS, the locale)"
)


class _LogFoldersAnswer(Response):  # type: ignore[misc]  # aiokafka has no types
    API_KEY = _KEY
    API_VERSION = 1
    SCHEMA = Schema(
        ("throttle_time_ms", Int32),
        (
            "folders",
            Array(
                ("error_code", Int16),
                ("folder", _TEXT),
                (
                    "topics",
                    Array(
                        ("topic", _TEXT),
                        (
                            "partitions",
                            Array(("partition", Int32), ("size", Int64), ("lag", Int64), ("is_future", Boolean)),
                        ),
                    ),
                ),
            ),
        ),
    )


class _LogFoldersQuestion(RequestStruct):  # type: ignore[misc]  # aiokafka has no types
    API_KEY = _KEY
    API_VERSION = 1
    RESPONSE_TYPE = _LogFoldersAnswer
    SCHEMA = Schema(("topics", Array(("topic", _TEXT), ("partitions", Array(Int32)))))


class _DescribeLogDirs(Request[_LogFoldersQuestion]):  # type: ignore[misc]  # aiokafka has no types
    """Kafka's DescribeLogDirs, which aiokafka does not have; of no partition, for the folders alone."""

    API_KEY = _KEY

    def build(self, request_struct_class: type[_LogFoldersQuestion]) -> _LogFoldersQuestion:
        return request_struct_class([])


async def log_folders(bootstrap_servers: str) -> list[str]:
    """The folders of the broker that answers there, as it names them. Raises KafkaError, OSError."""
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap_servers)
    try:
        await admin.start()
        answer = await admin._send_request(_DescribeLogDirs())
        return [str(folder) for _, folder, _ in answer.folders]
    finally:
        await admin.close()


async def require_log_in(data: Path, bootstrap_servers: str) -> None:
    """Raises DataElsewhere unless the broker keeps its whole log in that folder, and nowhere else."""
    try:
        found = await log_folders(bootstrap_servers)
    except (KafkaError, OSError) as away:
        raise DataElsewhere(
            f"Kafka at {bootstrap_servers} does not say where its log stands: {failure_words(away)}"
        ) from away
    if not await asyncio.to_thread(_are, found, data):
        shown = ", ".join(found) or "nowhere"
        raise DataElsewhere(f"Kafka keeps its log in {shown}, and not in {data}; nothing was published to it. {CURE}")


def _are(found: list[str], data: Path) -> bool:
    return [Path(each).resolve() for each in found] == [data.resolve()]
