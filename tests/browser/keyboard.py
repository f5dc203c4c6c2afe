"""Goes through a page with the Tab key alone, as somebody does who has no mouse."""

from dataclasses import dataclass
from typing import Final

from playwright.async_api import Page

# what Tab should reach: what is made for it, can be seen, and is not one of several radio buttons of one name
REACHABLE: Final = """() => [...document.querySelectorAll(
    'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]:not([tabindex="-1"])')]
    .filter(each => !each.disabled && each.checkVisibility({visibilityProperty: true}) && each.tabIndex >= 0
        && (each.type !== 'radio' || each === (document.querySelector(
            `input[type=radio][name="${each.name}"]:checked`) ?? document.getElementsByName(each.name)[0])))
    .length"""
FOCUSED: Final = """() => {
    const at = document.activeElement;
    if (at === null || at === document.body || at === document.documentElement) return null;
    const style = getComputedStyle(at), box = at.getBoundingClientRect();
    const isMarked = style.boxShadow !== 'none'
        || (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0);
    const isInside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
    const known = window.stops ??= new Map();
    if (!known.has(at)) known.set(at, known.size);
    return {number: known.get(at), words: (at.ariaLabel || at.textContent || at.name || at.id).trim().slice(0, 80),
            tag: at.localName, isShown: isMarked && isInside};
}"""


@dataclass(frozen=True, slots=True)
class Stop:
    """Where the focus came to rest. is_shown: it is marked and inside the window."""

    number: int
    tag: str
    words: str
    is_shown: bool


async def focused(page: Page) -> Stop | None:
    """What has the focus; None for the page itself."""
    found = await page.evaluate(FOCUSED)
    return None if found is None else Stop(found["number"], found["tag"], found["words"], found["isShown"])


async def tab_through(page: Page, most: int) -> list[Stop]:
    """Every stop from the page's beginning until it is left, `most` at the utmost."""
    stops: list[Stop] = []
    while len(stops) < most:
        await page.keyboard.press("Tab")
        stop = await focused(page)
        if stop is None or any(stop.number == each.number for each in stops):
            break
        stops.append(stop)
    return stops


async def reachable_count(page: Page) -> int:
    found: int = await page.evaluate(REACHABLE)
    return found


async def tab_to(page: Page, words: str, most: int = 60, *, alone: bool = False) -> Stop:
    """Presses Tab until something of these words has the focus. alone: of these words and no others."""
    met = []
    for _ in range(most):
        await page.keyboard.press("Tab")
        stop = await focused(page)
        if stop is not None and (stop.words == words if alone else words in stop.words):
            return stop
        met.append("the page" if stop is None else stop.words)
    raise AssertionError(f"{words!r} was not reached with {most} times Tab; met: {met}")
