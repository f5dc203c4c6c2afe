"""What a release says of its procurement: terms, parties, lots, items, awards and notices, each known by its id.

A release states what it carries and takes back nothing that it leaves out; null takes back. Source: OCDS 1.1 merging.
"""

from collections.abc import Callable, Iterator
from typing import Any

from connectors.ocds import regimes, stages, texts
from connectors.ocds.part import Fields, Part
from connectors.ocds.parties import Parties
from connectors.ocds.publishers import Identity
from connectors.ocds.terms import at_most, category, code_of, read_period, read_term, read_value
from hub.events.procurement import MOST, MOST_RELATED_LOTS, MOST_SUPPLIERS


def procurement(release: Part, parties: Parties, identity: Identity, tags: list[str], published: str) -> dict[str, Any]:
    """The data of a procurement-declared event, without meta. published: the day of the release."""
    tender = release.part("tender")
    fields = Fields()
    fields.put("stage", stages.stage_of_procurement(release, tags, published, anew=identity is Identity.PROCESS))
    fields.read("title", tender, "title", tender.line)
    if "title" not in fields and "title" not in fields.nulls:
        fields.put("title", release.line("title"))
    fields.read("description", tender, "description", tender.block)
    fields.read("status", tender, "status", lambda name: tender.code(name, "contract-status"))
    read_value(tender, fields)
    if "value" not in fields and "value" not in fields.nulls and release.part("planning").part("budget"):
        fields.put("value", release.part("planning").part("budget").money("amount"))
    read_period(tender, "contractPeriod", fields)
    if tender.part("classification"):
        fields.put("category", code_of(tender.part("classification")))
    fields.put("procurement_regime", regimes.regime(tender))
    techniques = tender.part("techniques")
    if techniques:
        fields.read("framework", techniques, "hasFrameworkAgreement", techniques.flag)
    fields.put("buyer", parties.buyer(release))
    fields.put("notice", release.identifier())
    fields.put("parties", list(parties.listed()) or None)
    fields.put("lots", list(_by_id(tender.parts("lots"), lambda lot: read_term(lot, "contractPeriod").said())) or None)
    fields.put("items", list(_by_id(tender.parts("items"), _item)) or None)
    if identity is Identity.SIGNED:
        awards = _by_id(release.parts("awards"), lambda award: read_award(award, parties).said())
        fields.put("awards", list(awards) or None)
    fields.put("notices", list(_notices(release)) or None)
    return fields.said()


def in_parts(about: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The same said by as many events as its lists need; the first one has all that is no list."""
    waiting = {name: list(about.get(name, ())) for name in MOST}
    waiting["awards"] = [piece for award in waiting["awards"] for piece in _pieces(award)]
    said = {name: value for name, value in about.items() if name not in MOST}
    while True:
        for name, most in MOST.items():
            taken, waiting[name] = _first(waiting[name], most)
            if taken:
                said[name] = taken
        yield said
        if not any(waiting.values()):
            return
        said = {}


def _pieces(award: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The award with as many suppliers as one event takes, and its further ones under its id."""
    named = award.get("suppliers", [])
    yield award | ({"suppliers": named[:MOST_SUPPLIERS]} if named else {})
    for start in range(MOST_SUPPLIERS, len(named), MOST_SUPPLIERS):
        yield {"id": award["id"], "suppliers": named[start : start + MOST_SUPPLIERS]}


def _first(parts: list[dict[str, Any]], most: int) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The first of the parts, each id once, and what is left for a further event."""
    taken: dict[str, dict[str, Any]] = {}
    left = []
    for part in parts:
        if len(taken) < most and part["id"] not in taken:
            taken[part["id"]] = part
        else:
            left.append(part)
    return list(taken.values()), left


def read_award(award: Part, parties: Parties) -> Fields:
    """The fields of hub.events.procurement.Award."""
    fields = read_term(award, "contractPeriod")
    fields.read("awarded_on", award, "date", award.day)
    fields.put("suppliers", suppliers(award, parties))
    lots = [texts.identifier(str(each)) for each in award.leaves("relatedLots")]
    for change in award.parts("amendments"):
        change.identifier()  # what it amends stands in the award itself
    related = [each for each in dict.fromkeys(lots) if each] or None
    fields.put("lots", at_most(MOST_RELATED_LOTS, related, award, "relatedLots"))
    return fields


def suppliers(award: Part, parties: Parties) -> list[dict[str, str]] | None:
    """Each supplier of an award once, in order of id."""
    if award.is_null("suppliers"):
        award.tell("suppliers", "is null, and takes back no supplier", "give the party the role removedSupplier")
    found: dict[str, dict[str, str]] = {}
    for reference in award.parts("suppliers"):
        party = parties.meant(reference)
        if party is not None:
            supplier = parties.organisation(party)
            found.setdefault(supplier["id"], supplier)
    return [found[key] for key in sorted(found)] or None


def _item(item: Part) -> dict[str, Any]:
    fields = Fields()
    fields.put("category", category(item))
    fields.put("lot", item.identifier("relatedLot") if item.has("relatedLot") else None)
    return fields.said()


def _notices(release: Part) -> Iterator[dict[str, Any]]:
    """The notices that a release names as documents of its parts."""
    holders = [release.part("planning"), release.part("tender"), *release.parts("awards"), *release.parts("contracts")]
    found: dict[str, dict[str, Any]] = {}
    for document in (each for holder in holders for each in holder.parts("documents")):
        if not document.has("noticeType"):
            continue
        key = document.identifier()
        if key is None:
            document.tell("id", "is missing, so the notice is not used", "give the notice its id")
            continue
        fields = Fields()
        fields.put("type", document.line("noticeType"))
        fields.put("published_on", document.day("datePublished"))
        found[key] = {"id": key, **fields.said()}
    return iter(found.values())


def _by_id(parts: list[Part], read: Callable[[Part], dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """What is read of each part, with its id; an id that is missing or repeats with another content is refused."""
    held: dict[str, dict[str, Any]] = {}
    for part in parts:
        key, said = part.identifier(), read(part)
        if key is None:
            part.refuse("id", "is missing, so nobody could tell what a later notice changes", "give each its id")
        elif key in held and held[key] != said:
            part.refuse("id", "repeats, and the two say different things", "give each an id of its own")
        elif key not in held:
            held[key] = said
            yield {"id": key, **said}
