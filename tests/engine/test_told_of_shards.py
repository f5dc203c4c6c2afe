"""What a worker says of one partition: the same at every moment for as long as the same holds it up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.engine.shard_state import Progress, Stage
from hub.engine.status import shard_troubles

WORDS = "commissioning.contract.v1[3] begins at offset 5"


@given(st.sampled_from([Stage.LIVE, Stage.RESTORING, Stage.WAITING, Stage.FAILED]), st.integers(1, 10**6))
def test_what_breaks_off_again_and_again_says_the_same_between_its_tries(stage: Stage, failures: int) -> None:
    reason = WORDS if stage in (Stage.WAITING, Stage.FAILED) else ""
    told = shard_troubles(Progress(stage, reason, failures, WORDS))
    assert told == [f"waits and tries again: {WORDS}"]


@given(st.sampled_from(Stage), st.integers(0, 3), st.integers(0, 9), st.integers(0, 9))
def test_only_a_shard_that_goes_well_has_nothing_to_say(stage: Stage, failures: int, done: int, all_: int) -> None:
    reason = "away" if stage in (Stage.WAITING, Stage.FAILED) else ""
    told = shard_troubles(Progress(stage, reason, failures, WORDS if failures else "", done, all_))
    assert (told == []) == (stage is Stage.LIVE and not failures)


@pytest.mark.parametrize("failures", [0, 2])
def test_records_that_are_read_count_up_also_after_a_failure(failures: int) -> None:
    told = shard_troubles(Progress(Stage.RESTORING, "", failures, WORDS if failures else "", 5, 9))
    assert told[-1] == "restoring, 5 of 9 records"
    assert len(told) == 1 + bool(failures)
