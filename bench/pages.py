"""How long a gateway works on each of its pages over 100,000 contracts: `python -m bench.pages [CONTRACTS]`, as JSON.

The pictures of the demonstration, over and over in places of their own, so that they are as large as real ones; the
demonstration itself stands among them, and its events. Milliseconds of processor time within the gateway, without a
network and without a browser.
"""

import json
import re
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, Final

import orjson
from fastapi.testclient import TestClient

from hub.configuration.model import Configuration, Group, Member, Partnership
from hub.engine.memory import OF_A_GATEWAY, few_collections, settle
from hub.gateway.api import examples
from hub.gateway.index.store import Store
from hub.gateway.pages.lists import IN_FILES
from hub.reconcile.picture import picture_key
from tests.gateway.made import app_over, basis_at, demonstration, of_any_body, picture_record

CONTRACTS: Final = 100_000
TIMES: Final = 20
GROUP: Final = "of-so-many-contracts"
OWN_GROUP: Final = "of-so-many-ids"
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
    **{f"/{each}s.csv": f"/{each}s.csv?partnership=wandsworth" for each in IN_FILES},
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
    f"a group of {OF_A_GROUP} ids": f"/groups/{OWN_GROUP}",
    f"the report of a group of {OF_A_GROUP} ids": f"/groups/{OWN_GROUP}/report",
}
"""Further addresses that had to look through everything. Of a group whose places all have the demonstration's contracts
a report shows one of each id; of contracts with ids and events of their own it shows each.
"""

CHANGED: Final = {
    f"{name}, one of which has changed": address for name, address in OTHERS.items() if address.startswith("/groups/")
}
"""What is kept of a group is thrown away, but for what its other contracts gave."""


def pages(contracts: int, times: int) -> dict[str, Any]:
    """By what is asked for the 95th of a hundred times in milliseconds, and the longest of these."""
    store, log = demonstration()
    fill(store, contracts)
    settle()
    client = TestClient(app_over(store, log), base_url="http://127.0.0.1", follow_redirects=False)
    found = {name: _p95(client, address, times) for name, address in (ADDRESSES | OTHERS).items()}
    for name, address in CHANGED.items():
        group = store.configuration.groups[address.split("/")[2]]
        found[name] = _p95(client, address, times, partial(_change_one, store, group.partnerships[0]))
    slowest = max(found, key=lambda each: found[each])
    return {"contracts": contracts, "p95_ms": found[slowest], "slowest": slowest, "each": found}


def fill(store: Store, contracts: int) -> None:
    """The demonstration's contracts again and again, until there are so many."""
    pictures = of_any_body(store).pictures
    bodies = [each.body for each in pictures.listed("contract")]
    offset = 1_000_000  # behind those that are there
    places: list[str] = []
    of_a_group = -(-OF_A_GROUP // len(bodies))
    for number in range(contracts - len(bodies)):
        copy, which = divmod(number, len(bodies))
        if not which:
            places.append(f"place-{copy}")
        body = bodies[which]
        if of_a_group <= copy < 2 * of_a_group:
            body = _with_own_ids(body, copy)
        key, body = _again(body, places[-1], number)
        pictures.take(picture_record(offset + number, key, body, basis_at(offset + number)))
    documents = store.configuration.documents
    member = Member(organisation="GB-LAE-WND", role="council")
    named = {f"partnership/{each}": Partnership(id=each, name=each, members=(member,)) for each in places}
    group = Group(id=GROUP, name="Of so many contracts", partnerships=tuple(places[:of_a_group]))
    with_own = places[of_a_group : 2 * of_a_group] or places[-1:]
    own = Group(id=OWN_GROUP, name="Of so many ids", partnerships=tuple(with_own))
    groups = {f"group/{each.id}": each for each in (group, own)}
    store.configuration = Configuration(store.configuration.offset, {**documents, **named, **groups})


def _with_own_ids(body: bytes, copy: int) -> bytes:
    name = orjson.dumps(orjson.loads(body)["id"])
    return _EVENT.sub(b"%08x" % copy, body.replace(name, name[:-1] + b'-%d"' % copy))


_EVENT: Final = re.compile(rb"(?<=\")[0-9a-f]{8}(?=(-[0-9a-f]{4}){3}-[0-9a-f]{12}\")")


def _again(body: bytes, place: str, number: int) -> tuple[bytes, bytes]:
    picture = orjson.loads(body)
    picture["partnership"] = place
    for at, each in enumerate(picture["differences"]):
        each["id"] = f"{number * 1000 + at:020x}"
    return picture_key(place, "contract", picture["id"]), orjson.dumps(picture)


def _change_one(store: Store, place: str) -> None:
    """One of the place's contracts comes to have another title."""
    held = next(store.pictures.of_places([place]))
    body = orjson.dumps({**held.picture(), "title": f"{held.title}, again"})
    offset = store.pictures.position(held.partition) + 1
    store.pictures.take(picture_record(offset, picture_key(*held.key), body, basis_at(offset)))


def _p95(client: TestClient, address: str, times: int, before: Callable[[], None] = lambda: None) -> float:
    took = []
    client.get(address)  # what is made once in a process, such as the description of the API
    for _ in range(times):
        before()
        began = time.process_time()
        answer = client.get(address)
        took.append((time.process_time() - began) * 1000)
        if answer.status_code >= 400:
            raise RuntimeError(f"{address} answered {answer.status_code}: {answer.text[:500]}")
    return round(sorted(took)[-(-times * 95 // 100) - 1], 1)


def _few_and_many(contracts: int, times: int) -> Iterator[dict[str, Any]]:
    few_collections(OF_A_GATEWAY)  # as a gateway does
    for count in (contracts // 50, contracts):
        yield pages(count, times)


if __name__ == "__main__":
    print(json.dumps(list(_few_and_many(int(sys.argv[1]) if len(sys.argv) > 1 else CONTRACTS, TIMES))))
