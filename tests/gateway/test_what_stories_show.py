"""What the stories of places show on pages, in lists and in the report: asked as an officer would."""

from functools import cache

import pytest
from fastapi.testclient import TestClient

from tests.examples import stories
from tests.gateway.made import app_over, told
from tests.gateway.test_every_side import text_of

DAYS = {
    place: group.opens_on
    for group in stories.configuration().groups.values()
    for place in group.partnerships
    if group.opens_on is not None
}


@cache
def client() -> TestClient:
    """Of all places together, as the demonstration is."""
    said = tuple(each for place in stories.PLACES for each in stories.story(place))
    store, log = told(said, DAYS, configuration=stories.configuration())
    return TestClient(app_over(store, log), base_url="http://127.0.0.1", headers={"Accept": "text/html"})


def page(path: str) -> str:
    answer = client().get(path)
    assert answer.status_code == 200, path
    return str(answer.text)


def test_links_to_a_group_open_at_its_day() -> None:
    home = page("/")
    for group in stories.configuration().groups.values():
        day = f"?as_of={group.opens_on}" if group.opens_on else ""
        assert f'href="/groups/{group.id}{day}"' in home
        assert f'href="/groups/{group.id}/report{day}"' in home


@pytest.mark.parametrize("group", sorted(stories.configuration().groups))
def test_no_page_of_a_group_shows_data_as_programs_write_it(group: str) -> None:
    for path in (f"/groups/{group}", f"/groups/{group}/report"):
        text = text_of(page(path))
        assert "{'" not in text
        assert ": : " not in text


def test_a_decision_is_shown_with_its_reference_its_value_and_who_signed() -> None:
    for path in ("/programmes/bolton/personalisation-strategy", "/groups/bolton-executive-members/report"):
        text = text_of(page(path))
        assert "£24,000.00" in text
        assert "Signed by " in text
    assert "(SP-2010-1)" in text_of(page("/programmes/bolton/prevention-strategy"))


def test_measures_of_a_programme_stand_with_their_outcomes_on_page_and_report() -> None:
    """WIL 3: each of the five outcomes, its target, the last result, and what that comes to."""
    shown = text_of(page("/programmes/wiltshire/childrens-commissioning?as_of=2009-07-01"))
    told = text_of(page("/groups/children-and-young-peoples-trust-board-executive/report?as_of=2009-07-01"))
    for text in (shown, told):
        for each in ("(NI 59)", "Staying Safe", "Target met", "Misses its target", "No result yet", "none yet"):
            assert each in text
    assert "Outcome that it measures: Staying Safe" in shown
    assert "17.2 for 1 September 2007 to 31 August 2008" in told


def test_a_contract_that_was_ended_ends_on_that_day_in_lists() -> None:
    listed = text_of(page("/contracts?partnership=leeds"))
    row = listed[listed.index("AS-2013-09") - 400 : listed.index("AS-2013-09") + 400]
    assert "30 September 2017" in row
    assert "30 September 2018" not in row
    report = text_of(page("/groups/children-and-young-peoples-trust-board-executive/report"))
    assert "30 June 2009" in report[report.index("GB-LAE-WIL/CYP-2008-04") :]


def test_one_body_that_ended_a_contract_does_not_end_it_for_the_other() -> None:
    listed = text_of(page("/contracts?partnership=wiltshire"))
    row = listed[listed.index("GB-NHS-5QK/CH-2008-11") :][:500]
    assert "31 May 2009" in row
    assert "31 March 20" in row, "the council says that it is in force, to the end of its term"


def test_all_contracts_of_one_change_are_a_list_of_their_own() -> None:
    batches = client().get("/v1/contracts", params={"partnership": "leeds"}).json()
    (batch,) = {
        side["value"]["batch"]
        for each in batches["items"]
        for row in client().get(f"/v1/contracts/leeds/{each['id']}").json()["picture"]["variations"]
        for side in row["varied"]
        if "batch" in side["value"]
    }
    assert client().get("/v1/contracts", params={"batch": batch}).json()["total"] == 4
    group = text_of(page("/groups/leeds-scrutiny-board-strategy-and-resources"))
    assert "A blanket change: -5 % for each of 4 contracts of 3 providers" in group


def test_contracts_are_narrowed_by_a_ward() -> None:
    found = client().get("/v1/contracts", params={"areas": "E05001424"}).json()
    assert found["total"] == 2
    assert {each["partnership"] for each in found["items"]} == {"leeds"}
