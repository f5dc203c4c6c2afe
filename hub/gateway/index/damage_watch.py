"""Looks, every few seconds, whether the truth holds all that it held, for as long as the gateway runs.

A publisher looks when it is opened, and may stay open for weeks, in which a topic may be cut. Off the way of requests,
which find in `lost` what was seen last.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Final

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError

from hub.instance.connection import Cluster
from hub.instance.damaged import Damaged, look
from hub.instance.kafka_state import SMALL_BYTES
from hub.log.raw_reader import RawReader

log = logging.getLogger("hub.gateway")

EVERY_SECONDS: Final = 2.0
ANSWER_SECONDS: Final = 8.0


class DamageWatch:
    """lost: what the truth has lost, as it was seen last. tell: called when that has changed."""

    def __init__(self, cluster: Cluster, tell: Callable[[], None]) -> None:
        self._cluster, self._tell = cluster, tell
        self.lost: Sequence[Damaged] = ()

    async def follow(self) -> None:
        """Until cancelled. While Kafka is away, what was seen last counts."""
        while True:
            try:
                await self._follow()
            except (KafkaError, OSError, TimeoutError) as away:
                log.warning("no look at what is held", extra={"reason": str(away)})
            await asyncio.sleep(EVERY_SECONDS)

    async def _follow(self) -> None:
        admin = AIOKafkaAdminClient(bootstrap_servers=self._cluster.bootstrap_servers)
        reader = RawReader(self._cluster.bootstrap_servers, SMALL_BYTES)
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                await admin.start()
                await reader.start()
            while True:
                async with asyncio.timeout(ANSWER_SECONDS):
                    self.take(await look(admin, reader, self._cluster, datetime.now(UTC)))
                await asyncio.sleep(EVERY_SECONDS)
        finally:
            await asyncio.gather(reader.stop(), admin.close(), return_exceptions=True)

    def take(self, found: Sequence[Damaged]) -> None:
        """What was seen now."""
        before, self.lost = self.lost, found
        if [each.words for each in before] != [each.words for each in found]:
            log.warning("what the topics lost", extra={"reasons": [each.words for each in found]})
            self._tell()
