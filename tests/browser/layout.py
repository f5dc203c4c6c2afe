"""Whether what a page holds fits where it is shown."""

from typing import Any, Final

from playwright.async_api import Page

A4_WIDTH: Final = 718
"""What Chromium's default margins leave of a sheet, in CSS pixels."""

TOO_WIDE: Final = """() => {
    const scrolls = each => ['auto', 'scroll'].includes(getComputedStyle(each).overflowX);
    const inRegion = each => {
        for (let at = each.parentElement; at && at !== document.body; at = at.parentElement)
            if (scrolls(at)) return true;
        return false;
    };
    const wide = document.documentElement.clientWidth;
    return [...document.body.querySelectorAll('*')]
        .filter(each => each.getBoundingClientRect().right > wide + 1 && each.checkVisibility() && !inRegion(each))
        .map(each => `${each.localName}.${each.className}: ${each.textContent.trim().slice(0, 60)}`);
}"""
AT_THE_EDGE: Final = """least => [...document.querySelectorAll('h1, main p, footer p')]
    .filter(each => each.checkVisibility())
    .filter(each => each.getBoundingClientRect().left < least
        || each.getBoundingClientRect().right > document.documentElement.clientWidth - least)
    .map(each => `${each.localName}.${each.className}: ${each.textContent.trim().slice(0, 60)}`)"""
LEAST_MARGIN: Final = 15
"""What GOV.UK Frontend leaves beside a page on a telephone, in CSS pixels."""
CLIPPED: Final = """() => [...document.body.querySelectorAll('*')]
    .filter(each => getComputedStyle(each).overflowX !== 'visible' && each.checkVisibility()
        && each.clientWidth > 1 && each.scrollWidth > each.clientWidth + 1)
    .map(each => `${each.localName}.${each.className}: ${each.textContent.trim().slice(0, 60)}`)"""


async def too_wide(page: Page) -> list[str]:
    """What makes the page itself scroll sideways; a table may scroll inside its region."""
    scrolls = await page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    found: list[Any] = await page.evaluate(TOO_WIDE)
    return [str(each) for each in found] or (["the page scrolls sideways"] if scrolls else [])


async def at_the_edge(page: Page) -> list[str]:
    """Which text has no margin beside it."""
    found: list[Any] = await page.evaluate(AT_THE_EDGE, LEAST_MARGIN)
    return [str(each) for each in found]


async def cut_off_on_paper(page: Page) -> list[str]:
    """What a sheet of A4 would not hold: nobody can scroll on paper. Leaves the page as it is printed."""
    await page.emulate_media(media="print")
    await page.set_viewport_size({"width": A4_WIDTH, "height": 1000})
    clipped: list[Any] = await page.evaluate(CLIPPED)
    return [*(str(each) for each in clipped), *await too_wide(page)]
