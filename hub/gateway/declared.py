"""What the pictures in memory tell to be declared, as far as some names need it."""

from collections.abc import Set as AbstractSet

from hub.admission.references import Kind, Name
from hub.gateway.pictures import Pictures
from hub.gateway.shown import PictureKey
from hub.operate.declared import names_in


def declared_for(names: AbstractSet[Name], pictures: Pictures) -> frozenset[Name]:
    """All that is declared beside these names: every programme of their partnerships where one of them is not, the
    milestones of their programmes and the measures of their contracts, so that what was meant can be told."""
    keys = {
        PictureKey(each.partnership, "contract" if each.kind is Kind.MEASURE else "programme", each.within or each.name)
        for each in names
    }
    found: set[Name] = set()
    for key in keys:
        shown = pictures.get(key)
        if shown is not None:
            found.update(names_in(key, shown.picture()))
    lost = {each.partnership for each in names if each.kind is Kind.PROGRAMME and each not in found}
    for shown in pictures.listed("programme") if lost else ():
        if shown.key.partnership in lost:
            found.update(names_in(shown.key, shown.picture()))
    return frozenset(found)
