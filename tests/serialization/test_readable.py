"""Plain values as people read them."""

import pytest

from hub.events.contract import Declared
from hub.events.measures import Observed
from hub.serialization.readable import converters


def plain(unscaled: int) -> bytes:
    return unscaled.to_bytes(8, "big", signed=True)


@pytest.mark.parametrize(("unscaled", "read"), [(950_000, "95"), (955_000, "95.5"), (0, "0"), (-400_000, "-40")])
def test_a_quantity_has_no_zeros_behind_its_point(unscaled: int, read: str) -> None:
    assert converters(Observed)["value"](plain(unscaled)) == read


@pytest.mark.parametrize(("count", "read"), [(40, "40"), (0, "0"), (18_000, "18000")])
def test_a_number_of_people_keeps_its_zeros(count: int, read: str) -> None:
    assert converters(Declared)["users_served"](plain(count)) == read
