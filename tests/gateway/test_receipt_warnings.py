"""A receipt tells what its event's publisher was warned of, and which references nobody has declared yet."""

from typing import Any

import httpx

from hub.events.topics import WARNING
from hub.gateway.api.cloudevents_http import ONE
from hub.gateway.http.pointers import pointer
from hub.log.codec import Stamp
from hub.log.kept_warnings import EqualWarnings, KeptWarnings, kept_warnings
from hub.log.location import RecordLocation
from tests.gateway.door_in_memory import Gateway, an_event
from tests.gateway.made import record
from tests.gateway.test_undeclared import CARERS, assigned, event
from tests.gateway.test_undeclared import Gateway as Showing
from tests.support.documents import EVENT_ID, NOW


async def receipt_of(gateway: Gateway, event_id: str = EVENT_ID) -> Any:
    return (await gateway.client.get(f"/v1/receipts/{event_id}")).json()


def stands(gateway: Gateway, offset: int, kept: KeptWarnings) -> None:
    raw = record(WARNING, offset, kept.key, kept.outgoing().value)
    gateway.log.records[RecordLocation(WARNING, raw.partition, offset)] = raw
    gateway.store.warnings.take(raw)


async def test_what_the_answer_warned_of_stands_in_the_receipt() -> None:
    gateway = Gateway()
    await gateway.post(an_event(), ONE)
    assert (await receipt_of(gateway))["warnings"] == []
    other = await gateway.post(an_event(title="Other"), ONE)
    (told,) = other.json()["results"][0]["warnings"]
    (kept,) = (await receipt_of(gateway))["warnings"]
    assert (kept["problem"], kept["fix"], kept["count"]) == (told["detail"], told["fix"], 1)
    assert (kept["door"], kept["principal"], kept["at"][:16]) == ("http", "operator", NOW.isoformat()[:16])
    page = await gateway.client.get(f"/events/{EVENT_ID}")
    assert "What its publisher was warned of" in page.text
    assert told["detail"] in page.text


async def test_warnings_of_an_item_that_was_published_twice_are_told_once() -> None:
    gateway = Gateway()
    await gateway.post(an_event(), ONE)
    warned = EqualWarnings(where="a.json:1", field="lots[0].colour", problem="is not used", fix="leave it out", count=3)
    (kept,) = kept_warnings([EVENT_ID], [warned], Stamp(NOW, "operator", "file"))
    for offset in (0, 1):
        stands(gateway, offset, kept)
    assert [each["field"] for each in (await receipt_of(gateway))["warnings"]] == ["lots[0].colour"]


async def test_warnings_whose_event_did_not_follow_are_no_receipt() -> None:
    gateway = Gateway()
    warned = EqualWarnings(where="a.json:1", field="title", problem="is odd", fix="look at it", count=1)
    (kept,) = kept_warnings([EVENT_ID], [warned], Stamp(NOW, "operator", "file"))
    stands(gateway, 0, kept)
    assert (await gateway.client.get(f"/v1/receipts/{EVENT_ID}")).status_code == 404
    await gateway.post(an_event(stage="awarded"), ONE)
    receipt = await receipt_of(gateway)
    assert (receipt["state"], receipt["warnings"]) == ("refused", [])


async def test_what_other_events_may_settle_is_not_kept_and_told_as_it_is_now() -> None:
    gateway = Gateway()
    event = an_event(2, title="Carers", procurement="ocds-h6vhtk-00001", meta={"corrects": EVENT_ID})
    answer = (await gateway.post(event, ONE)).json()
    told = {each["pointer"]: each["detail"] for each in answer["results"][0]["warnings"]}
    assert told.keys() == {"#/data/procurement", "#/data/meta/corrects"}
    receipt = await receipt_of(gateway, event["id"])
    assert receipt["warnings"] == []
    open_ = [*receipt["unknown_references"], *receipt["admitted"][0]["takes_back_nothing"]]
    assert {pointer(each["field"], None): each["problem"] for each in open_} == told
    await gateway.post(an_event(1), ONE)
    later = await receipt_of(gateway, event["id"])
    assert (later["warnings"], later["admitted"][0]["takes_back_nothing"]) == ([], [])


async def test_an_unknown_reference_stands_until_somebody_declares_it() -> None:
    gateway = Showing()
    gateway.shows("programme", "carers", CARERS)
    gateway.declares("GB-LAE-WND/14-565")
    await gateway.post(assigned(1, "crers"), assigned(2, "carers"))
    transport = httpx.ASGITransport(gateway.app)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:

        async def unknown(number: int) -> Any:
            answer = await client.get(f"/v1/receipts/014e1b2c-3d00-7000-8000-{number:012d}")
            return answer.json()["unknown_references"]

        (open_,) = await unknown(1)
        assert (open_["partnership"], open_["field"]) == ("wandsworth", "data.programme")
        assert "did you mean that" in open_["problem"]
        assert await unknown(2) == []
        page = await client.get("/events/014e1b2c-3d00-7000-8000-000000000001")
        assert "Refers to something that nobody has declared" in page.text
        gateway.shows("programme", "crers", CARERS)
        assert await unknown(1) == []
        gateway.store.set_by_hand("reading")
        assert await unknown(1) is None


async def test_every_sort_of_unknown_reference_stands_in_door_and_receipt_alike() -> None:
    """A buyer, a funder, a contract, a procurement, an award, who left it, the body that lets it."""
    stranger, other, ocid = {"id": "GB-NHS-08Y"}, {"id": "GB-NHS-99Z"}, "ocds-h6vhtk-00001"
    departure = {"award": "1", "supplier": "GB-COH-00000001"}
    gateway = Showing()
    gateway.declares("GB-LAE-WND/14-565")
    sent = [
        event(1, "contract.declared", "GB-LAE-WND/14-1", stage="contract", buyer=stranger, funders=[other]),
        event(2, "contract.procurement-declared", ocid, parties=[{**stranger, "roles": ["buyer"]}]),
        event(3, "contract.procurement-declared", ocid, departures=[departure]),
        event(4, "contract.terminated", "GB-LAE-WND/14-9", ended_on="2015-01-01", reason="expired"),
        event(5, "contract.varied", "GB-LAE-WND/14-565", procurement="ocds-h6vhtk-00009"),
        event(6, "contract.varied", "GB-LAE-WND/14-565", procurement=ocid, award="7"),
        event(7, "contract.declared", "GB-LAE-XXX/14-1", stage="contract"),
    ]
    expected = [
        ["data/buyer", "data/funders"],
        ["data/parties/0/id"],
        ["data/departures/0/award"],
        ["data/meta/subject"],
        ["data/procurement"],
        ["data/award"],
        ["data/meta/subject"],
    ]
    told = await gateway.post(*sent)
    # the door says where it was sent: the subject of these is an attribute, of which the log knows nothing
    assert [sorted(each["pointer"].split("/", 2)[2] for each in one) for one in told] == [
        ["subject"] if fields == ["data/meta/subject"] else fields for fields in expected
    ]
    # what the engine makes of them, as far as it matters here
    gateway.shows("procurement", ocid, {})
    transport = httpx.ASGITransport(gateway.app)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        for number, fields in enumerate(expected, 1):
            answer = await client.get(f"/v1/receipts/014e1b2c-3d00-7000-8000-{number:012d}")
            open_ = answer.json()["unknown_references"]
            pointers = sorted(pointer(each["field"], None).removeprefix("#/") for each in open_)
            assert pointers == fields
            assert {each["partnership"] for each in open_} == {"wandsworth"}
