"""The demonstration's report says what paper 15-190 asks for, and marks every word that is not the paper's."""

import re
from datetime import date
from typing import Any

from hub.reconcile.days import Day
from hub.reconcile.statement import Statement
from hub.reconcile.views import PartnershipViews
from hub.reports.joint_programmes import joint_programmes
from hub.reports.partners import last_statements, with_partners
from hub.reports.render import Format, render
from hub.serialization import avro
from tests.examples.test_wandsworth import configuration, story

GROUP = "health-and-social-care-integration-group"


def report(as_of: date) -> dict[str, Any]:
    known = configuration()
    views, statements = PartnershipViews("wandsworth", known), list[Statement]()
    for each in story():
        kind = each.event_type
        body = avro.encode(kind, each.event)
        plain = avro.decode_plain(kind, (kind.major, kind.minor), body)
        statements.append(Statement.of(kind, (kind.major, kind.minor), body, plain, 0))
        views.add(statements[-1], plain)
    bodies = {(each.partnership, each.kind, each.id): each.body for each in views.pictures(Day.of(as_of))}
    document = joint_programmes(known.groups[GROUP], bodies, known, as_of=as_of, known_at=None)
    return with_partners(document, known.groups[GROUP], known, last_statements({"wandsworth": statements}))


def page(as_of: date) -> str:
    return render(report(as_of), Format.HTML).decode()


def test_a_body_that_deferred_is_not_said_to_be_silent() -> None:
    (workplan,) = [
        each for each in report(date(2016, 3, 1))["joint_programmes"] if each["programme"] == "joint-workplan"
    ]
    (waiting,) = [each for each in workplan["differences"] if each["kind"] == "approval_missing"]
    states = {side["organisation"]: side["value"]["state"] for side in waiting["sides"]}
    assert states == {"GB-LAE-WND": "approved_conditional", "GB-NHS-08X": "deferred"}


def test_a_body_that_said_nothing_is_shown_as_silent() -> None:
    (plan,) = [each for each in report(date(2016, 3, 1))["joint_programmes"] if each["programme"] == "mental-health"]
    (waiting,) = [each for each in plan["differences"] if each["kind"] == "approval_missing"]
    assert {side["organisation"]: side["value"] is None for side in waiting["sides"]} == {
        "GB-LAE-WND": False,
        "GB-NHS-08X": True,
    }


def test_checks_of_standard_clauses_are_shown_also_of_contracts_commissioned_separately() -> None:
    made = report(date(2015, 10, 1))
    outcomes = {
        (each["contract"], each["clause"]): side["value"]["outcome"]
        for each in made["clauses"]
        for side in each["checks"]
    }
    assert outcomes["GB-LAE-WND/14-324", "dbs"] == "not_met"
    assert outcomes["GB-LAE-WND/14-565", "dbs"] == "met"
    (figure,) = [each for each in made["summary"] if each["label"] == "Standard clauses not fully met"]
    assert figure["value"] == 2
    assert "DBS" in page(date(2015, 10, 1)).partition('<h2 id="clauses">')[2].partition("<h2")[0]


def test_targets_and_titles_that_are_made_up_are_marked() -> None:
    shown = page(date(2015, 10, 1))
    words = re.findall(r"(?:target|tolerance) [\d.]+<sup.*?</sup>(.{0,40})", shown)
    assert len(words) >= 4
    assert all(each.startswith(' <span class="tag">illustrative') for each in words)
    assert 'Advocacy grant <span class="tag">illustrative' in shown
    assert (
        'Leaving Care Contract <span class="tag">' not in shown.partition('<h2 id="sources">')[0]
    )  # the paper names it, in paragraph 6


def test_a_milestone_that_differs_is_called_by_its_title() -> None:
    shown = page(date(2015, 10, 1))
    assert "Milestone: The new service is mobilised: 6 days apart" in shown
    assert "Milestone mobilised" not in shown


def section(shown: str, anchor: str) -> str:
    return shown.partition(f'<h2 id="{anchor}">')[2].partition("<h2")[0]


def test_what_the_workplan_has_yet_to_settle_is_not_called_separate() -> None:
    made = report(date(2015, 10, 1))
    assert {each["programme"] for each in made["separate_areas"]} == {
        "commissioning-unit",
        "community-health-services",
        "continuing-healthcare",
    }
    assert len(made["areas_to_be_agreed"]) == 11
    shown = section(page(date(2015, 10, 1)), "areas-to-be-agreed")
    assert "Adult sexual health services" in shown
    assert "Public Health Commissioner" in shown


def test_the_commissioning_unit_is_shown_with_its_structure_and_what_each_body_decided() -> None:
    shown = section(page(date(2015, 10, 20)), "separate-areas")
    assert "The structure is implemented" in shown
    assert "late October 2015" in shown
    for body in ("Adult Care and Health Overview and Scrutiny Committee", "General Purposes Committee", "Executive"):
        assert body in shown
    assert "Approved" in shown


def test_the_mental_health_plan_has_no_lead_commissioner_from_the_paper() -> None:
    (plan,) = [each for each in report(date(2015, 10, 1))["joint_programmes"] if each["programme"] == "mental-health"]
    assert [side.get("illustrative", False) for side in plan["lead_commissioner"]["sides"]] == [True]
    assert not plan["title_illustrative"]
    (carers,) = [each for each in report(date(2015, 10, 1))["joint_programmes"] if each["programme"] == "carers"]
    (contract,) = [each for each in carers["contracts"] if each["contract"] == "GB-LAE-WND/14-565"]
    assert all(side["illustrative"] for name in ("stage", "buyer") for side in contract[name]["sides"])
    assert not contract["title_illustrative"]


def test_a_contract_in_force_whose_end_has_passed_says_so_and_by_whose_word() -> None:
    def carers(day: date) -> str:
        return (
            section(page(day), "joint-programmes").partition("Contracts of Carers Contract")[2].partition("</table>")[0]
        )

    assert "In force" in carers(date(2017, 12, 31))
    assert "end date passed" not in carers(date(2017, 12, 31))  # the last day is inside
    assert "end date passed by the word of NHS Wandsworth CCG" in carers(date(2018, 1, 1))
    late = carers(date(2026, 11, 25))
    assert "In force" in late
    assert "end date passed" in late
    assert "by the word of" not in late
    assert "Leaving Care Contract" in section(page(date(2026, 11, 25)), "areas-to-be-agreed")
    assert "end date passed" in section(page(date(2026, 11, 25)), "areas-to-be-agreed")


def test_the_council_has_the_name_that_its_paper_gives_it() -> None:
    shown = page(date(2015, 10, 1))
    assert "Wandsworth Borough Council" in shown
    assert "London Borough of Wandsworth" not in shown


def figures(made: dict[str, Any]) -> dict[str, int]:
    return {each["label"]: each["value"] for each in made["summary"]}


def test_the_figures_of_the_first_of_march_2016_are_those_that_can_be_defended() -> None:
    """Each number stands beside what it counts in the two partners' files."""
    made = report(date(2016, 3, 1))
    assert figures(made) == {
        "Joint programmes": 4,
        "Milestones of joint programmes met": 3,
        "Milestones of joint programmes late": 2,  # the first review with carers, the crisis pathway
        "Milestones of joint programmes still to come": 4,
        "Decisions of joint programmes waiting for a body": 2,  # 14-329, and the workplan that the CCG deferred
        "Suppliers of concern": 3,
        "Standard clauses not fully met": 2,
        "Standard clauses whose check has expired": 3,  # 10 September, 22 September, 17 February
        "Areas commissioned separately": 3,
        "Areas to be agreed as joint or separate": 11,
        "Programmes that nobody has declared for this day": 0,
        "Contracts outside any programme": 1,
        "Procurements": 0,  # CYP-2014-07
        "Open matters": 28,
        "Open matters: bodies disagree": 8,
        "Open matters: a body has not declared it": 1,  # the council, which funds MH-2014-01
        "Open matters: an approval is missing or has conditions": 3,
        "Open matters: overdue": 13,  # 2 milestones, 3 checks, 2 reviews, 6 returns
        "Open matters: due soon": 3,  # a check by 10 March, 2 milestones by 31 March
        "Open matters: named, and not declared or known": 0,
        "Open matters: what the arrangement asks for is missing": 0,
        "Open matters: one event id, two contents": 0,
    }
    assert all(each["events"] for each in made["summary"] if each["value"])


def test_results_of_which_the_partners_say_different_things_show_as_a_difference() -> None:
    made = report(date(2016, 3, 1))
    (carers,) = [each for each in made["joint_programmes"] if each["programme"] == "carers"]
    (result,) = [each for each in carers["differences"] if each["kind"] == "result"]
    said = {side["organisation"]: side["value"]["value"] for side in result["sides"]}
    assert said == {"GB-LAE-WND": "149", "GB-NHS-08X": "131"}
    shown = section(page(date(2016, 3, 1)), "joint-programmes")
    assert "131 for 1 July 2015 to 30 September 2015" in shown
    assert "149 for 1 July 2015 to 30 September 2015" in shown


def test_an_expired_check_is_called_expired() -> None:
    assert "Expired" not in section(page(date(2015, 9, 10)), "clauses")
    assert "Expired" in section(page(date(2015, 9, 11)), "clauses")


def test_what_is_open_of_contracts_outside_programmes_is_printed() -> None:
    shown = section(page(date(2016, 3, 1)), "other-contracts")
    assert "Open matters of contracts outside any programme (1)" in shown
    assert "no result for 1 July 2015 to 30 September 2015" in shown
