"""Whatever a picture shows can be asked for by its name: each of its members, and each field among them."""

from datetime import date
from typing import Any

from hypothesis import given

from hub.events.configuration import Configuration
from hub.reconcile.events import Subject
from hub.reconcile.members import MEMBERS, TOTALS
from hub.reconcile.said import Said
from hub.reports.explain import explain
from hub.reports.sight import bodies
from tests.cli.told import COUNCIL
from tests.laws import found
from tests.laws.histories import LAW, by_partnership, configurations, days, histories

OF_THE_KEY = {"kind", "id", "partnership"}


def asked(said: list[Said], configuration: Configuration, body: dict[str, Any], name: str, day: date) -> Any:
    return explain(by_partnership(said), configuration, Subject(body["kind"], body["id"]), name, day)


@LAW
@given(said=histories(), configuration=configurations(), day=days())
def test_every_member_is_explained(said: list[Said], configuration: Configuration, day: date) -> None:
    for body in bodies(by_partnership(said), configuration, day, None).values():
        for name, value in body.items():
            assert name in (*OF_THE_KEY, *MEMBERS, TOTALS), f"{name}: a line in MEMBERS"
            if value and name not in OF_THE_KEY and not (name == "classification" and value == "public"):
                assert asked(said, configuration, body, name, day), (body["kind"], name)
        for name in body.get("fields", ()):
            assert asked(said, configuration, body, name, day), (body["kind"], name)


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


def test_the_finding_about_a_provider_is_explained_by_the_measures_placed_and_not_placed() -> None:
    provider, period = "GB-COH-00000001", {"period_start": "2015-04-01", "period_end": "2015-06-30"}
    said = found._said(
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
    there = bodies(by_partnership(said), found.FOLLOWED, found.DAY, None)
    (place,) = {key[0] for key in there}
    assert there[place, "provider", provider]["wandsworth_test"]
    told = explain(by_partnership(said), found.FOLLOWED, Subject("provider", provider), "wandsworth_test", found.DAY)
    assert {each["field"].partition(":")[0] for each in told} == {"measure", "result", "improvement"}
