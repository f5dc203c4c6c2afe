"""From a CloudEvents JSON document to the values of an event, with every problem of the envelope on the way.

Promise: absent meta fields are filled from the attributes that mean the same; given both, they must agree. Nothing
is guessed: what is neither given nor filled stays absent, and the schema rule says so.
Source: CloudEvents 1.0 structured mode; domain handbook section 3 (recordedtime, dataclassification).
"""

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

import orjson

from hub.admission import dataschema, packed_data
from hub.admission.characters import FIX_OF_ATTRIBUTE, control_in_attribute
from hub.admission.field_path import did_you_mean, safe_name
from hub.admission.limits import MOST_BYTES, MOST_LEVELS, MOST_VALUES
from hub.admission.naming import ATTRIBUTES
from hub.admission.refusal import Code, Refusal
from hub.admission.types_meant import unknown_type
from hub.events.catalogue import BY_CE_TYPE, EventType
from hub.events.moments import why_unread, written

REQUIRED: Final = ("specversion", "id", "source", "type", "data")
KNOWN: Final = frozenset(
    {*REQUIRED, "subject", "time", "recordedtime", "datacontenttype", "dataschema", "dataclassification"}
    | {"dataregulation", "datacategory", "partitionkey", "sequence", "traceparent", "tracestate"}
    | {"severitytext", "severitynumber"}
)
_META: Final = "meta"
# the version is one text and nothing else, which is told of it alone
_NOT_SCALARS: Final = ("data", packed_data.NAME, _META, "specversion")
_NO_ATTRIBUTE: Final = "has none of the attributes of a CloudEvent, and no data"
_SEND_ATTRIBUTES: Final = (
    "send specversion, id, source, type and data in one object; over HTTP the attributes may be ce- headers, and "
    "the data the body"
)
# one cure for every mode: an event has the same answer whichever way it came
_SEND_FIELDS: Final = (
    "put the fields of the type into data, as one object; in binary mode the body is the data: send an object with the "
    "fields of the type as the body"
)
_ATTRIBUTE_NAME: Final = re.compile(r"^[a-z0-9]{1,20}$")


@dataclass(slots=True)
class Draft:
    """A document on its way: its type where that is known, and the values of its data with meta filled in.

    filled: meta fields that the document does not have, and the attribute that each was taken from.
    has_data: whether its data is there and can be read; has_unread: whether what is not found may stand elsewhere.
    Of a document whose data is not there, `data` has the meta that its attributes say, and nothing of one that is no
    event.
    """

    event_type: EventType | None = None
    data: dict[str, Any] = field(default_factory=dict)
    filled: dict[str, str] = field(default_factory=dict)
    has_data: bool = False
    has_unread: bool = False
    refusals: list[Refusal] = field(default_factory=list)

    def refuse(self, code: Code, where: str, problem: str, fix: str) -> None:
        self.refusals.append(Refusal(code, where, problem, fix))


def open_document(document: Any, principal: str | None) -> Draft:
    """The draft of a document. principal: the organisation that publishes, None for the operator."""
    draft = Draft()
    if not isinstance(document, Mapping):
        draft.refuse(Code.NOT_AN_EVENT, "", "is not a JSON object", "send one CloudEvents 1.0 event in structured mode")
        return draft
    plain = packed_data.unpacked(document)
    draft.has_unread = document.get(packed_data.NAME) is not None
    if isinstance(plain, Refusal):
        draft.refusals.append(plain)
    else:
        document = plain
    written = _written(document)
    # most are so short that they need not be walked: a value takes a byte at least, and a level but the last a bracket
    if (written is None or len(written) > MOST_VALUES) and _values_over(document, MOST_VALUES):
        problem = f"holds more than {MOST_VALUES} values"
        draft.refuse(Code.TOO_LARGE, "", problem, "send the fields of the type alone, or say it in several events")
        return draft
    if (written is None or _brackets(written) >= MOST_LEVELS) and _levels_over(document, MOST_LEVELS):
        problem = f"is nested deeper than {MOST_LEVELS} levels"
        draft.refuse(Code.TOO_DEEP, "", problem, "send the fields of the type alone")
        return draft
    size = _size(document) if written is None else len(written)
    if size is None:
        draft.refuse(Code.NOT_AN_EVENT, "", "holds values or names that JSON does not have", "send plain JSON in UTF-8")
        return draft
    if size > MOST_BYTES:
        problem = f"has {size} bytes as canonical JSON, the hub takes {MOST_BYTES}"
        draft.refuse(Code.TOO_LARGE, "", problem, "shorten the texts, or say it in several events")
        return draft
    if not any(document.get(name) is not None for name in (*REQUIRED, packed_data.NAME)):
        # one fault: what was sent is no event at all, such as the data alone
        draft.refuse(Code.ATTRIBUTE_MISSING, "", _NO_ATTRIBUTE, _SEND_ATTRIBUTES)
        return draft
    _check_attributes(document, draft)
    data = document.get("data")
    if isinstance(data, Mapping):
        draft.data, draft.has_data = dict(data), True
    elif data is not None:
        draft.refuse(Code.ATTRIBUTE_WRONG, "data", "is not a JSON object", _SEND_FIELDS)
        draft.has_unread = True
    _fill_meta(document, draft, principal)
    return draft


def _written(document: Any) -> bytes | None:
    """As JSON; None for what is made of other things than JSON and Decimal, or is nested too deep for the writer."""
    try:
        return orjson.dumps(document, default=_decimal, option=orjson.OPT_PASSTHROUGH_DATACLASS)
    except TypeError:
        return None


def _decimal(value: Any) -> str:
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError


def _brackets(written: bytes) -> int:
    return written.count(b"{") + written.count(b"[")


def _size(document: Mapping[str, Any]) -> int | None:
    """Bytes as JSON; None for what JSON does not have: names that are no text, numbers of thousands of digits."""
    try:
        return len(orjson.dumps(document, default=str))
    except (TypeError, ValueError):
        pass  # it also refuses what the model is to refuse by field: 10^30, half a character
    try:
        return len(json.dumps(document, default=str)) if _has_text_for_names(document) else None
    except (TypeError, ValueError):
        return None


def _has_text_for_names(document: Any) -> bool:
    waiting = [document]
    while waiting:
        value = waiting.pop()
        if isinstance(value, Mapping):
            if not all(isinstance(name, str) for name in value):
                return False
            waiting.extend(value.values())
        elif isinstance(value, list | tuple):
            waiting.extend(value)
    return True


def _values_over(document: Any, most: int) -> bool:
    # each of them can be wrong and be told, which takes longer than all the rest of admission
    waiting, seen = [document], 0
    while waiting:
        parts = _parts(waiting.pop())
        seen += len(parts)
        if seen > most:
            return True
        waiting.extend(each for each in parts if not isinstance(each, _SCALARS))
    return False


def _levels_over(document: Any, most: int) -> bool:
    # no recursion: a hostile document may be deeper than Python's stack
    waiting = [(document, 1)]
    while waiting:
        value, level = waiting.pop()
        parts = _parts(value)
        if level == most and parts:
            return True
        waiting.extend((each, level + 1) for each in parts if not isinstance(each, _SCALARS))
    return False


_SCALARS: Final = (str, int, float, type(None))
"""Looked for first: whether something is a mapping is a question that takes long."""


def _parts(value: Any) -> Collection[Any]:
    """What a mapping or list holds; nothing of anything else."""
    return value.values() if isinstance(value, Mapping) else value if isinstance(value, list | tuple) else ()


def _check_attributes(document: Mapping[str, Any], draft: Draft) -> None:
    if _META in document:
        draft.has_unread = True
        draft.refuse(
            Code.ATTRIBUTE_WRONG, "", "has meta beside the attributes", "put meta into data, as its first field"
        )
    for name in REQUIRED:
        if document.get(name) is None and not (name == "data" and document.get(packed_data.NAME) is not None):
            fix = _data_needed(document) if name == "data" else "every CloudEvents document of the hub needs it"
            draft.refuse(Code.ATTRIBUTE_MISSING, name, "is missing", fix)
    for name in document:
        if name == _META or name in KNOWN:
            continue
        if not isinstance(name, str) or not (_ATTRIBUTE_NAME.match(name) or name == packed_data.NAME):
            fix = f"attribute names are a-z and 0-9, at most 20; {did_you_mean(str(name), KNOWN)}"
            draft.refuse(Code.ATTRIBUTE_WRONG, safe_name(str(name)), "is not the name of an attribute", fix)
    _check_scalars(document, draft)
    version = document.get("specversion")
    if version not in (None, "1.0"):
        problem = "is not 1.0" if isinstance(version, str) else "is not the text 1.0"
        draft.refuse(Code.ATTRIBUTE_WRONG, "specversion", problem, 'write "specversion": "1.0", with the quotes')
    if not packed_data.is_json(document.get("datacontenttype")):
        draft.refuse(Code.ATTRIBUTE_WRONG, "datacontenttype", "is not JSON", 'write "application/json" or leave it out')
    _check_type(document, draft)


def _data_needed(document: Mapping[str, Any]) -> str:
    """What stands in data: of a type that is known the fields that it cannot do without."""
    event_type = _type_of(document)
    model = {} if event_type is None else event_type.model.model_fields
    needed = [name for name, info in model.items() if info.is_required() and name != _META]
    which = f"of this type it needs {' and '.join(needed)}" if needed else "docs/events.md has those of each type"
    return f"the event's own fields stand in data, as one object: {which}; in binary mode it is the body"


def _type_of(document: Mapping[str, Any]) -> EventType | None:
    name = document.get("type")
    return BY_CE_TYPE.get(name) if isinstance(name, str) else None


def _check_scalars(document: Mapping[str, Any], draft: Draft) -> None:
    """Source: CloudEvents 1.0, type system: an attribute is a text, true or false, or a whole number of 32 bits."""
    told = {each.field for each in draft.refusals}
    for name, value in document.items():
        if name in _NOT_SCALARS or name in told or value is None or isinstance(value, bool):
            continue
        if isinstance(value, str):
            problem = control_in_attribute(value)
            if problem is not None:
                draft.refuse(Code.CONTROL_CHARACTER, safe_name(str(name)), problem, FIX_OF_ATTRIBUTE)
            continue
        if not isinstance(value, int) or not -(1 << 31) <= value < 1 << 31:
            problem = "is neither text, true or false, nor a whole number of 32 bits"
            fix = "write it as text, or put it into data if the type has a field for it"
            draft.refuse(Code.ATTRIBUTE_WRONG, safe_name(str(name)), problem, fix)


def _check_type(document: Mapping[str, Any], draft: Draft) -> None:
    name = document.get("type")
    if name is None:
        return
    draft.event_type = _type_of(document)
    if draft.event_type is None:
        problem, fix = unknown_type(name)
        draft.refuse(Code.TYPE_UNKNOWN, "type", problem, fix)
        return
    schema = document.get("dataschema")
    wrong = None if schema is None else dataschema.problem_of(schema, draft.event_type)
    if wrong is not None and isinstance(schema, str | int):  # anything else is no attribute's value, and told
        fix = f"write {draft.event_type.dataschema}, or an absolute URI of your own, or leave it out"
        draft.refuse(Code.ATTRIBUTE_WRONG, "dataschema", wrong, fix)


def _same(name: str, given: Any, attribute: Any) -> bool:
    if name == "event_id":
        try:
            return UUID(str(given)) == UUID(str(attribute))
        except ValueError:
            return bool(given == attribute)
    if name == "occurred_at":
        stated = written(given)
        return bool(given == attribute) if stated is None else stated.day == attribute
    if name == "recorded_at":
        return _moment(given) == _moment(attribute)  # the attribute can be read
    return bool(given == attribute)


def _moment(given: Any) -> datetime | None:
    """Also of an offset without a colon, which a field of `meta` may have and an attribute may not."""
    found = written(given)
    if found is not None:
        return found.moment
    try:
        read = datetime.fromisoformat(given)
    except (TypeError, ValueError):
        return None
    return None if read.tzinfo is None else read


def _fill_meta(document: Mapping[str, Any], draft: Draft, principal: str | None) -> None:
    meta = draft.data.get("meta", {})
    if not isinstance(meta, Mapping):
        return  # the schema rule says that meta is no object
    meta = dict(meta)
    times = {attribute: written(document.get(attribute)) for attribute in ("time", "recordedtime")}
    for attribute, read in times.items():
        if read is None and document.get(attribute) is not None:
            told = why_unread(document[attribute])
            problem = told or "is no RFC 3339 time with an offset"
            fix = "check the year, the day and the hour" if told else "2015-06-29T18:30:00Z is one"
            draft.refuse(Code.ATTRIBUTE_WRONG, attribute, problem, fix)
    time, recorded = times["time"], times["recordedtime"]
    for name, attribute in ATTRIBUTES.items():
        value = document.get(attribute)
        if attribute == "time":
            value = time.day if time else None  # the day as the source wrote it, in its own offset
        elif attribute == "recordedtime" and recorded is not None:
            value = recorded.text
        elif attribute == "recordedtime" and meta.get(name) is not None:
            continue  # what cannot be read is told, and is neither the same nor another
        if value is None:
            continue
        if meta.get(name) is None:
            meta[name] = value
            draft.filled[name] = attribute
        elif not _same(name, meta[name], value):
            problem, fix = f"differs from the attribute {attribute}", "give one of the two, or the same value twice"
            draft.refuse(Code.DISAGREES, f"meta.{name}", problem, fix)
    if meta.get("recorded_at") is None and document.get("time") is not None:
        meta["recorded_at"] = time.text if time else document["time"]
        draft.filled["recorded_at"] = "time"
    if meta.get("organisation") is None and principal is not None:
        meta["organisation"] = principal
    if meta.get("subject") is None and (draft.event_type is None or draft.event_type.about == "event"):
        # a withdrawal is about the event that it names; what has no known type may be one
        meta["subject"] = draft.data.get("event")
    draft.data["meta"] = {name: value for name, value in meta.items() if value is not None}
