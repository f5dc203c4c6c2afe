"""Ids that somebody else will write otherwise: let in, because they were said, and told to their sender.

Two events that mean one provider, and write it as GB-COH-1234567 and GB-COH-01234567, or a reference with a long dash
and with a hyphen, are about two things, and nobody who reads them sees why. Promise: pure; looks at every id of the
catalogue, nested ones too. A word of another script by itself is as its sender writes it, and is not told. Source:
Unicode Standard Annexes 9 and 15; org-id.guide.
"""

import re
import unicodedata
from collections.abc import Iterator
from types import MappingProxyType
from typing import Final

from hub.admission import nothing
from hub.admission.annotated import Leaf, leaves
from hub.admission.edges import is_id
from hub.admission.field_path import field_path
from hub.admission.warning import TO_REPLACE, AdmissionWarning
from hub.events.catalogue import EventType
from hub.events.company_numbers import company_number
from hub.events.envelope import Event
from hub.events.ids import IN_CAPITALS

_COMPANY: Final = re.compile(r"GB-COH-([^/]*)")
_IN_FORM: Final = re.compile(r"[0-9]{8}|[A-Z]{2}[0-9]{6}")
_LOOK_UP: Final = "look it up in the register, and write it as GB-COH-01234567; of another register write that one"
_BRITISH: Final = "GB-"
_IN_CAPITALS: Final = "|".join(sorted(each.removeprefix(_BRITISH) for each in IN_CAPITALS))
_SMALL: Final = re.compile(rf"{_BRITISH}(?:{_IN_CAPITALS})-(?=[0-9A-Z.-]*[a-z])[^/]*")
_WORTH_A_WALK: Final = re.compile(
    # what all begin with stands in front of the alternatives: so it is looked for alone, ten times as quick
    rf"{_BRITISH}(?:COH-(?!(?:[0-9]{{8}}|[A-Z]{{2}}[0-9]{{6}})(?![0-9A-Za-z]))|(?:{_IN_CAPITALS})-[0-9A-Z.-]*[a-z])"
)
"""In the text of an event: what most have nowhere, and no more have than another character than those of ASCII. To walk
its fields costs ten times as much as to look for it."""
_SEEMS: Final = "holds a character that looks like another or that nobody sees, and so is another id than it seems"
_INVISIBLE: Final = frozenset({"Cf", "Zl", "Zp"})
_ORDINARY: Final = MappingProxyType({"Zs": " ", "Pd": "-"})
"""Word processors put a space that does not break, or a long dash, in the place of what was typed."""
_IN_NUMBERS: Final = frozenset({"ES", "CS"})
"""Classes of Annex 9, whose signs of the keyboard are + - , . / and :, and others that look like them."""


def warnings(event_type: EventType, event: Event, where: str) -> Iterator[AdmissionWarning]:
    """One for each field of the event that holds such an id."""
    text = event.model_dump_json()
    if text.isascii() and _WORTH_A_WALK.search(text) is None:
        return
    for leaf in leaves(event_type.model, event.model_dump()):
        told = _told(leaf) if isinstance(leaf.value, str) and is_id(leaf, event_type) else None
        if told is not None:
            problem, fix = told
            yield AdmissionWarning(where, field_path(leaf.path), problem, f"{fix}; {TO_REPLACE}")


def _told(leaf: Leaf) -> tuple[str, str] | None:
    """(problem, fix)"""
    given = leaf.value
    company = _COMPANY.match(given)
    if company is not None:
        number = company_number(company.group(1))
        if number not in (None, company.group(1)):
            problem = "is a number of Companies House as the register does not write it, and so another id than its own"
            return problem, f"write GB-COH-{number}{given[company.end() :]}"
        if number is None and not _IN_FORM.fullmatch(company.group(1)):
            return "is no number of Companies House, which has eight digits, or two letters and six digits", _LOOK_UP
    small = _SMALL.match(given)
    if small is not None:
        problem = "has small letters where its register has capitals, and so is another id than its own"
        return problem, f"write {small.group().upper()}{given[small.end() :]}"
    if not given.isascii() and _plain(given) != given:
        letters = "each letter with its accent as one character"
        return _SEEMS, f"write it with ordinary spaces and hyphens, {letters}, and nothing unseen"
    # a unit names nothing, and is written as m² or µg
    other = None if given.isascii() or leaf.name in nothing.WORDS else _other(given)
    if other is not None:
        named = f"U+{ord(other):04X}, {unicodedata.name(other, 'which has no name')}"
        return _SEEMS, f"write the character of a keyboard in the place of {named}"
    return None


def _other(text: str) -> str | None:
    """The first character of another width or form, or of another script than Latin letters and digits beside it."""
    composed = unicodedata.normalize("NFC", text)
    is_latin = any(each.isascii() and each.isalnum() for each in composed)
    for each in composed:
        if not each.isascii() and (_stands_for_another(each) or (is_latin and _is_of_another_script(each))):
            return each
    return None


def _stands_for_another(character: str) -> bool:
    return unicodedata.normalize("NFKC", character) != character or unicodedata.bidirectional(character) in _IN_NUMBERS


def _is_of_another_script(character: str) -> bool:
    category = unicodedata.category(character)
    # the library knows no scripts, but names begin with them
    return (category[0] == "L" or category == "Nd") and not unicodedata.name(character, "").startswith("LATIN ")


def _plain(text: str) -> str:
    """Letters composed, every space and dash an ordinary one, and without what nobody sees."""
    seen = (each for each in unicodedata.normalize("NFC", text) if unicodedata.category(each) not in _INVISIBLE)
    return "".join(_ORDINARY.get(unicodedata.category(each), each) for each in seen)
