"""The pictures that stand, by all that they are looked for by: place, kind in order, matter, supplier, words. Pure."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from enum import StrEnum
from itertools import chain
from typing import Final, NamedTuple

from hub.gateway.index.held_picture import DifferenceRow, Facet, HeldPicture, PictureKey
from hub.gateway.index.ordered import Key, Ordered
from hub.gateway.index.word_index import WordIndex
from hub.reconcile.picture import KINDS


class SortKey(NamedTuple):
    """How pictures of one kind are listed: by title, whatever its case, then partnership and id."""

    title: str
    partnership: str
    id: str


SORT_KEY: Final = (str, str, str)
"""Of what it is made."""


class MatterOrder(StrEnum):
    """How open matters are put in order."""

    WEIGHT = "weight"  # the worst first, then the one that has stood longest
    AGE = "age"  # the one that has stood longest first
    SUBJECT = "subject"  # by the title of what it is about


MATTER_KEYS: Final[dict[MatterOrder, tuple[type, ...]]] = {
    MatterOrder.WEIGHT: (int, str, str, str, str, str, str, str),
    MatterOrder.AGE: (str, int, str, str, str, str),
    MatterOrder.SUBJECT: (str, str, str, str, int, str),
}
"""Of what the keys of each order are made."""

_FEW: Final = 16
"""One in so many is sorted more quickly than found in the list of all."""


def sort_key(held: HeldPicture) -> SortKey:
    return SortKey(held.title.casefold(), held.key.partnership, held.key.id)


class PictureIndex:
    """What stands now. No look-up goes through all of it: at most through what it answers with, or the places."""

    def __init__(self) -> None:
        self._places: dict[str, dict[PictureKey, HeldPicture]] = {}
        self._listed: dict[str, Ordered[HeldPicture]] = {kind: Ordered(sort_key) for kind in KINDS}
        self._matters: dict[MatterOrder, Ordered[DifferenceRow]] = {
            MatterOrder.WEIGHT: Ordered(lambda row: row),
            MatterOrder.AGE: Ordered(_by_age),
            MatterOrder.SUBJECT: Ordered(self._by_title),
        }
        self._matter: dict[str, tuple[DifferenceRow, ...]] = {}
        self._answered: dict[str, PictureKey] = {}
        self._facets: dict[tuple[str, str], dict[str, set[HeldPicture]]] = {}
        self._words: dict[str, WordIndex[HeldPicture]] = {kind: WordIndex() for kind in KINDS}
        self._supplied: dict[tuple[str, str], set[PictureKey]] = {}

    def __len__(self) -> int:
        return sum(map(len, self._listed.values()))

    def get(self, key: PictureKey) -> HeldPicture | None:
        return self._places.get(key.partnership, {}).get(key)

    def all(self) -> Iterator[HeldPicture]:
        return chain.from_iterable(map(dict.values, self._places.values()))

    def of_places(self, partnerships: Iterable[str]) -> Iterator[HeldPicture]:
        """Those of some partnerships, each once."""
        found = (self._places.get(each, {}) for each in dict.fromkeys(partnerships))
        return chain.from_iterable(map(dict.values, found))

    def with_id(self, name: str) -> list[HeldPicture]:
        """Of whatever kind and place."""
        keys = (PictureKey(place, kind, name) for place in self._places for kind in KINDS)
        return [each for each in map(self.get, keys) if each is not None]

    def count(self, kind: str) -> int:
        return len(self._listed[kind])

    def listed(self, kind: str, after: SortKey | None = None) -> Iterator[HeldPicture]:
        """Pictures of a kind in their order, from behind `after`, as `Ordered.behind`."""
        return iter(self._listed[kind]) if after is None else self._listed[kind].behind(after)

    def listed_back(self, kind: str, before: SortKey) -> Iterator[HeldPicture]:
        """Pictures of a kind backwards, from the one in front of `before`; as `Ordered.before`."""
        return self._listed[kind].before(before)

    def matters(self, order: MatterOrder = MatterOrder.WEIGHT) -> Ordered[DifferenceRow]:
        """All open matters, to be read only."""
        return self._matters[order]

    def matter(self, name: str) -> DifferenceRow | None:
        """The open matter of an id; the worst, should there be several."""
        return min(self._matter.get(name, ()), default=None)

    def answering(self, name: str) -> HeldPicture | None:
        """The picture of what the matter of that id is about, where somebody has answered it: open, settled or gone."""
        key = self._answered.get(name)
        return None if key is None else self.get(key)

    def matters_of(self, held: HeldPicture) -> list[DifferenceRow]:
        """The open matters of what a picture is of, each once: a programme's contracts' too. As `reconcile.matters`."""
        together = [held]
        if held.key.kind == "programme":
            found = (self.get(PictureKey(held.key.partnership, "contract", each)) for each in held.contracts)
            together += [each for each in found if each is not None]
        return sorted({row for each in together for row in each.differences})

    def facets(self, kind: str, field: str) -> Mapping[str, int]:
        """By value how many pictures of a kind have it in that field, of whichever body."""
        return {value: len(found) for value, found in self._facets.get((kind, field), {}).items()}

    def with_facet(self, kind: str, facet: Facet) -> Set[HeldPicture]:
        """The pictures of a kind of which some body says that; to be read only."""
        return self._facets.get((kind, facet.field), {}).get(facet.value, frozenset())

    def with_word(self, kind: str, word: str) -> Set[HeldPicture] | None:
        """The pictures of a kind that have it in their words; None where so many may that asking each is no dearer."""
        return self._words[kind].having(word, self.count(kind))

    def in_order(self, kind: str, found: Set[HeldPicture]) -> list[HeldPicture]:
        """These pictures of a kind in their order."""
        if len(found) * _FEW < self.count(kind):
            return sorted(found, key=sort_key)
        return [each for each in self._listed[kind] if each in found]

    def supplied_by(self, partnership: str, provider: str) -> Collection[PictureKey]:
        """The contracts and procurements whose pictures name the provider as a supplier."""
        return self._supplied.get((partnership, provider), ())

    # what comes and goes

    def _remember(self, held: HeldPicture) -> None:
        self._places.setdefault(held.key.partnership, {})[held.key] = held
        self._listed[held.key.kind].put(held)
        for row in held.differences:
            self._matter[row.id] = (*self._matter.get(row.id, ()), row)
            for ordered in self._matters.values():
                ordered.put(row)
        self._answered.update(dict.fromkeys(held.answered, held.key))
        for each in held.facets:
            of_field = self._facets.setdefault((held.key.kind, each.field), {})
            of_field.setdefault(each.value, set()).add(held)
        self._words[held.key.kind].put(held, held.words)
        for supplier in held.suppliers:
            self._supplied.setdefault((held.key.partnership, supplier), set()).add(held.key)

    def _forget(self, held: HeldPicture) -> None:
        for row in held.differences:
            others = tuple(other for other in self._matter.pop(row.id) if other != row)
            if others:
                self._matter[row.id] = others
            for ordered in self._matters.values():
                ordered.take_out(row)
        for name in held.answered:
            if self._answered.get(name) == held.key:
                del self._answered[name]
        for each in held.facets:
            of_field = self._facets[held.key.kind, each.field]
            of_field[each.value].remove(held)
            if not of_field[each.value]:
                del of_field[each.value]
        self._words[held.key.kind].take_out(held, held.words)
        for supplier in held.suppliers:
            self._supplied[held.key.partnership, supplier].discard(held.key)
        self._listed[held.key.kind].take_out(held)
        of_place = self._places[held.key.partnership]
        del of_place[held.key]
        if not of_place:
            del self._places[held.key.partnership]

    def _by_title(self, row: DifferenceRow) -> Key:
        held = self.get(PictureKey(row.partnership, row.subject_kind, row.subject))
        title = row.subject if held is None else held.title
        return title.casefold(), row.partnership, row.subject_kind, row.subject, row.severity, row.id


def _by_age(row: DifferenceRow) -> Key:
    return row.since, row.severity, row.id, row.partnership, row.subject_kind, row.subject
