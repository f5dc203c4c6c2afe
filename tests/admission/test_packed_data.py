"""data_base64 and dataschema: what is taken, and what is told of the rest."""

import base64
from dataclasses import dataclass
from typing import Any

import orjson
import pytest

from hub.admission import dataschema
from hub.admission.admit import Admitted, Refused, admit
from hub.admission.limits import MOST_BYTES
from hub.admission.personal import may_be_kept
from hub.admission.refusal import Code
from hub.events.catalogue import BY_CE_TYPE, CATALOGUE, EventType
from tests.support.documents import context, declared


def packed(data: Any, **attributes: Any) -> dict[str, Any]:
    text = data if isinstance(data, bytes) else orjson.dumps(data)
    document = declared(attributes=attributes)
    del document["data"]
    return {"data_base64": base64.b64encode(text).decode(), **document}


DATA = declared()["data"]


@dataclass(frozen=True)
class Wrong:
    name: str
    document: dict[str, Any]
    field: str
    problem: str


WRONG = (
    Wrong("both", packed(DATA) | {"data": DATA}, "data_base64", "stands beside data"),
    Wrong("no text", packed(DATA) | {"data_base64": 7}, "data_base64", "is not text"),
    Wrong("no base64", packed(DATA) | {"data_base64": "{}"}, "data_base64", "is not base64"),
    Wrong("in lines", packed(DATA) | {"data_base64": "e30=\n"}, "data_base64", "is not base64"),
    Wrong("without its end", packed(DATA) | {"data_base64": "e30"}, "data_base64", "is not base64"),
    Wrong("not ASCII", packed(DATA) | {"data_base64": "é"}, "data_base64", "is not base64"),
    Wrong("no JSON", packed(b"{"), "data_base64", "does not hold JSON: it ends before it is closed"),
    Wrong("another charset", packed('"é"'.encode("latin-1")), "data_base64", "does not hold JSON: byte 2 is not UTF-8"),
    Wrong(
        "a name twice", packed(b'{"a":1,"a":1}'), "data_base64", "does not hold JSON: an object has the name a twice"
    ),
    Wrong("no object", packed(b"[]"), "data", "is not a JSON object"),
    Wrong("null", packed(b"null"), "data", "is missing"),
    Wrong("text", packed(DATA, datacontenttype="text/plain"), "datacontenttype", "is not JSON, so the hub cannot read"),
    Wrong("no type", packed(DATA, datacontenttype=7), "datacontenttype", "is not JSON, so the hub cannot read"),
    Wrong(
        "latin-1",
        packed(DATA, datacontenttype="application/json; charset=latin-1"),
        "datacontenttype",
        "names another charset than UTF-8",
    ),
)


@pytest.mark.parametrize("case", WRONG, ids=lambda case: case.name)
def test_what_cannot_be_unpacked_is_told_once(case: Wrong) -> None:
    answer = admit(case.document, context())
    assert isinstance(answer, Refused)
    (refusal,) = answer.refusals
    assert refusal.field == case.field
    assert refusal.problem.startswith(case.problem)
    assert refusal.fix


@pytest.mark.parametrize("kind", [None, "application/json", "text/json", "application/a.b+JSON;charset=UTF-8"])
def test_packed_json_is_let_in(kind: str | None) -> None:
    assert isinstance(admit(packed(DATA, datacontenttype=kind), context()), Admitted)
    assert isinstance(admit(declared() | {"data_base64": None}, context()), Admitted)
    assert isinstance(admit(packed(DATA, datacontenttype=kind) | {"data": None}, context()), Admitted)


@pytest.mark.parametrize("charset", ["utf-8", "UTF8", "us-ascii", "ASCII"])
def test_a_charset_whose_bytes_are_those_of_utf_8_is_let_in(charset: str) -> None:
    kind = f"application/json; charset={charset}"
    assert isinstance(admit(packed(DATA, datacontenttype=kind), context()), Admitted)


def test_all_that_is_wrong_is_told_beside_it() -> None:
    answer = admit(packed(b"{", subject=None, type="uk.jch.contract.nothing.v1", time="today"), context())
    assert isinstance(answer, Refused)
    assert {each.field for each in answer.refusals} == {"data_base64", "type", "time"}


def test_the_limit_is_of_what_is_packed() -> None:
    """Base64 is a third longer: what fits as data fits when it is packed."""
    long = {**DATA, "description": " ".join(["word"] * (MOST_BYTES // 6))}
    told = []
    for document in (declared(description=long["description"]), packed(long)):
        answer = admit(document, context())
        told.append([each.problem for each in answer.refusals] if isinstance(answer, Refused) else [])
    assert told[0] == told[1]
    over = admit(packed({**long, "note": "x" * MOST_BYTES}), context())
    assert isinstance(over, Refused)
    assert [each.code for each in over.refusals] == [Code.TOO_LARGE]


def test_what_is_packed_is_not_kept_as_text() -> None:
    personal = base64.b64encode(b'{"title": "call 020 7946 0000"').decode()
    assert not may_be_kept(f'{{"data_base64": "{personal}"}}', [Code.ATTRIBUTE_WRONG])


@pytest.mark.parametrize("event_type", CATALOGUE, ids=lambda each: each.ce_type)
def test_a_schema_is_held_against_the_type(event_type: EventType) -> None:
    own = event_type.dataschema
    other = next(each for each in CATALOGUE if each is not event_type).dataschema
    later = own.replace("/v1.", "/v2.")
    before = ("", "https://hub.example/schemas/", "urn:jch:", "http://localhost:8080/x/")
    for start in before:
        for end in ("", ".avsc", "#data", "?x=1") if start else ("",):
            assert _told(event_type, f"{start}{own}{end}") == []
            for wrong in (other, later):
                assert _told(event_type, f"{start}{wrong}{end}") == ["names another type or major version"]


@pytest.mark.parametrize(
    "uri", ["https://council.example/contract.json", "urn:council:contract:7", "http://[::1]/a%20b?c#d", "tag:a,2020:b"]
)
def test_an_absolute_uri_of_the_senders_is_let_through(uri: str) -> None:
    assert isinstance(admit(declared(attributes={"dataschema": uri}), context()), Admitted)


JUNK: tuple[Any, ...] = (
    "",
    "schemas/x.json",
    "/contract/declared/v1.0",
    "https:",
    "http://a b",
    "x:é",
    "contract/declared/v1.0 ",
    7,
    {},
)


@pytest.mark.parametrize("junk", JUNK)
def test_what_is_no_schema_is_told(junk: Any) -> None:
    answer = admit(declared() | {"dataschema": junk}, context())
    assert isinstance(answer, Refused)
    (refusal,) = answer.refusals
    assert (refusal.code, refusal.field) == (Code.ATTRIBUTE_WRONG, "dataschema")
    assert not isinstance(junk, str) or BY_CE_TYPE["uk.jch.contract.declared.v1"].dataschema in refusal.fix


def test_a_schema_with_an_end_of_line_is_told_as_that() -> None:
    """A pattern that ends in `$` would take it; the rule of schemas refuses it too, were it asked."""
    event_type = BY_CE_TYPE["uk.jch.contract.declared.v1"]
    assert dataschema.problem_of(f"{event_type.dataschema}\n", event_type) is not None
    answer = admit(declared() | {"dataschema": "contract/declared/v1.0\n"}, context())
    assert isinstance(answer, Refused)
    assert [(each.code, each.field) for each in answer.refusals] == [(Code.CONTROL_CHARACTER, "dataschema")]


def _told(event_type: EventType, schema: str) -> list[str]:
    document = declared(attributes={"type": event_type.ce_type, "dataschema": schema})
    answer = admit(document, context())
    refused = answer.refusals if isinstance(answer, Refused) else ()
    return [each.problem for each in refused if each.field == "dataschema"]
