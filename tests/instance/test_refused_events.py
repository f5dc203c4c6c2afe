"""`hub trace` finds what doors refused under an id, each time with all of its reasons, and nobody else's."""

from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import orjson
import pytest

from hub.instance.connection import Cluster
from hub.instance.refused_events import document_of, refusals_of
from hub.local.local_parts import LocalParts
from hub.log.topics import TopicNames
from hub.usecases.admitting import Door
from hub.usecases.publishing import items_of, opened, publish
from tests.support.documents import COUNCIL, EVENT_ID, NOW, OTHER_ID, declared, wandsworth
from tests.usecases.publishing_in_memory import file_of


def at(hours: int) -> datetime:
    return NOW + timedelta(hours=hours)


@pytest.mark.kafka
async def test_every_time_that_an_event_was_refused_is_found(
    parts: LocalParts, namespace: TopicNames, tmp_path: Path
) -> None:
    cluster = Cluster(parts.bootstrap_servers, parts.registry_url, namespace, namespace.engine_group)
    bad = declared(stage="awarded", review_on="0024-01-01")
    lines = [orjson.dumps(each) for each in (bad, declared(attributes={"id": OTHER_ID}, stage="awarded"))]
    async with opened(cluster) as publisher:
        for hours in (1, 0):
            door = Door(wandsworth(), COUNCIL, "test")
            items = items_of([file_of(tmp_path, *lines)], None, None)
            await publish(items, door, publisher, partial(at, hours))
    told = document_of(await refusals_of(cluster, EVENT_ID))
    assert [each["at"] for each in told] == sorted(each["at"] for each in told)
    assert [(each["principal"], each["door"]) for each in told] == [(COUNCIL, "test")] * 2
    assert [sorted(reason["code"] for reason in each["reasons"]) for each in told] == [
        ["HUB-ADM-044", "HUB-ADM-070"]
    ] * 2
    assert await refusals_of(cluster, "no-id") == []
