"""Where a record stands in the log."""

from typing import NamedTuple


class RecordLocation(NamedTuple):
    """As text: TOPIC[PARTITION]@OFFSET."""

    topic: str
    partition: int
    offset: int

    def __str__(self) -> str:
        return f"{self.topic}[{self.partition}]@{self.offset}"
