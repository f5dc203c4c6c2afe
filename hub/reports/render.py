"""Renders a report's document: JSON for programs, one plain accessible page for people.

Promise: the same document gives the same bytes. Text from partners is always escaped.
"""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from functools import cache
from typing import Any, Final, assert_never

import orjson
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from hub.events.codelists import title_of
from hub.reconcile.kinds.registry import KIND_OF
from hub.reports.days_and_money import dated_words, day_words, money_words
from hub.reports.freshness_words import file_words
from hub.reports.labels import PERFORMANCES
from hub.reports.number_runs import runs
from hub.reports.partners import silence_words
from hub.reports.told_apart import name_of
from hub.reports.trend_words import trend_words
from hub.reports.words import CLASSES, PLACES, Words, condition_words, total_words
from hub.serialization.readable import instant_text

MANY: Final = 12
"""Up to how many numbers of statements a row of the summary carries."""


class Format(StrEnum):
    """What a report can be rendered as."""

    JSON = "json"
    HTML = "html"


def render(document: Mapping[str, Any], to: Format, *, above: str | None = None) -> bytes:
    """The report as UTF-8 bytes ending in a newline.

    above: a sentence for whoever looks at the page now; it is no part of the report, and of no use to a program.
    """
    match to:
        case Format.JSON:
            return orjson.dumps(document, option=orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2) + b"\n"
        case Format.HTML:
            page = (
                _environment()
                .get_template("joint_programmes.html")
                .render(document=document, words=_Cited(document), above=above)
            )
            return page.encode()
        case _:
            assert_never(to)


def with_doubt(document: Mapping[str, Any], up_to: int | None) -> dict[str, Any]:
    """The document of a report that may lack what was admitted, which says so itself.

    up_to: when the last statement was admitted that it is known to include, in milliseconds since 1970.
    """
    told = {"included_up_to": None if up_to is None else instant_text(up_to), "words": file_words(up_to)}
    return {**document, "doubt": told}


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
    environment.filters.update(day=day_words, dated=dated_words, money=money_words)
    environment.filters["counted_from"] = environment.globals["counted_from"] = _counted_from
    environment.globals["many"] = MANY
    environment.globals.update(title_of=title_of, classes=CLASSES, places=PLACES, total_words=total_words)
    environment.globals.update(condition_words=condition_words, performances=PERFORMANCES, trend_words=trend_words)
    environment.globals.update(
        silence_words=silence_words, listed={name: kind.listed for name, kind in KIND_OF.items()}
    )
    return environment


def _counted_from(figure: Mapping[str, Sequence[str]]) -> Sequence[str]:
    """The names of the sources of what `cited_in` looked through."""
    return figure["sources"] if "sources" in figure else figure["events"]


class _Cited(Words):
    """Words with links to a document's numbered sources."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        organisations: Mapping[str, str] = document["organisations"]
        super().__init__(lambda each: organisations.get(each, each))
        self._sources: Mapping[str, Mapping[str, Any]] = document["sources"]

    def cite(self, *names: str) -> Markup:
        links = ", ".join(_link(number) for number in self._numbers(names))
        return Markup(f'<sup class="cite">[{links}]</sup>') if links else Markup("")  # noqa: S704  numbers only

    def side_cite(self, side: Mapping[str, Any]) -> Markup:
        if not side.get("event"):
            return Markup("")
        return self.cite(*_names_of(side))

    def cite_together(self, sides: Iterable[Mapping[str, Any]]) -> Markup:
        """What a word is made of that stands on all of these: their sources in one row."""
        return self.cite(*(name for side in sides for name in _names_of(side)))

    def in_runs(self, *names: str) -> Markup:
        """The numbers of many sources: of those that follow each other the first and the last."""
        told = (
            _link(one) if one == last else f"{_link(one)} to {_link(last)}" for one, last in runs(self._numbers(names))
        )
        return Markup(", ".join(told))  # noqa: S704  numbers only

    def _numbers(self, names: Iterable[str]) -> list[int]:
        return sorted({self._sources[each]["number"] for each in names if each in self._sources})


def _names_of(side: Mapping[str, Any]) -> list[str]:
    return [name_of(side), *map(name_of, side.get("also", ()))]


def _link(number: int) -> str:
    return f'<a href="#source-{number}" aria-label="source {number}">{number}</a>'
