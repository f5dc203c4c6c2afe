"""A result is assessed by what was agreed when its period ended, whatever is agreed later; decision 18."""

from typing import Any
from uuid import UUID

import pytest

from hub.reconcile.days import Day
from tests.reconcile.summary import whole
from tests.reconcile.told import CCG, CONTRACT, COUNCIL, Said, contract, events


def agreed(organisation: str = COUNCIL, **fields: Any) -> Said:
    first = {"title": "M", "direction": "higher", "target": "95"}
    return organisation, "measure-agreed", {"measure": "m", **first, **fields}


def observed(value: str, organisation: str = COUNCIL, **more: Any) -> Said:
    period = {"measure": "m", "period_start": "2015-07-01", "period_end": "2015-09-30"}
    return organisation, "observed", {**period, "value": value, **more}


FIRST = agreed(tolerance="1")
RESULT = observed("90")
LATER = "2015-10-15"


def measure(*said: Said, on: str = "2015-12-01") -> dict[str, Any]:
    (found,) = contract(*said, on=on)["measures"]
    return dict(found)


def by(*said: Said, on: str = "2015-12-01") -> set[tuple[str, str, str]]:
    """(whose target, the target, what the result comes to)"""
    return {
        (each["target"]["organisation"], each["target"]["value"], str(each["performance"]))
        for each in measure(*said, on=on).get("judged", ())
    }


@pytest.mark.parametrize(
    ("later", "word"),
    [
        ({"target": "85"}, "missed"),
        ({"target": "85", "occurred_at": "2015-09-30"}, "met"),
        ({"target": "85", "occurred_at": "2015-10-01"}, "missed"),
        ({"tolerance": "10"}, "missed"),
        ({"direction": "lower"}, "missed"),
    ],
)
def test_what_is_agreed_after_the_period_changes_no_result_of_it(later: dict[str, Any], word: str) -> None:
    said = (FIRST, RESULT, agreed(**{"occurred_at": LATER, **later}))
    assert measure(*said)["performance"] == word


def test_a_tolerance_that_is_cleared_later_still_allows_the_result_of_its_period() -> None:
    said = (FIRST, observed("94"), agreed(clears=["tolerance"], occurred_at=LATER))
    assert measure(*said)["performance"] == "within_tolerance"
    assert "tolerance" not in measure(*said)


def test_a_target_that_is_raised_later_turns_no_result_that_met_it_into_a_miss() -> None:
    assert by(FIRST, observed("96"), agreed(target="98", occurred_at=LATER)) == {(COUNCIL, "95", "met")}


def test_the_next_result_is_held_to_the_new_target() -> None:
    new = agreed(target="85", occurred_at=LATER)
    next_one = observed("90", period_start="2015-10-01", period_end="2015-12-31")
    assert by(FIRST, RESULT, new, next_one, on="2015-12-30") == {(COUNCIL, "95", "missed")}
    assert by(FIRST, RESULT, new, next_one, on="2015-12-31") == {(COUNCIL, "85", "met")}


def test_where_no_target_stood_then_the_first_that_came_after_counts() -> None:
    first, second = (agreed(target=each, occurred_at=day) for each, day in (("95", LATER), ("80", "2015-11-01")))
    assert by(RESULT, first, second) == {(COUNCIL, "95", "missed")}
    assert measure(RESULT, first, on="2015-10-14")["performance"] == "no_target"


def test_another_body_s_target_of_later_days_holds_no_earlier_result() -> None:
    assert by(FIRST, RESULT, agreed(CCG, target="80", occurred_at=LATER)) == {(COUNCIL, "95", "missed")}


def test_a_target_that_is_corrected_never_was() -> None:
    right = agreed(target="85", meta={"corrects": str(UUID(int=1))})
    assert by(FIRST, RESULT, right) == {(COUNCIL, "85", "met")}


def test_the_terms_that_assess_are_shown_beside_those_of_today() -> None:
    found = measure(FIRST, RESULT, agreed(target="85", occurred_at=LATER))
    assert [side["value"] for side in found["target"]] == ["85"]
    (assessed,) = found["judged"]
    assert {name: assessed[name]["event"] for name in ("target", "direction", "tolerance")} == dict.fromkeys(
        ("target", "direction", "tolerance"), str(UUID(int=1))
    )


def test_terms_that_are_guarded_guard_the_picture() -> None:
    public: dict[str, Any] = {"meta": {"classification": "public"}}
    guarded = agreed(meta={"classification": "confidential"})
    said = [guarded, observed("90", **public), agreed(target="85", direction="lower", occurred_at=LATER, **public)]
    assert contract(*said, on="2015-12-01")["classification"] == "confidential"
    # once the next period is in, nothing of them is shown
    next_one = observed("90", period_start="2015-10-01", period_end="2015-11-30", **public)
    assert contract(*said, next_one, on="2015-12-01")["classification"] == "public"


def test_a_picture_holds_until_the_first_target_comes() -> None:
    statements = events([RESULT, agreed(occurred_at=LATER)])
    assert whole(statements, Day.read("2015-10-01"))["contract", CONTRACT].until == Day.read(LATER)
