"""What several bodies say, in a line each, and what pictures it adds up to."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from hub.configuration.model import Body, Configuration, Member, Partnership
from hub.events.catalogue import CATALOGUE
from hub.reconcile.days import Day
from tests.reconcile.summary import Ready, ready, whole

COUNCIL, CCG = "GB-LAE-WND", "GB-NHS-08X"
CONTRACT, PROGRAMME = "GB-LAE-WND/14-324", "carers"
PLACE = Partnership(
    id="wandsworth",
    name="Wandsworth",
    members=(Member(organisation=COUNCIL, role="council"), Member(organisation=CCG, role="nhs_commissioner")),
)
KNOWN = Configuration(
    0,
    {
        "partnership/wandsworth": PLACE,
        "organisation/GB-LAE-WND": Body(id=COUNCIL, name="Wandsworth Borough Council"),
        "organisation/GB-NHS-08X": Body(id=CCG, name="NHS Wandsworth CCG"),
    },
)
_TYPES = {each.name: each for each in reversed(CATALOGUE) if each.name != "withdrawn"} | {
    f"{each.word}/{each.name}": each for each in CATALOGUE
}

Said = tuple[str, str, dict[str, Any]]
"""(organisation, name of the event's type, with its topic where it is not the first that has it, its fields)"""

DECLARED: Said = (COUNCIL, "declared", {"stage": "unknown"})
"""That there is the contract, and nothing else of it."""
PROGRAMME_IS_THERE: Said = (COUNCIL, "programme-declared", {"title": "P", "mode": "separate"})
"""That there is the programme."""


def events(said: Sequence[Said]) -> list[Ready]:
    """True from 1 April 2014 and recorded one after the other, all of one contract or programme."""
    made = []
    for number, (organisation, name, fields) in enumerate(said, 1):
        event_type = _TYPES[name]
        given = dict(fields)
        meta = {
            "event_id": UUID(int=number),
            "organisation": organisation,
            "source_system": "register",
            "partnerships": ["wandsworth"],
            "subject": given.pop("subject", CONTRACT if event_type.about == "contract" else PROGRAMME),
            "occurred_at": given.pop("occurred_at", "2014-04-01"),
            "recorded_at": datetime(2014, 4, 1, tzinfo=UTC) + timedelta(minutes=number),
            **given.pop("meta", {}),
        }
        made.append((event_type, event_type.model.model_validate({"meta": meta, **given})))
    return ready(made)


def pictures(
    *said: Said, on: str = "2015-10-01", configuration: Configuration = KNOWN
) -> dict[tuple[str, str], dict[str, Any]]:
    day = Day.of(date.fromisoformat(on))
    return {key: picture.body for key, picture in whole(events(said), day, configuration).items()}


def contract(*said: Said, on: str = "2015-10-01", configuration: Configuration = KNOWN) -> dict[str, Any]:
    return pictures(*said, on=on, configuration=configuration)["contract", CONTRACT]


def programme(*said: Said, on: str = "2015-10-01", configuration: Configuration = KNOWN) -> dict[str, Any]:
    return pictures(*said, on=on, configuration=configuration)["programme", PROGRAMME]


def matters(body: dict[str, Any]) -> set[tuple[str, str]]:
    """(kind, field) of each."""
    return {(str(each["kind"]), each["field"]) for each in body["differences"]}
