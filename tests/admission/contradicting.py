"""Documents of which two fields may contradict each other, by what they tell."""

from typing import Any, Final

from tests.support.documents import COUNCIL, declared

RECORDED: Final = "2015-04-20"
"""The day on which they are recorded."""


def other(name: str, subject: str = "GB-LAE-WND/14-565", /, **data: Any) -> Any:
    document = declared(attributes={"type": f"uk.jch.{name}.v1", "subject": subject})
    return {**document, "data": {"meta": {"organisation": COUNCIL}, **data}}


def observed(**data: Any) -> Any:
    said = {"measure": "waits", "period_start": "2015-01-01", "period_end": "2015-03-31", "value": "50"}
    return other("performance.observed", **{**said, **data})


def measure(**data: Any) -> Any:
    return other("contract.measure-agreed", measure="waits", title="Waits", direction="higher", **data)


def due(**data: Any) -> Any:
    said = {"text": "May", "earliest": "2012-05-01", "latest": "2012-05-31", "precision": "month"}
    return other("workplan.milestone-scheduled", "carers", milestone="m", title="t", due={**said, **data})


def programme(**data: Any) -> Any:
    return other("workplan.programme-declared", "carers", title="Carers", **data)


def decision(**data: Any) -> Any:
    said = {"decision": "d", "title": "t", "body": "Cabinet", "state": "approved", "decided_on": RECORDED}
    return other("workplan.decision-recorded", "carers", **{**said, **data})


def bought(**data: Any) -> Any:
    return other("contract.procurement-declared", "ocds-h6vhtk-1", **data)


def procurement(*departures: Any) -> Any:
    awards = [
        {"id": "0", "suppliers": [{"id": "GB-COH-00000002"}]},
        {"id": "1", "suppliers": [{"id": "GB-COH-00000001"}]},
    ]
    said = {"awards": awards, "departures": list(departures)}
    return other("contract.procurement-declared", "ocds-h6vhtk-000001", **said)


def lasting(duration: str, end: str) -> Any:
    return declared(period_start="2015-04-01", period_end=end, duration=duration)


def checked(day: str) -> Any:
    return other("contract.clause-checked", clause="dbs", outcome="met", checked_on=day)


def assessed(**data: Any) -> Any:
    said = {"assessment": "e", "title": "Plan", "screening": "full", "assessed_on": "2015-03-02"}
    return other("workplan.eia-recorded", "carers", **{**said, **data})


def recommended(**data: Any) -> Any:
    said = {"recommendation": "s", "title": "Report", "made_by": "Scrutiny"}
    return other("workplan.recommendation-made", "carers", **{**said, **data})


def remedy(**data: Any) -> Any:
    return other("contract.remedy-recorded", remedy="y", title="Plan", remedy_kind="action_plan", **data)


def reviewed(day: str) -> Any:
    return other("contract.contract-reviewed", review="2015", reviewed_on=day, review_outcome="extend")


def visited(**data: Any) -> Any:
    return other("performance.monitoring-visit-recorded", **{"visit": "v", "visit_kind": "papers", **data})


def asked(**data: Any) -> Any:
    return other("performance.data-requested", request="q", title="Staff", questions=["staff"], **data)


def feedback(**data: Any) -> Any:
    said = {"feedback": "q1", "period_start": "2015-01-01", "period_end": "2015-03-31"}
    return other("performance.feedback-stated", **{**said, **data})
