"""The same file again is all duplicates, as far as the log could be read; and where it was not, that is said."""

from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any, cast

import orjson
import pytest
from click.testing import CliRunner

from connectors.protocol import Item
from hub.cli.main import hub
from hub.instance.connection import Cluster
from hub.log.decode import RecordDecoder
from hub.log.publisher import EventPublisher
from hub.log.topics import TopicNames
from hub.usecases.admitting import Door
from hub.usecases.publishing import Result, items_of, publish
from hub.usecases.warned import Warnings
from hub.usecases.written_before import NOT_LOOKED_UP, Found, named_in, read_written
from tests.gateway.door_in_memory import Gateway, of_both
from tests.support.documents import NOW, wandsworth
from tests.support.records import PARTITIONS
from tests.usecases.publishing_in_memory import Written, an_event, file_of

EVENT = "014e1b2c-3d00-7000-8000-000000000001"


@pytest.fixture
async def gateway() -> AsyncIterator[Gateway]:
    made = Gateway()
    async with made.client:
        yield made


def found(gateway: Gateway, *ids: str) -> Found:
    looked_for = Found({each.encode() for each in ids})
    raws = [raw for location, raw in gateway.log.records.items() if location.topic == "commissioning.contract.v1"]
    looked_for.take(RecordDecoder(PARTITIONS), raws)
    return looked_for


async def test_what_the_log_holds_of_an_id_is_known_with_its_content(gateway: Gateway) -> None:
    await gateway.post(orjson.loads(an_event(1)))
    await gateway.post(orjson.loads(an_event(2)))
    ((event_id, content),) = found(gateway, EVENT).whole()
    assert event_id == EVENT
    door = Door(wandsworth(), "operator", "test")
    door.remember([(event_id, content)])
    items = [Item(f"f:{number}", documents=(orjson.loads(an_event(number)),)) for number in (1, 2)]
    result = await publish(items, door, None, lambda: NOW)
    assert (result.accepted, result.duplicates) == (1, 1)


async def test_an_event_that_was_cut_short_is_written_again(gateway: Gateway) -> None:
    await gateway.post(of_both())
    *_, second = [location for location in gateway.log.records if location.topic == "commissioning.contract.v1"]
    assert found(gateway, EVENT).whole()
    del gateway.log.records[second]
    assert found(gateway, EVENT).whole() == set()


def test_ids_are_asked_for_by_topic_as_the_log_writes_them() -> None:
    document = orjson.loads(an_event(1))
    shouted = document | {"id": EVENT.upper()}
    odd: list[Any] = [document | {"type": "uk.jch.no.such.v1"}, document | {"id": 7}]
    items = [Item("f:1", documents=(each,)) for each in (shouted, *odd)]
    assert named_in(items) == {"contract": {EVENT}}


async def run(file: Path, known: set[tuple[str, str]] | None) -> Result:
    asked: list[Mapping[str, set[str]]] = []

    async def written(wanted: Mapping[str, set[str]]) -> set[tuple[str, str]] | None:
        asked.append(wanted)
        return known

    door = Door(wandsworth(), "operator", "test")
    publisher = cast(EventPublisher, Written())
    result = await publish(items_of([file], None, None), door, publisher, lambda: NOW, written=written)
    assert asked == [{"contract": {EVENT}}]
    return result


async def test_where_the_log_was_not_read_it_is_said_and_nothing_is_guessed(tmp_path: Path) -> None:
    result = await run(file_of(tmp_path, an_event(1)), None)
    assert (result.accepted, result.duplicates, result.knows_log) == (1, 0, False)
    assert [each.warning for each in result.warnings.groups] == [NOT_LOOKED_UP]


async def test_where_it_was_read_there_is_nothing_to_say(tmp_path: Path) -> None:
    result = await run(file_of(tmp_path, an_event(1)), set())
    assert (result.accepted, result.knows_log, result.warnings.groups) == (1, True, [])


async def test_where_nobody_answers_it_is_not_known() -> None:
    nobody = Cluster("127.0.0.1:9", "http://127.0.0.1:9", TopicNames(), "group")
    assert await read_written(nobody, {"contract": {EVENT}}, 2.0) is None


@pytest.mark.parametrize("knows_log", [True, False])
def test_the_count_is_called_what_it_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, knows_log: bool) -> None:
    result = Result(duplicates=3, knows_log=knows_log, warnings=Warnings())
    monkeypatch.setattr("hub.cli.publish.run", lambda work, json: result)
    answer = CliRunner().invoke(hub, ["publish", str(file_of(tmp_path, an_event(1)))])
    assert ("3 duplicates." in answer.stdout) is knows_log
    assert ("3 duplicates within this run." in answer.stdout) is not knows_log
