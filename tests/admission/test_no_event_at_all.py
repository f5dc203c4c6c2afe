"""What is no event at all is one refusal, and the fields of an event outside of its data are told where they stand."""

from typing import Any

import pytest

from hub.admission.admit import Context, Refused, admit
from hub.admission.refusal import Code
from hub.gateway.http.pointers import pointer
from tests.support.documents import COUNCIL, NOW, declared, wandsworth

DATA = {"meta": {"organisation": COUNCIL}, "stage": "contract", "title": "Carers Contract"}


def refused(document: Any) -> list[tuple[Code, str, str]]:
    answer = admit(document, Context(wandsworth(), NOW, "operator", "test"))
    assert isinstance(answer, Refused)
    return [(each.code, each.field, each.fix) for each in answer.refusals]


@pytest.mark.parametrize("document", [DATA, {}, {"message": "Too many requests"}, {"specversion": None}])
def test_what_has_no_attribute_of_an_event_is_one_refusal(document: Any) -> None:
    ((code, field, fix),) = refused(document)
    assert (code, field) == (Code.ATTRIBUTE_MISSING, "")
    assert "specversion, id, source, type and data" in fix
    assert "ce- headers" in fix


def test_meta_outside_of_data_is_told_of_the_whole_event_and_not_of_a_place_that_is_not_there() -> None:
    attributes = {name: value for name, value in declared().items() if name != "data"}
    for data in ({}, {"data": {"stage": "contract", "title": "Carers Contract"}}):
        told = {field: fix for _, field, fix in refused({**attributes, "meta": DATA["meta"], **data})}
        assert told[""] == "put meta into data, as its first field"
        assert "meta" not in told
        assert pointer("", None) == "#"


@pytest.mark.parametrize("meta", ["GB-LAE-WND", [], 7])
def test_meta_that_is_no_object_is_told_to_be_one_and_not_what_to_put_into_it(meta: Any) -> None:
    """Most of what it needs comes from the attributes."""
    document = declared()
    document["data"]["meta"] = meta
    assert refused(document) == [(Code.VALUE_WRONG, "meta", "write it in { }")]


def test_meta_outside_of_data_hides_no_name_that_is_none() -> None:
    told = [(code, field) for code, field, _ in refused({"meta": DATA["meta"], **declared(), "recordedTime": "x"})]
    assert told == [(Code.ATTRIBUTE_WRONG, ""), (Code.ATTRIBUTE_WRONG, "recordedTime")]
