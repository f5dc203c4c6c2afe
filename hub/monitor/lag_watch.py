"""Looks at the engine's group every few seconds and keeps what it sees, for as long as the instance is up."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Final

from aiokafka.errors import KafkaError

from hub.instance.connection import Cluster
from hub.instance.kafka_state import Asker
from hub.monitor import lag_history
from hub.monitor.lag_history import EVERY_SECONDS, LagHistory, LagLook
from hub.telling import Teller

log = logging.getLogger("hub.monitor.lag_watch")

LOOK_SECONDS: Final = 10.0


async def watch(cluster: Cluster, home: Path, clock: Callable[[], datetime]) -> None:
    """Until cancelled. A look that fails is left out of the history, whose age then tells of it. clock: aware."""
    history = lag_history.read(home, cluster.group) or LagHistory(cluster.group)
    asker: Asker | None = None
    missed = False
    teller = Teller("run/lag-history.json")
    try:
        while True:
            try:
                async with asyncio.timeout(LOOK_SECONDS):
                    if asker is None:
                        asker = Asker(cluster)
                        await asker.start()
                    history.add(await look(asker, clock))
                await asyncio.to_thread(teller.tell, lambda: lag_history.write(home, history))
                missed = False
            except (KafkaError, OSError, TimeoutError) as away:
                if not missed:  # once for each outage
                    log.warning("no look at the group", extra={"group": cluster.group, "reason": repr(away)})
                missed = True
                broken, asker = asker, None
                if broken is not None:
                    await broken.stop()
            await asyncio.sleep(EVERY_SECONDS)
    finally:
        if asker is not None:
            await asker.stop()


async def look(asker: Asker, clock: Callable[[], datetime]) -> LagLook:
    """One look, as of now. Raises KafkaError."""
    lags = await asker.lags()
    members = await asker.members()
    return LagLook(clock(), members, {(each.topic, each.partition): (each.committed, each.end) for each in lags})
