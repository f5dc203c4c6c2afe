"""The configuration as the records of its topic give it, record by record."""

from collections.abc import Iterable

from pydantic import ValidationError

from hub.events.configuration import DOCUMENT, Configuration, ConfigurationUnreadable, Document


class ConfigurationLog:
    """The documents that stand after the records that were taken, in offset order; each is read once.

    offset: the last record's; -1 before any.
    """

    def __init__(self) -> None:
        self.offset = -1
        self._standing: dict[str, Document | ConfigurationUnreadable] = {}

    def take(self, offset: int, key: bytes, value: bytes | None) -> None:
        """The record that follows. A null value takes a document back."""
        self.offset = offset
        name = key.decode(errors="replace")
        if value is None:
            self._standing.pop(name, None)
        else:
            self._standing[name] = _read(name, value)

    def configuration(self) -> Configuration:
        """Only what stands counts: a document that was corrected later does no harm.

        Raises ConfigurationUnreadable for a document that this release does not understand.
        """
        documents = {}
        for key, each in self._standing.items():
            if isinstance(each, ConfigurationUnreadable):
                raise ConfigurationUnreadable(str(each))
            documents[key] = each
        return Configuration(self.offset, documents)


def read(records: Iterable[tuple[int, bytes, bytes | None]]) -> Configuration:
    """The configuration after (offset, key, value) records in offset order. Raises ConfigurationUnreadable."""
    log = ConfigurationLog()
    for each in records:
        log.take(*each)
    return log.configuration()


def _read(key: str, value: bytes) -> Document | ConfigurationUnreadable:
    try:
        return DOCUMENT.validate_json(value)
    except ValidationError as failure:
        first = failure.errors()[0]
        where = ".".join(map(str, first["loc"]))
        return ConfigurationUnreadable(
            f"the published document {key[:120]} cannot be read by this release: "
            f"{where}: {first['msg']}. Use the release that published it, or newer; if it is broken, publish it anew "
            "with `hub configuration publish`, or take it back with `hub configuration withdraw KEY --reason WHY --yes`"
        )
