"""How long a gateway works on each of its pages over 100,000 contracts: `python -m bench.pages [CONTRACTS]`, as JSON.

The pictures of the demonstration, over and over in places of their own, so that they are as large as real ones; the
demonstration itself stands among them, and its events. Milliseconds of processor time within the gateway, without a
network and without a browser.
"""

import json
import sys
import time
from collections.abc import Iterator
from typing import Any, Final

import orjson
from fastapi.testclient import TestClient

from hub.configuration.model import Configuration, Group, Member, Partnership
from hub.engine.memory import OF_A_GATEWAY, few_collections, settle
from hub.gateway.api import examples
from hub.gateway.index.store import Store
from hub.reconcile.picture import picture_key
from tests.gateway.made import app_over, basis_at, demonstration, of_any_body, picture_record

CONTRACTS: Final = 100_000
TIMES: Final = 20
GROUP: Final = "of-so-many-contracts"
OF_A_GROUP: Final = 650
"""The contracts of a group's places: as many as Bolton reports on."""
ADDRESSES: Final = {
    "/": "/",
    "/groups": "/groups",
    "/groups/{group}": f"/groups/{examples.GROUP}",
    "/groups/{group}/report": f"/groups/{examples.GROUP}/report",
    "/groups/{group}/report.{suffix}": f"/groups/{examples.GROUP}/report.json",
    "/programmes": "/programmes",
    "/programmes/{at}": f"/programmes/{examples.PROGRAMME}",
    "/procurements": "/procurements",
    "/procurements/{at}": f"/procurements/{examples.PROCUREMENT}",
    "/contracts": "/contracts",
    "/contracts/{at}": f"/contracts/{examples.CONTRACT}",
    "/providers": "/providers",
    "/providers/{at}": f"/providers/{examples.PROVIDER}",
    "/differences": "/differences",
    "/differences/{name}": f"/differences/{examples.DIFFERENCE_ID}",
    "/events/{event_id}": f"/events/{examples.EVENT_ID}",
    "/search": "/search?q=care",
    "/status": "/status",
    "/v1/receipts/{event_id}": f"/v1/receipts/{examples.EVENT_ID}",
    "/v1/events/{event_id}": f"/v1/events/{examples.EVENT_ID}",
    "/v1/programmes": "/v1/programmes",
    "/v1/programmes/{at}": f"/v1/programmes/{examples.PROGRAMME}",
    "/v1/procurements": "/v1/procurements",
    "/v1/procurements/{at}": f"/v1/procurements/{examples.PROCUREMENT}",
    "/v1/contracts": "/v1/contracts",
    "/v1/contracts/{at}": f"/v1/contracts/{examples.CONTRACT}",
    "/v1/providers": "/v1/providers",
    "/v1/providers/{at}": f"/v1/providers/{examples.PROVIDER}",
    "/v1/differences": "/v1/differences",
    "/v1/differences/{difference_id}": f"/v1/differences/{examples.DIFFERENCE_ID}",
    "/v1/groups": "/v1/groups",
    "/v1/groups/{group}": f"/v1/groups/{examples.GROUP}",
    "/v1/search": "/v1/search?q=care",
    "/v1/freshness": "/v1/freshness",
    "/v1/feeds": "/v1/feeds",
    "/healthz": "/healthz",
    "/readyz": "/readyz",
    "/metrics": "/metrics",
    "/openapi.json": "/openapi.json",
}
"""An address of each route; a test walks them."""

LEFT_OUT: Final = {
    "/v1/events": "it takes events, and is measured as that",
    "/v1/feeds/groups/{group}": "a stream, which does not end",
    "/v1/feeds/programmes/{place}": "a stream, which does not end",
    "/v1/feeds/procurements/{place}": "a stream, which does not end",
    "/v1/feeds/providers/{place}": "a stream, which does not end",
}
"""Why a route is not measured here."""

OTHERS: Final = {
    "words that many contracts have": "/contracts?q=care",
    "words that no contract has": "/contracts?q=nothing-like-it",
    "what many contracts come to": "/contracts?stage=contract",
    "contracts of one place": "/contracts?partnership=place-7",
    "differences by subject": "/differences?severity=amber&sort=subject",
    "a search for an id": "/search?q=place-99",
    f"a group of {OF_A_GROUP} contracts": f"/groups/{GROUP}",
    f"the report of a group of {OF_A_GROUP} contracts": f"/groups/{GROUP}/report",
}
"""Further addresses that had to look through everything."""


def pages(contracts: int, times: int) -> dict[str, Any]:
    """By what is asked for the 95th of a hundred times in milliseconds, and the longest of these."""
    store, log = demonstration()
    fill(store, contracts)
    settle()
    client = TestClient(app_over(store, log), base_url="http://127.0.0.1", follow_redirects=False)
    found = {name: _p95(client, address, times) for name, address in (ADDRESSES | OTHERS).items()}
    slowest = max(found, key=lambda each: found[each])
    return {"contracts": contracts, "p95_ms": found[slowest], "slowest": slowest, "each": found}


def fill(store: Store, contracts: int) -> None:
    """The demonstration's contracts again and again, until there are so many."""
    pictures = of_any_body(store).pictures
    bodies = [each.body for each in pictures.listed("contract")]
    offset = 1_000_000  # behind those that are there
    places: list[str] = []
    for number in range(contracts - len(bodies)):
        copy, which = divmod(number, len(bodies))
        if not which:
            places.append(f"place-{copy}")
        key, body = _again(bodies[which], places[-1], number)
        pictures.take(picture_record(offset + number, key, body, basis_at(offset + number)))
    documents = store.configuration.documents
    member = Member(organisation="GB-LAE-WND", role="council")
    named = {f"partnership/{each}": Partnership(id=each, name=each, members=(member,)) for each in places}
    its = places[: -(-OF_A_GROUP // len(bodies))]
    group = Group(id=GROUP, name="Of so many contracts", partnerships=tuple(its))
    store.configuration = Configuration(store.configuration.offset, {**documents, **named, f"group/{GROUP}": group})


def _again(body: bytes, place: str, number: int) -> tuple[bytes, bytes]:
    picture = orjson.loads(body)
    picture["partnership"] = place
    for at, each in enumerate(picture["differences"]):
        each["id"] = f"{number * 1000 + at:020x}"
    return picture_key(place, "contract", picture["id"]), orjson.dumps(picture)


def _p95(client: TestClient, address: str, times: int) -> float:
    took = []
    client.get(address)  # what is made once in a process, such as the description of the API
    for _ in range(times):
        began = time.process_time()
        answer = client.get(address)
        took.append((time.process_time() - began) * 1000)
        if answer.status_code >= 400:
            raise RuntimeError(f"{address} answered {answer.status_code}: {answer.text[:500]}")
    return round(sorted(took)[-(-times * 95 // 100) - 1], 1)


def _few_and_many(contracts: int, times: int) -> Iterator[dict[str, Any]]:
    few_collections(OF_A_GATEWAY)  # as a gateway does
    for count in (contracts // 100, contracts):
        yield pages(count, times)


if __name__ == "__main__":
    print(json.dumps(list(_few_and_many(int(sys.argv[1]) if len(sys.argv) > 1 else CONTRACTS, TIMES))))
