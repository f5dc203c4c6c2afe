"""The stories of the demonstration: what each place says, let in at each partner's own door."""

import json
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

from connectors.cloudevents.connector import CloudEventsConnector
from hub.admission.admit import Admitted, Context, admit
from hub.admission.contradictions import warnings
from hub.configuration.configuration_file import read_files
from hub.configuration.model import Configuration, key_of
from hub.reconcile.days import Day
from hub.reconcile.events import Subject
from hub.reconcile.statement import Statement
from hub.reconcile.views import PartnershipViews

EXAMPLES: Final = Path(__file__).parents[2] / "deploy" / "examples"
PLACES: Final = sorted(each.parent.name for each in EXAMPLES.glob("*/configuration.yaml"))
LET_IN: Final = datetime(2026, 11, 23, tzinfo=UTC)


@cache
def configuration() -> Configuration:
    """Of all places together, as the demonstration publishes it."""
    files = [EXAMPLES / place / "configuration.yaml" for place in PLACES]
    in_files, wrong = read_files([(str(each), each.read_text("utf-8")) for each in files])
    assert not wrong, [each.text for each in wrong]
    return Configuration(0, {key_of(each.document): each.document for each in in_files})


def files_of(place: str) -> list[Path]:
    """One for each organisation that speaks."""
    return sorted((EXAMPLES / place).glob("*.jsonl"))


def speaker_of(file: Path) -> str:
    """Whose events a file holds: those of one organisation."""
    lines = file.read_text("utf-8").splitlines()
    (speaker,) = {json.loads(line)["data"]["meta"]["organisation"] for line in lines if line}
    return str(speaker)


@cache
def story(place: str) -> tuple[Admitted, ...]:
    """Every event of a place, in the order of its files. Fails for one that is refused or warned of."""
    found = []
    for file in files_of(place):
        context = Context(configuration(), LET_IN, speaker_of(file), "test")
        with file.open("rb") as stream:
            for item in CloudEventsConnector().items(stream, file.name, context.principal):
                (document,) = item.documents
                answer = admit(document, context)
                assert isinstance(answer, Admitted), (file.name, item.where, answer)
                warned = list(warnings(answer.event, item.where))
                assert not warned, (file.name, item.where, warned)
                found.append(answer)
    return tuple(found)


@cache
def views(place: str) -> PartnershipViews:
    """What the story adds up to."""
    found = PartnershipViews(place, configuration())
    for each in story(place):
        kind = each.event_type
        found.add(Statement.of(kind, (kind.major, kind.minor), each.body, each.plain, 0), each.plain)
    return found


Body = dict[str, Any]


def body_of(place: str, kind: str, key: str, day: str) -> Body:
    """The picture of a subject on a day; there is one."""
    found = views(place).picture(Subject(kind, key), Day.read(day))
    assert found is not None
    return found.body


def words(body: Body, member: str, item: str, name: str) -> dict[str, Body]:
    """Of a table of a picture whose lines are each of one body: which one to what is said of it."""
    return {each[item]: side["value"] for each in body[member] for side in each[name]}


def matters(body: Body) -> dict[str, str]:
    """By kind and field the text of each open matter."""
    return {f"{each['kind']} {each['field']}": each["text"] for each in body.get("differences", ())}
