"""UUIDs are read in one place, from a text or its bytes, and nothing that is sent makes it raise."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.events import ids
from hub.events.ids import letting_organisation, uuid_in


@given(st.uuids())
def test_a_uuid_is_read_in_any_writing(given_id: UUID) -> None:
    text = str(given_id)
    for writing in (text, text.upper(), text.replace("-", ""), text.encode(), f"urn:uuid:{text}", f"{{{text}}}"):
        assert uuid_in(writing) == given_id


@given(st.none() | st.text(max_size=40) | st.binary(max_size=40) | st.integers() | st.lists(st.integers(), max_size=2))
def test_anything_else_is_none_and_never_raises(given_value: Any) -> None:
    found = uuid_in(given_value)
    assert found is None or isinstance(given_value, str | bytes)


def test_whoever_lets_a_contract_stands_in_front_of_its_reference() -> None:
    assert letting_organisation("GB-LAE-WND/14-565") == "GB-LAE-WND"
    for other in ("ocds-h6vhtk-1", "ocds-h6vhtk-1/c-1", "carers", ""):
        assert letting_organisation(other) is None


@pytest.mark.parametrize(
    "check",
    [ids.check_organisation_id, ids.check_contract_id, ids.check_procurement_id, ids.check_partnership_id],
    ids=lambda each: each.__name__,
)
@pytest.mark.parametrize("value", ["GB-LAE-" + "A" * 129, "GB-LAE-WND/" + "a" * 129, "ocds-b5fd17-" + "a" * 129])
def test_an_id_that_is_too_long_is_told_as_that(check: Callable[[str], str], value: str) -> None:
    with pytest.raises(ValueError, match=r"is not an id: \d+ characters stand together, and at most 128 may") as told:
        check(value)
    assert len(str(told.value)) < 250
