"""One window publishes over HTTP, another one is told that its page has changed, and shows it."""

from datetime import UTC, datetime
from typing import Literal
from uuid import uuid4

import pytest
from playwright.async_api import Page, expect

from tests.browser.running_hub import GROUP
from tests.browser.windows import Windows

pytestmark = [pytest.mark.kafka, pytest.mark.asyncio(loop_scope="package")]

PUBLISH = """async document => {
    const answer = await fetch("/v1/events", {
        method: "POST", headers: {"Content-Type": "application/cloudevents+json"}, body: JSON.stringify(document)});
    return [answer.status, await answer.text()];
}"""


async def publish(page: Page, title: str) -> str:
    """The council schedules one more milestone for the carers' programme, from the page's own window; its event id."""
    event_id = str(uuid4())
    now = datetime.now(UTC).isoformat()
    document = {
        "specversion": "1.0",
        "id": event_id,
        "source": "joint-commissioning-unit-workplan",
        "type": "uk.jch.workplan.milestone-scheduled.v1",
        "subject": "carers",
        "time": now,
        "recordedtime": now,
        "data": {
            "meta": {"organisation": "GB-LAE-WND", "illustrative": True},
            "milestone": f"live-{event_id[:8]}",
            "title": title,
            "due": {"text": "May 2027", "earliest": "2027-05-01", "latest": "2027-05-31", "precision": "month"},
            "kind": "delivery",
        },
    }
    status, answer = await page.evaluate(PUBLISH, document)
    assert status == 202, answer
    return event_id


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        pytest.param(f"/groups/{GROUP}", "listitem", id="group"),
        pytest.param("/programmes/wandsworth/carers", "row", id="programme"),
    ],
)
async def test_a_page_tells_that_it_has_changed_and_shows_it(
    windows: Windows, path: str, kind: Literal["listitem", "row"]
) -> None:
    reading, publishing = await windows.open(path), await windows.open("/")
    title = f"Carers are asked again, {uuid4().hex[:8]}"
    notice = reading.locator("#live")
    await expect(notice).to_be_empty()

    event_id = await publish(publishing, title)
    await expect(notice).to_contain_text("has changed")
    await expect(reading.get_by_text(title)).to_have_count(0)  # nothing moves under the reader's eyes
    await notice.get_by_role("link").click()
    row = reading.get_by_role("main").get_by_role(kind).filter(has_text=title)
    await expect(row).to_be_visible()
    await expect(reading.locator("#live")).to_be_empty()

    await row.get_by_role("link", name="source of").first.click()
    await expect(reading).to_have_url(f"{windows.address}/events/{event_id}")


async def test_without_scripts_the_page_is_new_when_it_is_loaded_again(windows: Windows) -> None:
    reading, publishing = await windows.open(f"/groups/{GROUP}", scripts=False), await windows.open("/")
    told = await windows.open("/programmes/wandsworth/carers")
    title = f"Carers are asked without scripts, {uuid4().hex[:8]}"
    await publish(publishing, title)
    await expect(told.locator("#live")).to_contain_text("has changed")
    await reading.reload()
    await expect(reading.get_by_role("main").locator("li").filter(has_text=title)).to_be_visible()
