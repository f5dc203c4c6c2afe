"""`hub publish` that is killed again and again: what it told is in the log, and one whole run completes it."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from uuid import UUID

import orjson
import pytest

from hub.cli.cut_off import Acknowledged
from hub.local.local_parts import LocalParts
from hub.log.raw_reader import RawReader
from hub.log.topics import TopicNames
from hub.usecases.publishing import EVENTS_AT_ONCE
from tests.faults.world import sleep_until
from tests.support.documents import declared

pytestmark = [pytest.mark.faults, pytest.mark.kafka]

EVENTS = 7 * EVENTS_AT_ONCE
KILLS = (signal.SIGKILL, signal.SIGTERM, signal.SIGINT)
ROOT = Path(__file__).parents[2]


def written(tmp_path: Path, run: int) -> Path:
    first = 0x014E1B2C_3D00_7000_8000_000000000000 + run * EVENTS
    ids = (str(UUID(int=first + number)) for number in range(EVENTS))
    lines = (orjson.dumps(declared(attributes={"id": each})) for each in ids)
    file = tmp_path / f"events-{run}.jsonl"
    file.write_bytes(b"\n".join(lines))
    return file


async def test_what_was_told_is_in_the_log_however_often_it_is_killed(
    parts: LocalParts, namespace: TopicNames, tmp_path: Path
) -> None:
    files = [written(tmp_path, run) for run in range(len(KILLS))]
    environment = {
        **os.environ,
        "HUB_HOME": str(tmp_path / "home"),
        "HUB_BOOTSTRAP_SERVERS": parts.bootstrap_servers,
        "HUB_REGISTRY_URL": parts.registry_url,
        "HUB_TOPIC_PREFIX": namespace.prefix,
    }
    reader = RawReader(parts.bootstrap_servers)
    await reader.start()
    tps = await reader.partitions(namespace.full("commissioning.contract.v1"))

    async def records() -> int:
        return sum((await reader.ends(tps)).values())

    def publishing(*these: Path) -> "subprocess.Popen[bytes]":
        argv = [sys.executable, "-m", "hub.cli", "publish", *map(str, these), "--json"]
        # a runner in the background of a script ignores SIGINT and its children inherit that; this one is to heed it
        before = signal.signal(signal.SIGINT, signal.default_int_handler)
        try:
            return subprocess.Popen(argv, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        finally:
            signal.signal(signal.SIGINT, before)

    try:
        for number, file in zip(KILLS, files, strict=True):
            before = await records()
            process = publishing(file)

            async def is_under_way(before: int = before) -> bool:
                return await records() > before + EVENTS_AT_ONCE

            await sleep_until(is_under_way, 60, "the second batch is being written")
            process.send_signal(number)
            out, err = process.communicate(timeout=60)
            if number is signal.SIGKILL:
                assert process.returncode == -signal.SIGKILL
                continue
            assert process.returncode == 128 + number, (out, err)
            told = orjson.loads(out)["acknowledged"]
            came = await records() - before
            assert 0 < told["events"] <= came <= told["events"] + EVENTS_AT_ONCE
            assert set(told) == set(Acknowledged(is_dry=False).document())
        process = publishing(*files)
        out, err = process.communicate(timeout=120)
        assert process.returncode == 0, err
        told = orjson.loads(out)
        assert told["accepted"] + told["duplicates"] == len(KILLS) * EVENTS
        assert await records() >= len(KILLS) * EVENTS
    finally:
        await reader.stop()
