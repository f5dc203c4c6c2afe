"""Why `hub up` ended by itself is kept where `hub status` finds it, until the next one; who ends it needs no reason."""

import asyncio
import os
import signal
from pathlib import Path
from typing import Any

import pytest

from hub.instance.topic_memory import TopicLost
from hub.local import launch
from hub.local.launch import LaunchPlan, up
from hub.monitor import process_table
from hub.monitor.process_table import ProcessState, ProcessTable
from hub.settings import read_settings


@pytest.fixture
def plan(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> LaunchPlan:
    monkeypatch.setenv("HUB_HOME", str(tmp_path))
    return LaunchPlan(read_settings(), demo=False, say=lambda words: None, announce=lambda gateway, late: None)


def kept(home: Path) -> ProcessTable:
    found = process_table.read(home)
    assert found is not None
    assert found.supervisor.state is ProcessState.STOPPED
    return found


async def test_the_words_stay_until_it_is_started_again(
    plan: LaunchPlan, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    async def refused(*parts: Any) -> None:
        raise TopicLost("x is not there any more. Restore it")

    monkeypatch.setattr(launch, "_start", refused)
    with pytest.raises(TopicLost):
        await up(plan)
    assert kept(tmp_path).fatal == "x is not there any more. Restore it"

    async def goes_on(*parts: Any) -> None:
        os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.sleep(60)

    monkeypatch.setattr(launch, "_start", goes_on)
    await up(plan)
    assert kept(tmp_path).fatal is None, "somebody ended it"
