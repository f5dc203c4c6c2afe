"""One Chromium and one hub with the demonstration for all tests of the pages; windows of its own for each test."""

from collections.abc import AsyncIterator, Generator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright, expect

from hub.local.local_parts import LocalParts
from tests.browser import chromium
from tests.browser.running_hub import RunningHub, running_hub
from tests.browser.windows import PATIENCE_MS, Windows

expect.set_options(timeout=PATIENCE_MS)

FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Tells the fixtures of a test whether it failed, so that they can keep a picture."""
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def browser() -> AsyncIterator[Browser]:
    """Started with an empty folder of its own, which the driver makes and removes."""
    async with async_playwright() as driver:
        opened = await driver.chromium.launch(
            executable_path=chromium.located(), args=chromium.FLAGS, timeout=3 * PATIENCE_MS
        )
        yield opened
        await opened.close()


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def hub(parts: LocalParts, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[RunningHub]:
    async with running_hub(parts, tmp_path_factory.mktemp("hub")) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="package")
async def windows(
    browser: Browser, hub: RunningHub, request: pytest.FixtureRequest, tmp_path: Path
) -> AsyncIterator[Windows]:
    opened = Windows(browser, hub.address)
    yield opened
    if request.node.stash.get(FAILED, False):
        for taken in await opened.photograph(tmp_path):
            print(f"a picture of the window: {taken}")
    await opened.close()
    assert opened.complaints == [], "a page complained in its console"
