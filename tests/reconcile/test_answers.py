"""Answers to open matters: what they close, for how long, and what opens it again."""

from datetime import date
from itertools import permutations
from typing import Any
from uuid import UUID

import pytest

from hub.events.codelists import titles
from hub.reconcile.answers import SETTLING
from hub.reconcile.days import Day
from hub.reconcile.differences import difference_id
from hub.reconcile.matter_kinds import MatterKind
from tests.reconcile.summary import whole
from tests.reconcile.told import CCG, CONTRACT, COUNCIL, KNOWN, PROGRAMME, Said, contract, events, programme

VALUE = difference_id("wandsworth", MatterKind.AMOUNT, "contract", CONTRACT, "value")


def money(amount: str) -> dict[str, Any]:
    return {"value": {"amount": amount, "basis": "net"}}


def declared(number: int, by: str, amount: str, **more: Any) -> Said:
    return by, "declared", {"stage": "contract", **money(amount), "meta": {"event_id": UUID(int=number)}, **more}


def answer(by: str, *events: int, says: str = "agreed", number: int = 0, **more: Any) -> Said:
    said = {"difference": VALUE, "answered_as": says, "events": [UUID(int=each) for each in events], **more}
    return by, "contract/difference-answered", {**said, "meta": {"event_id": UUID(int=number or 800 + len(by))}}


COUNCILS, CCGS = declared(101, COUNCIL, "100000.00"), declared(102, CCG, "130000.00")


def standing(*said: Said, on: str = "2015-10-01") -> tuple[list[str], list[str]]:
    """Ids of what is open of the value, and of what is answered."""
    body = contract(*said, on=on)

    def of_the_value(member: str) -> list[str]:
        return [each["id"] for each in body[member] if each["field"] == "value"]

    return of_the_value("differences"), of_the_value("answered")


OPEN: tuple[list[str], list[str]] = ([VALUE], [])
SETTLED: tuple[list[str], list[str]] = ([], [VALUE])
CCG_ANSWERS = answer(CCG, 101, 102, number=901)
COUNCIL_ANSWERS = answer(COUNCIL, 101, 102, number=902)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ([], OPEN),
        ([COUNCIL_ANSWERS], OPEN),
        ([COUNCIL_ANSWERS, CCG_ANSWERS], SETTLED),
        ([COUNCIL_ANSWERS, answer(CCG, 101, 102, says="disputed")], OPEN),
        ([COUNCIL_ANSWERS, answer(CCG, 101, 102, says="in_hand")], OPEN),
        ([answer(COUNCIL, 101), CCG_ANSWERS], OPEN),
        ([answer(COUNCIL, 101, 102, 103), CCG_ANSWERS], OPEN),
    ],
    ids=["none", "one body", "both", "one disputes", "one sees to it", "one named less", "one named more"],
)
def test_a_matter_is_open_no_more_when_each_body_has_answered_it(
    answers: list[Said], expected: tuple[list[str], list[str]]
) -> None:
    for order in permutations([COUNCILS, CCGS, *answers]):
        assert standing(*order) == expected


def test_another_word_opens_it_again_and_the_same_words_anew_do_not_close_it() -> None:
    said = [COUNCILS, CCGS, COUNCIL_ANSWERS, CCG_ANSWERS]
    assert standing(*said) == SETTLED
    again = (CCG, "varied", {**money("131000.00"), "occurred_at": "2015-05-01"})
    assert standing(*said, again) == OPEN
    assert standing(*said, again, on="2015-04-30") == SETTLED


def test_whoever_answers_again_says_what_it_answers_now() -> None:
    disputes = answer(CCG, 101, 102, says="disputed", number=903, occurred_at="2015-05-01")
    assert standing(COUNCILS, CCGS, COUNCIL_ANSWERS, CCG_ANSWERS, disputes) == OPEN
    assert standing(COUNCILS, CCGS, COUNCIL_ANSWERS, CCG_ANSWERS, disputes, on="2015-04-30") == SETTLED


def test_a_waiver_ends_after_its_last_day() -> None:
    waived = answer(CCG, 101, 102, says="waived", until="2015-06-30")
    said = [COUNCILS, CCGS, COUNCIL_ANSWERS, waived]
    assert standing(*said, on="2015-06-30") == SETTLED
    assert standing(*said, on="2015-07-01") == OPEN


def test_agreeing_a_value_closes_it_without_an_answer() -> None:
    assert standing(COUNCILS, declared(102, CCG, "100000.00"), COUNCIL_ANSWERS) == ([], [])


def test_what_was_answered_is_shown_with_the_answers_that_hold() -> None:
    body = contract(COUNCILS, CCGS, COUNCIL_ANSWERS, answer(CCG, 101, 102, says="disputed", comment="Ours holds VAT"))
    (found,) = (each for each in body["differences"] if each["field"] == "value")
    assert [(side["organisation"], side["value"]["answered_as"]) for side in found["answers"]] == [
        (COUNCIL, "agreed"),
        (CCG, "disputed"),
    ]
    assert {row["difference"] for row in body["answers"]} == {VALUE}


def test_a_matter_of_a_programme_is_answered_too() -> None:
    late: Said = (
        COUNCIL,
        "milestone-scheduled",
        {
            "milestone": "m",
            "title": "M",
            "due": {"text": "May", "earliest": "2015-05-01", "latest": "2015-05-31", "precision": "month"},
            "meta": {"event_id": UUID(int=101)},
        },
    )
    name = difference_id("wandsworth", MatterKind.OVERDUE, "programme", PROGRAMME, "milestone:m")
    there: Said = (COUNCIL, "programme-declared", {"title": "P", "mode": "separate"})
    accepted: Said = (
        COUNCIL,
        "workplan/difference-answered",
        {"difference": name, "answered_as": "written_down", "events": [UUID(int=101)]},
    )
    assert [each["id"] for each in programme(there, late)["differences"]] == [name]
    body = programme(there, late, accepted)
    assert ([each["id"] for each in body["differences"]], [each["id"] for each in body["answered"]]) == ([], [name])


def test_answers_that_settle_are_codes_of_the_list() -> None:
    assert SETTLING.issubset(titles("difference-answer"))


def test_what_waits_for_a_body_is_not_settled_by_the_others() -> None:
    approved = {
        "decision": "d",
        "title": "D",
        "body": "B",
        "state": "approved",
        "required": [{"id": COUNCIL}, {"id": CCG}],
    }
    name = difference_id("wandsworth", MatterKind.APPROVAL, "programme", PROGRAMME, "decision:d")
    said: list[Said] = [
        (COUNCIL, "programme-declared", {"title": "P", "mode": "separate"}),
        (COUNCIL, "decision-recorded", {**approved, "meta": {"event_id": UUID(int=101)}}),
        (
            COUNCIL,
            "workplan/difference-answered",
            {"difference": name, "answered_as": "agreed", "events": [UUID(int=101)]},
        ),
    ]
    assert name in [each["id"] for each in programme(*said)["differences"]]


def test_an_answer_is_no_word_about_what_nobody_declares() -> None:
    name = difference_id("wandsworth", MatterKind.UNKNOWN, "contract", CONTRACT, f"contract:{CONTRACT}")
    said: list[Said] = [
        (COUNCIL, "contract-assigned", {"programme": "carers", "meta": {"event_id": UUID(int=101)}}),
        (
            COUNCIL,
            "contract/difference-answered",
            {"difference": name, "answered_as": "agreed", "events": [UUID(int=101)]},
        ),
    ]
    assert [each["id"] for each in contract(*said)["answered"]] == [name]


SETTLED_BY_BOTH = [COUNCILS, CCGS, COUNCIL_ANSWERS, CCG_ANSWERS]


@pytest.mark.parametrize("day", ["2014-04-01", "2015-05-01"])
def test_the_same_words_under_another_id_are_not_another_word(day: str) -> None:
    again = declared(103, CCG, "130000.00", occurred_at=day)
    for order in permutations([*SETTLED_BY_BOTH, again]):
        assert standing(*order) == SETTLED


def test_the_same_word_beside_another_one_on_another_field_is_the_same_word() -> None:
    assert standing(*SETTLED_BY_BOTH, declared(103, CCG, "130000.00", title="Another title")) == SETTLED
    assert standing(*SETTLED_BY_BOTH, declared(103, CCG, "130000.01", title="Another title")) == OPEN


def test_a_statement_that_states_a_field_and_clears_it_is_said_again_too() -> None:
    both = declared(102, CCG, "130000.00", clears=["value"])
    assert standing(COUNCILS, both, COUNCIL_ANSWERS, CCG_ANSWERS) == SETTLED
    again = declared(103, CCG, "130000.00", clears=["value"])
    assert standing(COUNCILS, both, COUNCIL_ANSWERS, CCG_ANSWERS, again) == SETTLED
    other = declared(103, CCG, "140000.00", clears=["value"])
    assert standing(COUNCILS, both, COUNCIL_ANSWERS, CCG_ANSWERS, other) == OPEN


def test_what_is_said_again_by_another_body_is_that_bodys_word() -> None:
    assert standing(*SETTLED_BY_BOTH, declared(103, COUNCIL, "130000.00")) == ([], [])


def corrected(number: int, amount: str) -> Said:
    by, name, fields = declared(number, CCG, amount)
    return by, name, {**fields, "meta": {**fields["meta"], "corrects": UUID(int=102)}}


def test_what_is_corrected_to_the_same_word_is_answered_and_to_another_is_not() -> None:
    for order in permutations([*SETTLED_BY_BOTH, corrected(103, "130000.00")]):
        assert standing(*order) == SETTLED
    for order in permutations([*SETTLED_BY_BOTH, corrected(103, "140000.00")]):
        assert standing(*order) == OPEN


def test_an_answer_may_name_the_earlier_of_two_statements_that_say_the_same() -> None:
    again = declared(103, CCG, "130000.00")
    said = [COUNCILS, CCGS, again]
    assert standing(*said, answer(COUNCIL, 101, 103, number=904), CCG_ANSWERS) == SETTLED
    assert standing(*said, answer(COUNCIL, 101, 102, 103, number=904), CCG_ANSWERS) == SETTLED


def test_a_body_that_says_again_what_was_answered_is_answered_again() -> None:
    other, again = (
        declared(103, CCG, "140000.00", occurred_at="2015-05-01"),
        declared(104, CCG, "130000.00", occurred_at="2015-06-01"),
    )
    assert standing(*SETTLED_BY_BOTH, other) == OPEN
    assert standing(*SETTLED_BY_BOTH, other, again) == SETTLED


def not_holding(*said: Said, on: str = "2015-10-01") -> list[tuple[str, str, list[int]]]:
    """(whose answer, why it does not hold, the numbers of the statements by which) of the answers to the value."""
    (row,) = (each for each in contract(*said, on=on)["answers"] if each["difference"] == VALUE)
    return [
        (each["organisation"], each["because"], [UUID(other["statement"]).int for other in each["statements"]])
        for each in row.get("not_holding", ())
    ]


def test_the_picture_tells_which_answers_do_not_hold_and_why() -> None:
    assert not_holding(*SETTLED_BY_BOTH) == []
    since = declared(103, CCG, "140000.00")
    assert not_holding(*SETTLED_BY_BOTH, since) == [
        (COUNCIL, "said_since", [103]),
        (CCG, "said_since", [103]),
    ]
    wrong = answer(COUNCIL, 101, 7, number=905)
    assert not_holding(COUNCILS, CCGS, wrong, CCG_ANSWERS) == [(COUNCIL, "other_statements", [101, 102])]
    waived = answer(CCG, 101, 102, says="waived", until="2015-06-30")
    assert not_holding(COUNCILS, CCGS, waived) == [(CCG, "time_over", [])]
    assert not_holding(COUNCILS, CCGS, waived, on="2015-06-30") == []
    assert not_holding(COUNCILS, COUNCIL_ANSWERS) == [(COUNCIL, "no_matter", [])]


def test_a_picture_ends_with_the_day_of_a_waiver_that_does_not_hold_too() -> None:
    """Why it does not hold is another thing then."""
    beside = answer(CCG, 101, says="waived", until="2015-06-30")
    assert not_holding(COUNCILS, CCGS, beside, on="2015-06-30") == [(CCG, "other_statements", [101, 102])]
    assert not_holding(COUNCILS, CCGS, beside, on="2015-07-01") == [(CCG, "time_over", [])]
    made = whole(events([COUNCILS, CCGS, beside]), Day.of(date(2015, 6, 30)), KNOWN)
    assert made["contract", CONTRACT].until == Day.of(date(2015, 7, 1))


def test_an_answer_is_listed_with_what_it_answers() -> None:
    (row,) = contract(*SETTLED_BY_BOTH)["answers"]
    assert (row["about"]["kind"], row["about"]["field"]) == ("amount", "value")
