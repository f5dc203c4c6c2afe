"""What the loss of records means, topic by topic: told for each that can lose any, whatever is written afterwards."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.events.topics import ALL_TOPICS, CONFIGURATION, INPUT_TOPICS, PICTURE, REFUSAL
from hub.instance.damaged import TRUTH
from hub.instance.topic_plan import planned
from hub.log.losses import CLOSING, KEPT, MEANS, Loss, ReachedEnd, looked, loss
from hub.log.topics import TopicNames

NOW = 1_764_190_000_000
HELD = [topic for topic in ALL_TOPICS if MEANS.get(topic) is not Loss.REMADE]
"""Topics whose records nothing makes again."""

ends = st.integers(0, 50)
topics = st.sampled_from(HELD)


def test_every_topic_of_the_hub_says_what_its_loss_means() -> None:
    assert list(MEANS) == list(ALL_TOPICS) == list(planned(1))
    named = {value for name in dir(TopicNames) if isinstance(value := getattr(TopicNames(), name), str)}
    assert {each for each in named if each.endswith(".v1")} <= set(MEANS)
    assert {topic for topic, means in MEANS.items() if means is Loss.EVIDENCE} == set(KEPT)
    assert set(TRUTH) == {*INPUT_TOPICS, CONFIGURATION} == {each for each in MEANS if MEANS[each] in CLOSING}


@given(topics, ends, ends)
def test_a_partition_that_ends_before_it_did_has_lost_records_and_no_other(topic: str, before: int, now: int) -> None:
    found = loss(topic, 0, now, 0, ReachedEnd(before), NOW)
    assert (found is not None) == (now < before)


@given(topics, st.integers(1, 50))
def test_a_partition_that_begins_later_has_lost_records(topic: str, start: int) -> None:
    assert loss(topic, start, 50, 0, ReachedEnd(50), NOW) is not None
    assert loss(topic, start, 50, 0, None, NOW) is not None, "also where nobody had looked before"


@given(ends, ends)
def test_pictures_are_made_again_and_lose_nothing(before: int, now: int) -> None:
    assert loss(PICTURE, now, now, 0, ReachedEnd(before), NOW) is None
    assert looked(Loss.REMADE, ReachedEnd(before), now, NOW) == ReachedEnd(now)


@given(st.sampled_from(sorted(CLOSING)), st.lists(ends, min_size=1))
def test_what_is_remembered_of_the_truth_never_goes_back(means: Loss, seen: list[int]) -> None:
    before: ReachedEnd | None = None
    for at, end in enumerate(seen):
        before = looked(means, before, end, at)
    assert before == ReachedEnd(max(seen))


@given(st.lists(ends, min_size=1), st.sampled_from(sorted(KEPT)))
def test_lost_evidence_stays_told_with_its_last_moment_however_much_is_written_afterwards(
    seen: list[int], topic: str
) -> None:
    before: ReachedEnd | None = None
    for at, end in enumerate(seen):
        before = looked(Loss.EVIDENCE, before, end, at)
    losses = [at for at, (one, other) in enumerate(pairwise(seen), start=1) if other < one]
    assert before == ReachedEnd(seen[-1], lost_at=losses[-1] if losses else None)
    assert (loss(topic, 0, seen[-1], 0, before, NOW) is not None) == bool(losses)


def test_what_is_gone_is_named_with_when() -> None:
    told = loss(REFUSAL, 0, 3, 0, ReachedEnd(9, lost_at=NOW), NOW + 1)
    assert told == "has lost records: refusals that were kept before 26 November 2025, 20:46:40 GMT are gone"


def test_what_an_operator_accepted_is_told_no_more() -> None:
    assert loss(REFUSAL, 7, 9, 0, ReachedEnd(9, start=7), NOW) is None
    assert loss(REFUSAL, 8, 9, 0, ReachedEnd(9, start=7), NOW) is not None


@pytest.mark.parametrize("topic", INPUT_TOPICS)
def test_what_is_committed_counts_where_nobody_looked(topic: str) -> None:
    assert "9 is committed" in (loss(topic, 0, 5, 9, None, NOW) or "")
    assert "9 had been reached" in (loss(topic, 0, 5, 5, ReachedEnd(9), NOW) or "")
