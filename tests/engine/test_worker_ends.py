"""How a worker ends: 2 for wrong settings, 1 when it broke, in time when it is told to, and not for a full disk."""

import asyncio
import signal
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from hub.engine import worker
from hub.engine.settings import EngineSettings
from hub.settings import Settings
from tests.engine import counting_fold
from tests.support.full_disk import watching


@pytest.fixture(autouse=True)
def no_log(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "log_as_json", lambda: None)


@pytest.fixture
def alarms() -> Iterator[None]:
    before = signal.getsignal(signal.SIGALRM)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize("servers", ["", "127.0.0.1:1"], ids=["no brokers", "no such core"])
def test_wrong_settings_end_it_with_2(monkeypatch: pytest.MonkeyPatch, servers: str) -> None:
    monkeypatch.setenv("HUB_BOOTSTRAP_SERVERS", servers)
    monkeypatch.setenv("HUB_REGISTRY_URL", "http://127.0.0.1:1" if servers else "")
    monkeypatch.setenv("HUB_ENGINE_FOLD", "hub.engine.nothing:create")
    assert worker.main() == 2


@pytest.mark.parametrize(("breaks", "code"), [(True, 1), (False, 0)], ids=["it broke", "it was told to end"])
def test_what_broke_ends_it_with_1_so_that_it_is_started_again(
    monkeypatch: pytest.MonkeyPatch, breaks: bool, code: int
) -> None:
    monkeypatch.setenv("HUB_BOOTSTRAP_SERVERS", "127.0.0.1:1")
    monkeypatch.setenv("HUB_REGISTRY_URL", "http://127.0.0.1:1")
    monkeypatch.setenv("HUB_ENGINE_FOLD", "tests.engine.counting_fold:create")

    async def run(*_: Any) -> None:
        if breaks:
            raise RuntimeError("Faust stopped")

    monkeypatch.setattr(worker, "_run", run)
    assert worker.main() == code


async def test_one_that_does_not_end_in_time_is_ended_by_its_own_alarm(alarms: None) -> None:
    stopping = asyncio.Event()
    worker._stop(stopping)
    assert stopping.is_set()
    assert 0 < signal.getitimer(signal.ITIMER_REAL)[0] <= worker.STOP_SECONDS
    assert signal.getsignal(signal.SIGALRM) is worker._too_slow


async def three_ticks(until: asyncio.Event, every_tick: Any) -> None:
    for _ in range(3):
        every_tick(SimpleNamespace(shards={}))


def test_a_full_disk_ends_no_worker_wherever_it_tells_of_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not while it works, and not when it takes its status file away at the end."""
    monkeypatch.setattr(worker, "Engine", lambda *_: SimpleNamespace(run=three_ticks))
    monkeypatch.setattr(worker, "few_collections", lambda thresholds: None)
    monkeypatch.setattr(worker, "not_ready_because", lambda engine: [])
    monkeypatch.setattr(worker, "status_of", lambda *_: {"ready": True})
    home, settings = Settings(home=tmp_path), Settings()
    told = EngineSettings.of(home, "1")
    told.status_file.parent.mkdir(parents=True)
    with watching(tmp_path) as disk:
        asyncio.run(worker._run(told, counting_fold.create(settings)))
        sites, before = disk.sites, disk.refused
        assert {site.rpartition(":")[2] for site in sites} >= {"open", "os.remove"}, "the walk finds what writes"
        for site in sorted(sites):
            disk.full = frozenset({site})
            asyncio.run(worker._run(told, counting_fold.create(settings)))
            assert disk.refused > before, site
            before = disk.refused
