"""Which differences about a procurement are those of its parts over again: its terms follow from lots, items, parties
and awards, so that two words on a lot make two words on the whole.

Promise: one difference, one count. A term's difference is its parts' where it would be none if the bodies said of the
parts that they dispute what any one of them says; whatever else makes it differ counts by itself. Source: design
section 4 (counts partition).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from hub.configuration.model import Configuration
from hub.reconcile.claims import LEFT_ALL, SUPPLIERS, Field, Side
from hub.reconcile.differences import differ
from hub.reconcile.kinds.procurement.following import FOLLOWING
from hub.reconcile.kinds.procurement.view import EACH, ProcurementView

Disputed = Mapping[Field, frozenset[str]]
"""Fields of parts that bodies dispute, and the bodies that speak of each."""


def of_parts(view: ProcurementView, configuration: Configuration) -> frozenset[Field]:
    """The terms that no body states by itself and that differ because parts that they follow from do."""
    differing = [field for field in _following(view) if differ(field, view.fields[field], configuration)]
    if not differing:
        return frozenset()
    disputed = {
        field: frozenset(side.body for side in sides)
        for field, sides in view.items.items()
        if differ(field, sides, configuration)
    }
    agreeing = [_agreeing(view, disputed, body) for body in sorted(frozenset().union(*disputed.values()))]
    return frozenset(
        field
        for field in differing
        if any(not differ(field, each.fields.get(field, ()), configuration) for each in agreeing)
    )


def _following(view: ProcurementView) -> Iterator[Field]:
    for field, sides in view.fields.items():
        stating = {side.body for side in view.core.get(field, ())}
        if field.name in FOLLOWING and stating.isdisjoint(side.body for side in sides):
            yield field


def _agreeing(view: ProcurementView, disputed: Disputed, body: str) -> ProcurementView:
    """The same, with this body's word for all who speak of something that they dispute with it."""
    of_suppliers = [speakers for field, speakers in disputed.items() if field.name == SUPPLIERS and body in speakers]
    core: dict[Field, list[Side]] = {}
    for field, sides in view.core.items():
        if field.item == "party" and field.name == LEFT_ALL:
            speakers = frozenset[str]().union(*of_suppliers)
        else:
            speakers = disputed.get(
                field._replace(name=SUPPLIERS) if field.name.startswith(EACH) else field, frozenset()
            )
        core[field] = list(_in_one_voice(sides, speakers, body)) if body in speakers else sides
    return replace(view, core=core)


def _in_one_voice(sides: Sequence[Side], speakers: frozenset[str], body: str) -> Iterator[Side]:
    yield from (side for side in sides if side.body not in speakers)
    for side in sides:
        if side.body == body:
            yield from (side._replace(body=each) for each in sorted(speakers))
