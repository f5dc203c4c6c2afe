"""What people come for: follow a figure to its source, find a thing, walk a list. All of it works without scripts."""

import re

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.every_page import CARERS_CONTRACT, CARERS_VALUE
from tests.browser.running_hub import GROUP
from tests.browser.windows import Windows

pytestmark = [pytest.mark.kafka, pytest.mark.asyncio(loop_scope="package")]

with_and_without_scripts = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])


async def heading_is(page: Page, words: str) -> None:
    await expect(page.get_by_role("heading", level=1)).to_have_text(words)


async def follow(page: Page, link: Locator) -> None:
    """Clicks, and waits until the page that it leads to is there whole."""
    target = await link.get_attribute("href") or ""
    await link.click()
    await page.wait_for_url(lambda url: url.endswith(target))


async def search(page: Page, words: str) -> None:
    box = page.get_by_role("searchbox")
    await box.fill(words)
    await page.get_by_role("search").get_by_role("button", name="Search").click()


@with_and_without_scripts
async def test_from_home_to_the_statement_behind_a_difference(windows: Windows, scripts: bool) -> None:
    page = await windows.open("/", scripts=scripts)
    await page.get_by_role("link", name="Health and Social Care Integration Group", exact=True).click()
    await heading_is(page, "Health and Social Care Integration Group")

    await page.get_by_role("heading", level=3).get_by_role("link", name="Carers Contract").click()
    await heading_is(page, "Carers Contract")
    assert page.url.endswith("/programmes/wandsworth/carers")

    found = page.get_by_role("table").filter(has=page.get_by_text(re.compile("Open matters")))
    await found.get_by_role("row").filter(has_text="mobilised").get_by_role("rowheader").get_by_role("link").click()
    await expect(page.get_by_text("Open matter, Wandsworth")).to_be_visible()
    sides = page.get_by_role("table", name="What each side says").get_by_role("row")
    await expect(sides).to_have_count(3)  # with the head

    await sides.filter(has_text="Wandsworth Borough Council").get_by_role("link").click()
    await heading_is(page, "Milestone met")
    await expect(page.get_by_text("Let into the hub")).to_be_visible()
    await expect(page.get_by_role("heading", name="Wandsworth Borough Council said")).to_be_visible()
    stands_on_it = page.get_by_role("table", name="Pictures that cite this statement")
    await expect(stands_on_it.get_by_role("link", name="Carers Contract")).to_be_visible()


async def test_a_figure_of_the_summary_is_two_clicks_from_its_sources(windows: Windows) -> None:
    page = await windows.open(f"/groups/{GROUP}", scripts=False)
    figures = page.locator("dl.hub-figures > div")
    for at in range(await figures.count()):
        number = figures.nth(at).get_by_role("link")
        if not await number.count():
            assert await figures.nth(at).locator("dd").inner_text() == "0", "what is counted can be looked at"
            continue
        target = (await number.get_attribute("href") or "").removeprefix("#")
        # what stands between the section's heading and the next one
        told = page.locator(f"xpath=//*[@id='{target}']/following-sibling::*[preceding-sibling::h2[1][@id='{target}']]")
        assert await told.locator("a[href^='/events/']").count() > 0, target


@pytest.mark.parametrize(
    ("words", "leads_to"),
    [
        pytest.param("rs contr", "/search?q=rs+contr", id="part of a name"),
        pytest.param("carers", "/search?q=carers", id="a word that is a programme's id too"),
        pytest.param("14-565", "/search?q=14-565", id="a reference"),
        pytest.param(CARERS_CONTRACT, f"/contracts/wandsworth/{CARERS_CONTRACT}", id="a contract's id"),
        pytest.param(CARERS_VALUE, f"/events/{CARERS_VALUE}", id="an event's id"),
        pytest.param(CARERS_VALUE.upper(), f"/events/{CARERS_VALUE}", id="an event's id in capitals"),
    ],
)
async def test_search_finds(windows: Windows, words: str, leads_to: str) -> None:
    page = await windows.open("/", scripts=False)
    await search(page, words)
    await page.wait_for_url(lambda url: url.endswith(leads_to))
    if "/search" in leads_to:
        found = page.locator(f"a[href='/contracts/wandsworth/{CARERS_CONTRACT}']")
        await expect(found).to_have_text("Carers Contract")
        await found.click()
        await heading_is(page, "Carers Contract")


async def test_the_pages_of_a_list_hold_each_procurement_once(windows: Windows) -> None:
    page = await windows.open("/procurements", scripts=False)
    count = int((await page.locator("#count").inner_text()).split()[0].replace(",", ""))
    met: list[str] = []
    links = page.locator("tbody th a")
    forwards = page.get_by_role("link", name="Next page")
    while True:
        met += [await each.get_attribute("href") or "" for each in await links.all()]
        if not await forwards.count():
            break
        await follow(page, forwards)
    assert len(met) == len(set(met)) == count
    await follow(page, page.get_by_role("link", name="Previous page"))
    await follow(page, page.get_by_role("link", name="Previous page"))
    assert [await each.get_attribute("href") for each in await links.all()] == met[: await links.count()]


async def test_going_back_keeps_the_filter_and_the_order(windows: Windows) -> None:
    page = await windows.open("/differences", scripts=False)
    await page.get_by_label("Weight").select_option(label="Red")
    await page.get_by_role("button", name="Filter").click()
    await page.wait_for_url(re.compile("severity=red"))
    await follow(page, page.get_by_role("link", name=re.compile("^Since")))
    filtered, count = page.url, await page.locator("#count").inner_text()
    assert count.endswith("found.")
    await follow(page, page.locator("tbody th a").first)
    await expect(page.get_by_text("Open matter, ")).to_be_visible()
    await page.go_back()
    assert page.url == filtered
    assert await page.locator("#count").inner_text() == count
    await expect(page.get_by_label("Weight").locator("option:checked")).to_have_text("Red")
    await expect(page.get_by_role("columnheader", name=re.compile("^Since"))).to_have_attribute(
        "aria-sort", "ascending"
    )
    weights = page.locator("tbody td:first-child")
    assert {(await each.inner_text()).strip() for each in await weights.all()} == {"Red"}


@pytest.mark.parametrize("path", ["/contracts", "/providers"])
async def test_a_list_names_places_by_their_names(windows: Windows, path: str) -> None:
    page = await windows.open(path)
    places = [await each.inner_text() for each in await page.locator("td[data-label='Partnership']").all()]
    assert places
    assert [each for each in places if each.startswith(("GB-", "local:"))] == []
