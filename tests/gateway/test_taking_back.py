"""The answer, the receipt and the event's page say where a correction or withdrawal takes nothing back."""

from typing import Any

from hub.gateway.cloudevents_http import ONE
from tests.gateway.test_publishing import Gateway, an_event
from tests.support.documents import CCG, COUNCIL, declared

OLD = "014e1b2c-3d00-7000-8000-00000000dead"
NEW = "014e1b2c-3d00-7000-8000-000000000002"


def correcting(old: str, organisation: str = COUNCIL) -> Any:
    return an_event(2, meta={"organisation": organisation, "corrects": old})


def withdrawing(old: str) -> Any:
    document = declared(attributes={"id": NEW, "type": "uk.jch.contract.withdrawn.v1"})
    data = {"meta": {"organisation": COUNCIL}, "event": old, "reason": "declared by mistake"}
    return {**document, "data": data}


async def warned(gateway: Gateway, event: Any) -> list[str]:
    answer = await gateway.post(event, ONE)
    assert answer.status_code == 202, answer.text
    return [each["pointer"] for each in answer.json()["results"][0]["warnings"]]


async def open_in_receipt(gateway: Gateway) -> list[tuple[str, str]]:
    receipt = (await gateway.client.get(f"/v1/receipts/{NEW}")).json()
    return [(each["field"], each["problem"]) for each in receipt["unknown_references"]]


async def test_what_is_not_in_the_log_is_told_until_it_comes() -> None:
    for event, pointer, field in (
        (correcting(OLD), "#/data/meta/corrects", "meta.corrects"),
        (withdrawing(OLD), "#/data/event", "data.event"),
    ):
        gateway = Gateway()
        assert await warned(gateway, event) == [pointer]
        ((told, problem),) = await open_in_receipt(gateway)
        assert (told, "not in the log" in problem) == (field, True)
        assert "Takes nothing back" in (await gateway.client.get(f"/events/{NEW}")).text
        await gateway.post({**an_event(), "id": OLD}, ONE)
        assert await open_in_receipt(gateway) == []


async def test_what_is_there_is_taken_back_without_a_word() -> None:
    gateway, first = Gateway(), an_event(1)
    await gateway.post(first, ONE)
    assert await warned(gateway, correcting(first["id"])) == []
    assert await open_in_receipt(gateway) == []
    assert "Takes nothing back" not in (await gateway.client.get(f"/events/{NEW}")).text


async def test_the_word_of_another_organisation_is_not_taken_back_and_that_is_told() -> None:
    gateway, first = Gateway(), an_event(1)
    await gateway.post(first, ONE)
    await gateway.post(correcting(first["id"], CCG), ONE)
    ((field, problem),) = await open_in_receipt(gateway)
    assert (field, "another organisation" in problem) == ("meta.corrects", True)


async def test_one_request_may_hold_both_in_any_order() -> None:
    gateway, first = Gateway(), an_event(1)
    answer = await gateway.post([correcting(first["id"]), first])
    assert [each["warnings"] for each in answer.json()["results"]] == [[], []]
