"""Going back in time is bounded: how much is read for it, and how many days are kept."""

import gc
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, cast

import pytest

from hub.configuration.model import Configuration
from hub.gateway.api import as_of
from hub.gateway.http.problems import Problem, ProblemKind
from hub.gateway.index import everything
from hub.gateway.index.everything import Everything
from hub.gateway.index.pictures import HeldPictures
from hub.instance.connection import Cluster
from tests.gateway.door_in_memory import Gateway, an_event
from tests.gateway.made import filled_store
from tests.gateway.test_as_of import asking, parts

DAY = date(2015, 10, 1)


@pytest.mark.parametrize(("records", "is_told"), [(7, False), (8, True)])
async def test_a_log_of_more_records_than_are_asked_for_is_not_read(
    monkeypatch: pytest.MonkeyPatch, records: int, is_told: bool
) -> None:
    class Log:
        def by_partnership(self) -> dict[str, Any]:
            return {}

        def configuration(self) -> Configuration:
            return Configuration()

    moved: list[int] = []

    async def whole_log(_: Cluster, progress: Callable[[int, int], None]) -> Any:
        progress(1, records)
        return Log()

    monkeypatch.setattr(everything, "whole_log", whole_log)
    read = everything.from_kafka(cast(Any, None))
    if not is_told:
        assert (await read(7, lambda: moved.append(1))).statements == {}
        assert moved == [1]
        return
    with pytest.raises(Problem) as told:
        await read(7, lambda: moved.append(1))
    assert (told.value.kind, "hub report" in told.value.detail) == (ProblemKind.AWAY, True)


async def test_of_many_days_the_last_ones_are_kept() -> None:
    async def read(most: int, move: Callable[[], None]) -> Everything:
        assert most == as_of.MOST_RECORDS
        return Everything({}, Configuration())

    days = as_of.Days(filled_store(), read)
    for number in range(3 * as_of.MOST_DAYS):
        await days.store(DAY + timedelta(number))
    last = [DAY + timedelta(3 * as_of.MOST_DAYS - number) for number in range(as_of.MOST_DAYS, 0, -1)]
    assert list(days._stores) == last


async def test_no_more_of_them_are_held_by_anybody() -> None:
    """The application of a day's pages is remembered by its framework, whatever becomes of the day."""
    async with asking(parts()) as client:

        async def held_after(days: range) -> int:
            for number in days:
                answer = await client.get("/contracts", params={"as_of": str(DAY + timedelta(number))})
                assert answer.status_code == 200
            gc.collect()
            return sum(type(each) is HeldPictures for each in gc.get_objects())

        some = await held_after(range(as_of.MOST_DAYS))
        assert await held_after(range(as_of.MOST_DAYS, 4 * as_of.MOST_DAYS)) <= some


async def test_a_configuration_that_cannot_be_used_closes_the_door_in_its_own_words() -> None:
    gateway = Gateway()
    gateway.store._refused = "a newer release wrote it"
    async with gateway.client:
        answer = await gateway.post(an_event())
    told = answer.json()
    assert (answer.status_code, told["type"]) == (503, ProblemKind.CLOSED.uri)
    assert "a newer release wrote it" in told["detail"]
    assert gateway.log.records == {}
