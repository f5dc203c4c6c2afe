"""Renders a report's document: JSON for programs, one plain accessible page for people.

Promise: the same document gives the same bytes. Text from partners is always escaped.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any, assert_never

import orjson
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from hub.events.codelists import title_of


class Format(StrEnum):
    """What a report can be rendered as."""

    JSON = "json"
    HTML = "html"


def render(document: Mapping[str, Any], to: Format) -> bytes:
    """The report as UTF-8 bytes ending in a newline."""
    match to:
        case Format.JSON:
            return orjson.dumps(document, option=orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2) + b"\n"
        case Format.HTML:
            page = (
                _environment().get_template("joint_programmes.html").render(document=document, words=_Words(document))
            )
            return page.encode()
        case _:
            assert_never(to)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("hub.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(day=day_words, money=money_words)
    environment.globals["title_of"] = title_of
    return environment


def day_words(text: str) -> str:
    """ "4 June 2015" for "2015-06-04"."""
    day = date.fromisoformat(text[:10])
    return f"{day.day} {day:%B %Y}"


def money_words(value: Mapping[str, str]) -> str:
    """ "£1,250.00" or "EUR 1,250.00", and whether VAT is inside where that was said."""
    sign = "£" if value["currency"] == "GBP" else f"{value['currency']} "
    basis = {"net": " net of VAT", "gross": " with VAT"}.get(value["basis"], "")
    return f"{sign}{Decimal(value['amount']):,.2f}{basis}"


class _Words:
    """Turns what a document holds into words and links to its numbered sources."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._organisations: Mapping[str, str] = document["organisations"]
        self._sources: Mapping[str, Mapping[str, Any]] = document["sources"]

    def body(self, organisation: str) -> str:
        return " and ".join(self._organisations.get(each, each) for each in organisation.split("+"))

    def says(self, side: Mapping[str, Any]) -> str:
        """Who speaks, with the predecessor that said it."""
        said_by = side.get("said_by")
        return (
            f"{self.body(side['organisation'])} (said by {self.body(said_by)})"
            if said_by
            else self.body(side["organisation"])
        )

    def cite(self, *events: str) -> Markup:
        numbers = sorted({self._sources[each]["number"] for each in events if each in self._sources})
        links = ", ".join(f'<a href="#source-{n}" aria-label="source {n}">{n}</a>' for n in numbers)
        return Markup(f'<sup class="cite">[{links}]</sup>') if numbers else Markup("")  # noqa: S704  numbers only

    def side_cite(self, side: Mapping[str, Any]) -> Markup:
        return self.cite(side["event"]) if side.get("event") else Markup("")

    def what(self, difference: Mapping[str, Any]) -> str:
        """What differs, in words: the field or the item of the subject that a difference is about."""
        field = str(difference["field"])
        if field in _FIELDS:
            return _FIELDS[field]
        item, _, key = field.partition(":")
        if item not in _ITEMS:
            return field
        name = difference["item_title"] or key.rpartition("/")[0] or key
        # the text about a late milestone or a waiting decision begins with the title already
        return _ITEMS[item].format("" if str(difference["text"]).startswith(name) else f" {name}")

    def value(self, field: str, value: Any) -> str:
        """A field's value in words, by the field's name."""
        if value is None:
            return "says nothing"
        if isinstance(value, dict) and "amount" in value:
            return money_words(value)
        if isinstance(value, dict) and "latest" in value:
            return str(value["text"])
        if isinstance(value, dict) and "met_on" in value:
            return f"met on {day_words(value['met_on'])}"
        if isinstance(value, dict) and "state" in value:
            return f"{value['body']}: {title_of('decision-state', value['state'])}"
        if isinstance(value, dict) and "id" in value:
            return str(value.get("name") or self.body(value["id"]))
        if isinstance(value, list):
            return "; ".join(self.value(field, each) for each in value) or "none"
        if field in _DATES:
            return day_words(value)
        if field in _CODELISTS:
            return title_of(_CODELISTS[field], value)
        if field.startswith("declared:"):
            return f"declared ({title_of('contract-stage', title_of('programme-mode', value))})"
        return str(value)


_FIELDS = {
    "value": "Value",
    "period_start": "Start date",
    "period_end": "End date",
    "ended_on": "Day it ended",
    "status": "Status",
    "stage": "Stage",
    "suppliers": "Suppliers",
    "mode": "Joint or separate",
    "lead": "Who leads",
    "arrangement": "Arrangement",
}
_ITEMS = {
    "milestone": "Milestone{}",
    "decision": "Decision{}",
    "declared": "Declaration",
    "event": "Two contents under one event id",
}
_DATES = frozenset({"period_start", "period_end", "ended_on", "review_on"})
_CODELISTS = {
    "stage": "contract-stage",
    "status": "contract-status",
    "mode": "programme-mode",
    "arrangement": "arrangement-kind",
    "lead_commissioner": "lead-commissioner",
    "theme": "theme",
}
