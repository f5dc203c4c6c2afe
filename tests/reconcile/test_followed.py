"""What a body's predecessor said is the body's word: shown as such, never silence, and asked again when it follows."""

from datetime import date
from typing import Any

import pytest

from hub.configuration.model import Body, Configuration, Member
from hub.reconcile.days import Day
from tests.reconcile.summary import whole
from tests.reconcile.told import CCG, CONTRACT, COUNCIL, KNOWN, PLACE, PROGRAMME, Said, contract, events, pictures

NORTH, SOUTH, WEST = "GB-NHS-36L", "GB-NHS-72Q", "GB-NHS-QWE"
OCID = "ocds-h6vhtk-0c0099"


def followed_by(*bodies: str) -> Configuration:
    gone = Body(id=CCG, name="NHS Wandsworth CCG", until=date(2015, 6, 4), successors=bodies)
    return Configuration(1, {**KNOWN.documents, f"organisation/{CCG}": gone})


SAID: dict[str, Said] = {
    "contract": (CCG, "declared", {"stage": "contract", "title": "Carers"}),
    "procurement": (CCG, "procurement-declared", {"subject": OCID, "title": "Carers", "stage": "tender"}),
    "programme": (CCG, "programme-declared", {"title": "Carers", "mode": "joint"}),
}
"""By kind of picture that holds fields: a word of the body that was followed."""
KEYS = {"contract": CONTRACT, "procurement": OCID, "programme": PROGRAMME}


def sides(kind: str, on: str, under: Configuration) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pictures(SAID[kind], on=on, configuration=under)[kind, KEYS[kind]]["fields"]["title"][
        "sides"
    ]
    return found


@pytest.mark.parametrize("kind", SAID)
def test_who_said_it_then_is_shown_beside_whose_word_it_is_now(kind: str) -> None:
    under = followed_by(NORTH, SOUTH)
    (before,) = sides(kind, "2015-06-04", under)
    assert (before["organisation"], "said_by" in before) == (CCG, False)
    after = sides(kind, "2015-06-05", under)
    assert [(each["organisation"], each["said_by"]) for each in after] == [(NORTH, CCG), (SOUTH, CCG)]


@pytest.mark.parametrize("kind", SAID)
def test_a_picture_is_made_again_on_the_day_on_which_one_body_follows_another(kind: str) -> None:
    under = followed_by(NORTH)
    there = whole(events([SAID[kind]]), Day.read("2015-06-04"), under)
    assert there[kind, KEYS[kind]].until == Day.read("2015-06-05")


@pytest.mark.parametrize(("speaking", "silent"), [((CCG,), []), ((NORTH,), []), ((SOUTH,), []), ((), ["NORTH+SOUTH"])])
def test_one_of_those_that_followed_speaks_for_all_of_them(speaking: tuple[str, ...], silent: list[str]) -> None:
    said = [(each, "declared", {"stage": "contract"}) for each in speaking]
    declared: Said = (COUNCIL, "declared", {"stage": "contract", "funders": [{"id": CCG}]})
    body = contract(declared, *said, configuration=followed_by(NORTH, SOUTH))
    told = [
        side["organisation"].replace(NORTH, "NORTH").replace(SOUTH, "SOUTH")
        for each in body["differences"]
        if each["field"].startswith("declared:")
        for side in each["sides"]
        if "event" not in side
    ]
    assert told == silent


def test_who_is_silent_is_told_once_by_its_name_and_why_where_it_followed_several_that_were_expected() -> None:
    ended = date(2015, 6, 4)
    bodies = [
        Body(id=CCG, name="NHS Wandsworth CCG", until=ended, successors=(SOUTH, WEST)),
        Body(id=NORTH, name="NHS North CCG", until=ended, successors=(WEST, SOUTH)),
        Body(id=SOUTH, name="NHS South"),
        Body(id=WEST, name="NHS West"),
    ]
    place = PLACE.model_copy(update={"members": (*PLACE.members, Member(organisation=NORTH, role="nhs_commissioner"))})
    documents = {"partnership/wandsworth": place, **{f"organisation/{each.id}": each for each in bodies}}
    known = Configuration(1, {**KNOWN.documents, **documents})
    declared: Said = (COUNCIL, "declared", {"stage": "contract", "funders": [{"id": CCG}], "buyer": {"id": NORTH}})
    (found,) = [
        each for each in contract(declared, configuration=known)["differences"] if each["field"].startswith("declared:")
    ]
    assert found["text"] == "NHS South and NHS West has not declared it; expected as buyer, funder"
    assert found["field"] == f"declared:{min(CCG, NORTH)}"
    assert [side["organisation"] for side in found["sides"]] == [COUNCIL, f"{SOUTH}+{WEST}"]
