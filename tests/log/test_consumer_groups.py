"""Whoever asks what a group has committed, or who is in it, is never told that it is nothing by a broker that does not
know it yet: what was lost would not be seen, and doors would open."""

from typing import Any, cast

import pytest
from aiokafka import TopicPartition
from aiokafka.errors import GroupAuthorizationFailedError, GroupLoadInProgressError, UnknownError
from aiokafka.protocol.admin import DescribeGroupsResponse_v0
from aiokafka.protocol.commit import OffsetFetchRequest, OffsetFetchResponse_v3

from hub.log import consumer_groups
from hub.log.consumer_groups import COORDINATOR_NOT_YET, COORDINATOR_TRIES, members_of, offsets_of

TP = TopicPartition("commissioning.contract.v1", 3)
FOUND = OffsetFetchResponse_v3(0, [(TP.topic, [(TP.partition, 31, "x", 0)])], 0)
NOT_YET = [each.errno for each in COORDINATOR_NOT_YET]


class Broker:
    """Gives its answers in turn, the last one for ever."""

    def __init__(self, *answers: Any) -> None:
        self.answers, self.asked = list(answers), 0

    async def find_coordinator(self, group: str) -> int:
        return 1

    async def _send_request(self, request: Any, node: int) -> Any:
        assert isinstance(request, OffsetFetchRequest)
        return self._next()

    async def describe_consumer_groups(self, groups: list[str]) -> list[Any]:
        return [self._next()]

    def _next(self) -> Any:
        self.asked += 1
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(consumer_groups, "COORDINATOR_PAUSE_SECONDS", 0)


def described(error: int, state: str, members: int) -> DescribeGroupsResponse_v0:
    each = ("id", "client", "/127.0.0.1", b"", b"")
    return DescribeGroupsResponse_v0([(error, "group", state, "consumer", "range", [each] * members)])


@pytest.mark.parametrize("error", NOT_YET)
async def test_a_broker_that_is_still_reading_is_asked_again(error: int) -> None:
    broker = Broker(OffsetFetchResponse_v3(0, [], error), OffsetFetchResponse_v3(0, [], error), FOUND)
    found = await offsets_of(cast(Any, broker), "group")
    assert {tp: (each.offset, each.metadata) for tp, each in found.items()} == {TP: (31, "x")}
    assert broker.asked == 3
    broker = Broker(described(error, "", 0), described(0, "Stable", 2))
    assert await members_of(cast(Any, broker), "group") == 2


async def test_one_that_goes_on_reading_is_an_error_and_not_an_empty_group() -> None:
    error = GroupLoadInProgressError.errno
    broker = Broker(OffsetFetchResponse_v3(0, [], error))
    with pytest.raises(GroupLoadInProgressError, match="what group committed is not known"):
        await offsets_of(cast(Any, broker), "group")
    assert broker.asked == COORDINATOR_TRIES
    with pytest.raises(GroupLoadInProgressError, match="who is in group is not known"):
        await members_of(cast(Any, Broker(described(error, "", 0))), "group")


async def test_any_other_error_is_told_at_once() -> None:
    broker = Broker(OffsetFetchResponse_v3(0, [], GroupAuthorizationFailedError.errno))
    with pytest.raises(GroupAuthorizationFailedError):
        await offsets_of(cast(Any, broker), "group")
    assert broker.asked == 1
    of_a_partition = OffsetFetchResponse_v3(0, [(TP.topic, [(TP.partition, -1, "", UnknownError.errno)])], 0)
    with pytest.raises(UnknownError, match=r"commissioning\.contract\.v1\[3\] is not known"):
        await offsets_of(cast(Any, Broker(of_a_partition)), "group")
    with pytest.raises(GroupAuthorizationFailedError):
        await members_of(cast(Any, Broker(described(GroupAuthorizationFailedError.errno, "", 0))), "group")


@pytest.mark.parametrize(
    ("error", "state", "expected"), [(0, "Stable", 1), (0, "Empty", 0), (0, "Dead", 0), (69, "", 0)]
)
async def test_a_group_that_is_gone_or_never_was_has_nobody(error: int, state: str, expected: int) -> None:
    assert await members_of(cast(Any, Broker(described(error, state, 1))), "group") == expected
