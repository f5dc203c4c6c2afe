"""What a lot, an award and a contract have in common: title, status, value, period, options to extend, categories.

Source: OCDS 1.1 (Value, Period, Item); lots extension; options and renewal of the European and United Kingdom profiles.
"""

from connectors.ocds import texts
from connectors.ocds.part import Fields, Part
from hub.events.procurement import MOST_CATEGORIES

_CPV = "CPV"


def read_term(part: Part, period: str) -> Fields:
    """The fields of hub.events.procurement.Term. period: the name of the member that holds it."""
    fields = Fields()
    fields.read("title", part, "title", part.line)
    fields.read("description", part, "description", part.line)
    fields.read("status", part, "status", lambda name: part.code(name, "contract-status"))
    fields.read("value", part, "value", part.money)
    read_period(part, period, fields)
    fields.read("renewable", part, "hasRenewal", part.flag)
    fields.read("options", part, "hasOptions", part.flag)
    described = [each.line("description") for each in (part.part("renewal"), part.part("options")) if each]
    fields.put("extension_terms", texts.line("; ".join(each for each in described if each)))
    fields.put("categories", at_most(MOST_CATEGORIES, categories(part.parts("items")), part, "items"))
    return fields


def at_most(most: int, values: list[str] | None, part: Part, name: str) -> list[str] | None:
    """The first of the values, as many as one word of an event takes; that there are more is told."""
    if values is not None and len(values) > most:
        problem = f"comes to {len(values)} different values, of which {most} are used"
        part.tell(name, problem, "there is nothing to mend")
    return values[:most] if values is not None else None


def read_period(part: Part, name: str, fields: Fields) -> None:
    """Start, end, duration and the furthest day of an extension."""
    if part.is_null(name):
        fields.clear("period_start", "period_end", "duration", "extendable_until")
        return
    period = part.part(name)
    fields.read("period_start", period, "startDate", period.day)
    fields.read("period_end", period, "endDate", period.day)
    fields.read("extendable_until", period, "maxExtentDate", period.day)
    months = period.number("durationInMonths")
    if months is not None:
        fields.put("duration", f"P{months}M")
    elif period.has("durationInDays"):
        days = period.number("durationInDays")
        fields.put("duration", f"P{days}D" if days else None)
    start, end = fields.get("period_start"), fields.get("period_end")
    if start and end and texts.is_before(end, start):
        period.tell("endDate", "is before startDate, so neither is used", "swap or mend the dates")
        del fields["period_start"], fields["period_end"]


def categories(items: list[Part]) -> list[str] | None:
    """The codes of the Common Procurement Vocabulary of some items, each once, in order."""
    found = []
    for item in items:
        item.identifier()
        item.leaf("relatedLot")
        found.append(category(item))
    return sorted({each for each in found if each is not None}) or None


def category(item: Part) -> str | None:
    """The first code of the Common Procurement Vocabulary of an item."""
    for each in (item.part("classification"), *item.parts("additionalClassifications")):
        if each and each.leaf("scheme") in (_CPV, None):
            return each.identifier()
    return None
