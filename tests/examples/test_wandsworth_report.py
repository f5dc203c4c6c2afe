"""The demonstration's report says what paper 15-190 asks for, and marks every word that is not the paper's."""

import re
from datetime import date
from typing import Any

from hub.events import avro
from hub.reconcile.days import Day
from hub.reconcile.said import Said
from hub.reconcile.views import PartnershipViews
from hub.reports.joint_programmes import joint_programmes
from hub.reports.render import Format, render
from tests.examples.test_wandsworth import configuration, story

GROUP = "health-and-social-care-integration-group"


def report(as_of: date) -> dict[str, Any]:
    known = configuration()
    views = PartnershipViews("wandsworth", known)
    for each in story():
        kind = each.event_type
        body = avro.encode(kind, each.event)
        plain = avro.decode_plain(kind, (kind.major, kind.minor), body)
        views.add(Said.of(kind, (kind.major, kind.minor), body, plain, 0), plain)
    bodies = {(each.partnership, each.kind, each.id): each.body for each in views.pictures(Day.of(as_of))}
    return joint_programmes(known.groups[GROUP], bodies, known, as_of=as_of, known_at=None)


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
    assert "Milestone The new service is mobilised: 6 days apart" in shown
    assert "Milestone mobilised" not in shown
