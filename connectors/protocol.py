"""What every connector promises: bytes of a source in, items out, each with its events or the reasons why not.

An item is what the source counts: a release, a row, a line. A connector never drops one and raises for no content: each
item comes out as documents or refusals, and the good ones go in whatever stands between them. It reads no clock and no
network, and gives the same events with the same ids for the same bytes, so that publishing a file again is harmless.
What it makes still goes through admission, like everything else.
"""

import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO, Protocol

from hub.admission.faults import FOR_CONTENT, fault
from hub.admission.refusal import Code, Refusal
from hub.admission.warning import TO_REPLACE, AdmissionWarning

log = logging.getLogger("hub.connectors")


Origin = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Item:
    """One item: CloudEvents documents, or refusals; never both and never neither. where: file:line, and its own id.

    warnings: what of the item is not used or is hardly meant, to be told to its sender; never a reason to keep it out.
    origins: of each document: from the path of a field of it to the path in the source of what its sender wrote there,
    "" for what is about the item as a whole. None at all where a document is what its sender wrote.
    to_replace: how its sender replaces what it said, to be put in the place of hub.admission.warning.TO_REPLACE.
    event: of an item that is refused before it is a document: what could be read of the CloudEvents attributes that its
    sender gave, so that the refusal is kept under the event's id and its receipt finds it.
    source: the item as it was read: bytes where it is no JSON, else the JSON value. It is kept with a refusal.
    """

    where: str
    documents: tuple[Mapping[str, Any], ...] = ()
    refusals: tuple[Refusal, ...] = ()
    warnings: tuple[AdmissionWarning, ...] = ()
    origins: tuple[Origin, ...] = field(default=(), compare=False, repr=False)
    to_replace: str = field(default=TO_REPLACE, compare=False, repr=False)
    event: Mapping[str, Any] | None = field(default=None, compare=False, repr=False)
    source: Any = field(default=None, compare=False, repr=False)

    def __post_init__(self) -> None:
        if bool(self.documents) == bool(self.refusals):
            raise ValueError(f"{self.where}: an item has either documents or refusals")
        if self.origins and len(self.origins) != len(self.documents):
            raise ValueError(f"{self.where}: each document has an origin, or none has")

    def origin(self, number: int, field_name: str) -> str:
        """Where its sender wrote what stands in a field of the document of that number, from 0 on."""
        return self.origins[number](field_name) if self.origins else field_name


def made(make: Callable[[], Item], where: str, source: Any) -> Item:
    """The item that `make` gives. Where it raises for what the item holds, that is a fault of the connector's, which
    its conformance test is there to find: the item is then refused as such and kept, and the other items go in."""
    try:
        return make()
    except FOR_CONTENT as failure:
        log.error("item not read", extra={"code": Code.CONNECTOR_FAILED.value}, exc_info=failure)
        return Item(where, refusals=(fault(Code.CONNECTOR_FAILED, "read", where),), source=source)


class Connector(Protocol):
    """One format of a partner's data."""

    @property
    def name(self) -> str:
        """The word for --format."""

    @property
    def about(self) -> str:
        """One line for people."""

    def recognises(self, first: Any) -> bool:
        """Whether the first JSON value of a source looks like this format. Two connectors never agree on one."""

    def items(self, stream: BinaryIO, name: str, speaker: str | None) -> Iterator[Item]:
        """The items of a source, in order. name: for `where`; speaker: the organisation that says it, where it is
        not the one that the data names.

        JSON lines are read one at a time, however long the source is.
        """
