"""An item is events or reasons, never both and never neither."""

import pytest

from connectors.protocol import Item
from hub.admission.refusal import Code, Refusal

REFUSAL = Refusal(Code.NOT_JSON, "", "is not JSON", "send JSON", "f:1")


def test_an_item_of_neither_would_be_dropped_in_silence() -> None:
    with pytest.raises(ValueError, match="either documents or refusals"):
        Item("f:1")


def test_an_item_of_both_would_be_let_in_and_refused() -> None:
    with pytest.raises(ValueError, match="either documents or refusals"):
        Item("f:1", documents=({},), refusals=(REFUSAL,))


def test_each_document_has_an_origin_or_none_has() -> None:
    with pytest.raises(ValueError, match="each document has an origin"):
        Item("f:1", documents=({}, {}), origins=(str,))
