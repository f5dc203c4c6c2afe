"""Pages of pictures, differences and what was found, out of the store's ordered lists.

Promise: a page looks at SCANNED entries at most, so a filter that nothing fits costs no more than another one; the page
is then short and its cursor goes on behind what was looked at. The total counts what the filter leaves, as on the pages
for people: all entries are looked at once for it. Pure.
"""

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any, Final, NamedTuple, TypeVar

from hub.gateway.answers import cursor, href_of, read_cursor, row_of
from hub.gateway.held_picture import SEVERITIES, DifferenceRow, HeldPicture, PictureKey
from hub.gateway.models import Hit, Hits, Row, Rows
from hub.gateway.picture_models import Differences, ListedDifference
from hub.gateway.pictures import HeldPictures, SortKey, sort_key
from hub.reconcile.picture import KINDS

SCANNED: Final = 20_000
SORT_KEY: Final = (str, str, str)
DIFFERENCE: Final = (int, str, str, str, str, str, str, str)

Entry = TypeVar("Entry")


class ListFilter(NamedTuple):
    """What a list of pictures is narrowed to; None is no matter. words: casefolded, all of them are to be there."""

    partnership: str | None = None
    programme: str | None = None
    provider: str | None = None
    procurement: str | None = None
    words: tuple[str, ...] = ()

    def fits(self, held: HeldPicture) -> bool:
        return (
            (self.partnership is None or held.key.partnership == self.partnership)
            and (self.programme is None or self.programme in held.programmes)
            and (self.provider is None or self.provider in held.suppliers)
            and (self.procurement is None or self.procurement in held.procurements)
            and all(each in held.words for each in self.words)
        )


class WantedDifference(NamedTuple):
    """What a list of open matters is narrowed to."""

    partnership: str | None = None
    kind: str | None = None
    severity: str | None = None
    subject: str | None = None
    matter: str | None = None
    about: str | None = None
    programme: str | None = None

    def among(self, pictures: HeldPictures) -> Callable[[DifferenceRow], bool]:
        """Whether a matter is wanted. Those of a programme are its own and those of the contracts assigned to it, as on
        its page."""
        if self.programme is None:
            return self.fits
        listed = pictures.listed("programme")
        programmes = [each for each in listed if each.key.id == self.programme and self._is_there(each.key)]
        its = {row for held in programmes for row in pictures.matters_of(held)}
        return lambda row: row in its and self.fits(row)

    def _is_there(self, key: PictureKey) -> bool:
        return self.partnership is None or key.partnership == self.partnership

    def fits(self, row: DifferenceRow) -> bool:
        return (
            (self.partnership is None or row.partnership == self.partnership)
            and (self.kind is None or row.kind == self.kind)
            and (self.severity is None or SEVERITIES[row.severity] == self.severity)
            and (self.subject is None or row.subject == self.subject)
            and (self.matter is None or row.matter == self.matter)
            and (self.about is None or row.subject_kind == self.about)
        )


def words_of(text: str) -> tuple[str, ...]:
    return tuple(text.casefold().split())


def rows(pictures: HeldPictures, kind: str, wanted: ListFilter, limit: int, after: str | None) -> Rows:
    """Raises Problem PARAMETER_WRONG for a cursor of another list."""
    after_key = read_cursor(after, kind, SORT_KEY)
    listed = pictures.listed(kind, SortKey(*after_key) if after_key else None)
    found, last = _page(listed, wanted.fits, limit)
    return Rows(
        items=[row_of(each, pictures.matters_of(each)) for each in found],
        next=cursor(kind, sort_key(last)) if last is not None else None,
        total=_count(pictures.listed(kind), wanted.fits) if wanted != ListFilter() else pictures.count(kind),
    )


def all_rows(pictures: HeldPictures, kind: str, wanted: Callable[[HeldPicture], bool]) -> list[Row]:
    return [row_of(each, pictures.matters_of(each)) for each in pictures.listed(kind) if wanted(each)]


def differences(pictures: HeldPictures, wanted: WantedDifference, limit: int, after: str | None) -> Differences:
    """Raises Problem PARAMETER_WRONG for a cursor of another list."""
    after_key = read_cursor(after, "difference", DIFFERENCE)
    fits = wanted.among(pictures)
    found, last = _page(pictures.differences(DifferenceRow(*after_key) if after_key else None), fits, limit)
    return Differences(
        items=listed_differences(pictures, found),
        next=cursor("difference", last) if last is not None else None,
        total=_count(pictures.differences(), fits) if any(wanted) else pictures.difference_count,
    )


def listed_differences(pictures: HeldPictures, wanted: list[DifferenceRow]) -> list[ListedDifference]:
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


def hits(pictures: HeldPictures, words: tuple[str, ...], first: list[Hit], limit: int, after: str | None) -> Hits:
    """first: what is shown before the rest on the first page. Raises Problem PARAMETER_WRONG for a foreign cursor."""
    after_key = read_cursor(after, "search", (str, *SORT_KEY))

    def listed() -> Iterator[HeldPicture]:
        kinds = KINDS if after_key is None else KINDS[KINDS.index(after_key[0]) :] if after_key[0] in KINDS else ()
        for number, kind in enumerate(kinds):
            yield from pictures.listed(kind, SortKey(*after_key[1:]) if after_key and not number else None)

    found, last = _page(listed(), ListFilter(words=words).fits, limit)
    shown = [
        Hit(
            kind=each.key.kind,
            partnership=each.key.partnership,
            id=each.key.id,
            title=each.title,
            href=href_of(each.key),
        )
        for each in found
    ]
    return Hits(
        items=[*(first if after_key is None else []), *shown],
        next=cursor("search", (last.key.kind, *sort_key(last))) if last is not None else None,
    )


def _count(listed: Iterator[Entry], fits: Callable[[Entry], bool]) -> int:
    return sum(map(fits, listed))


def _page(listed: Iterator[Entry], fits: Callable[[Entry], bool], limit: int) -> tuple[list[Entry], Entry | None]:
    """(what fits, the last entry that was looked at, None at the list's end)."""
    found: list[Entry] = []
    last: Entry | None = None
    for each in islice(listed, SCANNED):
        if len(found) == limit:
            return found, last
        last = each
        if fits(each):
            found.append(each)
    return found, last if next(listed, None) is not None else None
