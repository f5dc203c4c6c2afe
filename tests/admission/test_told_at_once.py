"""All that can be told of an event is told at once, also where its data is not there or its type is none."""

from typing import Any

import pytest

from hub.admission.admit import Refused, admit
from hub.admission.refusal import Code
from hub.events.catalogue import CATALOGUE
from tests.support.documents import CCG, context, declared


def refused(document: Any, principal: str = "operator") -> dict[str, str]:
    """By field what is to be done."""
    answer = admit(document, context(principal))
    assert isinstance(answer, Refused)
    assert len({each.field for each in answer.refusals}) == len(answer.refusals)
    return {each.field: each.fix for each in answer.refusals}


def test_of_an_id_alone_everything_is_told() -> None:
    told = refused({"id": "1"})
    missing = ["specversion", "source", "type", "data", "meta.organisation", "meta.subject", "time"]
    assert sorted(told) == sorted([*missing, "id"])


def test_what_the_attributes_say_is_looked_at_where_the_data_is_missing() -> None:
    wrong = {"id": "1", "subject": "None", "time": "today", "recordedtime": "yesterday"}
    told = refused({**declared(attributes=wrong), "data": None})
    assert sorted(told) == sorted([*wrong, "data", "meta.organisation"])
    assert "data" in refused({**declared(), "data": None}, CCG)


def test_what_the_attributes_say_is_looked_at_where_the_type_is_none() -> None:
    told = refused(declared(attributes={"type": "uk.jch.contract.nothing.v1", "id": "1"}))
    assert sorted(told) == ["id", "type"]
    told = refused(declared(attributes={"type": "uk.jch.contract.nothing.v1"}), CCG)
    assert sorted(told) == ["meta.organisation", "type"], "who may speak is told as well"
    late = refused(declared(attributes={"type": "uk.jch.contract.nothing.v1", "recordedtime": "2099-01-01T00:00:00Z"}))
    assert sorted(late) == ["recordedtime", "type"]


@pytest.mark.parametrize("data", ["text", 7, [1]])
def test_what_may_stand_in_data_that_cannot_be_read_is_not_told_to_be_missing(data: Any) -> None:
    document = {name: value for name, value in declared().items() if name not in ("time", "recordedtime", "subject")}
    assert list(refused({**document, "data": data})) == ["data"]
    assert sorted(refused({**document, "data": data, "id": "1"})) == ["data", "id"]


def test_a_withdrawal_of_a_misspelt_type_is_not_told_to_lack_a_subject() -> None:
    document = declared(
        attributes={"type": "uk.jch.contract.withdrawn.v2"}, event="014e1b2c-3d00-7000-8000-000000000009"
    )
    del document["subject"]
    assert list(refused(document)) == ["type"]


@pytest.mark.parametrize("event_type", CATALOGUE, ids=lambda each: each.ce_type)
def test_of_data_that_is_missing_it_is_told_what_stands_there(event_type: Any) -> None:
    fix = refused({**declared(attributes={"type": event_type.ce_type}), "data": None})["data"]
    assert "the event's own fields stand in data" in fix
    for name, info in event_type.model.model_fields.items():
        assert not info.is_required() or name == "meta" or name in fix


def test_it_is_told_with_the_code_of_what_is_missing() -> None:
    answer = admit({**declared(), "data": None}, context())
    assert isinstance(answer, Refused)
    codes = {each.field: each.code for each in answer.refusals}
    assert codes == {"data": Code.ATTRIBUTE_MISSING, "meta.organisation": Code.FIELD_MISSING}
