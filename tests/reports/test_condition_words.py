"""Conditions of an approval, a project team and things that differ in a part, in words."""

from typing import Any

from hub.reports.words import Words, condition_words

WORDS = Words(lambda each: each)


def side(**more: Any) -> dict[str, Any]:
    word = {"body": "Cabinet", "role": "required", "state": "approved", "conditions": ["Costs", "Terms"], **more}
    return {"organisation": "GB-LAE-WND", "value": word}


def test_each_condition_is_told_to_be_met_or_not() -> None:
    still_open = {"organisation": "GB-LAE-WND", "body": "Cabinet", "condition": "Terms"}
    decision = {"open_conditions": [still_open, {**still_open, "body": "Board", "condition": "Costs"}]}
    assert condition_words(side(), decision) == "Costs (met); Terms (not met yet)"
    assert condition_words(side(), {"open_conditions": []}) == "Costs (met); Terms (met)"


def test_nothing_is_told_of_conditions_that_nobody_asks_for_or_of_which_it_is_not_known() -> None:
    told: list[tuple[dict[str, Any], dict[str, Any]]] = [
        (side(role="consulted"), {"open_conditions": []}),
        (side(state="pending"), {"open_conditions": []}),
        (side(), {}),  # a picture of an earlier release
    ]
    for said, decision in told:
        assert condition_words(said, decision) == "Costs; Terms"


def test_a_matter_about_a_team_shows_its_members_in_words() -> None:
    member = {"post": "Head of Care", "member_of": {"id": "GB-LAE-WND"}, "team_role": "lead"}
    assert WORDS.value("team", member) == "Head of Care; Leads the team"


def test_the_heading_of_a_part_that_differs_names_the_thing_and_no_inner_word() -> None:
    matter = {"field": "intention:i/1/intended/value", "kind": "amount", "item_title": None}
    assert "i/1" in WORDS.heading(matter)
    assert "intended" not in WORDS.heading(matter)
