"""Telling never ends working: the supervisor goes on whatever of its writing, saying or asking fails."""

import errno
import logging
import signal
from functools import partial
from pathlib import Path

import pytest

from hub.back_off import BackOff
from hub.local.supervisor import Supervisor
from hub.telling import Teller
from tests.local.test_supervisor import SLEEPER, fine, spec, supervised, until
from tests.support.full_disk import FullDisk, watching

FULL = OSError(errno.ENOSPC, "No space left on device")


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hub.local.supervisor.BACK_OFF", BackOff(first=0.01, longest=30.0))
    monkeypatch.setattr("hub.local.supervisor.TICK_SECONDS", 0.02)


async def every_moment(supervisor: Supervisor, disk: FullDisk, full: frozenset[str]) -> None:
    """The disk is full while a process is started, while it is started again after its death, and at the end."""
    for restarts in range(2):
        before = disk.refused
        disk.full = full
        if restarts:
            child = supervisor.child("one")
            assert child is not None
            child.send(signal.SIGKILL)
            await until(lambda: supervisor.table.rows[0].restarts >= 1)
        await until(partial(lambda before: not full or disk.refused > before, before))
        disk.full = frozenset()
        await until(lambda: supervisor.all_ready)
    disk.full = full


async def written_at(home: Path) -> set[str]:
    with watching(home) as disk:
        async with supervised(home, spec(home)) as supervisor:
            await every_moment(supervisor, disk, frozenset())
        return disk.sites


async def test_a_full_disk_ends_nothing_wherever_it_is_met(tmp_path: Path) -> None:
    sites = await written_at(tmp_path / "all")
    assert {site.partition(":")[0] for site in sites} >= {"process_table", "child"}, "the walk finds what writes"
    for number, site in enumerate([*sorted(sites), ""]):
        home = tmp_path / str(number)
        full = frozenset({site}) if site else frozenset(sites)
        with watching(home) as disk:
            async with supervised(home, spec(home)) as supervisor:
                await every_moment(supervisor, disk, full)
                child = supervisor.child("one")
        assert child is not None and child.exit_code() is not None, f"{site}: everything is ended at the end"


async def test_a_process_whose_log_cannot_be_written_runs_without_one(tmp_path: Path) -> None:
    (tmp_path / "logs" / "one.log").mkdir(parents=True)
    async with supervised(tmp_path, spec(tmp_path)) as supervisor:
        await supervisor.until_ready(20)


async def test_a_closed_terminal_ends_nothing(tmp_path: Path) -> None:
    def closed(words: str) -> None:
        raise BrokenPipeError(errno.EPIPE, "Broken pipe")

    async with supervised(tmp_path, spec(tmp_path), say=closed) as supervisor:
        await supervisor.until_ready(20)
        child = supervisor.child("one")
        assert child is not None
        child.send(signal.SIGKILL)
        await until(lambda: supervisor.table.rows[0].restarts == 1)
        await until(lambda: supervisor.all_ready)


@pytest.mark.parametrize("failure", [FULL, ValueError("odd"), RuntimeError("odd")], ids=repr)
async def test_a_question_that_breaks_off_is_a_reason_and_ends_nothing(tmp_path: Path, failure: Exception) -> None:
    answers = [failure]

    async def probe() -> list[str]:
        if answers:
            raise answers.pop()
        return await fine()

    async with supervised(tmp_path, spec(tmp_path, argv=SLEEPER, probe=probe)) as supervisor:
        await until(lambda: "could not be asked" in " ".join(supervisor.table.rows[0].reasons))
        await until(lambda: supervisor.all_ready)


def test_what_cannot_be_told_is_logged_once_and_once_when_it_can(caplog: pytest.LogCaptureFixture) -> None:
    teller, failures = Teller("the table"), [FULL, FULL, None, None, FULL]

    def write() -> None:
        failure = failures.pop(0)
        if failure is not None:
            raise failure

    with caplog.at_level(logging.INFO):
        while failures:
            teller.tell(write)
    assert [each.getMessage() for each in caplog.records] == ["cannot be told", "can be told again", "cannot be told"]
