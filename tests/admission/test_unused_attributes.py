"""An attribute that the hub does not use is told to its sender, with where what it says is written."""

from typing import Any

import pytest

from hub.admission import unused_attributes
from hub.admission.document import KNOWN
from hub.admission.field_path import UNREPEATED
from hub.admission.packed_data import NAME
from hub.admission.unused_attributes import OF_EXTENSIONS
from hub.admission.warning import TO_REPLACE, AdmissionWarning
from hub.events.catalogue import CATALOGUE, EventType
from hub.gateway.api.cloudevents_http import BATCH
from tests.gateway.door_in_memory import Gateway
from tests.gateway.modes import MODES
from tests.support.documents import OTHER_ID, declared

(DECLARED,) = (each for each in CATALOGUE if each.ce_type == "uk.jch.contract.declared.v1")
IN_META = "put it into data.meta, which has"
PROBLEM = "is not used: the hub has no such attribute"


def told(**attributes: Any) -> list[AdmissionWarning]:
    return list(unused_attributes.warnings(declared(attributes=attributes), DECLARED, "a.jsonl:1"))


@pytest.mark.parametrize(
    ("name", "fix"),
    [
        ("classification", f"{IN_META} classification, or give it as the attribute dataclassification; {TO_REPLACE}"),
        ("corrects", f"{IN_META} corrects; {TO_REPLACE}"),
        ("organisation", f"{IN_META} organisation; {TO_REPLACE}"),
        ("organization", f"{IN_META} organisation; {TO_REPLACE}"),
        ("partnerships", f"{IN_META} partnerships; {TO_REPLACE}"),
        ("partnership", f"{IN_META} partnerships; {TO_REPLACE}"),
        ("occurredat", f"{IN_META} occurred_at, or give it as the attribute time; {TO_REPLACE}"),
        ("recordtime", f"write it as recordedtime; {TO_REPLACE}"),
        ("regulation", f"write it as dataregulation; {TO_REPLACE}"),
        ("title", f"put it into data, which has title; {TO_REPLACE}"),
        ("periodend", f"put it into data, which has period_end; {TO_REPLACE}"),
        ("knativearrivaltime", "leave it out, or put it into data if the type has a field for it"),
    ],
)
def test_it_is_told_with_where_it_is_written(name: str, fix: str) -> None:
    assert told(**{name: "x"}) == [AdmissionWarning("a.jsonl:1", name, PROBLEM, fix)]


@pytest.mark.parametrize("event_type", CATALOGUE, ids=lambda each: each.ce_type)
def test_what_the_standard_and_its_extensions_define_is_not_told(event_type: EventType) -> None:
    every = dict.fromkeys([*KNOWN, *OF_EXTENSIONS, NAME], "x")
    assert list(unused_attributes.warnings(every, event_type, "")) == []


def test_one_that_is_null_is_left_out() -> None:
    assert list(unused_attributes.warnings({**declared(), "corrects": None}, DECLARED, "")) == []


def test_each_of_several_is_told() -> None:
    assert [each.field for each in told(corrects=OTHER_ID, colour="red")] == ["corrects", "colour"]


def test_neither_a_name_that_could_be_a_persons_nor_a_value_is_repeated() -> None:
    (warning,) = told(**{"9434765919": "zebra"})
    assert warning.field == UNREPEATED
    assert "9434765919" not in warning.problem + warning.fix
    assert "zebra" not in warning.problem + warning.fix


@pytest.mark.parametrize("mode", MODES)
async def test_it_is_told_in_every_mode_where_it_was_written(mode: str) -> None:
    gateway = Gateway()
    request = MODES[mode](declared(attributes={"corrects": OTHER_ID}))
    answer = await gateway.client.post("/v1/events", content=request.body, headers=request.headers)
    assert answer.status_code == 202, answer.text
    (warned,) = answer.json()["results"][0]["warnings"]
    place = {"b": "header/ce-corrects", "s": "#/corrects"}
    in_array = mode in ("a batch of one", "JSON in an array", "base64 in a batch")
    expected = "#/0/corrects" if in_array else place["b" if mode.startswith("binary") else "s"]
    assert (warned["pointer"], warned["detail"]) == (expected, PROBLEM)


async def test_it_is_kept_for_the_receipt() -> None:
    gateway = Gateway()
    event = declared(attributes={"partnerships": "leeds"})
    await gateway.post([event], BATCH)
    receipt = (await gateway.client.get(f"/v1/receipts/{event['id']}")).json()
    assert [(each["field"], each["problem"]) for each in receipt["warnings"]] == [("partnerships", PROBLEM)]
