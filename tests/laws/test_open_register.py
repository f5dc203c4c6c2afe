"""The open register lists another place's contract exactly where everything that is shown of it is public."""

from datetime import date
from typing import Any
from uuid import UUID

from hypothesis import Phase, find, given, settings

from hub.events.catalogue import EventType
from hub.events.configuration import Configuration
from hub.events.envelope import Event
from hub.reconcile.statement import Statement
from hub.reports.joint_programmes import joint_programmes
from hub.reports.pictures_on_day import bodies
from tests.laws.histories import GROUPS, LAW, by_partnership, configurations, days, said_of
from tests.laws.shown import shown
from tests.support.strategies import event_lists

HERE, ELSEWHERE = GROUPS


def of_unlike_ids(made: list[tuple[EventType, Event]]) -> list[Statement]:
    """So that an event's id tells how it is classified."""
    metas = [event.meta.model_copy(update={"event_id": UUID(int=number)}) for number, (_, event) in enumerate(made, 1)]
    return said_of(
        (event_type, event.model_copy(update={"meta": meta}))
        for (event_type, event), meta in zip(made, metas, strict=True)
    )


def register(statements: list[Statement], configuration: Configuration, day: date, *, of: Any = ELSEWHERE) -> set[str]:
    there = bodies(by_partnership(statements), configuration, day, None)
    document = joint_programmes(of, there, configuration, as_of=day, known_at=None)
    return {each["contract"] for each in document["open_register"]}


@LAW
@given(statements=event_lists(6).map(of_unlike_ids), configuration=configurations(), day=days())
def test_it_lists_what_is_public_in_all_it_shows(
    statements: list[Statement], configuration: Configuration, day: date
) -> None:
    classified = {each.event_id: each.plain()["meta"]["classification"] for each in statements}
    public = set()
    for (_, kind, key), body in bodies(by_partnership(statements), configuration, day, None).items():
        words = {classified[each.event] for each in shown(body)} if kind == "contract" else set()
        if words == {"public"}:
            public.add(key)
    assert register(statements, configuration, day) == public
    assert register(statements, configuration, day, of=HERE) == set()


def test_these_histories_fill_it() -> None:
    """So that the law above is not about empty registers alone."""
    among = settings(LAW, max_examples=2000, phases=[Phase.generate])
    day = date(2030, 1, 1)
    found = find(
        event_lists(6).map(of_unlike_ids),
        lambda statements: bool(register(statements, Configuration(), day)),
        settings=among,
    )
    assert register(found, Configuration(), day)
