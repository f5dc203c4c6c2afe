"""Over HTTP: what an event names to be taken back and does not take back is warned of, told in its receipt and page."""

from typing import Any

import pytest

from hub.gateway.api.cloudevents_http import BATCH, ONE
from tests.gateway.door_in_memory import Gateway, an_event
from tests.support.documents import CCG, COUNCIL

FIRST, SECOND = ("014e1b2c-3d00-7000-8000-000000000001", "014e1b2c-3d00-7000-8000-000000000002")


def withdrawal(number: int, of: str, organisation: str = COUNCIL) -> Any:
    event = an_event(number, meta={"organisation": organisation})
    data = {"meta": event["data"]["meta"], "event": of, "reason": "entered twice"}
    return {**event, "type": "uk.jch.contract.withdrawn.v1", "data": data}


async def published(gateway: Gateway, *events: Any) -> list[list[dict[str, str]]]:
    answer = await gateway.post(list(events), BATCH)
    assert answer.status_code == 202, answer.text
    return [each["warnings"] for each in answer.json()["results"]]


async def receipt(gateway: Gateway, event_id: str) -> Any:
    (admitted,) = (await gateway.client.get(f"/v1/receipts/{event_id}")).json()["admitted"]
    return admitted


async def test_its_own_event_is_taken_back_without_a_word(gateway: Gateway) -> None:
    await published(gateway, an_event(1))
    assert await published(gateway, withdrawal(2, FIRST)) == [[]]
    told = await receipt(gateway, SECOND)
    assert (told["takes_back"], told["takes_back_nothing"]) == ([FIRST], [])
    page = (await gateway.client.get(f"/events/{SECOND}")).text
    assert "Takes back" in page


@pytest.mark.parametrize("by", ["corrects", "withdrawn"])
async def test_another_organisations_event_stays_and_that_is_said(gateway: Gateway, by: str) -> None:
    await published(gateway, an_event(1, meta={"organisation": CCG}))
    named = an_event(2, meta={"corrects": FIRST}) if by == "corrects" else withdrawal(2, FIRST)
    ((warned,),) = await published(gateway, named)
    assert warned["detail"] == f"takes nothing back: that event is {CCG}'s"
    assert warned["pointer"] == ("#/0/data/meta/corrects" if by == "corrects" else "#/0/data/event")
    told = await receipt(gateway, SECOND)
    assert told["takes_back"] == []
    ((vain),) = told["takes_back_nothing"]
    assert (vain["event"], vain["effect"], vain["problem"], vain["fix"]) == (
        FIRST, "anothers", warned["detail"], warned["fix"],
    )  # fmt: skip
    page = (await gateway.client.get(f"/events/{SECOND}")).text
    assert "Takes back" not in page
    assert "This takes nothing back: that event is GB-NHS-08X" in page
    assert (await gateway.client.get(f"/v1/receipts/{FIRST}")).json()["state"] == "admitted"


async def test_an_id_that_nobody_knows_is_warned_of_until_its_event_comes(gateway: Gateway) -> None:
    ((warned,),) = await published(gateway, withdrawal(2, FIRST))
    assert warned["detail"].startswith("takes nothing back yet: nobody has said an event of that id")
    assert (await receipt(gateway, SECOND))["takes_back_nothing"][0]["effect"] == "unknown"
    await published(gateway, an_event(1))
    told = await receipt(gateway, SECOND)
    assert (told["takes_back"], told["takes_back_nothing"]) == ([FIRST], [])


async def test_what_the_same_request_says_counts_wherever_it_stands(gateway: Gateway) -> None:
    assert await published(gateway, withdrawal(2, FIRST), an_event(1)) == [[], []]


async def test_what_was_written_a_moment_ago_counts_though_the_index_is_behind(gateway: Gateway) -> None:
    gateway.publisher.is_behind = True
    await published(gateway, an_event(1))
    assert await published(gateway, withdrawal(2, FIRST)) == [[]]


async def test_a_gateway_that_has_not_read_everything_blames_nobody(gateway: Gateway) -> None:
    gateway.store.set_by_hand("reading")
    gateway.store.configured = True
    answer = await gateway.post(withdrawal(2, FIRST), ONE)
    (warned,) = answer.json()["results"][0]["warnings"]
    assert "has not read all events yet" in warned["detail"]


async def test_taking_back_a_withdrawal_brings_nothing_again(gateway: Gateway) -> None:
    await published(gateway, an_event(1), withdrawal(2, FIRST))
    ((warned,),) = await published(gateway, withdrawal(3, SECOND))
    assert "what that took back stays void" in warned["detail"]
    assert (await gateway.client.get(f"/v1/receipts/{FIRST}")).json()["state"] == "taken_back"


@pytest.mark.parametrize("by", ["corrects", "withdrawn"])
async def test_of_two_contents_of_one_id_neither_is_taken_back_alone_as_the_warning_says(
    gateway: Gateway, by: str
) -> None:
    _, (warned,) = await published(gateway, an_event(1), an_event(1, title="Other"))
    assert warned["fix"].startswith("use a new id to say the right content again")
    assert warned["fix"].endswith(
        "a correction or a withdrawal takes back every content that you said under the id, and never one of them alone"
    )
    again = an_event(2, title="Other", meta={"corrects": FIRST}) if by == "corrects" else withdrawal(2, FIRST)
    assert await published(gateway, again) == [[]]
    both = (await gateway.client.get(f"/v1/receipts/{FIRST}")).json()["admitted"]
    assert [each["taken_back_by"] for each in both] == [[SECOND], [SECOND]]
