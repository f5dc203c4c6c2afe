"""The last result of a measure is that of the last period, whichever year it is of and whenever it was said."""

from itertools import permutations
from typing import Any

import pytest

from hub.reconcile.days import Day
from hub.reconcile.events import Subject
from hub.reconcile.measures.results import last_ends
from tests.reconcile.summary import added, whole
from tests.reconcile.test_fates import FOLLOWED, NORTH, SOUTH, cited, fates, number, of
from tests.reconcile.test_performance import agreed, assessed, observed
from tests.reconcile.told import CCG, CONTRACT, COUNCIL, Said, contract, events, matters

YEARS = ("2013", "2014", "2015")


def of_year(year: str, value: str) -> Said:
    return observed(COUNCIL, value, period_start=f"{year}-04-01", period_end=f"{year}-06-30")


@pytest.mark.parametrize("order", list(permutations(YEARS)), ids=" ".join)
def test_it_is_shown_and_assessed_and_the_others_are_earlier(order: tuple[str, ...]) -> None:
    said = [agreed(COUNCIL, "95"), *(of_year(year, "96" if year == "2015" else "90") for year in order)]
    (measure,) = contract(*said)["measures"]
    assert [side["value"]["value"] for side in measure["last_result"]] == ["96"]
    assert (measure["performance"], len(measure["judged"])) == ("met", 1)
    last = order.index("2015") + 2
    told = {event: fate for (event, field, _), fate in fates(of("contract", said)).items() if "result" in field}
    assert {event: tuple(fate) for event, fate in told.items() if event != last} == {
        event: ("earlier result", (last,)) for event in (2, 3, 4) if event != last
    }
    assert told[last][0] == "stands"


@pytest.mark.parametrize("order", list(permutations(YEARS)), ids=" ".join)
def test_a_return_is_due_after_it_and_names_it(order: tuple[str, ...]) -> None:
    """And a measure that nobody agreed is told with it."""
    said = [(COUNCIL, "declared", {"stage": "contract"}), *(of_year(year, year) for year in order)]
    told = {str(each["kind"]): each for each in contract(*said, on="2016-03-01")["differences"]}
    for kind in ("return_missing", "unknown_reference"):
        assert [number(side["event"]) for side in told[kind]["sides"]] == [order.index("2015") + 2], kind


def test_before_the_first_period_has_ended_there_is_none() -> None:
    (measure,) = contract(agreed(COUNCIL, "95"), observed(COUNCIL, "96"), on="2015-09-29")["measures"]
    assert (measure["performance"], measure.keys() & {"last_result", "results", "judged"}) == ("no_result", set())
    assert (
        contract((COUNCIL, "declared", {"stage": "contract"}), observed(COUNCIL, "96"), on="2015-09-29")["measures"]
        == []
    )


def test_of_two_periods_that_end_together_the_shorter_is_the_last() -> None:
    year, quarter = "2015-06-30/2014-07-01", "2015-06-30/2015-04-01"
    earlier = ["2015-03-31/2015-01-01", "2014-12-31/2014-10-01"]
    for order in ([year, quarter], [quarter, year]):
        assert last_ends([*order, *earlier]) == ("2015-03-31/2015-01-01", quarter)


def test_a_result_without_a_target_of_its_body_is_held_to_those_of_who_reports_and_who_does_not() -> None:
    said = (agreed(COUNCIL, "90"), agreed(CCG, "95"), observed(COUNCIL, "96"), observed(NORTH, "92"))
    assert assessed(*said) == {
        (COUNCIL, COUNCIL): "met",
        (COUNCIL, CCG): "met",
        (NORTH, COUNCIL): "met",
        (NORTH, CCG): "missed",
    }


def test_the_narrowest_tolerance_is_the_smallest_number() -> None:
    said = (agreed(COUNCIL, "95", "10"), agreed(NORTH, "95", "9"), agreed(CCG, "95"), observed(CCG, "85.5"))
    assert assessed(*said)[CCG, CCG] == "missed"


@pytest.mark.parametrize("guarded", [COUNCIL, CCG])
def test_each_target_that_assesses_guards_the_picture(guarded: str) -> None:
    def public(said: Said, classification: str = "public", day: str = "2014-04-01") -> Said:
        body, name, fields = said
        return body, name, {**fields, "meta": {"classification": classification}, "occurred_at": day}

    first = [public(agreed(each, "95"), "confidential" if each == guarded else "public") for each in (COUNCIL, CCG)]
    later = [public(agreed(each, "85"), day="2015-10-15") for each in (COUNCIL, CCG)]
    body = contract(*first, public(observed(COUNCIL, "90")), *later, on="2015-12-01")
    assert body["classification"] == "confidential"


def test_a_target_of_a_body_that_is_gone_assesses_as_the_word_of_those_that_followed() -> None:
    """A follower that had a target of its own by the end of the period is assessed by that one."""

    def on(day: str, said: Said) -> Said:
        body, name, fields = said
        return body, name, {**fields, "occurred_at": day}

    said = [
        agreed(CCG, "95"),
        on("2015-07-01", agreed(NORTH, "90")),
        on("2015-10-15", agreed(SOUTH, "80")),
        observed(COUNCIL, "92"),
    ]
    (measure,) = contract(*said, on="2015-12-01", configuration=FOLLOWED)["measures"]
    assert {
        each["target"]["organisation"]: (each["target"]["value"], str(each["performance"]))
        for each in measure["judged"]
    } == {NORTH: ("90", "met"), SOUTH: ("95", "missed")}
    told = fates(of("contract", said, "2015-12-01", FOLLOWED))
    target = "measure:m/target"
    assert told[1, target, NORTH] == ("superseded", (2,))
    assert told[1, target, SOUTH] == ("judges", (3,))


def test_a_result_of_a_body_that_is_gone_is_held_to_the_targets_of_those_that_followed() -> None:
    said = [agreed(CCG, "95"), observed(CCG, "90", period_start="2015-04-01", period_end="2015-05-31")]
    (measure,) = contract(*said, configuration=FOLLOWED)["measures"]
    assert {(each["result"]["organisation"], each["target"]["organisation"]) for each in measure["judged"]} == {
        (NORTH, NORTH),
        (SOUTH, SOUTH),
    }


@pytest.mark.parametrize("name", ["target", "direction", "tolerance"])
def test_a_term_that_assesses_and_counts_no_more_is_cited(name: str) -> None:
    later: dict[str, Any] = {"target": "85", "direction": "lower", "occurred_at": "2015-10-15", "clears": ["tolerance"]}
    body, kind, first = agreed(COUNCIL, "95", "1")
    found = of(
        "contract",
        [(body, kind, first), observed(COUNCIL, "90"), (body, kind, {**first, "tolerance": None, **later})],
        "2015-12-01",
    )
    field = f"measure:m/{name}"
    assert fates(found)[1, field, COUNCIL] == ("judges", (3,))
    assert cited(found)[1, field, COUNCIL] == {("contract", field)}


@pytest.mark.parametrize(
    ("targets", "worst"),
    [
        ({COUNCIL: "95", CCG: "94"}, "within_tolerance"),
        ({COUNCIL: "97", CCG: "94"}, "missed"),
        ({COUNCIL: "97", CCG: "95"}, "missed"),
        ({COUNCIL: "94", CCG: "94"}, "met"),
    ],
)
def test_the_worst_word_of_all_targets_counts(targets: dict[str, str], worst: str) -> None:
    """The result is 94, and the tolerance 1."""
    for order in (list(targets), list(targets)[::-1]):
        said = [agreed(each, targets[each], "1") for each in order]
        (measure,) = contract(*said, observed(NORTH, "94"))["measures"]
        assert measure["performance"] == worst


def test_a_picture_holds_until_the_first_result_comes() -> None:
    statements = events([agreed(COUNCIL, "95"), observed(COUNCIL, "96")])
    assert whole(statements, Day.read("2015-09-01"))["contract", CONTRACT].until == Day.read("2015-09-30")


def test_results_are_looked_at_again_on_the_day_on_which_their_body_gives_way_to_others() -> None:
    said = [agreed(CCG, "95"), observed(CCG, "90", period_start="2015-04-01", period_end="2015-05-31")]
    views, about = added(events(said), FOLLOWED), Subject("contract", CONTRACT)
    speakers = {}
    for day in ("2015-06-03", "2015-06-04", "2015-06-05"):
        picture = views.picture(about, Day.read(day))
        assert picture is not None
        (measure,) = picture.body["measures"]
        speakers[day] = [side["organisation"] for side in measure["last_result"]]
    assert speakers == {"2015-06-03": [CCG], "2015-06-04": [CCG], "2015-06-05": [NORTH, SOUTH]}


@pytest.mark.parametrize("disputed", YEARS)
def test_results_that_differ_are_a_difference_of_whichever_year(disputed: str) -> None:
    said = [of_year(year, "90") for year in YEARS]
    period = {"period_start": f"{disputed}-04-01", "period_end": f"{disputed}-06-30"}
    for other in (observed(CCG, "80", **period), observed(CCG, "90", **period)):
        found = {field for kind, field in matters(contract(agreed(COUNCIL, "95"), *said, other)) if kind == "result"}
        differ = other[2]["value"] == "80"
        assert found == ({f"result:m/{disputed}-06-30/{disputed}-04-01"} if differ else set())
