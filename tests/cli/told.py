"""A small log in memory, and `hub` asked about it: what commands print of statements and events."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from click.testing import CliRunner, Result

from hub.cli.main import hub
from hub.configuration.model import Body, Group, Member, Partnership, canonical, key_of
from hub.engine.verify import LocatedRecord
from hub.events.catalogue import BY_CE_TYPE
from hub.instance.log_reading import InputLog, PartitionLog
from hub.reconcile.statement import Statement
from hub.serialization.avro import decode_plain, encode

CONTRACT = "GB-LAE-WND/14-565"
COUNCIL, CCG, ICB = "GB-LAE-WND", "GB-NHS-08X", "GB-NHS-QWE"
NOON = round(datetime(2015, 10, 1, 12, tzinfo=UTC).timestamp()) * 1000
DOCUMENTS: tuple[Partnership | Group | Body, ...] = (
    Partnership(
        id="wandsworth",
        name="Wandsworth",
        members=(Member(organisation=COUNCIL, role="council"), Member(organisation=CCG, role="nhs_commissioner")),
    ),
    Group(id="group", name="Group", partnerships=("wandsworth",)),
    Body(id=COUNCIL, name="Wandsworth Borough Council"),
    Body(id=CCG, name="NHS Wandsworth CCG", until=date(2015, 11, 30), successors=(ICB, "GB-NHS-72Q")),
    Body(id=ICB, name="NHS South West London ICB"),
    Body(id="GB-NHS-72Q", name="NHS South East London ICB"),
)


def event_id(number: int) -> str:
    return str(UUID(int=number))


class Log:
    """Events in the order in which they are said; each has the next number as its id."""

    def __init__(self) -> None:
        self._partition = PartitionLog()

    def say(
        self,
        name: str,
        organisation: str,
        since: str,
        said: dict[str, Any],
        *,
        admitted: timedelta = timedelta(),
        **meta: Any,
    ) -> str:
        """admitted: how long after noon."""
        kind = BY_CE_TYPE[f"uk.jch.{name}.v1"]
        number = len(self._partition.located) + 1
        envelope = {
            "event_id": event_id(number),
            "organisation": organisation,
            "source_system": "register",
            "partnerships": ["wandsworth"],
            "subject": CONTRACT,
            "occurred_at": since,
            "recorded_at": datetime(2015, 9, number, tzinfo=UTC),
            **meta,
        }
        body = encode(kind, kind.model.model_validate({"meta": envelope, **said}))
        version = (kind.major, kind.minor)
        known = NOON + number + admitted // timedelta(milliseconds=1)
        made = Statement.of(kind, version, body, decode_plain(kind, version, body), known)
        self._partition.located.append(LocatedRecord(0, number, envelope["partnerships"][0], made))
        return made.event_id

    def statements(self) -> list[Statement]:
        return [located.statement for located in self._partition.located]

    def log(self) -> InputLog:
        records: list[tuple[int, bytes, bytes | None]] = [
            (offset, key_of(each).encode(), canonical(each)) for offset, each in enumerate(DOCUMENTS)
        ]
        return InputLog([self._partition], records)

    def hub(self, monkeypatch: pytest.MonkeyPatch, command: str, *arguments: str) -> Result:
        monkeypatch.setattr(f"hub.cli.{command}.read_log", lambda json: self.log())
        return CliRunner().invoke(hub, [command, *arguments])
