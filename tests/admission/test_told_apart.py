"""One fault is told by its own code alone, and a slip of writing by the name that was meant."""

from typing import Any

import pytest

from hub.admission.admit import Refused, admit
from hub.admission.place import did_you_mean
from hub.admission.refusal import Code
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
