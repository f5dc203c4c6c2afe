"""Which suppliers left which awards by a release.

Whoever has the role removedSupplier left the awards that the release amends, but for those whose suppliers in the same
release name it. Where the release amends no award, nothing tells which were left: then the role stands for itself
(hub.reconcile.departing). Source: the United Kingdom's role removedSupplier; OCDS 1.1 amendments; decision 13.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from connectors.ocds.fields import Fields
from connectors.ocds.part import Part
from connectors.ocds.parties import Parties, Party

_REMOVED: Final = "removedSupplier"


def departures(release: Part, parties: Parties, awards: Iterable[Fields]) -> list[Fields] | None:
    """One for each award and supplier; None where the roles alone say who left. awards: as they were read."""
    removed: dict[str, list[Party]] = {}
    for party in parties.all:
        if _REMOVED in party.roles and (party.own_id is not None or party.name is not None):
            removed.setdefault(parties.organisation(party)["id"], []).append(party)
    if not removed:
        return None
    amended = dict(_amended(release))
    if not amended:
        _tell_of_staying(removed, parties)
        return None
    named = {award["id"]: {each["id"] for each in award.get("suppliers", ())} for award in awards}
    left = []
    for supplier, told in sorted(removed.items()):
        out_of = [award for award in amended if supplier not in named.get(award, ())]
        left += [_departure(*amended[award], supplier, told[0]) for award in out_of]
        if not out_of:
            problem = "has removedSupplier, and every award that the release amends names it: it left none"
            told[0].part.tell("roles", problem, "leave it out of the suppliers of the award that it left")
    return left


def _departure(award: Part, amendment: Part, supplier: str, party: Party) -> Fields:
    said = Fields(amendment.path)
    said.put("award", award.identifier(), award.at("id"))
    said.put("supplier", supplier, party.part.at("id" if party.part.has("id") else "name"))
    said.put("left_on", amendment.day("date"), amendment.at("date"))
    return said


def _amended(release: Part) -> Iterator[tuple[str, tuple[Part, Part]]]:
    """Each award that the release amends, with the amendment: the one that bears the release's id; of a publisher that
    numbers amendments otherwise, the latest that names no release."""
    release_id = release.identifier()
    changes = [(award, award.parts("amendments")) for award in release.parts("awards")]
    own = [
        (award, [each for each in of_it if release_id in (each.identifier(), each.identifier("releaseID"))])
        for award, of_it in changes
    ]
    if not any(found for _, found in own):
        own = [(award, [each for each in of_it if not each.has("releaseID")]) for award, of_it in changes]
    for award, found in own:
        key = award.identifier()
        if key is not None and found:
            last = max(found, key=lambda each: (each.day("date") or "", each.identifier() or ""))
            yield key, (award, last)


def _tell_of_staying(removed: dict[str, list[Party]], parties: Parties) -> None:
    """Whoever is a supplier too, where nothing tells which award it left."""
    for supplier, told in sorted(removed.items()):
        roles = {role for each in parties.all if _is(parties, each, supplier) for role in each.roles}
        if "supplier" in roles:
            problem = "has both supplier and removedSupplier, and the release amends no award: it stays in all of them"
            told[0].part.tell("roles", problem, "add the amendment to the award that it left, with the release's id")


def _is(parties: Parties, party: Party, organisation: str) -> bool:
    named = party.own_id is not None or party.name is not None
    return named and bool(parties.organisation(party)["id"] == organisation)
