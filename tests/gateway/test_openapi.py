"""The OpenAPI document is whole, and its examples do what they say, on a gateway over real Kafka."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

import httpx
import pytest
from fastapi.routing import APIRoute
from jsonschema import Draft202012Validator

from hub.events.catalogue import CATALOGUE
from hub.gateway.api import publishing
from hub.gateway.api.door import DoorAnswer
from hub.gateway.app import ROUTES, create_app
from hub.gateway.http.problems import MEDIA, Problem, ProblemKind
from hub.gateway.index.store import Store
from hub.gateway.pages import every
from hub.log.topics import TopicNames
from hub.reconcile.picture import KINDS
from hub.usecases.admitting import ItemOutcome
from tests.gateway.live import Listening
from tests.gateway.made import app_over, demonstration, filled_store, parts_over

APP = app_over(Store("127.0.0.1:9", TopicNames(), Random(0)))
DOCUMENT = APP.openapi()


def valid(schema: dict[str, Any], value: Any) -> list[str]:
    """What is wrong with a value, by a schema of the document."""
    whole = {**schema, "components": DOCUMENT["components"]}
    return [f"{error.json_path}: {error.message}" for error in Draft202012Validator(whole).iter_errors(value)]


STREAMS = "/v1/feeds/"
"""They do not end; the feeds' own contract tests read them."""


@dataclass(frozen=True)
class Example:
    """A request as the document shows one, without what may be left out."""

    name: str
    method: str
    path: str
    operation: dict[str, Any]
    query: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    body: Any = None


def _values(parameter: dict[str, Any]) -> list[str]:
    return [str(each["value"]) for each in parameter.get("examples", {}).values()]


def examples() -> Iterator[Example]:
    for template, methods in DOCUMENT["paths"].items():
        if template.startswith(STREAMS):
            continue
        for method, operation in methods.items():
            path, query = template, {}
            for each in operation.get("parameters", ()):
                values = _values(each)
                if each["required"]:
                    assert values, f"{method} {template}: {each['name']} has no example"
                if each["in"] == "path":
                    path = path.replace("{" + each["name"] + "}", values[0])
                elif each["in"] == "query" and each["required"]:
                    query[each["name"]] = values[0]
            name = f"{method.upper()} {template}"
            bodies = operation.get("requestBody", {}).get("content", {})
            if not bodies:
                yield Example(name, method, path, operation, query)
                for each in operation.get("parameters", ()):
                    for value in _values(each) if each["in"] == "query" and not each["required"] else ():
                        asked = {**query, each["name"]: value}
                        yield Example(f"{name} {each['name']}", method, path, operation, asked)
            for media, content in bodies.items():
                assert content["examples"], f"{name}: {media} has no example"
                for example, shown in content["examples"].items():
                    beside = {"Content-Type": media}
                    if example == "binary-mode":
                        beside |= {each["name"]: _values(each)[0] for each in of_events(operation)}
                    yield Example(f"{name} {media} {example}", method, path, operation, query, beside, shown["value"])


def of_events(operation: dict[str, Any]) -> list[dict[str, Any]]:
    """The headers of binary mode that have an example: one event's attributes together."""
    given = [each for each in operation["parameters"] if each["name"].startswith("ce-") and "examples" in each]
    assert {"ce-specversion", "ce-id", "ce-source", "ce-type"} <= {each["name"] for each in given}
    return given


EXAMPLES = list(examples())


@pytest.mark.kafka
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_every_example_is_answered_as_the_document_says(live: Listening, example: Example) -> None:
    answer = httpx.request(
        example.method,
        live.address + example.path,
        params=example.query,
        headers=example.headers,
        json=example.body,
    )
    assert answer.status_code in (200, 202), answer.text
    contents = example.operation["responses"][str(answer.status_code)]["content"]
    assert answer.headers["content-type"].partition(";")[0] in contents
    if "application/json" in contents:
        assert valid(contents["application/json"]["schema"], answer.json()) == []
    if example.body is not None:
        content = example.operation["requestBody"]["content"][example.headers["Content-Type"]]
        assert valid(content["schema"], example.body) == []
        assert answer.json()["refused"] == 0
    if example.path.startswith("/v1/") and example.method == "get" and "feeds" not in example.path:
        again = httpx.get(
            live.address + example.path, params=example.query, headers={"If-None-Match": answer.headers["etag"]}
        )
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", answer.headers["etag"])
        assert again.headers["cache-control"] == answer.headers["cache-control"] == "no-cache"


def test_every_type_of_event_is_an_example() -> None:
    shown = {example.body["type"] for example in EXAMPLES if isinstance(example.body, dict) and "type" in example.body}
    assert shown == {each.ce_type for each in CATALOGUE}


def test_every_route_is_in_the_document_or_a_page() -> None:
    demonstrated = parts_over(*demonstration())
    pages = {
        (route.path, method)
        for routes in every.ROUTES
        for route in routes(demonstrated).routes
        if isinstance(route, APIRoute)
        for method in route.methods or ()
    }
    described = {(path, method.upper()) for path, methods in DOCUMENT["paths"].items() for method in methods}
    there = {
        (route.path_format, method) for routes in create_routes() for route in routes for method in route.methods or ()
    }
    assert there - described <= {(path.replace(":path}", "}"), method) for path, method in pages}
    assert described <= there


def create_routes() -> Iterator[list[APIRoute]]:
    made = parts_over(*demonstration())
    for routes in ROUTES:
        yield [each for each in routes(made).routes if isinstance(each, APIRoute)]


def test_every_operation_is_told_and_names_its_problems() -> None:
    for path, methods in DOCUMENT["paths"].items():
        for method, operation in methods.items():
            where = f"{method} {path}"
            assert operation["description"], where
            for status, response in operation["responses"].items():
                if status not in ("200", "202", "204", "304") and path.startswith("/v1/"):
                    assert list(response["content"]) == [MEDIA], f"{where}: {status}"
            assert "HTTPValidationError" not in str(operation), where


def test_every_problem_that_is_raised_is_what_the_document_says() -> None:
    problem = {"$ref": "#/components/schemas/ProblemDocument"}
    refused = DoorAnswer(None, ItemOutcome.REFUSED)
    for each in (
        publishing.all_refused([refused], lambda field, index: field),
        *map(Problem, ProblemKind, [""] * len(ProblemKind)),
    ):
        assert valid(problem, each.body("/v1/events")) == []


def test_every_picture_is_what_the_document_says() -> None:
    """Over dense histories, in which everything occurs that the core can show."""
    seen = set()
    for store in (demonstration()[0], *(filled_store(seed, 300) for seed in range(6))):
        for held in store.pictures.all():
            schema = {"$ref": f"#/components/schemas/{held.key.kind.title()}Picture"}
            assert valid(schema, held.picture()) == [], held.key
            seen |= {held.key.kind, *held.picture()}
    assert {*KINDS, "improvements", "decisions", "wandsworth_test", "totals", "awards", "left"} <= seen


def test_the_application_is_made_anew_with_the_same_document() -> None:
    assert create_app(parts_over(*demonstration())).openapi() == DOCUMENT
