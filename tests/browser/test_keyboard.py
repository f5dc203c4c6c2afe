"""The pages without a mouse: where the focus is can be seen, it is never caught, and everything can be done."""

import re

import pytest
from playwright.async_api import expect

from tests.browser.every_page import CARERS_CONTRACT, CARERS_VALUE
from tests.browser.keyboard import focused, reachable_count, tab_through, tab_to
from tests.browser.windows import Windows

pytestmark = [pytest.mark.kafka, pytest.mark.asyncio(loop_scope="package")]


@pytest.mark.parametrize(
    "path",
    ["/", f"/contracts/wandsworth/{CARERS_CONTRACT}", "/differences", f"/events/{CARERS_VALUE}", "/search?q=contract"],
)
async def test_tab_shows_where_it_is_and_is_never_caught(windows: Windows, path: str) -> None:
    page = await windows.open(path)
    stops = await tab_through(page, most=300)
    assert [each.words for each in stops if not each.is_shown] == []
    assert len(stops) == await reachable_count(page)


async def test_the_skip_link_is_first_and_skips_the_navigation(windows: Windows) -> None:
    page = await windows.open("/differences")
    await page.keyboard.press("Tab")
    first = await focused(page)
    assert first is not None
    assert first.words == "Skip to main content"
    assert first.is_shown
    await page.keyboard.press("Enter")
    await page.wait_for_url(re.compile("#main$"))
    await page.keyboard.press("Tab")
    after = await focused(page)
    assert after is not None
    assert after.tag == "select"  # the first thing of the filter


async def test_from_home_to_a_statement_with_tab_and_enter(windows: Windows) -> None:
    page = await windows.open("/")
    for words, heading in (
        ("Health and Social Care Integration Group", "Health and Social Care Integration Group"),
        ("Carers Contract", "Carers Contract"),
        ("source of", ""),
    ):
        # the group's open matters, each with its sources, come before its programmes
        await tab_to(page, words, 300, alone=bool(heading))
        await page.keyboard.press("Enter")
        if heading:
            await expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    await page.wait_for_url(re.compile("/events/"))


async def test_a_list_is_filtered_and_turned_with_the_keyboard(windows: Windows) -> None:
    page = await windows.open("/contracts")
    await page.get_by_label("Words in names or references").focus()
    await page.keyboard.type("carers")
    await page.keyboard.press("Enter")
    await page.wait_for_url(re.compile("q=carers"))
    await expect(page.locator("#count")).to_have_text(re.compile("found"))
    await tab_to(page, "Show all")
    await page.keyboard.press("Enter")
    await page.wait_for_url(re.compile("/contracts$"))
    await page.locator("tbody a").last.focus()
    await tab_to(page, "Next page", most=2)
    await page.keyboard.press("Enter")
    await page.wait_for_url(re.compile("after="))
