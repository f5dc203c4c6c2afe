"""POST /v1/events without Kafka: what is let in, what is a duplicate, what is refused by admission, what is away."""

from typing import cast

import httpx
import pytest

from hub.gateway.api import door
from hub.gateway.api.cloudevents_http import BATCH, ONE
from hub.gateway.api.shared_publisher import SharedPublisher
from hub.gateway.app import create_app
from hub.gateway.http.problems import MEDIA, ProblemKind
from tests.gateway.door_in_memory import CANARY, EVENTS, Gateway, an_event, of_both
from tests.gateway.made import parts_over
from tests.support.documents import CCG, COUNCIL, EVENT_ID, NOW


async def test_one_event_is_admitted_and_told_where_it_stands(gateway: Gateway) -> None:
    answer = await gateway.post(an_event(), ONE)
    assert answer.status_code == 202
    assert answer.json() == {
        "accepted": 1,
        "duplicates": 0,
        "refused": 0,
        "results": [
            {
                "index": 0,
                "event": EVENT_ID,
                "outcome": "admitted",
                "records": [
                    {"partnership": "wandsworth", "topic": "commissioning.contract.v1", "partition": 3, "offset": 0}
                ],
                "refusals": [],
                "warnings": [],
                "receipt": f"/v1/receipts/{EVENT_ID}",
            }
        ],
    }
    receipt = (await gateway.client.get(f"/v1/receipts/{EVENT_ID}")).json()
    (admission,) = receipt["admitted"]
    assert receipt["state"] == "admitted"
    assert (admission["door"], admission["principal"], admission["organisation"]) == ("http", "operator", COUNCIL)


async def test_an_event_of_several_partnerships_stands_in_each(gateway: Gateway) -> None:
    both = of_both()
    (result,) = (await gateway.post(both)).json()["results"]
    assert [each["partnership"] for each in result["records"]] == ["wandsworth", "south-west-london"]
    assert gateway.records() == 2


async def test_an_organisation_speaks_for_itself_only(gateway: Gateway) -> None:
    own = await gateway.post(an_event(), **{"Hub-As": COUNCIL})
    assert own.status_code == 202
    assert (await gateway.client.get(f"/v1/receipts/{EVENT_ID}")).json()["admitted"][0]["principal"] == COUNCIL
    other = await gateway.post(an_event(2), **{"Hub-As": CCG})
    assert other.status_code == 422
    (error,) = other.json()["errors"]
    assert (error["pointer"], error["code"]) == ("#/data/meta/organisation", "HUB-ADM-030")
    nobody = await gateway.post(an_event(2), **{"Hub-As": CANARY})
    assert nobody.json()["errors"][0]["pointer"] == "header/Hub-As"
    assert CANARY not in nobody.text


@pytest.mark.parametrize("is_behind", [False, True], ids=["the index has read it", "the index is behind"])
async def test_the_same_again_is_a_duplicate_and_is_told_where_it_stands(gateway: Gateway, is_behind: bool) -> None:
    gateway.publisher.is_behind = is_behind
    first = (await gateway.post([an_event(1), an_event(2)], BATCH)).json()
    again = await gateway.post([an_event(2), an_event(1), an_event(3), an_event(3)], BATCH)
    assert again.status_code == 202
    told = again.json()
    assert [each["outcome"] for each in told["results"]] == ["duplicate", "duplicate", "admitted", "duplicate"]
    assert (told["accepted"], told["duplicates"], told["refused"]) == (1, 3, 0)
    assert told["results"][1]["records"] == first["results"][0]["records"]
    assert told["results"][3]["records"] == told["results"][2]["records"]
    assert gateway.records() == 3


async def test_another_gateway_knows_it_from_the_log(gateway: Gateway) -> None:
    await gateway.post(an_event())
    gateway.publisher.catch_up()
    fresh = create_app(parts_over(gateway.store, gateway.log, cast(SharedPublisher, gateway.publisher), NOW))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(fresh), base_url="http://127.0.0.1") as client:
        told = (await client.post(EVENTS, json=an_event())).json()
    assert told["results"][0]["outcome"] == "duplicate"
    assert told["results"][0]["records"][0]["offset"] == 0


async def test_what_was_cut_short_is_written_again(gateway: Gateway) -> None:
    both = of_both()
    gateway.publisher.is_behind = True
    await gateway.post(both)
    second = sorted(gateway.log.records)[-1]
    del gateway.log.records[second]
    first = next(iter(gateway.log.records.values()))
    gateway.store.events.take(first)
    fresh = create_app(parts_over(gateway.store, gateway.log, cast(SharedPublisher, gateway.publisher), NOW))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(fresh), base_url="http://127.0.0.1") as client:
        told = (await client.post(EVENTS, json=both)).json()
    assert told["results"][0]["outcome"] == "admitted"


async def test_another_content_under_one_id_is_admitted_with_a_warning(gateway: Gateway) -> None:
    await gateway.post(an_event())
    other = (await gateway.post([an_event(title="Other"), an_event(2), an_event(2, title="Other")], BATCH)).json()
    assert [each["outcome"] for each in other["results"]] == ["admitted"] * 3
    warned = [[each["pointer"] for each in one["warnings"]] for one in other["results"]]
    assert warned == [["#/0/id"], [], ["#/2/id"]]
    assert "another content" in other["results"][0]["warnings"][0]["detail"]


async def test_a_batch_is_told_event_by_event(gateway: Gateway) -> None:
    answer = await gateway.post([an_event(1), an_event(2, stage="awarded"), 7, an_event(3)], BATCH)
    assert answer.status_code == 202
    told = answer.json()
    assert [each["outcome"] for each in told["results"]] == ["admitted", "refused", "refused", "admitted"]
    assert [each["event"] is None for each in told["results"]] == [False, False, True, False]
    (wrong,), (nothing,) = told["results"][1]["refusals"], told["results"][2]["refusals"]
    assert (wrong["pointer"], wrong["code"]) == ("#/1/data/stage", "HUB-ADM-070")
    assert (nothing["pointer"], nothing["code"]) == ("#/2", "HUB-ADM-001")
    assert gateway.records() == 2
    receipt = (await gateway.client.get(told["results"][1]["receipt"])).json()
    assert receipt["state"] == "refused"
    assert [(each["code"], each["field"], each["door"]) for each in receipt["refused"]] == [
        ("HUB-ADM-070", "data.stage", "http")
    ]


async def test_when_all_are_refused_it_is_a_problem_with_every_reason(gateway: Gateway) -> None:
    one = await gateway.post(an_event(stage="awarded", value={"amount": "-1"}), ONE)
    assert (one.status_code, one.headers["content-type"]) == (422, MEDIA)
    assert {each["pointer"] for each in one.json()["errors"]} == {"#/data/stage", "#/data/value/amount"}
    many = await gateway.post([an_event(1, stage="awarded"), an_event(2, stage=None)], BATCH)
    assert many.status_code == 422
    assert [each["pointer"] for each in many.json()["errors"]] == ["#/0/data/stage", "#/1/data/stage"]
    assert gateway.records() == 0


async def test_kafka_away_is_told_and_nothing_is_kept(gateway: Gateway) -> None:
    gateway.publisher.away = True
    for body in (an_event(), an_event(stage="awarded"), b"{"):
        answer = await gateway.post(body)
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
        assert answer.json()["type"] == ProblemKind.AWAY.uri
    gateway.publisher.away = False
    assert (await gateway.post(an_event())).json()["accepted"] == 1
    assert gateway.records() == 1


async def test_kafka_that_does_not_answer_is_away_in_time(gateway: Gateway, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "WRITE_SECONDS", 0.05)
    gateway.publisher.held.clear()
    assert (await gateway.post(an_event())).status_code == 503


async def test_a_gateway_that_does_not_know_who_may_speak_lets_nobody_in(gateway: Gateway) -> None:
    gateway.store.configured = False
    answer = await gateway.post(an_event())
    assert answer.status_code == 503
    assert "who may speak" in answer.json()["detail"]


async def test_an_event_that_cannot_be_looked_up_is_written_once_more(gateway: Gateway) -> None:
    await gateway.post(an_event())
    fresh = create_app(parts_over(gateway.store, gateway.log, cast(SharedPublisher, gateway.publisher), NOW))
    gateway.log.away = True
    async with httpx.AsyncClient(transport=httpx.ASGITransport(fresh), base_url="http://127.0.0.1") as client:
        told = (await client.post(EVENTS, json=an_event())).json()
    assert told["results"][0]["outcome"] == "admitted"
    assert gateway.records() == 2
