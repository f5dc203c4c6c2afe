"""Ids by which records are framed, against what the registry answers for them: every schema, and every wrong answer."""

import json
from typing import Any, cast

import pytest
from aiokafka import ConsumerRecord

from hub.events.catalogue import EventType
from hub.instance.schema_ids import Framed, framed_by, wrong
from hub.log.codec import frame
from hub.log.raw_reader import RawRecord
from hub.serialization.schemas import every_frozen

EVERY = [(kind, version) for kind, version, _ in every_frozen()]


def apart(schema: Any) -> Any:
    """As a registry writes it: a name and its namespace apart, and words that were bettered since."""
    if isinstance(schema, list):
        return [apart(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    found = {name: apart(part) if name != "default" else part for name, part in schema.items()}
    if schema.get("type") in ("record", "enum", "fixed") and "." in schema["name"]:
        found["namespace"], _, found["name"] = schema["name"].rpartition(".")
        found["doc"] = "better words"
    return found


SCHEMAS = {(kind, version): json.dumps(apart(schema)) for kind, version, schema in every_frozen()}


def record(event_type: EventType, version: tuple[int, int], schema_id: int) -> RawRecord:
    headers = (
        ("ce_type", event_type.ce_type.encode()),
        ("ce_dataschema", f"{event_type.word}/{event_type.name}/v{version[0]}.{version[1]}".encode()),
    )
    made = ConsumerRecord(event_type.topic, 0, 0, 0, 0, b"k", frame(schema_id, b""), None, 0, 0, headers)
    return cast(RawRecord, made)


def answers_of(given: dict[int, tuple[EventType, tuple[int, int]]]) -> dict[int, str | None]:
    return {number: SCHEMAS[each] for number, each in given.items()}


def test_a_registry_that_answers_with_what_wrote_the_records_is_right() -> None:
    given = dict(enumerate(EVERY))
    framed = framed_by(record(*each, number) for number, each in given.items())
    assert framed == {Framed(number, *each) for number, each in given.items()}
    assert wrong(framed, answers_of(given)) == []


@pytest.mark.parametrize("number", range(len(EVERY)))
def test_every_schema_that_got_another_id_is_told(number: int) -> None:
    framed = framed_by([record(*EVERY[number], 7)])
    for other in EVERY:
        told = wrong(framed, answers_of({7: other}))
        assert (told == []) == (other == EVERY[number]), (EVERY[number], other)
        assert all(EVERY[number][0].ce_type in each and "schema id 7 " in each for each in told)


@pytest.mark.parametrize("answer", [None, "no json", "[]", '{"type": "record"}', "7"])
def test_an_id_that_is_unknown_or_no_schema_is_told(answer: Any) -> None:
    assert len(wrong(framed_by([record(*EVERY[0], 7)]), {7: answer})) == 1


def test_a_record_that_nobody_can_read_says_nothing_of_ids() -> None:
    good = record(*EVERY[0], 7)
    odd = [
        ConsumerRecord("t", 0, 0, 0, 0, b"k", value, None, 0, 0, headers)
        for value, headers in (
            (None, good.headers),
            (b"x", good.headers),
            (good.value, ()),
            (good.value, (("ce_type", b"?"),)),
        )
    ]
    assert framed_by(odd) == set()
