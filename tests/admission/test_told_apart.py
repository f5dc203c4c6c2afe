"""One fault is told by its own code alone, and a slip of writing by the name that was meant."""

from typing import Any

import pytest
from pydantic import BaseModel, HttpUrl, ValidationError

from hub.admission.admit import Refused, admit
from hub.admission.place import did_you_mean
from hub.admission.refusal import Code
from hub.admission.telephone import telephone_numbers
from hub.admission.wording import refusals
from tests.support.documents import context, declared


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
    assert codes({**declared(), 1: 2}) == {Code.NOT_AN_EVENT}
    assert codes({**declared(), "data": {**declared()["data"], 1: 2}}) == {Code.NOT_AN_EVENT}


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
    ],
)
def test_each_kind_of_value_has_its_own_words(change: dict[str, Any], problem: str, fix: str) -> None:
    answer = admit(declared(**change), context())
    assert isinstance(answer, Refused)
    ((name, _),) = change.items()
    assert [(each.problem, each.fix) for each in answer.refusals if each.field == f"data.{name}"] == [(problem, fix)]


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
