"""What bodies say of one process of buying, event by event, and how far it has come by that."""

from datetime import date, timedelta
from typing import Any, NamedTuple

from hub.reconcile.days import Day
from hub.reconcile.events import Subject
from tests.reconcile.summary import added, ready
from tests.reconcile.test_awards import COUNCIL, OCID, said

ON = date(2016, 1, 1)
"""The day of all questions here, unless another one is given."""


class Log:
    """What is said, in order: each event is recorded a day later than the one before."""

    def __init__(self) -> None:
        self.told: list[Any] = []

    def say(self, event: str, subject: str, body: str = COUNCIL, day: str = "2015-01-01", **data: Any) -> str:
        kind, model = said(len(self.told) + 1, event, subject, body, day, **data)
        recorded = model.meta.recorded_at + timedelta(days=len(self.told))
        meta = model.meta.model_copy(update={"recorded_at": recorded})
        self.told.append((kind, model.model_copy(update={"meta": meta})))
        return str(meta.event_id)

    def process(self, body: str = COUNCIL, **data: Any) -> str:
        return self.say("procurement-declared", OCID, body, **data)

    def award(self, *keys: str, body: str = COUNCIL, **more: Any) -> str:
        return self.process(body, awards=[{"id": key, "status": "active", **more} for key in keys])

    def contract(self, key: str, stage: str = "contract", body: str = COUNCIL, **more: Any) -> str:
        return self.say("declared", f"{OCID}/{key}", body, stage=stage, **{"procurement": OCID, "award": key} | more)

    def end(self, key: str, day: str = "2015-06-01", body: str = COUNCIL) -> str:
        return self.say("terminated", f"{OCID}/{key}", body, day, ended_on=day, reason="expired")


class Answer(NamedTuple):
    stage: dict[str, str]
    events: dict[str, list[str]]
    total: dict[str, Any]
    body: dict[str, Any]
    until: Day | None


def asked(log: Log, on: date = ON) -> Answer:
    picture = added(ready(log.told)).picture(Subject("procurement", OCID), Day.of(on))
    assert picture is not None
    sides = picture.body["fields"].get("stage", {"sides": []})["sides"]
    events = {
        side["organisation"]: sorted([side["event"], *(each["event"] for each in side.get("also", ()))])
        for side in sides
    }
    totals = {each["organisation"]: each for each in picture.body["totals"]}
    words = {side["organisation"]: side["value"] for side in sides}
    return Answer(words, events, totals.get(COUNCIL, {}), picture.body, picture.until)


def stage(log: Log, on: date = ON, body: str = COUNCIL) -> str | None:
    return asked(log, on).stage.get(body)
