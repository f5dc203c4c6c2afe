"""What `explain` gives for a member of a picture that holds several things: those statements, and no others."""

from datetime import date

from hub.configuration.model import Configuration
from hub.reconcile.events import Subject
from hub.reports.explain import explain
from tests.reconcile.summary import ready
from tests.reconcile.test_awards import CONTRACT, said

AGREED = {"measure": "waits", "title": "Waits", "target": "5", "direction": "lower", "unit": "weeks"}


def explained(member: str) -> set[str]:
    events = ready(
        [said(1, "declared", CONTRACT, title="Carers", stage="contract"), said(2, "measure-agreed", CONTRACT, **AGREED)]
    )
    by = {"wandsworth": [each for *_, each, _ in events]}
    found = explain(by, Configuration(), Subject("contract", CONTRACT), member, date(2015, 6, 1))
    return {each["field"] for each in found}


def test_fields_are_those_of_the_subject_itself_and_measures_are_theirs() -> None:
    assert explained("fields") == {"title", "stage"}
    assert explained("measures") == {f"measure:waits/{name}" for name in AGREED if name != "measure"}
    assert explained("classification") == explained("fields") | explained("measures")
