"""The trend of a measure on the page of its contract and in the report of its programme: words, chart, results."""

import re
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from hub.configuration.model import Configuration, Group
from hub.gateway.pages.chart import SHAPES, chart_of
from hub.reports.render import Format, render
from hub.reports.trend_words import MEANINGS, meanings, trend_words
from tests.gateway.made import app_over, filled_store
from tests.gateway.test_every_side import text_of
from tests.reconcile.test_charted import ON, USUAL, monthly, trends
from tests.reconcile.test_measures_of_programmes import of_a_programme
from tests.reconcile.test_performance import agreed
from tests.reconcile.told import COUNCIL, KNOWN, pictures
from tests.reports.test_joint_programmes import reported

GROUP = Group(id="group", name="Group", partnerships=("wandsworth",))


def trend(values: list[str]) -> dict[str, Any]:
    (found,) = trends(agreed(COUNCIL, "80"), *monthly(values))
    return found


def with_trends() -> tuple[TestClient, list[tuple[str, str, dict[str, Any]]]]:
    """A gateway whose store has some, and (kind, id, trend) of each."""
    for seed in range(40):
        store = filled_store(seed, 200)
        found = [
            (held.key.kind, held.key.id, each)
            for kind in ("contract", "programme")
            for held in store.pictures.listed(kind)
            for measure in held.picture()["measures"]
            for each in measure.get("trends", ())
        ]
        if any(each["signals"] for _, _, each in found):
            client = TestClient(app_over(store), base_url="http://127.0.0.1", headers={"Accept": "text/html"})
            return client, found
    raise AssertionError("no dense history has a trend with a signal")


def test_a_page_tells_the_trend_in_words_and_each_result_with_its_event() -> None:
    client, found = with_trends()
    for kind, key, each in found:
        page = client.get(f"/{kind}s/wandsworth/{key}").text
        text = text_of(page)
        assert "; ".join(trend_words(each)) in text
        for point, means in zip(each["points"], meanings(each), strict=True):
            # of an id that came with several contents the way leads to the one that is meant
            assert re.search(rf'href="/events/{point["event"]}["#]', page)
            assert re.search(rf"{point['value']} {MEANINGS[means].capitalize()} ", text)


def test_the_chart_says_in_words_what_it_shows_and_has_no_style_of_its_own() -> None:
    client, found = with_trends()
    for kind, key, each in found:
        page = client.get(f"/{kind}s/wandsworth/{key}").text
        charts = re.findall(r'<svg class="hub-chart".*?</svg>', page, re.DOTALL)
        (drawn,) = [chart for chart in charts if "; ".join(trend_words(each)) in chart]
        assert re.search(r'role="img"><title>Trend of [^<]+</title><desc>[^<]+</desc>', drawn)
        assert "style" not in drawn
        assert drawn.count("<path ") == len(each["points"])


def test_every_colour_stands_with_a_shape_and_a_rule_of_the_style_sheet() -> None:
    client, _ = with_trends()
    page = client.get("/").text
    (sheet,) = re.findall(r'href="(/static/[^"]*hub[^"]*\.css[^"]*)"', page)
    style = client.get(sheet).text
    assert set(SHAPES) == set(MEANINGS)
    assert len({each.path for each in SHAPES.values()}) == len({each.name for each in SHAPES.values()}) == len(SHAPES)
    for code in (*SHAPES, "line", "mean", "upper", "lower"):
        assert f".hub-chart-{code}" in style
    for colour in ("#005eb8", "#ed8b00", "#768692"):
        assert colour in style


@given(st.lists(st.integers(0, 20).map(str), min_size=15, max_size=24))
def test_what_is_drawn_is_within_its_box_and_higher_where_it_is_more(values: list[str]) -> None:
    found = trend(values)
    chart = chart_of(found)
    places = [tuple(map(float, each.split(","))) for each in chart.line.split(" ")]
    assert all(70 <= x <= 625 and 15 <= y <= 190 for x, y in places)
    assert [x for x, _ in places] == sorted(x for x, _ in places)
    heights = {float(value): y for value, (_, y) in zip(values, places, strict=True)}
    assert sorted(heights.values(), reverse=True) == [heights[each] for each in sorted(heights)]
    assert [each.name for each in chart.levels] == ["upper", "mean", "lower"]
    assert (chart.first, chart.last) == (found["points"][0]["period_end"], found["points"][-1]["period_end"])
    told = [float(each.y) for each in chart.levels if each.words]
    assert all(below - above >= 16 for above, below in pairwise(told))
    assert [each.meaning for each in chart.marks] == meanings(found)


def test_equal_results_are_drawn_too() -> None:
    chart = chart_of(trend(["80"] * 15))
    assert [each.words for each in chart.levels] == ["80", "", ""]


@pytest.mark.parametrize("is_illustrative", [False, True])
def test_a_report_tells_the_trend_with_every_source(is_illustrative: bool) -> None:
    said = [agreed(COUNCIL, "80"), *monthly([*USUAL, "60"], meta={"illustrative": is_illustrative})]
    joint = (COUNCIL, "programme-declared", {"title": "P", "mode": "joint"})
    there = pictures(joint, *map(of_a_programme, said), on=ON)
    configuration = Configuration(1, {**KNOWN.documents, "group/group": GROUP})
    bodies = {("wandsworth", *key): body for key, body in there.items()}
    document = reported(GROUP, bodies, configuration, date.fromisoformat(ON))
    page = render(document, Format.HTML).decode()
    words = "Trend, Wandsworth Borough Council: concern: 1 month below the usual range, 30 September 2015; 21 months"
    assert words in text_of(page)
    (row,) = re.findall(r"Trend, .*?</td>", page, re.DOTALL)
    assert row.count('href="#source-') == 21
    assert ("illustrative" in row) == is_illustrative
