"""A field that its type does not have: another thing of the hub's own vocabulary is never offered in its place."""

import re
from difflib import SequenceMatcher
from typing import Any

import pytest

from hub.admission.admit import Refused, admit
from hub.admission.annotated import models_in
from hub.admission.fields_meant import MOST, field_to_write
from hub.events.catalogue import CATALOGUE, EventType
from hub.events.envelope import Meta
from tests.support.documents import context, declared

SAYING = [each for each in CATALOGUE if not each.withdraws]
EVERY_NAME = {name for each in SAYING for model in models_in(each.model) for name in model.model_fields}
IN_MONEY = "leave it out; there are amount, basis, covers, currency"
IN_BODY = "leave it out; there are id, name"
NAMES = sorted({name for each in SAYING for name in each.model.model_fields})


def offered(fix: str) -> str | None:
    found = re.fullmatch(r"did you mean (\w+)\?", fix)
    return found and found.group(1)


def is_the_same(name: str, other: str) -> bool:
    """But for a plural."""
    return name.removesuffix("s") == other.removesuffix("s") or SequenceMatcher(None, name, other).ratio() >= 0.9


@pytest.mark.parametrize("event_type", CATALOGUE, ids=lambda each: each.ce_type)
def test_a_field_of_another_event_is_told_with_the_event_that_says_it(event_type: EventType) -> None:
    own = event_type.model.model_fields
    for name in (each for each in NAMES if each not in own):
        plural = [] if f"{name}s" in EVERY_NAME else [f"{name}s"]
        for given in (name, name.upper(), name.replace("_", "-"), *plural):
            fix = field_to_write(given, own)
            meant = offered(fix)
            if meant is not None:
                assert is_the_same(name, meant), (given, fix)
                continue
            having = [each.ce_type for each in SAYING if name in each.model.model_fields]
            if len(having) <= MOST:
                assert all(each in fix for each in having), (given, fix)
                assert f"which has {name}" in fix
            else:
                assert f"{len(having)} other types have {name}" in fix


def test_three_types_that_have_a_field_are_named_and_four_are_counted() -> None:
    having = {name: [each.ce_type for each in SAYING if name in each.model.model_fields] for name in NAMES}
    for name, types in having.items():
        if len(types) == 3:
            said = f"say it in {' or '.join(types)}, which has {name}"
            assert field_to_write(name, ["no_other"]) == f"leave it out here, and {said}"
        if len(types) == 4:
            said = f"4 other types have {name}, see docs/events.md"
            assert field_to_write(name, ["no_other"]) == f"leave it out here; {said}"
    assert {3, 4} <= {len(types) for types in having.values()}


@pytest.mark.parametrize("name", [each for each in Meta.model_fields if each not in NAMES])
def test_what_belongs_to_meta_is_sent_there(name: str) -> None:
    assert field_to_write(name, SAYING[0].model.model_fields) == f"put it into data.meta, which has {name}"


def test_what_is_meant_is_told() -> None:
    own = next(each for each in SAYING if each.name == "declared").model.model_fields
    for given in ("programme", "programmes", "Programme"):
        fix = "leave it out here, and say it in uk.jch.contract.contract-assigned.v1, which has programme"
        assert field_to_write(given, own) == fix
    assert field_to_write("decision", own) == "leave it out here; 5 other types have decision, see docs/events.md"
    assert field_to_write("titel", own) == "did you mean title?"
    assert field_to_write("supplier", own) == "did you mean suppliers?"
    # what only parts have is no field of the event
    assert field_to_write("awarded_on", own).startswith("leave it out; there are agreement, agreement_reason, ")
    assert field_to_write("stage", ["amount", "currency"], at_top=False) == "leave it out; there are amount, currency"


@pytest.mark.parametrize(
    ("document", "field", "fix"),
    [
        (declared(recorded_at="2015-04-20T09:30:00Z"), "recorded_at", "put it into data.meta, which has recorded_at"),
        (declared(value={"amount": "1", "recorded_at": "x"}), "value.recorded_at", IN_MONEY),
        (declared(suppliers=[{"id": "GB-COH-00000001", "stage": "x"}]), "suppliers[0].stage", IN_BODY),
    ],
)
def test_a_name_that_is_known_elsewhere_is_told_by_the_place_where_it_stands(
    document: Any, field: str, fix: str
) -> None:
    answer = admit(document, context())
    assert isinstance(answer, Refused)
    assert [(each.field, each.fix) for each in answer.refusals] == [(f"data.{field}", fix)]
