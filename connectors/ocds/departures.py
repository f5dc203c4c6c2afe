"""Which suppliers left which awards by a release.

Whoever has the role removedSupplier left the awards that the release amends, itself or in a contract that came of it,
but for those whose suppliers in the same release name it. Where the release amends nothing, nothing tells which were
left: then the role stands for itself (hub.reconcile.kinds.procurement). Source: the United Kingdom's role
removedSupplier; OCDS 1.1 amendments, awardID; decision 13.
"""

from collections.abc import Iterable
from typing import Final, NamedTuple

from connectors.ocds import amendments
from connectors.ocds.fields import Fields, Read
from connectors.ocds.part import Part
from connectors.ocds.parties import Parties, Party

_REMOVED: Final = "removedSupplier"


def departures(release: Part, parties: Parties, awards: Iterable[Fields]) -> list[Fields] | None:
    """One for each award and supplier; None where the roles alone say who left. awards: as they were read."""
    removed: dict[Read, list[Party]] = {}
    for party in parties.all:
        if _REMOVED in party.roles and (party.own_id is not None or party.name is not None):
            organisation = parties.organisation(party)
            removed.setdefault(Read(organisation["id"], organisation.origins["id"]), []).append(party)
    if not removed:
        return None
    changes = _own_changes(release)
    if not changes:
        _tell_of_staying(removed, parties)
        return None
    amended = _by_award(changes)
    named = {award["id"]: {each["id"] for each in award.get("suppliers", ())} for award in awards}
    left = []
    for supplier, told in sorted(removed.items()):
        out_of = [award for award in amended if supplier.value not in named.get(award, ())]
        left += [_departure(amended[award], supplier) for award in out_of]
        if amended and not out_of:
            problem = "has removedSupplier, and every award that the release amends names it: it left none"
            told[0].part.tell("roles", problem, "leave it out of the suppliers of the award that it left")
    return left


def _departure(change: "_Change", supplier: Read) -> Fields:
    said = Fields(change.amendment.path)
    said.put_read("award", change.award)
    said.put("supplier", supplier.value, supplier.path)
    said.put("left_on", change.amendment.day("date"), change.amendment.at("date"))
    return said


class _Change(NamedTuple):
    """An amendment and the award that it changes, itself or by a contract; None where the contract names no award."""

    award: Read | None
    amendment: Part


def _own_changes(release: Part) -> list[_Change]:
    """The amendments that bear the release's id; of a publisher that numbers them otherwise, those that name no
    release."""
    release_id = release.identifier()
    changes = [
        _Change(Read(key, holder.at(name)) if key is not None else None, each)
        for holders, name in (("awards", "id"), ("contracts", "awardID"))
        for holder in release.parts(holders)
        for key in (holder.identifier(name),)
        for each in holder.parts("amendments")
    ]
    bearing = [each for each in changes if amendments.bears(each.amendment, release_id)]
    return bearing or [each for each in changes if amendments.names_no_release(each.amendment)]


def _by_award(changes: Iterable[_Change]) -> dict[str, _Change]:
    """Of each award the last of its changes."""
    found: dict[str, _Change] = {}
    for each in changes:
        if each.award is None:
            problem = "is of a contract that names no award, so nobody could tell which award a removed supplier left"
            each.amendment.tell("id", problem, "give the contract the id of its award as awardID")
        else:
            held = found.setdefault(each.award.value, each)
            found[each.award.value] = max(held, each, key=lambda change: amendments.order(change.amendment))
    return found


def _tell_of_staying(removed: dict[Read, list[Party]], parties: Parties) -> None:
    """Whoever is a supplier too, where nothing tells which award it left."""
    for supplier, told in sorted(removed.items()):
        roles = {role for each in parties.all if _is(parties, each, supplier.value) for role in each.roles}
        if "supplier" in roles:
            problem = "has both supplier and removedSupplier, and the release amends no award: it stays in all of them"
            told[0].part.tell("roles", problem, "add the amendment to the award that it left, with the release's id")


def _is(parties: Parties, party: Party, organisation: str) -> bool:
    named = party.own_id is not None or party.name is not None
    return named and bool(parties.organisation(party)["id"] == organisation)
