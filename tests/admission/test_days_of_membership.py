"""A body that speaks of a day on which it is a member of no partnership stands alone with it, and is warned of that."""

from datetime import date
from typing import Any

import pytest

from hub.admission.admit import Admitted, admit
from hub.admission.unknown_bodies import Bodies
from hub.configuration.model import Body, Configuration, Member, Partnership, key_of
from tests.support.documents import CCG, COUNCIL, context, declared, wandsworth

REGULATOR = "GB-COH-00000007"


def warned(
    organisation: str, day: str, configuration: Configuration | None = None, **meta: Any
) -> list[tuple[str, str]]:
    """(field, problem) of each warning about who says it."""
    document = declared(meta={"organisation": organisation, **meta}, attributes={"time": f"{day}T00:00:00Z"})
    answer = admit(document, context())
    assert isinstance(answer, Admitted), answer
    warnings = Bodies(configuration or wandsworth()).unknown(answer.event_type, answer.event, "")
    return [(each.field, each.problem) for each in warnings if each.field.startswith("meta.o")]


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


def test_all_the_partnerships_of_other_days_are_told() -> None:
    places = [
        Partnership(id=place, name=place, members=(Member(organisation=CCG, role="nhs_commissioner", since=since),))
        for place, since in (("wandsworth", date(2013, 4, 1)), ("richmond", date(2015, 4, 1)))
    ]
    configuration = Configuration(2, {key_of(each): each for each in places})
    ((field, problem),) = warned(CCG, "2013-03-31", configuration)
    assert field == "meta.occurred_at"
    assert problem.startswith(f"is no day on which {CCG} is a member of richmond or wandsworth: what it says")


def test_what_the_log_holds_from_when_it_was_a_member_of_one_of_them_stands_there() -> None:
    """Its days may have been configured otherwise since."""
    event = admit(declared(meta={"organisation": CCG}, attributes={"time": "2013-03-31T00:00:00Z"}), context())
    assert isinstance(event, Admitted), event

    def told(*partnerships: str) -> list[str]:
        meta = event.event.meta.model_copy(update={"partnerships": partnerships})
        said = event.event.model_copy(update={"meta": meta})
        return [each.field for each in Bodies(wandsworth()).unknown(event.event_type, said, "")]

    assert told(CCG) == ["meta.occurred_at"]
    assert told("wandsworth", CCG) == told(CCG, "wandsworth") == told("wandsworth") == []


def test_a_member_that_names_its_own_partnership_on_purpose_is_not() -> None:
    assert warned(COUNCIL, "2015-06-01", partnerships=[COUNCIL]) == []
