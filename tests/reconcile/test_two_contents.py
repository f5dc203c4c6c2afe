"""One event id with two contents is an open matter on the picture of whatever the two are about, of every kind."""

from typing import Any
from uuid import UUID

import pytest

from hub.events.catalogue import CATALOGUE
from hub.reconcile.kinds import Kind, MatterClass
from tests.reconcile.told import CONTRACT, COUNCIL, PROGRAMME, Said, pictures

PROCUREMENT = "ocds-h6vhtk-0c0099"
ABOUT: dict[str, tuple[str, str, dict[str, Any]]] = {
    "contract": ("declared", CONTRACT, {"stage": "contract"}),
    "programme": ("programme-declared", PROGRAMME, {"mode": "joint"}),
    "procurement": ("procurement-declared", PROCUREMENT, {}),
}


def test_there_is_a_case_for_every_kind_that_something_is_said_about() -> None:
    assert set(ABOUT) == {each.about for each in CATALOGUE} - {"event"}


@pytest.mark.parametrize("about", ABOUT)
def test_two_contents_of_one_id_are_told_where_they_are_about(about: str) -> None:
    name, subject, fields = ABOUT[about]

    def said(title: str, number: int) -> Said:
        meta = {"event_id": UUID(int=number)}
        return COUNCIL, name, {**fields, "title": title, "subject": subject, "meta": meta}

    body = pictures(said("Carers", 1), said("Short breaks", 1), said("Carers", 2))[about, subject]
    (matter,) = [each for each in body["differences"] if each["kind"] is Kind.IDENTITY]
    assert (matter["class"], matter["severity"]) == (MatterClass.IDENTITY, "red")
    assert matter["field"] == f"event:{UUID(int=1)}"
    assert {each["event"] for each in matter["sides"]} == {str(UUID(int=1))}
    assert len({each["value"] for each in matter["sides"]}) == len(matter["sides"]) == 2
