"""What Wiltshire's paper of 2009 asks for is seen in its story, paragraph by paragraph."""

from collections import Counter
from datetime import date
from typing import Any, Final

from hub.reconcile.days import Day
from hub.reconcile.events import Subject
from hub.reports.joint_programmes import joint_programmes
from tests.examples.stories import configuration, story, views

PROGRAMME: Final = "childrens-commissioning"
COUNCIL: Final = "GB-LAE-WIL"
PCT: Final = "GB-NHS-5QK"
PARENTING, SHORT_BREAKS, COUNSELLING = "GB-LAE-WIL/CYP-2008-04", "GB-NHS-5QK/CH-2008-11", "GB-LAE-WIL/CYP-2008-12"
EXECUTIVE: Final = "children-and-young-peoples-trust-board-executive"
PAPER_DAY: Final = "2009-04-22"
OPENING: Final = "2009-07-01"

Body = dict[str, Any]


def pictures(day: str = OPENING) -> dict[str, Body]:
    return {each.id: each.body for each in views("wiltshire").pictures(Day.read(day))}


def programme(day: str = OPENING) -> Body:
    found = views("wiltshire").picture(Subject("programme", PROGRAMME), Day.read(day))
    assert found is not None
    return found.body


def contract(key: str) -> Body:
    found = views("wiltshire").picture(Subject("contract", key), Day.read(OPENING))
    assert found is not None
    return found.body


def decision(key: str, day: str = OPENING) -> Body:
    (found,) = (each for each in programme(day)["decisions"] if each["decision"] == key)
    return dict(found)


def said(body: Body, member: str, item: str, name: str) -> dict[tuple[str, str], Body]:
    """(which one, who says it) to the words, of one table of a picture."""
    return {(each[item], side["organisation"]): side["value"] for each in body[member] for side in each[name]}


def open_matters(body: Body) -> set[str]:
    return {f"{each['kind']} {each['field']}" for each in body.get("differences", ())}


def text_of(body: Body, kind: str, field: str) -> str:
    (found,) = (each["text"] for each in body["differences"] if (each["kind"], each["field"]) == (kind, field))
    return str(found)


def report(day: str = OPENING) -> Body:
    known, as_of = configuration(), date.fromisoformat(day)
    bodies = {(each.partnership, each.kind, each.id): each.body for each in views("wiltshire").pictures(Day.of(as_of))}
    return joint_programmes(known.groups[EXECUTIVE], bodies, known, as_of=as_of, known_at=None)


def test_only_the_council_speaks_for_the_paper_and_from_its_day_on() -> None:
    papers = [each.event.meta for each in story("wiltshire") if not each.event.meta.illustrative]
    assert {each.organisation for each in papers} == {COUNCIL}  # the paper quotes nobody else
    assert {each.occurred_at.isoformat() for each in papers} == {PAPER_DAY}
    assert all("22 April 2009" in (each.source_document or "") for each in papers)
    assert Counter(each.event.meta.illustrative for each in story("wiltshire")) == {True: 47, False: 12}


def test_what_is_ours_says_so_first() -> None:
    for each in story("wiltshire"):
        meta = each.event.meta
        assert meta.illustrative == (meta.source_document or "").startswith("Illustrative")


def test_values_suppliers_and_results_are_never_the_paper_s() -> None:
    ours = (
        "value",
        "cost",
        "suppliers",
        "period_end",
        "decided_on",
        "people",
        "percent",
        "answer",
        "due",
        "arrangement",
    )
    for each in story("wiltshire"):
        if not each.event.meta.illustrative:
            words = each.event.model_dump()
            assert not [name for name in ours if words.get(name)], each.event.meta.source_document


def test_20_both_boards_approve_and_the_trust_board_supports() -> None:
    asked = decision("joint-service-director", PAPER_DAY)
    assert (asked["required"], asked["waiting_on"]) == ([COUNCIL, PCT], [COUNCIL, PCT])
    states = {each["value"]["body"]: (each["value"]["role"], each["value"]["state"]) for each in asked["bodies"]}
    assert states == {
        "Children's Trust Board Executive": ("consulted", "approved"),
        "Implementation Executive": ("required", "pending"),
    }
    # the council alone has approved, and its own condition is open
    assert decision("joint-service-director", "2009-05-01")["waiting_on"] == [PCT]
    half = decision("joint-service-director", "2009-05-28")
    assert (half["standing"], len(half["open_conditions"])) == ("conditional", 1)
    assert decision("joint-service-director")["standing"] == "stands"


def test_24_each_of_the_four_things_asked_is_a_decision_of_its_own() -> None:
    standing = {each["decision"]: each["standing"] for each in programme()["decisions"]}
    assert standing == {
        "joint-service-director": "stands",
        "trust-board-executive-membership": "waiting",
        "strategic-commissioning-team": "stands",
        "delegation": "waiting",
        "end-of-parenting-groups": "stands",
        "more-outreach": "waiting",
    }


def test_03_the_five_outcomes_stand_beside_the_partner_s_words() -> None:
    sides = {each["organisation"]: each for each in programme()["fields"]["outcomes"]["sides"]}
    assert len(sides[COUNCIL]["value"]) == 5
    assert not sides[COUNCIL].get("illustrative", False)
    assert sides[PCT]["value"] == ["Children are healthy and safe"]


def test_03_each_of_the_five_outcomes_is_measured() -> None:
    measures = {each["measure"]: each for each in programme()["measures"]}
    outcomes = {key: [side["value"] for side in each["outcome"]] for key, each in measures.items()}
    assert outcomes == {
        "ni_56": ["Being Healthy", "Children are healthy and safe"],
        "ni_59": ["Staying Safe"],
        "ni_72": ["Enjoying and Achieving"],
        "ni_110": ["Making a Positive Contribution"],
        "ni_117": ["Achieving Economic Well-being"],
    }
    assert {key: str(each["performance"]) for key, each in measures.items()} == {
        "ni_56": "missed",
        "ni_59": "met",
        "ni_72": "no_result",
        "ni_110": "no_result",
        "ni_117": "within_tolerance",
    }
    assert all(side["illustrative"] for each in measures.values() for side in each["title"])
    # each body holds the programme to a target of its own
    assert "target measure:ni_56/target" in open_matters(programme())
    (shown,) = report()["joint_programmes"]
    assert shown["measures"] == programme()["measures"]


def test_06_what_the_inspection_found_is_answered_or_late() -> None:
    found = said(programme(), "recommendations", "recommendation", "recommended")
    assert {each["made_by"] for each in found.values()} == {"Inspectors of the Joint Area Review, November 2008"}
    assert found["JAR-2008-1", PCT]["answer"] == "accepted"
    assert "action_overdue recommendation:JAR-2008-2" in open_matters(programme())
    assert "action_overdue recommendation:JAR-2008-1" not in open_matters(programme())


def test_08_needs_specification_performance_complaints_and_freedom_of_information() -> None:
    body = contract(COUNSELLING)
    need = said(programme(), "needs", "need", "needed")["N1", COUNCIL]
    assert need["people"] == "640"
    assert [each["value"] for each in body["fields"]["needs"]["sides"]] == [["N1"]]
    assert [each["value"] for each in body["fields"]["specified_by"]["sides"]] == ["Strategic commissioning team"]
    (measure,) = body["measures"]
    assert measure["measure"] == "first_seen_in_time"
    provider = pictures()["GB-COH-00000072"]
    assert provider["under_performing"] == [COUNSELLING]
    counted = said(body, "feedback", "feedback", "counted")["2008-Q4", COUNCIL]
    assert {each: counted[each] for each in ("complaints", "upheld", "information_requests")} == {
        "complaints": "14",
        "upheld": "6",
        "information_requests": "9",
    }


def test_10_2_the_team_has_posts_of_both_bodies() -> None:
    assert "team_incomplete team" in open_matters(programme("2009-06-08"))  # the PCT's alone
    posts = {who: word["post"] for (_, who), word in said(programme(), "team", "member", "named").items()}
    assert posts == {
        COUNCIL: "Service Director for children's commissioning and performance",
        PCT: "Public health representative",
    }
    assert "team_incomplete team" not in open_matters(programme())


def test_10_2_the_trust_board_executive_has_a_report_of_its_own() -> None:
    made = report()
    (shown,) = made["joint_programmes"]
    assert (shown["programme"], shown["title_illustrative"]) == (PROGRAMME, False)
    assert [each["contract"] for each in shown["contracts"]] == [PARENTING, COUNSELLING, SHORT_BREAKS]
    figures = {each["label"]: each["value"] for each in made["summary"]}
    assert {label: value for label, value in figures.items() if value} == {
        "Joint programmes": 1,
        "Milestones of joint programmes still to come": 1,  # the report on delegation
        "Decisions of joint programmes waiting for a body": 3,  # membership, delegation, more outreach
        "Suppliers of concern": 1,  # whoever gives the counselling
        "Open matters": 14,
        "Open matters: bodies disagree": 4,  # a milestone's day, a target, stage and status of the short breaks
        "Open matters: a body has not declared it": 1,  # the PCT, which funds the counselling
        "Open matters: an approval is missing or has conditions": 2,
        "Open matters: overdue": 2,  # an answer, a risk's review
        "Open matters: due soon": 3,  # a risk's and an assessment's review, a phase
        "Open matters: what the arrangement asks for is missing": 2,  # one end, one variation
    }
    ((rule,),) = (each["rules"] for each in made["practice"])
    assert "by a decision that stands" in rule


def test_10_3_delegation_is_intended_and_not_agreed() -> None:
    intended = said(programme(PAPER_DAY), "intentions", "intention", "intended")["delegation", COUNCIL]
    assert (intended["route"], intended["intention_state"]) == ("joint_delegation", "proposed")
    arrangement = programme()["fields"]["arrangement"]["sides"]
    assert [(each["organisation"], each["value"]) for each in arrangement] == [(PCT, "aligned_budget")]
    waiting = decision("delegation")
    assert (waiting["standing"], waiting["waiting_on"]) == ("waiting", [PCT])
    states = {each["organisation"]: each["value"]["state"] for each in waiting["bodies"]}
    assert states == {COUNCIL: "approved", PCT: "deferred"}  # it has spoken, and is not said to be silent
    assert "date milestone:delegation-report/due" in open_matters(programme())


def test_10_4_disinvestment_stands_on_a_decision_of_both_boards() -> None:
    assert {each["value"]["body"] for each in decision("end-of-parenting-groups")["bodies"]} == {
        "Cabinet",
        "NHS Wiltshire Board",
    }
    assert [each["value"] for each in contract(PARENTING)["fields"]["end_decision"]["sides"]] == [
        "end-of-parenting-groups",
        "end-of-parenting-groups",
    ]
    assert open_matters(contract(PARENTING)) == set()


def test_17_disinvestment_without_a_decision_is_open() -> None:
    assert "nobody names the decision" in text_of(contract(SHORT_BREAKS), "decision_missing", "ended_on")


def test_17_investment_on_a_decision_that_waits_is_open() -> None:
    (field,) = (each["field"] for each in contract(COUNSELLING)["differences"] if each["kind"] == "decision_missing")
    text = text_of(contract(COUNSELLING), "decision_missing", field)
    assert field.startswith("variation:2009-06-22")
    assert "on the decision more-outreach, which is waiting" in text
    assert decision("more-outreach")["waiting_on"] == [PCT]


def test_14_each_action_plan_has_its_assessment() -> None:
    found = said(programme(), "impact_assessments", "assessment", "screened")
    assert {each["title"].partition(": ")[2]: each["screening"] for each in found.values()} == {
        "safeguarding": "full",
        "children at risk of poorer outcomes": "partial",
        "emotional health": "to_be_made",
    }
    assert "review_due assessment:EIA-2009-1" in open_matters(programme())


def test_15_risks_have_likelihood_impact_a_post_and_a_day() -> None:
    found = said(programme(), "risks", "risk", "assessed")
    assert found.keys() == {("R1", COUNCIL), ("R2", PCT)}
    for each in found.values():
        assert each["likelihood"] and each["impact"] and each["owner_post"] and each["review_on"]
    assert {"review_overdue risk:R1", "review_due risk:R2"} <= open_matters(programme())


def test_15_integration_goes_in_phases() -> None:
    found = said(programme(PAPER_DAY), "phases", "phase", "phased")
    assert found.keys() == {("1", COUNCIL), ("2", COUNCIL)}
    assert {each["phase_state"] for each in found.values()} == {"planned"}
    assert "action_due phase:1" in open_matters(programme())  # by the day that the PCT gives


def test_18_what_has_to_be_there_before_the_joint_decision_is_told() -> None:
    gate = said(programme(PAPER_DAY), "phases", "phase", "phased")["2", COUNCIL]["entry_conditions"]
    assert len(gate) == 3
    assert "assessed and analysed" in gate[0]


def test_21_the_status_quo_was_considered_and_rejected() -> None:
    found = said(programme(PAPER_DAY), "options", "option", "appraised")
    assert {key: each["appraisal"] for (key, _), each in found.items()} == {
        "status-quo": "rejected",
        "joint-service-director": "preferred",
    }
    assert found["status-quo", COUNCIL]["reason"]


def test_what_there_is_to_see_on_the_first_of_july_2009() -> None:
    (varied,) = (each.event.meta.event_id for each in story("wiltshire") if each.event_type.name == "varied")
    found = {key: open_matters(body) for key, body in pictures().items()}
    assert {key: matters for key, matters in found.items() if matters} == {
        COUNSELLING: {
            "missing_one_side declared:GB-NHS-5QK",
            f"decision_missing variation:2009-06-22 {varied}",
        },
        SHORT_BREAKS: {"decision_missing ended_on", "status_rating stage", "status_rating status"},
        PROGRAMME: {
            "action_due phase:1",
            "action_overdue recommendation:JAR-2008-2",
            "approval_missing decision:delegation",
            "approval_missing decision:more-outreach",
            "date milestone:delegation-report/due",
            "review_due assessment:EIA-2009-1",
            "review_due risk:R2",
            "review_overdue risk:R1",
            "target measure:ni_56/target",
        },
    }
