"""What Sutton's report of 8 May 2012 asks for is seen in its story, paragraph by paragraph."""

from collections import Counter
from datetime import date
from typing import Any, Final

import pytest

from hub.reconcile.days import Day
from hub.reports.joint_programmes import joint_programmes
from tests.examples.stories import Body, body_of, configuration, matters, story, views, words

COUNCIL, PCT = "GB-LAE-STN", "GB-NHS-5M7"
FRAMEWORK, CHILDREN, ECOLOGY = "commissioning-framework", "looked-after-placements", "ecology-services"
PLACEMENTS, ECOLOGY_SERVICE = f"{COUNCIL}/LAC-2009-04", f"{COUNCIL}/IH-2012-01"
PAPER_DAY: Final = "2012-05-08"
OPENING: Final = "2012-10-01"


def programme(key: str, day: str = OPENING) -> Body:
    return body_of("sutton", "programme", key, day)


def contract(key: str, day: str = OPENING) -> Body:
    return body_of("sutton", "contract", key, day)


def value(body: Body, field: str) -> Any:
    (side,) = body["fields"][field]["sides"]
    return side["value"]


def report(group: str) -> Body:
    known, as_of = configuration(), date.fromisoformat(OPENING)
    bodies = {(each.partnership, each.kind, each.id): each.body for each in views("sutton").pictures(Day.of(as_of))}
    return joint_programmes(known.groups[group], bodies, known, as_of=as_of, known_at=None)


def test_only_the_council_speaks_for_the_paper_and_from_its_day_on() -> None:
    papers = [each.event.meta for each in story("sutton") if not each.event.meta.illustrative]
    assert {(each.organisation, each.occurred_at.isoformat()) for each in papers} == {(COUNCIL, PAPER_DAY)}
    starts = "Sutton, report to the Executive of 8 May 2012, "
    assert all((each.source_document or "").startswith(starts) for each in papers)
    assert Counter(each.event.meta.illustrative for each in story("sutton")) == {True: 26, False: 24}


def test_values_suppliers_results_and_outcomes_are_never_the_paper_s() -> None:
    ours = {"value", "cost", "suppliers", "staff_employed", "users_served", "people", "decided_on", "worse_for"}
    for each in story("sutton"):
        meta, said = each.event.meta, each.event.model_dump()
        assert meta.illustrative == (meta.source_document or "").startswith("Illustrative")
        if not meta.illustrative:
            assert not [name for name in ours if said.get(name)], meta.source_document


def test_what_is_open_on_the_opening_day() -> None:
    found = {each.id: set(matters(each.body)) for each in views("sutton").pictures(Day.read(OPENING))}
    assert {key: open_ for key, open_ in found.items() if open_} == {
        FRAMEWORK: {
            "condition_open decision:8 May 2012 c",
            "milestone_overdue milestone:directorates",
            "milestone_overdue milestone:market-toolkit",
        },
        CHILDREN: {"action_due phase:plan", "status_rating mode"},
        ECOLOGY: {"action_overdue phase:analyse"},
        PLACEMENTS: {"extension_unreviewed variations", f"missing_one_side declared:{PCT}"},
        ECOLOGY_SERVICE: {"review_due review_on"},
    }


def test_a_to_c_the_executive_is_asked_three_things_and_agrees() -> None:
    def standing(day: str) -> dict[str, str]:
        return {each["decision"]: each["standing"] for each in programme(FRAMEWORK, day)["decisions"]}

    assert standing(OPENING) == {
        "October 2011": "stands",  # 1.1: the approach as a whole
        "8 May 2012 a": "stands",
        "8 May 2012 b": "stands",
        "8 May 2012 c": "conditional",
    }
    asked = [
        each.event.model_dump()
        for each in story("sutton")
        if each.event_type.name == "decision-recorded" and not each.event.meta.illustrative
    ]
    assert Counter(each["state"] for each in asked) == {"pending": 3, "approved": 1}
    assert {each["body"] for each in asked} == {"The Executive"}


def test_01_2_needs_localities_and_areas_are_seen() -> None:
    need = words(programme(CHILDREN), "needs", "need", "needed")["N1"]
    assert (need["people"], need["client_groups"]) == ("62", ["looked_after_children"])
    assert value(contract(PLACEMENTS), "needs") == ["N1"]
    assert value(contract(PLACEMENTS), "theme") == "children"
    assert value(contract(ECOLOGY_SERVICE), "areas") == ["E05000558"]
    assert len(value(programme(FRAMEWORK), "outcomes")) == 10  # as many benefits as 1.2 lists


def test_01_4_the_peer_review_is_answered() -> None:
    found = words(programme(FRAMEWORK), "recommendations", "recommendation", "recommended")
    assert {key: each["answer"] for key, each in found.items()} == {"peer-1": "accepted", "peer-2": "rejected"}
    assert {each["made_by"] for each in found.values()} == {"Peer review of the Local Government Association"}
    assert all(each["answer_words"] for each in found.values())


def test_01_5_and_2_3_services_go_through_the_cycle_in_house_too() -> None:
    phases = {key: words(programme(key), "phases", "phase", "phased") for key in (CHILDREN, ECOLOGY)}
    assert phases[CHILDREN]["plan"]["entry_conditions"][0] == "Demand and the market are tested"
    assert phases[ECOLOGY]["analyse"]["phase_state"] == "under_way"
    assert value(contract(ECOLOGY_SERVICE), "provision") == "in_house"
    assert [each["contract"] for each in programme(ECOLOGY)["contracts"]] == [ECOLOGY_SERVICE]


def test_02_2_what_works_is_reviewed_and_where_to_work_together_is_open() -> None:
    assert "within 30 days" in matters(contract(ECOLOGY_SERVICE))["review_due review_on"]
    unreviewed = matters(contract(PLACEMENTS))["extension_unreviewed variations"]
    assert unreviewed == "extended on 2012-09-17, and nobody tells of a review in the 365 days before"
    modes = {each["organisation"]: each["value"] for each in programme(CHILDREN)["fields"]["mode"]["sides"]}
    assert modes == {COUNCIL: "separate", PCT: "joint"}


@pytest.mark.parametrize(
    ("day", "state", "amount"),
    [("2012-06-30", "proposed", None), ("2012-07-31", "proposed", "3600000.00"), (OPENING, "agreed", "3600000.00")],
    ids=["in June at a high level", "by service from July", "in the draft plan of September"],
)
def test_02_3_and_3_1_intentions_grow_from_june_to_september(day: str, state: str, amount: str | None) -> None:
    (found,) = words(programme(CHILDREN, day), "intentions", "intention", "intended").values()
    assert found["due_text"] == "by April 2013"
    assert (found["intention_state"], found.get("value", {}).get("amount")) == (state, amount)
    assert found.get("route") == (amount and "framework")


def test_02_3_demand_is_counted_by_both() -> None:
    found = words(programme(CHILDREN), "needs", "need", "needed")
    assert {key: each["people"] for key, each in found.items()} == {"N1": "62", "N2": "47"}


def test_03_1_the_planning_round_has_its_days() -> None:
    stones = {each["milestone"]: each for each in programme(FRAMEWORK)["milestones"]}
    days = {key: stones[key]["met"][0]["value"]["met_on"] for key in ("corporate-intentions", "planning-guidance")}
    assert days == {"corporate-intentions": "2012-07-03", "planning-guidance": "2012-07-17"}
    assert stones["draft-plans"]["due"][0]["value"]["text"] == "in September"
    assert stones["draft-plans"]["state"] == "met"


def test_03_3_the_milestone_table_keeps_its_words() -> None:
    shown = [
        (each["due"][0]["value"]["text"], each["due_by"], each["state"])
        for each in programme(FRAMEWORK)["milestones"]
        if each["due"][0]["document"].endswith("paragraph 3.3")
    ]
    assert shown == [
        ("May 2012", "2012-05-31", "met"),
        ("June 2012", "2012-06-30", "met"),
        ("June 2012", "2012-06-30", "late"),
        ("Programme agreed by July", "2012-07-31", "met"),
        ("July 2012", "2012-07-31", "met"),
        ("July 2012 – September 2012", "2012-09-30", "late"),
        ("September to December 2012", "2012-12-31", "due"),
        ("December 2012", "2012-12-31", "due"),
        ("January 2013", "2013-01-31", "due"),
        ("January 2013", "2013-01-31", "due"),
        ("delivered throughout 2012/13", "2013-03-31", "due"),
    ]


def test_04_each_pilot_has_its_cost() -> None:
    costs = {
        (key, option): (each["cost"]["amount"], each["appraisal"])
        for key in (CHILDREN, ECOLOGY)
        for option, each in words(programme(key), "options", "option", "appraised").items()
    }
    assert costs == {
        (CHILDREN, "A"): ("4150000.00", "considered"),
        (CHILDREN, "B"): ("3600000.00", "preferred"),
        (ECOLOGY, "A"): ("290000.00", "preferred"),
    }


def test_06_the_effect_on_equality_of_each_pilot_is_assessed() -> None:
    def screening(day: str) -> dict[str, str]:
        found = {
            key: words(programme(key, day), "impact_assessments", "assessment", "screened")
            for key in (CHILDREN, ECOLOGY)
        }
        return {key: each["eia-2012"]["screening"] for key, each in found.items()}

    assert screening(PAPER_DAY) == {CHILDREN: "to_be_made", ECOLOGY: "to_be_made"}
    assert screening(OPENING) == {CHILDREN: "full", ECOLOGY: "to_be_made"}
    found = words(programme(CHILDREN), "impact_assessments", "assessment", "screened")["eia-2012"]
    assert (found["worse_for"], found["review_on"]) == (["disability"], "2013-09-10")


@pytest.mark.parametrize("group", ["sutton-executive", "sutton-commissioners-network"])
def test_the_summary_of_the_report_counts_what_is_told(group: str) -> None:
    made = report(group)
    found = {each["label"]: each["value"] for each in made["summary"]}
    expected = {
        "Joint programmes": 1,  # by the PCT's word
        "Areas commissioned separately": 2,
        "Contracts outside any programme": 0,
        "Open matters": 9,
        "Open matters: what the arrangement asks for is missing": 1,
    }
    assert {label: found[label] for label in expected} == expected
    (practice,) = made["practice"]
    assert practice["rules"][0] == "A contract is extended after a review that is no more than 365 days old."
