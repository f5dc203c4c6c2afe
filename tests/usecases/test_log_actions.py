"""The actions of a redrive on real Kafka: a crash between the event and its audit record, and again."""

from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from hub.admission.admit import OPERATOR, Admitted, Context, admit
from hub.instance.connection import Cluster
from hub.instance.reading_quarantine import REDRIVEN, QuarantineLog, read_quarantine
from hub.local.local_parts import LocalParts
from hub.log.audit import AuditEntry, NewAuditEntry
from hub.log.topics import TopicNames
from hub.usecases.asking import whole_log
from hub.usecases.log_actions import LogActions, opened
from hub.usecases.redriving import Who, carry_out, plan_redrive
from tests.support.documents import declared, wandsworth
from tests.usecases.test_redriving import Crash, kept

pytestmark = pytest.mark.kafka


def now() -> datetime:
    return datetime.now(UTC)


class Dying:
    """RedriveActions that die before they write the last audit record."""

    def __init__(self, actions: LogActions) -> None:
        self._hands = actions

    async def audit(self, new: NewAuditEntry) -> AuditEntry:
        if new.action == REDRIVEN:
            raise Crash
        return await self._hands.audit(new)

    async def ends(self, admitted: Admitted) -> dict[str, int]:
        return await self._hands.ends(admitted)

    async def is_behind(self, admitted: Admitted, ends: Mapping[str, int]) -> bool:
        return await self._hands.is_behind(admitted, ends)

    async def publish(self, admitted: Admitted) -> list[str]:
        return await self._hands.publish(admitted)


async def test_an_event_that_was_written_before_the_crash_is_found(parts: LocalParts, namespace: TopicNames) -> None:
    cluster = Cluster(parts.bootstrap_servers, parts.registry_url, namespace, namespace.engine_group)
    record, who = kept(), Who("operator:jo", "a test")

    async def as_it_stands() -> QuarantineLog:
        found = await read_quarantine(cluster)
        return QuarantineLog((record,), (), found.handling, found.audit)

    async with opened(cluster, now, uuid4, publishes=True) as actions:
        before = await as_it_stands()
        steps = plan_redrive(before, [record], None, wandsworth(), now())
        with pytest.raises(Crash):
            await carry_out(before, steps, who, Dying(actions))
        assert set((await as_it_stands()).handling.started) == {record.id}
        await carry_out(await as_it_stands(), steps, who, actions)
    after = await as_it_stands()
    assert after.audit.broken == []
    assert after.handling.closed[record.id].after["written"] == ["found in the log"]
    statements = [each for events in (await whole_log(cluster)).by_partnership().values() for each in events]
    assert len(statements) == 1


async def test_only_the_same_event_behind_the_ends_is_found(parts: LocalParts, namespace: TopicNames) -> None:
    cluster = Cluster(parts.bootstrap_servers, parts.registry_url, namespace, namespace.engine_group)
    context = Context(wandsworth(), now(), OPERATOR, "test")
    one, other = admit(declared(), context), admit(declared(title="Another content"), context)
    assert isinstance(one, Admitted) and isinstance(other, Admitted)
    async with opened(cluster, now, uuid4, publishes=True) as actions:
        before = await actions.ends(one)
        assert not await actions.is_behind(one, before)
        await actions.publish(one)
        assert await actions.is_behind(one, before)
        assert not await actions.is_behind(other, before)
        assert not await actions.is_behind(one, await actions.ends(one))
