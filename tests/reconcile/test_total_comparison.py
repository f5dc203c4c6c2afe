"""Comparison is total: every field of every event is compared or tells why not; nothing that differs goes unseen."""

import re
from collections.abc import Mapping
from decimal import Decimal
from random import Random
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.events.catalogue import CATALOGUE, EventType
from hub.events.envelope import Event
from hub.events.procurement import VOID
from hub.reconcile import differences
from hub.reconcile.claims import Claim, Field, Origin, Side
from hub.reconcile.comparing import Line, NotCompared, field_key
from hub.reconcile.days import Day
from hub.reconcile.folds import claims_of
from hub.reconcile.kinds.tables import LINES
from hub.reconcile.matter_kinds import CLASS_OF, MatterClass, MatterKind
from hub.reconcile.sides import FieldFinding
from tests.reconcile.dense import history
from tests.reconcile.summary import FLAT, ready, whole
from tests.reconcile.told import CCG, COUNCIL, DECLARED, KNOWN, contract, matters
from tests.support import pools
from tests.support.strategies import full_events

STATING = [each for each in CATALOGUE if each.about != "event"]
EVERY_TYPE = pytest.mark.parametrize("event_type", STATING, ids=lambda each: each.ce_type)


def lines_of(field: Field, value: Any) -> dict[str, Line]:
    """Part of the value ("" for all of it) to its line. Raises KeyError for a field or part without one."""
    line = LINES[field_key(field)]
    if not isinstance(line, Mapping):
        return {"": line}
    return {part: line[part] for part in value}


@EVERY_TYPE
@settings(max_examples=10)
@given(data=st.data())
def test_every_field_that_an_event_claims_has_a_line(event_type: EventType, data: st.DataObject) -> None:
    ((_, _, statement, plain),) = ready([(event_type, data.draw(full_events(event_type)))])
    claims = claims_of(statement, plain)
    for claim in claims:
        if claim.value is not None:
            lines_of(claim.field, claim.value)


def test_every_line_is_of_a_field_that_some_event_claims() -> None:
    places: set[Any] = set()

    @settings(max_examples=3)
    @given(data=st.data())
    def collect(data: st.DataObject) -> None:
        for event_type in STATING:
            ((_, _, statement, plain),) = ready([(event_type, data.draw(full_events(event_type)))])
            places.update(field_key(claim.field) for claim in claims_of(statement, plain))

    collect()
    for _, _, statement, plain in ready([each for seed in range(40) for each in history(Random(seed), 40)]):
        places.update(
            field_key(claim.field) for claim in claims_of(statement, plain)
        )  # also what takes back, and leaves
    assert set(LINES) == places | FOLLOWING


STAGE, SIGNED_ON = Field("", "", "stage"), Field("", "", "signed_on")

FOLLOWING = {("", "buyers"), ("award", "suppliers")}
"""Words that follow from several claims: the parties of a procurement by their roles, all suppliers of an award."""


def test_whoever_is_not_compared_tells_why() -> None:
    lines = [one for each in LINES.values() for one in (each.values() if isinstance(each, Mapping) else [each])]
    assert all(len(each.because) > 20 for each in lines if isinstance(each, NotCompared))


def said_by(event: Event, organisation: str, number: int, **fields: Any) -> Event:
    meta = event.meta.model_copy(
        update={
            "organisation": organisation,
            "event_id": UUID(int=number),
            "subject": _SUBJECT,
            "occurred_at": _SAID_ON,
        }
    )
    return event.model_copy(update={"meta": meta, **fields})


_SUBJECT, _SAID_ON = pools.CONTRACTS[0], pools.DAYS[0]
_KEYS = ("programme", "clause", "measure", "improvement", "breach", "milestone", "decision", "body")


def the_same(value: Any) -> Any:
    """What a value says, its wording left out: organisations by id, sets without order, numbers by worth."""
    if isinstance(value, dict):
        return value["id"] if "id" in value else {name: the_same(each) for name, each in value.items()}
    if isinstance(value, list):
        return sorted({str(the_same(each)) for each in value})
    if isinstance(value, str) and re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", value):
        return Decimal(value)
    return value


def is_near(one: Any, other: Any) -> bool:
    """Two amounts that count as one: apart by rounding, where neither side tells of VAT what the other denies."""
    if not isinstance(one, dict) or "amount" not in one:
        return False
    bases = {one["basis"], other["basis"]}
    apart = abs(Decimal(one["amount"]) - Decimal(other["amount"]))
    return one["currency"] == other["currency"] and bases != {"net", "gross"} and apart <= 1


def come_to(event: Event, stated: str) -> set[str]:
    """The stages that a body which states one may be shown to say, by what else it says in the same event."""
    awards = getattr(event, "awards", None) or ()
    found = {stated}
    if awards:
        found.add("ended" if all(each.status in VOID for each in awards) else "award")
    if getattr(event, "signed_on", None):
        found.add("contract")  # told ahead, on which day it signs
    return found


def is_never_signed(event: Event) -> bool:
    """Whether it tells ahead of a day of signature that does not come, because it says too that all came to nothing."""
    signed_on, status, stage = (getattr(event, name, None) for name in ("signed_on", "status", "stage"))
    is_ahead = signed_on is not None and signed_on > _SAID_ON
    return is_ahead and status in VOID and stage not in ("contract", "ended")


@EVERY_TYPE
@settings(max_examples=60)
@given(data=st.data())
def test_two_unequal_statements_are_a_difference_or_the_table_has_the_reason(
    event_type: EventType, data: st.DataObject
) -> None:
    first, second = (data.draw(full_events(event_type)) for _ in range(2))
    # they speak of one thing: of one milestone, measure or period, if it is about one
    keys = {name: getattr(first, name) for name in _KEYS if name in event_type.model.model_fields}
    if event_type.name == "observed":
        keys |= {name: getattr(first, name) for name in ("period_start", "period_end")}
    statements = ready(
        [
            (event_type, said_by(first, pools.ORGANISATIONS[0], 1)),
            (event_type, said_by(second, pools.ORGANISATIONS[1], 2, **keys)),
        ]
    )
    body = whole(statements, Day.of(pools.DAYS[-1]), FLAT)[event_type.about, _SUBJECT].body
    found = {each["field"]: each for each in body["differences"] if each["class"] == "disagreement"}
    mine, others = ({each.field: each.value for each in claims_of(one, plain)} for _, _, one, plain in statements)
    for field in mine.keys() & others.keys():
        if mine[field] is None:  # it takes back what was said: then nothing stands that could differ
            continue
        for part, line in lines_of(field, mine[field]).items():
            one, other = (value[part] if part else value for value in (mine[field], others[field]))
            if field == STAGE and not come_to(first, one).isdisjoint(come_to(second, other)):
                continue
            if field == SIGNED_ON and (is_never_signed(first) or is_never_signed(second)):
                continue
            if isinstance(line, NotCompared) or the_same(one) == the_same(other) or is_near(one, other):
                continue
            whole_line = LINES[field_key(field)]
            stands_for_all = not part or (isinstance(whole_line, Mapping) and part == next(iter(whole_line)))
            name = field.text if stands_for_all else f"{field.text}/{part}"
            assert name in found, (field, part, one, other)
            assert {side["organisation"] for side in found[name]["sides"]} == set(pools.ORGANISATIONS[:2])


def test_a_field_of_a_newer_event_never_agrees_unseen() -> None:
    field = Field("", "", "risk_share")
    sides = [
        Side(body, Claim(1, 1, body, "hash", body, field, value, Origin("public", None, False)))
        for body, value in ((COUNCIL, "30"), (CCG, "70"))
    ]
    finding, (found,) = differences.of_field("wandsworth", ("contract", "c"), field, sides, KNOWN)
    assert (finding, found["kind"], found["class"]) == (
        FieldFinding.DIFFERS,
        MatterKind.OTHER,
        MatterClass.DISAGREEMENT,
    )
    assert differences.of_field("wandsworth", ("contract", "c"), field, sides[:1] * 2, KNOWN) == (
        FieldFinding.AGREED,
        [],
    )


def value(amount: str, basis: str = "net", currency: str = "GBP") -> dict[str, Any]:
    return {"stage": "contract", "value": {"amount": amount, "basis": basis, "currency": currency}}


@pytest.mark.parametrize(
    "other", [value("110"), value("900"), value("1000"), value("120", "gross"), value("1", "net", "EUR")]
)
def test_a_difference_keeps_its_id_while_its_sides_change(other: dict[str, Any]) -> None:
    """Also where it comes to be called otherwise: an amount, VAT, a slip of the keyboard, another currency."""
    first = contract((COUNCIL, "declared", value("100")), (CCG, "declared", value("105")))
    then = contract((COUNCIL, "declared", value("100")), (CCG, "declared", other))
    assert [each["id"] for each in then["differences"]] == [each["id"] for each in first["differences"]]
    assert then["differences"][0]["sides"] != first["differences"][0]["sides"]


def test_a_difference_keeps_its_id_from_release_to_release() -> None:
    """Links and feeds hold it: 20 digits of SHA-256 over partnership, kind, subject and field."""
    (found,) = contract((COUNCIL, "declared", value("100")), (CCG, "declared", value("105")))["differences"]
    assert found["id"] == "61af65f691011fb33c93"


@settings(max_examples=60)
@given(data=st.data())
def test_ids_are_of_what_matters_are_about_and_never_of_their_sides(data: st.DataObject) -> None:
    """One matter, one id: two of one picture never share one, and who says it, when and what leaves no trace in it."""
    event_type = data.draw(st.sampled_from(STATING))
    first, second, third = (data.draw(full_events(event_type)) for _ in range(3))
    keys = {name: getattr(first, name) for name in _KEYS if name in event_type.model.model_fields}
    pictures = []
    for other, organisation in ((second, pools.ORGANISATIONS[1]), (third, pools.ORGANISATIONS[2])):
        events = [said_by(first, pools.ORGANISATIONS[0], 1), said_by(other, organisation, 2, **keys)]
        statements = ready([(event_type, each) for each in events])
        pictures.append(whole(statements, Day.of(pools.DAYS[-1]), FLAT)[event_type.about, _SUBJECT].body["differences"])
    known: dict[Any, str] = {}
    for found in pictures:
        assert len({each["id"] for each in found}) == len(found)
        for each in found:
            kind = "disagreement" if each["class"] == "disagreement" else each["kind"]
            assert known.setdefault((kind, each["field"]), each["id"]) == each["id"]


def test_every_kind_has_a_class_and_every_class_a_kind() -> None:
    assert set(CLASS_OF) == set(MatterKind)
    assert set(CLASS_OF.values()) == set(MatterClass)


def test_the_wording_of_titles_is_no_difference_and_is_not_called_one() -> None:
    body = contract(
        (COUNCIL, "declared", {"stage": "contract", "title": "Carers"}),
        (CCG, "declared", {"stage": "contract", "title": "Carers' service"}),
    )
    assert matters(body) == set()
    assert body["fields"]["title"]["finding"] == "not_compared"


def test_one_contract_in_different_programmes_is_a_difference_and_silence_is_none() -> None:
    declared: list[tuple[str, str, dict[str, Any]]] = [
        DECLARED,
        (COUNCIL, "programme-declared", {"title": "C", "mode": "separate"}),
    ]
    one = (COUNCIL, "contract-assigned", {"programme": "carers"})
    assert matters(contract(*declared, one)) == set()
    body = contract(*declared, one, (CCG, "contract-assigned", {"programme": "mental-health"}))
    assert ("assignment", "programmes") in matters(body)
    both = contract(*declared, one, (CCG, "contract-assigned", {"programme": "carers"}))
    assert matters(both) == set()
