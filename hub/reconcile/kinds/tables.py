"""What the kinds of subjects say of their events, put together: how each is read, and what becomes of its fields.

Promise: each of these tables has one line for a thing; two kinds that both have one end the program as it starts.
A test walks the catalogue and fails for a type, a field or a date without a line.
"""

from collections.abc import Hashable, Iterable, Mapping
from types import MappingProxyType
from typing import Final, TypeVar

from hub.events.answering import DifferenceAnswered
from hub.events.catalogue import EventType
from hub.events.envelope import Event
from hub.events.plain import Plain
from hub.events.withdrawal import Withdrawn
from hub.reconcile import answers, comparing, tense, watched
from hub.reconcile.folding import Fold, Pairs, listed
from hub.reconcile.kinds.contract import fields as of_contracts
from hub.reconcile.kinds.contract import folds as contract_folds
from hub.reconcile.kinds.procurement import fields as of_procurements
from hub.reconcile.kinds.procurement import folds as procurement_folds
from hub.reconcile.kinds.programme import fields as of_programmes
from hub.reconcile.kinds.programme import folds as programme_folds
from hub.reconcile.measures import fields as of_measures
from hub.reconcile.measures import folds as measure_folds

_Key = TypeVar("_Key", bound=Hashable)
_Line = TypeVar("_Line")


def together(tables: Iterable[Mapping[_Key, _Line]]) -> Mapping[_Key, _Line]:
    """Raises ValueError where two of them have a line for one thing."""
    found: dict[_Key, _Line] = {}
    for table in tables:
        twice = sorted(map(str, found.keys() & table.keys()))
        if twice:
            raise ValueError(f"two kinds of subjects have a line for {', '.join(twice)}")
        found.update(table)
    return MappingProxyType(found)


def _nothing(event_type: EventType, plain: Plain) -> Pairs:
    """A withdrawal claims nothing: it voids, which the state sees to."""
    return []


FOLDS: Final[Mapping[type[Event], Fold]] = together(
    [
        contract_folds.FOLDS,
        procurement_folds.FOLDS,
        programme_folds.FOLDS,
        measure_folds.FOLDS,
        {Withdrawn: _nothing, DifferenceAnswered: listed("difference", "answered")},
    ]
)
LINES: Final[comparing.Lines] = together(
    [comparing.COMMON, answers.LINES, of_measures.LINES, of_contracts.LINES, of_procurements.LINES, of_programmes.LINES]
)
DATES: Final[watched.Dates] = together(
    [watched.COMMON, of_measures.DATES, of_contracts.DATES, of_procurements.DATES, of_programmes.DATES]
)
TENSES: Final[tense.Tenses] = together(
    [tense.COMMON, of_measures.TENSES, of_contracts.TENSES, of_procurements.TENSES, of_programmes.TENSES]
)
