"""The answer alone tells how to mend what partners get wrong most: no document needs to be looked up."""

from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.admission.admit import Refused, admit
from hub.admission.annotated import leaves
from hub.admission.refusal import Code, Refusal
from hub.admission.rules import clearable
from hub.admission.wording import IDS_OF_EVENTS
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


def uuid_fields(event_type: EventType) -> set[str]:
    return {leaf.name for leaf in leaves(event_type.model, document_of(event_type)["data"]) if leaf.kind is UUID}


def test_every_field_that_takes_the_id_of_an_event_has_its_cure() -> None:
    found = {name for each in CATALOGUE for name in uuid_fields(each)}
    assert found | {"event_id", "corrects"} == set(IDS_OF_EVENTS)


def test_what_is_no_id_of_an_event_is_told_which_event_is_meant() -> None:
    (told,) = refused(declared(meta={"corrects": "event-9"}))
    assert told.fix.startswith("write the id of the event that is corrected")
    (told,) = refused(declared(attributes={"id": "9"}))
    assert told.fix == "write a UUID, best of version 7"
    for event_type in (each for each in CATALOGUE if each.withdraws):
        document = document_of(event_type)
        document["data"]["event"] = "14-565"
        fixes = [each.fix for each in refused(document) if each.field == "data.event"]
        assert [each[:48] for each in fixes] == ["write the id of the event that is taken back, wh"]


@pytest.mark.parametrize("events", [[], ["14-565"]])
def test_an_answer_is_told_that_it_names_the_statements(events: list[str]) -> None:
    for event_type in (each for each in CATALOGUE if each.name == "difference-answered"):
        document = document_of(event_type)
        document["data"]["events"] = events
        (told,) = [each for each in refused(document) if each.field.startswith("data.events")]
        assert "the id of a statement that the matter stands on" in told.fix
        assert told.field == ("data.events[0]" if events else "data.events")


def test_a_field_that_cannot_be_cleared_is_told_with_the_nearest_or_all_that_can() -> None:
    (told,) = refused(declared(title=None, clears=["titel"]))
    assert told.fix == "did you mean title?"
    (told,) = refused(declared(clears=["nonsense"]))
    declares = next(each for each in CATALOGUE if each.ce_type == declared()["type"])
    assert all(name in told.fix for name in clearable(declares))


@pytest.mark.parametrize("given", ["2016-02-31", "2015-13-01", "2015-02-29", "2016-02-31T00:00:00Z"])
def test_a_day_that_there_is_not_is_told_so(given: str) -> None:
    for document in (
        declared(period_end=given),
        declared(meta={"recorded_at": given}, attributes={"recordedtime": None}),
    ):
        (told,) = refused(document)
        assert (told.problem, told.fix) == ("names a day that there is not", "check the day and the month")


@pytest.mark.parametrize("given", ["31.02.2016", "2016-2-31", "soon"])
def test_what_is_not_written_as_a_day_is_told_how_to_write_it(given: str) -> None:
    (told,) = refused(declared(period_end=given))
    assert (told.problem, told.fix) == ("is not a date", "write it as 2015-06-29")
