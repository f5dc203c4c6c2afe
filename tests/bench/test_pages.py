"""What `python -m bench.pages` asks for: an address of every route, and each of them answers."""

from fastapi.routing import APIRoute

from bench.pages import ADDRESSES, CHANGED, LEFT_OUT, OTHERS, pages
from tests.gateway.test_parameters import WALKED


def path(route: APIRoute) -> str:
    return route.path.replace(":path}", "}")


def test_every_route_has_its_address_or_its_reason() -> None:
    routes = {path(route) for _, route in WALKED} | {"/openapi.json"}
    assert set(ADDRESSES) | set(LEFT_OUT) == routes
    assert not set(ADDRESSES) & set(LEFT_OUT)


def test_each_of_them_answers_and_the_slowest_is_told() -> None:
    found = pages(300, 1)
    assert found["each"].keys() == {*ADDRESSES, *OTHERS, *CHANGED}
    assert found["each"][found["slowest"]] == found["p95_ms"] == max(found["each"].values())
