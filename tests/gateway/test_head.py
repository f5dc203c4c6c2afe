"""HEAD is answered as GET is, without its body."""

import asyncio

import httpx
import pytest

from hub.gateway.app import create_app
from tests.gateway.made import demonstration, parts_over

PATHS = ["/", "/healthz", "/readyz", "/metrics", "/v1/contracts", "/contracts", "/nowhere", "/v1/groups/nobody"]


def client() -> httpx.AsyncClient:
    transport = httpx.ASGITransport(create_app(parts_over(*demonstration())))
    return httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1")


@pytest.mark.parametrize("path", PATHS)
async def test_the_head_is_that_of_get_and_there_is_no_body(path: str) -> None:
    async with client() as asking:
        got, head = await asking.get(path), await asking.head(path)
    assert (head.status_code, head.content) == (got.status_code, b"")
    assert head.headers.keys() == got.headers.keys()
    assert head.headers["content-length"] == got.headers["content-length"] == str(len(got.content))


async def test_where_get_is_not_answered_nor_is_head() -> None:
    async with client() as asking:
        got, head = await asking.get("/v1/events"), await asking.head("/v1/events")
    assert (got.status_code, head.status_code, head.headers["allow"]) == (405, 405, "POST")


async def test_a_feed_has_a_head_and_leaves_its_slot_free() -> None:
    parts = parts_over(*demonstration())
    (group, *_) = parts.store.configuration.groups
    transport = httpx.ASGITransport(create_app(parts))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as asking:
        head = await asyncio.wait_for(asking.head(f"/v1/feeds/groups/{group}"), 10)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-type"].startswith("text/event-stream")
    assert len(parts.store.readers) == 0
