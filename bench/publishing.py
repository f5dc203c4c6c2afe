"""Publishing over HTTP, `POST /v1/events`: one event at a time and batches of 100, each answered once Kafka has it."""

import asyncio
import json
import time
from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

import aiohttp

from bench.contenders import Ground
from bench.processes import Gateway
from bench.say import say
from hub.instance.connection import Cluster

SINGLES: Final = 500
BATCHES: Final = 50
IN_A_BATCH: Final = 100
ACCEPTED: Final = 202
SINGLE: Final = "application/cloudevents+json"
BATCH: Final = "application/cloudevents-batch+json"


async def publishing(ground: Ground, cluster: Cluster) -> dict[str, Any] | None:
    """Latency of singles, one after the other on one connection; events a second of batches, two at a time.

    None where the gateway has no such route.
    """
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
                await _post(session, SINGLE, _event(number))
                took.append((time.monotonic() - began) * 1000)
            took.sort()
            batches = [
                [_event(SINGLES + batch * IN_A_BATCH + number) for number in range(IN_A_BATCH)]
                for batch in range(BATCHES)
            ]
            began = time.monotonic()
            await asyncio.gather(_all(session, batches[::2]), _all(session, batches[1::2]))
            per_s = round(BATCHES * IN_A_BATCH / (time.monotonic() - began))
    finally:
        gateway.stop()
    found = {
        "single_p50_ms": round(took[len(took) // 2], 1),
        "single_p99_ms": round(took[len(took) * 99 // 100], 1),
        "singles": SINGLES,
        "batch_per_s": per_s,
        "batches": BATCHES,
        "in_a_batch": IN_A_BATCH,
    }
    say(f"HTTP: single p99 {found['single_p99_ms']} ms, batches {found['batch_per_s']:,} events a second")
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


def _event(number: int) -> dict[str, Any]:
    council = f"GB-LAE-H{number % 50:03d}"
    return {
        "specversion": "1.0",
        "id": str(UUID(int=(1 << 90) + number, version=4)),
        "source": "bench",
        "type": "uk.jch.contract.declared.v1",
        "subject": f"{council}/C{number:05d}",
        "time": "2020-01-01T00:00:00Z",
        "data": {
            "meta": {"organisation": council},
            "stage": "contract",
            "title": "A service",
            "value": {"amount": "450000.00"},
            "period_end": "2024-03-31",
        },
    }
