"""No page says how a provider performs where nothing tells it: a result and a target are needed to say so."""

import re
from random import Random
from typing import Any

import orjson
import pytest
from fastapi.testclient import TestClient

from hub.gateway.index.store import Store
from hub.gateway.pages import wording
from hub.log.topics import TopicNames
from hub.reconcile.measures.assessing import Performance
from hub.reconcile.picture import picture_key
from tests.gateway.made import LogInMemory, app_over, picture_record
from tests.reconcile.told import COUNCIL, Said, pictures

CONTRACT, PROVIDER = "GB-LAE-WND/14-565", "GB-COH-00000001"
TARGET = {"direction": "higher", "target": "90", "tolerance": "2"}


def agreed(measure: str, **data: Any) -> Said:
    return COUNCIL, "measure-agreed", {"subject": CONTRACT, "measure": measure, "title": measure, **data}


def observed(measure: str, value: str) -> Said:
    period = {"period_start": "2015-04-01", "period_end": "2015-06-30"}
    return COUNCIL, "observed", {"subject": CONTRACT, "measure": measure, "value": value, **period}


CASES: dict[Performance | None, list[Said]] = {
    None: [],
    Performance.MET: [agreed("a", **TARGET), observed("a", "95")],
    Performance.WITHIN_TOLERANCE: [agreed("a", **TARGET), observed("a", "89")],
    Performance.MISSED: [agreed("a", **TARGET), observed("a", "50")],
    Performance.NO_TARGET: [observed("a", "50")],
    Performance.NO_RESULT: [agreed("a", **TARGET)],
}


def client(*said: Said) -> TestClient:
    declared = {"subject": CONTRACT, "stage": "contract", "title": "Carers", "suppliers": [{"id": PROVIDER}]}
    found = pictures((COUNCIL, "declared", declared), *said)
    store = Store("127.0.0.1:9", TopicNames(), Random(0))
    store.set_by_hand(None)
    for offset, ((kind, name), picture) in enumerate(found.items()):
        store.pictures.take(picture_record(offset, picture_key("wandsworth", kind, name), orjson.dumps(picture)))
    return TestClient(app_over(store, LogInMemory()), base_url="http://127.0.0.1", headers={"Accept": "text/html"})


def test_every_performance_has_its_case() -> None:
    assert set(CASES) - {None} == set(Performance)


def test_what_is_assessed_is_what_a_result_and_a_target_come_to() -> None:
    assert {*wording.ASSESSED, Performance.NO_TARGET, Performance.NO_RESULT} == {each.value for each in Performance}


def test_a_result_that_missed_is_shown_with_the_target_of_its_period_and_that_of_today() -> None:
    lowered = agreed("a", **{**TARGET, "target": "40", "occurred_at": "2015-07-15"})
    gateway = client(agreed("a", **TARGET), observed("a", "50"), lowered)
    for address in (f"/providers/wandsworth/{PROVIDER}", f"/contracts/wandsworth/{CONTRACT}"):
        told = re.sub(r"\s*<[^>]+>\s*", " ", gateway.get(address).text)
        target, _, of_period = told.partition("The last result is judged by the target of its period:")
        assert f"40 {COUNCIL}, true from 15 July 2015" in " ".join(target.split())
        assert of_period.split()[0] == "90"
        assert "judged by the tolerance" not in told


def test_a_target_that_came_after_the_period_is_not_called_that_of_the_period() -> None:
    first, lowered = ({**TARGET, "target": each, "occurred_at": day} for each, day in FIRST_AFTER)
    gateway = client(observed("a", "50"), agreed("a", **first), agreed("a", **lowered))
    told = re.sub(r"\s*<[^>]+>\s*", " ", gateway.get(f"/contracts/wandsworth/{CONTRACT}").text)
    _, _, rest = told.partition("The last result is judged by the first target after its period:")
    assert rest.split()[0] == "90"
    assert "of its period:" not in told


FIRST_AFTER = (("90", "2015-07-01"), ("40", "2015-07-15"))


@pytest.mark.parametrize("performance", CASES, ids=str)
def test_a_page_says_no_more_than_is_known(performance: Performance | None) -> None:
    gateway = client(*CASES[performance])
    page, listed = gateway.get(f"/providers/wandsworth/{PROVIDER}").text, gateway.get("/providers").text
    says = {
        "Not under-performing on any contract": performance in (Performance.MET, Performance.WITHIN_TOLERANCE),
        "Nothing tells how it performs": performance in (None, Performance.NO_TARGET, Performance.NO_RESULT),
        "on 1 contract.": performance is Performance.MISSED,
    }
    assert {each: each in page for each in says} == says
    assert (">no<" in listed, ">not known<" in listed) == tuple(says.values())[:2]
