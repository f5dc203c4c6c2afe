"""What Bolton's report of 31 March 2010 asks for is seen in its story, paragraph by paragraph."""

from collections import Counter
from datetime import date
from typing import Final

from hub.gateway.index.held_picture import Facet, HeldPicture
from hub.gateway.index.value_totals import PeopleSum, totals_of
from hub.reconcile.days import Day
from hub.reconcile.picture import picture_key
from hub.reports.joint_programmes import joint_programmes
from tests.examples.stories import Body, body_of, configuration, matters, story, views, words
from tests.gateway.made import basis_at

COUNCIL, PCT = "GB-LAE-BOL", "GB-NHS-5HQ"
HOME_CARE, FLOATING_SUPPORT = f"{COUNCIL}/HC-2007-03", f"{COUNCIL}/SP-2008-07"
REABLEMENT, DAY_SERVICES = f"{COUNCIL}/IH-2010-01", f"{COUNCIL}/IH-2010-02"
ADULTS: Final = "Executive Member for Adult Services"
PERSONNEL: Final = "Executive Member for Human Resources, Organisational Development and Diversity"
PAPER_DAY: Final = "2010-03-31"
OPENING: Final = "2010-09-01"


def programme(key: str, day: str = OPENING) -> Body:
    return body_of("bolton", "programme", key, day)


def contract(key: str, day: str = OPENING) -> Body:
    return body_of("bolton", "contract", key, day)


def listed(kind: str, theme: str | None = None) -> list[HeldPicture]:
    """As a list holds them on the opening day, narrowed by a theme."""
    found = [
        HeldPicture.of(picture_key("bolton", kind, each.id), basis_at(0), each.json(), 0, 0, 0)
        for each in views("bolton").pictures(Day.read(OPENING))
        if each.kind == kind
    ]
    return [each for each in found if theme is None or Facet("theme", theme) in each.facets]


def report() -> Body:
    known, as_of = configuration(), date.fromisoformat(OPENING)
    bodies = {(each.partnership, each.kind, each.id): each.body for each in views("bolton").pictures(Day.of(as_of))}
    group = known.groups["bolton-executive-members"]
    return joint_programmes(group, bodies, known, as_of=as_of, known_at=None)


def test_only_the_council_speaks_for_the_paper_and_from_its_day_on() -> None:
    papers = [each.event.meta for each in story("bolton") if not each.event.meta.illustrative]
    assert {(each.organisation, each.occurred_at.isoformat()) for each in papers} == {(COUNCIL, PAPER_DAY)}
    assert all((each.source_document or "").startswith("Bolton, report of 31 March 2010, ") for each in papers)
    assert Counter(each.event.meta.illustrative for each in story("bolton")) == {True: 36, False: 14}


def test_values_suppliers_results_and_outcomes_are_never_the_paper_s() -> None:
    ours = {"value", "suppliers", "staff_employed", "users_served", "theme", "decided_on", "signed_by", "target"}
    for each in story("bolton"):
        meta, said = each.event.meta, each.event.model_dump()
        assert meta.illustrative == (meta.source_document or "").startswith("Illustrative")
        if not meta.illustrative:
            assert not [name for name in ours if said.get(name)], meta.source_document


def test_what_is_open_on_the_opening_day() -> None:
    found = {each.id: set(matters(each.body)) for each in views("bolton").pictures(Day.read(OPENING))}
    assert {key: open_ for key, open_ in found.items() if open_} == {
        "commissioning-restructure": {"milestone_overdue milestone:savings-options"},
        "specialist-strategy": {"milestone_overdue milestone:needs-analysed", "beyond_authority decision:HC-2010-2"},
        "prevention-strategy": {
            "action_due phase:plan",
            "approval_missing decision:prevention-2010",
            "beyond_authority decision:SP-2010-1",
            "date milestone:strategy-agreed/due",
            "milestone_due milestone:strategy-agreed",
            "team_incomplete team",
        },
        FLOATING_SUPPORT: {"extension_unreviewed variations", f"missing_one_side declared:{PCT}"},
        f"{PCT}/SM-2009-01": {f"missing_one_side declared:{COUNCIL}"},
    }


def test_13_an_approval_is_subject_to_another_member() -> None:
    def restructure(day: str) -> Body:
        (found,) = programme("commissioning-restructure", day)["decisions"]
        return dict(found)

    asked = restructure(PAPER_DAY)
    assert {each["value"]["body"]: each["value"]["state"] for each in asked["bodies"]} == {
        ADULTS: "pending",
        PERSONNEL: "pending",
    }
    half = restructure("2010-04-18")
    condition = f"approval by the {PERSONNEL}"
    assert [(each["body"], each["condition"]) for each in half["open_conditions"]] == [(ADULTS, condition)]
    text = f"New staffing structure, and three vacant posts disestablished: approved subject to {condition}"
    open_ = matters(programme("commissioning-restructure", "2010-04-18"))
    assert open_["condition_open decision:restructure-2010"] == text
    assert restructure("2010-04-19")["standing"] == "stands"
    (met,) = words(programme("commissioning-restructure"), "conditions_met", "condition", "fulfilled").values()
    assert (met["met_on"], met["confirmed_by"]) == ("2010-04-19", PERSONNEL)


def test_summary_and_03_1_there_is_one_standard_of_practice() -> None:
    (practice,) = report()["practice"]
    assert practice["rules"] == [
        "A contract is extended after a review that is no more than 365 days old.",
        "A decision that posts take is signed by 2 of them.",
        "Director of Adult and Community Services of Bolton Metropolitan Borough Council decides on up to £500,000.00.",
        "Head of Commissioning of Bolton Metropolitan Borough Council decides on up to £100,000.00.",
        "Commissioning Manager of Bolton Metropolitan Borough Council decides on up to £25,000.00.",
    ]
    assert "Illustrative: the limits and the number of days" in practice["source"]
    # two extensions: one without a review before it, one after a review
    assert "extension_unreviewed variations" in matters(contract(FLOATING_SUPPORT))
    assert words(contract(HOME_CARE), "reviews", "review", "reviewed")["2010"]["review_outcome"] == "extend"
    assert matters(contract(HOME_CARE)) == {}


def test_summary_posts_decide_within_a_scheme_of_delegation() -> None:
    over = matters(programme("specialist-strategy"))["beyond_authority decision:HC-2010-2"]
    assert over == (
        "Home care goes on for six months: £950,000.00 decided by Director of Adult and Community Services and "
        "Head of Commissioning, who may decide on up to £500,000.00"
    )
    alone = matters(programme("prevention-strategy"))["beyond_authority decision:SP-2010-1"]
    assert alone == "Floating support goes on for a year: signed by Head of Commissioning, where 2 posts sign; " + (
        "£240,000.00 decided by Head of Commissioning, who may decide on up to £100,000.00"
    )
    (within,) = programme("personalisation-strategy")["decisions"]
    (side,) = within["bodies"]
    assert side["value"]["value"]["amount"] == "24000.00"
    assert matters(programme("personalisation-strategy")) == {}


def test_summary_and_04_4_strategies_have_a_timetable() -> None:
    due = {
        (each["programme"], stone["milestone"]): (stone["due"][0]["value"]["text"], state)
        for each in (*report()["joint_programmes"], *report()["separate_areas"])
        for state, stones in each["milestones"].items()
        for stone in stones
    }
    assert due == {
        ("commissioning-restructure", "posts-disestablished"): ("from April 1st 2010", "met"),
        ("commissioning-restructure", "structure-begins"): ("from April 2010", "met"),
        ("commissioning-restructure", "savings-options"): ("June 2010", "late"),
        ("commissioning-strategies", "strategies-developed"): ("during 2010", "next"),
        ("specialist-strategy", "needs-analysed"): ("summer 2010", "late"),
        ("prevention-strategy", "strategy-agreed"): ("September 2010", "next"),
        ("personalisation-strategy", "draft-consulted"): ("autumn 2010", "next"),
    }


def test_01_2_internal_services_stand_beside_contracts() -> None:
    in_house = {each.key.id for each in listed("contract") if Facet("provision", "in_house") in each.facets}
    assert in_house == {REABLEMENT, DAY_SERVICES}
    assert "suppliers" not in contract(REABLEMENT)["fields"]
    (total,) = totals_of(listed("contract")).values
    assert (total.kind.covers, total.contracts, str(total.low)) == ("year", 6, "6760000.00")
    # the paper's own figures are of the whole department, and there are words for them alone
    (description,) = programme("commissioning-review")["fields"]["description"]["sides"]
    assert "£60 million a year, in 650 contracts" in description["value"]
    assert not description.get("illustrative", False)


def test_01_2_staff_employed_and_people_served_add_up() -> None:
    assert totals_of(listed("contract")).people == [
        PeopleSum("staff_employed", 6, 315, 315),
        PeopleSum("users_served", 6, 2590, 2590),
    ]
    assert totals_of(listed("contract", "prevention")).people == [
        PeopleSum("staff_employed", 2, 98, 98),
        PeopleSum("users_served", 2, 730, 730),
    ]


def test_02_2_and_12_the_public_is_asked_and_answered() -> None:
    held = words(programme("prevention-strategy"), "consultations", "consultation", "conducted")["public-2010"]
    assert held["consulted"] == ["public", "service_users", "carers"]
    assert held["issues"]
    assert held["answers"]


def test_03_1_contracts_and_programmes_have_the_three_themes() -> None:
    themes = ("specialist", "prevention", "personalisation")
    assert {each: [one.key.id for one in listed("programme", each)] for each in themes} == {
        each: [f"{each}-strategy"] for each in themes
    }
    assert {each: len(listed("contract", each)) for each in themes} == {
        "specialist": 3,
        "prevention": 2,
        "personalisation": 1,
    }


def test_04_3_a_strategy_goes_through_the_cycle() -> None:
    phases = words(programme("prevention-strategy"), "phases", "phase", "phased")
    assert {key: each["phase_state"] for key, each in phases.items()} == {"analyse": "ended", "plan": "under_way"}
    assert phases["plan"]["entry_conditions"] == ["Needs are analysed", "The public was asked what matters to it"]


def test_04_3_quality_is_measured_and_rated() -> None:
    body = contract(HOME_CARE)
    (measure,) = body["measures"]
    assert [each["performance"] for each in measure["judged"]] == ["missed"]
    assert words(body, "ratings", "rating", "rated")["visits_on_time"]["rating"] == "requires_improvement"
    assert [each["provider"] for each in report()["suppliers_of_concern"]] == ["GB-COH-00000040"]


def test_05_and_10_staff_and_unions_raise_issues_and_are_answered() -> None:
    held = words(programme("commissioning-restructure"), "consultations", "consultation", "conducted")
    formal = held["formal-2010"]
    assert (formal["consulted"], formal["period_end"]) == (["staff", "trade_unions"], "2010-01-10")
    assert "protection of salaries" in formal["issues"]
    assert "Staff Log" in formal["answers"]
    assert held["unions-2010"]["period_start"] == "2010-01-21"
    (asked,) = words(programme("commissioning-review"), "consultations", "consultation", "conducted").values()
    assert "70 staff" in asked["title"]
    (member,) = words(programme("commissioning-restructure"), "team", "member", "named").values()
    assert member["post"] == "HR/OD Business Partner, Adult and Community Services"


def test_08_the_effect_on_equality_is_screened() -> None:
    (screened,) = words(programme("commissioning-restructure"), "impact_assessments", "assessment", "screened").values()
    assert (screened["screening"], screened["worse_for"]) == ("none", [])
    assert "race, gender or disability" in screened["findings"]


def test_the_summary_of_the_report_counts_what_is_told() -> None:
    found = {each["label"]: each["value"] for each in report()["summary"]}
    expected = {
        "Joint programmes": 1,
        "Areas commissioned separately": 5,
        "Decisions of joint programmes waiting for a body": 1,
        "Suppliers of concern": 1,
        "Contracts outside any programme": 4,
        "Open matters": 12,
        "Open matters: what the arrangement asks for is missing": 4,
    }
    assert {label: found[label] for label in expected} == expected
