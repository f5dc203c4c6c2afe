"""To what lists of pictures and of open matters are narrowed: the same rules for pages and for the read API. Pure."""

from collections.abc import Collection, Iterable, Set
from functools import reduce
from operator import and_
from typing import NamedTuple

from hub.gateway.index.held_picture import SEVERITIES, DifferenceRow, Facet, HeldPicture, PictureKey
from hub.gateway.index.picture_index import PictureIndex


class PictureFilter(NamedTuple):
    """What a list of pictures is narrowed to; None is no matter. words: casefolded, all of them are to be there.

    facets: values that somebody gives, all of them.
    """

    partnership: str | None = None
    programme: str | None = None
    provider: str | None = None
    procurement: str | None = None
    words: tuple[str, ...] = ()
    facets: frozenset[Facet] = frozenset()

    @property
    def is_all(self) -> bool:
        return self == PictureFilter()

    def narrow(self, kind: str, pictures: PictureIndex) -> list[HeldPicture]:
        """Those of a kind that fit, in their order."""
        looked_up: list[Set[HeldPicture]] = [pictures.with_facet(kind, each) for each in self.facets]
        if self.partnership is not None:
            looked_up.append({each for each in pictures.of_places([self.partnership]) if each.key.kind == kind})
        by_word = {word: pictures.with_word(kind, word) for word in self.words}
        looked_up += [each for each in by_word.values() if each is not None]
        if looked_up:
            found = pictures.in_order(kind, reduce(and_, sorted(looked_up, key=len)))
        else:
            found = [*pictures.listed(kind)]
        # one criterion after the other: of 100,000 pictures that is a third of the time of asking each for all of them
        if self.programme is not None:
            found = [each for each in found if self.programme in each.programmes]
        if self.provider is not None:
            found = [each for each in found if self.provider in each.suppliers]
        if self.procurement is not None:
            found = [each for each in found if self.procurement in each.procurements]
        for word in (each for each, having in by_word.items() if having is None):
            found = [each for each in found if word in each.words]
        return found


class MatterFilter(NamedTuple):
    """What a list of open matters is narrowed to; None is no matter."""

    partnership: str | None = None
    kind: str | None = None
    severity: str | None = None
    subject: str | None = None
    matter: str | None = None
    about: str | None = None
    programme: str | None = None

    @property
    def is_all(self) -> bool:
        return self == MatterFilter()

    def narrow(self, rows: Iterable[DifferenceRow], pictures: PictureIndex) -> list[DifferenceRow]:
        """Those that fit, in their order. Those of a programme are its own and those of the contracts assigned to it,
        as on its page."""
        found = [*rows]
        if self.partnership is not None:
            found = [each for each in found if each.partnership == self.partnership]
        if self.kind is not None:
            found = [each for each in found if each.kind == self.kind]
        if self.severity is not None:
            found = [each for each in found if SEVERITIES[each.severity] == self.severity]
        if self.subject is not None:
            found = [each for each in found if each.subject == self.subject]
        if self.matter is not None:
            found = [each for each in found if each.matter == self.matter]
        if self.about is not None:
            found = [each for each in found if each.subject_kind == self.about]
        if self.programme is not None:
            its = self._of_programme(self.programme, pictures)
            found = [each for each in found if each in its]
        return found

    def _of_programme(self, programme: str, pictures: PictureIndex) -> Collection[DifferenceRow]:
        if self.partnership is None:
            programmes = [each for each in pictures.with_id(programme) if each.key.kind == "programme"]
        else:
            held = pictures.get(PictureKey(self.partnership, "programme", programme))
            programmes = [] if held is None else [held]
        return {row for held in programmes for row in pictures.matters_of(held)}


def words_of(text: str) -> tuple[str, ...]:
    """The words that are all to be there, of what somebody wrote."""
    return tuple(text.casefold().split())
