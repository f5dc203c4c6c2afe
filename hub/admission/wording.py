"""pydantic's errors in plain words: what is wrong with a field and how to mend it, never the value itself."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from hub.admission.annotated import model_at
from hub.admission.codes_meant import code_to_write, listed_in
from hub.admission.field_path import field_path
from hub.admission.fields_meant import field_to_write
from hub.admission.naming import ATTRIBUTES
from hub.admission.refusal import Code, Refusal
from hub.events import ids
from hub.events.codelists import titles
from hub.events.fields import Code as CodeText
from hub.events.fields import Currency, FieldName, Reference
from hub.serialization.described import described

# nobody mends more at once, and looking for the name that was meant takes longer than all the rest of admission
MOST_TOLD: Final = 100

_PATTERNS: Final = {
    str(CodeText.__metadata__[0].pattern): "a code: letters, digits and _, first a letter, at most 64",  # type: ignore[attr-defined]
    str(Reference.__metadata__[0].pattern): "a reference: 1 to 255 characters in one line, first no space",  # type: ignore[attr-defined]
    str(FieldName.__metadata__[0].pattern): "a name: a-z, 0-9 and _, first a letter, at most 64",  # type: ignore[attr-defined]
    str(Currency.__metadata__[0].pattern): "a currency: three capitals, such as GBP",  # type: ignore[attr-defined]
}

# (problem, fix) per pydantic error type; {x} comes from the error's context
_WORDS: Final[dict[str, tuple[str, str]]] = {
    "string_type": ("is not text", "write it in quotes"),
    "string_unicode": ("holds half a character, which UTF-8 does not have", "write it as text in UTF-8"),
    "string_too_short": ("is empty", "write something, or leave the field out"),
    "string_too_long": ("is longer than {max_length} characters", "shorten it"),
    "too_long": (
        "has {actual_length} items, the hub takes {max_length}",
        "say what is above it in a further event where it is a list of a procurement; others are stated as a whole",
    ),
    "tuple_type": ("is not a list", "write it in [ ]"),
    "model_type": ("is not an object", "write it in { }"),
    "bool_type": ("is neither true nor false", "write true or false"),
    "bool_parsing": ("is neither true nor false", "write true or false"),
    "timezone_aware": ("has no offset from UTC", "write it as 2015-06-29T18:30:00Z"),
    "decimal_max_digits": ("has more than {max_digits} digits", "check its unit; money is in pounds"),
    "decimal_max_places": ("has more than {decimal_places} decimals", "round it"),
    "decimal_whole_digits": ("has more than {whole_digits} digits before the point", "check its unit; money in pounds"),
    "finite_number": ("is not a number", "write digits"),
}
IDS_OF_EVENTS: Final[Mapping[str, str]] = {
    "event_id": "a UUID, best of version 7",
    "corrects": "the id of the event that is corrected, which is a UUID and no number of a contract or a paper",
    "event": "the id of the event that is taken back, which is a UUID and no number of a contract or a paper",
    "events": "the id of a statement that the matter stands on, as the page of the matter leads to it",
}
"""What is written in each field that takes the id of an event."""
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_KINDS: Final = (
    (re.compile(r"^date_"), ("is not a date", "write it as 2015-06-29")),
    (re.compile(r"^datetime_"), ("is not a time with an offset", "write it as 2015-06-29T18:30:00Z")),
    (re.compile(r"^(decimal|int|float)_"), ("is not a number", "write digits, such as 1250.00")),
)


def refusals(model: type[BaseModel], failure: ValidationError) -> list[Refusal]:
    """One refusal for each error, in pydantic's order, MOST_TOLD of them."""
    told = [each for each in failure.errors(include_url=False) if not _is_short_of_wrong_ones(each)]
    return [_refusal(model, error) for error in told[:MOST_TOLD]]


def _is_short_of_wrong_ones(error: ErrorDetails) -> bool:
    """A list with as many items as it needs, of which some are wrong: each of those is told."""
    given = error["input"]
    return error["type"] == "too_short" and isinstance(given, list | tuple) and len(given) >= error["ctx"]["min_length"]


_NEEDED: Final = "give it; the type needs it"


def _refusal(model: type[BaseModel], error: ErrorDetails) -> Refusal:
    path, kind, context = error["loc"], error["type"], error.get("ctx", {})
    where = field_path(path)
    if error["input"] is None and kind != "extra_forbidden":
        return _null(model, path, where)
    match kind:
        case "missing":
            return Refusal(Code.FIELD_MISSING, where, "is missing", _missing_fix(model, path))
        case "model_type" if path != ("meta",):  # which the attributes fill
            return Refusal(Code.VALUE_WRONG, where, "is not an object", _object_fix(model, path))
        case "extra_forbidden":
            known = model_at(model, path[:-1]).model_fields
            fix = field_to_write(str(path[-1]), known, at_top=len(path) == 1)
            return Refusal(Code.FIELD_UNKNOWN, where, "is not a field of this type", fix)
        case "string_pattern_mismatch":
            return Refusal(
                Code.VALUE_WRONG, where, "is not written as it must be", f"write {_PATTERNS[context['pattern']]}"
            )
        case "string_type" if isinstance(error["input"], list | tuple):
            return Refusal(Code.VALUE_WRONG, where, "is a list and not text", "write one value, without [ ]")
        case "string_type" if isinstance(error["input"], Mapping):
            return Refusal(Code.VALUE_WRONG, where, "is an object and not text", "write the value alone, without { }")
        case "value_error":
            return _value_error(where, str(context["error"]))
        case "too_short" if str(path[-1]) in IDS_OF_EVENTS:
            fix = f"name at least one: {IDS_OF_EVENTS[str(path[-1])]}"
            return Refusal(Code.VALUE_WRONG, where, "names no event", fix)
        case _ if kind.startswith("uuid_"):
            name = next(each for each in reversed(path) if isinstance(each, str))
            return Refusal(Code.ID_WRONG, where, "is not a UUID", f"write {IDS_OF_EVENTS[name]}")
        case _ if kind.startswith(("date_", "datetime_")) and _names_no_day(error["input"]):
            return Refusal(Code.VALUE_WRONG, where, "names a day that there is not", "check the day and the month")
    problem, fix = _words(kind, context)
    return Refusal(Code.VALUE_WRONG, where, problem, fix)


def _names_no_day(given: Any) -> bool:
    """Whether it is written as a day, or as a time of a day, and there is none of that name in the calendar."""
    written = _DAY.match(given) if isinstance(given, str) else None
    if written is None or (written.end() < len(given) and given[written.end()] not in "Tt "):
        return False
    try:
        date.fromisoformat(written.group())
    except ValueError:
        return True
    return False


def _missing_fix(model: type[BaseModel], path: tuple[str | int, ...]) -> str:
    attribute = ATTRIBUTES.get(str(path[-1]))
    if path[:1] == ("meta",) and attribute:
        return f"give it, or the CloudEvents attribute {attribute}"
    name = str(path[-1])
    codelist = next((each.codelist for each in described(model_at(model, path[:-1])) if each.path == name), None)
    return f"give it; {code_to_write('', titles(codelist), listed_in(codelist))}" if codelist else _NEEDED


def _null(model: type[BaseModel], path: tuple[str | int, ...], where: str) -> Refusal:
    """null says nothing, and here something is to be said."""
    if isinstance(path[-1], int):
        return Refusal(Code.VALUE_WRONG, where, "is null", "take it out of the list")
    if _field(model, path).is_required():
        return Refusal(Code.FIELD_MISSING, where, "is null, which says nothing", _missing_fix(model, path))
    return Refusal(Code.VALUE_WRONG, where, "is null", "leave the field out")


def _field(model: type[BaseModel], path: tuple[str | int, ...]) -> FieldInfo:
    return model_at(model, path[:-1]).model_fields[str(path[-1])]


def _object_fix(model: type[BaseModel], path: tuple[str | int, ...]) -> str:
    needed = [name for name, info in model_at(model, path).model_fields.items() if info.is_required()]
    return f"write it in {{ }}, with its {' and '.join(needed)}" if needed else "write it in { }"


def _value_error(where: str, message: str) -> Refusal:
    if " is not its own; " in message or message.startswith("counts "):
        problem, _, fix = message.partition("; ")
        return Refusal(Code.VALUE_WRONG, where, problem, fix)
    if " is before " in message:
        return Refusal(Code.DATES_REVERSED, where, message, "swap or mend the dates")
    if message.startswith("clears "):
        problem, _, known = message.partition("; ")
        return Refusal(Code.CLEARS_WRONG, f"{where}.clears", problem.removeprefix("clears "), known)
    if message.startswith("its year"):
        return Refusal(Code.DATE_IMPLAUSIBLE, where, message, "check the year and the offset")
    return Refusal(Code.ID_WRONG, where, *ids.told_by(message))


def _words(kind: str, context: dict[str, Any]) -> tuple[str, str]:
    known = _WORDS.get(kind)
    if known is None:
        known = next((words for pattern, words in _KINDS if pattern.match(kind)), None)
    if known is None:
        return "is not what the field takes", f"see the type's schema ({kind.replace('_', ' ')})"
    return known[0].format(**context), known[1]
