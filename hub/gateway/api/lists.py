"""Pages of pictures, differences and what was found, out of the store's ordered lists.

Promise: following the cursors from the first page meets each entry that fits and stands throughout exactly once, in
order. The total counts all that fit. Pure.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, TypeVar

from hub.gateway.api.answers import cursor, href_of, read_cursor, row_of
from hub.gateway.api.models import Hit, Hits, PeopleTotal, Row, Rows, ValueTotal, ValueTotals
from hub.gateway.api.picture_models import Differences, ListedDifference
from hub.gateway.index.held_picture import DifferenceRow, HeldPicture, PictureKey
from hub.gateway.index.narrowing import MatterFilter, PictureFilter
from hub.gateway.index.ordered import Key
from hub.gateway.index.picture_index import MATTER_KEYS, SORT_KEY, MatterOrder, PictureIndex, SortKey, sort_key
from hub.gateway.index.value_totals import Totals, totals_of
from hub.reconcile.picture import KINDS

Entry = TypeVar("Entry")


def rows(pictures: PictureIndex, kind: str, wanted: PictureFilter, limit: int, after: str | None) -> Rows:
    """Raises Problem PARAMETER_WRONG for a cursor of another list."""
    key = read_cursor(after, kind, SORT_KEY)
    values = None
    if wanted.is_all:
        listed, total = pictures.listed(kind, SortKey(*key) if key else None), pictures.count(kind)
    else:
        found = wanted.narrow(kind, pictures)
        listed, total = _behind(found, SortKey(*key) if key else None), len(found)
        values = _values(totals_of(found)) if kind == "contract" else None
    page, last = _page(listed, limit)
    return Rows(
        items=[row_of(each, pictures.matters_of(each)) for each in page],
        next=cursor(kind, sort_key(last)) if last is not None else None,
        total=total,
        values=values,
    )


def _values(found: Totals) -> ValueTotals:
    totals = [
        ValueTotal(
            currency=each.kind.currency,
            basis=each.kind.basis,
            covers=each.kind.covers or None,
            contracts=each.contracts,
            low=str(each.low),
            high=str(each.high),
        )
        for each in found.values
    ]
    people = [PeopleTotal(**each._asdict()) for each in found.people]
    return ValueTotals(totals=totals, mixed=found.mixed, without=found.without, people=people)


def programmes_of(pictures: PictureIndex, partnerships: Iterable[str]) -> list[Row]:
    """All programmes of some places, in their order."""
    found = sorted((each for each in pictures.of_places(partnerships) if each.key.kind == "programme"), key=sort_key)
    return [row_of(each, pictures.matters_of(each)) for each in found]


def differences(pictures: PictureIndex, wanted: MatterFilter, limit: int, after: str | None) -> Differences:
    """Raises Problem PARAMETER_WRONG for a cursor of another list."""
    key = read_cursor(after, "difference", MATTER_KEYS[MatterOrder.WEIGHT])
    behind = DifferenceRow(*key) if key else None
    everything = pictures.matters()
    if wanted.is_all:
        listed, total = everything.behind(behind), len(everything)
    else:
        found = wanted.narrow(everything, pictures)
        listed, total = islice(found, 0 if behind is None else bisect_right(found, behind), None), len(found)
    page, last = _page(listed, limit)
    return Differences(
        items=listed_differences(pictures, page),
        next=cursor("difference", last) if last is not None else None,
        total=total,
    )


def listed_differences(pictures: PictureIndex, wanted: list[DifferenceRow]) -> list[ListedDifference]:
    """In the order of the rows, out of their pictures, each of which is read once."""
    bodies: dict[PictureKey, dict[str, dict[str, Any]]] = {}
    told = []
    for row in wanted:
        key = PictureKey(row.partnership, row.subject_kind, row.subject)
        if key not in bodies:
            held = pictures.get(key)
            bodies[key] = {} if held is None else {each["id"]: each for each in held.picture()["differences"]}
        each = {**bodies[key][row.id], "class": row.matter, "partnership": row.partnership, "href": href_of(key)}
        told.append(ListedDifference.model_validate(each))
    return told


def hits(pictures: PictureIndex, words: tuple[str, ...], first: list[Hit], limit: int, after: str | None) -> Hits:
    """first: what is shown before the rest on the first page. Raises Problem PARAMETER_WRONG for a foreign cursor."""
    key = read_cursor(after, "search", (str, *SORT_KEY))
    wanted = PictureFilter(words=words)

    def listed() -> Iterator[HeldPicture]:
        kinds = KINDS if key is None else KINDS[KINDS.index(key[0]) :] if key[0] in KINDS else ()
        for number, kind in enumerate(kinds):
            found = wanted.narrow(kind, pictures)
            yield from _behind(found, SortKey(*key[1:]) if key and not number else None)

    page, last = _page(listed(), limit)
    shown = [
        Hit(
            kind=each.key.kind,
            partnership=each.key.partnership,
            id=each.key.id,
            title=each.title,
            href=href_of(each.key),
        )
        for each in page
    ]
    return Hits(
        items=[*(first if after is None else []), *shown],
        next=cursor("search", (last.key.kind, *sort_key(last))) if last is not None else None,
    )


def _behind(found: list[HeldPicture], key: Key | None) -> Iterator[HeldPicture]:
    return islice(found, 0 if key is None else bisect_right(found, key, key=sort_key), None)


def _page(listed: Iterator[Entry], limit: int) -> tuple[list[Entry], Entry | None]:
    """(the first ones, the last of these if there are more behind it)."""
    page = [*islice(listed, limit)]
    return page, page[-1] if page and next(listed, None) is not None else None
