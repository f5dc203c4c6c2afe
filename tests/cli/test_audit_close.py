"""`hub audit close`: says what it would close, and does nothing without --yes."""

from typing import Any

import pytest
from click.testing import CliRunner, Result

from hub.cli.main import hub
from hub.instance.accepted_losses import AcceptedLoss
from hub.instance.connection import Cluster
from hub.log.topics import TopicNames

LOSS = AcceptedLoss("commissioning.workplan.v1", "2026-04-01T12:00:00.000+00:00", "operator:jo", ((11, 55),))
CLUSTER = Cluster("127.0.0.1:9", "", TopicNames(), "hub-engine-v1")


def closing(monkeypatch: pytest.MonkeyPatch, found: list[AcceptedLoss], *more: str) -> tuple[Result, list[Any]]:
    """What the command says, and what it carried out."""
    done: list[Any] = []

    async def open_of_topic(cluster: Cluster, topic: str) -> list[AcceptedLoss]:
        return found

    async def carry_out(*told: Any) -> None:
        done.append(told)

    monkeypatch.setattr("hub.cli.audit_close.open_of_topic", open_of_topic)
    monkeypatch.setattr("hub.cli.audit_close.carry_out", carry_out)
    monkeypatch.setattr("hub.cli.running.cluster_of", lambda settings: CLUSTER)
    return CliRunner().invoke(hub, ["audit", "close", "workplan", "--reason", "seen to", "--by", "jo", *more]), done


def test_without_yes_it_is_only_said(monkeypatch: pytest.MonkeyPatch) -> None:
    told, done = closing(monkeypatch, [LOSS])
    assert (told.exit_code, done) == (0, [])
    assert "lost 55 records at least (partition 11: 55), for good" in told.output
    assert "It would be closed." in told.output


def test_with_yes_it_is_closed_in_somebodys_name(monkeypatch: pytest.MonkeyPatch) -> None:
    told, done = closing(monkeypatch, [LOSS], "--yes")
    assert (told.exit_code, done) == (0, [(CLUSTER, [LOSS], "operator:jo", "seen to")])
    assert "It is closed." in told.output


def test_where_none_is_open_nothing_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    told, done = closing(monkeypatch, [], "--yes")
    assert (told.exit_code, done) == (1, [])
    assert "No accepted loss of that topic is open" in told.output
