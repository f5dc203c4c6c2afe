"""The members of a picture that hold several things, and which statements each of them shows.

Each kind of subject has a table of its own beside the common one. Promise: whatever a picture shows can be asked for by
its own name; a law walks the members of pictures. What is a field, or a thing by its own name, needs no line.
Source: design section 2 (every number can be explained).
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from hub.reconcile.claims import SUPPLIER
from hub.reconcile.explained import Explained

Shows = Callable[[Explained], bool]
Members = Mapping[str, Shows]
"""By the member's name: which statements it shows."""


def of_items(*items: str) -> Shows:
    return lambda each: each.told.claim.field.item in items


def about_contracts(each: Explained) -> bool:
    return each.told.statement.type.about == "contract"


def _named(each: Explained) -> bool:
    name = each.told.claim.field.name
    return name in ("title", "suppliers") or name.startswith(SUPPLIER)


def _of_itself(each: Explained) -> bool:
    """It tells of the subject itself, or a word on the subject follows from it, as the stage does from an award."""
    return not each.told.claim.field.item or any(not field.item for _, field in each.words)


def everything(each: Explained) -> bool:
    return True


COMMON: Final[Members] = MappingProxyType(
    {
        "title": _named,
        "classification": everything,
        "fields": _of_itself,
        "differences": everything,
    }
)
