"""The answer alone tells how to mend what partners get wrong most: no document needs to be looked up."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.admission.admit import Refused, admit
from hub.admission.refusal import Code, Refusal
from hub.events import ids
from hub.events.catalogue import CATALOGUE, EventType
from hub.events.codelists import titles
from hub.events.id_cures import organisation_cure
from hub.serialization.described import described
from tests.admission.test_nothing import document_of
from tests.support.documents import context, declared

TYPES = pytest.mark.parametrize("event_type", CATALOGUE, ids=lambda each: each.ce_type)


def refused(document: Any) -> list[Refusal]:
    answer = admit(document, context())
    return list(answer.refusals) if isinstance(answer, Refused) else []


@TYPES
def test_null_is_told_as_null_and_with_what_to_write(event_type: EventType) -> None:
    needed = {each.path: each for each in described(event_type.model) if each.required}
    for name, info in event_type.model.model_fields.items():
        if name == "meta":
            continue
        document = document_of(event_type)
        document["data"][name] = None
        document["source"] = document["data"]["meta"]["source_system"]
        told = [each for each in refused(document) if each.field == f"data.{name}"]
        assert bool(told) == (info.is_required() or info.default is not None), name
        for each in told:
            assert each.problem.startswith("is null"), name
            codelist = needed[name].codelist if name in needed else None
            assert codelist is None or f"schemas/codelists/{codelist}.csv" in each.fix
            assert codelist is None or len(titles(codelist)) > 8 or all(code in each.fix for code in titles(codelist))
            assert (each.code, "leave the field out" in each.fix) == (
                (Code.FIELD_MISSING, False) if info.is_required() else (Code.VALUE_WRONG, True)
            )


def test_null_in_a_list_is_told_by_its_place() -> None:
    (told,) = refused(declared(categories=["85000000", None]))
    assert (told.field, told.problem, told.fix) == ("data.categories[1]", "is null", "take it out of the list")


@pytest.mark.parametrize("version", [1.0, 1, True, "1", "1.1", ["1.0"], {"major": 1}])
def test_a_version_in_any_other_form_is_one_refusal_that_says_what_to_write(version: Any) -> None:
    (told,) = refused(declared(attributes={"specversion": version}))
    assert (told.field, told.fix) == ("specversion", 'write "specversion": "1.0", with the quotes')


BARE = {
    "01234567": "GB-COH-01234567",
    "SC123456": "GB-COH-SC123456",
    "200001": "GB-CHC-200001",
    "1234567": "GB-CHC-1234567",
    "08X": "GB-NHS-08X",
    "WND": "GB-LAE-WND",
    "rj7": "GB-NHS-RJ7",
    "gb-coh-01234567": "GB-COH-01234567",
    "GB COH 01234567": "GB-COH-01234567",
    "GB_LAE_WND": "GB-LAE-WND",
}


@pytest.mark.parametrize(("given", "meant"), BARE.items())
def test_an_id_without_its_register_is_told_which_to_write(given: str, meant: str) -> None:
    (told,) = refused(declared(suppliers=[{"id": given}]))
    register = meant.rpartition("-")[0] + "-"
    assert (told.code, told.field) == (Code.ID_WRONG, "data.suppliers[0].id")
    assert register in told.fix or "in capitals" in told.fix
    assert refused(declared(suppliers=[{"id": meant}])) == []


@given(st.text(max_size=60) | st.sampled_from([*BARE, "Acme Ltd", "jo@example.org"]))
def test_what_is_no_id_is_told_with_ids_that_are_and_never_repeated(given: str) -> None:
    cure = organisation_cure(given)
    assert len(given.strip()) < 8 or given not in cure
    examples = [each.strip(",;.") for each in cure.split() if each.startswith("GB-") and not each.endswith("-")]
    assert examples
    assert [ids.check_organisation_id(each) for each in examples] == examples


def test_a_part_that_is_no_object_is_told_what_it_needs() -> None:
    (told,) = refused(declared(suppliers=["GB-COH-00000001"]))
    assert told.fix == "write it in { }, with its id"


@pytest.mark.parametrize(("name", "text"), [("title", "{}"), ("title", "Carers ({}), again"), ("award", "{}")])
def test_digits_that_are_no_nhs_number_are_let_in_as_the_cure_writes_them(name: str, text: str) -> None:
    """A word beside them alone hides no number of a person."""
    _, written, _ = Code.NHS_NUMBER.cure.split("`")
    word, digits = written.split("-")
    for number, is_found in ((digits, True), (f"{word} {digits}", True), (written, False)):
        document = declared(procurement="ocds-h6vhtk-00001")
        document["data"][name] = text.format(number)
        expected = [(Code.NHS_NUMBER, f"data.{name}")] if is_found else []
        assert [(each.code, each.field) for each in refused(document)] == expected


def test_a_cure_of_an_amount_below_zero_does_not_allow_the_field_that_is_refused() -> None:
    answer = admit(declared(value={"amount": "-1.00"}), context())
    assert isinstance(answer, Refused)
    (told,) = answer.refusals
    assert told.field == "data.value.amount"
    assert "may be negative" not in told.fix
    assert "the amount that is left" in told.fix
