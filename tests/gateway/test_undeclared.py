"""POST /v1/events tells of references to what nobody has declared: in its batch, in earlier ones, in any picture."""

from random import Random
from typing import Any, cast

import httpx
import orjson
import pytest

from hub.gateway.app import create_app
from hub.gateway.cloudevents_http import BATCH
from hub.gateway.shared_publisher import SharedPublisher
from hub.gateway.store import Store
from hub.log.topics import TopicNames
from hub.reconcile.picture import picture_key
from tests.gateway.made import InMemory, LogInMemory, of_any_body, parts_over, picture_record
from tests.support.documents import COUNCIL, NOW, declared, wandsworth


def event(number: int, name: str, subject: str, **data: Any) -> Any:
    attributes = {"id": f"014e1b2c-3d00-7000-8000-{number:012d}", "type": f"uk.jch.{name}.v1", "subject": subject}
    return {**declared(attributes=attributes), "data": {"meta": {"organisation": COUNCIL}, **data}}


def assigned(number: int, programme: str) -> Any:
    return event(number, "contract.contract-assigned", "GB-LAE-WND/14-565", programme=programme)


def programme(number: int, name: str) -> Any:
    return event(number, "workplan.programme-declared", name, title="Carers", mode="joint")


class Gateway:
    def __init__(self) -> None:
        self.store, self.log = of_any_body(Store("127.0.0.1:9", TopicNames(), Random(0))), LogInMemory()
        self.store.configuration = wandsworth()
        self.store.set_by_hand(None)
        publisher = InMemory(self.store, self.log)
        self.app = create_app(parts_over(self.store, self.log, cast(SharedPublisher, publisher), NOW))

    def shows(self, kind: str, name: str, body: dict[str, Any]) -> None:
        place = len(self.store.pictures)
        whole = {"kind": kind, "id": name, "partnership": "wandsworth", "title": name, **body}
        key = picture_key("wandsworth", kind, name)
        self.store.pictures.take(picture_record(place, key, orjson.dumps(whole)))

    async def post(self, *events: Any) -> list[list[dict[str, str]]]:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(self.app), base_url="http://127.0.0.1") as client:
            answer = await client.post("/v1/events", content=orjson.dumps(events), headers={"Content-Type": BATCH})
        assert answer.status_code == 202, answer.text
        return [each["warnings"] for each in answer.json()["results"]]


@pytest.fixture
def gateway() -> Gateway:
    return Gateway()


CARERS = {"fields": {"mode": {"sides": [{"value": "joint"}]}}, "milestones": [{"milestone": "m-1", "due": [{}]}]}


async def test_an_undeclared_programme_is_warned_of_with_what_was_meant(gateway: Gateway) -> None:
    gateway.shows("programme", "carers", CARERS)
    (warnings,) = await gateway.post(assigned(1, "crers"))
    assert [(each["pointer"], each["detail"]) for each in warnings] == [
        ("#/0/data/programme", "no programme `crers` is declared in wandsworth; `carers` is: did you mean that?")
    ]
    assert await gateway.post(assigned(2, "carers")) == [[]]


async def test_a_picture_of_what_is_only_named_declares_nothing(gateway: Gateway) -> None:
    gateway.shows("programme", "crers", {"fields": {}, "milestones": []})
    assert len((await gateway.post(assigned(1, "crers")))[0]) == 1


async def test_what_the_batch_declares_counts_wherever_it_stands(gateway: Gateway) -> None:
    assert await gateway.post(assigned(1, "carers"), programme(2, "carers")) == [[], []]
    # and what an earlier request declared, though no picture shows it yet
    assert await gateway.post(assigned(3, "carers")) == [[]]


async def test_milestones_and_measures_are_those_of_their_programme_and_contract(gateway: Gateway) -> None:
    gateway.shows("programme", "carers", CARERS)
    gateway.shows("contract", "GB-LAE-WND/14-565", {"measures": [{"measure": "waits", "direction": [{}]}]})
    period = {"period_start": "2015-01-01", "period_end": "2015-03-31", "value": "1"}
    told = await gateway.post(
        event(1, "workplan.milestone-met", "carers", milestone="m-1", met_on="2015-01-01"),
        event(2, "workplan.milestone-met", "carers", milestone="m-2", met_on="2015-01-01"),
        event(3, "performance.observed", "GB-LAE-WND/14-565", measure="waits", **period),
        event(4, "performance.observed", "GB-LAE-WND/14-566", measure="waits", **period),
    )
    assert [[each["pointer"] for each in one] for one in told] == [[], ["#/1/data/milestone"], [], ["#/3/data/measure"]]


async def test_it_is_said_while_the_pictures_are_not_read(gateway: Gateway) -> None:
    gateway.store.pictures.whole = False
    ((warning,),) = await gateway.post(assigned(1, "carers"))
    assert "not checked" in warning["detail"]


async def test_a_body_that_no_configuration_knows_is_warned_of(gateway: Gateway) -> None:
    ((warning,),) = await gateway.post(
        event(1, "contract.declared", "GB-LAE-WND/14-565", stage="contract", funders=[{"id": "GB-NHS-08Y"}])
    )
    assert warning["pointer"] == "#/0/data/funders"
    assert "did you mean GB-NHS-08X?" in warning["detail"]


async def test_what_the_batch_declares_counts_also_beside_what_nobody_declares(gateway: Gateway) -> None:
    lost, _, found = await gateway.post(assigned(1, "crers"), programme(2, "carers"), assigned(3, "carers"))
    assert "`carers` is: did you mean that?" in lost[0]["detail"]
    assert found == []


async def test_an_extension_is_held_against_the_term_that_the_picture_tells_of_before() -> None:
    gateway = Gateway()
    side = {"organisation": COUNCIL, "value": "2014-03-31"}
    gateway.shows("contract", "GB-LAE-WND/14-565", {"fields": {"period_end": {"sides": [side]}}})
    extended = [
        event(each, "contract.extended", "GB-LAE-WND/14-565", period_end=end)
        for each, end in ((1, "2016-03-31"), (2, "2017-03-31"))
    ]
    first, second = await gateway.post(*extended)
    assert [each["pointer"] for each in first] == ["#/0/data/meta/occurred_at"]
    assert "had ended, on 2014-03-31" in first[0]["detail"]
    assert second == []
