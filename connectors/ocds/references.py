"""What a release names and does not carry: lots of items and awards, awards of contracts.

A release is partial, so an earlier one may have carried it; a slip in an id reads the same, so it is told and let in.
Source: OCDS 1.1 (awardID); its lots extension (relatedLot, relatedLots).
"""

from collections.abc import Iterator

from connectors.ocds import texts
from connectors.ocds.kinds import Kind
from connectors.ocds.part import Part

_LOT = "names a lot that this release does not carry; what an earlier one said of that lot is kept"
_AWARD = "names an award that this release does not carry; what an earlier one said of that award is kept"


def tell_of_uncarried(release: Part) -> None:
    """By the path of each reference; what has no id at all is told where it is read."""
    tender = release.part("tender")
    lots, awards = _ids(tender.parts("lots")), _ids(release.parts("awards"))
    for item in _items(release):
        if _names_another(item.given("relatedLot"), lots):
            item.tell("relatedLot", _LOT, "check the id, or carry the lot in tender.lots")
    for award in release.parts("awards"):
        named = award.given("relatedLots")
        for position, each in enumerate(named if isinstance(named, list) else ()):
            if _names_another(each, lots):
                award.tell(f"relatedLots[{position}]", _LOT, "check the id, or carry the lot in tender.lots")
    for contract in release.parts("contracts"):
        if _names_another(contract.given("awardID"), awards):
            contract.tell("awardID", _AWARD, "check the id, or carry the award in awards")


def _items(release: Part) -> Iterator[Part]:
    for holder in (release.part("tender"), *release.parts("awards"), *release.parts("contracts")):
        yield from holder.parts("items")


def _ids(parts: list[Part]) -> set[str]:
    return {key for each in parts if (key := _id(each.given("id"))) is not None}


def _names_another(given: object, carried: set[str]) -> bool:
    named = _id(given)
    return named is not None and named not in carried


def _id(given: object) -> str | None:
    return texts.identifier(str(given)) if Kind.ID.holds(given) else None
