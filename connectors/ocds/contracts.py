"""What a release says of contracts: those that it carries, each by itself, or the whole process as one.

Promise: a contract that the release does not carry is not touched. What a contract does not say itself the hub takes
from the award that it names (hub.reconcile.kinds.procurement). Source: design section 3 (ids); OCDS 1.1 contracts,
awards.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from connectors.ocds import amendments, stages, texts
from connectors.ocds.fields import Fields, Read
from connectors.ocds.part import Part
from connectors.ocds.parties import Parties
from connectors.ocds.procurement import suppliers, tell_of_suppliers
from connectors.ocds.stages import STAGES
from connectors.ocds.sums import Worth, together
from connectors.ocds.terms import at_most, read_term
from connectors.ocds.values import money
from connectors.ocds.whole import all_terms, of_awards, with_awards
from hub.events.contract import NOT_STATED
from hub.events.procurement import MOST_CATEGORIES


@dataclass(frozen=True, slots=True)
class Saying:
    """One event about a contract: declared, varied or terminated, and the day from which it is true."""

    contract: Read
    name: str
    data: Fields
    effective: Read


@dataclass(frozen=True, slots=True)
class Release:
    """A release with what is known of it as a whole. published: its day, YYYY-MM-DD."""

    part: Part
    ocid: str
    id: str
    tags: list[str]
    published: str
    parties: Parties

    @property
    def day(self) -> Read:
        return Read(self.published, self.part.at("date"))

    def named_in(self, fields: Fields) -> None:
        """What an event about a contract says of where it comes from."""
        fields.put("procurement", self.ocid, self.part.at("ocid"))
        fields.put("notice", self.id, self.part.at("id"))


def each_signed(release: Release) -> Iterator[Saying]:
    """A contract for each entry of contracts[]; none of a release whose tags tell of nothing further than a tender."""
    bound = STAGES[stages.furthest(release.tags)]
    if bound in ("planning", "tender"):
        if release.part.parts("contracts"):
            problem = f"tells of contracts, and the tags of nothing further than {bound}, so they are not used"
            release.part.tell("contracts", problem, "give the release the tag contract")
        return
    if STAGES[stages.furthest(release.tags)] != "award":  # else no signature of it is used
        stages.tell_of_void_awards(release.part.parts("contracts"), release.part.parts("awards"), release.published)
    seen: dict[str, list[Saying]] = {}
    for part in release.part.parts("contracts"):
        key = part.identifier()
        if key is None:
            problem = f"{part.without('id')}, so nobody could tell which contract it is"
            part.refuse("id", problem, "give each contract its id")
            continue
        said = list(_contract(release, part, Read(f"{release.ocid}/{key}", part.at("id"))))
        if key in seen and seen[key] != said:
            part.refuse("id", "repeats, and the two say different things", "give each contract an id of its own")
        elif key not in seen:
            seen[key] = said
            yield from said


def _contract(release: Release, part: Part, contract: Read) -> Iterator[Saying]:
    most = stages.furthest(release.tags)
    fields = read_term(part, "period")
    if not stages.is_signature_beyond_award(part, most):
        fields.read("signed_on", part, "dateSigned", part.day)
    fields.put("award", part.identifier("awardID"), part.at("awardID"))
    release.named_in(fields)
    amendment = _own_amendment(release, [part])
    effective = _day_of(amendment) or release.day
    if stages.has_ended(part, most):
        yield from _ended(release, contract, part, fields, amendment, effective)
        return
    stages.tell_of_what_is_beyond(part, most)
    if stages.is_status_beyond_award(part, most):
        fields = fields.without("status")
    stage = stages.stage_of_contract(part, most, release.published)
    if stage is None or amendment is not None:
        yield _varied(contract, fields, amendment, effective)
    if stage is not None:
        declared = _stated(release, part, stage, "status")
        yield Saying(contract, "declared", declared if amendment else fields.said().beside(declared), effective)


def whole_process(release: Release) -> Iterator[Saying]:
    """The process as one contract, once something was awarded; a release states all of its awards anew."""
    part = release.part
    awards, contracts = part.parts("awards"), part.parts("contracts")
    most = stages.furthest(release.tags)
    if STAGES[most] in ("planning", "tender") or not (awards or contracts):
        return
    if all(each.word("status") == "unsuccessful" for each in (*awards, *contracts)):
        return  # it came to nothing: there is no contract
    told = _standing(contracts) or _standing(awards)
    terms, worths = with_awards(part, told, _standing(awards)) if contracts else of_awards(told)
    fields = all_terms(part, terms)
    fields.put("value", _together(told, worths, part.part("tender")), part.path)
    codes = {
        code: each.origins[f"categories[{at}]"] for each in terms for at, code in enumerate(each.get("categories", ()))
    }
    fields.put_each("categories", at_most(MOST_CATEGORIES, dict(sorted(codes.items())), part, "awards"), part.path)
    fields.put("suppliers", _all_suppliers(_standing(awards), release.parties), part.at("awards"))
    fields.put_read("signed_on", _last_signed(contracts, most, release.published))
    release.named_in(fields)
    for award in awards:
        award.identifier()
        award.day("date")
    cancelled = "awardCancellation" in release.tags or all(map(stages.is_void, told))
    if cancelled:
        fields.put("status", "cancelled", part.at("tag"))
    amendment = _own_amendment(release, [*awards, *contracts])
    effective = _day_of(amendment) or release.day
    contract = Read(release.ocid, part.at("ocid"))
    if contracts and all(stages.has_ended(each, most) for each in told):
        last = max(told, key=lambda each: each.part("period").day("endDate") or "")
        yield from _ended(release, contract, last, fields, amendment, effective)
        return
    for each in contracts:
        stages.tell_of_what_is_beyond(each, most)
    if not cancelled and any(stages.is_beyond_award(each, most, release.published) for each in contracts):
        beyond = any(stages.is_status_beyond_award(each, most) for each in contracts)
        yield _varied(contract, fields.without("status") if beyond else fields, amendment, effective)
        return
    is_signed = any(stages.is_signed(each, release.published) for each in contracts)
    stage = "contract" if is_signed and not cancelled else "award"
    declared = _stated(release, part, stage, "tag")
    if amendment is not None:
        yield _varied(contract, fields, amendment, effective)
    yield Saying(contract, "declared", declared if amendment else fields.said().beside(declared), effective)


def _last_signed(contracts: list[Part], most: int, published: str) -> Read | None:
    """The last signature that has come; where none has, the first to come, with which the process is signed."""
    days = [
        (Read(day, each.at("dateSigned")), each)
        for each in contracts
        if (day := each.day("dateSigned")) and not stages.is_signature_beyond_award(each, most)
    ]
    come = [read for read, _ in days if not texts.is_before(published, read.value)]
    for read, each in days:
        if come and read not in come:
            problem = "is to come, and another contract of a process that is one contract is signed, so it is not used"
            each.tell("dateSigned", problem, "there is nothing to mend, if both are right")
    return max(come) if come else min((read for read, _ in days), default=None)


def _stated(release: Release, part: Part, stage: str, member: str) -> Fields:
    """That a contract has come to a stage, by a member of the part."""
    said = Fields(part.path)
    said.put("stage", stage, part.at(member))
    release.named_in(said)
    return said


def _varied(contract: Read, fields: Fields, amendment: Part | None, effective: Read) -> Saying:
    said = fields.said()
    if amendment is not None:
        name = "rationale" if amendment.block("rationale") else "description"
        said.put("rationale", amendment.block(name), amendment.at(name))
    return Saying(contract, "varied", said, effective)


def _ended(
    release: Release, contract: Read, part: Part, fields: Fields, amendment: Part | None, effective: Read
) -> Iterator[Saying]:
    """The first notice of a contract that is over declares it, as ended; any other one changes what is declared."""
    ended = _terminated(release, contract, part, amendment, effective)
    terms = fields.without("status")
    is_to_come = texts.is_before(release.published, ended.data["ended_on"])
    if _FIRST not in release.tags or amendment is not None or is_to_come:
        yield _varied(contract, terms, amendment, effective)
    else:
        declared = _stated(release, part, "ended", "status")
        yield Saying(contract, "declared", terms.said().beside(declared), effective)
    yield ended


def _terminated(release: Release, contract: Read, part: Part, amendment: Part | None, effective: Read) -> Saying:
    """It ended with its term where that has passed, else with the amendment that says so, else with the release."""
    period = part.part("period")
    end = period.day("endDate")
    passed = end is not None and not texts.is_before(release.published, end)
    said = Fields(part.path)
    by_term = Read(end, period.at("endDate")) if passed and end is not None else None
    said.put_read("ended_on", by_term or _day_of(amendment) or release.day)
    reasons = part.parts(_REASONS) or list(filter(None, [part.part(_REASON)]))
    said.put("reason", "other" if reasons else NOT_STATED, part.path)
    if reasons:
        said.put("rationale", reasons[0].block("description"), reasons[0].at("description"))
    # true from its publication, and not from an earlier day: a release of the days between would outrank it
    since = release.day if texts.is_before(effective.value, release.published) else effective
    return Saying(contract, "terminated", said, since)


_FIRST: Final = "contract"
"""The tag of a release that tells of contracts for the first time. Source: OCDS 1.1 releaseTag."""
_REASONS: Final = "terminationRationaleClassifications"
_REASON: Final = "terminationRationaleClassification"
"""OCDS for the UK; the second is its deprecated form. Which codes they hold it does not say."""
_BACK_DATED: Final = (
    "is before the release's own day: the change is true from then, and what a release of the days between says counts"
)


def _own_amendment(release: Release, parts: list[Part]) -> Part | None:
    """The amendment that this release publishes: the one of its own id; of a publisher that numbers amendments
    otherwise the latest one, if the release is tagged as one."""
    changes = [change for part in parts for change in part.parts("amendments")]
    for change in changes:
        tell_of_suppliers(change)
    own = [each for each in changes if amendments.bears(each, release.id)]
    if not own and release.tags and stages.AMENDING.intersection(release.tags):
        own = [each for each in changes if amendments.names_no_release(each)]
    found = max(own, key=amendments.order, default=None)
    day = _day_of(found)
    if found is not None and day is not None and texts.is_before(day.value, release.published):
        found.tell("date", _BACK_DATED, "there is nothing to mend, if no release of the days between says otherwise")
    return found


def _day_of(amendment: Part | None) -> Read | None:
    day = None if amendment is None else amendment.day("date")
    return Read(day, amendment.at("date")) if amendment is not None and day is not None else None


def _standing(parts: list[Part]) -> list[Part]:
    """Awards or contracts, each id once (the last counts); those that came to nothing only where all did."""
    by_id = {part.identifier(): part for part in parts}
    return [each for each in by_id.values() if not stages.is_void(each)] or list(by_id.values())


def _together(told: list[Part], worths: list[Worth], tender: Part) -> Fields | None:
    framework = tender.part("techniques").flag("hasFrameworkAgreement") is True
    value, why = together(worths, money(tender, "value"), framework=framework)
    if why is not None:
        told[0].tell("value", why.problem, why.fix)
    return value


def _all_suppliers(awards: list[Part], parties: Parties) -> list[Fields] | None:
    found = {each["id"]: each for award in awards for each in suppliers(award, parties) or ()}
    return [found[key] for key in sorted(found)] or None
