"""References that name nothing: None, N/A or the nil UUID where the name of a thing should stand.

The ids of bodies, contracts and procurements are checked by their types; this is for references that take any text. Two
events that both bear such a word would be about one thing that is none. Promise: pure.
"""

import typing
from types import MappingProxyType
from typing import Final
from uuid import UUID

from pydantic import StringConstraints

from hub.admission.annotated import Leaf
from hub.events import fields, ids

WORDS: Final[typing.Mapping[str, str]] = MappingProxyType(
    {
        "unit": "a measure that is a mere number may have none",
        "clears": "names of fields, which a rule of their own checks",
    }
)
"""Fields of these types that name no thing, by name, and why such a word may stand there."""

_NIL: Final = UUID(int=0)
_NO_EVENT: Final = (
    "is the nil UUID, which stands for no event at all",
    "write the id of the event that is meant: of a new one a UUID, best of version 7",
)
"""Source: RFC 9562, section 5.9."""

_NAMING: Final = frozenset(
    str(each.pattern)
    for kind in (fields.Reference, fields.FieldName)
    for each in typing.get_args(kind)
    if isinstance(each, StringConstraints)
)


def names(leaf: Leaf) -> bool:
    """Whether the field is a reference or the id of an event, which has to name a thing."""
    return leaf.kind is UUID or (leaf.pattern in _NAMING and leaf.name not in WORDS)


def problem_and_fix(leaf: Leaf) -> tuple[str, str] | None:
    """What is wrong with a reference that names nothing, and what to do; None for all other values."""
    if leaf.kind is UUID:
        return _NO_EVENT if ids.uuid_in(leaf.value) == _NIL else None
    if not names(leaf) or not isinstance(leaf.value, str):
        return None
    try:
        ids.check_reference(leaf.value)
    except ValueError as failure:
        return ids.told_by(failure)
    return None
