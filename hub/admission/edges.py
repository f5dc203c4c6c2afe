"""Ids that begin or end with what nobody sees, and ids whose page nobody could open.

"carers " would be a second programme beside "carers". Promise: pure; a rule of the door and of no model, so that what
is in the log stays readable. Spaces, ends of lines and characters without width count. A value that could be a person's
is never repeated.
"""

import re
import typing
import unicodedata
from typing import Final
from uuid import UUID

from hub.admission import guarding
from hub.admission.annotated import Leaf
from hub.admission.field_path import reads_as_an_id
from hub.admission.guarding import Look
from hub.admission.refusal import Code
from hub.events import ids
from hub.events.catalogue import EventType

NO_IDS: Final[typing.Mapping[str, str]] = {
    "clears": "names of fields of the hub's own, of which a rule offers the nearest",
    "currency": "a code of ISO 4217, of which a rule offers the nearest",
}
"""Texts in the form of a name that are none of a thing, by field, and why they are not looked at here."""

_UNSEEN: Final = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf"})
_WITHOUT: Final = "write the same without it"


def trimmed(text: str) -> str:
    """The text without what nobody sees at its beginning and end."""
    start, end = 0, len(text)
    while start < end and _is_unseen(text[start]):
        start += 1
    while end > start and _is_unseen(text[end - 1]):
        end -= 1
    return text[start:end]


def _is_unseen(character: str) -> bool:
    return unicodedata.category(character) in _UNSEEN


def is_id(leaf: Leaf, event_type: EventType) -> bool:
    """Whether a field of the event names a thing, so that two who mean it have to write it alike."""
    if leaf.kind is UUID:
        return True
    if leaf.kind is not str or leaf.name in NO_IDS:
        return False
    look = guarding.look_of(leaf, event_type)
    return look in (Look.CHECKED, Look.REFERENCE) or (look is Look.CODE and leaf.codelist is None)


def refused(leaf: Leaf, event_type: EventType) -> tuple[Code, str, str] | None:
    """(code, problem, fix) of an id with such an edge; None for all other values."""
    given = leaf.value
    if not isinstance(given, str):
        return None
    rest = trimmed(given)
    if rest == given:
        return _step(given) if "." in given and is_id(leaf, event_type) else None
    if not is_id(leaf, event_type):
        return None
    if not rest:
        return Code.ID_WRONG, "is blank", "give the id, or leave the field out if there is none"
    ends = (("begins", not given.startswith(rest[0])), ("ends", not given.endswith(rest[-1])))
    where = " and ".join(word for word, there in ends if there)
    problem = f"{where} with a space or another character that nobody sees"
    if not _fits(leaf, rest, event_type):
        # what has not its form without them either is told by the schema, with the form that it needs
        told_by_schema = not _has_form(leaf, given) and not _has_form(leaf, rest)
        return None if told_by_schema else (Code.ID_WRONG, problem, _WITHOUT)
    return Code.ID_WITH_SPACES, problem, f"write `{rest}`" if _may_be_shown(leaf, rest, event_type) else _WITHOUT


def _step(given: str) -> tuple[Code, str, str] | None:
    """Of an id with a part that browsers and other programs take for a way to another page, and never send."""
    if not {".", ".."}.intersection(given.split("/")):
        return None
    problem = "has a part that is . or .., which programs take for a step to another page"
    return Code.ID_WRONG, problem, "write that part in letters or digits"


def _has_form(leaf: Leaf, text: str) -> bool:
    return leaf.pattern is None or re.fullmatch(leaf.pattern, text) is not None


def _fits(leaf: Leaf, text: str, event_type: EventType) -> bool:
    if leaf.kind is UUID:
        return ids.uuid_in(text) is not None
    if not _has_form(leaf, text):
        return False
    checks = leaf.checks or (ids.check_reference,)
    if leaf.path == ("meta", "subject"):
        checks = (ids.CHECKS_OF_SUBJECTS.get(event_type.about, ids.check_reference),)
    try:
        for check in checks:
            check(text)
    except ValueError:
        return False
    return True


def _may_be_shown(leaf: Leaf, text: str, event_type: EventType) -> bool:
    return leaf.kind is UUID or (
        reads_as_an_id(text) and not any(guarding.found(guarding.look_of(leaf, event_type), text))
    )
