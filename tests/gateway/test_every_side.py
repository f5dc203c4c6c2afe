"""What each body says of a thing stands on the page of the thing: no word of any side is left out."""

import html
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.gateway.api.links import page_of
from hub.gateway.index.held_picture import PictureKey
from hub.gateway.pages.wording import award_words, capital
from hub.reconcile.kinds.registry import KIND_OF
from hub.reconcile.measures.assessing import Performance
from hub.reports.days_and_money import dated_words, day_words
from hub.reports.labels import PERFORMANCES
from hub.reports.words import Words, sort_of, total_words
from tests.gateway.made import CASES, app_over, demonstration, filled_store, released, told


def sides_in(data: Any, field: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every side that a picture holds, with the name of what it is about. A difference names its field itself."""
    if isinstance(data, dict):
        if "reckoning" in data:
            yield "total", {"value": data}
            return
        if data.keys() >= {"said_by", "field"}:  # by which word of its award or procurement a contract came to nothing
            about = "procurement_stage" if data["field"] == "stage" else str(data["field"])
            about = "award_status" if data["award"] else about
            yield from ((about, side) for side in data["said_by"])
            return
        if "organisation" in data and "value" in data:
            yield field, data
            return
        name = str(data["field"]).rpartition("/")[2] if "field" in data else field
        # an award's status has words of its own
        is_award = isinstance(data.get("award"), str)
        for key, value in data.items():
            inside = "award_status" if is_award and key == "status" else key
            yield from sides_in(value, name if key == "sides" else inside)
    elif isinstance(data, list):
        for value in data:
            yield from sides_in(value, field)


def text_of(page: str) -> str:
    """What a reader reads, in one line."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


@settings(max_examples=4)
@given(st.integers(0, 10_000))
def test_every_word_of_every_side_is_on_the_page(seed: int) -> None:
    store = filled_store(seed, 200)
    words = Words(store.configuration.name_of)
    client = TestClient(app_over(store), base_url="http://127.0.0.1", headers={"Accept": "text/html"})
    for held in store.pictures.all():
        page = text_of(client.get(page_of(held.key.kind, held.key.partnership, held.key.id)).text)
        for field, side in sides_in(held.picture()):
            if field == "bodies":  # a decision's body has columns of its own
                assert side["value"]["body"] in page
                continue
            name = "procurement_stage" if (held.key.kind, field) == ("procurement", "stage") else field
            for word in _words(words, name, side["value"], in_table=bool(KIND_OF[held.key.kind].listed)):
                assert word in page, f"{held.key}: {field}"


@settings(max_examples=4)
@given(st.integers(0, 10_000))
def test_a_provider_shows_every_measure_of_its_contracts_with_its_standing(seed: int) -> None:
    store = filled_store(seed, 300)
    client = TestClient(app_over(store), base_url="http://127.0.0.1", headers={"Accept": "text/html"})
    for held in store.pictures.listed("provider"):
        page = text_of(client.get(page_of(*_place(held.key))).text)
        standings: Counter[str] = Counter()
        for supplied in held.picture()["contracts"]:
            contract = store.pictures.get(PictureKey(held.key.partnership, "contract", supplied["contract"]))
            assert contract is not None
            assert supplied["measures"] == contract.picture()["measures"]
            missed = [each for each in supplied["measures"] if each["performance"] == "missed"]
            assert supplied["under_performing"] == missed
            standings.update(each["performance"] for each in supplied["measures"])
        assert Counter({code: page.count(f" {words} ") for code, words in PERFORMANCES.items()}) == standings


def test_standings_of_every_sort_were_there() -> None:
    """What the law above walks is not empty."""
    stores = (filled_store(seed, events) for seed in range(12) for events in (60, 300))
    seen = {
        each["performance"]
        for store in stores
        for held in store.pictures.listed("provider")
        for supplied in held.picture()["contracts"]
        for each in supplied["measures"]
    }
    assert seen == set(Performance)


def _place(key: PictureKey) -> tuple[str, str, str]:
    return key.kind, key.partnership, key.id


def _words(words: Words, field: str, value: Any, *, in_table: bool = False) -> list[str]:
    if field == "total":
        return [total_words(value)]
    if field == "award_status":
        return [award_words(value)]
    if field == "suppliers":  # a list, each with its reference
        return [each.get("name") or each["id"] for each in value]
    if field == "departed":  # the same, and the day
        left_on = {each["left_on"] for each in value if "left_on" in each}
        return [*(each["id"] for each in value), *(f"on {day_words(day)}" for day in left_on)]
    if field == "left":
        return ["every award that has not named it since"]
    if in_table and (sort := sort_of(field)) is not None:  # a column for each part
        return [words.value(name, value[name]) for name in sort.columns if name in value]
    return [" ".join(words.value(field, value).split())]


FREE_TEXT = {"title", "description", "extension_terms"}
"""Somebody may write a day in any form into these."""
DATA = re.compile(r"\b(?:19|20)\d\d-\d\d-\d\d\b|\b(?:True|False)\b|\bP\d+[YMWD]\b")


def test_no_field_says_a_day_a_yes_or_a_duration_as_data_has_it() -> None:
    """Over all that is said in histories, the demonstration and the cases: the words forget no field."""
    cases = released(*(path for path in CASES.glob("*.jsonl") if path.name[:2] in ("03", "04", "05", "09", "11")))
    seen = set()
    for store in (filled_store(4, 300), demonstration()[0], told(cases, {})[0]):
        words = Words(store.configuration.name_of)
        for held in store.pictures.all():
            for field, side in sides_in(held.picture()):
                if field not in FREE_TEXT:
                    seen.add(field)
                    assert not any(map(DATA.search, _words(words, field, side["value"]))), (held.key, field)
    assert {"period_end", "extendable_until", "published_on", "signed_on", "renewable", "award_status", "total"} <= seen


@settings(max_examples=4)
@given(st.integers(0, 10_000))
def test_every_word_for_milestones_and_missed_measures_is_on_the_groups_page_and_in_its_report(seed: int) -> None:
    store = filled_store(seed, 300)
    client = TestClient(app_over(store), base_url="http://127.0.0.1", headers={"Accept": "text/html"})
    document = client.get("/groups/integration-group/report.json").json()
    said = [
        side["value"]
        for programme in document["joint_programmes"]
        for stones in programme["milestones"].values()
        for stone in stones
        for side in stone.get("title", ())
    ]
    missed = [
        measure
        for supplier in document["suppliers_of_concern"]
        for contract in supplier["contracts"]
        for measure in contract["under_performing"]
    ]
    for measure in missed:
        said += [side["value"] for side in (*measure.get("title", ()), *(each["target"] for each in measure["judged"]))]
        said += [side["value"]["value"] for side in measure["last_result"]]
    cited = {side["event"] for each in missed for side in each["last_result"]}
    cited |= {assessed["target"]["event"] for each in missed for assessed in each["judged"]}
    assert cited <= set(re.findall(r'href="/events/([0-9a-f-]{36})"', client.get("/groups/integration-group").text))
    for address in ("/groups/integration-group", "/groups/integration-group/report"):
        page = text_of(client.get(address).text)
        for word in said:
            assert " ".join(word.split()) in page, address


@settings(max_examples=2)
@given(st.integers(0, 10_000))
def test_days_of_open_matters_are_written_as_people_write_them(seed: int) -> None:
    store = filled_store(seed, 200)
    client = TestClient(app_over(store), base_url="http://127.0.0.1", headers={"Accept": "text/html"})
    seen = 0
    for held in store.pictures.all():
        matters = held.picture().get("differences", ())
        of_days = [each for each in matters if each.get("date") and each["date"] in each["text"]]
        page = client.get(page_of(held.key.kind, held.key.partnership, held.key.id)).text if of_days else ""
        for each in of_days[:2]:
            assert each["text"] not in text_of(page)
            assert dated_words(each["text"]).split(": ", 1)[-1] in text_of(page)
            assert capital(dated_words(each["text"])) in text_of(client.get(f"/differences/{each['id']}").text)
            seen += 1
    assert seen
