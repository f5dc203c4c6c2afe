"""POST /v1/events without Kafka: requests that are turned away before admission, and what is never told of them."""

import asyncio
import gzip
import logging
import zlib
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass, field

import orjson
import pytest

from hub.admission.refusal import Code
from hub.gateway.api import door
from hub.gateway.api.ce_headers import MOST_BYTES as MOST_HEADER_BYTES
from hub.gateway.api.cloudevents_http import BATCH, EITHER, MOST_EVENTS, ONE
from hub.gateway.api.incoming import MOST_BYTES
from hub.gateway.api.whole_requests import KEPT
from hub.gateway.http.problems import MEDIA, ProblemKind
from hub.log.refusals import MOST_TEXT_BYTES
from tests.gateway.door_in_memory import CANARY, EVENTS, Gateway, an_event
from tests.support.documents import COUNCIL, EVENT_ID


@pytest.mark.parametrize("media", [BATCH, EITHER])
async def test_an_empty_batch_is_refused_as_an_empty_file_is_and_kept(gateway: Gateway, media: str) -> None:
    answer = await gateway.post([], media)
    assert (answer.status_code, answer.json()["type"]) == (400, ProblemKind.NO_EVENTS.uri)
    assert "send one CloudEvents document" in answer.json()["detail"]
    (kept,) = gateway.refusals()
    assert (kept["code"], kept["event"]) == (Code.EMPTY.value, None)


BINARY_HEADERS: Mapping[str, str] = {
    f"ce-{name}": value for name, value in an_event().items() if name in ("specversion", "id", "source", "type")
}

BEFORE_ADMISSION = {
    "binary, half of an escape": ({**BINARY_HEADERS, "ce-subject": "%2"}, b"{}", EITHER),
    "binary, a header that is none": ({**BINARY_HEADERS, "ce-data": "x"}, b"{}", EITHER),
    "binary, a body that is no JSON": (BINARY_HEADERS, b"{", EITHER),
    "structured, a header that says another thing": ({"ce-source": "x"}, orjson.dumps(an_event()), ONE),
    "structured, no JSON beside a header": ({"ce-id": str(EVENT_ID)}, b"{", ONE),
    "structured, nothing beside a header": ({"ce-id": str(EVENT_ID)}, b"", ONE),
}


@pytest.mark.parametrize("name", BEFORE_ADMISSION)
async def test_what_is_refused_before_admission_is_kept_under_its_id_where_that_could_be_read(
    gateway: Gateway, name: str
) -> None:
    headers, body, media = BEFORE_ADMISSION[name]
    assert (await gateway.post(body, media, **headers)).status_code in (400, 422)
    assert {each["event"] for each in gateway.refusals()} == {EVENT_ID}
    receipt = (await gateway.client.get(f"/v1/receipts/{EVENT_ID}")).json()
    assert (receipt["state"], len(receipt["refused"])) == ("refused", 1)


@pytest.mark.parametrize("headers", [{"ce-id": "%zz"}, {"ce-id": "17"}, {"ce-source": "a"}])
async def test_what_bears_no_id_is_kept_under_none(gateway: Gateway, headers: dict[str, str]) -> None:
    assert (await gateway.post(b"{", EITHER, **headers)).status_code == 400
    assert [each["event"] for each in gateway.refusals()] == [None]


@dataclass(frozen=True)
class Wrong:
    """A request that is turned away, whatever its events say."""

    name: str
    kind: ProblemKind
    body: bytes
    media: str = EITHER
    headers: Mapping[str, str] = field(default_factory=dict)


GOOD = orjson.dumps(an_event(description=CANARY))

WRONG = (
    Wrong("no content type", ProblemKind.MEDIA_WRONG, GOOD, ""),
    Wrong("text", ProblemKind.MEDIA_WRONG, GOOD, "text/plain"),
    Wrong("a form", ProblemKind.MEDIA_WRONG, b"a=" + CANARY.encode(), "application/x-www-form-urlencoded"),
    Wrong("another character set", ProblemKind.MEDIA_WRONG, GOOD, "application/json; charset=latin-1"),
    Wrong("a format of events that is not read", ProblemKind.MEDIA_WRONG, GOOD, "application/cloudevents+xml"),
    Wrong("no format of events", ProblemKind.MEDIA_WRONG, GOOD, "application/cloudevents"),
    Wrong("binary mode with text", ProblemKind.MEDIA_WRONG, GOOD, "text/plain", {"ce-id": EVENT_ID}),
    Wrong("headers beside a batch", ProblemKind.PARAMETER_WRONG, b"[]", BATCH, {"ce-id": CANARY}),
    Wrong("a strange name beside a batch", ProblemKind.PARAMETER_WRONG, b"[]", BATCH, {"ce-'zebra-4471'": "1"}),
    Wrong("headers without end", ProblemKind.HEADERS_TOO_LARGE, GOOD, EITHER, {"ce-x": "x" * MOST_HEADER_BYTES}),
    Wrong("a header that says another thing", ProblemKind.REFUSED, GOOD, ONE, {"ce-id": CANARY}),
    Wrong("a header that the event does not say", ProblemKind.REFUSED, GOOD, ONE, {"ce-x": CANARY}),
    Wrong("half of an escape", ProblemKind.REFUSED, b"{}", EITHER, {"ce-id": f"{CANARY}%2"}),
    Wrong("an overlong escape", ProblemKind.REFUSED, b"{}", EITHER, {"ce-id": f"{CANARY}%C0%A0"}),
    Wrong("half of a quoted string", ProblemKind.REFUSED, b"{}", EITHER, {"ce-id": f'"{CANARY}'}),
    Wrong("the content type as an attribute", ProblemKind.REFUSED, b"{}", EITHER, {"ce-datacontenttype": CANARY}),
    Wrong("the data as a header", ProblemKind.REFUSED, b"{}", EITHER, {"ce-data": CANARY}),
    Wrong("binary mode that is no JSON", ProblemKind.NOT_JSON, GOOD[:-1], EITHER, {"ce-id": EVENT_ID}),
    Wrong("deflate", ProblemKind.MEDIA_WRONG, zlib.compress(GOOD), headers={"Content-Encoding": "deflate"}),
    Wrong("an encoding that is not taken", ProblemKind.MEDIA_WRONG, GOOD, headers={"Content-Encoding": CANARY}),
    Wrong("gzip twice", ProblemKind.MEDIA_WRONG, GOOD, headers={"Content-Encoding": "gzip, gzip"}),
    Wrong("no gzip", ProblemKind.BODY_WRONG, GOOD, headers={"Content-Encoding": "gzip"}),
    Wrong("gzip of which nothing came", ProblemKind.BODY_WRONG, b"", headers={"Content-Encoding": "gzip"}),
    Wrong(
        "gzip that is cut off", ProblemKind.BODY_WRONG, gzip.compress(GOOD)[:-1], headers={"Content-Encoding": "gzip"}
    ),
    Wrong(
        "damaged gzip",
        ProblemKind.BODY_WRONG,
        gzip.compress(GOOD)[:-8] + b"\0" * 8,
        headers={"Content-Encoding": "gzip"},
    ),
    Wrong(
        "a bomb", ProblemKind.TOO_LARGE, gzip.compress(b" " * (100 * MOST_BYTES)), headers={"Content-Encoding": "gzip"}
    ),
    Wrong("gzip of nothing", ProblemKind.BODY_WRONG, gzip.compress(b"") * 999, headers={"Content-Encoding": "gzip"}),
    Wrong("more than four megabytes", ProblemKind.TOO_LARGE, b" " * MOST_BYTES + GOOD),
    Wrong("too many events", ProblemKind.TOO_LARGE, orjson.dumps([CANARY] * (MOST_EVENTS + 1)), BATCH),
    Wrong("an array as one event", ProblemKind.BODY_WRONG, b"[" + GOOD + b"]", ONE),
    Wrong("one event as a batch", ProblemKind.BODY_WRONG, GOOD, BATCH),
    Wrong("nothing", ProblemKind.NO_EVENTS, b""),
    Wrong("empty lines", ProblemKind.NO_EVENTS, b" \n\n", ONE),
    Wrong("an empty array", ProblemKind.NO_EVENTS, b" [ ]\n"),
    Wrong("an empty batch", ProblemKind.NO_EVENTS, b"[]", BATCH),
    Wrong("no JSON", ProblemKind.NOT_JSON, GOOD[:-1]),
    Wrong("a name twice", ProblemKind.NOT_JSON, b'{"id": "zebra-4471", "id": "zebra-4471"}'),
    Wrong("not a number", ProblemKind.NOT_JSON, b'{"zebra-4471": NaN}'),
    Wrong("infinity", ProblemKind.NOT_JSON, b'{"zebra-4471": -Infinity}'),
    Wrong("no UTF-8", ProblemKind.NOT_JSON, b'{"zebra-4471": "\xff"}'),
    Wrong("deeper than any reader goes", ProblemKind.NOT_JSON, b'{"zebra-4471":' + b"[" * 200_000),
    Wrong("thousands of digits", ProblemKind.NOT_JSON, b'{"zebra-4471": ' + b"9" * 5000 + b"}"),
    Wrong("deeper than the hub takes", ProblemKind.REFUSED, b'{"a":' + b"[" * 40 + b'"zebra-4471"' + b"]" * 40 + b"}"),
    Wrong("a name that is a value", ProblemKind.REFUSED, orjson.dumps(an_event(**{"zebra 4471 zebra-4471": 1}))),
    Wrong("another host", ProblemKind.HOST_WRONG, GOOD, headers={"Host": "hub.example.org"}),
    Wrong("another site's page", ProblemKind.ORIGIN_WRONG, GOOD, headers={"Origin": "https://zebra-4471.example"}),
)


@pytest.fixture
def everything_logged(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    with caplog.at_level(logging.DEBUG):
        yield caplog


@pytest.mark.parametrize("case", WRONG, ids=lambda case: case.name)
async def test_what_is_turned_away_is_a_problem_that_repeats_nothing(
    gateway: Gateway, everything_logged: pytest.LogCaptureFixture, case: Wrong
) -> None:
    answer = await gateway.post(case.body, case.media, **case.headers)
    problem = answer.json()
    assert (problem["type"], answer.status_code) == (case.kind.uri, case.kind.status)
    assert answer.headers["content-type"] == MEDIA
    assert problem["detail"]
    assert CANARY not in answer.text + str(answer.headers)
    assert CANARY not in everything_logged.text
    assert gateway.records() == 0


NO_PARTNER = (ProblemKind.HOST_WRONG, ProblemKind.ORIGIN_WRONG)


@pytest.mark.parametrize("case", [each for each in WRONG if each.kind not in NO_PARTNER], ids=lambda case: case.name)
async def test_what_is_turned_away_is_kept_with_its_reason_and_bounded(gateway: Gateway, case: Wrong) -> None:
    answer = await gateway.post(case.body, case.media, **{**case.headers, "Hub-As": COUNCIL})
    (kept,) = gateway.refusals()
    assert (answer.status_code, kept["principal"], kept["door"]) == (case.kind.status, COUNCIL, door.DOOR)
    assert kept["code"] in set(Code)
    assert kept["problem"]
    assert kept["fix"]
    assert len(orjson.dumps(kept)) < 4 * MOST_TEXT_BYTES
    if case.kind in KEPT:
        assert (kept["code"], kept["where"]) == (KEPT[case.kind], "request")
        assert kept["problem"] in answer.json()["detail"]
        if "Content-Encoding" in case.headers:
            assert not kept["text"]
        elif kept["text"]:
            assert case.body.decode().startswith(kept["text"])
        else:
            assert case.body == b"" or kept["text"] is None


async def test_a_whole_request_with_personal_data_is_kept_without_its_text(gateway: Gateway) -> None:
    assert (await gateway.post(b"write to jo@example.org", "text/plain")).status_code == 415
    (kept,) = gateway.refusals()
    assert (kept["code"], kept["text"]) == (Code.REQUEST_WRONG, None)


async def test_the_event_of_a_request_that_is_turned_away_has_its_receipt(gateway: Gateway) -> None:
    assert (await gateway.post(GOOD, "text/plain", **{"ce-id": EVENT_ID})).status_code == 415
    receipt = (await gateway.client.get(f"/v1/receipts/{EVENT_ID}")).json()
    assert (receipt["state"], receipt["refused"][0]["code"]) == ("refused", Code.REQUEST_WRONG)


async def test_a_body_without_a_length_is_cut_off(gateway: Gateway) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while sent < 4 * MOST_BYTES:
            sent += 65536
            yield b" " * 65536

    answer = await gateway.client.post(EVENTS, content=endless(), headers={"Content-Type": EITHER})
    assert answer.status_code == 413


@pytest.mark.parametrize(
    "origin",
    [
        "http://127.0.0.1.zebra-4471.example",
        "http://127.0.0.1:80",
        "http://127.0.0.1@zebra-4471.example",
        "http://zebra-4471.example/http://127.0.0.1",
        "http://localhost",
        "null",
        "",
        "127.0.0.1",
        "http://127.0.0.1/",
        "https://127.0.0.1",
    ],
)
async def test_only_our_own_origin_itself_may_write(gateway: Gateway, origin: str) -> None:
    answer = await gateway.post(an_event(), Origin=origin)
    assert (answer.status_code, answer.json()["type"]) == (403, ProblemKind.ORIGIN_WRONG.uri)
    assert gateway.records() == 0


async def test_our_own_page_may_publish(gateway: Gateway) -> None:
    assert (await gateway.post(an_event(), Origin="http://127.0.0.1")).status_code == 202


async def test_more_requests_at_once_than_are_taken_are_told_when_to_come_again(gateway: Gateway) -> None:
    gateway.publisher.held.clear()
    waiting = [asyncio.create_task(gateway.post(an_event(number))) for number in range(door.MOST_AT_ONCE)]
    while gateway.publisher.waiting < door.MOST_AT_ONCE:
        await asyncio.sleep(0)
    answer = await gateway.post(an_event(99))
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "1")
    gateway.publisher.held.set()
    assert {each.status_code for each in await asyncio.gather(*waiting)} == {202}
    assert (await gateway.post(an_event(99))).status_code == 202
