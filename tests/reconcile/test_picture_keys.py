"""The key of a picture is read as it was made, and nothing else is read as one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.reconcile.picture import KeyUnreadable, picture_key, read_key


@given(st.text(), st.text(), st.text())
def test_a_key_is_read_as_it_was_made(partnership: str, kind: str, subject: str) -> None:
    assert read_key(picture_key(partnership, kind, subject)) == (partnership, kind, subject)


@pytest.mark.parametrize(
    ("key", "words"),
    [
        (b"", "is not JSON"),
        (b"\xff", "is not JSON"),
        (b"null", "is not \\[partnership, kind, id\\]"),
        (b'"abc"', "is not \\[partnership, kind, id\\]"),
        (b'{"a":1}', "is not \\[partnership, kind, id\\]"),
        (b'["a","b"]', "is not \\[partnership, kind, id\\]"),
        (b'["a","b",3]', "is not \\[partnership, kind, id\\]"),
        (b'["a","b","c","d"]', "is not \\[partnership, kind, id\\]"),
    ],
)
def test_what_nobody_makes_a_key_of_is_told(key: bytes, words: str) -> None:
    with pytest.raises(KeyUnreadable, match=f"^the key {words}"):
        read_key(key)
