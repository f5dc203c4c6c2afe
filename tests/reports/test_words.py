"""Words of several sides: none is left out, and who says what is told where they differ."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from hub.reports.words import Words, every_word

NAMES = {"GB-A": "Council A", "GB-B": "Group B", "GB-C": "Trust C"}
WORDS = Words(lambda each: NAMES.get(each, each))


def side(organisation: str, value: str) -> dict[str, Any]:
    return {"organisation": organisation, "value": value}


SIDES = st.lists(
    st.builds(side, st.sampled_from(sorted(NAMES)), st.sampled_from(["reach", "reach of carers", "uptake"])),
    min_size=1,
    max_size=5,
)


@given(SIDES)
def test_every_side_is_in_what_is_said_together(sides: list[dict[str, Any]]) -> None:
    together, grouped = WORDS.together("title", sides), WORDS.by_word("title", sides)
    assert sorted(map(str, (each for _, who in grouped for each in who))) == sorted(map(str, sides))
    assert all(word == each["value"] for word, who in grouped for each in who)
    differ = len({each["value"] for each in sides}) > 1
    for each in sides:
        assert each["value"] in together.split("; ")[0] if not differ else f" {each['value']}" in together
        assert (NAMES[each["organisation"]] in together) == differ
        assert each["value"] in every_word(sides).split(" / ")


def test_who_says_what_is_told_where_they_differ() -> None:
    sides = [side("GB-A", "uptake"), side("GB-B", "reach"), side("GB-C", "uptake")]
    assert WORDS.together("title", sides) == "Council A and Trust C say uptake; Group B says reach"
    assert WORDS.together("title", sides[1:2]) == "reach"
    assert WORDS.name({"title": sides}, "measure-1") == WORDS.together("title", sides)
    assert WORDS.name({}, "measure-1") == "measure-1"
