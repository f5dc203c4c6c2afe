"""What the official SDK sends is taken, in each mode of both of its interfaces; and the cases of binary mode."""

import gzip
import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

import httpx
import orjson
import pytest
from cloudevents.core.bindings import http as core_http
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent as CoreEvent
from cloudevents.v1 import conversion as v1
from cloudevents.v1.http import CloudEvent as V1Event

from hub.gateway.api.cloudevents_http import BATCH
from hub.gateway.http.problems import ProblemKind
from tests.gateway.door_in_memory import EVENTS, Gateway
from tests.gateway.made import LATER
from tests.support.documents import COUNCIL, EVENT_ID, declared

Message = tuple[Mapping[str, str], bytes]


def core_event(data: Any = None, **attributes: Any) -> CoreEvent:
    document = declared(attributes=attributes)
    body = document.pop("data")
    return CoreEvent(document | {"time": datetime.fromisoformat(document["time"])}, body if data is None else data)


def v1_event(**attributes: Any) -> V1Event:
    document = declared(attributes=attributes)
    data = document.pop("data")
    return V1Event(document, data)


def of_core(message: core_http.HTTPMessage) -> Message:
    return message.headers, message.body


def batch_of(event: CoreEvent) -> Message:
    """The SDK has no batch of its own: an array of what its format writes."""
    return {"Content-Type": BATCH}, b"[" + JSONFormat().write(event) + b"]"


PACKED: Final = orjson.dumps(declared()["data"])
JSON: Final = {"datacontenttype": "application/json"}
SENT: Final[Mapping[str, Callable[[], Message]]] = {
    "core, binary": lambda: of_core(core_http.to_binary_event(core_event(**JSON))),
    "core, binary, no datacontenttype": lambda: of_core(core_http.to_binary_event(core_event())),
    "core, binary, an extension": lambda: of_core(core_http.to_binary_event(core_event(**JSON, team="Café 50%"))),
    "core, binary, bytes": lambda: of_core(core_http.to_binary_event(core_event(PACKED, **JSON))),
    "core, structured": lambda: of_core(core_http.to_structured_event(core_event(**JSON))),
    "core, structured, no datacontenttype": lambda: of_core(core_http.to_structured_event(core_event())),
    "core, structured, bytes": lambda: of_core(core_http.to_structured_event(core_event(PACKED, **JSON))),
    "core, structured, a URI": lambda: of_core(
        core_http.to_structured_event(core_event(dataschema="https://council.example/schemas/contract.json"))
    ),
    "core, batch": lambda: batch_of(core_event(**JSON)),
    "core, batch, bytes": lambda: batch_of(core_event(PACKED)),
    "v1, binary": lambda: v1.to_binary(v1_event(**JSON)),
    "v1, binary, no datacontenttype": lambda: v1.to_binary(v1_event()),
    "v1, structured": lambda: v1.to_structured(v1_event(**JSON)),
    "v1, structured, no datacontenttype": lambda: v1.to_structured(v1_event()),
    "v1, JSON": lambda: ({"Content-Type": "application/cloudevents+json"}, v1.to_json(v1_event())),
}


@pytest.mark.parametrize("is_packed", [False, True], ids=["as it is", "gzip"])
@pytest.mark.parametrize("name", SENT)
async def test_what_the_sdk_sends_is_one_event(gateway: Gateway, name: str, is_packed: bool) -> None:
    """All say the same: each is a duplicate of the event as the hub's own documentation writes it."""
    first = await gateway.post(declared())
    assert first.json()["accepted"] == 1
    headers, body = SENT[name]()
    if is_packed:
        headers, body = {**headers, "Content-Encoding": "gzip"}, gzip.compress(body)
    answer = await gateway.client.post(EVENTS, content=body, headers=dict(headers))
    assert answer.status_code == 202, answer.text
    (result,) = answer.json()["results"]
    assert (result["event"], result["outcome"], result["refusals"]) == (EVENT_ID, "duplicate", [])


async def test_what_the_sdk_sends_is_let_in_where_it_is_new(gateway: Gateway) -> None:
    headers, body = SENT["core, binary"]()
    answer = await gateway.client.post(EVENTS, content=body, headers=dict(headers) | {"Hub-As": COUNCIL})
    assert (answer.status_code, answer.json()["accepted"]) == (202, 1)
    assert answer.json()["results"][0]["event"] == EVENT_ID
    assert gateway.records() == 1


async def test_an_event_of_the_sdk_is_refused_where_it_was_written(gateway: Gateway) -> None:
    event = core_event({"meta": {"organisation": COUNCIL}, "stage": "awarded", "title": "x"}, subject="7", **JSON)
    headers, body = of_core(core_http.to_binary_event(event))
    answer = await gateway.client.post(EVENTS, content=body, headers=dict(headers))
    assert answer.json()["type"] == ProblemKind.REFUSED.uri
    assert {each["pointer"] for each in answer.json()["errors"]} == {"#/stage", "header/ce-subject"}
    receipt = (await gateway.client.get(f"/v1/receipts/{EVENT_ID}")).json()
    assert {each["field"] for each in receipt["refused"]} == {"data.stage", "subject"}


async def test_an_event_without_data_lacks_it(gateway: Gateway) -> None:
    headers, _ = SENT["core, binary"]()
    answer = await gateway.client.post(EVENTS, content=b"", headers=dict(headers))
    told = [(each["pointer"], each["detail"]) for each in answer.json()["errors"]]
    # and who speaks, which no attribute says, so that nobody has to send it twice to hear of both
    assert told == [("#", "is missing"), ("#/meta/organisation", "is missing")]


async def test_binary_mode_of_a_register_that_knows_nothing_of_the_hub() -> None:
    """Case 13a of the cases from public reports: several SDKs send binary mode unless they are told otherwise."""
    headers = {
        "Content-Type": "application/json",
        "ce-specversion": "1.0",
        "ce-id": "01a00000-0000-7000-8000-000000000001",
        "ce-source": "council-register",
        "ce-type": "uk.jch.contract.declared.v1",
        "ce-subject": "GB-LAE-WIL/ce-01",
        "ce-time": "2026-06-01T00:00:00Z",
    }
    data = {
        "meta": {"organisation": "GB-LAE-WIL"},
        "stage": "contract",
        "title": "CE 01",
        "value": {"amount": "100.00"},
    }
    gateway = Gateway(LATER)
    async with gateway.client:
        answer = await gateway.client.post(EVENTS, content=orjson.dumps(data), headers=headers)
    assert (answer.status_code, answer.json()["accepted"], answer.json()["refused"]) == (202, 1, 0)
    (result,) = answer.json()["results"]
    assert (result["event"], result["outcome"]) == (headers["ce-id"], "admitted")
    assert result["records"][0]["partnership"] == "GB-LAE-WIL"


async def test_headers_that_stand_twice_on_the_wire_are_told(
    gateway: Gateway, caplog: pytest.LogCaptureFixture
) -> None:
    headers, body = SENT["core, binary"]()
    twice = httpx.Headers([*headers.items(), ("Ce-Id", "other-4471")])
    with caplog.at_level(logging.DEBUG):
        answer = await gateway.client.post(EVENTS, content=body, headers=twice)
    (error,) = answer.json()["errors"]
    assert (error["pointer"], error["detail"]) == ("header/ce-id", "stands more than once")
    assert "other-4471" not in answer.text + caplog.text
