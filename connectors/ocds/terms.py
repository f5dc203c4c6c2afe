"""What a lot, an award and a contract have in common: title, status, value, period, options to extend, categories.

Source: OCDS 1.1 (Value, Period, Item); lots extension; options and renewal of the European and United Kingdom profiles.
"""

import re
from collections.abc import Mapping
from itertools import islice
from typing import Final

from connectors.ocds import texts
from connectors.ocds.extending import read_terms_of_extending
from connectors.ocds.fields import Fields, Read
from connectors.ocds.kinds import Kind
from connectors.ocds.part import Part
from connectors.ocds.values import read_value
from hub.events.durations import is_about
from hub.events.procurement import MOST_CATEGORIES

_CPV: Final = "CPV"
_CODE: Final = re.compile(r"\d{8}(-\d)?")


def read_term(part: Part, period: str) -> Fields:
    """The fields of hub.events.procurement.Term. period: the name of the member that holds it."""
    fields = Fields(part.path)
    fields.read("title", part, "title", part.line)
    fields.read("description", part, "description", part.line)
    fields.read("status", part, "status", lambda name: part.code(name, "contract-status"))
    read_value(part, "value", fields)
    read_period(part, period, fields)
    fields.read("renewable", part, "hasRenewal", part.flag)
    fields.read("options", part, "hasOptions", part.flag)
    read_terms_of_extending(part, fields)
    fields.put_each(
        "categories", at_most(MOST_CATEGORIES, categories(part.parts("items")), part, "items"), part.at("items")
    )
    return fields


def at_most(most: int, values: Mapping[str, str], part: Part, name: str) -> Mapping[str, str]:
    """The first of the values, as many as one word of an event takes; that there are more is told."""
    if len(values) > most:
        problem = f"comes to {len(values)} different values, of which {most} are used"
        part.tell(name, problem, "there is nothing to mend")
    return dict(islice(values.items(), most))


def read_period(part: Part, name: str, fields: Fields) -> None:
    """Start, end, duration and the furthest day of an extension."""
    period = part.part(name)
    fields.read("period_start", period, "startDate", period.day)
    fields.read("period_end", period, "endDate", period.day)
    fields.read("extendable_until", period, "maxExtentDate", period.day)
    months = period.number("durationInMonths")
    if months is not None:
        fields.put("duration", f"P{months}M", period.at("durationInMonths"))
        _tell_of_other_days(period, months)
    elif period.has("durationInDays"):
        days = period.number("durationInDays")
        fields.put("duration", f"P{days}D" if days else None, period.at("durationInDays"))
    start, end = fields.get("period_start"), fields.get("period_end")
    if start and end and texts.is_before(end, start):
        period.tell("endDate", "is before startDate, so neither is used", "swap or mend the dates")
        del fields["period_start"], fields["period_end"]


def _tell_of_other_days(period: Part, months: int) -> None:
    days = period.given("durationInDays")
    if Kind.NUMBER.holds(days) and not is_about(f"P{months}M", days):
        problem = f"is another time than durationInMonths, which is {months} and is used"
        period.tell("durationInDays", problem, "check both")


def categories(items: list[Part]) -> Mapping[str, str]:
    """The codes of the Common Procurement Vocabulary of some items, each once, in order, with their paths."""
    found: dict[str, str] = {}
    of_id: dict[str, Read | None] = {}
    for item in items:
        key = item.identifier()
        item.identifier("relatedLot")
        code = category(item)
        if key is not None and of_id.setdefault(key, code) != code:
            item.tell(
                "id", "repeats the id of another item; what is said of both is used", "give each an id of its own"
            )
        if code is not None:
            found.setdefault(code.value, code.path)
    return dict(sorted(found.items()))


def category(item: Part) -> Read | None:
    """The first code of the Common Procurement Vocabulary of an item."""
    for each in (item.part("classification"), *item.parts("additionalClassifications")):
        if each and each.has("id") and each.word("scheme") in (_CPV, None):
            return code_of(each)
    return None


def code_of(classification: Part) -> Read | None:
    """Its code in the Common Procurement Vocabulary; another scheme's, or what is no such code, is told."""
    code, scheme = classification.identifier(), classification.word("scheme")
    if code is None:
        return None
    if scheme in (_CPV, None) and _CODE.fullmatch(code):
        return Read(code, classification.at("id"))
    classification.tell("id", "is no code of the Common Procurement Vocabulary, so it is not used", "85000000 is one")
    return None
