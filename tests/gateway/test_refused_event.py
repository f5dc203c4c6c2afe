"""An event that was refused, or whose record cannot be taken, has a page, and says the same wherever one asks."""

from typing import Any

import pytest
from markupsafe import escape

from hub.gateway.api.cloudevents_http import ONE
from hub.gateway.pages.search import straight_to
from hub.log.location import RecordLocation
from hub.log.quarantine import quarantine_record
from hub.log.quarantined import Quarantined
from hub.log.records import Poison
from tests.gateway.door_in_memory import Gateway, an_event
from tests.gateway.made import record
from tests.log.test_decode import CASES, PoisonCase, decoder
from tests.support.documents import EVENT_ID

CODES = ["HUB-ADM-070", "HUB-ADM-044"]


@pytest.fixture
def gateway() -> Gateway:
    return Gateway()


async def refuse(gateway: Gateway) -> Any:
    answer = await gateway.post(an_event(stage="awarded", review_on="0024-01-01"), ONE)
    assert answer.status_code == 422
    return answer.json()["errors"]


async def test_a_refused_event_has_a_page_with_the_words_of_the_answer(gateway: Gateway) -> None:
    told = await refuse(gateway)
    page = await gateway.client.get(f"/events/{EVENT_ID}")
    assert page.status_code == 200
    for words in ("Refused event", "Refused at a door", "It was never let in"):
        assert words in page.text
    for each in told:
        assert str(escape(each["detail"])) in page.text
        assert str(escape(each["fix"])) in page.text
        assert each["code"] in page.text
    assert "What stands on it" not in page.text
    assert sorted(each["code"] for each in told) == sorted(CODES)


async def test_it_is_found_by_its_id_and_as_data_leads_to_its_receipt(gateway: Gateway) -> None:
    await refuse(gateway)
    assert straight_to(gateway.store, EVENT_ID) == f"/events/{EVENT_ID}"
    answer = await gateway.client.get(f"/v1/events/{EVENT_ID}")
    assert answer.status_code == 404
    assert f"/v1/receipts/{EVENT_ID}" in answer.json()["detail"]
    receipt = (await gateway.client.get(f"/v1/receipts/{EVENT_ID}")).json()
    assert sorted(each["code"] for each in receipt["refused"]) == sorted(CODES)


SILENT = "Kafka does not answer since 1 March 2016, 10:03:07 GMT"


@pytest.mark.parametrize("path", ["/v1/receipts/{}", "/v1/events/{}", "/events/{}"])
async def test_while_the_log_cannot_be_read_an_unknown_event_is_not_known_and_not_absent(
    gateway: Gateway, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    """It was published a moment before, and Kafka's acknowledgement never came."""
    address = path.format(EVENT_ID)
    assert (await gateway.client.get(address)).status_code == 404
    monkeypatch.setattr(gateway.store._inclusion, "silent", SILENT)
    answer = await gateway.client.get(address)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert f"is not known: {SILENT}; ask again in 5 seconds" in answer.text
    assert "To publish it again then is harmless" in answer.text


@pytest.mark.parametrize("of", ["_of_events", "_of_kept"])
async def test_nor_is_it_absent_before_the_log_was_read(gateway: Gateway, of: str) -> None:
    getattr(gateway.store, of).problem = "reading: 3 partitions not read to the end yet"
    answer = await gateway.client.get(f"/v1/receipts/{EVENT_ID}")
    assert (answer.status_code, answer.json()["type"]) == (503, "urn:uk.jch:problem:not-read")
    assert "3 partitions not read" in answer.json()["detail"]


async def test_one_that_was_let_in_later_shows_both(gateway: Gateway) -> None:
    await refuse(gateway)
    await gateway.post(an_event(), ONE)
    page = (await gateway.client.get(f"/events/{EVENT_ID}")).text
    assert "Before or after it was let in" in page
    assert "What stands on it" in page


async def test_while_kafka_is_away_a_refused_event_is_no_unknown_one(gateway: Gateway) -> None:
    await refuse(gateway)
    gateway.log.away = True
    assert (await gateway.client.get(f"/events/{EVENT_ID}")).status_code == 503


@pytest.mark.parametrize(
    "case", [each for each in CASES if dict(each.record.headers).get("ce_id")], ids=lambda case: case.name
)
async def test_one_poison_has_one_text_in_receipt_page_and_quarantine(gateway: Gateway, case: PoisonCase) -> None:
    it = case.record
    poison = decoder().decode(it)
    assert isinstance(poison, Poison)
    raw = record(it.topic, it.offset, it.key, it.value, it.headers, it.partition)
    gateway.log.records[RecordLocation(it.topic, it.partition, it.offset)] = raw
    gateway.store.events.take(raw)
    kept = quarantine_record(it, poison, "1")
    shown = Quarantined.read(kept.key, kept.value, kept.headers)
    event_id = (dict(it.headers)["ce_id"] or b"").decode()
    if len(event_id) < 36:
        return  # it claims no id that anybody could ask for
    (told,) = (await gateway.client.get(f"/v1/receipts/{event_id}")).json()["quarantined"]
    assert (told["code"], told["field"], told["problem"], told["fix"]) == (
        shown.code, shown.field, shown.problem, shown.fix,
    )  # fmt: skip
    page = (await gateway.client.get(f"/events/{event_id}")).text
    assert "Event in quarantine" in page
    assert str(escape(shown.problem)) in page
    assert str(escape(shown.fix)) in page
