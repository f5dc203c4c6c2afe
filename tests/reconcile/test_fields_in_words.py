"""No two fields of one subject are called the same, whatever the names of bodies and decisions hold."""

from urllib.parse import unquote

from hypothesis import example, given
from hypothesis import strategies as st

from hub.reconcile.claims import Field

_NAMES = st.text("a/%2F", min_size=1, max_size=5)


@given(*[_NAMES] * 4)
@example("d", "a/b", "d", "a%2Fb")
def test_two_words_of_decisions_are_called_alike_only_where_they_are_one(
    key: str, body: str, other_key: str, other_body: str
) -> None:
    one, other = Field("decision", key, body), Field("decision", other_key, other_body)
    assert (one.text == other.text) == (one == other)


@given(_NAMES, _NAMES)
@example("d", "Joint 50% / 50% Board")
def test_a_body_s_name_can_be_read_back_from_what_its_word_is_called(key: str, body: str) -> None:
    """As one reads an address: behind the last slash."""
    thing, _, name = Field("decision", key, body).text.rpartition("/")
    assert (thing, unquote(name)) == (f"decision:{key}", body)
