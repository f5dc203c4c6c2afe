"""What the engine drives and leans on, as protocols: it knows no event type, no picture and no rule of its own."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Protocol

from hub.log.raw_reader import RawRecord
from hub.log.records import InputRecord, Poison
from hub.log.untrue import Shape, any_shape


class ConfigurationLike(Protocol):
    """What partnerships, tolerances and rules are in force; opaque to the engine but for these three."""

    @property
    def hash(self) -> str:
        """Hex. Two configurations with one hash give the same pictures; the version of the views is part of it."""
        ...

    @property
    def offset(self) -> int:
        """The highest offset of the configuration topic that is included; -1 for none."""
        ...

    @property
    def views(self) -> int:
        """The version of the view code that the configuration asks for."""
        ...


class AddOutcome(Enum):
    """What came of adding a record that could be taken."""

    NEW = "new"
    DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True)
class Output:
    """An evaluated picture. body None: there is none. until: the first later day on which it could differ."""

    key: bytes
    body: bytes | None
    until: date | None


class PartitionFold(Protocol):
    """Everything that was said in the partnerships of one partition number. Synchronous; no I/O, no clock."""

    def add(self, record: InputRecord, *, mark: bool = True) -> AddOutcome | Poison:
        """Adds one record: set union, so order and repetition do not matter.

        mark: what the record touches must be evaluated; False while restoring what has been evaluated before.
        Raises hub.log.records.SchemaNeeded, having changed nothing.
        """
        ...

    def set_aside(self, records: Sequence[RawRecord], start: int) -> int:
        """Sets records aside that were evaluated, or quarantined, before, from index `start` on; they count as added.

        Returns the index of the first one that must be added at once, or the number of records. What is set aside
        is taken in before anything is said of its partnership, also where nobody calls `take_in`.
        """
        ...

    def set_aside_count(self) -> int:
        """How many records are set aside and not taken in yet."""
        ...

    def take_in(self, limit: int, key: bytes | None = None) -> bool:
        """Takes in up to `limit` of what is set aside under a record's key; None: of what `evaluate` will look at next.

        True while there is more of it.
        """
        ...

    def take_in_any(self, limit: int) -> None:
        """Takes in up to `limit` of what is set aside, wherever it belongs."""
        ...

    def configure(self, configuration: ConfigurationLike) -> None:
        """From now on `keys` and `evaluate` go by this configuration. Marks nothing."""
        ...

    def mark(self, keys: Iterable[bytes]) -> None:
        """These output keys are dirty, whether or not such pictures exist."""
        ...

    def dirty_count(self) -> int:
        """How many keys wait to be evaluated."""
        ...

    def evaluate(self, today: date, limit: int | None = None) -> Sequence[Output]:
        """Evaluates up to `limit` dirty keys, which are clean afterwards: one Output for each key, body None for a key
        that has no picture; but for a key that nobody marked and whose picture is sure to be that of its last Output.
        The same events, configuration and day give the same bytes.
        """
        ...

    def keys(self) -> Iterable[bytes]:
        """The keys of all pictures that exist now under the configuration, also of those never evaluated yet."""
        ...


class FoldFactory(Protocol):
    """Makes the fold of one partition number, empty."""

    def __call__(self, partition: int, configuration: ConfigurationLike, /) -> PartitionFold: ...


class SchemaAnswer(Enum):
    """What the registry said of a schema id. KNOWN: the fold can decode it from now on."""

    KNOWN = "known"
    NO_SUCH_ID = "no such id"


class SchemasAway(Exception):
    """The registry did not answer: nothing is known of the id; ask again later."""


@dataclass(frozen=True, slots=True)
class Core:
    """The pure core as the engine is given it.

    build_configuration: pure, from all records of the configuration topic in log order; raises ValueError with words
    for an operator. fetch_schema: asks the registry; raises RegistryAway. views: the version of this view code. shape:
    what is wrong with an output record by itself.
    """

    new_fold: FoldFactory
    build_configuration: Callable[[Sequence[InputRecord]], ConfigurationLike]
    fetch_schema: Callable[[int], Awaitable[SchemaAnswer]]
    views: int
    code_version: str
    shape: Shape = any_shape
