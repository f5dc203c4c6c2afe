"""CloudEvents documents for tests, and a configuration in which Wandsworth's bodies may speak."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any, Final

from hub.admission.admit import OPERATOR, Context
from hub.configuration.model import Configuration, Member, Partnership, key_of

COUNCIL: Final = "GB-LAE-WND"
CCG: Final = "GB-NHS-08X"
NOW: Final = datetime(2016, 1, 4, 12, tzinfo=UTC)
EVENT_ID: Final = "014e1b2c-3d00-7000-8000-000000000001"
OTHER_ID: Final = "014e1b2c-3d00-7000-8000-000000000002"


def wandsworth() -> Configuration:
    """Council and CCG in one partnership; the council also in a second one from 2016 on."""
    members = (
        Member(organisation=COUNCIL, role="council"),
        Member(organisation=CCG, role="nhs_commissioner", since=date(2013, 4, 1), until=date(2020, 3, 31)),
    )
    both = Partnership(id="wandsworth", name="Wandsworth", members=members)
    later = Member(organisation=COUNCIL, role="council", since=date(2016, 1, 1))
    second = Partnership(id="south-west-london", name="South West London", members=(later,))
    return Configuration(1, {key_of(each): each for each in (both, second)})


def context(principal: str = OPERATOR, now: datetime = NOW) -> Context:
    return Context(wandsworth(), now, principal, "test")


def declared(*, meta: Mapping[str, Any] | None = None, attributes: Mapping[str, Any] | None = None, **data: Any) -> Any:
    """A declaration that is admitted; None takes a field or attribute away."""
    document = {
        "specversion": "1.0",
        "id": EVENT_ID,
        "source": "wandsworth-contract-register",
        "type": "uk.jch.contract.declared.v1",
        "subject": "GB-LAE-WND/14-565",
        "time": "2015-04-01T00:00:00+01:00",
        "recordedtime": "2015-04-20T09:30:00Z",
        **(attributes or {}),
    }
    body = {"meta": {"organisation": COUNCIL, **(meta or {})}, "stage": "contract", "title": "Carers Contract", **data}
    body["meta"] = _without_none(body["meta"])
    return {**_without_none(document), "data": _without_none(body)}


def _without_none(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}
