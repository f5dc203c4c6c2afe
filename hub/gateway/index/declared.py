"""What the pictures in memory tell to be declared, as far as some names need it."""

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from typing import Final

from hub.admission.near import one_slip
from hub.admission.reference_table import ReferenceKind
from hub.admission.references import SLIPS, Known, Name
from hub.admission.remembered import NOTHING, Remembered
from hub.gateway.index.held_picture import PictureKey
from hub.gateway.index.pictures import HeldPictures
from hub.usecases.declared import names_in

MOST_MEANT: Final = 20
"""Of so many missing names of one request it is looked up what was meant: each costs some thousands of look-ups."""


def declared_for(names: AbstractSet[Name], pictures: HeldPictures, lately: Remembered = NOTHING) -> Known:
    """All that is declared beside these names, so that what was meant can be told: every programme of their
    partnerships where one of them is not, the milestones of their programmes and their measures, and
    contracts and procurements whose ids are near to theirs.

    lately: what is declared besides, of which no picture may tell yet. No picture is looked at but those that are
    named, however many names and pictures there are; of programmes, which are few, all.
    """
    found: set[Name] = set()
    for key in {key for each in names for key in _keys(each)}:
        found.update(_names(key, pictures))
    # of an award that was named without its procurement it is the contract that tells which one it is of
    told = Known(frozenset(found), lately)
    for award in (each for each in names if each.kind is ReferenceKind.AWARD and len(each.within) > 1):
        for procurement in told.procurements_of(award.partnership, award.within[-1]):
            found.update(_names(PictureKey(award.partnership, "procurement", procurement), pictures))
    known = Known(frozenset(found), lately)
    lost = [each for each in names if known.lacks(each)]
    for each in sorted(each for each in lost if each.kind in SLIPS)[:MOST_MEANT]:
        near = (PictureKey(each.partnership, str(each.kind), other) for other in one_slip(each.name))
        found.update(name for key in near for name in _names(key, pictures))
    places = {each.partnership for each in lost if each.kind is ReferenceKind.PROGRAMME}
    for held in pictures.of_places(places):
        if held.key.kind == "programme":
            found.update(names_in(held.key, held.picture()))
    return Known(frozenset(found), lately)


def _keys(name: Name) -> Iterator[PictureKey]:
    """The pictures that tell whether it is declared."""
    match name.kind:
        case ReferenceKind.PROGRAMME | ReferenceKind.CONTRACT | ReferenceKind.PROCUREMENT:
            yield PictureKey(name.partnership, str(name.kind), name.name)
        case ReferenceKind.MILESTONE:
            yield PictureKey(name.partnership, "programme", name.within[0])
        case ReferenceKind.AWARD:
            *named, last = name.within
            yield PictureKey(name.partnership, "contract" if named else "procurement", last)
        case ReferenceKind.MEASURE | ReferenceKind.DIFFERENCE:
            kind, subject = name.within
            yield PictureKey(name.partnership, kind, subject)
        case ReferenceKind.STATEMENT:
            kind, subject, _ = name.within
            yield PictureKey(name.partnership, kind, subject)
        case ReferenceKind.SUPPLIER:
            yield PictureKey(name.partnership, "procurement", name.within[0])


def _names(key: PictureKey, pictures: HeldPictures) -> Iterable[Name]:
    held = pictures.get(key)
    return () if held is None else names_in(key, held.picture())
