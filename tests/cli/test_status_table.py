"""The table of `hub status` never says OK of a partition that a finding above it says is not."""

import pytest

from hub.cli.status import state_of

TOPIC = "commissioning.contract.v1"


@pytest.mark.parametrize(
    ("partition", "told"), [(3, "LOST RECORDS"), (4, "UNREADABLE"), (5, "WARN"), (14, "WARN"), (33, "WARN")]
)
def test_what_is_wrong_with_a_partition_goes_before_how_it_is_followed(partition: int, told: str) -> None:
    lost, corrupt = {(TOPIC, 3), ("commissioning.performance.v1", 5)}, [f"t1.{TOPIC}[4]"]
    assert state_of(TOPIC, {"partition": partition, "state": "WARN"}, lost, corrupt) == told
