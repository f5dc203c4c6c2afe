"""What a release says of its procurement: terms, parties, lots, items, awards and notices, each known by its id.

A release states what it carries and takes back nothing that it leaves out; null takes back. Source: OCDS 1.1 merging.
"""

from collections.abc import Callable, Iterator
from typing import Final

from connectors.ocds import regimes, stages
from connectors.ocds.departures import departures
from connectors.ocds.fields import Fields
from connectors.ocds.part import Part
from connectors.ocds.parties import ONE_NAME, Parties, plain_name
from connectors.ocds.publishers import Identity
from connectors.ocds.terms import at_most, category, code_of, read_period, read_term
from connectors.ocds.values import money, read_value
from hub.events.procurement import MOST, MOST_RELATED_LOTS, MOST_SUPPLIERS


def procurement(release: Part, parties: Parties, identity: Identity, tags: list[str], published: str) -> Fields:
    """The data of a procurement-declared event, without meta. published: the day of the release."""
    tender = release.part("tender")
    fields = Fields(release.path)
    stage = stages.stage_of_procurement(release, tags, published, anew=identity is Identity.PROCESS)
    fields.put("stage", stage, release.at("tag"))
    fields.read("title", tender, "title", tender.line)
    if "title" not in fields and "title" not in fields.nulls:
        fields.put("title", release.line("title"), release.at("title"))
    fields.read("description", tender, "description", tender.block)
    fields.read("status", tender, "status", lambda name: tender.code(name, "contract-status"))
    read_value(tender, "value", fields)
    budget = release.part("planning").part("budget")
    if "value" not in fields and "value" not in fields.nulls and budget:
        fields.put("value", money(budget, "amount"), budget.at("amount"))
    read_period(tender, "contractPeriod", fields)
    if tender.part("classification"):
        fields.put_read("category", code_of(tender.part("classification")))
    fields.put("procurement_regime", regimes.regime(tender), tender.path)
    techniques = tender.part("techniques")
    fields.read("framework", techniques, "hasFrameworkAgreement", techniques.flag)
    buyer = parties.buyer(release)
    fields.put("buyer", buyer, buyer.path if buyer else "")
    fields.put("notice", release.identifier(), release.at("id"))
    fields.put("parties", list(parties.listed()) or None, release.at("parties"))
    lots = list(_by_id(tender.parts("lots"), lambda lot: read_term(lot, "contractPeriod").said()))
    fields.put("lots", lots or None, tender.at("lots"))
    fields.put("items", list(_by_id(tender.parts("items"), _item)) or None, tender.at("items"))
    if identity is Identity.SIGNED:
        awards = list(_by_id(release.parts("awards"), lambda award: read_award(award, parties).said()))
        fields.put("awards", awards or None, release.at("awards"))
        fields.put("departures", departures(release, parties, awards), release.at("awards"))
    fields.put("notices", list(_notices(release)) or None, release.path)
    return fields.said()


def in_parts(about: Fields) -> Iterator[Fields]:
    """The same said by as many events as its lists need; the first one has all that is no list."""
    waiting: dict[str, list[Fields]] = {name: list(about.get(name, ())) for name in MOST}
    waiting["awards"] = [piece for award in waiting["awards"] for piece in _pieces(award)]
    said = about.without(*MOST)
    while True:
        for name, most in MOST.items():
            taken, waiting[name] = _first(waiting[name], most)
            if taken:
                said.put(name, taken, about.origins[name])
        if "departures" in about and "departures" not in said:
            # without it the roles would say that its parties left every award
            said.put("departures", [], about.origins["departures"])
        yield said
        if not any(waiting.values()):
            return
        said = Fields(about.path)


def _pieces(award: Fields) -> Iterator[Fields]:
    """The award with as many suppliers as one event takes, and its further ones under its id."""
    named = award.get("suppliers", [])
    for start in range(0, max(len(named), 1), MOST_SUPPLIERS):
        piece = award if not start else award.without(*(award.keys() - {"id"}))
        some = Fields(award.path)
        if named:
            some.put("suppliers", named[start : start + MOST_SUPPLIERS], award.origins["suppliers"])
        yield piece.beside(some)


def _first(parts: list[Fields], most: int) -> tuple[list[Fields], list[Fields]]:
    """The first of the parts, each once by what it is known by, and what is left for a further event."""
    taken: dict[tuple[str | None, ...], Fields] = {}
    left = []
    for part in parts:
        key = tuple(part.get(name) for name in ("id", "award", "supplier"))
        if len(taken) < most and key not in taken:
            taken[key] = part
        else:
            left.append(part)
    return list(taken.values()), left


def read_award(award: Part, parties: Parties) -> Fields:
    """The fields of hub.events.procurement.Award."""
    fields = read_term(award, "contractPeriod")
    fields.read("awarded_on", award, "date", award.day)
    fields.put("suppliers", suppliers(award, parties), award.at("suppliers"))
    lots: dict[str, str] = {}
    for lot in award.identifiers("relatedLots"):
        lots.setdefault(lot.value, lot.path)
    for change in award.parts("amendments"):
        change.identifier()  # what it amends stands in the award itself
        tell_of_suppliers(change)
    fields.put_each("lots", at_most(MOST_RELATED_LOTS, lots, award, "relatedLots"), award.at("relatedLots"))
    return fields


_AMENDED: Final = (
    ("suppliersRemoved", "takes no supplier out by itself", "give each of them the role removedSupplier in parties[]"),
    ("suppliersAdded", "adds no supplier by itself", "name each of them in the suppliers of the award"),
)


def tell_of_suppliers(amendment: Part) -> None:
    """An amendment says who will come and go, and on no day; parties[] and awards[] say who is a supplier."""
    for name, problem, fix in _AMENDED:
        named = amendment.parts(name)
        for each in named:
            each.identifier()
            each.word("name")
        if named:
            amendment.tell(name, problem, fix)


def suppliers(award: Part, parties: Parties) -> list[Fields] | None:
    """Each supplier of an award once, in order of id."""
    found: dict[str, Fields] = {}
    for reference in award.parts("suppliers"):
        party = parties.meant(reference)
        if party is not None:
            supplier = parties.organisation(party)
            first = found.setdefault(supplier["id"], supplier)
            if "name" not in first:
                found[supplier["id"]] = supplier
            elif party.part is reference and _is_named_otherwise(supplier, first):  # of parties[] it is told there
                problem = f"is another name than that of a supplier before it, of the same id {supplier['id']}; "
                reference.tell("name", f"{problem}that one is used", ONE_NAME)
    return [found[key] for key in sorted(found)] or None


def _is_named_otherwise(organisation: Fields, other: Fields) -> bool:
    return "name" in organisation and plain_name(organisation["name"]) != plain_name(other["name"])


def _item(item: Part) -> Fields:
    fields = Fields(item.path)
    fields.put_read("category", category(item))
    fields.put("lot", item.identifier("relatedLot") if item.has("relatedLot") else None, item.at("relatedLot"))
    return fields.said()


def _notices(release: Part) -> Iterator[Fields]:
    """The notices that a release names as documents of its parts."""
    holders = [release.part("planning"), release.part("tender"), *release.parts("awards"), *release.parts("contracts")]
    found: dict[str, Fields] = {}
    for document in (each for holder in holders for each in holder.parts("documents")):
        if not document.has("noticeType"):
            continue
        key = document.identifier()
        if key is None:
            document.tell("id", f"{document.without('id')}, so the notice is not used", "give the notice its id")
            continue
        fields = Fields(document.path)
        fields.put("id", key, document.at("id"))
        fields.put("type", document.line("noticeType"), document.at("noticeType"))
        fields.put("published_on", document.day("datePublished"), document.at("datePublished"))
        found[key] = fields.said()
    return iter(found.values())


def _by_id(parts: list[Part], read: Callable[[Part], Fields]) -> Iterator[Fields]:
    """What is read of each part, with its id; an id that is missing or repeats with another content is refused."""
    held: dict[str, Fields] = {}
    for part in parts:
        key, said = part.identifier(), read(part)
        if key is None:
            problem = f"{part.without('id')}, so nobody could tell what a later notice changes"
            part.refuse("id", problem, "give each its id")
        elif key in held and held[key] != said:
            part.refuse("id", "repeats, and the two say different things", "give each an id of its own")
        elif key not in held:
            held[key] = said
            named = Fields(part.path)
            named.put("id", key, part.at("id"))
            yield named.beside(said)
