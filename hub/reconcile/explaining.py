"""Which statements are behind each word of a picture, those included that were said of something else.

A contract takes words from its award and procurement, a procurement's words follow from its lots, items, parties and
awards, a provider is what contracts and awards say of it. Walks the views that pictures are made of, so that what is
explained is what is shown. Source: design section 2 (every number can be explained).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import orjson

from hub.reconcile.awards import departures
from hub.reconcile.claims import CLEARED, DEPARTED, LEFT_ALL, LISTED, SUPPLIER, Claim, Field, Side
from hub.reconcile.days import Day
from hub.reconcile.events import Subject
from hub.reconcile.fates import Fate, Told
from hub.reconcile.stages import STAGE
from hub.reconcile.told import told_of
from hub.reconcile.views import PartnershipViews

_SUPPLIERS: Final = Field("", "", "suppliers")

Word = tuple[Subject, Field]
Behind = dict[tuple[Field, str], set[Field]]
"""Field of a claim and body to the words of that body which follow from it."""


_Key = tuple[tuple[str, str], Field, str, bytes]


@dataclass(frozen=True, slots=True)
class Explained:
    """A statement and its fate. words: what that body is shown to say because of what it says there."""

    told: Told
    words: tuple[Word, ...] = ()

    @property
    def cited_in(self) -> tuple[Word, ...]:
        """The words of pictures that cite the statement; a supplier's word cites those that name who has left."""
        return self.words if self.told.fate in (Fate.STANDS, Fate.LEFT, Fate.JUDGES) else ()

    @property
    def key(self) -> _Key:
        """With the value: of an organisation that it names by two ids one statement may say two things."""
        claim = self.told.claim
        value = orjson.dumps(claim.value, option=orjson.OPT_SORT_KEYS)
        return self.told.said.identity, claim.field, self.told.body, value


def explained(views: PartnershipViews, subject: Subject, as_of: Day) -> list[Explained]:
    """Every statement about the subject, and each about something else that its picture stands on, once a body."""
    found = {
        "contract": _contract,
        "procurement": _procurement,
        "programme": _programme,
        "provider": _provider,
    }[subject.kind](views, subject, as_of)
    return _each_once(found)


def terms_of_provider(views: PartnershipViews, provider: Subject, as_of: Day) -> list[Explained]:
    """Every statement about the contracts that it supplies and the awards that its picture shows."""
    contracts, _ = views.naming_provider(provider.id, as_of)
    supplied = {key: view for key, view in contracts.items() if provider.id in view.suppliers}
    found = [each for key in supplied for each in _contract(views, Subject("contract", key), as_of)]
    for award in _awards(views, provider, as_of):
        procurement = Subject("procurement", award["procurement"])
        found += [
            Explained(each, ((procurement, each.claim.field),))
            for each in told_of(views, procurement, as_of)
            if each.claim.field[:2] == ("award", award["award"])
            and not each.claim.field.name.startswith((SUPPLIER, DEPARTED))
        ]
    return _each_once(found)


def _awards(views: PartnershipViews, provider: Subject, as_of: Day) -> list[dict[str, Any]]:
    """Those that its picture shows."""
    picture = views.picture(provider, as_of)
    return [] if picture is None else list(picture.body["awards"])


def _each_once(found: Iterable[Explained]) -> list[Explained]:
    """One statement may be behind the words of several contracts."""
    merged: dict[_Key, Explained] = {}
    for each in found:
        held = merged.get(each.key)
        words = {*each.words, *(held.words if held else ())}
        merged[each.key] = replace(each, words=tuple(sorted(words)))
    return list(merged.values())


def _own(views: PartnershipViews, subject: Subject, as_of: Day) -> Iterator[Explained]:
    for each in told_of(views, subject, as_of):
        yield Explained(each, ((subject, each.claim.field),))


def _contract(views: PartnershipViews, contract: Subject, as_of: Day) -> Iterator[Explained]:
    view = views.contract(contract.id, as_of)
    staged = _behind({STAGE: view.core.get(STAGE, ())})
    for each in told_of(views, contract, as_of):
        fields = {each.claim.field, *staged.get((each.claim.field, each.body), ())}
        yield Explained(each, tuple((contract, field) for field in sorted(fields)))
    for procurement, sides in view.procurements.items():
        bodies = {side.body for side in sides}
        taken = {
            field: [side for side in sides if side.taken_from is not None and side.body in bodies]
            for field, sides in view.core.items()
        }
        behind = _behind(taken)
        about = Subject("procurement", procurement)
        ended = _behind(views.ended_by(contract.id, as_of).get(procurement, {}))
        for each in told_of(views, about, as_of):
            said = each.claim.field, each.body
            words = [
                *((contract, word) for word in behind.get(said, ())),
                *((about, word) for word in ended.get(said, ())),
            ]
            if words:
                yield Explained(each, tuple(words))


def _procurement(views: PartnershipViews, procurement: Subject, as_of: Day) -> Iterator[Explained]:
    view, stages = views.procurement(procurement.id, as_of), views.stages(procurement.id, as_of)
    shown = {field: sides for field, sides in view.items.items() if field.name != LISTED}
    behind = _behind({**view.fields, **shown, STAGE: [side for each in stages for side in each.of_it]})
    for each in told_of(views, procurement, as_of):
        words = behind.get((each.claim.field, each.body), ())
        yield Explained(each, tuple((procurement, word) for word in words))
    yield from _naming(views, procurement, as_of)
    for contract in sorted({key for each in stages for key in each.of_contracts}):
        told = [each.of_contracts[contract] for each in stages if contract in each.of_contracts]
        behind = _behind({STAGE: told})
        for each in told_of(views, Subject("contract", contract), as_of):
            if (each.claim.field, each.body) in behind:
                yield Explained(each, ((procurement, STAGE),))


def _programme(views: PartnershipViews, programme: Subject, as_of: Day) -> Iterator[Explained]:
    yield from _own(views, programme, as_of)
    yield from _naming(views, programme, as_of)


def _naming(views: PartnershipViews, subject: Subject, as_of: Day) -> Iterator[Explained]:
    """Statements about contracts by which they belong to the subject."""
    for contract in views.events.contracts_of(subject):
        for each in _own(views, Subject("contract", contract), as_of):
            if names(each.told.claim, subject):
                yield each


def _provider(views: PartnershipViews, provider: Subject, as_of: Day) -> Iterator[Explained]:
    contracts, procurements = views.naming_provider(provider.id, as_of)
    for key, contract in contracts.items():
        naming = {side.body for side in contract.suppliers.get(provider.id, ())}
        about = Subject("contract", key)
        word = (about, _SUPPLIERS)
        for each in _contract(views, about, as_of):
            is_behind = word in each.words and each.told.body in naming
            if is_behind or names(each.told.claim, provider):
                yield replace(each, words=(word,) if is_behind else ())
    shown: dict[tuple[str, Field, str], set[Field]] = {}
    for award in _awards(views, provider, as_of):
        naming_it = Field("award", award["award"], f"{SUPPLIER}{provider.id}")
        for side in award["named_by"]:
            shown.setdefault((award["procurement"], naming_it, side["organisation"]), set()).add(naming_it)
    for key, left, sides in departures(provider.id, procurements):
        for told_by in sides:
            # by whichever word it left, that it is out of this award is what is shown
            out_of_it = Field("award", left, f"{DEPARTED}{provider.id}")
            shown.setdefault((key, told_by.claim.field, told_by.body), set()).add(out_of_it)
    left_all = Field("party", provider.id, LEFT_ALL)
    for key in procurements:
        procurement = Subject("procurement", key)
        for told in told_of(views, procurement, as_of):
            field = told.claim.field
            if field == left_all or names(told.claim, provider):
                found = sorted(shown.get((key, field, told.body), ()))
                yield Explained(told, tuple((procurement, each) for each in found))


def _behind(words: Mapping[Field, Iterable[Side]]) -> Behind:
    found: Behind = {}
    for field, sides in words.items():
        for side in sides:
            for claim in side.sources:
                found.setdefault((claim.field, side.body), set()).add(field)
    return found


def names(claim: Claim, subject: Subject) -> bool:
    """Whether a claim about something else says that it belongs to the subject."""
    field = claim.field
    if field.item == "award":
        return subject.kind == "provider" and field.name in (f"{SUPPLIER}{subject.id}", f"{DEPARTED}{subject.id}")
    if field.item:
        return (field.item, field.key) == subject
    if claim.value is CLEARED:
        return False
    if subject.kind == "provider":
        return field == _SUPPLIERS and any(each["id"] == subject.id for each in claim.value)
    return subject.kind == field.name == "procurement" and claim.value == subject.id
