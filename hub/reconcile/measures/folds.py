"""What each event about a measure claims, of a contract or of a programme."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from hub.events import measures
from hub.events.catalogue import EventType
from hub.events.envelope import Event
from hub.events.plain import Plain
from hub.reconcile.claims import Field
from hub.reconcile.folding import Fold, Pairs, cleared, fields_of, item_fields


def _measure_agreed(event_type: EventType, plain: Plain) -> Pairs:
    measure = plain["measure"]
    fields = fields_of(event_type, plain, without=("measure",))
    return [*item_fields("measure", measure, fields), *cleared(plain, "measure", measure)]


def _observed(event_type: EventType, plain: Plain) -> Pairs:
    fields = fields_of(event_type, plain, without=("measure",))
    return [(Field("result", plain["measure"], f"{fields['period_end']}/{fields['period_start']}"), fields)]


FOLDS: Final[Mapping[type[Event], Fold]] = MappingProxyType(
    {measures.MeasureAgreed: _measure_agreed, measures.Observed: _observed}
)
