"""Of one event id that came with two contents a report names each as a source of its own, in data and on the page."""

import re
from datetime import date
from html import unescape
from typing import Any
from uuid import UUID

import pytest

from hub.configuration.model import Group
from hub.reconcile.matter_kinds import MatterKind
from hub.reports.joint_programmes import joint_programmes
from hub.reports.render import Format, render
from tests.reconcile.told import CCG, CONTRACT, COUNCIL, KNOWN, Said, pictures
from tests.reports.apart import told_apart
from tests.reports.test_joint_programmes import reported

BOTH = Group(id="group", name="Group", partnerships=("richmond", "wandsworth"), open_register=True)
ID, OTHER = UUID(int=9), CONTRACT + "9"
ROW = re.compile(r'<tr id="source-(\d+)">(.*?)</tr>', re.S)
RECORDED = "2014-11-05T13:50:00Z"


def said(body: str, amount: str, document: str | None = None, subject: str = CONTRACT, **of: Any) -> Said:
    meta = {"event_id": ID, "recorded_at": RECORDED, "source_document": document, **of}
    fields = {"stage": "contract", "title": subject, "value": {"amount": amount, "basis": "net"}}
    return body, "declared", {**fields, "subject": subject, "meta": meta}


def document(*events: Said) -> dict[str, Any]:
    bodies = {("wandsworth", *key): body for key, body in pictures(*events).items()}
    return reported(BOTH, bodies, KNOWN, date(2015, 10, 1))


def sides_of(data: Any) -> list[dict[str, Any]]:
    """Every side that cites the id."""
    if isinstance(data, dict):
        return [each for value in data.values() for each in sides_of(value)] + [data] * (data.get("event") == str(ID))
    return [each for value in data for each in sides_of(value)] if isinstance(data, list) else []


def amounts(made: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """By the amount of a contract the source that its value cites."""
    contracts = made["other_contracts"]
    sides = [side for each in contracts for side in each["value"]["sides"]]
    return {side["value"]["amount"]: made["sources"][side["source"]] for side in sides}


OF_TWO = (said(COUNCIL, "610000.00", "The council's register"), said(CCG, "1.00", "The CCG's ledger", OTHER))
OF_ONE = (said(COUNCIL, "610000.00"), said(COUNCIL, "1.00", subject=OTHER))
"""Recorded at one time, in no document: nothing but the content tells them apart."""


def test_each_body_has_its_own_speaker_and_document() -> None:
    found = amounts(document(*OF_TWO))
    assert {amount: (each["organisation"], each["document"]) for amount, each in found.items()} == {
        "610000.00": (COUNCIL, "The council's register"),
        "1.00": (CCG, "The CCG's ledger"),
    }


@pytest.mark.parametrize("events", [OF_TWO, OF_ONE, (*OF_TWO, *OF_ONE), (*OF_ONE, said(COUNCIL, "2.00"))])
def test_there_is_one_source_for_each_content_and_every_side_cites_its_own(events: tuple[Said, ...]) -> None:
    made = document(*events)
    contents = {each["content_hash"] for each in made["sources"].values()}
    assert len(made["sources"]) == len(contents) == len({str(each) for each in events})
    cited = {name: made[name] for name in made if name != "sources"}
    for side in sides_of(cited):
        source = made["sources"][side["source"]]
        assert (source["content_hash"], source["organisation"]) == (side["content_hash"], side["organisation"])
    matters = [each for each in made["other_matters"] if each["kind"] == MatterKind.IDENTITY]
    for matter in matters:
        assert len({side["source"] for side in matter["sides"]}) == len(matter["sides"]) == len(contents)


@pytest.mark.parametrize("events", [OF_TWO, OF_ONE])
def test_what_is_counted_from_both_names_both(events: tuple[Said, ...]) -> None:
    made = document(*events)
    (contracts,) = [each for each in made["summary"] if each["label"] == "Contracts outside any programme"]
    assert contracts["events"] == [str(ID)]
    assert contracts["sources"] == sorted(made["sources"])
    page = render(made, Format.HTML).decode()
    (row,) = re.findall(r"Contracts outside any programme</a></th>.*?</tr>", page, re.S)
    assert re.findall(r'href="#source-(\d+)"', row) == ["1", "2"]


def test_the_page_cites_beside_each_figure_whoever_said_it() -> None:
    page = unescape(render(document(*OF_TWO), Format.HTML).decode())
    rows = dict(ROW.findall(page))
    for amount, speaker, paper in (("£610,000.00", "Council", "register"), ("£1.00", "CCG", "ledger")):
        numbers = re.findall(re.escape(amount) + r' net of VAT<sup class="cite">\[<a href="#source-(\d+)"', page)
        assert numbers
        for number in numbers:
            assert speaker in rows[number] and paper in rows[number]


def test_the_matter_says_of_each_who_said_it_when_about_what_and_of_which_type() -> None:
    made = document(OF_TWO[0], (CCG, "varied", {"title": "Carers", "meta": {"event_id": ID}}))
    assert len(made["other_matters"]) == 1
    page = unescape(render(made, Format.HTML).decode())
    for who, what, recorded in (
        ("Wandsworth Borough Council", "declared", "5 November 2014"),
        ("NHS Wandsworth CCG", "varied", "1 April 2014"),
    ):
        words = f"{who}: “{what}” (contract) about contract {CONTRACT}, true from 1 April 2014, recorded on {recorded}"
        assert words in page
    assert not any(each["content_hash"] in page for each in made["sources"].values())


def test_an_id_that_came_in_two_places_is_told_apart_too() -> None:
    """Each place has one content of it, and holds it for the only one."""
    here, there = OF_TWO
    bodies = {
        **{("richmond", *key): body for key, body in pictures(here).items()},
        **{("wandsworth", *key): body for key, body in pictures(there).items()},
    }
    made = joint_programmes(BOTH, bodies, KNOWN, as_of=date(2015, 10, 1), known_at=None)
    assert {amount: each["organisation"] for amount, each in amounts(made).items()} == {
        "610000.00": COUNCIL,
        "1.00": CCG,
    }


def test_a_place_that_has_one_content_alone_cites_the_same_source_as_one_that_has_both() -> None:
    def bodies(place: str, *told: Said) -> dict[tuple[str, str, str], dict[str, Any]]:
        return {(place, *key): body for key, body in pictures(*told).items()}

    both, one = bodies("wandsworth", *OF_TWO), bodies("richmond", OF_TWO[0])
    apart = told_apart({**both, **one})
    sources = {side["source"] for body in apart.values() for side in sides_of(body)}
    assert sources == {f"{ID} content 1", f"{ID} content 2"}
    # of one body two may be alike in all but what they say: which of them the other place has, nobody knows
    unknown = told_apart({**bodies("wandsworth", *OF_ONE), **bodies("richmond", OF_ONE[0])})
    assert len({side["source"] for body in unknown.values() for side in sides_of(body)}) == 3


def test_what_came_once_is_as_it_was() -> None:
    made = document(said(COUNCIL, "610000.00"))
    assert list(made["sources"]) == [str(ID)]
    assert not any("source" in side or "content_hash" in side for side in sides_of(made))
    assert not any("sources" in each for each in made["summary"])


def test_pictures_are_shared_and_stay_as_they_are() -> None:
    found = pictures(*OF_TWO, (COUNCIL, "declared", {"stage": "contract", "subject": "another"}))
    before = {key: repr(body) for key, body in found.items()}
    named = told_apart(found)
    assert {key: repr(body) for key, body in found.items()} == before
    assert named["contract", "another"] is found["contract", "another"]
    assert named["contract", CONTRACT] is not found["contract", CONTRACT]
