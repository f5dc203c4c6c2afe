"""The report: the same bytes for the same pictures, every number counted from sources that are listed, all escaped."""

import re
from datetime import date
from random import Random
from typing import Any

import pytest

from hub.configuration.model import Configuration, Group
from hub.reconcile.days import Day
from hub.reports.joint_programmes import Bodies, joint_programmes
from hub.reports.partners import with_partners
from hub.reports.render import Format, render
from hub.reports.sources import cited_in, events_in
from tests.reconcile import told
from tests.reconcile.dense import any_day, history
from tests.reconcile.summary import FLAT, added, ready
from tests.support.seeds import any_seed

GROUP = Group(id="group", name="A <b>Group</b>", partnerships=("wandsworth",), open_register=True)


def reported(group: Group, bodies: Bodies, configuration: Configuration, as_of: date) -> dict[str, Any]:
    """Of which partners nothing is known."""
    document = joint_programmes(group, bodies, configuration, as_of=as_of, known_at=None)
    return with_partners(document, group, configuration, {})


LATE = date(2016, 3, 1)
"""A day on which nearly all that is said in these histories is true, so that much is open."""


def document(seed: int, group: Group = GROUP, day: date | None = None) -> dict[str, Any]:
    random = Random(seed)
    statements = ready(history(random, 160))
    day = day or any_day(random)
    views = added(statements)
    bodies = {(each.partnership, each.kind, each.id): each.body for each in views.pictures(Day.of(day))}
    configuration = Configuration(3, {**FLAT.documents, "group/group": group})
    return reported(group, bodies, configuration, day)


def test_two_places_that_hold_one_contract_each_have_their_own_row() -> None:
    """What is said of it in one place is no word of the other, and belongs to no programme there."""
    said = told.pictures(
        told.DECLARED, (told.COUNCIL, "contract-assigned", {"programme": told.PROGRAMME}), told.PROGRAMME_IS_THERE
    )
    alone = told.pictures((told.COUNCIL, "declared", {"stage": "contract", "title": "Elsewhere"}))
    ours = {("wandsworth", *key): body for key, body in said.items()}
    theirs = {("merton", *key): {**body, "partnership": "merton"} for key, body in alone.items()}
    group = Group(id="group", name="A group", partnerships=("wandsworth", "merton"))
    made = reported(group, {**ours, **theirs}, FLAT, date(2015, 10, 1))
    (programme,) = made["separate_areas"]
    assert [(each["partnership"], each["title"]) for each in programme["contracts"]] == [("wandsworth", told.CONTRACT)]
    assert [(each["partnership"], each["title"]) for each in made["other_contracts"]] == [("merton", "Elsewhere")]


@any_seed(8)
@pytest.mark.parametrize("to", list(Format))
def test_the_same_pictures_give_the_same_bytes(seed: int, to: Format) -> None:
    assert render(document(seed), to) == render(document(seed), to)


@any_seed(8)
def test_every_figure_has_sources_that_are_listed(seed: int) -> None:
    made = document(seed)
    known = set(made["sources"])
    events = {each["event"] for each in made["sources"].values()}
    for figure in made["summary"]:
        assert bool(figure["events"]) == bool(figure["value"]), figure["label"]
        assert set(figure["events"]) <= events, figure["label"]
        assert set(figure.get("sources", figure["events"])) <= known, figure["label"]
    cited = {name: made[name] for name in made if name != "sources"}
    assert set(events_in(cited)) <= events
    assert set(cited_in(cited).get("sources", events)) <= known
    assert sorted(each["number"] for each in made["sources"].values()) == list(range(1, len(known) + 1))


@any_seed(8)
def test_every_citation_on_the_page_leads_to_its_source(seed: int) -> None:
    made = document(seed)
    page = render(made, Format.HTML).decode()
    cited = set(re.findall(r'href="#source-(\d+)"', page))
    listed = set(re.findall(r'id="source-(\d+)"', page))
    assert cited <= listed == {str(each["number"]) for each in made["sources"].values()}
    assert bool(cited) == bool(listed), "a day before all that was said has nothing to cite"
    assert set(re.findall(r'href="#([a-z-]+)"', page)) <= set(re.findall(r'id="([a-z-]+)"', page))


def test_every_check_of_a_clause_is_on_the_page_with_its_source() -> None:
    # the first history in which some clause was checked
    made = next(each for each in map(document, range(20)) if each["clauses"])
    shown = render(made, Format.HTML).decode().partition('<h2 id="clauses">')[2].partition("<h2")[0]
    checked = [side for each in made["clauses"] for side in each["checks"]]
    assert checked
    for side in checked:
        assert f"#source-{made['sources'][side.get('source', side['event'])]['number']}" in shown


def test_what_partners_wrote_is_escaped() -> None:
    page = render(document(1), Format.HTML).decode()
    assert "A &lt;b&gt;Group&lt;/b&gt;" in page
    assert "<b>Group" not in page


def test_nothing_of_another_place_is_in_a_groups_report() -> None:
    public = {"meta": {"classification": "public"}}
    said = (told.COUNCIL, "declared", {"stage": "contract", "title": "Home care", **public})
    bodies = {("wandsworth", *key): body for key, body in told.pictures(said).items()}
    elsewhere = Group(id="group", name="Group", partnerships=("leeds",), open_register=True)
    nothing = reported(elsewhere, {}, told.KNOWN, date(2015, 10, 1))
    assert reported(elsewhere, bodies, told.KNOWN, date(2015, 10, 1)) == nothing
    own = reported(GROUP, bodies, told.KNOWN, date(2015, 10, 1))
    assert [each["title"] for each in own["other_contracts"]] == ["Home care"]


def test_a_programme_that_nobody_declared_is_no_joint_one_and_is_listed_with_what_names_it() -> None:
    said = (
        (told.COUNCIL, "declared", {"stage": "contract", "title": "Home care"}),
        (told.COUNCIL, "contract-assigned", {"programme": "crers"}),
    )
    bodies = {("wandsworth", *key): body for key, body in told.pictures(*said).items()}
    made = reported(GROUP, bodies, told.KNOWN, date(2015, 10, 1))
    assert made["joint_programmes"] == made["separate_areas"] == made["areas_to_be_agreed"] == []
    assert [
        (each["programme"], [one["contract"] for one in each["assigned"]]) for each in made["undeclared_programmes"]
    ] == [("crers", [told.CONTRACT])]
    shown = render(made, Format.HTML).decode().partition('<h2 id="undeclared-programmes">')[2].partition("<h2")[0]
    assert "crers" in shown
    assert told.CONTRACT in shown


def test_milestones_met_are_counted_alike_in_the_summary_and_in_their_programme() -> None:
    said = (
        (told.COUNCIL, "programme-declared", {"title": "Carers", "mode": "joint"}),
        (told.COUNCIL, "milestone-met", {"milestone": "nosuch", "met_on": "2015-04-07"}),
    )
    bodies = {("wandsworth", *key): body for key, body in told.pictures(*said).items()}
    made = joint_programmes(GROUP, bodies, told.KNOWN, as_of=date(2015, 10, 1), known_at=None)
    figures = {each["label"]: each["value"] for each in made["summary"]}
    (programme,) = made["joint_programmes"]
    assert programme["milestones"]["met"] == []
    assert figures["Milestones of joint programmes met"] == 0
    assert [each["field"] for each in programme["differences"]] == ["milestone:nosuch"]


@any_seed(8)
def test_figures_of_milestones_are_those_of_the_programmes(seed: int) -> None:
    made = document(seed)
    figures = {each["label"]: each["value"] for each in made["summary"]}
    for state, label in (("met", "met"), ("late", "late"), ("next", "still to come")):
        shown = sum(len(each["milestones"][state]) for each in made["joint_programmes"])
        assert figures[f"Milestones of joint programmes {label}"] == shown


@pytest.mark.parametrize(
    ("modes", "section"),
    [
        (("joint", "separate"), "joint_programmes"),
        (("joint", "to_be_agreed"), "joint_programmes"),
        (("separate", "separate"), "separate_areas"),
        (("separate", "to_be_agreed"), "areas_to_be_agreed"),
    ],
)
def test_a_programme_is_joint_only_where_some_body_says_so(modes: tuple[str, str], section: str) -> None:
    said = [
        (body, "programme-declared", {"title": "Carers", "mode": mode})
        for body, mode in zip((told.COUNCIL, told.CCG), modes, strict=True)
    ]
    bodies = {("wandsworth", *key): body for key, body in told.pictures(*said).items()}
    made = reported(GROUP, bodies, told.KNOWN, date(2015, 10, 1))
    sections = ("joint_programmes", "separate_areas", "areas_to_be_agreed", "undeclared_programmes")
    assert [name for name in sections if made[name]] == [section]


@any_seed(8)
def test_the_worst_matters_come_first_and_of_those_the_longest_standing(seed: int) -> None:
    made = document(seed, day=LATE)
    programmes = [each for name in PROGRAMMES for each in made[name]]
    found = [made["other_matters"], made["procurement_matters"], *(each["differences"] for each in programmes)]
    found += [each["matters"] for each in made["open_matters"]["classes"]]
    since = {
        each["id"]: (("red", "amber", "minor").index(each["severity"]), each["since"])
        for shown in found
        for each in shown
        if "since" in each
    }
    assert len(since) > 5
    for shown in found:
        order = [since[each["id"]] for each in shown if each["id"] in since]
        assert order == sorted(order)


PROGRAMMES = ("joint_programmes", "separate_areas", "areas_to_be_agreed", "undeclared_programmes")


@pytest.mark.parametrize(
    ("council", "partner", "is_illustrative"),
    [
        (("Home care", True), None, True),
        (("Home care", False), None, False),
        (("Home care", True), ("Home care", True), True),
        (("Home care", True), ("Home care", False), False),
        (("Home care", False), ("Home care", True), False),
        (("Care at home", False), ("Home care", True), True),
        (("Care at home", True), ("Home care", False), False),
    ],
)
def test_a_title_is_illustrative_where_all_who_call_it_so_are(
    council: Any, partner: Any, is_illustrative: bool
) -> None:
    """The last of them gives the title."""
    said = [
        (body, "declared", {"stage": "contract", "title": word[0], "meta": {"illustrative": word[1]}})
        for body, word in ((told.COUNCIL, council), (told.CCG, partner))
        if word is not None
    ]
    bodies = {("wandsworth", *key): body for key, body in told.pictures(*said).items()}
    (shown,) = reported(GROUP, bodies, told.KNOWN, date(2015, 10, 1))["other_contracts"]
    assert (shown["title"], shown["title_illustrative"]) == ("Home care", is_illustrative)


@pytest.mark.parametrize(
    ("agreed_on", "judges"),
    [("2014-04-01", "which stood in"), ("2015-09-30", "which stood in"), ("2015-10-01", "the first after")],
)
def test_a_missed_result_names_the_target_that_judges_it_and_that_of_today(agreed_on: str, judges: str) -> None:
    def agreed(target: str, day: str, **fields: Any) -> told.Said:
        terms = {"measure": "m", "title": "M", "direction": "higher", "target": target, "occurred_at": day}
        return told.COUNCIL, "measure-agreed", {**terms, **fields}

    result = {"measure": "m", "period_start": "2015-07-01", "period_end": "2015-09-30", "value": "90"}
    declared = (told.COUNCIL, "declared", {"stage": "contract", "suppliers": [{"id": "GB-COH-00000001"}]})
    said = (
        declared,
        agreed("95", agreed_on, tolerance="1"),
        (told.COUNCIL, "observed", result),
        agreed("85", "2015-10-15", clears=["tolerance"]),
    )
    there = {(told.PLACE.id, *key): body for key, body in told.pictures(*said, on="2015-12-01").items()}
    made = reported(GROUP, there, FLAT, date(2015, 12, 1))
    section = render(made, Format.HTML).decode().partition('<h2 id="suppliers-of-concern">')[2]
    shown = re.sub(r"\[\d+\]", "", re.sub(r"<[^>]+>", "", section))
    assert f"target 95, {judges} the period of the result; today 85" in " ".join(shown.split())
    assert f"tolerance 1, {judges} the period of the result; today no tolerance stands" in " ".join(shown.split())
