"""UUIDs are read in one place, from a text or its bytes, and nothing that is sent makes it raise."""

from typing import Any
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

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
