"""One raw record of a topic, and the two ways in which it may not be taken yet or ever."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class InputRecord:
    """A record as Kafka gives it. timestamp_ms: milliseconds since 1970, the log's own. A header may have no value."""

    topic: str
    partition: int
    offset: int
    timestamp_ms: int
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes | None], ...]


@dataclass(frozen=True, slots=True)
class Poison:
    """Why a record cannot be taken, ever: it depends on the record's bytes and the code version alone.

    field: path of the field, or the name of the header, or "key" or "value".
    """

    code: str
    field: str
    problem: str
    fix: str


class SchemaNeeded(Exception):
    """The schema that wrote a record is not bundled: ask the registry for it, then try again."""

    def __init__(self, schema_id: int) -> None:
        super().__init__(f"schema id {schema_id} is not among the bundled schemas")
        self.schema_id = schema_id
