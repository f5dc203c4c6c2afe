"""The configuration as the records of its topic give it, record by record."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pydantic import ValidationError

from hub.configuration.document_keys import shown_key, withdraw_command
from hub.configuration.model import DOCUMENT, Configuration, ConfigurationUnreadable, Document
from hub.events.counting import count_words

SHOWN_BROKEN: Final = 30


@dataclass(frozen=True, slots=True)
class Broken:
    """A record that stands and is no document that this release understands. offset: in the topic's one partition."""

    key: bytes
    offset: int
    why: str


class ConfigurationLog:
    """The documents that stand after the records that were taken, in offset order; each is read once.

    offset: the last record's; -1 before any.
    """

    def __init__(self) -> None:
        self.offset = -1
        self._standing: dict[bytes, Document | Broken] = {}

    def take(self, offset: int, key: bytes, value: bytes | None) -> None:
        """The record that follows. A null value takes a document back; a record without a key has the empty one."""
        self.offset = offset
        if value is None:
            self._standing.pop(key, None)
        else:
            self._standing[key] = _read(offset, key, value)

    @property
    def broken(self) -> list[Broken]:
        """Everything that stands and cannot be read, in offset order."""
        return sorted((each for each in self._standing.values() if isinstance(each, Broken)), key=lambda it: it.offset)

    @property
    def documents(self) -> dict[str, Any]:
        """What stands and can be read: to go by it alone would be to go by half."""
        found = {key: each for key, each in self._standing.items() if not isinstance(each, Broken)}
        return {key.decode(errors="replace"): each for key, each in found.items()}

    def configuration(self) -> Configuration:
        """Only what stands counts: a document that was corrected later does no harm.

        Raises ConfigurationUnreadable, naming all documents that this release does not understand.
        """
        broken = self.broken
        if broken:
            raise ConfigurationUnreadable(broken_words(broken))
        return Configuration(self.offset, self.documents)


def taken(records: Iterable[tuple[int, bytes, bytes | None]]) -> ConfigurationLog:
    """All that (offset, key, value) records in offset order say, broken ones too."""
    log = ConfigurationLog()
    for each in records:
        log.take(*each)
    return log


def read(records: Iterable[tuple[int, bytes, bytes | None]]) -> Configuration:
    """The configuration after (offset, key, value) records in offset order. Raises ConfigurationUnreadable."""
    return taken(records).configuration()


def broken_words(broken: Sequence[Broken]) -> str:
    """All of them at once, each with the command that takes it back; without a full stop at the end."""
    told = "; ".join(
        f"{shown_key(each.key)} (partition 0, offset {each.offset}: {each.why}), `{withdraw_command(each.key)}`"
        for each in broken[:SHOWN_BROKEN]
    )
    more = f"; and {len(broken) - SHOWN_BROKEN} more" if len(broken) > SHOWN_BROKEN else ""
    one = len(broken) == 1
    what = count_words(len(broken), "published document")
    return (
        f"{what} cannot be read by this release: {told}{more}. Published by a newer release? Use that one, or newer. "
        f"Meant to be there? Publish {'it' if one else 'each'} anew: `hub configuration publish FILE`. If not, take it "
        f"back: the command behind {'it' if one else 'each'}"
    )


def _read(offset: int, key: bytes, value: bytes) -> Document | Broken:
    try:
        return DOCUMENT.validate_json(value)
    except ValidationError as failure:
        first = failure.errors()[0]
        # what is no JSON at all has no place in it
        where = ".".join(map(str, first["loc"]))
        return Broken(key, offset, f"{where}: {first['msg']}" if where else first["msg"])
