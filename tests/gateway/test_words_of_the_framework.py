"""What the framework answers by itself, a wrong address or method, is told with what to do."""

import asyncio
from http import HTTPStatus

import httpx
import pytest
from fastapi import FastAPI

from hub.gateway.problems import install


def asked(method: str, path: str) -> tuple[int, str]:
    app = FastAPI(openapi_url=None)
    install(app)

    @app.post("/v1/events")
    async def publish() -> None: ...

    async def ask() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost") as client:
            return await client.request(method, path)

    answer = asyncio.run(ask())
    return answer.status_code, answer.json()["detail"]


@pytest.mark.parametrize(
    ("method", "path", "status", "said"),
    [
        ("PUT", "/v1/events", HTTPStatus.METHOD_NOT_ALLOWED, "takes POST"),
        ("GET", "/v1/event/x", HTTPStatus.NOT_FOUND, "no such address"),
    ],
)
def test_a_wrong_address_or_method_is_told_with_what_to_do(
    method: str, path: str, status: HTTPStatus, said: str
) -> None:
    code, detail = asked(method, path)
    assert code == status
    assert said in detail
    assert "/openapi.json" in detail
    assert detail != status.phrase
