"""Amounts with their currency. A value of OCDS merges by member; an event states it whole, so one that a release gives
in part is told.

Promise: an amount and a currency that are read are what the standard's merging gives, or a word says where they may
not be. In the United Kingdom's extension amount is net of VAT where amountGross is beside it, in the same release.
Source: OCDS 1.1 Value, merging.
"""

from typing import Final

from connectors.ocds.fields import Fields
from connectors.ocds.kinds import Kind
from connectors.ocds.part import Part

_STAYS: Final = "so it is not used, and what an earlier release said of the value stays"
_WHOLE: Final = 'write amount and currency beside each other: {"amount": 90000, "currency": "GBP"}'


def read_value(part: Part, name: str, fields: Fields) -> None:
    """The field value of the event; a null amount takes it back."""
    fields.put("value", money(part, name), part.at(name))
    value = part.part(name)
    if value.is_null("amount") and not value.has("amountGross"):
        fields.take_back(value.at("amount"), "value")
        if not value.is_null("amountGross"):
            problem = "is null, which takes back the whole value: an amountGross of an earlier release too"
            value.tell("amount", problem, "give amountGross beside it, if that stays")


def money(part: Part, name: str) -> Fields | None:
    """An amount with its currency; None where one of them is missing, which is told."""
    value = part.part(name)
    net, gross, currency = value.pounds("amount"), None, value.word("currency")
    # where the amount without VAT is there the one with VAT is told as not used
    if net is None:
        gross = value.pounds("amountGross")
    elif Kind.NUMBER.holds(gross_beside := value.given("amountGross")) and 0 <= gross_beside < net:
        problem = "is less than amount, which is net of VAT where both are given: amount is used"
        value.tell("amountGross", problem, "check both; the one with VAT is the higher")
    which = "amount" if gross is None else "amountGross"
    amount = net if gross is None else gross
    if amount is None:
        _tell_of_rest(value, has_currency=currency is not None)
        return None
    if currency is None:
        if not value.has("currency"):
            value.tell(which, f"has no currency beside it, {_STAYS}", _WHOLE)
        return None
    if gross is not None and not value.is_null("amount"):
        problem = "stands without an amount, so it is the value with VAT in it, also where an earlier release gave both"
        value.tell("amountGross", problem, "give the amount net of VAT beside it")
    said = Fields(value.path)
    said.put("amount", amount, value.at(which))
    said.put("currency", currency, value.at("currency"))
    basis = "net" if value.has("amountGross") else "unknown"
    said.put("basis", basis if gross is None else "gross", value.at(which))
    return said


def _tell_of_rest(value: Part, *, has_currency: bool) -> None:
    if value.has("amount") or value.has("amountGross") or value.is_null("amount"):
        return
    if has_currency:
        value.tell("currency", f"has no amount beside it, {_STAYS}", _WHOLE)
    for name in ("amountGross", "currency"):
        if value.is_null(name):
            value.tell(name, f"is null and has no amount beside it, {_STAYS}", _WHOLE)
