"""No route takes a parameter that it does not declare, or one of its own twice: over every route that there is."""

import re
import typing
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache

import pytest
from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from hypothesis import given
from hypothesis import strategies as st
from starlette.routing import Mount
from starlette.testclient import TestClient

from hub.gateway.api.parts import Parts
from hub.gateway.app import ROUTES, create_app
from hub.gateway.http.parameters import MOST_TOLD, check, declared
from hub.gateway.http.problems import MEDIA, Problem, ProblemKind
from hub.gateway.pages import every
from hub.reconcile.kinds.registry import KIND_OF
from hub.reconcile.matter_kinds import MatterKind
from tests.gateway.made import demonstration, parts_over


@cache
def app() -> FastAPI:
    return create_app(parts_over(*demonstration()))


@cache
def client() -> TestClient:
    return TestClient(app(), base_url="http://127.0.0.1")


def routes() -> Iterator[APIRoute]:
    parts = parts_over(*demonstration())
    for each in ROUTES:
        yield from (route for route in each(parts).routes if isinstance(route, APIRoute))
    yield from (route for route in app().routes if isinstance(route, APIRoute))


WALKED = [(method, route) for route in routes() for method in sorted(route.methods or ())]


def address(route: APIRoute) -> str:
    return re.sub(r"\{[^}]+\}", "x", route.path_format)


@pytest.mark.parametrize(("method", "route"), WALKED, ids=lambda each: getattr(each, "path", each))
def test_no_route_takes_what_it_does_not_declare(method: str, route: APIRoute) -> None:
    answer = client().request(method, f"{address(route)}?zebra=1&partnershp=1")
    assert (answer.status_code, answer.headers["content-type"]) == (422, MEDIA), answer.text
    problem = answer.json()
    assert problem["type"] == ProblemKind.PARAMETER_WRONG.uri
    assert [each["pointer"] for each in problem["errors"]] == ["query/zebra", "query/partnershp"]
    names = declared(route)
    assert all(name in problem["detail"] for name in names)
    if "partnership" in names:
        assert problem["errors"][1]["detail"].endswith("did you mean partnership?")


@pytest.mark.parametrize(("method", "route"), WALKED, ids=lambda each: getattr(each, "path", each))
def test_no_route_takes_a_parameter_twice(method: str, route: APIRoute) -> None:
    for name in declared(route):
        answer = client().request(method, f"{address(route)}?{name}=1&{name}=2")
        assert answer.status_code == 422, answer.text
        (error,) = answer.json()["errors"]
        assert error == {"pointer": f"query/{name}", "detail": f"{name} stands more than once; give it once"}


@pytest.mark.parametrize(("method", "route"), WALKED, ids=lambda each: getattr(each, "path", each))
def test_every_route_takes_what_it_declares(method: str, route: APIRoute) -> None:
    for name in declared(route):
        answer = client().request(method, f"{address(route)}?{name}=wandsworth")
        assert "no parameter of this address" not in answer.text


def test_everything_else_that_is_served_is_the_static_files() -> None:
    """What the walk above leaves out: an address of theirs carries the hash of its content, which changes nothing."""
    others = [each for each in app().routes if not isinstance(each, APIRoute)]
    mounted = [each for each in others if isinstance(each, Mount)]
    assert [each.path for each in mounted] == ["/static"]
    assert len(others) - len(mounted) == len(ROUTES)


def test_no_route_declares_a_list() -> None:
    """Each parameter stands once: one that may stand more often would need a rule of its own."""
    for _, route in WALKED:
        for each in route.dependant.query_params:
            kinds = {each.field_info.annotation, *typing.get_args(each.field_info.annotation)}
            assert not {typing.get_origin(kind) or kind for kind in kinds} & {list, tuple, set, frozenset}, route.path


def test_a_day_that_stands_twice_is_told_as_what_it_is() -> None:
    problem = client().get("/?as_of=2015-10-01&as_of=2016-01-01").json()
    assert problem["detail"] == "this address takes as_of, once, and nothing else"
    assert problem["errors"] == [{"pointer": "query/as_of", "detail": "as_of stands more than once; give it once"}]
    assert "as_of is no parameter" in client().get("/v1/contracts?as_of=2015-10-01&as_of=2016-01-01").text


def test_every_page_takes_a_day_and_nothing_else_does() -> None:
    pages = {route.path for routes in every.ROUTES for route in made(routes)}
    assert pages
    for _, route in WALKED:
        assert ("as_of" in declared(route)) is (route.path in pages), route.path


def made(routes: Callable[[Parts], APIRouter]) -> list[APIRoute]:
    return [each for each in routes(parts_over(*demonstration())).routes if isinstance(each, APIRoute)]


def test_a_page_says_it_as_a_page() -> None:
    answer = client().get("/contracts?partnershp=wandsworth", headers={"Accept": "text/html"})
    assert answer.status_code == 422
    assert answer.headers["content-type"].startswith("text/html")
    assert "partnershp is no parameter of this address; did you mean partnership?" in answer.text
    facets = ", ".join(KIND_OF["contract"].facets)
    told = f"This address takes q, partnership, after, before, {facets}, as_of, each once, and nothing else."
    assert told in answer.text


NAMES = st.sampled_from(["q", "limit", "limt", "0208 123 4567", "joe@example.org", "", "a" * 300])


@given(st.dictionaries(NAMES, st.integers(1, 3), min_size=1), st.sampled_from([("q", "limit"), ()]))
def test_each_name_is_told_once_and_none_that_could_be_a_value(
    given_names: dict[str, int], known: tuple[str, ...]
) -> None:
    wrong = {name for name, count in given_names.items() if name not in known or count > 1}
    try:
        check(Counter(given_names), known)
        told = 0
    except Problem as problem:
        told = len(problem.errors)
        text = str(problem.body("/"))
        assert "4567" not in text and "joe" not in text and "a" * 300 not in text
    assert told == len(wrong)


def test_a_thousand_names_are_not_all_told() -> None:
    with pytest.raises(Problem) as told:
        check(Counter(f"x{number}" for number in range(1000)), ("q",))
    assert len(told.value.errors) == MOST_TOLD


def values_that_do_not_fit(route: APIRoute) -> Iterator[tuple[str, str]]:
    """By the place of a parameter in the address, one that the route refuses for its value."""
    for each in route.dependant.query_params:
        for value in ("@", "-1", "99999999999", "x" * 5000):
            yield each.alias, f"{address(route)}?{each.alias}={value}"


@pytest.mark.parametrize(("method", "route"), WALKED, ids=lambda each: getattr(each, "path", each))
def test_what_is_wrong_with_a_value_is_told_in_words_and_briefly(method: str, route: APIRoute) -> None:
    asked = [("", address(route)), *values_that_do_not_fit(route)]
    for _, path in asked:
        answer = client().request(method, path)
        if answer.status_code == 422 and answer.headers["content-type"] == MEDIA:
            for each in answer.json().get("errors", ()):
                detail = each["detail"]
                assert len(detail) < 200, detail
                assert not re.match("Input should|String should|Value error|Field required", detail), detail
                assert "x" * 100 not in detail


def test_near_words_come_first_and_a_receipt_s_id_is_told_how_to_write() -> None:
    (error,) = client().get("/v1/differences?kind=amout").json()["errors"]
    assert error["detail"] == (
        f"is none of the words that it takes; did you mean amount? /openapi.json has all {len(MatterKind)}"
    )
    (error,) = client().get("/v1/differences?kind=zzz").json()["errors"]
    assert error["detail"].endswith(f"/openapi.json has all {len(MatterKind)}: take one of them")
    for route in ("receipts", "events"):
        (error,) = client().get(f"/v1/{route}/17").json()["errors"]
        assert error["pointer"] == "path/event_id"
        assert error["detail"].startswith("is not a UUID; write it whole, as 0191f7a0-")
