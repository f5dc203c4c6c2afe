"""A provider's contracts are read side by side: what each says of each term, and whether they are alike.

Source: LEE 34.
"""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.reconcile.kinds.contract.listed import TERMS
from hub.reconcile.kinds.provider.view import SIDE_BY_SIDE
from hub.reports.side_by_side import DAYS, Likeness, side_by_side
from hub.reports.words import Words
from tests.reconcile.told import CCG, COUNCIL, KNOWN, Said, pictures

PROVIDER = "GB-COH-00000001"
ONE, ANOTHER = "GB-LAE-WND/14-324", "GB-LAE-WND/14-565"


def declared(contract: str, **data: Any) -> Said:
    return COUNCIL, "declared", {"subject": contract, "stage": "contract", "suppliers": [{"id": PROVIDER}], **data}


def stated(contract: str, wording: str, by: str = COUNCIL, term: str = "payment_days", **data: Any) -> Said:
    return by, "term-stated", {"subject": contract, "term": term, "wording": wording, **data}


def columns(*said: Said) -> dict[str, Likeness]:
    picture = pictures(*said)["provider", PROVIDER]
    return {each.name: each.likeness for each in side_by_side(picture["contracts"])}


BOTH = (declared(ONE), declared(ANOTHER))


@pytest.mark.parametrize(
    ("said", "likeness"),
    [
        ([stated(ONE, "30 days")], Likeness.NOT_IN_ALL),
        ([stated(ONE, "30 days"), stated(ANOTHER, "30 days")], Likeness.ALIKE),
        ([stated(ONE, "30 days"), stated(ANOTHER, "in a month")], Likeness.DIFFERENT),
        ([stated(ONE, "30 days", number="30"), stated(ANOTHER, "a month", number="30.0")], Likeness.ALIKE),
        ([stated(ONE, "Soon", number="30"), stated(ANOTHER, "Soon", number="60")], Likeness.DIFFERENT),
        (
            [stated(ONE, "Soon", number="1", unit="days"), stated(ANOTHER, "Soon", number="1", unit="months")],
            Likeness.DIFFERENT,
        ),
        ([stated(ONE, "Soon", number="30"), stated(ANOTHER, "Soon")], Likeness.DIFFERENT),
        # bodies that state one contract's term otherwise make it different too
        ([stated(ONE, "30 days"), stated(ANOTHER, "30 days"), stated(ANOTHER, "60 days", by=CCG)], Likeness.DIFFERENT),
    ],
)
def test_it_tells_whether_terms_are_alike(said: list[Said], likeness: Likeness) -> None:
    assert columns(*BOTH, *said) == {"payment_days": likeness}


def test_what_a_contract_says_of_itself_is_a_column_too_and_days_are_of_its_own() -> None:
    one, another = declared(ONE, agreement="grant", period_end="2016-03-31"), declared(ANOTHER, agreement="contract")
    assert columns(one, another) == {"agreement": Likeness.DIFFERENT, "period_end": Likeness.OF_ITS_OWN}
    assert {*DAYS} < {*SIDE_BY_SIDE}


def test_one_contract_stands_beside_nothing() -> None:
    assert columns(declared(ONE), stated(ONE, "30 days")) == {}


def test_bodies_that_state_different_numbers_differ() -> None:
    found = pictures(*BOTH, stated(ONE, "30 days", number="30"), stated(ONE, "60 days", by=CCG, number="60"))
    matters = [each for each in found["contract", ONE]["differences"] if each["field"].startswith("term:")]
    assert [(each["field"], str(each["kind"])) for each in matters] == [("term:payment_days/stated", "term")]


_STATED = st.builds(
    stated,
    st.sampled_from([ONE, ANOTHER]),
    st.sampled_from(["A", "B"]),
    st.sampled_from([COUNCIL, CCG]),
    st.sampled_from(["payment_days", "notice_months"]),
)


def test_columns_stand_in_one_order_whoever_said_what_first() -> None:
    first = declared(ONE, agreement="grant", period_end="2016-03-31")
    both = (first, declared(ANOTHER, review_on="2015-12-01", period_start="2015-04-01"), stated(ONE, "30 days"))
    assert list(columns(*both)) == ["period_start", "period_end", "review_on", "agreement", "payment_days"]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"number": "30", "unit": "days"}, "Soon; 30 days"),
        ({"number": "30"}, "Soon; 30"),
        ({"unit": "days"}, "Soon; days"),
        ({}, "Soon"),
    ],
)
def test_a_term_is_told_with_its_number_and_what_that_counts(more: dict[str, str], words: str) -> None:
    assert Words(KNOWN.name_of).value("stated", {"wording": "Soon", **more}) == words


def test_a_term_that_has_the_name_of_a_measure_is_not_called_as_the_measure_is() -> None:
    about = {"measures": [{"measure": "payment_days", "title": [{"organisation": COUNCIL, "value": "Speed"}]}]}
    assert Words(KNOWN.name_of).thing(TERMS, {"term": "payment_days"}, about) == "Payment days"


@given(st.lists(_STATED, max_size=6))
def test_a_column_has_what_each_body_said_last_of_each_contract(said: list[Said]) -> None:
    last = {(fields["term"], fields["subject"], by): fields["wording"] for by, _, fields in said}
    found = pictures(*BOTH, *said)["provider", PROVIDER]["contracts"]
    told = {
        (column.name, contract["contract"], side["organisation"]): side["value"]["wording"]
        for column in side_by_side(found)
        for contract, cell in zip(found, column.cells, strict=True)
        for side in cell
    }
    assert told == last
