"""The same event, however it is carried, is the same to admission; what is wrong is told where it was written."""

import gzip
import tracemalloc
from typing import Any

import orjson
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hub.admission.admit import Admitted, admit
from hub.gateway.api import ce_headers
from hub.gateway.api.cloudevents_http import Mode, events_sent, mode_of
from hub.gateway.http import content_encoding
from hub.gateway.http.problems import Problem, ProblemKind
from hub.serialization.content import content_hash
from tests.gateway.modes import MODES, Request, compressed, encoded, quoted
from tests.gateway.modes import every as all_escaped
from tests.support.documents import context, declared

MOST = 1 << 20
MORE_THAN_A_FLOAT = orjson.Fragment(b"0.10000000000000000001")
SUBJECTS = ("GB-LAE-WND/14-565", 'GB-LAE-WND/Carers (50%) "north"', "GB-LAE-WND/Café €")
WORDS = st.text(st.characters(min_codepoint=32, exclude_categories=["C"]), min_size=1, max_size=40)


def document_of(request: Request) -> Any:
    """The one event of a request, as admission is handed it."""
    body = request.body
    if content_encoding.is_gzip([value.decode() for name, value in request.headers if name == b"Content-Encoding"]):
        body = content_encoding.unpacked(body, MOST)
    (item,) = events_sent(request.headers, body).items
    assert item.refusals == ()
    (document,) = item.documents
    return document


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """Events of which some are let in and some are not: what is said of them is to be the same."""
    attributes = {
        "source": draw(WORDS),
        "subject": draw(st.sampled_from(SUBJECTS)),
        "time": draw(st.sampled_from(["2015-04-01T00:00:00+01:00", "2015-04-01T00:00:00Z", "1 April"])),
        "myextension": draw(st.none() | WORDS),
        "dataschema": draw(st.sampled_from([None, "contract/declared/v1.0", "https://council.example/a%20b"])),
        "datacontenttype": draw(st.sampled_from([None, "application/json", "Application/JSON; charset=utf-8"])),
    }
    data: dict[str, Any] = {
        "title": draw(WORDS),
        "stage": draw(st.sampled_from(["contract", "awarded"])),
        "value": {"amount": draw(st.sampled_from(["450000.10", 450000.1, "a lot", MORE_THAN_A_FLOAT]))},
    }
    made: dict[str, Any] = declared(attributes=attributes, **data)
    return made


@given(documents())
@example(declared(attributes={"subject": 'GB-LAE-WND/100% \\ "x" 😀', "source": " "}))
@example(declared(value={"amount": MORE_THAN_A_FLOAT}))
def test_an_event_gets_one_answer_however_it_is_carried(document: dict[str, Any]) -> None:
    told: dict[str, Any] = {}
    for name, mode in MODES.items():
        for way, request in ((name, mode(document)), (f"{name}, gzip", compressed(mode(document)))):
            answer = admit(document_of(request), context())
            if isinstance(answer, Admitted):
                plain = answer.plain
                told[way] = content_hash(answer.event_type, plain), plain
            else:
                told[way] = tuple((each.code, each.field, each.problem) for each in answer.refusals), None
    assert len(set(map(repr, told.values()))) == 1, told


def test_the_law_is_of_events_that_are_let_in() -> None:
    assert {isinstance(admit(document_of(mode(declared())), context()), Admitted) for mode in MODES.values()} == {True}


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_header_says_what_was_written_into_it(text: str) -> None:
    assert ce_headers.decoded(encoded(text)) == text
    assert ce_headers.decoded(all_escaped(text)) == text
    assert ce_headers.decoded(quoted(text)) == text
    assert ce_headers.decoded(b" \t" + encoded(text) + b" ") == text


@given(st.binary())
def test_any_header_is_read_or_told(value: bytes) -> None:
    read, told = ce_headers.attributes([(b"ce-id", value)])
    assert (len(read), len(told)) in ((1, 0), (0, 1))
    assert all(each.problem and each.fix for each in told)


def test_percent_decoding_is_done_once() -> None:
    assert ce_headers.decoded(b"50%2525") == "50%25"
    assert ce_headers.decoded(b"Euro%20%E2%82%AC%20%F0%9F%98%80") == "Euro € 😀"
    assert ce_headers.decoded(b'say "x" twice') == 'say "x" twice'


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        (b"caf\xc3\xa9", "holds a byte that is no printable ASCII"),
        (b"a\x00b", "holds a byte that is no printable ASCII"),
        (b"100%", "has a % with no two hexadecimal digits behind it"),
        (b"%zz", "has a % with no two hexadecimal digits behind it"),
        (b"%C0%A0", "is not UTF-8 when it is percent-decoded"),
        (b"%ED%A0%80", "is not UTF-8 when it is percent-decoded"),
        (b'"a" and "b"', "begins with a quotation mark and is no quoted string"),
        (b'"', "begins with a quotation mark and is no quoted string"),
    ],
)
def test_what_can_be_read_in_two_ways_is_told(value: bytes, problem: str) -> None:
    sent = events_sent([(b"ce-id", value), (b"content-type", b"application/json")], b"{}")
    (refusal,) = sent.items[0].refusals
    assert (sent.pointer(refusal.field, 0), refusal.problem) == ("header/ce-id", problem)


@pytest.mark.parametrize("name", ["ce-id", "CE-ID"])
def test_a_header_that_stands_twice_is_told_once(name: str) -> None:
    headers = [(b"ce-id", b"1"), (name.encode(), b"1"), (name.encode(), b"1"), (b"content-type", b"application/json")]
    sent = events_sent(headers, b"{}")
    (refusal,) = sent.items[0].refusals
    assert (refusal.field, refusal.problem) == ("header/ce-id", "stands more than once")


@pytest.mark.parametrize("attribute", sorted(ce_headers.NO_HEADERS))
def test_what_is_no_header_is_told_by_name(attribute: str) -> None:
    sent = events_sent([(f"ce-{attribute}".encode(), b"x"), (b"content-type", b"application/json")], b"{}")
    assert [each.field for each in sent.items[0].refusals] == [f"header/ce-{attribute}"]


@pytest.mark.parametrize(
    ("headers", "mode"),
    [
        ([(b"content-type", b"application/cloudevents+json")], Mode.STRUCTURED),
        ([(b"content-type", b"application/cloudevents+json"), (b"ce-id", b"1")], Mode.STRUCTURED),
        ([(b"content-type", b"application/cloudevents-batch+json")], Mode.BATCH),
        ([(b"content-type", b"application/json")], Mode.EITHER),
        ([(b"content-type", b"application/json"), (b"ce-id", b"1")], Mode.BINARY),
        ([(b"content-type", b"application/geo+json"), (b"Ce-Id", b"1")], Mode.BINARY),
        ([(b"ce-id", b"1")], Mode.BINARY),
    ],
)
def test_the_mode_of_a_request(headers: list[tuple[bytes, bytes]], mode: Mode) -> None:
    assert mode_of(headers) is mode


@pytest.mark.parametrize(
    "headers",
    [
        [],
        [(b"content-type", b"application/geo+json")],
        [(b"content-type", b"application/json"), (b"content-type", b"application/json")],
        [(b"content-type", b"application/json; charset=utf-16")],
        [(b"content-type", b"application/cloudevents+protobuf"), (b"ce-id", b"1")],
        [(b"content-type", b"application/octet-stream"), (b"ce-id", b"1")],
    ],
)
def test_what_is_of_no_mode_is_told_by_its_content_type(headers: list[tuple[bytes, bytes]]) -> None:
    with pytest.raises(Problem) as told:
        events_sent(headers, b"{}")
    assert told.value.kind is ProblemKind.MEDIA_WRONG
    assert [each["pointer"] for each in told.value.errors] == ["header/Content-Type"]


def test_refusals_of_binary_mode_are_told_where_they_were_written() -> None:
    headers = [
        *((f"ce-{name}".encode(), value) for name, value in (("specversion", b"1.0"), ("type", b"uk.jch.nothing.v1"))),
        (b"ce-time", b"1%20April"),
        (b"ce-my-name", b"x"),
        (b"ce-dataschema", b"schemas"),
        (b"content-type", b"application/json"),
    ]
    typed = [each if each[0] != b"ce-type" else (b"ce-type", b"uk.jch.contract.declared.v1") for each in headers]
    body = b'{"stage": "awarded", "meta": {"organisation": 1}, "value": {"amount": "-1"}}'
    told: dict[str, str] = {}
    for sent in (events_sent(headers, body), events_sent(typed, body)):
        (document,) = sent.items[0].documents
        answer = admit(document, context())
        assert not isinstance(answer, Admitted)
        told |= {sent.pointer(each.field, 0): each.problem for each in answer.refusals}
    assert {
        "header/ce-id", "header/ce-source", "header/ce-type", "header/ce-time", "header/ce-my-name",
        "header/ce-dataschema", "#/stage", "#/meta/organisation", "#/value/amount",
    } <= told.keys()  # fmt: skip


@pytest.mark.parametrize("body", [b'[{"stage": "awarded"}]', b'"awarded"', b"1"])
def test_a_body_that_is_no_object_has_a_cure_that_binary_mode_can_follow(body: bytes) -> None:
    sent = events_sent([(b"ce-id", b"1"), (b"content-type", b"application/json")], body)
    (document,) = sent.items[0].documents
    answer = admit(document, context())
    assert not isinstance(answer, Admitted)
    (refusal,) = (each for each in answer.refusals if each.field == "data")
    assert (sent.pointer(refusal.field, 0), refusal.problem) == ("#", "is not a JSON object")
    assert "in binary mode" in refusal.fix
    assert refusal.fix.endswith("send an object with the fields of the type as the body")


def test_an_event_without_a_body_lacks_its_data() -> None:
    sent = events_sent([(b"ce-id", b"1"), (b"content-type", b"application/json")], b" \n")
    (document,) = sent.items[0].documents
    assert "data" not in document
    assert sent.pointer("data", 0) == "#"


@given(st.binary(max_size=2000), st.integers(1, 3))
def test_gzip_gives_what_was_packed(data: bytes, members: int) -> None:
    cut = len(data) // members
    parts = [data[at * cut : (at + 1) * cut if at < members - 1 else None] for at in range(members)]
    packed = b"".join(map(gzip.compress, parts))
    assert content_encoding.unpacked(packed, len(data)) == data
    if data:
        with pytest.raises(Problem) as told:
            content_encoding.unpacked(packed, len(data) - 1)
        assert told.value.kind is ProblemKind.TOO_LARGE


def test_a_bomb_is_not_unpacked_to_be_refused() -> None:
    bomb = gzip.compress(b" " * (100 * MOST))
    tracemalloc.start()
    try:
        with pytest.raises(Problem):
            content_encoding.unpacked(bomb, MOST)
        held = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert held < 4 * MOST


@pytest.mark.parametrize("given", [["gzip"], ["x-gzip"], ["GZip"], ["identity, gzip"], ["identity", "gzip"]])
def test_gzip_is_taken(given: list[str]) -> None:
    assert content_encoding.is_gzip(given)


@pytest.mark.parametrize("given", [[], ["identity"], [""]])
def test_nothing_is_taken_as_it_is(given: list[str]) -> None:
    assert not content_encoding.is_gzip(given)


@pytest.mark.parametrize("raw", [[], [(b"content-type", b"")], [(b"content-type", b" ")]])
def test_a_request_without_a_content_type_is_told_that_there_is_none(raw: ce_headers.Raw) -> None:
    with pytest.raises(Problem) as told:
        events_sent(raw, b"{}")
    assert told.value.kind is ProblemKind.MEDIA_WRONG
    assert told.value.detail is not None
    assert told.value.detail.startswith("there is no Content-Type; send application/cloudevents+json")
