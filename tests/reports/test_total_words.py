"""What the words of a total say of contracts that are in no sum."""

from typing import Any

import pytest

from hub.reconcile.kinds.procurement.totals import Reckoning
from hub.reports.words import total_words

NONE_SIGNED: dict[str, Any] = {"contracts": 0, "ended": 0, "reckoning": Reckoning.NONE.value, "value": None}


@pytest.mark.parametrize(("not_signed", "untold"), [(1, 0), (0, 1), (2, 3)])
def test_of_contracts_that_are_not_signed_it_does_not_say_that_they_state_no_value(
    not_signed: int, untold: int
) -> None:
    told = total_words(NONE_SIGNED | {"not_signed": not_signed, "untold": untold})
    assert told.startswith("so nothing to add up; ")
    assert "no value" not in told


def test_signed_contracts_that_state_no_value_are_called_that() -> None:
    told = total_words(NONE_SIGNED | {"contracts": 2, "not_signed": 1, "untold": 0})
    assert told == "no value stated; 1 more awarded and not signed"
