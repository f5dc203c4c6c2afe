"""Leeds's story shows what the Scrutiny Board's statement of May 2017 asks for; tests have its paragraphs' numbers."""

from collections import Counter
from datetime import date
from decimal import Decimal
from typing import Any, Final

import pytest

from hub.gateway.index.held_picture import Facet, HeldPicture
from hub.gateway.index.value_totals import ValueSum, totals_of
from hub.gateway.index.worth import ValueKind
from hub.reconcile.days import Day
from hub.reconcile.events import Subject
from hub.reconcile.picture import picture_key
from hub.reports.joint_programmes import joint_programmes
from hub.reports.side_by_side import side_by_side
from tests.examples.stories import configuration, files_of, speaker_of, story, views
from tests.gateway.made import basis_at

OPENING: Final = "2017-06-01"
COUNCIL: Final = "GB-LAE-LDS"
PAPER: Final = "Scrutiny Board (Strategy and Resources), Commissioning, May 2017, "
PEOPLES: Final = "peoples-commissioning"
MENTAL_HEALTH: Final = "mental-health-recovery"
DAY_OPPORTUNITIES, DROP_INS, FLOATING, HOMELESS, INTO_WORK, RECOVERY, CHAMPIONS = (
    f"{COUNCIL}/{each}"
    for each in ("AS-2013-09", "CS-2014-02", "AS-2015-11", "HS-2014-03", "JS-2014-06", "MH-2015-01", "PH-2015-04")
)
OF_TWO_CONTRACTS: Final = "GB-COH-00000081"
SAID_BY: Final = {COUNCIL: (81, 17), "GB-NHS-02V": (2, 0), "GB-NHS-03C": (1, 0)}
"""How many events each organisation says, and how many of them the paper does."""
NEVER_THE_PAPER_S: Final = {"value", "suppliers", "percent", "cost", "target", "numerator", "people", "answer"}


def picture(kind: str, subject: str, day: str = OPENING) -> dict[str, Any]:
    found = views("leeds").picture(Subject(kind, subject), Day.read(day))
    assert found is not None
    return found.body


def contract(subject: str, day: str = OPENING) -> dict[str, Any]:
    return picture("contract", subject, day)


def programme(subject: str = PEOPLES, day: str = OPENING) -> dict[str, Any]:
    return picture("programme", subject, day)


def stated(body: dict[str, Any], field: str) -> Any:
    """The one word of all who speak of it."""
    (word,) = {str(side["value"]): side["value"] for side in body["fields"][field]["sides"]}.values()
    return word


def words(body: dict[str, Any], member: str, key: str) -> dict[str, Any]:
    """What the one body that tells of a listed thing says of it."""
    (sides,) = (
        [side for value in row.values() if isinstance(value, list) for side in value]
        for row in body[member]
        if key in row.values()
    )
    (side,) = sides
    found: dict[str, Any] = side["value"]
    return found


def matters(body: dict[str, Any]) -> dict[str, str]:
    """By kind and field what is open."""
    return {f"{each['kind']} {each['field']}": each["text"] for each in body["differences"]}


def contracts(day: str = OPENING) -> list[HeldPicture]:
    """The list of contracts, as the gateway holds it."""
    return [
        HeldPicture.of(picture_key("leeds", each.kind, each.id), basis_at(0), each.json(), 0, 0, 0)
        for each in views("leeds").pictures(Day.read(day))
        if each.kind == "contract"
    ]


def narrowed(field: str, value: str) -> set[str]:
    return {each.key.id for each in contracts() if Facet(field, value) in each.facets}


def report(group: str, day: str = OPENING) -> dict[str, Any]:
    known = configuration()
    bodies = {(each.partnership, each.kind, each.id): each.body for each in views("leeds").pictures(Day.read(day))}
    return joint_programmes(known.groups[group], bodies, known, as_of=date.fromisoformat(day), known_at=None)


def test_each_organisation_says_its_own_while_it_is_a_member() -> None:
    by_the_paper = Counter(each.event.meta.organisation for each in story("leeds") if not each.event.meta.illustrative)
    found = Counter(each.event.meta.organisation for each in story("leeds"))
    assert {each: (found[each], by_the_paper[each]) for each in found} == SAID_BY
    assert sorted(map(speaker_of, files_of("leeds"))) == sorted(SAID_BY)
    leeds = configuration().partnerships["leeds"]
    for each in story("leeds"):
        meta = each.event.meta
        assert leeds.member_at(meta.organisation, meta.occurred_at)
        assert meta.recorded_at.year <= 2018


def test_the_paper_s_words_and_ours_never_share_an_event() -> None:
    for each in story("leeds"):
        meta = each.event.meta
        assert meta.source_document
        assert meta.source_document.startswith("Illustrative: " if meta.illustrative else PAPER)
        if not meta.illustrative:
            assert meta.organisation == COUNCIL  # the paper quotes no partner
            assert meta.occurred_at in (date(2016, 3, 31), date(2017, 5, 31))  # it gives months: their last days


def test_values_suppliers_and_results_are_never_the_paper_s() -> None:
    for each in story("leeds"):
        said = each.event.model_dump()
        if not each.event.meta.illustrative:
            assert each.event_type.topic.startswith("commissioning.workplan")
            assert not NEVER_THE_PAPER_S & {name for name, value in said.items() if value}
        for body in (*(said.get("suppliers") or ()), *filter(None, [said.get("acting")])):
            assert body["name"].endswith("(illustrative)")


def test_what_is_open_on_the_opening_day() -> None:
    found = {
        each.id: set(matters(each.body))
        for each in views("leeds").pictures(Day.read(OPENING))
        if "differences" in each.body
    }
    assert {key: open_ for key, open_ in found.items() if open_} == {
        DROP_INS: {"assessment_missing ended_on"},
        INTO_WORK: {"extension_unreviewed variations", "remedy_missing measure:job_outcomes"},
        RECOVERY: {
            "amount value",
            "missing_one_side declared:GB-NHS-03C",
            "missing_one_side declared:GB-NHS-03G",
        },
        MENTAL_HEALTH: {"missing_one_side declared:GB-NHS-03G"},
        PEOPLES: {"training_missing assessment:EIA-2017-05"},
    }


def test_rec_1_a_contract_names_the_wards_that_it_serves() -> None:
    assert stated(contract(DAY_OPPORTUNITIES), "areas") == ["E05001417", "E05001424"]
    assert stated(contract(DROP_INS), "areas") == ["E05001430"]
    assert "areas" not in contract(FLOATING)["fields"]  # the whole place


def test_rec_1_proposals_for_community_committees_are_late_after_september_2017() -> None:
    key = "milestone_overdue milestone:community-committees"
    assert key not in matters(programme(day="2017-09-30"))
    assert "was due “by September 2017”" in matters(programme(day="2017-10-01"))[key]


def test_rec_3a_an_author_whose_training_is_old_is_an_open_matter() -> None:
    found = matters(programme())
    assert found["training_missing assessment:EIA-2017-05"].startswith("The end of family drop-in sessions: nobody")
    assert words(programme(), "impact_assessments", "EIA-2017-03")["author_trained_on"] == "2016-10-12"
    assert "training_missing assessment:EIA-2017-03" not in found


def test_41_a_service_is_decommissioned_after_an_assessment() -> None:
    body = contract(DAY_OPPORTUNITIES)
    assert [(each["programme"], each["assessment"]) for each in body["assessed_in"]] == [(PEOPLES, "EIA-2017-03")]
    assert (stated(body, "termination_reason"), stated(body, "ended_on")) == ("decommissioned", "2017-09-30")
    assert (stated(body, "stage"), matters(body)) == ("contract", {})
    told = words(programme(), "impact_assessments", "EIA-2017-03")
    assert (told["contract"], told["worse_for"]) == (DAY_OPPORTUNITIES, ["age", "disability"])
    assert told["mitigation"]


@pytest.mark.parametrize(
    ("day", "text"),
    [("2017-05-01", "no equality impact assessment is about it"), (OPENING, "was assessed only after that")],
)
def test_41_decommissioning_without_an_assessment_before_is_an_open_matter(day: str, text: str) -> None:
    assert text in matters(contract(DROP_INS, day))["assessment_missing ended_on"]


def test_42_what_came_of_an_assessment_is_reviewed() -> None:
    def due(day: str) -> set[str]:
        return {each for each in matters(programme(day=day)) if each.endswith("assessment:EIA-2017-03")}

    assert due("2018-02-27") == due("2018-03-12") == due("2018-04-01") == set()
    assert due("2018-02-28") == due("2018-03-11") == {"review_due assessment:EIA-2017-03"}
    told = words(programme(day="2018-03-12"), "impact_assessments", "EIA-2017-03")
    assert told["review_findings"].startswith("That carers lose their rest was not foreseen")
    assert (told["assessed_on"], told["review_on"], told["reviewed_on"]) == ("2017-03-06", "2018-03-30", "2018-03-12")


def test_1_evidence_stands_behind_what_is_bought() -> None:
    told = words(programme(MENTAL_HEALTH), "needs", "crisis-aftercare")
    assert "Needs Assessment" in told["evidence"]
    assert stated(contract(RECOVERY), "needs") == ["crisis-aftercare"]


def test_2_what_is_spent_in_a_year_is_added_up() -> None:
    """Of £284 million the story has seven contracts; the two bodies that pay for one name two values."""
    kind = ValueKind("GBP", "net", "year")
    assert totals_of(contracts()).values == [ValueSum(kind, 7, Decimal(3_096_500), Decimal(3_136_500))]
    housing = [each for each in contracts() if Facet("department", "Housing Services") in each.facets]
    assert totals_of(housing).values == [ValueSum(kind, 1, Decimal(589_000), Decimal(589_000))]


def test_12_housing_jobs_and_skills_are_among_the_departments() -> None:
    departments = Counter(each.value for one in contracts() for each in one.facets if each.field == "department")
    assert departments == {
        "Adult Social Care": 3,
        "Children's Services": 1,
        "Housing Services": 1,
        "Jobs and Skills": 1,
        "Public Health": 1,
    }
    assert narrowed("department", "Jobs and Skills") == {INTO_WORK}


def test_31_the_workstreams_of_the_operational_group_are_there() -> None:
    for each in ("performance-and-quality", "commissioning-workforce", "shared-intelligence"):
        body = programme(each)
        assert (stated(body, "mode"), body["contracts"]) == ("separate", [])
    assert stated(programme("integrated-commissioning"), "mode") == "to_be_agreed"  # 22, 50: under way


@pytest.mark.parametrize(("day", "result", "performance"), [(OPENING, "84.1", "missed"), ("2017-07-15", "95.5", "met")])
def test_33_outcomes_are_measured(day: str, result: str, performance: str) -> None:
    (measure,) = contract(FLOATING, day)["measures"]
    assert (measure["last_result"][0]["value"]["value"], measure["performance"]) == (result, performance)
    assert [measure[name][0]["value"] for name in ("target", "tolerance")] == ["95", "2"]


def test_33_action_is_swift_by_a_tool_of_the_contract() -> None:
    agreed = words(contract(FLOATING), "remedies", "2017/1")
    assert (agreed["remedy_kind"], agreed["acting"]["id"]) == ("action_plan", OF_TWO_CONTRACTS)
    assert (agreed["act_by"], "done_on" in agreed) == ("2017-06-30", False)
    assert "action_due remedy:2017/1" in matters(contract(FLOATING, "2017-06-20"))
    assert words(contract(FLOATING, "2017-07-01"), "remedies", "2017/1")["done_on"] == "2017-06-26"
    assert matters(contract(FLOATING, "2017-07-01")) == {}


def test_33_a_missed_outcome_on_which_nobody_acts_is_an_open_matter() -> None:
    key = "remedy_missing measure:job_outcomes"
    assert key not in matters(contract(INTO_WORK, "2017-04-30"))
    assert "no remedy that follows it is told, 30 days after" in matters(contract(INTO_WORK, "2017-05-01"))[key]


def test_34_all_contracts_of_one_provider_are_on_its_page() -> None:
    body = picture("provider", OF_TWO_CONTRACTS)
    assert [each["contract"] for each in body["contracts"]] == [FLOATING, HOMELESS]
    assert [each["value"][0]["value"]["amount"] for each in body["contracts"]] == ["389500.00", "589000.00"]


def test_34_terms_of_a_provider_are_read_side_by_side() -> None:
    columns = side_by_side(picture("provider", OF_TWO_CONTRACTS)["contracts"])
    likeness = {each.name: str(each.likeness) for each in columns}
    assert (likeness["notice_months"], likeness["payment_days"]) == ("alike", "different")
    (days,) = (each for each in columns if each.name == "payment_days")
    assert [cell[0]["value"]["number"] for cell in days.cells] == ["60", "30"]


def test_35_how_a_provider_performs_on_all_its_contracts_is_in_one_place() -> None:
    body = picture("provider", OF_TWO_CONTRACTS)
    assert body["under_performing"] == [FLOATING]
    performance = {each["contract"]: [one["performance"] for one in each["measures"]] for each in body["contracts"]}
    assert performance == {FLOATING: ["missed"], HOMELESS: ["met"]}
    concern = report("strategic-peoples-commissioning-board")["suppliers_of_concern"]
    assert [each["provider"] for each in concern] == [OF_TWO_CONTRACTS, "GB-COH-00000083"]


def test_35_a_trend_tells_what_a_target_that_is_met_does_not() -> None:
    (measure,) = contract(HOMELESS)["measures"]
    assert measure["performance"] == "met"
    (trend,) = measure["trends"]
    assert len(trend["points"]) == 19
    assert [(str(each["rule"]), str(each["meaning"])) for each in trend["signals"]] == [
        ("one_side", "improvement"),
        ("one_side", "concern"),
    ]


def test_37_one_percentage_for_several_contracts_of_a_provider_is_named_a_blanket_change() -> None:
    (found,) = picture("provider", OF_TWO_CONTRACTS)["changed_alike"]
    assert (found["batch"], found["percent"], found["contracts"]) == ("2017-18-reductions", "-5", [FLOATING, HOMELESS])


def test_37_the_effect_of_a_reduction_is_seen_by_provider() -> None:
    changed = {
        each.id: [
            contract["contract"]
            for contract in each.body["contracts"]
            for row in contract["variations"]
            for side in row["varied"]
            if side["value"].get("batch") == "2017-18-reductions" and side["value"]["percent"] == "-5"
        ]
        for each in views("leeds").pictures(Day.read(OPENING))
        if each.kind == "provider"
    }
    assert changed == {
        OF_TWO_CONTRACTS: [FLOATING, HOMELESS],
        "GB-COH-00000082": [CHAMPIONS],
        "GB-COH-00000083": [INTO_WORK],
        "GB-COH-00000084": [],
        "GB-COH-00000085": [],
    }
    assert stated(contract(CHAMPIONS, "2017-03-31"), "value")["amount"] == "60000.00"
    assert stated(contract(CHAMPIONS), "value")["amount"] == "57000.00"


def test_39_an_extension_after_a_review_is_no_open_matter() -> None:
    body = contract(HOMELESS)
    assert words(body, "reviews", "2017")["review_outcome"] == "extend"
    assert (stated(body, "period_end"), matters(body)) == ("2018-06-30", {})


def test_39_an_extension_without_a_review_is_an_open_matter() -> None:
    body = contract(INTO_WORK)
    assert stated(body, "period_end") == "2018-04-30"
    text = "extended on 2017-04-24, and nobody tells of a review in the 365 days before"
    assert matters(body)["extension_unreviewed variations"] == text


def test_39_an_end_that_is_near_is_an_open_matter_before_anybody_extends() -> None:
    assert "end_near period_end" in matters(contract(HOMELESS, "2017-04-09"))
    assert "end_near period_end" not in matters(contract(HOMELESS, "2017-04-10"))


@pytest.mark.parametrize(
    ("day", "late"),
    [(OPENING, []), ("2017-07-31", []), ("2017-08-01", ["rec-3b"]), ("2017-09-17", ["rec-3b"]), ("2017-09-18", [])],
)
def test_51_a_recommendation_without_an_answer_by_july_is_an_open_matter(day: str, late: list[str]) -> None:
    found = [each for each in matters(programme(day=day)) if each.startswith("action_overdue recommendation:")]
    assert found == [f"action_overdue recommendation:{each}" for each in late]


def test_51_each_recommendation_stands_beside_its_answer() -> None:
    for each in programme()["recommendations"]:
        (side,) = each["recommended"]
        assert (side["value"]["answer_due"], "answer" in side["value"]) == ("2017-07-31", False)
        assert "illustrative" not in side
    answered = {
        each["recommendation"]: (each["recommended"][0]["value"]["answer"], each["recommended"][0]["illustrative"])
        for each in programme(day="2017-09-18")["recommendations"]
    }
    accepted = dict.fromkeys(("rec-1", "rec-2", "rec-3a", "rec-3b"), ("accepted", True))
    assert answered == {**accepted, "rec-4": ("partly_accepted", True)}


def test_10_the_board_did_not_endorse_the_groups_and_29_welcomes_them_later() -> None:
    for day, state in (("2016-03-31", "rejected"), (OPENING, "approved")):
        (decision,) = programme(day=day)["decisions"]
        (body,) = decision["bodies"]
        assert (body["value"]["state"], body["value"]["role"]) == (state, "consulted")
        assert decision["standing"] == "advisory"


def test_app_1_outcomes_stand_in_each_partner_s_words() -> None:
    sides = programme(MENTAL_HEALTH)["fields"]["outcomes"]["sides"]
    assert {each["organisation"]: each["value"] for each in sides} == {
        COUNCIL: ["People recover close to home"],
        "GB-NHS-02V": ["Fewer people are admitted in a crisis"],
        "GB-NHS-03C": ["People with a mental illness live as long as others"],
    }


def test_app_1_costs_and_benefits_of_an_option_stand_side_by_side() -> None:
    told = words(programme(MENTAL_HEALTH), "options", "one-service")
    assert told["cost"]["amount"] == "1450000.00"
    assert told["benefits"]
    assert told["drawbacks"]
    hub = words(programme(), "options", "hub")
    assert (hub["appraisal"], "cost" in hub) == ("considered", False)  # the paper gives none


def test_app_1_a_grant_has_its_reason() -> None:
    assert narrowed("agreement", "grant") == {CHAMPIONS}
    assert stated(contract(CHAMPIONS), "agreement_reason").startswith("Residents set its aims themselves")


def test_app_1_procurement_is_apart_from_commissioning() -> None:
    body = contract(HOMELESS)
    assert stated(body, "specified_by") == "Housing Services Commissioning"
    assert stated(body, "awarded_by") == "Projects, Programmes and Procurement Unit"


@pytest.mark.parametrize(
    "group",
    [
        "strategic-peoples-commissioning-board",
        "peoples-commissioning-operational-group",
        "leeds-scrutiny-board-strategy-and-resources",
    ],
)
def test_the_report_of_each_group_counts_what_is_open(group: str) -> None:
    made = report(group)
    found = {each["label"]: each["value"] for each in made["summary"]}
    assert {name: found[name] for name in found if found[name]} == {
        "Joint programmes": 1,
        "Suppliers of concern": 2,
        "Areas commissioned separately": 4,  # people's services, and the three workstreams
        "Areas to be agreed as joint or separate": 1,
        "Contracts outside any programme": 1,  # the grant
        "Open matters": 8,
        "Open matters: bodies disagree": 1,
        "Open matters: a body has not declared it": 3,
        "Open matters: what the arrangement asks for is missing": 4,
    }
    assert made["group"]["source"].startswith("Leeds, Scrutiny Board (2017)")
    (practice,) = made["practice"]
    assert len(practice["rules"]) == 4


def test_the_report_has_the_recommendations_and_assessments_of_people_s_services() -> None:
    made = report("leeds-scrutiny-board-strategy-and-resources")
    (body,) = [each for each in made["separate_areas"] if each["programme"] == PEOPLES]
    assert [each["recommendation"] for each in body["recommendations"]] == [
        "rec-1",
        "rec-2",
        "rec-3a",
        "rec-3b",
        "rec-4",
    ]
    assert [each["assessment"] for each in body["impact_assessments"]] == ["EIA-2017-03", "EIA-2017-05"]
    assert {each["contract"] for each in body["contracts"]} == {
        DAY_OPPORTUNITIES,
        DROP_INS,
        FLOATING,
        HOMELESS,
        INTO_WORK,
    }
    # no title of the paper's is marked as ours, and each of ours is
    assert not body["title_illustrative"]
    assert all(each["title_illustrative"] for each in body["contracts"])
