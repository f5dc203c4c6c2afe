"""What a release says of contracts: those that it carries, each by itself, or the whole process as one.

Promise: a contract that the release does not carry is not touched. What a contract does not say itself the hub takes
from the award that it names (hub.reconcile.procurements). Source: design section 3 (ids); OCDS 1.1 contracts, awards.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from connectors.ocds import stages, texts
from connectors.ocds.part import Fields, Part
from connectors.ocds.parties import Parties
from connectors.ocds.procurement import suppliers
from connectors.ocds.stages import STAGES
from connectors.ocds.terms import at_most, read_term
from hub.events.procurement import MOST_CATEGORIES


@dataclass(frozen=True, slots=True)
class Saying:
    """One event about a contract: declared, varied or terminated, and the day from which it is true."""

    contract: str
    name: str
    data: dict[str, Any]
    effective: str


@dataclass(frozen=True, slots=True)
class Release:
    """A release with what is known of it as a whole. published: its day, YYYY-MM-DD."""

    part: Part
    ocid: str
    id: str
    tags: list[str]
    published: str
    parties: Parties


def each_signed(release: Release) -> Iterator[Saying]:
    """A contract for each entry of contracts[]."""
    seen: dict[str, list[Saying]] = {}
    for part in release.part.parts("contracts"):
        key = part.identifier()
        if key is None:
            part.refuse("id", "is missing, so nobody could tell which contract it is", "give each contract its id")
            continue
        said = list(_contract(release, part, f"{release.ocid}/{key}"))
        if key in seen and seen[key] != said:
            part.refuse("id", "repeats, and the two say different things", "give each contract an id of its own")
        elif key not in seen:
            seen[key] = said
            yield from said


def _contract(release: Release, part: Part, contract: str) -> Iterator[Saying]:
    most = stages.furthest(release.tags)
    fields = read_term(part, "period")
    fields.read("signed_on", part, "dateSigned", part.day)
    fields.put("award", part.identifier("awardID"))
    fields.put("procurement", release.ocid)
    fields.put("notice", release.id)
    amendment = _own_amendment(release, [part])
    effective = _day_of(amendment) or release.published
    if stages.has_ended(part, most):
        fields.pop("status", None)
        yield _varied(contract, fields, amendment, effective)
        yield _terminated(release, contract, part, amendment, effective)
        return
    stage = stages.stage_of_contract(part, most, release.published)
    if stage is None or amendment is not None:
        yield _varied(contract, fields, amendment, effective)
    if stage is not None:
        declared = {"stage": stage, "procurement": release.ocid, "notice": release.id}
        yield Saying(contract, "declared", declared if amendment else fields.said() | declared, effective)


def whole_process(release: Release) -> Iterator[Saying]:
    """The process as one contract, once something was awarded; a release states all of its awards anew."""
    part = release.part
    awards, contracts = part.parts("awards"), part.parts("contracts")
    most = stages.furthest(release.tags)
    if STAGES[most] in ("planning", "tender") or not (awards or contracts):
        return
    if all(each.leaf("status") == "unsuccessful" for each in (*awards, *contracts)):
        return  # it came to nothing: there is no contract
    told = _standing(contracts) or _standing(awards)
    terms = [read_term(each, "period" if each.has("period") else "contractPeriod") for each in told]
    fields = Fields()
    for name in ("title", "description", "extension_terms"):
        fields.put(name, next((each[name] for each in terms if name in each), None))
    fields.put("status", _one([each.get("status") for each in terms]))
    fields.put("value", _together(told, [each.get("value") for each in terms], part.part("tender")))
    fields.put("period_start", texts.earlier([each.get("period_start") for each in terms]))
    fields.put("period_end", texts.later([each.get("period_end") for each in terms]))
    fields.put("extendable_until", texts.later([each.get("extendable_until") for each in terms]))
    fields.put("duration", _one([each.get("duration") for each in terms]))
    fields.put("renewable", _one([each.get("renewable") for each in terms]))
    fields.put("options", _one([each.get("options") for each in terms]))
    codes = sorted({code for each in terms for code in each.get("categories", ())}) or None
    fields.put("categories", at_most(MOST_CATEGORIES, codes, part, "awards"))
    fields.put("suppliers", _all_suppliers(_standing(awards), release.parties))
    fields.put("signed_on", texts.later([each.day("dateSigned") for each in contracts]))
    fields.put("procurement", release.ocid)
    fields.put("notice", release.id)
    for award in awards:
        award.identifier()
        award.day("date")
    cancelled = "awardCancellation" in release.tags or all(map(stages.is_void, told))
    if cancelled:
        fields["status"] = "cancelled"
    amendment = _own_amendment(release, [*awards, *contracts])
    effective = _day_of(amendment) or release.published
    if contracts and any(stages.has_ended(each, most) for each in contracts):
        fields.pop("status", None)
        yield _varied(release.ocid, fields, amendment, effective)
        yield _terminated(release, release.ocid, contracts[-1], amendment, effective)
        return
    signed = any(stages.is_signed(each, release.published) for each in contracts)
    stage = "contract" if signed and most >= STAGES.index("contract") and not cancelled else "award"
    declared = {"stage": stage, "procurement": release.ocid, "notice": release.id}
    if amendment is not None:
        yield _varied(release.ocid, fields, amendment, effective)
    yield Saying(release.ocid, "declared", declared if amendment else fields.said() | declared, effective)


def _varied(contract: str, fields: Fields, amendment: Part | None, effective: str) -> Saying:
    said = fields.said()
    if amendment is not None:
        rationale = amendment.block("rationale") or amendment.block("description")
        said |= {"rationale": rationale} if rationale else {}
    return Saying(contract, "varied", said, effective)


def _terminated(release: Release, contract: str, part: Part, amendment: Part | None, effective: str) -> Saying:
    """It ended with its term where that has passed, else with the amendment that says so, else with the release."""
    end = texts.day(part.part("period").leaf("endDate"))
    passed = end is not None and not texts.is_before(release.published, end)
    ended = end if passed and end is not None else _day_of(amendment) or release.published
    # true from its publication, and not from the day of the end: a release of the days between would outrank it
    return Saying(contract, "terminated", {"ended_on": ended, "reason": "other"}, effective)


def _own_amendment(release: Release, parts: list[Part]) -> Part | None:
    """The amendment that this release publishes: the one of its own id; of a publisher that numbers amendments
    otherwise the latest one, if the release is tagged as one."""
    changes = [change for part in parts for change in part.parts("amendments")]
    own = [each for each in changes if release.id in (each.identifier(), each.identifier("releaseID"))]
    if not own and release.tags and stages.AMENDING.intersection(release.tags):
        own = [each for each in changes if not each.has("releaseID")]
    return max(own, key=lambda each: (each.day("date") or "", each.identifier() or ""), default=None)


def _day_of(amendment: Part | None) -> str | None:
    return None if amendment is None else texts.day(amendment.leaf("date"))


def _standing(parts: list[Part]) -> list[Part]:
    """Awards or contracts, each id once (the last counts); those that came to nothing only where all did."""
    by_id = {part.identifier(): part for part in parts}
    return [each for each in by_id.values() if not stages.is_void(each)] or list(by_id.values())


def _one(values: list[Any]) -> Any:
    """The value that all of them have."""
    return values[0] if values and all(each == values[0] for each in values) else None


def _together(told: list[Part], values: list[dict[str, Any] | None], tender: Part) -> dict[str, Any] | None:
    """The sum of the values; a sum with a part missing would be too small, and a ceiling that each award of one
    framework repeats is one ceiling: both are told."""
    found = [each for each in values if each is not None]
    if not found:
        return None
    if len(found) != len(values) or len({(each["currency"], each["basis"]) for each in found}) != 1:
        problem = "is not added up: some have no value, or one of another kind"
        told[0].tell("value", problem, "give each a value of one kind")
        return None
    if len(found) > 1 and all(each == found[0] for each in found) and _is_ceiling(found[0], tender):
        told[0].tell("value", "is the ceiling that each repeats: it counts once", "there is nothing to mend")
        return found[0]
    return {**found[0], "amount": sum((each["amount"] for each in found), Decimal(0))}


def _is_ceiling(value: dict[str, Any], tender: Part) -> bool:
    return tender.part("techniques").leaf("hasFrameworkAgreement") is True or tender.money("value") == value


def _all_suppliers(awards: list[Part], parties: Parties) -> list[dict[str, str]] | None:
    found = {each["id"]: each for award in awards for each in suppliers(award, parties) or ()}
    return [found[key] for key in sorted(found)] or None
