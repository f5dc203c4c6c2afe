"""What one picture gives to a group's report, whatever else is in it. Pure.

Promise: a share depends on the picture and on what it is told apart by alone, on no day and no configuration; so it can
be kept for as long as the picture stands. Nobody changes what it holds.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from hub.reconcile.kinds.registry import KIND_OF
from hub.reconcile.matter_kinds import MatterKind
from hub.reports.ends import ends_of
from hub.reports.sources import citations_in, cites_any
from hub.reports.titles import titled
from hub.reports.told_apart import Cited, cited_in_picture, names_of, with_names

Row = dict[str, Any]
Key = tuple[str, str, str]
"""(partnership, kind, id)"""


@dataclass(frozen=True, slots=True)
class PictureShare:
    """What a picture gives. kind: of the picture. picture: reads its JSON data. cited: what it cites.

    cites_any: whether anything is true of it yet; of one of which nothing is, nothing else is told. row: of a contract
    or a procurement as the report shows it; of others the picture's JSON data, as their rows need other pictures too.
    matters, answered: titled. clauses: of a contract.
    """

    kind: str
    picture: Callable[[], dict[str, Any]]
    cited: frozenset[Cited]
    cites_any: bool
    row: Row
    matters: list[Row]
    answered: list[Row]
    clauses: list[Row]

    @classmethod
    def of(cls, kind: str, picture: Callable[[], dict[str, Any]]) -> "PictureShare":
        return cls._of(kind, picture, picture())

    @classmethod
    def _of(cls, kind: str, picture: Callable[[], dict[str, Any]], body: dict[str, Any]) -> "PictureShare":
        if not cites_any(body):
            return cls(kind, picture, frozenset(), False, {}, [], [], [])
        rows = {"contract": _contract, "procurement": _procurement}
        return cls(
            kind=kind,
            picture=picture,
            cited=frozenset(cited_in_picture(body)),
            cites_any=True,
            row=rows[kind](body) if kind in rows else body,
            matters=titled(body),
            answered=titled(body, "answered"),
            clauses=[*_clauses(body)] if kind == "contract" else [],
        )

    def _with_names(self, names: Mapping[Cited, str]) -> "PictureShare":
        if names.keys().isdisjoint(self.cited):
            return self
        return self._of(self.kind, self.picture, with_names(self.picture(), names))


def told_apart(shares: Mapping[Key, PictureShare]) -> dict[Key, PictureShare]:
    """The shares, where an event id came with several contents with names for these: see hub/reports/told_apart.py."""
    names = names_of(frozenset[Cited]().union(*(each.cited for each in shares.values())))
    return {key: share._with_names(names) for key, share in shares.items()} if names else dict(shares)


def field_of(body: Mapping[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = body["fields"].get(name, {"finding": None, "sides": []})
    return found


def title_of(body: Mapping[str, Any]) -> Row:
    """What a picture is called, and whether only illustrative statements call it so."""
    sides = [side for side in field_of(body, "title")["sides"] if side["value"] == body["title"]]
    return {
        "title": body["title"] or body["id"],
        "title_illustrative": bool(sides) and all(side.get("illustrative", False) for side in sides),
    }


def _contract(body: Mapping[str, Any]) -> Row:
    return {
        "contract": body["id"],
        "partnership": body["partnership"],
        **title_of(body),
        **{
            name: field_of(body, name)
            for name in ("stage", "status", "value", "period_start", "period_end", "suppliers", "buyer")
        },
        "ends": ends_of(body["fields"]),
        "end_passed": _end_passed(body),
        # of one that nobody declares the stage cites nothing: then whatever else is said of it tells that it is there
        "told_by": [] if field_of(body, "stage")["sides"] else citations_in(body),
        "programmes": body["programmes"],
        "clauses": body["clauses"],
        "measures": body["measures"],
        **{each.member: body.get(each.member, []) for each in KIND_OF["contract"].listed},
        "differences": titled(body),
    }


def _end_passed(body: Mapping[str, Any]) -> list[Row]:
    """The end dates that have passed of a contract which somebody still says is in force; nobody's word is changed."""
    return [side for each in body["differences"] if each["kind"] == MatterKind.END_PASSED for side in each["sides"]]


def _clauses(body: Mapping[str, Any]) -> Iterator[Row]:
    """Each standard clause of a contract that somebody checked, such as DBS. Source: WAN 12."""
    for each in body["clauses"]:
        yield {"contract": body["id"], "partnership": body["partnership"], **title_of(body), "expired": False, **each}


def _procurement(body: Mapping[str, Any]) -> Row:
    stage = field_of(body, "stage")
    return {
        "procurement": body["id"],
        "partnership": body["partnership"],
        **title_of(body),
        "stage": stage,
        "value": field_of(body, "value"),
        # of one whose stage nobody states, whatever else is said of it tells that it is there
        "told_by": [] if stage["sides"] else citations_in(body),
        "contracts": body["contracts"],
        "totals": body["totals"],
        "differences": titled(body),
    }
