"""A loss that cannot be gone on with is refused, for each topic that there is, and with what mends it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.instance.damaged import Damaged
from hub.instance.topic_memory import Lost
from hub.log.damage import damage
from hub.log.losses import MEANS, Loss
from hub.usecases.accepting import CannotAccept, check_acceptable, new_entries
from tests.monitor.test_advice_is_typed import commands, parse


@given(st.sampled_from(list(MEANS)), st.integers(0, 9))
def test_what_lacks_its_first_records_is_accepted_where_nothing_waits_for_them(topic: str, start: int) -> None:
    lost = Damaged(topic, f"t1.{topic}", 3, "lost", start)
    if MEANS[topic] is not Loss.SAID or not start:
        check_acceptable([lost])
        return
    with pytest.raises(CannotAccept) as told:
        check_acceptable([Damaged(topic, topic, 0, "lost"), lost])
    assert f"t1.{topic}[3] begins at offset {start}" in str(told.value)
    assert commands(str(told.value)) == ["hub down", f"hub up --accept-lost-topic t1.{topic}"]


@pytest.mark.parametrize("topic", [each for each in MEANS if MEANS[each] is Loss.SAID])
@pytest.mark.parametrize(("start", "end"), [(5, 9), (0, 5)])
def test_advice_for_an_input_names_it(topic: str, start: int, end: int) -> None:
    advised = commands(damage(topic, start, end, 9) or "")
    assert advised == ["hub down", f"hub up --accept-lost-topic {topic}"]
    for each in advised:
        parse(each)


def test_nothing_is_recorded_as_accepted_that_nobody_accepted() -> None:
    """It would be told no more."""
    gone = Lost(missing=("t1.contract",), replaced=("t1.programme",))
    damaged = [Damaged("refusal", "t1.refusal", 3, "lost", 0), Damaged("audit", "t1.audit", 0, "lost", 0)]
    made = new_entries("operator:jo", gone, damaged, {"t1.programme", "t1.audit"})
    assert [each.subject for each in made] == ["t1.audit", "t1.programme"]
