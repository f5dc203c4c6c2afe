"""Whoever tells how much is open tells the same: pages, lists, the API and the report, whatever was said."""

import re
from typing import Any

from fastapi.testclient import TestClient
from hypothesis import example, given, settings
from hypothesis import strategies as st

from hub.gateway.api.links import page_of
from hub.gateway.index.pictures import HeldPictures
from hub.reconcile.matter_kinds import MatterClass
from hub.reconcile.picture import picture_key
from hub.reports.joint_programmes import joint_programmes
from tests.gateway.made import GROUP, TODAY, app_over, basis_at, filled_store, picture_record
from tests.gateway.test_pictures import body

SECTIONS = ("joint_programmes", "separate_areas", "areas_to_be_agreed", "undeclared_programmes")
LINK = re.compile(r'href="/differences/([0-9a-f]{20})"')


@settings(max_examples=12)
@given(seed=st.integers(0, 10_000), events=st.integers(1, 160))
@example(seed=9, events=4)  # a procurement of which nobody states a stage or a value
def test_all_who_count_agree(seed: int, events: int) -> None:
    store = filled_store(seed, events)
    client = TestClient(app_over(store), base_url="http://127.0.0.1")
    document = joint_programmes(
        GROUP,
        {each.key: each.picture() for each in store.pictures.of_places(GROUP.partnerships)},
        store.configuration,
        as_of=TODAY,
        known_at=None,
    )
    classes = {each["class"]: each["count"] for each in document["open_matters"]["classes"]}
    total = document["open_matters"]["total"]

    group: dict[str, Any] = client.get(f"/v1/groups/{GROUP.id}").json()
    assert group["matters"] == classes
    assert sum(group["differences"].values()) == total
    for each in MatterClass:
        listed = client.get("/v1/differences", params={"class": each, "limit": 200}).json()
        assert len(listed["items"]) == classes[each]
        assert all(one["class"] == each for one in listed["items"])
        page = client.get("/differences", params={"class": each}).text
        assert f"{classes[each]} open matter{'' if classes[each] == 1 else 's'} found" in page
    assert f"{total:,} open matter{'' if total == 1 else 's'}<" in client.get("/").text

    told_of = client.get(f"/groups/{GROUP.id}").text
    for figure in document["summary"]:
        section = told_of.partition(f'id="{figure["section"]}"')[2].partition("<h2")[0]
        assert ("/events/" in section) or not figure["value"], figure["label"]
    opened = told_of.partition('id="open-matters"')[2].partition("<h2")[0]
    assert len(LINK.findall(opened)) == len(set(LINK.findall(opened))) == total

    rows = {each["id"]: each for each in client.get("/v1/programmes").json()["items"]}
    assert {each["id"]: each["differences"] for each in group["programmes"]} == {
        name: row["differences"] for name, row in rows.items()
    }
    for programme in [each for name in SECTIONS for each in document[name]]:
        told = [each["id"] for each in programme["differences"]]
        page = client.get(page_of("programme", programme["partnership"], programme["programme"])).text
        assert LINK.findall(page) == told
        assert (f"its contracts ({len(told)})" in page) == bool(told)
        assert sum(rows[programme["programme"]]["differences"].values()) == len(told)


def test_a_kind_of_a_newer_release_is_counted_by_the_class_that_its_picture_names() -> None:
    pictures = HeldPictures()
    newer = body("a", ("d", "red")).replace(b'"amount"', b'"of_a_newer_release","class":"overdue"')
    pictures.take(picture_record(0, picture_key("wandsworth", "contract", "c"), newer, basis_at(5)))
    assert [row.matter for row in pictures.matters()] == [MatterClass.OVERDUE]


def test_a_picture_of_an_older_release_is_counted_by_its_kinds() -> None:
    pictures = HeldPictures()
    pictures.take(picture_record(0, picture_key("wandsworth", "contract", "c"), body("a", ("d", "red")), basis_at(5)))
    assert [row.matter for row in pictures.matters()] == [MatterClass.DISAGREEMENT]
