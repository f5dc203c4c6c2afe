"""A loss that cannot be gone on with is refused, for each topic that there is, and with what mends it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.instance.damaged import Damaged
from hub.log.damage import damage
from hub.log.losses import MEANS, Loss
from hub.usecases.accepting import CannotAccept, check_acceptable
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
