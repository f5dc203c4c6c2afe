"""What a figure of the summary is counted from: as many statements as the page says, each in its list of sources."""

import re
from typing import Any

import pytest

from hub.reports.number_runs import runs
from hub.reports.render import Format, render
from hub.reports.sources import Sources
from tests.reports.test_joint_programmes import LATE, document
from tests.reports.test_told_apart import OF_TWO
from tests.reports.test_told_apart import document as of_two_contents
from tests.support.seeds import any_seed

ROW = re.compile(r'<tr><th scope="row"><a href="#[a-z-]+">([^<]*)</a></th><td>(\d+)</td>\s*<td>(.*?)</td></tr>', re.S)
COUNT = re.compile(r'<a href="#(counted-from-\d+)">(\d+) statements</a>')
RUN = re.compile(r"(\d+)(?: to (\d+))?")


def shown(page: str, name: str) -> str:
    """What stands on the page in the row of this name."""
    (found,) = re.findall(rf'<tr id="{name}"><th[^>]*>[^<]*</th><td>\d+</td><td>(.*?)</td></tr>', page, re.S)
    return str(found)


def numbers(cell: str) -> list[int]:
    """Every number of a source that it tells, written out."""
    words = re.sub(r"<[^>]*>", "", cell)
    return [each for first, last in RUN.findall(words) for each in range(int(first), int(last or first) + 1)]


def every_figure_is_counted_from_what_is_listed(made: dict[str, Any]) -> list[int]:
    """How many statements each figure is counted from."""
    page = render(made, Format.HTML).decode()
    listed = {int(each) for each in re.findall(r'<tr id="source-(\d+)">', page)}
    summary = page.partition('id="summary"')[2].partition("</table>")[0]
    rows = {label: cell for label, _, cell in ROW.findall(summary)}
    assert set(rows) == {each["label"] for each in made["summary"]}
    counts = []
    for figure in made["summary"]:
        cell = rows[figure["label"]]
        count = COUNT.search(cell)
        cited = numbers(shown(page, count[1]) if count else cell)
        assert len(cited) == len(set(cited)), figure["label"]
        assert set(cited) <= listed, figure["label"]
        names = figure.get("sources", figure["events"])
        assert set(cited) == {made["sources"][name]["number"] for name in names}, figure["label"]
        assert count is None or int(count[2]) == len(cited), figure["label"]
        counts.append(len(cited))
    return counts


@any_seed(8)
def test_the_count_shown_is_of_sources_that_are_listed(seed: int) -> None:
    assert max(every_figure_is_counted_from_what_is_listed(document(seed, day=LATE))) > 12


def test_two_contents_of_one_event_are_two_statements() -> None:
    made = of_two_contents(*OF_TWO)
    assert 2 in every_figure_is_counted_from_what_is_listed(made)
    # also where they are too many to be told in the row, and only their count is
    many = {**made, "summary": [each | more_of(made, each) for each in made["summary"]]}
    several = Sources()
    several.cite_all([made, [side(number) for number in range(20)]])
    counts = every_figure_is_counted_from_what_is_listed({**many, "sources": several.listed()})
    assert max(counts) == 22


def side(number: int) -> dict[str, str]:
    return {
        "event": f"e-{number:02}",
        "organisation": "o",
        "since": "2015-04-01",
        "recorded_at": "2015-04-01T00:00:00Z",
    }


def more_of(made: dict[str, Any], figure: dict[str, Any]) -> dict[str, Any]:
    """The figure counted from twenty statements more, if it is counted from two contents of one event."""
    if len(figure.get("sources", ())) != len(made["sources"]):
        return {}
    more = [side(number)["event"] for number in range(20)]
    return {name: sorted([*figure[name], *more]) for name in ("events", "sources")}


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ([], []),
        ([4], [(4, 4)]),
        ([1, 2, 3, 7, 9, 10], [(1, 3), (7, 7), (9, 10)]),
        ([10, 9, 9, 1], [(1, 1), (9, 10)]),
    ],
)
def test_numbers_that_follow_each_other_are_told_as_one_run(given: list[int], told: list[tuple[int, int]]) -> None:
    assert list(runs(given)) == told
