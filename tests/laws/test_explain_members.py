"""Whatever a picture shows can be asked for by its name: each of its members, and each field among them."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given

from hub.configuration.model import Configuration
from hub.reconcile.events import Subject
from hub.reconcile.kinds.procurement.explained import TOTALS
from hub.reconcile.kinds.registry import KIND_OF
from hub.reconcile.statement import Statement
from hub.reports.explain import explain
from hub.reports.pictures_on_day import bodies
from tests.cli.told import CONTRACT, COUNCIL
from tests.laws import found
from tests.laws.histories import LAW, by_partnership, configurations, days, histories

OF_THE_KEY = {"kind", "id", "partnership"}


def asked(statements: list[Statement], configuration: Configuration, body: dict[str, Any], name: str, day: date) -> Any:
    return explain(by_partnership(statements), configuration, Subject(body["kind"], body["id"]), name, day)


@LAW
@given(statements=histories(), configuration=configurations(), day=days())
def test_every_member_is_explained(statements: list[Statement], configuration: Configuration, day: date) -> None:
    for body in bodies(by_partnership(statements), configuration, day, None).values():
        for name, value in body.items():
            kind = KIND_OF[body["kind"]]
            assert name in (*OF_THE_KEY, *kind.members, *kind.citing), f"{name}: a line in the members of a {kind.name}"
            if value and name not in OF_THE_KEY and not (name == "classification" and value == "public"):
                assert asked(statements, configuration, body, name, day), (body["kind"], name)
        for name in body.get("fields", ()):
            assert asked(statements, configuration, body, name, day), (body["kind"], name)


OCID = {"subject": "ocds-h6vhtk-00001"}
TOTAL = found._said(
    (
        "contract.procurement-declared",
        COUNCIL,
        {"title": "Carers", "awards": [{"id": "1", "value": {"amount": "70.00"}}]},
        OCID,
    ),
    ("contract.declared", COUNCIL, {"stage": "contract", "procurement": OCID["subject"], "award": "1"}, {}),
    (
        "contract.declared",
        COUNCIL,
        {"stage": "contract", "procurement": OCID["subject"], "value": {"amount": "30.00"}},
        {"subject": "GB-LAE-WND/2"},
    ),
)


def test_a_total_is_explained_by_the_values_that_it_adds_up() -> None:
    subject = Subject("procurement", OCID["subject"])
    told = explain(by_partnership(TOTAL), found.FOLLOWED, subject, TOTALS, found.DAY)
    values = {each["field"]: each["value"]["amount"] for each in told if each["field"].endswith("value")}
    assert values == {"award:1/value": "70.00", "value": "30.00"}
    assert sorted(each["field"] for each in told) == ["award:1/value", "procurement", "procurement", "value"]


def test_a_stage_that_follows_from_an_award_is_among_the_fields_that_are_explained() -> None:
    awarded = found._said(
        ("contract.procurement-declared", COUNCIL, {"awards": [{"id": "1", "awarded_on": "2015-06-01"}]}, OCID)
    )
    subject = Subject("procurement", OCID["subject"])
    (body,) = bodies(by_partnership(awarded), found.FOLLOWED, found.DAY, None).values()
    assert body["fields"].keys() == {"stage"}
    told = explain(by_partnership(awarded), found.FOLLOWED, subject, "fields", found.DAY)
    assert {each["field"].partition(":")[0] for each in told} == {"award"}


def test_the_finding_about_a_provider_is_explained_by_the_measures_placed_and_not_placed() -> None:
    provider, period = "GB-COH-00000001", {"period_start": "2015-04-01", "period_end": "2015-06-30"}
    statements = found._said(
        *(
            each
            for about in ({}, {"subject": "GB-LAE-WND/2"})
            for each in (
                ("contract.declared", COUNCIL, {"stage": "contract", "suppliers": [{"id": provider}]}, about),
                (
                    "contract.measure-agreed",
                    COUNCIL,
                    {"measure": "m", "title": "M", "direction": "higher", "target": "95"},
                    about,
                ),
                ("performance.observed", COUNCIL, {"measure": "m", "value": "50", **period}, about),
            )
        ),
        (
            "performance.improvement-measure-placed",
            COUNCIL,
            {"improvement": "i", "measures": ["m"], "reason": "late"},
            {},
        ),
    )
    there = bodies(by_partnership(statements), found.FOLLOWED, found.DAY, None)
    (place,) = {key[0] for key in there}
    assert there[place, "provider", provider]["wandsworth_test"]
    told = explain(
        by_partnership(statements), found.FOLLOWED, Subject("provider", provider), "wandsworth_test", found.DAY
    )
    assert {each["field"].partition(":")[0] for each in told} == {"measure", "result", "improvement"}


ONE, OTHER = "GB-COH-00000001", "GB-COH-00000002"
PROGRAMME, ENDED = {"subject": "carers"}, {"subject": "ocds-h6vhtk-00002"}
MANY = found._said(
    (
        "contract.procurement-declared",
        COUNCIL,
        {
            "title": "Carers",
            "status": "active",
            "lots": [{"id": "l", "title": "Lot"}],
            "items": [{"id": "i", "category": "85000000"}],
            "awards": [
                {"id": "a", "title": "Award", "suppliers": [{"id": ONE}, {"id": OTHER}]},
                {"id": "b", "suppliers": [{"id": ONE}]},
                {"id": "c"},
            ],
            "parties": [{"id": COUNCIL, "roles": ["buyer"]}],
            "notices": [{"id": "n", "type": "UK6"}],
        },
        OCID,
    ),
    ("contract.procurement-declared", COUNCIL, {"departures": [{"award": "a", "supplier": ONE}]}, OCID),
    ("contract.procurement-declared", COUNCIL, {"parties": [{"id": OTHER, "roles": ["removedSupplier"]}]}, OCID),
    ("contract.declared", COUNCIL, {"stage": "contract", "procurement": OCID["subject"], "award": "b"}, {}),
    (
        "contract.declared",
        COUNCIL,
        {"stage": "award", "procurement": OCID["subject"], "award": "c"},
        {"subject": "GB-LAE-WND/2"},
    ),
    ("contract.declared", COUNCIL, {"stage": "award", "procurement": ENDED["subject"]}, {"subject": "GB-LAE-WND/3"}),
    ("contract.declared", COUNCIL, {"stage": "contract", "suppliers": [{"id": ONE}]}, {"subject": "GB-LAE-WND/4"}),
    ("contract.procurement-declared", COUNCIL, {"awards": [{"id": "c", "status": "cancelled"}]}, OCID),
    ("contract.procurement-declared", COUNCIL, {"stage": "ended"}, ENDED),
    ("contract.clause-checked", COUNCIL, {"clause": "dbs", "outcome": "met", "checked_on": "2015-04-01"}, {}),
    (
        "contract.measure-agreed",
        COUNCIL,
        {"measure": "m", "title": "M", "direction": "higher", "target": "95"},
        {},
    ),
    (
        "performance.observed",
        COUNCIL,
        {"measure": "m", "value": "50", "period_start": "2015-01-01", "period_end": "2015-03-31"},
        {},
    ),
    (
        "performance.improvement-measure-placed",
        COUNCIL,
        {"improvement": "i", "measures": ["m"], "reason": "late"},
        {},
    ),
    ("contract.contract-assigned", COUNCIL, {"programme": "carers"}, {}),
    ("workplan.programme-declared", COUNCIL, {"title": "Carers", "mode": "joint"}, PROGRAMME),
    ("workplan.milestone-met", COUNCIL, {"milestone": "s", "met_on": "2015-03-01"}, PROGRAMME),
    (
        "workplan.decision-recorded",
        COUNCIL,
        {"decision": "d", "title": "D", "body": "Executive", "state": "approved", "required": []},
        PROGRAMME,
    ),
)
MEASURE = {"measure:m/direction", "measure:m/target", "measure:m/title", "result:m/2015-03-31/2015-01-01"}
OF_ONE = {f"award:a/supplier/{ONE}", f"award:b/supplier/{ONE}", f"award:a/departed/{ONE}"}
AWARDS = {"award:a/listed", "award:a/title", f"award:a/supplier/{OTHER}", "award:b/listed", "award:c/listed"}


@pytest.mark.parametrize(
    ("kind", "key", "member", "fields"),
    [
        ("contract", CONTRACT, "title", {"title", "measure:m/title", f"award:b/supplier/{ONE}"}),
        (
            "contract",
            CONTRACT,
            "fields",  # buyer and supplier are taken from the procurement and its award
            {"stage", "title", "procurement", "award", f"party:{COUNCIL}/roles", f"award:b/supplier/{ONE}"},
        ),
        ("contract", CONTRACT, "programmes", {"programme:carers/assigned"}),
        ("contract", CONTRACT, "clauses", {"clause:dbs/check"}),
        ("contract", CONTRACT, "measures", MEASURE),
        ("contract", CONTRACT, "improvements", {"improvement:i/placed"}),
        ("procurement", OCID["subject"], "lots", {"lot:l/listed", "lot:l/title"}),
        ("procurement", OCID["subject"], "items", {"item:i/listed", "item:i/category"}),
        ("procurement", OCID["subject"], "awards", {*AWARDS, *OF_ONE, "award:c/status"}),
        (
            "procurement",
            OCID["subject"],
            "parties",
            {f"party:{COUNCIL}/roles", f"party:{OTHER}/roles", f"party:{OTHER}/left"},
        ),
        ("procurement", OCID["subject"], "notices", {"notice:n/listed", "notice:n/type"}),
        ("procurement", OCID["subject"], "contracts", {"procurement", "stage"}),
        ("programme", "carers", "milestones", {"milestone:s/met"}),
        ("programme", "carers", "decisions", {"decision:d/Executive"}),
        ("programme", "carers", "contracts", {"programme:carers/assigned"}),
        (
            "provider",
            ONE,
            "title",
            {f"award:a/supplier/{ONE}", f"award:b/supplier/{ONE}", "suppliers", "title", "measure:m/title"},
        ),
        ("provider", ONE, "left", {f"award:a/departed/{ONE}"}),
        ("provider", OTHER, "left", {f"party:{OTHER}/left"}),
        ("provider", ONE, "under_performing", MEASURE),
        ("provider", ONE, "on_improvement_measures", {"improvement:i/placed"}),
        ("provider", ONE, "wandsworth_test", {*MEASURE, "improvement:i/placed"}),
    ],
)
def test_a_member_is_explained_by_the_statements_that_it_shows(
    kind: str, key: str, member: str, fields: set[str]
) -> None:
    told = explain(by_partnership(MANY), found.FOLLOWED, Subject(kind, key), member, found.DAY)
    assert {each["field"] for each in told} == fields


def test_what_ended_a_contract_is_explained_by_the_status_of_its_award_or_the_stage_of_its_procurement() -> None:
    ended = {}
    for key in ("GB-LAE-WND/2", "GB-LAE-WND/3"):
        told = explain(by_partnership(MANY), found.FOLLOWED, Subject("contract", key), "ended_by", found.DAY)
        ended[key] = {each["field"] for each in told}
    assert ended == {"GB-LAE-WND/2": {"award:c/status"}, "GB-LAE-WND/3": {"stage"}}


@pytest.mark.parametrize("member", ["classification", "differences"])
def test_how_guarded_it_is_and_what_is_open_are_explained_by_all_that_is_said(member: str) -> None:
    everything, told = (
        explain(by_partnership(MANY), found.FOLLOWED, Subject("contract", CONTRACT), asked_for, found.DAY)
        for asked_for in (None, member)
    )
    assert told == everything
