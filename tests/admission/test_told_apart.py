"""One fault is told by its own code alone, and a slip of writing by the name that was meant."""

from datetime import date, timedelta
from typing import Any

import pytest
from pydantic import BaseModel, HttpUrl, ValidationError

from hub.admission.admit import Admitted, Refused, admit
from hub.admission.codes_meant import code_to_write
from hub.admission.contradictions import warnings
from hub.admission.field_path import did_you_mean
from hub.admission.guarding import text_fields
from hub.admission.naming import _each_end_once
from hub.admission.refusal import Code, Refusal
from hub.admission.telephone import telephone_numbers
from hub.admission.wording import refusals
from hub.events.catalogue import CATALOGUE, EventType
from tests.admission.test_nothing import document_of, put
from tests.support.documents import COUNCIL, context, declared

A_REFERENCE = "a reference: 1 to 255 characters in one line, first no space"


def codes(document: Any) -> set[Code]:
    answer = admit(document, context())
    return {each.code for each in answer.refusals} if isinstance(answer, Refused) else set()


@pytest.mark.parametrize("amount", ["twelve", "", "12 000", "£5", [], {}, None])
def test_an_amount_that_is_no_number_is_not_called_negative(amount: Any) -> None:
    told = codes(declared(value={"amount": amount, "currency": "GBP", "basis": "net"}))
    assert told
    assert Code.NEGATIVE not in told
    assert Code.NEGATIVE in codes(declared(value={"amount": "-12", "currency": "GBP", "basis": "net"}))


def test_names_that_json_does_not_have_are_no_event() -> None:
    beside, within, in_a_list = ({**declared(), 1: 2}, declared(value={1: 2}), declared(suppliers=[{1: 2}]))
    for document in (beside, within, in_a_list):
        answer = admit(document, context())
        assert isinstance(answer, Refused)
        assert [(each.code, each.field) for each in answer.refusals] == [(Code.NOT_AN_EVENT, "")]


@pytest.mark.parametrize("given", ["a-b-c-d-e-f", "A-B-C-D-E-F", "a_b_c_d_e_f"])
def test_hyphens_and_capitals_are_slips(given: str) -> None:
    assert did_you_mean(given, ["a_b_c_d_e_f", "z"]) == "did you mean a_b_c_d_e_f?"


def test_hyphens_are_read_as_the_underscores_that_names_have() -> None:
    assert did_you_mean("x---", ["x___"]) == "did you mean x___?"


@pytest.mark.parametrize("count", [1, 30, 31])
def test_few_names_are_listed_and_many_are_not(count: int) -> None:
    names = [f"n{number:02}" for number in range(count)]
    assert (did_you_mean("qqqqqq", names) == f"write one of: {', '.join(names)}") is (count <= 30)


@pytest.mark.parametrize(
    ("change", "problem", "fix"),
    [
        ({"title": ""}, "is empty", "write something, or leave the field out"),
        ({"title": 5}, "is not text", "write it in quotes"),
        ({"period_end": "soon"}, "is not a date", "write it as 2015-06-29"),
        ({"suppliers": "GB-COH-1"}, "is not a list", "write it in [ ]"),
        ({"value": "12.50"}, "is not an object", "write it in { }, with its amount"),
        ({"award": "a\nb"}, "is not written as it must be", f"write {A_REFERENCE}"),
    ],
)
def test_each_kind_of_value_has_its_own_words(change: dict[str, Any], problem: str, fix: str) -> None:
    answer = admit(declared(**change), context())
    assert isinstance(answer, Refused)
    ((name, _),) = change.items()
    assert [(each.problem, each.fix) for each in answer.refusals if each.field == f"data.{name}"] == [(problem, fix)]


@pytest.mark.parametrize(
    ("document", "field", "fix"),
    [
        (declared(attributes={"subject": None}), "subject", "give it, or the CloudEvents attribute subject"),
        (declared(meta={"organisation": None}), "organisation", "give it; the type needs it"),
    ],
)
def test_what_is_missing_in_meta_is_told_with_the_attribute_that_stands_for_it_if_there_is_one(
    document: Any, field: str, fix: str
) -> None:
    answer = admit(document, context())
    assert isinstance(answer, Refused)
    told = [(each.field, each.problem, each.fix) for each in answer.refusals]
    assert told == [(f"meta.{field}", "is missing", fix)]


NOTICE = "there are published_on, type"


@pytest.mark.parametrize(
    ("parts", "code", "field", "problem", "fix"),
    [
        (
            {"awards": [{"id": "1"}, {"id": "1"}]},
            Code.VALUE_WRONG,
            "data",
            "the id of awards[1] is not its own",
            "give each of them another id",
        ),
        (
            {"awards": [{"id": "1", "title": "x", "clears": ["title"]}]},
            Code.CLEARS_WRONG,
            "data.awards[0].clears",
            "names what this part states",
            "leave title out of clears",
        ),
        (
            {"notices": [{"id": "1"}, {"id": "2", "clears": ["titel"]}]},
            Code.CLEARS_WRONG,
            "data.notices[1].clears",
            "names what is no field of this part",
            NOTICE,
        ),
        (
            {"departures": ["GB-COH-00000001"]},
            Code.VALUE_WRONG,
            "data.departures[0]",
            "is not an object",
            "write it in { }, with its award and supplier",
        ),
        (
            {"lots": [{"id": "1", "period_start": "2015-04-01", "period_end": "2014-04-01"}]},
            Code.DATES_REVERSED,
            "data.lots[0]",
            "period_end 2014-04-01 is before period_start 2015-04-01",
            "swap or mend the dates",
        ),
    ],
)
def test_what_is_wrong_with_a_part_is_told_at_its_place_with_its_cure(
    parts: dict[str, Any], code: Code, field: str, problem: str, fix: str
) -> None:
    attributes = {"type": "uk.jch.contract.procurement-declared.v1", "subject": "ocds-h6vhtk-1"}
    answer = admit(declared(attributes=attributes, stage=None, title=None, **parts), context())
    assert isinstance(answer, Refused)
    assert [(each.code, each.field, each.problem, each.fix) for each in answer.refusals] == [
        (code, field, problem, fix)
    ]


@pytest.mark.parametrize(("version", "problem"), [("0.3", "is not 1.0"), (1.0, "is not the text 1.0")])
def test_a_version_that_is_another_is_told_apart_from_one_that_is_no_text(version: Any, problem: str) -> None:
    answer = admit(declared(attributes={"specversion": version}), context())
    assert isinstance(answer, Refused)
    assert [(each.field, each.problem) for each in answer.refusals] == [("specversion", problem)]


@pytest.mark.parametrize("name", ["organisation", "partnerships", "corrects", "recorded_at"])
def test_a_null_in_meta_is_as_good_as_nothing(name: str) -> None:
    """The attributes, and who publishes, fill what is not said."""
    document = declared(meta={name: None})
    with_null = {**document, "data": {**document["data"], "meta": {**document["data"]["meta"], name: None}}}
    assert admit(with_null, context()) == admit(document, context())
    assert isinstance(admit(with_null, context(COUNCIL)), Admitted)


@pytest.mark.parametrize(
    ("name", "code", "problem"),
    [
        ("stage", Code.FIELD_MISSING, "is null, which says nothing"),
        ("titel", Code.FIELD_UNKNOWN, "is not a field of this type"),
    ],
)
def test_a_null_is_told_of_the_field_whether_the_type_has_it_or_not(name: str, code: Code, problem: str) -> None:
    document = declared()
    document["data"][name] = None
    answer = admit(document, context())
    assert isinstance(answer, Refused)
    assert [(each.code, each.field, each.problem) for each in answer.refusals] == [(code, f"data.{name}", problem)]


def test_what_cannot_be_taken_back_is_told_beside_what_is_no_name() -> None:
    answer = admit(declared(clears=[7, "stage"]), context())
    assert isinstance(answer, Refused)
    told = [(each.code, each.field) for each in answer.refusals]
    assert told == [(Code.VALUE_WRONG, "data.clears[0]"), (Code.CLEARS_WRONG, "data.clears[1]")]


@pytest.mark.parametrize("event_type", CATALOGUE, ids=lambda each: each.ce_type)
def test_a_text_in_a_list_or_an_object_is_not_to_be_put_in_quotes(event_type: EventType) -> None:
    # nothing is taken back in what is filled
    for leaf in (each for each in text_fields(event_type) if each.name != "clears"):
        for other, fix in ((["x"], "write one value, without [ ]"), ({"a": "x"}, "write the value alone, without { }")):
            document = document_of(event_type)
            path = put(document["data"], leaf.path, other)
            answer = admit(document, context())
            assert isinstance(answer, Refused), path
            told = [each.fix for each in answer.refusals if each.field.endswith(path) and each.code is Code.VALUE_WRONG]
            assert told == [fix], path


def test_what_is_no_finite_number_is_told_as_that() -> None:
    answer = admit(declared(value={"amount": "NaN", "currency": "GBP", "basis": "net"}), context())
    assert isinstance(answer, Refused)
    assert [(each.field, each.problem, each.fix) for each in answer.refusals] == [
        ("data.value.amount", "is not a number", "write digits")
    ]


@pytest.mark.parametrize(("near", "offered"), [(1, 1), (3, 3), (4, 3), (9, 3)])
def test_at_most_three_near_codes_are_offered(near: int, offered: int) -> None:
    told = code_to_write("codex", [*(f"code{number}" for number in range(near)), "zzzz"], "the list")
    assert sum(f"code{number}" in told for number in range(near)) == offered


@pytest.mark.parametrize("count", [1, 8, 9])
def test_a_short_list_is_told_whole(count: int) -> None:
    codes = [f"zz{number}" for number in range(count)]
    assert (", ".join(codes) in code_to_write("q", codes, "the list")) is (count <= 8)


@pytest.mark.parametrize(
    ("precision", "days"), [("day", 1), ("month", 31), ("quarter", 92), ("year", 366), ("financial_year", 366)]
)
def test_a_time_is_as_long_as_its_precision_at_most(precision: str, days: int) -> None:
    begin = date(2016, 1, 1)

    def warned_of(length: int) -> bool:
        due = {"text": "then", "earliest": begin, "latest": begin + timedelta(days=length - 1), "precision": precision}
        document = declared(
            attributes={"type": "uk.jch.workplan.milestone-scheduled.v1", "subject": "carers"},
            stage=None,
            milestone="m",
            title="M",
            due={name: str(each) for name, each in due.items()},
        )
        answer = admit(document, context())
        assert isinstance(answer, Admitted), answer
        return any(each.field == "data.due.precision" for each in warnings(answer.event, ""))

    assert not warned_of(days)
    assert warned_of(days + 1)


def test_a_fault_without_words_of_its_own_is_told_by_the_schema() -> None:
    class Odd(BaseModel):
        url: HttpUrl

    with pytest.raises(ValidationError) as failure:
        Odd.model_validate({"url": "x"})
    (found,) = refusals(Odd, failure.value)
    assert (found.problem, found.fix) == ("is not what the field takes", "see the type's schema (url parsing)")


@pytest.mark.parametrize(
    ("text", "is_number"),
    [("+44 20 79 46 0958", True), ("+44 2079460958", True), ("+44 20 7 946 0958", False), ("+44 2 079460958", False)],
)
def test_from_abroad_no_group_is_a_single_digit(text: str, is_number: bool) -> None:
    assert (list(telephone_numbers(text)) == [(0, len(text))]) is is_number


def test_a_reversed_period_is_told_once_of_its_end_and_by_no_other_fault_of_its_parts() -> None:
    whole, end = reversed_at("data.period"), reversed_at("data.period.end")
    other, part = reversed_at("data.due"), Refusal(Code.VALUE_WRONG, "data.due.latest", "is wrong", "mend it")
    beside = Refusal(Code.VALUE_WRONG, "data.period", "is wrong", "mend it")
    assert _each_end_once([whole, end, other, part, beside]) == [end, other, part, beside]


def reversed_at(field: str) -> Refusal:
    return Refusal(Code.DATES_REVERSED, field, "is before its beginning", "swap the dates")
