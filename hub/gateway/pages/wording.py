"""The words of the pages for the codes that pictures hold. Pure. A test holds each list against its enum."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, Final

from hub.events.codelists import title_of
from hub.events.moments import LONDON
from hub.gateway.index.value_totals import ValueSum
from hub.reports.days_and_money import money_words

DIFFERENCES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "missing_one_side": "Missing on one side",
        "amount": "Amount",
        "sign_netting": "With or without VAT",
        "coding": "Currency or size",
        "date": "Date",
        "status_rating": "Status",
        "term": "Terms and coding",
        "supplier": "Suppliers",
        "party": "Organisations",
        "assignment": "Programmes of a contract",
        "target": "Target",
        "result": "Result",
        "other": "Other",
        "approval_missing": "Approval missing",
        "condition_open": "Condition not met yet",
        "team_incomplete": "Project team lacks a partner",
        "extension_unreviewed": "Extended without a review",
        "decision_missing": "Changed without a decision that stands",
        "assessment_missing": "Effect not assessed",
        "training_missing": "Assessed without training",
        "asked_twice": "The provider is asked twice",
        "remedy_missing": "No remedy follows",
        "beyond_authority": "Beyond what posts may decide",
        "milestone_overdue": "Milestone overdue",
        "milestone_due": "Milestone due soon",
        "end_passed": "End date passed",
        "end_near": "Contract ends soon",
        "check_expired": "Check of a clause expired",
        "check_due": "Check of a clause due soon",
        "review_overdue": "Review overdue",
        "review_due": "Review due soon",
        "action_overdue": "Not done in time",
        "action_due": "To be done soon",
        "return_missing": "Return missing",
        "unknown_reference": "Named, and not declared or known",
        "same_id_two_contents": "One event id, two contents",
    }
)
STANDINGS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "stands": "Stands",
        "conditional": "Stands, with conditions",
        "waiting": "Waiting for a body",
        "rejected": "Rejected",
        "advisory": "Recommendations only",
    }
)
LIKENESS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "alike": "alike in all",
        "not_in_all": "alike where it is stated",
        "different": "different",
        "of_its_own": "each its own",
    }
)
ASSESSED: Final = frozenset({"met", "within_tolerance", "missed"})
"""Performances that a result and a target came to; the others tell nothing of how a provider does."""
AWARDS: Final[Mapping[str, str]] = MappingProxyType({"pending": "Proposed, not final", "active": "Awarded"})
"""Statuses that say of an award something else than of a contract. Source: OCDS 1.1 awardStatus."""
STATES: Final[Mapping[str, str]] = MappingProxyType({"met": "Met", "late": "Late", "due": "To come"})
SEVERITIES: Final[Mapping[str, str]] = MappingProxyType({"red": "Red", "amber": "Amber", "minor": "Minor"})
FINDINGS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "agreed": "agreed",
        "rounding": "apart by rounding only",
        "differs": "differs",
        "of_parts": "differs as its parts do",
        "as_taken": "differs where it is taken from",
        "not_compared": "worded differently",
        "one_side": "one body",
    }
)

COLOURS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "red": "red",
        "amber": "orange",
        "minor": "grey",
        "late": "red",
        "due": "blue",
        "met": "green",
        "missed": "red",
        "within_tolerance": "orange",
        "no_target": "grey",
        "no_result": "grey",
        "stands": "green",
        "conditional": "orange",
        "waiting": "orange",
        "rejected": "red",
        "advisory": "grey",
        "differs": "orange",
        "agreed": "green",
        "rounding": "grey",
        "current": "green",
        "behind": "orange",
        "unknown": "grey",
    }
)
"""The colour of each code's tag; its words always stand inside."""


FIELDS_FIRST: Final = (
    "title",
    "description",
    "mode",
    "stage",
    "status",
    "value",
    "period_start",
    "period_end",
    "duration",
    "extendable_until",
    "options",
    "renewable",
    "extension_terms",
    "signed_on",
    "ended_on",
    "review_on",
    "department",
    "owner_post",
    "manager_post",
    "monitoring_posts",
    "scope",
    "scope_reason",
    "client_groups",
    "areas",
    "outcomes",
    "needs",
    "users_served",
    "staff_employed",
    "specified_by",
    "awarded_by",
    "agreement",
    "agreement_reason",
    "lead",
    "lead_commissioner",
    "partners",
    "buyer",
    "buyers",
    "funders",
    "procurement",
    "award",
)


def in_order(fields: Iterable[str]) -> list[str]:
    """Fields as a page shows them: what people ask for first, then the others by name."""
    found = set(fields)
    return [*(each for each in FIELDS_FIRST if each in found), *sorted(found.difference(FIELDS_FIRST))]


def award_words(status: str) -> str:
    """The status of an award: nothing of it reads as if a contract were in force."""
    return AWARDS.get(status) or title_of("contract-status", status)


def range_words(total: ValueSum) -> str:
    """ "£1,250.00 a year net of VAT" or "£1,250.00 to £1,300.00 …", as bodies give one amount or several."""
    currency, basis, covers = total.kind
    value = {"currency": currency, "basis": basis, **({"covers": covers} if covers else {})}
    high = money_words({**value, "amount": str(total.high)})
    if not covers:
        high += ", not said whether a year or the whole term"
    if total.low == total.high:
        return high
    low = money_words({"currency": currency, "basis": "unknown", "amount": str(total.low)})
    return f"{low} to {high}, as bodies differ"


def number_range(low: int, high: int) -> str:
    """ "1,800" or "1,750 to 1,800"."""
    return f"{low:,}" if low == high else f"{low:,} to {high:,}"


def capital(text: str) -> str:
    """The text with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def sentence(text: str) -> str:
    """The text as a sentence: a capital, and a full stop where there is none."""
    return capital(text) + ("" if not text or text.endswith(".") else ".")


def moment_words(moment: str | int | datetime) -> str:
    """ "4 June 2015, 10:03 BST" of ISO text, of milliseconds since 1970, or of an aware time: London's time."""
    if isinstance(moment, str):
        moment = datetime.fromisoformat(moment)
    elif isinstance(moment, int):
        moment = datetime.fromtimestamp(moment / 1000, UTC)
    local = moment.astimezone(LONDON)
    return f"{local.day} {local:%B %Y, %H:%M %Z}"


def is_assessed(provider: Mapping[str, Any]) -> bool:
    """Whether some measure of the contracts in a provider's picture has a result that is held to a target."""
    return any(each["performance"] in ASSESSED for contract in provider["contracts"] for each in contract["measures"])
