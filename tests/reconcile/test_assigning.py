"""Bodies that assign a contract to different programmes disagree; one that assigns it to none is silent about it."""

from typing import Any

import pytest

from tests.reconcile.told import CCG, COUNCIL, DECLARED, Said, contract

A, B = "carers", "reablement"


def assigned(body: str, programme: str) -> Said:
    return body, "contract-assigned", {"programme": programme}


def differences(*said: Said) -> list[dict[str, Any]]:
    return [each for each in contract(DECLARED, *said)["differences"] if each["field"] == "programmes"]


@pytest.mark.parametrize(
    "said",
    [
        [],
        [(COUNCIL, A)],
        [(COUNCIL, A), (COUNCIL, B)],
        [(COUNCIL, A), (CCG, A)],
        [(COUNCIL, A), (COUNCIL, B), (CCG, B), (CCG, A)],
    ],
)
def test_those_that_name_the_same_agree(said: list[tuple[str, str]]) -> None:
    assert differences(*(assigned(*each) for each in said)) == []


@pytest.mark.parametrize(
    ("said", "disputed"),
    [
        ([(COUNCIL, A), (CCG, B)], f"{A} and {B}"),
        ([(COUNCIL, A), (COUNCIL, B), (CCG, B)], A),
        ([(COUNCIL, A), (CCG, A), (CCG, B)], B),
    ],
)
def test_what_some_name_only_is_told_with_all_that_is_said(said: list[tuple[str, str]], disputed: str) -> None:
    for order in (said, said[::-1]):
        (found,) = differences(*(assigned(*each) for each in order))
        assert found["text"] == f"assigned to {disputed} by some only"
        assert {(side["organisation"], side["value"]) for side in found["sides"]} == set(said)
