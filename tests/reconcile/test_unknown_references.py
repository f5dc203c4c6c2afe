"""What is named and nothing else tells of is an open matter of its own class, on the picture that names it."""

from typing import Any

import pytest

from hub.events.configuration import Configuration
from tests.reconcile.told import CCG, COUNCIL, KNOWN, Said, contract, matters, pictures, programme

DUE = {"text": "March", "earliest": "2016-03-01", "latest": "2016-03-31", "precision": "month"}
AGREED: Said = (COUNCIL, "measure-agreed", {"measure": "m", "title": "M", "direction": "higher", "target": "9"})
RESULT: Said = (
    COUNCIL,
    "observed",
    {"measure": "m", "period_start": "2015-07-01", "period_end": "2015-09-30", "value": "9"},
)
PLACED: Said = (COUNCIL, "improvement-measure-placed", {"improvement": "i", "measures": ["m"], "reason": "late"})
ASSIGNED: Said = (COUNCIL, "contract-assigned", {"programme": "carers"})
DECLARED: Said = (CCG, "programme-declared", {"title": "Carers", "mode": "separate"})
SCHEDULED: Said = (CCG, "milestone-scheduled", {"milestone": "m-1", "title": "M", "due": DUE})
MET: Said = (COUNCIL, "milestone-met", {"milestone": "m-1", "met_on": "2015-09-01"})
STRANGER = {"id": "GB-LAE-XXX"}


def unknown(body: dict[str, Any]) -> set[str]:
    found = {each["field"] for each in body["differences"] if each["class"] == "unknown_reference"}
    for each in body["differences"]:
        if each["class"] == "unknown_reference":
            assert all(side["event"] for side in each["sides"])
            assert each["field"].endswith(str(each["sides"][0]["value"]))
    return found


@pytest.mark.parametrize(
    ("naming", "telling", "field"),
    [
        (ASSIGNED, DECLARED, "programme:carers"),
        (RESULT, AGREED, "measure:m"),
        (PLACED, AGREED, "measure:m"),
    ],
    ids=["programme", "measure of a result", "measure of an improvement measure"],
)
def test_a_contract_names_what_nobody_tells_of(naming: Said, telling: Said, field: str) -> None:
    assert unknown(contract(naming)) == {field}
    assert unknown(contract(naming, telling)) == set()
    assert unknown(contract(telling, naming)) == set()


def test_a_milestone_that_nobody_scheduled() -> None:
    assert unknown(programme(DECLARED, MET)) == {"milestone:m-1"}
    assert unknown(programme(DECLARED, MET, SCHEDULED)) == set()


def test_a_programme_of_which_only_milestones_are_told_is_undeclared() -> None:
    assert unknown(programme(SCHEDULED)) == {"programme:carers"}
    assert unknown(programme(SCHEDULED, DECLARED)) == set()
    # the contract names it: its own picture says nothing that would name it again
    assert unknown(pictures(ASSIGNED)["programme", "carers"]) == set()


ORGANISATIONS: list[tuple[str, Said]] = [
    ("buyer", (COUNCIL, "declared", {"stage": "contract", "buyer": STRANGER})),
    ("funder", (COUNCIL, "declared", {"stage": "contract", "funders": [STRANGER, {"id": CCG}]})),
    ("owner", (COUNCIL, "measure-agreed", {**AGREED[2], "owner": STRANGER})),
    ("lead", (COUNCIL, "programme-declared", {"title": "C", "mode": "separate", "lead": STRANGER})),
    ("partner", (COUNCIL, "programme-declared", {"title": "C", "mode": "separate", "partners": [STRANGER]})),
    (
        "required to approve",
        (
            COUNCIL,
            "decision-recorded",
            {"decision": "d", "title": "D", "body": "Executive", "state": "approved", "required": [STRANGER]},
        ),
    ),
]


@pytest.mark.parametrize(("role", "said"), ORGANISATIONS, ids=lambda each: each if isinstance(each, str) else "")
def test_an_organisation_that_no_configuration_knows(role: str, said: Said) -> None:
    about = "programme" if said[1] in ("programme-declared", "decision-recorded") else "contract"
    extra = [DECLARED] if about == "programme" else []

    def body(configuration: Configuration) -> dict[str, Any]:
        return next(
            each for key, each in pictures(said, *extra, configuration=configuration).items() if key[0] == about
        )

    (found,) = [each for each in body(KNOWN)["differences"] if each["field"] == "organisation:GB-LAE-XXX"]
    assert role in found["text"]
    # a partnership that nobody configured has no list of organisations to be missing from
    assert unknown(body(Configuration())) == set()


def test_a_supplier_needs_no_configuration() -> None:
    assert matters(contract((COUNCIL, "declared", {"stage": "contract", "suppliers": [STRANGER]}))) == set()


def test_an_award_of_which_nothing_is_said_is_told_on_the_contract_that_names_it() -> None:
    procurement = "ocds-h6vhtk-00001"

    def open_on(awards: list[dict[str, Any]]) -> list[str]:
        said = pictures(
            (COUNCIL, "procurement-declared", {"subject": procurement, "title": "Carers", "awards": awards}),
            (COUNCIL, "declared", {"stage": "contract", "procurement": procurement, "award": "404"}),
        )
        (body,) = [body for (kind, _), body in said.items() if kind == "contract"]
        return [each["field"] for each in body["differences"] if each["kind"] == "unknown_reference"]

    assert open_on([]) == ["award:404"]
    assert open_on([{"id": "404", "status": "active"}]) == []
