"""A time limit on questions to Kafka: a broker that is frozen takes a connection and never says a word.

Promise: whoever asks is told within ANSWER_SECONDS, and when it was asked; the client itself goes on for forty.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Final

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaTimeoutError

ANSWER_SECONDS: Final = 6.0


@asynccontextmanager
async def answered(whom: str) -> AsyncIterator[None]:
    """Around one question. whom: who is asked, for the words. Raises KafkaTimeoutError, in words."""
    asked = datetime.now(UTC)
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            yield
    except TimeoutError as late:
        raise KafkaTimeoutError(silent_words(whom, asked)) from late


@asynccontextmanager
async def admin_of(bootstrap_servers: str) -> AsyncIterator[AIOKafkaAdminClient]:
    """A client that is started. Raises KafkaError."""
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap_servers)
    try:
        async with answered(bootstrap_servers):
            await admin.start()
        yield admin
    finally:
        await admin.close()


def silent_words(whom: str, asked: datetime) -> str:
    """Who does not answer, and when it was asked: since when it is silent nobody knows who asks once."""
    return f"{whom} was asked at {asked:%H:%M:%S} UTC and has not answered; what stands there now is not known"
