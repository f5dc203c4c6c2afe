"""UUIDs are read in one place, from a text or its bytes, and nothing that is sent makes it raise."""

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


CHECKS = [ids.check_organisation_id, ids.check_contract_id, ids.check_procurement_id, ids.check_partnership_id]
AT_MOST = {
    "GB-ABCDEFGH-" + "a" * 64: 76,
    "GB-ABCDEFGH-" + "a" * 64 + "/" + "b" * 128: 128,
    "local:" + "a" * 120 + "/" + "b" * 120: 120,
    "ocds-b5fd17-" + "a" * 121: 133,
    "ocds-b5fd17-" + "a" * 121 + "/" + "b" * 255: 255,
}
"""The longest ids of each form, and the limit that one character more at the end goes beyond."""


@pytest.mark.parametrize("longest", AT_MOST)
def test_an_id_that_is_too_long_is_told_as_that_with_the_limit_of_its_form(longest: str) -> None:
    def taken(value: str) -> list[str]:
        told = []
        for check in CHECKS:
            try:
                check(value)
            except ValueError as wrong:
                told.append(str(wrong))
        return told

    assert len(taken(longest)) < len(CHECKS), "some check takes it"
    most = AT_MOST[longest]
    told = taken(longest + "a")
    assert len(told) == len(CHECKS)
    assert all(f"{most + 1} characters stand" in each and f"at most {most} may" in each for each in told)
    assert max(map(len, told)) < 250
