"""Every page template: no violation for axe-core, wide and narrow; never sideways; whole on paper; a quiet console."""

from pathlib import Path
from typing import Final

import pytest
from playwright.async_api import Page

from tests.browser.axe import violations
from tests.browser.every_page import CASES, PageCase, templates
from tests.browser.layout import at_the_edge, cut_off_on_paper, too_wide
from tests.browser.running_hub import GROUP, RunningHub
from tests.browser.windows import HEIGHT, NARROW, Windows

ROWS: Final = 8
BETWEEN: Final = (650, 800, 1024, 1100, 1180, 1400)
"""Windows on each side of the widths at which the pages change."""
SHORTEN: Final = """most => document.querySelectorAll('tbody').forEach(
    each => [...each.rows].slice(most).forEach(row => row.remove()))"""
LARGER_IN_CARDS: Final = """() => [...document.querySelectorAll('.hub-figure dt')].filter(each => {
    each.style.fontSize = '150%';
    const words = document.createRange();
    words.selectNodeContents(each);
    return words.getBoundingClientRect().right > each.getBoundingClientRect().right + 1;
}).map(each => each.textContent)"""
"""The cards that their words run out of in letters of half as much again."""

pytestmark = [pytest.mark.kafka, pytest.mark.asyncio(loop_scope="package")]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
async def test_a_page_has_no_fault(windows: Windows, case: PageCase) -> None:
    assert await faults(await windows.open(case.path, status=case.status)) == []


async def test_the_report_in_a_file_has_no_fault(windows: Windows, hub: RunningHub, tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    hub.run("report", GROUP, "--as-of", "2016-03-01", "--output", str(file))
    assert await faults(await windows.open(file.as_uri())) == []


async def faults(page: Page) -> list[str]:
    """What is wrong with a page in a wide window, on a telephone and on paper."""
    found = [f"wide: {each}" for each in await violations(page)]
    found += [f"paper: {each}" for each in await cut_off_on_paper(page)]
    await page.emulate_media(media="screen")
    for width in (NARROW, *BETWEEN):
        await page.set_viewport_size({"width": width, "height": HEIGHT})
        found += [f"{width} wide: {each}" for each in (*await too_wide(page), *await at_the_edge(page))]
    await page.set_viewport_size({"width": NARROW, "height": HEIGHT})
    # the rows of a table are alike: where axe has looked at all of them once, the first ones do
    await page.evaluate(SHORTEN, ROWS)
    return found + [f"telephone: {each}" for each in await violations(page)]


@pytest.mark.parametrize("width", [NARROW, 400])
async def test_the_words_of_a_card_stay_inside_it_where_letters_are_larger(windows: Windows, width: int) -> None:
    page = await windows.open(f"/groups/{GROUP}", width=width)
    assert await page.evaluate(LARGER_IN_CARDS) == []


async def test_every_template_is_walked() -> None:
    assert {each.template for each in CASES} == templates()


async def test_axe_finds_what_is_wrong(windows: Windows) -> None:
    page = await windows.open("/")
    await page.evaluate("document.getElementById('q').removeAttribute('id')")
    assert any(line.startswith("label at ") for line in await violations(page))
