"""The words of terms: durations, types of notices, stages of a procurement, what its contracts come to. Pure."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from hub.events.counting import count_words
from hub.events.durations import parts_of

_HUMP = re.compile(r"(?<=[a-z])[A-Z]")

RECKONINGS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "added_up": "{value} together",
        "award_counted_once": "{value} together; the value of an award that several of them share is counted once",
        "ceiling_counted_once": "{value}, a ceiling that they share and that is counted once",
        "ceiling_of_each_lot": "{value}, ceilings that are counted once for each lot",
        "ceiling_beside_own": "no total, because some have a ceiling and others values of their own, "
        "which may be part of it",
        "several_ceilings": "no total, because they have different ceilings, and nobody says which of them are one",
        "part_missing": "no total, because some of them state no value",
        "rest_of_award_untold": "no total, because some state a value of their own and others have their award's, "
        "which is for all of them",
        "different_kinds": "no total, because currencies differ, or some are with VAT or of a year and others not",
        "no_value": "no value stated",
    }
)
"""What the contracts of a procurement come to, or why that cannot be said."""
PROCUREMENT_STAGES: Final = {"contract": "Contract signed"}
"""Stages that say of a procurement something else than of a contract: it is the contract that is in force."""
_NOTICES = {
    "UK1": "Pipeline notice",
    "UK2": "Preliminary market engagement notice",
    "UK3": "Planned procurement notice",
    "UK4": "Tender notice",
    "UK5": "Transparency notice",
    "UK6": "Contract award notice",
    "UK7": "Contract details notice",
    "UK8": "Contract payment notice",
    "UK9": "Contract performance notice",
    "UK10": "Contract change notice",
    "UK11": "Contract termination notice",
    "UK12": "Procurement termination notice",
    "UK13": "Dynamic market intention notice",
    "UK14": "Dynamic market establishment notice",
    "UK15": "Dynamic market modification notice",
    "UK16": "Dynamic market cessation notice",
    "UK17": "Payments compliance notice",
}
"""Source: the Procurement Regulations 2024 (SI 2024/692), numbered as Find a Tender numbers them."""


def duration_words(text: str) -> str:
    """ "36 months" for "P36M", "1 year and 6 months" for "P1Y6M"; what is no such duration stays as it is."""
    words = [count_words(count, unit) for count, unit in parts_of(text)]
    if not words:
        return text
    return " and ".join([", ".join(words[:-1]), *words[-1:]] if len(words) > 1 else words)


def notice_words(text: str) -> str:
    """ "Tender notice (UK4)" for "UK4", "Award notice" for "awardNotice"; another code stays as it is."""
    if text in _NOTICES:
        return f"{_NOTICES[text]} ({text})"
    apart = _HUMP.sub(lambda found: f" {found.group().lower()}", text)
    return apart[:1].upper() + apart[1:] if text.isalpha() else text
