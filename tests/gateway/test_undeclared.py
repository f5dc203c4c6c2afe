"""POST /v1/events tells of references to what nobody has declared: in its batch, in earlier ones, in any picture."""

from random import Random
from typing import Any, cast

import httpx
import orjson
import pytest

from hub.gateway.api.cloudevents_http import BATCH
from hub.gateway.api.shared_publisher import SharedPublisher
from hub.gateway.app import create_app
from hub.gateway.index.held_picture import PictureKey
from hub.gateway.index.store import Store
from hub.log.topics import TopicNames
from hub.reconcile.picture import picture_key
from hub.usecases.declared import names_in
from tests.gateway.made import InMemory, LogInMemory, of_any_body, parts_over, picture_record
from tests.support.documents import CCG, COUNCIL, NOW, declared, wandsworth


def event(number: int, name: str, subject: str, **data: Any) -> Any:
    attributes = {"id": f"014e1b2c-3d00-7000-8000-{number:012d}", "type": f"uk.jch.{name}.v1", "subject": subject}
    return {**declared(attributes=attributes), "data": {"meta": {"organisation": COUNCIL}, **data}}


def assigned(number: int, programme: str) -> Any:
    return event(number, "contract.contract-assigned", "GB-LAE-WND/14-565", programme=programme)


def programme(number: int, name: str) -> Any:
    return event(number, "workplan.programme-declared", name, title="Carers", mode="separate")


class Gateway:
    def __init__(self) -> None:
        self.store, self.log = of_any_body(Store("127.0.0.1:9", TopicNames(), Random(0))), LogInMemory()
        self.places = 0
        self.store.configuration = wandsworth()
        self.store.set_by_hand(None)
        publisher = InMemory(self.store, self.log)
        self.app = create_app(parts_over(self.store, self.log, cast(SharedPublisher, publisher), NOW))

    def declares(self, *contracts: str) -> None:
        for each in contracts:
            self.shows("contract", each, {})

    def shows(self, kind: str, name: str, body: dict[str, Any], partnership: str = "wandsworth") -> None:
        place, self.places = self.places, self.places + 1
        whole = {"kind": kind, "id": name, "partnership": partnership, "title": name, **body}
        key = picture_key(partnership, kind, name)
        self.store.pictures.take(picture_record(place, key, orjson.dumps(whole)))

    async def post(self, *events: Any) -> list[list[dict[str, str]]]:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(self.app), base_url="http://127.0.0.1") as client:
            answer = await client.post("/v1/events", content=orjson.dumps(events), headers={"Content-Type": BATCH})
        assert answer.status_code == 202, answer.text
        return [each["warnings"] for each in answer.json()["results"]]


@pytest.fixture
def gateway() -> Gateway:
    found = Gateway()
    found.declares("GB-LAE-WND/14-565", "GB-LAE-WND/14-566")
    return found


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


async def test_an_answer_that_names_what_its_matter_does_not_stand_on_is_warned_of(gateway: Gateway) -> None:
    matter, ids = "f521de1fa7d31c066127", [f"014cd65d-e520-798c-94c6-03ad506ec7{each}" for each in (10, 20)]
    kept = {"severity": "red", "since": "2015-04-01", "kind": "amount", "class": "disagreement"}
    shown = {"differences": [{"id": matter, **kept, "sides": [{"event": ids[0]}]}]}
    gateway.shows("contract", "GB-LAE-WND/14-565", shown)
    answer = {"difference": matter, "answered_as": "agreed"}
    told = await gateway.post(
        *(
            event(number, "contract.difference-answered", "GB-LAE-WND/14-565", **answer, events=[each])
            for number, each in enumerate(ids, 1)
        )
    )
    assert [[each["pointer"] for each in one] for one in told] == [[], ["#/1/data/events"]]
    assert f"does not stand on the statement `{ids[1]}`, but on `{ids[0]}`" in told[1][0]["detail"]


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
    assert [each["pointer"] for each in first] == ["#/0/time"]
    assert "had ended, on 2014-03-31" in first[0]["detail"]
    assert second == []


def undeclared(kind: str, name: str) -> dict[str, Any]:
    """A picture that tells that nobody declares what it is of."""
    matter = {
        "id": "0" * 20,
        "kind": "unknown_reference",
        "class": "unknown_reference",
        "field": f"{kind}:{name}",
        "severity": "amber",
        "since": "2015-01-01",
        "sides": [],
    }
    return {"differences": [matter]}


def extended(number: int, contract: str) -> Any:
    return event(number, "contract.extended", contract, period_end="2017-03-31")


async def test_a_contract_that_nobody_declares_is_warned_of_with_what_was_meant(gateway: Gateway) -> None:
    gateway.shows("contract", "GB-LAE-WND/14-655", undeclared("contract", "GB-LAE-WND/14-655"))
    first, second, third = await gateway.post(
        extended(1, "GB-LAE-WND/14-5667"), extended(2, "GB-LAE-WND/99-1"), extended(3, "GB-LAE-WND/14-655")
    )
    assert [(each["pointer"], each["detail"]) for each in first] == [
        (
            "#/0/subject",
            "no contract `GB-LAE-WND/14-5667` is declared in wandsworth; `GB-LAE-WND/14-566` is: did you mean that?",
        )
    ]
    assert [each["detail"] for each in second] == ["no contract `GB-LAE-WND/99-1` is declared in wandsworth"]
    # that there is a picture of it says only that somebody spoke of it
    assert "`GB-LAE-WND/14-565` is: did you mean that?" in third[0]["detail"]


async def test_a_contract_that_the_batch_declares_later_is_declared(gateway: Gateway) -> None:
    contract = "GB-LAE-WND/77-1"
    assert await gateway.post(extended(1, contract), event(2, "contract.declared", contract, stage="contract")) == [
        [],
        [],
    ]
    assert await gateway.post(extended(3, contract)) == [[]]


OCID = "ocds-h6vhtk-00001"


def of_award(number: int, **data: Any) -> Any:
    return event(number, "contract.varied", "GB-LAE-WND/14-565", award="1", **data)


async def test_awards_and_procurements_are_looked_up_in_pictures_and_in_the_batch(gateway: Gateway) -> None:
    assert [
        each["pointer"] for one in await gateway.post(of_award(1, procurement=OCID), of_award(2)) for each in one
    ] == ["#/0/data/procurement"]
    gateway.shows("procurement", OCID, {"awards": [{"award": "2"}]})
    assert [each["pointer"] for (each,) in await gateway.post(of_award(3, procurement=OCID))] == ["#/0/data/award"]
    listing = event(5, "contract.procurement-declared", OCID, awards=[{"id": "1"}])
    assert await gateway.post(of_award(4, procurement=OCID), listing) == [[], []]


async def test_an_award_without_its_procurement_is_looked_up_by_the_contract_s_picture(gateway: Gateway) -> None:
    gateway.shows("procurement", OCID, {"awards": [{"award": "1"}]})
    assert [each["pointer"] for (each,) in await gateway.post(of_award(1))] == ["#/0/data/award"]
    side = {"organisation": COUNCIL, "value": OCID}
    gateway.shows("contract", "GB-LAE-WND/14-565", {"fields": {"procurement": {"sides": [side]}}})
    assert await gateway.post(of_award(2)) == [[]]


async def test_a_departure_is_held_against_whom_the_award_names_also_once_it_has_left(gateway: Gateway) -> None:
    def left(number: int, award: str, supplier: str) -> Any:
        departure = {"award": award, "supplier": supplier}
        return event(number, "contract.procurement-declared", OCID, departures=[departure])

    provider, other = {"id": "GB-COH-00000001"}, {"id": "GB-COH-00000002"}
    stranger = {"id": "GB-COH-00000003"}
    unknown = {**undeclared("departure", f"{stranger['id']} from award 1")["differences"][0]}
    award = {
        "award": "1",
        "suppliers": [{"organisation": COUNCIL, "value": [provider]}],
        "departed": [{"organisation": COUNCIL, "value": [other, stranger]}],
    }
    gateway.shows("procurement", OCID, {"awards": [award], "differences": [unknown]})
    told = await gateway.post(
        left(1, "1", provider["id"]), left(2, "1", other["id"]), left(3, "1", stranger["id"]), left(4, "7", other["id"])
    )
    assert [[each["pointer"] for each in one] for one in told] == [
        [],
        [],
        ["#/2/data/departures/0/supplier"],
        ["#/3/data/departures/0/award"],
    ]


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[PictureKey]:
    """The pictures that are looked into, in order."""
    found: list[PictureKey] = []

    def names(key: PictureKey, body: Any) -> Any:
        found.append(key)
        return names_in(key, body)

    monkeypatch.setattr("hub.gateway.index.declared.names_in", names)
    return found


async def test_only_programmes_of_the_place_and_procurements_of_a_named_award_are_looked_into(
    gateway: Gateway, read: list[PictureKey]
) -> None:
    sides = [{"organisation": COUNCIL, "value": OCID}]
    gateway.shows("contract", "GB-LAE-WND/14-565", {"fields": {"procurement": {"sides": sides}}})
    gateway.shows("procurement", OCID, {"awards": [{"award": "1"}]})
    gateway.shows("programme", "carers", CARERS)
    gateway.shows("programme", "stroke", CARERS, "richmond")
    contract, procurement, programme = (
        PictureKey("wandsworth", *each)
        for each in (("contract", "GB-LAE-WND/14-565"), ("procurement", OCID), ("programme", "carers"))
    )
    for said, expected in (
        (extended(1, contract.id), {contract}),
        (of_award(2), {contract, procurement}),
        (assigned(3, "carers"), {contract, programme}),
        (assigned(4, "crers"), {contract, programme}),
    ):
        read.clear()
        await gateway.post(said)
        assert set(read) == expected


async def test_what_is_looked_at_does_not_grow_with_what_there_is(
    gateway: Gateway, read: list[PictureKey], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A batch asks for the pictures that it names, each once, and goes through no list of contracts."""
    monkeypatch.setattr(gateway.store.pictures, "listed", None)
    gateway.declares(*(f"GB-LAE-WND/15-{each}" for each in range(400)))
    subjects = [f"GB-LAE-WND/15-{each % 7}" for each in range(100)]
    assert await gateway.post(*(extended(each, subject) for each, subject in enumerate(subjects))) == [[]] * 100
    assert sorted(each.id for each in read) == sorted(set(subjects))
    read.clear()
    told = await gateway.post(*(extended(1000 + each, f"GB-LAE-WND/15-X{each:04}") for each in range(100)))
    assert [len(each) for each in told] == [1] * 100
    assert read == []


async def test_an_award_that_none_of_the_contract_s_procurements_has_is_warned_of(gateway: Gateway) -> None:
    other = "ocds-h6vhtk-00002"
    sides = [{"organisation": COUNCIL, "value": OCID}, {"organisation": CCG, "value": other}]
    gateway.shows("contract", "GB-LAE-WND/14-565", {"fields": {"procurement": {"sides": sides}}})
    # neither is told of, and whoever named them is told that
    assert await gateway.post(of_award(1)) == [[]]
    gateway.shows("procurement", OCID, {"awards": [{"award": "2"}]})
    ((warning,),) = await gateway.post(of_award(2))
    assert warning["pointer"] == "#/0/data/award"
    assert warning["detail"] == "no award `1` is declared for `GB-LAE-WND/14-565` in wandsworth"
    gateway.shows("procurement", other, {"awards": [{"award": "1"}]})
    assert await gateway.post(of_award(3)) == [[]]
