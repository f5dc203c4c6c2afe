"""The words of `hub status`, from documents: what is wrong, what to do, and nothing when all is well."""

from typing import Any

import pytest

from hub.operate.process_table import State
from hub.operate.status import reasons


def row(name: str, state: State, *why: str, last_exit: str | None = None) -> dict[str, Any]:
    return {"name": name, "state": state, "reasons": list(why), "last_exit": last_exit}


def document(*rows: dict[str, Any], kafka: bool = True, registry: bool = True, behind: int = 0) -> dict[str, Any]:
    return {
        "processes": [row("supervisor", State.READY), *rows],
        "kafka": {"address": "127.0.0.1:1", "answers": kafka},
        "registry": {"address": "http://127.0.0.1:2", "answers": registry},
        "damage": [],
        "groups": [{"group": "hub-engine-v1", "lag_records": 7, "lag_seconds": behind}],
    }


READY = row("worker-1", State.READY)


def test_nothing_to_say_when_all_is_well() -> None:
    assert reasons(document(READY)) == []


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (document(row("worker-1", State.RESTARTING, last_exit="signal 9")), "worker-1 has ended (signal 9)"),
        (document(row("gateway", State.GONE, "gateway (pid 5) has ended")), "gateway has ended"),
        (document(row("worker-1", State.STARTING, "partition 3 restoring, 5 of 9 records")), "5 of 9 records"),
        (document(row("worker-1", State.NOT_READY, "frozen: send it SIGCONT")), "not ready: frozen"),
        (document(READY, kafka=False), "Kafka does not answer at 127.0.0.1:1"),
        (document(READY, registry=False), "registry does not answer at http://127.0.0.1:2"),
        (document(READY, behind=61), "7 records and 61 s behind"),
    ],
    ids=lambda given: given if isinstance(given, str) else "",
)
def test_each_trouble_is_named(given: dict[str, Any], words: str) -> None:
    (reason,) = reasons(given)
    assert words in reason


def test_a_minute_behind_is_no_trouble() -> None:
    assert reasons(document(READY, behind=60)) == []


def test_what_follows_from_a_dead_supervisor_is_not_told_apart() -> None:
    dead = document(row("worker-1", State.GONE), kafka=False, registry=False)
    dead["processes"][0] = row("supervisor", State.GONE)
    assert reasons(dead) == ["The supervisor has ended, and its processes with it. Start it again: `hub up`."]


def test_a_stopped_instance_says_so() -> None:
    stopped = document(row("worker-1", State.STOPPED), kafka=False, registry=False)
    stopped["processes"][0] = row("supervisor", State.STOPPED)
    assert reasons(stopped) == ["The instance is stopped. Start it: `hub up`."]
