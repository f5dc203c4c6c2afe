"""A milestone is late from the day after the first of the days by which bodies say that it is due, and its matter tells
which milestone that is, and when it is due in the words of who said so."""

from typing import Any

import pytest

from tests.reconcile.told import CCG, COUNCIL, Said, programme

DECLARED: Said = (COUNCIL, "programme-declared", {"title": "Carers", "mode": "joint"})


def due(latest: str, body: str = COUNCIL) -> Said:
    day = {"text": latest, "earliest": latest, "latest": latest, "precision": "day"}
    return body, "milestone-scheduled", {"milestone": "m", "title": "M", "due": day}


@pytest.mark.parametrize(
    ("on", "text"),
    [
        ("2016-03-31", "Carers' strategy: is due “by spring”, by 2016-03-31: within 30 days"),
        ("2016-04-01", "Carers' strategy: was due “by spring”, and nobody says that it was met"),
    ],
)
def test_its_matter_tells_its_title_and_when_it_is_due_as_it_was_said(on: str, text: str) -> None:
    day = {"text": "by spring", "earliest": "2016-03-01", "latest": "2016-03-31", "precision": "range"}
    body = programme(
        DECLARED,
        (COUNCIL, "milestone-scheduled", {"milestone": "m", "title": "Carers' strategy", "due": day}),
        on=on,
    )
    (found,) = body["differences"]
    assert (found["field"], found["text"]) == ("milestone:m", text)


def shown(*said: Said, on: str) -> Any:
    (found,) = programme(DECLARED, *said, on=on)["milestones"]
    return found["state"], found["due_by"]


@pytest.mark.parametrize(("on", "state"), [("2016-03-30", "due"), ("2016-03-31", "due"), ("2016-04-01", "late")])
def test_it_is_late_behind_its_day(on: str, state: str) -> None:
    assert shown(due("2016-03-31"), on=on) == (state, "2016-03-31")


@pytest.mark.parametrize("order", [(COUNCIL, CCG), (CCG, COUNCIL)])
def test_of_two_days_the_first_makes_it_late_and_the_last_is_told(order: tuple[str, str]) -> None:
    said = [due(day, body) for day, body in zip(("2016-03-31", "2016-04-30"), order, strict=True)]
    for each in (said, said[::-1]):
        assert shown(*each, on="2016-03-31") == ("due", "2016-04-30")
        assert shown(*each, on="2016-04-01") == ("late", "2016-04-30")
