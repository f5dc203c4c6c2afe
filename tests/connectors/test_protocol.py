"""The last guard of a connector: an item that makes it raise is refused, kept, and stops nothing."""

import pytest

from connectors.protocol import Item, made
from hub.admission.refusal import Code


def test_what_a_connector_raises_is_a_refusal_that_keeps_the_item() -> None:
    def make() -> Item:
        raise KeyError("Josephine")

    found = made(make, "file:7", {"id": 1})
    (refusal,) = found.refusals
    assert (refusal.code, refusal.where, found.source) == (Code.CONNECTOR_FAILED, "file:7", {"id": 1})
    assert "Josephine" not in repr(refusal)


def test_what_is_no_fault_of_an_item_is_not_taken_for_one() -> None:
    def make() -> Item:
        raise MemoryError

    with pytest.raises(MemoryError):
        made(make, "file:7", None)
