"""The trends that a picture shows: whose, of which results, what they mean; and each result is told with them."""

from typing import Any

import pytest

from hub.configuration.practice import Practice
from hub.reconcile.days import Day
from hub.reconcile.events import Subject
from hub.reconcile.measures import cells
from hub.reconcile.measures.charted import series_in
from hub.reconcile.measures.typed import Trend
from tests.reconcile.summary import added
from tests.reconcile.test_fates import FOLLOWED, NORTH, SOUTH, cited, fates, number, of
from tests.reconcile.test_measures_of_programmes import of_a_programme
from tests.reconcile.test_performance import agreed
from tests.reconcile.test_practice import practising
from tests.reconcile.test_trend import month
from tests.reconcile.told import (
    CCG,
    CONTRACT,
    COUNCIL,
    DECLARED,
    KNOWN,
    PROGRAMME_IS_THERE,
    Said,
    contract,
    events,
    programme,
)

ON = "2016-12-31"
USUAL = ["80", "82", "78", "81", "79"] * 4


def monthly(values: list[str], by: str = COUNCIL, first: int = 0, **more: Any) -> list[Said]:
    """One result a month from January 2014 on."""
    periods = map(month, range(first, first + len(values)))
    return [
        (by, "observed", {"measure": "m", "period_start": each.start, "period_end": each.end, "value": value, **more})
        for each, value in zip(periods, values, strict=True)
    ]


def trends(*said: Said, **more: Any) -> list[dict[str, Any]]:
    (measure,) = contract(DECLARED, *said, on=ON, **more)["measures"]
    return list(measure.get("trends", []))


def test_a_trend_is_told_from_fifteen_results_on_and_of_the_last_twenty_four() -> None:
    assert trends(*monthly(USUAL[:14])) == []
    (found,) = trends(*monthly(USUAL[:15]))
    assert len(found["points"]) == 15
    (found,) = trends(*monthly([*USUAL, *USUAL[:10]]))
    assert [number(each["event"]) for each in found["points"]] == list(range(8, 32))


def test_each_result_is_shown_with_its_period_and_event() -> None:
    (found,) = trends(*monthly(USUAL))
    first, *_, last = found["points"]
    assert (first["period_start"], first["period_end"], first["value"]) == ("2014-01-01", "2014-01-31", "80")
    assert (number(first["event"]), number(last["event"])) == (2, 21)
    assert (last["organisation"], last["since"]) == (COUNCIL, "2015-08-31")


def test_the_range_has_one_digit_more_than_the_results() -> None:
    """Their mean is 80, and the nineteen steps are 2, 4, 3, 2, and 1 from one five to the next: 47."""
    (found,) = trends(*monthly(USUAL))
    assert (found["mean"], found["lower"], found["upper"]) == ("80", "73.4", "86.6")
    (found,) = trends(*monthly([f"{each}.25" for each in USUAL]))
    assert (found["mean"], found["lower"], found["upper"]) == ("80.25", "73.67", "86.83")
    assert (found["every"], found["organisation"], found["signals"]) == ("month", COUNCIL, [])


@pytest.mark.parametrize(
    ("terms", "means"),
    [
        ([], "change"),
        ([agreed(COUNCIL, "80")], "concern"),
        ([agreed(COUNCIL, "80", direction="lower")], "improvement"),
        ([agreed(CCG, "80")], "concern"),
        ([agreed(CCG, "80", direction="lower"), agreed(COUNCIL, "80")], "concern"),
        ([agreed(CCG, "80", direction="lower"), agreed(NORTH, "80")], "change"),
        ([agreed(CCG, "80"), agreed(NORTH, "80")], "concern"),
    ],
)
def test_what_a_fall_means_follows_from_its_body_s_direction_else_from_that_of_all(
    terms: list[Said], means: str
) -> None:
    (found,) = trends(*terms, *monthly([*USUAL, "60"]))
    (signal,) = found["signals"]
    assert signal == {
        "rule": "beyond_limit",
        "side": "down",
        "meaning": means,
        "first": "2015-09-30",
        "last": "2015-09-30",
        "results": 1,
    }


def test_a_programme_s_measure_has_a_trend_too() -> None:
    said = [agreed(COUNCIL, "80"), *monthly([*USUAL, "60"])]
    (found,) = programme(PROGRAMME_IS_THERE, *map(of_a_programme, said), on=ON)["measures"]
    assert found["trends"] == trends(*said)


def test_each_body_has_a_trend_of_its_own() -> None:
    found = trends(*monthly(USUAL), *monthly(["7", *USUAL[1:]], by=CCG), *monthly(USUAL[:3], by=NORTH))
    assert [(each["organisation"], number(each["points"][0]["event"])) for each in found] == [(COUNCIL, 2), (CCG, 22)]


def test_a_trend_goes_on_under_those_that_followed() -> None:
    found = trends(*monthly(USUAL[:10], by=CCG), *monthly(USUAL[10:], by=NORTH, first=10), configuration=FOLLOWED)
    assert [(each["organisation"], len(each["points"])) for each in found] == [(NORTH, 20)]
    assert {each.get("said_by") for each in found[0]["points"]} == {CCG, None}
    assert len(trends(*monthly(USUAL, by=CCG), configuration=FOLLOWED)) == len({NORTH, SOUTH})


def test_years_are_put_together_and_other_measures_are_not() -> None:
    said = [*monthly(USUAL[:8]), *monthly(USUAL[8:], measure="n")]
    assert [each.get("trends") for each in contract(DECLARED, *said, on=ON)["measures"]] == [None, None]


def test_a_period_that_is_no_month_is_told_in_days() -> None:
    said = [
        (COUNCIL, "observed", {"measure": "m", "period_start": day, "period_end": day, "value": str(place % 3)})
        for place, day in enumerate(f"2015-05-{each:02}" for each in range(1, 16))
    ]
    (found,) = trends(*said)
    assert (found["every"], found["days"], len(found["points"])) == ("days", 1, 15)


@pytest.mark.parametrize(("run", "told"), [(5, {"one_side"}), (6, set()), (8, set())])
def test_a_place_says_how_many_on_one_side_are_no_chance(run: int, told: set[str]) -> None:
    values = [*USUAL[:15], "81", "82", "81", "82", "81"]
    (found,) = trends(*monthly(values), configuration=practising(trend_run=run))
    assert {each["rule"] for each in found["signals"]} == told


@pytest.mark.parametrize(("rising", "told"), [(5, {"steady"}), (6, set())])
def test_a_place_says_how_many_that_rise_are_no_chance(rising: int, told: set[str]) -> None:
    values = [*USUAL[:15], "78", "79", "80", "81", "82"]
    (found,) = trends(*monthly(values), configuration=practising(trend_rising=rising))
    assert {each["rule"] for each in found["signals"]} == told
    assert found["signals"] == [] or found["signals"][0]["results"] == 5


def test_a_place_that_says_nothing_goes_by_eight_and_six() -> None:
    values = [*USUAL[:15], "81", "82", "81", "82", "81", "82", "81", "82"]
    for configuration in (practising(), practising(trend_run=8, trend_rising=6)):
        assert trends(*monthly(values), configuration=configuration) == trends(*monthly(values))
    assert [(each["rule"], each["results"]) for each in trends(*monthly(values))[0]["signals"]] == [("one_side", 8)]


@pytest.mark.parametrize("name", ["trend_run", "trend_rising"])
@pytest.mark.parametrize("length", [4, 13])
def test_a_run_is_of_five_to_twelve(name: str, length: int) -> None:
    with pytest.raises(ValueError, match=name):
        Practice.model_validate({"id": "wandsworth", name: length})


def test_the_most_guarded_result_of_a_trend_guards_the_picture() -> None:
    def told(classification: str, count: int) -> str:
        public = monthly(USUAL[1:count], first=1, meta={"classification": "public"})
        guarded = monthly(USUAL[:1], meta={"classification": classification})
        declared = (*DECLARED[:2], {**DECLARED[2], "meta": {"classification": "public"}})
        return str(contract(declared, *guarded, *public, on=ON)["classification"])

    assert told("confidential", 15) == "confidential"
    assert told("confidential", 14) == "public"  # an earlier result alone is shown nowhere


def test_a_result_of_a_trend_is_told_to_be_in_it_and_cited() -> None:
    found = of("contract", [*monthly(USUAL[:15]), *monthly(USUAL[:3], by=CCG)], ON)
    told = fates(found)
    results = [(event, str(told[event, field, body][0])) for event, field, body in sorted(told)]
    assert results == [
        *((event, "in the trend") for event in range(1, 15)),
        (15, "stands"),
        *((event, "earlier result") for event in range(16, 19)),
    ]
    assert {event for event, _, _ in cited(found)} == set(range(1, 16))


JUNK: list[tuple[str, Any, str]] = [
    *((name, junk, "number") for name in ("mean", "lower", "upper") for junk in ("x", "NaN", "1e24", "")),
    ("points", [], "at least 15"),
    ("days", 7, "how long"),
    ("every", "days", "how long"),
]


@pytest.mark.parametrize(("name", "junk", "problem"), JUNK)
def test_what_no_chart_can_be_drawn_of_is_no_trend(name: str, junk: Any, problem: str) -> None:
    (found,) = trends(*monthly(USUAL))
    assert Trend.model_validate(found).organisation == COUNCIL
    with pytest.raises(ValueError, match=problem):
        Trend.model_validate({**found, name: junk})


@pytest.mark.parametrize("junk", ["x", "Infinity", "1e24"])
def test_a_result_that_is_no_number_is_in_no_trend(junk: str) -> None:
    (found,) = trends(*monthly(USUAL))
    first, *others = found["points"]
    with pytest.raises(ValueError, match="number"):
        Trend.model_validate({**found, "points": [{**first, "value": junk}, *others]})


def test_a_series_is_not_made_again_for_what_else_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []

    def counted(years: Any, runs: Any) -> Any:
        made.append(1)
        return series_in(years, runs)

    monkeypatch.setattr(cells, "series_in", counted)
    *before, last, result = events(
        [DECLARED, *monthly(USUAL), (COUNCIL, "varied", {"title": "Other"}), *monthly(["9"], first=15)]
    )
    views, subject, day = added(before, KNOWN), Subject("contract", CONTRACT), Day.read("2016-10-01")
    for counts, (_, _, statement, plain) in ((1, last), (2, result)):
        assert views.picture(subject, day) is not None
        views.add(statement, plain)
        assert views.picture(subject, day) is not None
        assert len(made) == counts
