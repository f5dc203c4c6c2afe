"""Every page over dense histories: it renders, its links lead somewhere, its headings and tables are in order."""

import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from random import Random
from urllib.parse import urljoin, urlsplit

import pytest
from fastapi.testclient import TestClient
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from hub.gateway.pages.frame import environment
from tests.browser.every_page import FRAMES
from tests.gateway.made import LogInMemory, app_over, filled_store, write
from tests.reconcile.dense import history

TEMPLATES = Path(__file__).parents[2] / "hub" / "gateway" / "pages" / "templates"
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
MOST_PAGES = 400
VOID = frozenset({"area", "br", "col", "hr", "img", "input", "link", "meta"})


class Read(HTMLParser):
    """What a test wants to know of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.headings: list[int] = []
        self.problems: list[str] = []
        self.title = ""
        self._open: list[str] = []
        self._cell: str | None = None
        self.feed(text)
        self.close()
        if self._open:
            self.problems.append(f"not closed: {self._open}")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = dict(attrs)
        if tag not in VOID:
            self._open.append(tag)
        if tag in ("td", "dd", "li"):
            self._cell = ""
        if "id" in has:
            self.ids.append(has["id"] or "")
        if tag == "a":
            self.links.append(has.get("href") or "")
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if "style" in has or tag == "style" or any(name.startswith("on") for name in has):
            self.problems.append(f"inline style or script in {tag}")
        if tag == "script" and "src" not in has:
            self.problems.append("inline script")
        if tag == "th" and "scope" not in has:
            self.problems.append("th without scope")
        if tag == "html" and has.get("lang") != "en":
            self.problems.append("no lang")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.problems.append(f"</{tag}> closes nothing")
        if tag in ("td", "dd", "li"):
            if self._cell is not None and not self._cell.strip():
                self.problems.append(f"a {tag} that says nothing, at line {self.getpos()[0]}")
            self._cell = None

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell += data
        if self._open and self._open[-1] == "title" and "svg" not in self._open:
            self.title += data


def client_over(seed: int, events: int = 150) -> TestClient:
    store, log = filled_store(seed, events), LogInMemory()
    write(store, log, history(Random(seed), events))
    return TestClient(app_over(store, log), base_url="http://127.0.0.1", headers=BROWSER)


def walk(client: TestClient) -> dict[str, str]:
    """Every page that can be reached by links from the first one, by address."""
    seen: dict[str, str] = {}
    todo = ["/", "/search?q=contract", "/search?q=no-such-thing", "/contracts?q=contract&partnership=wandsworth"]
    while todo and len(seen) < MOST_PAGES:
        address = todo.pop()
        if address in seen:
            continue
        answer = client.get(address)
        assert answer.status_code == 200, f"{address}: {answer.status_code}"
        seen[address] = answer.text if "html" in answer.headers["content-type"] else ""
        for link in Read(seen[address]).links:
            parts = urlsplit(urljoin(f"http://127.0.0.1{address}", link))
            assert parts.netloc == "127.0.0.1", f"{address} links to {link}"
            todo.append(parts.path + (f"?{parts.query}" if parts.query else ""))
    return seen


@settings(max_examples=3, deadline=None, phases=(Phase.explicit, Phase.generate))
@given(st.integers(0, 10_000))
def test_every_link_of_every_page_leads_somewhere(seed: int) -> None:
    pages = walk(client_over(seed))
    assert len(pages) > 20


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    return {address: text for address, text in walk(client_over(2, 250)).items() if text and "/report" not in address}


def test_every_page_is_sound(pages: dict[str, str]) -> None:
    for address, text in pages.items():
        page = Read(text)
        assert page.problems == [], address
        assert page.headings[0] == 1 or (page.headings[:2] == [2, 1] and "out of date" in text), address
        assert page.headings.count(1) == 1, address
        for above, below in zip(page.headings, page.headings[1:], strict=False):
            assert below <= above + 1, f"{address}: h{below} follows h{above}"
        assert [each for each, count in Counter(page.ids).items() if count > 1] == [], address
        assert text.count("<table") == text.count("<caption"), address
        for link in page.links:
            if link.startswith("#"):
                assert link[1:] in page.ids, f"{address}: {link}"
        assert "this machine only" in text, address


def test_titles_are_unique(pages: dict[str, str]) -> None:
    by_path = {address.partition("?")[0]: Read(text).title for address, text in pages.items()}
    twice = [title for title, count in Counter(by_path.values()).items() if count > 1]
    assert twice == []


def test_each_template_is_some_page(pages: dict[str, str]) -> None:
    rendered: set[str] = set()
    real = environment().get_template

    def get_template(name: str, *args: object, **more: object) -> object:
        rendered.add(name)
        return real(name)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(environment(), "get_template", get_template)
        client = client_over(2)
        for address in pages:
            client.get(address)
        client.get("/nowhere")
    assert {path.name for path in TEMPLATES.glob("*.html")} - FRAMES == rendered - FRAMES


def test_every_side_leads_to_its_event(pages: dict[str, str]) -> None:
    """From any figure to its source in two clicks: the page of the thing, then the event."""
    client = client_over(2, 250)
    store = filled_store(2, 250)
    for held in store.pictures.all():
        cited = set(re.findall(rb'"event":"([0-9a-f-]{36})"', held.body))
        (address,) = (each for each in pages if each == _page_of(held.key))
        linked = set(re.findall(r'href="/events/([0-9a-f-]{36})["#]', client.get(address).text))
        assert {each.decode() for each in cited} <= linked, address


def _page_of(key: tuple[str, str, str]) -> str:
    return f"/{key[1]}s/{key[0]}/{key[2]}"
