"""A warning names the place where its sender wrote it, as a refusal of the same value does."""

from typing import Any

import pytest

from connectors.protocol import Item
from hub.admission.admit import OPERATOR
from hub.admission.naming import ATTRIBUTES, written_in
from hub.usecases.admitting import Door, ItemOutcome
from tests.gateway.door_in_memory import Gateway
from tests.gateway.modes import MODES
from tests.support.documents import NOW, declared, wandsworth

LOOKS_LIKE = "GB-LAE-WND/14\u2013565"


async def pointers(document: Any, mode: str) -> list[str]:
    gateway = Gateway()
    request = MODES[mode](document)
    answer = await gateway.client.post("/v1/events", content=request.body, headers=request.headers)
    assert answer.status_code in (202, 422), answer.text
    told = answer.json()
    found = told["errors"] if "errors" in told else told["results"][0]["warnings"]
    return [each["pointer"] for each in found]


@pytest.mark.parametrize(
    ("mode", "as_attribute", "in_meta"),
    [
        ("structured", "#/subject", "#/data/meta/subject"),
        ("a batch of one", "#/0/subject", "#/0/data/meta/subject"),
        ("binary", "header/ce-subject", "#/meta/subject"),
    ],
)
async def test_over_http_both_point_at_what_was_sent(mode: str, as_attribute: str, in_meta: str) -> None:
    for subject in (LOOKS_LIKE, "GB-LAE-WND/14-565 "):
        assert await pointers(declared(attributes={"subject": subject}), mode) == [as_attribute]
        inside = declared(attributes={"subject": None}, meta={"subject": subject})
        assert await pointers(inside, mode) == [in_meta]


async def test_given_twice_it_is_told_in_meta() -> None:
    both = declared(attributes={"subject": LOOKS_LIKE}, meta={"subject": LOOKS_LIKE})
    assert await pointers(both, "structured") == ["#/data/meta/subject"]


def test_from_a_file_it_is_the_attribute_too() -> None:
    for document, field in (
        (declared(attributes={"subject": LOOKS_LIKE}), "subject"),
        (declared(attributes={"subject": None}, meta={"subject": LOOKS_LIKE}), "meta.subject"),
    ):
        door = Door(wandsworth(), OPERATOR, "test")
        answer = door.admit(Item("a.jsonl:1", documents=(document,), source=document), NOW)
        assert answer.outcome is ItemOutcome.ADMITTED
        assert [each.field for each in answer.warnings] == [field]
        (kept,) = door.take_warned()
        assert [each.field for each in kept.warnings] == [field]


@pytest.mark.parametrize("name", sorted(ATTRIBUTES))
def test_every_attribute_that_fills_is_known(name: str) -> None:
    assert written_in(f"meta.{name}", {name: ATTRIBUTES[name]}) == ATTRIBUTES[name]
    assert written_in(f"meta.{name}", {}) == f"meta.{name}"
    assert written_in(f"data.{name}", {name: ATTRIBUTES[name]}) == f"data.{name}"
    assert written_in(name, {name: "other"}) == name
