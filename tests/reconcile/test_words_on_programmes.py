"""What several bodies say of a programme: if it is joint and with whom, when milestones are due, what belongs to it."""

from typing import Any

import pytest

from hub.reconcile.matter_kinds import MatterKind
from tests.reconcile.told import CCG, CONTRACT, COUNCIL, Said, matters, pictures, programme

NORTH = "GB-NHS-36L"


def declared(organisation: str, mode: str, *partners: str) -> Said:
    fields = {"title": "Carers", "mode": mode, "partners": [{"id": each} for each in partners]}
    return organisation, "programme-declared", fields


MODES: list[tuple[list[Said], list[str]]] = [
    ([declared(COUNCIL, "joint", COUNCIL, CCG)], [COUNCIL, CCG]),
    # who may not speak in the partnership is not waited for
    ([declared(COUNCIL, "joint", CCG, "GB-NHS-99X")], [CCG]),
    # one that calls it joint is enough, and each names partners
    ([declared(COUNCIL, "joint", CCG), declared(NORTH, "separate", COUNCIL)], [COUNCIL, CCG]),
    ([declared(COUNCIL, "separate", CCG), declared(NORTH, "joint", COUNCIL)], [COUNCIL, CCG]),
    ([declared(COUNCIL, "separate", CCG), declared(NORTH, "to_be_agreed", CCG)], []),
]


@pytest.mark.parametrize(("said", "expected"), MODES)
def test_partners_that_anybody_names_are_expected_where_anybody_calls_it_joint(
    said: list[Said], expected: list[str]
) -> None:
    of_contract: list[Said] = [
        (COUNCIL, "contract-assigned", {"programme": "carers"}),
        (NORTH, "declared", {"stage": "contract"}),
    ]
    silent = {f"declared:{each}" for each in expected}
    for order in (said, said[::-1]):
        found = pictures(*order, *of_contract)
        told = {
            key: {each["field"] for each in body["differences"] if each["kind"] == MatterKind.MISSING}
            for key, body in found.items()
        }
        assert told["contract", CONTRACT] == silent
        spoken = {f"declared:{organisation}" for organisation, *_ in said}
        assert told["programme", "carers"] == silent - spoken


def scheduled(organisation: str, latest: str, **more: Any) -> Said:
    due = {"text": f"by {latest}", "earliest": "2015-01-01", "latest": latest, "precision": "range"}
    return organisation, "milestone-scheduled", {"milestone": "m", "title": "M", "due": due, **more}


SAID = [declared(COUNCIL, "separate"), scheduled(COUNCIL, "2015-06-30"), scheduled(CCG, "2015-09-30")]


@pytest.mark.parametrize(
    ("on", "state"),
    [("2015-06-29", "due"), ("2015-06-30", "due"), ("2015-07-01", "late"), ("2015-12-01", "late")],
)
def test_a_milestone_is_late_when_the_first_of_the_days_has_passed_and_due_by_the_last(on: str, state: str) -> None:
    for order in (SAID, SAID[::-1]):
        body = programme(*order, on=on)
        (stone,) = body["milestones"]
        assert (stone["state"], stone["due_by"]) == (state, "2015-09-30")
        opened = {kind for kind, field in matters(body) if field == "milestone:m"}
        assert (str(MatterKind.OVERDUE) in opened) == (state == "late")
        assert any(field.startswith("milestone:m/due") for _, field in matters(body))
    met: Said = (CCG, "milestone-met", {"milestone": "m", "met_on": "2015-06-01"})
    (stone,) = programme(*SAID, met, on=on)["milestones"]
    assert stone["state"] == "met"


ASSIGNED: list[tuple[dict[str, list[str]], bool]] = [
    ({COUNCIL: ["carers"], CCG: ["carers"]}, False),
    ({COUNCIL: ["carers", "falls"], CCG: ["falls", "carers"]}, False),
    ({COUNCIL: ["carers"], CCG: ["falls"]}, True),
    ({COUNCIL: ["carers"], CCG: ["carers", "falls"]}, True),
    ({COUNCIL: ["carers", "falls"]}, False),
]


@pytest.mark.parametrize(("by_body", "differs"), ASSIGNED)
def test_one_programme_more_is_a_difference_and_silence_is_none(by_body: dict[str, list[str]], differs: bool) -> None:
    said = [
        (body, "contract-assigned", {"programme": each}) for body, programmes in by_body.items() for each in programmes
    ]
    found = pictures((COUNCIL, "declared", {"stage": "contract"}), *said)["contract", CONTRACT]
    assert [each["kind"] for each in found["differences"] if each["field"] == "programmes"] == [
        MatterKind.ASSIGNMENT
    ] * differs


def test_a_contract_belongs_to_it_from_the_day_on_which_somebody_assigns_it() -> None:
    said: list[Said] = [
        (body, "contract-assigned", {"programme": "carers", "occurred_at": day})
        for body, day in ((COUNCIL, "2015-06-01"), (CCG, "2015-07-01"))
    ]
    told = {
        on: [
            (each["contract"], [side["organisation"] for side in each["assigned_by"]])
            for each in programme(declared(COUNCIL, "joint"), *said, on=on)["contracts"]
        ]
        for on in ("2015-05-31", "2015-06-01", "2015-07-01")
    }
    assert told == {
        "2015-05-31": [],
        "2015-06-01": [(CONTRACT, [COUNCIL])],
        "2015-07-01": [(CONTRACT, [COUNCIL, CCG])],
    }
