"""Publishing over HTTP, `POST /v1/events`: one event at a time and batches of 100, each answered once Kafka has it."""

import asyncio
import json
import time
from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

import aiohttp

from bench.contenders import Ground
from bench.places import council, places
from bench.processes import Gateway
from bench.say import say
from bench.workload import Shape
from hub.instance.connection import Cluster
from hub.usecases.configuring import publish_configuration
from hub.usecases.topics_admin import create_topics

SINGLES: Final = 500
BATCHES: Final = 100
IN_A_BATCH: Final = 100
ACCEPTED: Final = 202
SETTLE_SECONDS: Final = 0.5
SINGLE: Final = "application/cloudevents+json"
BATCH: Final = "application/cloudevents-batch+json"
MANY: Final = 1_000


async def publishing(ground: Ground, cluster: Cluster) -> dict[str, Any] | None:
    """What a gateway takes over HTTP where the places of the workload are configured, and where MANY are.

    cluster: one in which they are configured. None where the gateway has no such route.
    """
    found = await _taken(ground, cluster, Shape().partnerships)
    if found is None:
        return None
    crowded = ground.cluster("publishing")
    await create_topics(ground.bootstrap_servers, crowded.names, ground.partitions)
    await publish_configuration(crowded, places(MANY))
    return found | {"many_partnerships": await _taken(ground, crowded, MANY)}


async def _taken(ground: Ground, cluster: Cluster, partnerships: int) -> dict[str, Any] | None:
    """Latency of singles, one after the other on one connection; events a second of batches, two at a time, and what
    the gateway's process spends on each. Events are those of members, so none is warned of; of every tenth partnership
    nobody says anything.
    """
    speakers = [council(each) for each in range(partnerships) if each % 10]
    gateway = Gateway(ground.home, cluster, ground.partitions)
    try:
        async with aiohttp.ClientSession(gateway.address) as session:
            await gateway.until_ready(session)
            if not await _has_route(session):
                say("HTTP: the gateway takes no events; left out")
                return None
            took = []
            for number in range(SINGLES):
                began = time.monotonic()
                await _post(session, SINGLE, _event(number, speakers))
                took.append((time.monotonic() - began) * 1000)
            took.sort()
            batches = [
                [_event(SINGLES + batch * IN_A_BATCH + number, speakers) for number in range(IN_A_BATCH)]
                for batch in range(BATCHES)
            ]
            began, before = time.monotonic(), gateway.processor_seconds()
            await asyncio.gather(_all(session, batches[::2]), _all(session, batches[1::2]))
            took_all = time.monotonic() - began
            await asyncio.sleep(SETTLE_SECONDS)  # it reads the last of them
            spent = gateway.processor_seconds() - before
    finally:
        gateway.stop()
    found = {
        "single_p50_ms": round(took[len(took) // 2], 1),
        "single_p99_ms": round(took[len(took) * 99 // 100], 1),
        "singles": SINGLES,
        "batch_per_s": round(BATCHES * IN_A_BATCH / took_all),
        "processor_us_per_event": round(1e6 * spent / (BATCHES * IN_A_BATCH)),
        "partnerships": partnerships,
        "batches": BATCHES,
        "in_a_batch": IN_A_BATCH,
    }
    told = f"single p99 {found['single_p99_ms']} ms, batches {found['batch_per_s']:,} events a second"
    say(f"HTTP, {partnerships:,} partnerships: {told}")
    return found


async def _has_route(session: aiohttp.ClientSession) -> bool:
    async with session.post("/v1/events", data=b"", headers={"Content-Type": SINGLE}) as answer:
        return answer.status not in (404, 405)


async def _all(session: aiohttp.ClientSession, batches: Sequence[list[dict[str, Any]]]) -> None:
    for each in batches:
        await _post(session, BATCH, each)


async def _post(session: aiohttp.ClientSession, media: str, document: Any) -> None:
    async with session.post("/v1/events", data=json.dumps(document), headers={"Content-Type": media}) as answer:
        if answer.status != ACCEPTED:
            raise RuntimeError(f"POST /v1/events answered {answer.status}: {(await answer.text())[:1000]}")
        await answer.read()


def _event(number: int, speakers: Sequence[str]) -> dict[str, Any]:
    speaker = speakers[number % len(speakers)]
    return {
        "specversion": "1.0",
        "id": str(UUID(int=(1 << 90) + number, version=4)),
        "source": "bench",
        "type": "uk.jch.contract.declared.v1",
        "subject": f"{speaker}/C{number:05d}",
        "time": "2020-01-01T00:00:00Z",
        "data": {
            "meta": {"organisation": speaker},
            "stage": "contract",
            "title": "A service",
            "value": {"amount": "450000.00"},
            "period_end": "2024-03-31",
        },
    }
