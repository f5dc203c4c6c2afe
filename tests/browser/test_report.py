"""A group's report as people use it: on a telephone, on paper, with a keyboard, without scripts."""

import pytest

from tests.browser.keyboard import focused, reachable_count, tab_through
from tests.browser.layout import cut_off_on_paper, too_wide
from tests.browser.running_hub import GROUP
from tests.browser.windows import NARROW, Windows
from tests.examples.stories import configuration

pytestmark = [pytest.mark.kafka, pytest.mark.asyncio(loop_scope="package")]

REPORT = f"/groups/{GROUP}/report"


STORIES = {
    group.id: f"/groups/{group.id}/report{f'?as_of={group.opens_on}' if group.opens_on else ''}"
    for group in configuration().groups.values()
}
EACH = pytest.mark.parametrize("report", STORIES.values(), ids=STORIES)


@EACH
async def test_it_fits_a_telephone(windows: Windows, report: str) -> None:
    assert await too_wide(await windows.open(report, width=NARROW)) == []


@EACH
async def test_it_fits_on_paper(windows: Windows, report: str) -> None:
    page = await windows.open(report)
    assert await cut_off_on_paper(page) == []
    assert (await page.pdf(format="A4")).startswith(b"%PDF-")


async def test_the_skip_link_is_first_and_skips(windows: Windows) -> None:
    page = await windows.open(REPORT)
    await page.keyboard.press("Tab")
    first = await focused(page)
    assert first is not None
    assert first.words == "Skip to the report"
    assert first.is_shown
    await page.keyboard.press("Enter")
    await page.wait_for_url("**#main")


async def test_tab_shows_where_it_is_and_is_never_caught(windows: Windows) -> None:
    page = await windows.open(REPORT)
    stops = await tab_through(page, most=2000)
    assert [each.words for each in stops if not each.is_shown] == []
    assert len(stops) == await reachable_count(page)


async def test_a_source_is_one_click_from_its_figure_without_scripts(windows: Windows) -> None:
    page = await windows.open(REPORT, scripts=False)
    value = page.get_by_role("table", name="Contracts of Carers Contract").get_by_role("cell").filter(has_text="£")
    await value.get_by_role("link").first.click()
    number = page.url.rpartition("#source-")[2]
    row = page.locator(f"#source-{number}")
    assert (await row.get_by_role("rowheader").text_content()) == number
    assert "Wandsworth Borough Council" in (await row.text_content() or "")
