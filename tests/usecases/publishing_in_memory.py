"""`hub publish` without Kafka: a writer that keeps what it is given, and files to publish."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import orjson

from hub.configuration.model import Configuration, Member, Partnership
from hub.events.envelope import Event
from hub.events.topics import REFUSAL, WARNING
from hub.log.batch_writer import Outgoing
from hub.log.codec import Stamp
from hub.log.kept_warnings import KeptWarnings
from hub.log.publisher import BrokerAway, EventPublisher
from hub.serialization.encoded import EncodedEvent
from hub.usecases.admitting import Door
from hub.usecases.publishing import (
    Result,
    items_of,
    principal_of,
    publish,
)
from tests.connectors.releases import a_contract, a_release
from tests.support.documents import NOW, declared, wandsworth

CASES = Path(__file__).parents[1] / "examples" / "cases_real_world"

# no door reads UTF-16, and the last holds requests
EVERY_FILE = [file for file in sorted(CASES.glob("*.json*")) if file.name not in ("12d_utf16.json", "13_http.jsonl")]


class Written:
    """Stands for EventPublisher."""

    def __init__(self, away_after: int = sys.maxsize) -> None:
        self.batches: list[int] = []
        self.events: list[Event] = []
        self.stamps: list[Stamp] = []
        self._away_after = away_after
        self.kept: list[dict[str, Any]] = []
        self.warned: list[KeptWarnings] = []
        self.order: list[str] = []

    async def publish(self, events: Sequence[EncodedEvent], stamp: Stamp) -> list[Any]:
        if len(self.batches) >= self._away_after:
            raise BrokerAway("no broker answers")
        self.batches.append(len(events))
        self.order.append("events")
        self.events += [each.event for each in events]
        self.stamps.append(stamp)
        return []

    async def keep(self, topic: str, records: Sequence[Outgoing]) -> list[Any]:
        self.order.append(topic)
        if topic == WARNING:
            self.warned += [KeptWarnings.read(each.value) for each in records]
            return []
        assert topic == REFUSAL
        self.kept += [{"key": (each.key or b"").decode(), **orjson.loads(each.value or b"")} for each in records]
        return []


def an_event(number: int = 1, **changes: Any) -> bytes:
    return orjson.dumps(declared(attributes={"id": f"014e1b2c-3d00-7000-8000-{number:012d}"}, **changes))


def file_of(folder: Path, *lines: bytes, name: str = "events.jsonl") -> Path:
    file = folder / name
    file.write_bytes(b"\n".join(lines))
    return file


async def run(written: Written | None, *files: Path, speaker: str | None = None) -> Result:
    door = Door(wandsworth(), principal_of(speaker), "test")
    publisher = cast(EventPublisher, written) if written else None
    return await publish(items_of(files, None, speaker), door, publisher, lambda: NOW)


AN_ICB = "GB-NHS-QWE"

OF_TWO = Configuration(
    1,
    {
        f"partnership/{place}": Partnership(
            id=place, name=place.title(), members=(Member(organisation=AN_ICB, role="nhs_commissioner"),)
        )
        for place in ("merton", "wandsworth")
    },
)


def released_by_an_icb(folder: Path) -> Path:
    buyer = {"id": AN_ICB, "name": "NHS South West London ICB"}
    release = a_release(
        ocid="ocds-h6vhtk-0c0020",
        date="2015-07-11T10:37:43Z",
        buyer=buyer,
        parties=[buyer | {"roles": ["buyer"]}],
        awards=None,
        contracts=[a_contract()],
        tag=["contract"],
    )
    return file_of(folder, orjson.dumps(release))
