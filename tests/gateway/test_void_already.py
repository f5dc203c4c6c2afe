"""Over HTTP: whoever sends again what was taken back, or takes it back again, is told since when and by what."""

from typing import Any

import pytest

from hub.gateway.api import door
from hub.gateway.api.cloudevents_http import ONE
from tests.gateway.door_in_memory import Gateway, an_event, of_both
from tests.gateway.test_taking_back import FIRST, SECOND, published, withdrawal
from tests.support.documents import CCG, COUNCIL, EVENT_ID

SINCE = "since 2016-01-04T12:00:00.000Z, by event"
VOID = f"is void {SINCE} {SECOND}: what is said under it counts for nothing"
NAMED = f"names an event that is void already, {SINCE}"
BEHIND = pytest.mark.parametrize("is_behind", [False, True], ids=["the index has read it", "the index is behind"])


def correction(number: int, of: str, **changes: Any) -> Any:
    return an_event(number, meta={"corrects": of}, **changes)


TAKEN_BACK = pytest.mark.parametrize("by", [withdrawal(2, FIRST), correction(2, FIRST)], ids=["withdrawn", "corrected"])


@BEHIND
@TAKEN_BACK
async def test_a_void_event_that_is_sent_again_is_a_duplicate_and_told_to_be_void(
    gateway: Gateway, by: Any, is_behind: bool
) -> None:
    gateway.publisher.is_behind = is_behind
    assert await published(gateway, an_event(1), by) == [[], []]
    answer = (await gateway.post(an_event(1), ONE)).json()
    (told,) = answer["results"][0]["warnings"]
    assert answer["duplicates"] == 1
    assert (told["pointer"], told["detail"]) == ("#/id", VOID)
    assert told["fix"] == "say it again in an event with a new id"
    assert await published(gateway, an_event(3)) == [[]]
    assert await published(gateway, withdrawal(5, an_event(4)["id"]), an_event(4)) == [[], []]


async def test_so_is_another_content_of_it_and_one_that_comes_after_its_withdrawal(gateway: Gateway) -> None:
    await published(gateway, an_event(1), withdrawal(2, FIRST), withdrawal(4, an_event(3)["id"]))
    other, late = await published(gateway, an_event(1, title="Other"), an_event(3))
    assert VOID in [each["detail"] for each in other]
    assert [each["detail"].startswith("is void since") for each in late] == [True]


@BEHIND
async def test_a_second_withdrawal_is_told_that_the_first_one_did_it(gateway: Gateway, is_behind: bool) -> None:
    gateway.publisher.is_behind = is_behind
    await published(gateway, an_event(1), withdrawal(2, FIRST))
    ((told,),) = await published(gateway, withdrawal(3, FIRST))
    assert (told["pointer"], told["detail"]) == ("#/0/data/event", f"{NAMED} {SECOND}")
    assert told["fix"] == "there is nothing to mend: it stays void"
    assert await published(gateway, withdrawal(3, FIRST)) == [[]]


async def test_a_second_correction_is_told_which_event_stands_in_the_place_of_the_first(gateway: Gateway) -> None:
    await published(gateway, an_event(1), correction(2, FIRST, title="Other"))
    by_correction, by_withdrawal = await published(gateway, correction(3, FIRST, title="Third"), withdrawal(4, FIRST))
    for (told,), place, way in (
        (by_correction, "#/0/data/meta/corrects", "name it in meta.corrects of a further event"),
        (by_withdrawal, "#/1/data/event", "withdraw it"),
    ):
        assert (told["pointer"], told["detail"]) == (place, f"{NAMED} {SECOND}")
        assert told["fix"] == f"event {SECOND} stands in its place; if that is wrong too, {way}"


async def test_in_one_request_what_stands_before_counts_and_what_stands_behind_does_not(gateway: Gateway) -> None:
    told = await published(gateway, an_event(1), withdrawal(2, FIRST), withdrawal(3, FIRST), an_event(1))
    assert [[each["detail"] for each in one] for one in told] == [[], [], [f"{NAMED} {SECOND}"], [VOID]]


@BEHIND
async def test_another_organisations_naming_makes_nothing_void(gateway: Gateway, is_behind: bool) -> None:
    gateway.publisher.is_behind = is_behind
    await published(gateway, an_event(1), withdrawal(2, FIRST, CCG))
    assert await published(gateway, an_event(1), withdrawal(3, FIRST)) == [[], []]


async def test_what_is_void_in_some_partnerships_is_told_with_which(gateway: Gateway) -> None:
    there = withdrawal(2, EVENT_ID) | {"time": "2016-01-02T00:00:00Z", "recordedtime": "2016-01-02T00:00:00Z"}
    there["data"]["meta"] = {"organisation": COUNCIL, "partnerships": ["wandsworth"]}
    await published(gateway, of_both(), there)
    ((told,),) = await published(gateway, of_both())
    assert told["detail"].startswith(f"is void in wandsworth {SINCE} {SECOND}")
    both = {**there, "id": an_event(3)["id"]}
    both["data"] = {
        **there["data"],
        "meta": {"organisation": COUNCIL, "partnerships": ["wandsworth", "south-west-london"]},
    }
    assert await published(gateway, both) == [[]]


async def test_a_withdrawal_that_is_void_itself_is_told_nothing_for_it_still_counts(gateway: Gateway) -> None:
    await published(gateway, an_event(1), withdrawal(2, FIRST), withdrawal(3, SECOND))
    assert await published(gateway, withdrawal(2, FIRST)) == [[]]


async def test_what_was_not_written_makes_nothing_void(gateway: Gateway) -> None:
    await published(gateway, an_event(1))
    gateway.publisher.away = True
    assert (await gateway.post(withdrawal(2, FIRST), ONE)).status_code == 503
    gateway.publisher.away = False
    assert await published(gateway, an_event(1), withdrawal(3, FIRST)) == [[], []]


async def test_what_the_door_remembers_beside_the_index_is_bounded(
    gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "MOST_REMEMBERED", 1)
    gateway.publisher.is_behind = True
    third = an_event(3)["id"]
    await published(gateway, withdrawal(2, FIRST), withdrawal(4, third))
    told = await published(gateway, an_event(1), an_event(3))
    assert [[each["detail"][:7] for each in one] for one in told] == [[], ["is void"]]
