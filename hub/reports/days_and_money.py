"""Days and money in words. Pure."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Final


def day_words(text: str) -> str:
    """ "4 June 2015" for "2015-06-04"."""
    day = date.fromisoformat(text[:10])
    return f"{day.day} {day:%B %Y}"


_DAY_IN_TEXT: Final = re.compile(r"(?<![\w./-])\d{4}-\d\d-\d\d(?![\w/-])", re.ASCII)


def dated_words(text: str) -> str:
    """A text about an open matter with its days as people write them; those inside an id or a path stay as they are."""
    return _DAY_IN_TEXT.sub(_day_or_as_written, text)


def _day_or_as_written(found: re.Match[str]) -> str:
    try:
        return day_words(found.group())
    except ValueError:  # no such day: somebody's own number
        return found.group()


def money_words(value: Mapping[str, str]) -> str:
    """ "£1,250.00" or "EUR 1,250.00", what it is of, and whether VAT is inside, where that was said."""
    sign = "£" if value["currency"] == "GBP" else f"{value['currency']} "
    basis = {"net": " net of VAT", "gross": " with VAT"}.get(value["basis"], "")
    return f"{sign}{Decimal(value['amount']):,.2f}{_covers_words(value.get('covers'))}{basis}"


def _covers_words(code: str | None) -> str:
    """What an amount is of, in words behind it; a code of a newer release as it is."""
    return {None: "", "year": " a year", "term": " over the whole term", "ceiling": " at most"}.get(code, f" ({code})")
