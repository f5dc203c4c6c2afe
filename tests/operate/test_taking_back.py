"""A run tells of what it corrects or withdraws where neither the log nor the run itself holds that event."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson
import pytest

from hub.events.catalogue import CATALOGUE
from hub.operate.publishing import Door, Identity, Result, items_of, publish
from hub.operate.written_before import named_in
from tests.support.documents import COUNCIL, NOW, declared, wandsworth

OLD = "014e1b2c-3d00-7000-8000-00000000dead"
WITHDRAWALS = [each for each in CATALOGUE if each.name == "withdrawn"]


def line(number: int, kind: str = "uk.jch.contract.declared.v1", **data: Any) -> bytes:
    attributes = {"id": f"014e1b2c-3d00-7000-8000-{number:012d}", "type": kind}
    return orjson.dumps({**declared(attributes=attributes), "data": {"meta": {"organisation": COUNCIL}, **data}})


def correction(number: int, old: str = OLD) -> bytes:
    meta = {"organisation": COUNCIL, "corrects": old}
    return line(number, meta=meta, stage="contract", title="Carers Contract")


def withdrawal(number: int, topic: str = "contract", old: str = OLD) -> bytes:
    return line(number, f"uk.jch.{topic}.withdrawn.v1", event=old, reason="declared by mistake")


async def run(folder: Path, *lines: bytes, log: frozenset[Identity] | None = frozenset()) -> Result:
    file = folder / "a.jsonl"
    file.write_bytes(b"\n".join(lines))

    async def written(wanted: Mapping[str, set[str]]) -> set[Identity] | None:
        ids = {each for of_topic in wanted.values() for each in of_topic}
        return None if log is None else {each for each in log if each[0] in ids}

    door = Door(wandsworth(), "operator", "test")
    return await publish(items_of([file], None, None), door, None, lambda: NOW, written=written)


def told(result: Result) -> list[tuple[str, int]]:
    return [(each.doubt.field, each.count) for each in result.warnings.groups if "in the log" in each.doubt.problem]


async def test_a_correction_of_what_is_not_there_is_let_in_and_told(tmp_path: Path) -> None:
    result = await run(tmp_path, correction(1), correction(2))
    assert (result.accepted, told(result)) == (2, [("meta.corrects", 2)])


@pytest.mark.parametrize("topic", [each.word for each in WITHDRAWALS])
async def test_so_is_a_withdrawal_in_every_topic(tmp_path: Path, topic: str) -> None:
    result = await run(tmp_path, withdrawal(1, topic))
    assert (result.accepted, told(result)) == (1, [("data.event", 1)]), result.refusals


async def test_what_the_log_or_the_run_holds_is_there(tmp_path: Path) -> None:
    before = frozenset({(OLD, "any content")})
    assert told(await run(tmp_path, correction(1), log=before)) == []
    later = line(9, stage="contract", title="Carers Contract")
    old = "014e1b2c-3d00-7000-8000-000000000009"
    # in one run it may stand before what it takes back
    assert told(await run(tmp_path, correction(1, old), later)) == []
    assert told(await run(tmp_path, withdrawal(1, old=old), later)) == []


async def test_nothing_is_told_where_the_log_was_not_read(tmp_path: Path) -> None:
    assert told(await run(tmp_path, correction(1), log=None)) == []


def test_what_is_taken_back_is_looked_for_in_every_topic(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_bytes(withdrawal(1))
    wanted = named_in(items_of([file], None, None))
    assert {topic for topic, ids in wanted.items() if OLD in ids} == {each.word for each in CATALOGUE}
