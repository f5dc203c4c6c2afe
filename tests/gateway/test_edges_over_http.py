"""Edges of dates, numbers and letters over HTTP: in a body and in a header, each gets an answer, never a fault."""

import pytest

from hub.gateway.api.cloudevents_http import BATCH, EITHER
from tests.gateway.door_in_memory import Gateway
from tests.gateway.modes import encoded
from tests.support import pools
from tests.support.documents import OTHER_ID, declared
from tests.support.exceptions import insides_in

GOOD = declared(attributes={"id": OTHER_ID})
IN_UTF_8 = [each for each in pools.EDGE_TEXTS if "\ud800" not in each and "\udfff" not in each]


@pytest.mark.parametrize("value", IN_UTF_8, ids=lambda value: ascii(value)[:30])
async def test_an_edge_beside_a_good_event_costs_the_good_one_nothing(gateway: Gateway, value: str) -> None:
    for number, odd in enumerate([{"time": value}, {"recordedtime": value}, {"id": value}, {"subject": value}]):
        good = GOOD | {"id": f"014e1b2c-3d00-7000-8000-{number:012d}"}
        answer = await gateway.post([declared(attributes=odd), good], BATCH)
        assert answer.status_code == 202, answer.text
        assert answer.json()["results"][1]["outcome"] == "admitted"
        assert not insides_in(answer.text)


@pytest.mark.parametrize("value", IN_UTF_8, ids=lambda value: ascii(value)[:30])
@pytest.mark.parametrize("header", ["ce-time", "ce-recordedtime", "ce-id"])
async def test_an_edge_in_a_header_gets_an_answer(gateway: Gateway, header: str, value: str) -> None:
    structured = await gateway.post(declared(), **{header: encoded(value).decode()})
    attributes = {f"ce-{name}": str(said) for name, said in declared().items() if name not in ("data", header[3:])}
    binary = await gateway.post(declared()["data"], EITHER, **attributes, **{header: encoded(value).decode()})
    for answer in (structured, binary):
        assert answer.status_code in (202, 422), answer.text
        assert not insides_in(answer.text)
