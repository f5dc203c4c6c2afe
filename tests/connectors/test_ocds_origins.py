"""A refusal of an event that came of a release names what the publisher wrote, for every field that may be filled."""

import re
import typing
from collections.abc import Iterator, Mapping
from typing import Any, Final

import orjson
import pytest
from pydantic import BaseModel

from connectors.ocds.connector import item
from connectors.ocds.release import TYPES
from connectors.protocol import Item
from hub.admission.admit import OPERATOR, Refused, admit
from hub.admission.refusal import Code
from hub.events.catalogue import BY_CE_TYPE
from hub.usecases.admitting import Door
from tests.connectors.conformance import stands
from tests.connectors.releases import a_contract, a_release, an_award
from tests.support.documents import NOW, context, wandsworth

SIGNED = "ocds-h6vhtk-0a1b2c"
MONEY = {"amount": 1000, "amountGross": 1200, "currency": "GBP"}
PERIOD = {
    "startDate": "2015-04-01T00:00:00Z",
    "endDate": "2018-03-31T00:00:00Z",
    "maxExtentDate": "2020-03-31T00:00:00Z",
    "durationInMonths": 36,
}
TERM: Final[Mapping[str, Any]] = {
    "title": "Support",
    "description": "For carers.",
    "status": "active",
    "value": MONEY,
    "contractPeriod": PERIOD,
    "hasRenewal": True,
    "renewal": {"description": "Once, for a year."},
    "hasOptions": True,
    "options": {"description": "A fourth year."},
}
ITEM = {"id": "1", "relatedLot": "lot-1", "classification": {"scheme": "CPV", "id": "85000000"}}
TENDER = {
    "id": "t",
    **{name: TERM[name] for name in ("title", "description", "status", "value", "contractPeriod")},
    "classification": {"scheme": "CPV", "id": "85000000"},
    "legalBasis": {"scheme": "UKPGA", "id": "2023/54"},
    "techniques": {"hasFrameworkAgreement": True},
    "lots": [{"id": "lot-1", **TERM}],
    "items": [ITEM],
    "documents": [{"id": "n-1", "noticeType": "UK4", "datePublished": "2015-01-01T00:00:00Z"}],
}
REASON = {"terminationRationaleClassifications": [{"description": "All of the work is done."}]}
AMENDED = {"id": "release-1", "date": "2015-03-11T00:00:00Z", "rationale": "More carers."}


def rich(**changes: Any) -> dict[str, Any]:
    """A release in which all is said that the hub keeps; null takes back."""
    award = an_award(**TERM, items=[ITEM], relatedLots=["lot-1"])
    contract = a_contract(**TERM, period=PERIOD, items=[ITEM], dateSigned="2015-03-01T00:00:00Z")
    release = a_release(ocid=SIGNED, tag=["award", "contract"], tender=TENDER, awards=[award], contracts=[contract])
    return release | changes


def takes_back() -> dict[str, Any]:
    nothing: dict[str, Any] = {"title": None, "value": {"amount": None}}
    period = {"startDate": None, "endDate": None}
    lot, award = {"id": "lot-1", "contractPeriod": period, **nothing}, an_award() | {"contractPeriod": period} | nothing
    contract = a_contract() | {"period": period} | nothing
    tender = {**TENDER, "lots": [lot], "contractPeriod": period, **nothing}
    return rich(awards=[award], contracts=[contract], tender=tender)


def changed(**changes: Any) -> dict[str, Any]:
    full = rich()["contracts"][0] | {"amendments": [AMENDED]}
    nothing = a_contract(id="c-2", amendments=[AMENDED]) | {"title": None}
    return rich(tag=["contractAmendment"], contracts=[full, nothing], **changes)


def left_one_award() -> dict[str, Any]:
    released = rich()
    gone = {"id": "GB-COH-00414220", "name": "PA Consulting Services Ltd", "roles": ["removedSupplier"]}
    awards = [*released["awards"], {"id": "a-2", "amendments": [AMENDED]}]
    return released | {"parties": [*released["parties"], gone], "awards": awards}


RELEASES = {
    "signed": rich(),
    "changed": changed(),
    "whole process changed": changed(ocid="ocds-b5fd17-0a1b2c"),
    "takes back": takes_back(),
    "ended": rich(tag=["contractTermination"], contracts=[a_contract(status="terminated", amendments=[AMENDED])]),
    "ended with a reason": rich(tag=["contractTermination"], contracts=[a_contract(status="terminated", **REASON)]),
    "whole process": rich(ocid="ocds-b5fd17-0a1b2c"),
    "cancelled": rich(ocid="ocds-b5fd17-0a1b2c", tag=["awardCancellation"]),
    "left": left_one_award(),
    "months of days": rich(contracts=[a_contract(period={"startDate": "2015-04-01T00:00:00Z", "durationInDays": 90})]),
}

COVERS: Final = "a value of OCDS is one of the whole term or a ceiling, and publishers do not say which"
_OF_A_CONTRACT: Final = {
    "review_on": "OCDS has no day of review",
    "category": "a contract has categories, of its items",
    "theme": "a word of the joint workplan",
    "lead_commissioner": "a word of the joint workplan",
    "department": "a word of the register",
    "owner_post": "a word of the register",
    "manager_post": "a word of the register",
    "monitoring_posts": "a word of the register",
    "specified_by": "OCDS does not tell which unit specified",
    "awarded_by": "OCDS does not tell which unit of the buyer awarded",
    "client_groups": "a word of the joint workplan",
    "areas": "OCDS tells places of delivery in words of their own",
    "scope": "a word of the joint workplan",
    "scope_reason": "a word of the joint workplan",
    "outcomes": "a word of the joint workplan",
    "needs": "a word of the joint workplan",
    "staff_employed": "OCDS does not count them",
    "users_served": "OCDS does not count them",
    "value.covers": COVERS,
}
NEVER_FILLED: Final[Mapping[str, Mapping[str, str]]] = {
    "meta": {
        "meta.partnerships": "admission fills them",
        "meta.corrects": "a release replaces no other one",
        "meta.illustrative": "a release is real",
    },
    "procurement": {
        **dict.fromkeys(("items.clears", "notices.clears"), "nulls in these are passed over"),
        **dict.fromkeys((f"{part}value.covers" for part in ("", "lots.", "awards.")), COVERS),
        "lots.categories": "items name their lot, not a lot its items",
    },
    "declared": {
        **_OF_A_CONTRACT,
        **dict.fromkeys(("buyer.id", "buyer.name"), "the procurement names it"),
        **dict.fromkeys(("funders.id", "funders.name"), "the procurement names them, as parties"),
        "agreement": "no word of OCDS",
        "agreement_reason": "no word of OCDS",
        "provision": "no word of OCDS",
        "procurement_regime": "the procurement says it",
    },
    "varied": {
        **_OF_A_CONTRACT,
        "percent": "OCDS states new amounts",
        "batch": "no word of OCDS",
        "decision": "as batch",
    },
    "terminated": {"decision": "no word of OCDS"},
}


def fields_of(model: type[BaseModel], path: str) -> Iterator[str]:
    for name, info in model.model_fields.items():
        yield from _inside(info.annotation, f"{path}.{name}" if path else name)


def _inside(annotation: Any, path: str) -> Iterator[str]:
    origin, args = typing.get_origin(annotation), typing.get_args(annotation)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield from fields_of(annotation, path)
    elif origin is typing.Annotated or origin is tuple:
        yield from _inside(args[0], path)
    elif args:
        yield from _inside(next(each for each in args if each is not type(None)), path)
    else:
        yield path


def leaves(value: Any, path: str) -> Iterator[str]:
    if isinstance(value, dict):
        for name, each in value.items():
            yield from leaves(each, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for position, each in enumerate(value):
            yield from leaves(each, f"{path}[{position}]")
    else:
        yield path


def read(release: dict[str, Any]) -> Item:
    return item(orjson.loads(orjson.dumps(release)), "file.json", None)


def test_the_releases_here_fill_every_field_that_there_is_but_those_of_the_list() -> None:
    filled: dict[str, set[str]] = {name: set() for name in TYPES.values()}
    for release in RELEASES.values():
        for document in read(release).documents:
            filled[document["type"]] |= {re.sub(r"\[\d+\]", "", each) for each in leaves(document["data"], "")}
    left = {
        name: {each for each in fields_of(BY_CE_TYPE[ce_type].model, "") if each not in filled[ce_type]}
        for name, ce_type in TYPES.items()
    }
    assert left == {name: {*NEVER_FILLED[name], *NEVER_FILLED["meta"]} for name in TYPES}


@pytest.mark.parametrize("release", RELEASES.values(), ids=list(RELEASES))
def test_each_filled_field_is_named_by_a_value_of_the_release(release: dict[str, Any]) -> None:
    found = read(release)
    for number, document in enumerate(found.documents):
        for path in leaves(document["data"], ""):
            field = path if path.startswith("meta") else f"data.{path}"
            origin = found.origin(number, field)
            assert origin or field == "meta.classification", field
            assert stands(origin, release, missing=int(path == "stage")), (field, origin)


@pytest.mark.parametrize(
    ("field", "origin"),
    [
        ("meta.recorded_at", "date"),
        ("meta.subject", "contracts[0].id"),
        ("meta.organisation", "parties[0].name"),
        ("meta.partnerships", "parties[0].name"),
        ("id", "id"),
        ("source", "ocid"),
        ("type", "contracts[0]"),
        ("data.value", "contracts[0].value"),
        ("data.value.amount", "contracts[0].value.amount"),
        ("data.value.unheard_of", "contracts[0].value"),
        ("data.period_end", "contracts[0].period.endDate"),
        ("data.duration", "contracts[0].period.durationInMonths"),
        ("data.categories[0]", "contracts[0].items[0].classification.id"),
        ("data.unheard_of", "contracts[0]"),
        ("", "contracts[0]"),
    ],
)
def test_what_a_field_of_a_contract_is_called(field: str, origin: str) -> None:
    found = read(rich())
    (number,) = [number for number, each in enumerate(found.documents) if each["type"] == TYPES["declared"]]
    assert found.origin(number, field) == origin


def contracts(**changes: Any) -> dict[str, Any]:
    return rich(contracts=[a_contract(), a_contract(id="c-2", **changes)])


PATIENT = "of patient 943 476 5919"


@pytest.mark.parametrize(
    ("release", "code", "field"),
    [
        (rich(date="2016-03-01T00:00:00Z"), Code.RECORDED_AHEAD, "date"),
        (rich(date="1850-03-01T00:00:00Z"), Code.OCCURRED_TOO_EARLY, "date"),
        (contracts(value={"amount": -5, "currency": "GBP"}), Code.NEGATIVE, "contracts[1].value.amount"),
        (contracts(value={"amount": 5, "currency": "ADP"}), Code.CURRENCY_UNKNOWN, "contracts[1].value.currency"),
        (contracts(title=f"Care {PATIENT}"), Code.NHS_NUMBER, "contracts[1].title"),
        (contracts(dateSigned="1815-06-18T00:00:00Z"), Code.DATE_IMPLAUSIBLE, "contracts[1].dateSigned"),
        (
            contracts(amendments=[AMENDED | {"date": "1815-06-18T00:00:00Z"}]),
            Code.OCCURRED_TOO_EARLY,
            "contracts[1].amendments[0].date",
        ),
        (rich(tender=TENDER | {"lots": [{"id": f"lot {PATIENT}"}]}), Code.NHS_NUMBER, "tender.lots[0].id"),
        (rich(tender=TENDER | {"title": f"Care {PATIENT}"}), Code.NHS_NUMBER, "tender.title"),
    ],
)
def test_a_refusal_of_admission_names_the_path_in_the_release(release: dict[str, Any], code: Code, field: str) -> None:
    answer = Door(wandsworth(), OPERATOR, "test").admit(read(release), NOW)
    assert (code, field) in [(each.code, each.field) for each in answer.refusals]
    assert not [each for each in answer.refusals if each.field.startswith(("data", "meta"))]


def test_one_value_that_several_events_are_refused_for_is_one_refusal_kept_for_each_event() -> None:
    door = Door(wandsworth(), OPERATOR, "test")
    found = read(rich(date="2016-03-01T00:00:00Z"))
    (refusal,) = door.admit(found, NOW).refusals
    assert (refusal.code, refusal.field) == (Code.RECORDED_AHEAD, "date")
    assert {each.event for each in door.take_refused()} == {each["id"] for each in found.documents}


def test_one_value_that_fills_two_fields_is_refused_once() -> None:
    (refusal,) = Door(wandsworth(), OPERATOR, "test").admit(read(rich(date="1850-03-01T00:00:00Z")), NOW).refusals
    assert (refusal.code, refusal.field) == (Code.OCCURRED_TOO_EARLY, "date")


def test_a_warning_of_admission_names_it_too() -> None:
    answer = Door(wandsworth(), OPERATOR, "test").admit(read(rich()), NOW)
    fields = {each.field for each in answer.warnings if "no partnership of the configuration" in each.problem}
    assert fields == {"parties[0].name"}


def test_what_these_releases_say_is_let_in() -> None:
    for release in RELEASES.values():
        for document in read(release).documents:
            answer = admit(document, context())
            assert not isinstance(answer, Refused), answer.refusals
