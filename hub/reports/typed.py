"""Which fields hold days and which hold names, read off what may be said, so that a new field needs no line here."""

from datetime import date
from typing import Final, get_args

from hub.events.field_types import fields
from hub.events.fields import Due, FieldName

DAYS: Final[frozenset[str]] = frozenset(
    {
        *(name for name, parts in fields() if date in parts),
        # named so by folds (hub.reconcile.kinds, programme.folds and contract.folds)
        "extended_to",
        *(f"due_{name}" for name, info in Due.model_fields.items() if info.annotation is date),
    }
)

_NAME: Final = get_args(FieldName)[1]
FIELD_NAMES: Final[frozenset[str]] = frozenset(name for name, parts in fields() if _NAME in parts)
"""Fields that hold names such as those of measures, which are read as words."""
