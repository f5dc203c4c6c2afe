"""Windows of one test: wide or narrow, with scripts or without, each with nothing remembered from another."""

from pathlib import Path
from typing import Final

from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, Response

WIDE: Final = 1280
NARROW: Final = 375
HEIGHT: Final = 800
PATIENCE_MS: Final = 10_000.0


class Windows:
    """Opens windows that know the hub's address, and closes them all.

    What a page says in its console or throws is kept in `complaints`: a page that works says nothing.
    """

    def __init__(self, browser: Browser, address: str) -> None:
        self._browser = browser
        self.address = address
        self._contexts: list[BrowserContext] = []
        self.complaints: list[str] = []

    async def open(self, path: str = "/", *, width: int = WIDE, scripts: bool = True, status: int = 200) -> Page:
        """A new window that has loaded the path, which answers with the status."""
        context = await self._browser.new_context(
            base_url=self.address, viewport={"width": width, "height": HEIGHT}, java_script_enabled=scripts
        )
        self._contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        page = await context.new_page()
        page.on("response", self._look_at)
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.on("console", self._hear)
        answer = await page.goto(path)
        assert answer is not None
        assert answer.status in (status, 0)  # a file has none
        assert answer.request.redirected_from is None, f"{path} leads on to {answer.url}"
        return page

    def _look_at(self, answer: Response) -> None:
        if answer.status >= 400 and answer.request.resource_type != "document":
            self.complaints.append(f"{answer.url}: {answer.status}")

    def _hear(self, message: ConsoleMessage) -> None:
        # a page of a problem is said to have failed to load: that is its status, which `open` looks at
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.complaints.append(f"{message.location['url']}: {message.text}")

    async def photograph(self, folder: Path) -> list[Path]:
        """A picture of every window that is open, whole pages."""
        taken: list[Path] = []
        for page in [page for context in self._contexts for page in context.pages]:
            taken.append(folder / f"window-{len(taken) + 1}.png")
            await page.screenshot(path=taken[-1], full_page=True)
        return taken

    async def close(self) -> None:
        for context in self._contexts:
            await context.close()
