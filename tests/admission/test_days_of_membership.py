"""A body that speaks of a day on which it is a member of no partnership stands alone with it, and is warned of that."""

from typing import Any

import pytest

from hub.admission.admit import Admitted, admit
from hub.admission.unknown_bodies import Bodies
from hub.events.configuration import Body, Configuration, key_of
from tests.support.documents import CCG, COUNCIL, context, declared, wandsworth

REGULATOR = "GB-COH-00000007"


def warned(
    organisation: str, day: str, configuration: Configuration | None = None, **meta: Any
) -> list[tuple[str, str]]:
    """(field, problem) of each warning about who says it."""
    document = declared(meta={"organisation": organisation, **meta}, attributes={"time": f"{day}T00:00:00Z"})
    answer = admit(document, context())
    assert isinstance(answer, Admitted), answer
    doubts = Bodies(configuration or wandsworth()).unknown(answer.event_type, answer.event, "")
    return [(each.field, each.problem) for each in doubts if each.field.startswith("meta.o")]


@pytest.mark.parametrize(("day", "is_told"), [("2013-03-31", True), ("2013-04-01", False), ("2015-06-01", False)])
def test_a_day_outside_its_membership_is_told(day: str, is_told: bool) -> None:
    told = warned(CCG, day)
    assert [field for field, _ in told] == (["meta.occurred_at"] if is_told else [])
    assert all(f"is no day on which {CCG} is a member of wandsworth: what it says stands" in each for _, each in told)


def test_a_body_that_is_configured_and_a_member_of_nothing_is_told() -> None:
    configuration = wandsworth()
    body = Body(id=REGULATOR, name="A regulator")
    known = Configuration(2, {**configuration.documents, key_of(body): body})
    ((field, problem),) = warned(REGULATOR, "2015-06-01", known)
    assert (field, "is a member of no partnership of the configuration" in problem) == ("meta.organisation", True)


def test_a_member_that_names_its_own_partnership_on_purpose_is_not() -> None:
    assert warned(COUNCIL, "2015-06-01", partnerships=[COUNCIL]) == []
