"""What all pages share: the templates, the words, and the frame with its banner, breadcrumbs and footer.

Promise: text from partners is always escaped; a name that a template uses and a route does not give is an error.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib import resources
from typing import Any, Final
from urllib.parse import quote, urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from hub.events.codelists import title_of
from hub.events.counting import count_words
from hub.gateway.api.as_of import CARRIED, PARAMETER
from hub.gateway.api.freshness import about
from hub.gateway.api.links import page_of, page_of_event
from hub.gateway.api.parts import Parts
from hub.gateway.feeds.cursor import Followed
from hub.gateway.index.held_picture import HeldPicture
from hub.gateway.pages import wording
from hub.gateway.pages.chart import SHAPES, chart_of
from hub.gateway.pages.departures import departures
from hub.log.freshness import Account, FreshnessState
from hub.reconcile.picture import KINDS
from hub.reports.days_and_money import dated_words, day_words, money_words
from hub.reports.ends import ends_of
from hub.reports.freshness_words import TAGS, account_words
from hub.reports.labels import PERFORMANCES
from hub.reports.partners import silence_words
from hub.reports.side_by_side import side_by_side
from hub.reports.sources import citations_in
from hub.reports.trend_words import MEANINGS, meanings, trend_words
from hub.reports.words import CLASSES, Words, condition_words, total_words

NAME: Final = "Joint commissioning hub"

LISTS: Final[Mapping[str, tuple[str, str]]] = {kind: (f"{kind.capitalize()}s", f"/{kind}s") for kind in KINDS}
"""Heading and address of the list of each kind of picture."""

NAVIGATION: Final = (
    ("Groups", "/groups"),
    *LISTS.values(),
    ("Open matters", "/differences"),
    ("Search", "/search"),
    ("Status", "/status"),
)


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the breadcrumbs."""

    text: str
    href: str


HOME: Final = Crumb("Home", "/")


class Frame:
    """Renders pages over a gateway's parts."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    @property
    def words(self) -> Words:
        return Words(self._parts.store.configuration.name_of)

    def place(self, partnership: str) -> str:
        """A partnership's name; where none was configured, its organisation's."""
        configuration = self._parts.store.configuration
        found = configuration.partnerships.get(partnership)
        return found.name if found else configuration.name_of(partnership)

    def place_of(self, held: HeldPicture) -> str:
        """As `place`; a buyer that is a partnership of its own has the name that a contract there gives it."""
        partnership, kind, name = held.key
        known = self.place(partnership)
        if known != partnership:
            return known
        pictures = self._parts.store.pictures
        bought = sorted(pictures.supplied_by(partnership, name)) if kind == "provider" else [held.key]
        for key in bought[:1]:
            found = pictures.get(key)
            sides = found.picture().get("fields", {}).get("buyer", {}).get("sides", ()) if found else ()
            names = [str(side["value"]["name"]) for side in sides if side["value"].get("name")]
            return " / ".join(dict.fromkeys(names)) or known
        return known

    def part(self, template: str, **context: Any) -> Markup:
        """A part of a page that depends on the configuration and on this context alone."""
        made = environment().get_template(template).render(words=self.words, place=self.place, **context)
        return Markup(made)  # noqa: S704  the template has escaped it

    def page(
        self,
        request: Request,
        template: str,
        title: str,
        *,
        crumbs: Sequence[Crumb] = (HOME,),
        status: int = 200,
        feed: Followed | None = None,
        concerning: Collection[str] | None = None,
        **context: Any,
    ) -> HTMLResponse:
        """The page. crumbs: the steps above it. feed: what tells when it is old. concerning: the partnerships that it

        is about; None for all.
        """
        if concerning is not None:
            about(request, concerning)
        carried, as_of = request.scope.get(CARRIED), self._parts.as_of
        text = (
            environment()
            .get_template(template)
            .render(
                title=title,
                crumbs=crumbs,
                feed=None if as_of else feed,  # what is new now tells nothing of another day
                as_of=as_of,
                opens_at=self._parts.opens_at,
                here=request.url.path,
                fresh=FreshnessLine.of(self._parts.store.account(concerning)),
                fresh_at=fresh_at(concerning),
                unreachable=UNREACHABLE,
                problems=self._parts.store.problems,
                words=self.words,
                place=self.place,
                place_of=self.place_of,
                today=self._parts.today(),
                **context,
            )
        )
        return HTMLResponse(carry(text, carried), status)


@dataclass(frozen=True, slots=True)
class FreshnessLine:
    """The line about freshness: its state, its tag, and its words."""

    state: str
    tag: str
    words: str

    @classmethod
    def of(cls, account: Account) -> "FreshnessLine":
        return cls(account.state.value, TAGS[account.state], account_words(account))


_LINK: Final = re.compile(r'(<a\b[^>]*?\shref=")(/(?!static/|v1/)[^"#]*)(#[^"]*)?"')
_FORM: Final = re.compile(r'<form\b[^>]*?\smethod="get"[^>]*>')


def carry(page: str, as_of: str | None) -> str:
    """The page with the day in every link to another page and every form, so that whoever follows one stays on it."""
    if as_of is None:
        return page
    value = quote(as_of, safe="")

    def link(found: re.Match[str]) -> str:
        joined = "&amp;" if "?" in found[2] else "?"
        return f'{found[1]}{found[2]}{joined}{PARAMETER}={value}{found[3] or ""}"'

    page = _LINK.sub(lambda found: found[0] if f"{PARAMETER}=" in found[2] else link(found), page)
    field = f'<input type="hidden" name="{PARAMETER}" value="{value}">'
    return _FORM.sub(lambda found: found[0] if "data-as-of" in found[0] else found[0] + field, page)


UNREACHABLE: Final = FreshnessLine.of(Account(FreshnessState.UNKNOWN, why="this page does not reach the hub"))
"""What an open page says that is not answered any more."""


def fresh_at(partnerships: Collection[str] | None) -> str:
    """Where a page that stays open asks again. Of several partnerships, their feed tells, or else it is of all."""
    if partnerships is None or len(partnerships) != 1:
        return "/v1/freshness"
    return f"/v1/freshness?{urlencode({'partnership': next(iter(partnerships))})}"


@cache
def environment() -> Environment:
    """The templates, with what they may call."""
    made = Environment(
        loader=PackageLoader("hub.gateway.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(day=day_words, dated=dated_words, money=money_words, moment=wording.moment_words)
    made.globals.update(
        wording=wording,
        performances=PERFORMANCES,
        title_of=title_of,
        total_words=total_words,
        condition_words=condition_words,
        ends_of=ends_of,
        range_words=wording.range_words,
        number_range=wording.number_range,
        departures=departures,
        chart_of=chart_of,
        shapes=SHAPES,
        trend_words=trend_words,
        trend_meanings=MEANINGS,
        meanings_of=meanings,
        page_of=page_of,
        page_of_event=page_of_event,
        count_words=count_words,
        static=static,
        in_order=wording.in_order,
        classes=CLASSES,
        silence_words=silence_words,
        side_by_side=side_by_side,
        citations_in=citations_in,
        navigation=NAVIGATION,
        name=NAME,
    )
    return made


@cache
def static(name: str) -> str:
    """The address of a static file, another one whenever its content is."""
    content = (resources.files("hub.gateway.pages") / "static" / name).read_bytes()
    return f"/static/{name}?v={sha256(content).hexdigest()[:12]}"
