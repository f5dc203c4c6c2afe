"""The examples of the OpenAPI document: events from schemas/, ids from the demonstration.

A test sends each of them to a gateway that holds the demonstration.
"""

import json
from typing import Any, Final

from hub.events.catalogue import CATALOGUE, EventType
from hub.serialization.schemas import folder

EVENT_ID: Final = "014d42a5-5100-7ccb-9807-d396f3fb60a0"
PROGRAMME: Final = "wandsworth/carers"
PROCUREMENT: Final = "local:ocds-b5fd17/cambridgeshire-county-council/ocds-b5fd17-3acef0bd-20d7-4df8-bbd7-01a3540dc2d6"
CONTRACT: Final = "wandsworth/GB-LAE-WND/14-565"
PROVIDER: Final = "wandsworth/GB-COH-00000002"
GROUP: Final = "health-and-social-care-integration-group"
DIFFERENCE_ID: Final = "f521de1fa7d31c066127"


def _of(event_type: EventType) -> dict[str, Any]:
    text = (folder(event_type) / "example.json").read_text(encoding="utf-8")
    document: dict[str, Any] = json.loads(text)
    return document


def _named(value: Any, summary: str) -> dict[str, Any]:
    return {"summary": summary, "value": value}


ONE_EVENT: Final = {
    f"{each.word}.{each.name}": _named(_of(each), f"{each.name.replace('-', ' ')}: about a {each.about}")
    for each in CATALOGUE
}
BINARY: Final = _of(next(each for each in CATALOGUE if each.name == "declared"))
"""The event that the examples of headers are the attributes of."""

BINARY_BODIES: Final = {"binary-mode": _named(BINARY["data"], "Binary mode: the data alone, with ce- headers")}
BATCHES: Final = {
    f"{topic}-events": _named([_of(each) for each in CATALOGUE if each.word == topic], f"Several events on a {topic}")
    for topic in ("contract", "workplan")
}
