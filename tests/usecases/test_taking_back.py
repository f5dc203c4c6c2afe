"""`hub publish` warns of what takes nothing back: within the run, against the log, and where that does not answer."""

from pathlib import Path
from typing import Any

import orjson
import pytest

from hub.events.taking_back import Spoke
from hub.instance.connection import Cluster
from hub.local.local_parts import LocalParts
from hub.log.topics import TopicNames
from hub.usecases.admitting import Door
from hub.usecases.publishing import Result, items_of, opened, publish
from hub.usecases.taking_back import EFFECTS_UNKNOWN, Speakers, Wanted, read_speakers
from tests.support.documents import CCG, COUNCIL, NOW, declared, wandsworth
from tests.usecases.publishing_in_memory import file_of

IDS = [f"014e1b2c-3d00-7000-8000-{number:012d}" for number in range(10)]


def event(number: int, organisation: str = COUNCIL, **meta: Any) -> bytes:
    return orjson.dumps(declared(attributes={"id": IDS[number]}, meta={"organisation": organisation, **meta}))


async def run(folder: Path, *events: bytes, log: Speakers | None = None) -> tuple[Result, list[Wanted]]:
    """A dry run against a log in which these events were said; None as if Kafka were away."""
    asked = []

    async def spoken(wanted: Wanted) -> Speakers | None:
        asked.append(wanted)
        return log

    items = items_of([file_of(folder, *events)], None, None)
    door = Door(wandsworth(), "operator", "test")
    return await publish(items, door, None, lambda: NOW, spoken=spoken), asked


async def test_what_the_run_says_itself_is_not_looked_up(tmp_path: Path) -> None:
    result, asked = await run(tmp_path, event(1, corrects=IDS[2]), event(2))
    assert (result.warnings.groups, asked) == ([], [])


async def test_what_the_log_says_counts(tmp_path: Path) -> None:
    log = {IDS[2]: frozenset({Spoke("wandsworth", COUNCIL)})}
    result, asked = await run(tmp_path, event(1, corrects=IDS[2]), log=log)
    assert result.warnings.groups == []
    assert asked == [{IDS[2]: frozenset({"wandsworth"})}]


async def test_another_organisations_event_is_warned_of_by_its_owner(tmp_path: Path) -> None:
    result, _ = await run(tmp_path, event(1, corrects=IDS[2]), event(2, CCG), log={})
    (group,) = result.warnings.groups
    assert group.warning.problem == f"takes nothing back: that event is {CCG}'s"
    assert (group.warning.field, group.warning.where) == ("meta.corrects", "events.jsonl:1")


async def test_ids_that_nobody_knows_are_one_warning_with_a_count(tmp_path: Path) -> None:
    result, _ = await run(tmp_path, *(event(each, corrects=IDS[9 - each]) for each in (1, 2, 3)), log={})
    (group,) = result.warnings.groups
    assert "nobody has said an event of that id in wandsworth" in group.warning.problem
    assert (group.count, group.places) == (3, ["events.jsonl:1", "events.jsonl:2", "events.jsonl:3"])


async def test_where_the_log_does_not_answer_nobody_is_blamed(tmp_path: Path) -> None:
    result, _ = await run(tmp_path, event(1, corrects=IDS[2]))
    assert [each.warning for each in result.warnings.groups] == [EFFECTS_UNKNOWN]


async def test_kafka_away_is_no_answer() -> None:
    nobody = Cluster("127.0.0.1:9", "http://127.0.0.1:9", TopicNames(), "group")
    assert await read_speakers(nobody, {IDS[1]: frozenset({"wandsworth"})}, 2.0) is None


@pytest.mark.kafka
async def test_speakers_are_found_in_the_log(parts: LocalParts, namespace: TopicNames, tmp_path: Path) -> None:
    cluster = Cluster(parts.bootstrap_servers, parts.registry_url, namespace, namespace.engine_group)
    door = Door(wandsworth(), "operator", "test")
    items = items_of([file_of(tmp_path, event(1), event(1, CCG), event(2))], None, None)
    async with opened(cluster) as publisher:
        await publish(items, door, publisher, lambda: NOW)
    wanted = {IDS[1]: frozenset({"wandsworth"}), IDS[3]: frozenset({"wandsworth"})}
    assert await read_speakers(cluster, wanted) == {
        IDS[1]: frozenset({Spoke("wandsworth", COUNCIL), Spoke("wandsworth", CCG)})
    }
