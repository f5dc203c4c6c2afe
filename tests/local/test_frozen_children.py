"""A child that was frozen hears that it should end, and ends by itself."""

import signal
from pathlib import Path

from tests.local.test_supervisor import spec, supervised
from tests.support.freezing import freeze


async def test_a_frozen_child_is_woken_to_be_ended_and_not_killed(tmp_path: Path) -> None:
    """A worker that is killed leaves its group to find out; one that hears leaves it."""
    async with supervised(tmp_path, spec(tmp_path)) as supervisor:
        await supervisor.until_ready(20)
        child = supervisor.child("one")
        assert child is not None
        freeze(child.identity.pid)
    assert child.exit_code() == -signal.SIGTERM
