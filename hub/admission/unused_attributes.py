"""Attributes of a CloudEvent that the hub does not use: let in, as the standard allows any, and told to their sender.

"corrects" beside the data corrects nothing, and "classification" there hides nothing. Promise: pure; no value is
repeated; what the standard and its documented extensions define is passed over. Source: CloudEvents 1.0, extension
context attributes; its documented extensions.
"""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from hub.admission import packed_data
from hub.admission.document import KNOWN
from hub.admission.field_path import safe_name
from hub.admission.naming import ATTRIBUTES
from hub.admission.warning import TO_REPLACE, AdmissionWarning
from hub.events.catalogue import EventType
from hub.events.envelope import Meta

OF_EXTENSIONS: Final = frozenset(
    {"authtype", "authid", "authclaims", "causationid", "correlationid", "dataref", "expirytime", "sampledrate"}
    | {"deprecated", "deprecationfrom", "deprecationmigration", "deprecationsunset", "sequencetype"}
)
"""Of documented extensions, beside those in KNOWN: they tell of the sending, and are meant for no field."""

_PASSED: Final = KNOWN | OF_EXTENSIONS | {packed_data.NAME}
_PROBLEM: Final = "is not used: the hub has no such attribute"
_NEAR: Final = 0.8


def warnings(document: Mapping[str, Any], event_type: EventType, where: str) -> Iterator[AdmissionWarning]:
    """One for each such attribute; one that is null is as one that is left out."""
    if document.keys() <= _PASSED:
        return
    for name, value in document.items():
        if name not in _PASSED and value is not None:
            yield AdmissionWarning(where, safe_name(name), _PROBLEM, _fix(name, event_type))


def _fix(name: str, event_type: EventType) -> str:
    places = _places(event_type)
    meant = [name] if name in places else get_close_matches(name, places, n=1, cutoff=_NEAR)
    if not meant:
        return "leave it out, or put it into data if the type has a field for it"
    return f"{places[meant[0]]}; {TO_REPLACE}"


@cache
def _places(event_type: EventType) -> Mapping[str, str]:
    """What an attribute may be meant for, in the letters that attributes have, and how that is written."""
    found = {name: f"write it as {name}" for name in KNOWN}
    # a field of meta before one of the same name in data, and a name of either before a near attribute
    for name in event_type.model.model_fields:
        found[_letters(name)] = f"put it into data, which has {name}"
    for name in Meta.model_fields:
        attribute = ATTRIBUTES.get(name, name)
        other = "" if attribute == name else f", or give it as the attribute {attribute}"
        if attribute != name or name not in KNOWN:
            found[_letters(name)] = f"put it into data.meta, which has {name}{other}"
    return MappingProxyType(found)


def _letters(field: str) -> str:
    return field.replace("_", "")
