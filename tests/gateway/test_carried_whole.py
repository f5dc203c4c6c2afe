"""A body that was packed is taken whole or not at all, and a header beside an event says what the event says."""

import gzip
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.admission.refusal import Code
from hub.admission.strict_json import BadJson, parse
from hub.gateway.api.cloudevents_http import events_sent
from hub.gateway.http.content_encoding import is_gzip, unpacked
from hub.gateway.http.problems import Problem, ProblemKind
from tests.support.documents import declared

MOST = 10_000


@given(st.binary(min_size=1, max_size=200), st.data())
def test_a_body_that_was_cut_off_is_never_taken(content: bytes, data: st.DataObject) -> None:
    packed = gzip.compress(content)
    cut = packed[: data.draw(st.integers(0, len(packed) - 1))]
    with pytest.raises(Problem) as told:
        unpacked(cut, MOST)
    assert told.value.kind is ProblemKind.BODY_WRONG
    # also behind a member that is whole
    with pytest.raises(Problem):
        unpacked(packed + cut + b"\x1f", MOST)


@given(st.integers(1, 50))
def test_as_much_as_is_taken_is_taken_and_not_a_byte_more(most: int) -> None:
    assert unpacked(gzip.compress(b"x" * most), most) == b"x" * most
    with pytest.raises(Problem) as told:
        unpacked(gzip.compress(b"x" * (most + 1)), most)
    assert told.value.kind is ProblemKind.TOO_LARGE


@pytest.mark.parametrize("given", [["gzip, gzip"], ["gzip", "gzip"], ["gzip, deflate"], ["x-gzip,identity,gzip"]])
def test_what_was_packed_twice_is_refused(given: list[str]) -> None:
    with pytest.raises(Problem) as told:
        is_gzip(given)
    assert told.value.kind is ProblemKind.MEDIA_WRONG


def refused(value: str, **attributes: Any) -> list[Code]:
    (name, said) = next(iter(attributes.items()))
    body = json.dumps({**declared(), name: said}).encode()
    raw = [(b"content-type", b"application/cloudevents+json"), (f"ce-{name}".encode(), value.encode())]
    (item,) = events_sent(raw, body).items
    return [each.code for each in item.refusals]


@pytest.mark.parametrize(
    ("said", "header", "same"),
    [
        ("2015-06-29T18:30:00Z", "2015-06-29T18:30:00Z", True),
        ("2015-06-29T18:30:00Z", "2015-06-29T19:30:00+01:00", True),
        ("2015-06-29T18:30:00Z", "2015-06-29T18:30:00+00:00", True),
        ("2015-06-29T18:30:00Z", "2015-06-29T18:30:00+01:00", False),
        ("2015-06-29T18:30:00Z", "2015-06-29T18:30:00", False),
    ],
)
def test_a_moment_beside_an_event_may_be_written_in_another_way(said: str, header: str, same: bool) -> None:
    assert refused(header, time=said) == ([] if same else [Code.DISAGREES])


@pytest.mark.parametrize(
    ("said", "header", "same"), [(True, "true", True), (True, "True", False), (7, "7", True), (7, "07", False)]
)
def test_what_is_no_text_is_compared_by_its_canonical_text(said: Any, header: str, same: bool) -> None:
    assert refused(header, sequence=said) == ([] if same else [Code.DISAGREES])


@pytest.mark.parametrize("header", [b"ce-id", b"ce-type", b"ce-data"])
def test_a_batch_has_no_headers_of_its_own(header: bytes) -> None:
    raw = [(b"content-type", b"application/cloudevents-batch+json"), (header, b"x")]
    with pytest.raises(Problem) as told:
        events_sent(raw, json.dumps([declared()]).encode())
    assert told.value.kind is ProblemKind.PARAMETER_WRONG
    assert [each["pointer"] for each in told.value.errors] == [f"header/{header.decode()}"]


@pytest.mark.parametrize("media", ["application/cloudevents-future+json", "application/cloudevents+avro"])
def test_a_format_of_events_that_is_not_read_is_no_event_in_binary_mode(media: str) -> None:
    raw = [(b"content-type", media.encode()), (b"ce-id", b"1"), (b"ce-specversion", b"1.0")]
    with pytest.raises(Problem) as told:
        events_sent(raw, b"{}")
    assert told.value.kind is ProblemKind.MEDIA_WRONG


@pytest.mark.parametrize("media", ["application/json", "application/vnd.council+json; charset=utf-8"])
def test_what_the_data_is_stands_in_the_event_as_it_was_sent(media: str) -> None:
    (item,) = events_sent([(b"Content-Type", media.encode()), (b"ce-id", b"1")], b"{}").items
    assert [each["datacontenttype"] for each in item.documents] == [media]
    (item,) = events_sent([(b"ce-id", b"1")], b"{}").items
    assert ["datacontenttype" in each for each in item.documents] == [False]


@pytest.mark.parametrize("constant", [b"NaN", b"Infinity", b"-Infinity"])
def test_what_is_no_number_of_json_is_none(constant: bytes) -> None:
    assert isinstance(parse(b'{"a": ' + constant + b"}"), BadJson)


@pytest.mark.parametrize("number", [b"1e4001", b"-1E+999999", b"1e-4001", b"9.5e99999999999999999999"])
def test_a_number_that_is_longer_than_any_limit_is_none(number: bytes) -> None:
    assert isinstance(parse(b'{"a": ' + number + b"}"), BadJson)


@pytest.mark.parametrize("number", [b"1e4000", b"-1e-4000", b"0e999999", b"12.50"])
def test_a_number_within_them_is_taken(number: bytes) -> None:
    assert not isinstance(parse(b'{"a": ' + number + b"}"), BadJson)
