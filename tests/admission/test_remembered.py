"""What was declared lately is known as if it stood with all the rest, and the oldest of it is forgotten."""

from hypothesis import given
from hypothesis import strategies as st

from hub.admission.reference_table import ReferenceKind
from hub.admission.references import Known, Name
from hub.admission.remembered import NOTHING, Remembered

KINDS = (
    *(ReferenceKind.CONTRACT, ReferenceKind.PROCUREMENT, ReferenceKind.AWARD, ReferenceKind.SUPPLIER),
    *(ReferenceKind.PROGRAMME, ReferenceKind.MILESTONE),
)
WORDS = ("", "a", "ab", "carers", "carer", "ocds-h6vhtk-1", "ocds-h6vhtk-1/1", "ocds-h6vhtk-1/2", "ocds-h6vhtk-2/1")
PLACES = st.sampled_from(("here", "there"))
WITHIN = st.lists(st.sampled_from(WORDS), max_size=2).map(tuple)


@st.composite
def names(draw: st.DrawFn) -> Name:
    kind = draw(st.sampled_from(KINDS))
    within = draw(st.tuples(st.sampled_from(WORDS), st.sampled_from(WORDS)) if kind == "supplier" else WITHIN)
    within = ("a",) if kind is ReferenceKind.AWARD and not within else within
    return Name(kind, draw(PLACES), within, draw(st.sampled_from(WORDS[1:])))


MANY = st.frozensets(names(), max_size=12)


@given(MANY, MANY, names())
def test_what_is_known_lately_is_known_as_all_else(
    first: frozenset[Name], lately: frozenset[Name], asked: Name
) -> None:
    remembered = Remembered(100)
    remembered.add(lately)
    in_two, together = Known(first, remembered), Known(first | lately)
    for each in {asked, *first, *lately}:
        assert in_two.lacks(each) is together.lacks(each)
        assert in_two.near(each) == together.near(each)
        assert in_two.procurements_of("here", each.name) == together.procurements_of("here", each.name)


@given(st.lists(st.lists(names(), max_size=5), max_size=6), st.integers(0, 6), MANY)
def test_the_first_are_forgotten_first(added: list[list[Name]], most: int, asked: frozenset[Name]) -> None:
    remembered, standing = Remembered(most), list[Name]()
    for some in added:
        remembered.add(some)
        standing = list(dict.fromkeys([*standing, *some]))
        standing = standing[max(0, len(standing) - most) :]
    for each in {*asked, *(each for some in added for each in some)}:
        assert (each in remembered) is (each in standing)
        assert remembered.of(each[:3]) == {name.name for name in standing if name[:3] == each[:3]}


def test_nothing_takes_nothing() -> None:
    NOTHING.add([Name(ReferenceKind.CONTRACT, "here", (), "a")])
    assert Known().lacks(Name(ReferenceKind.CONTRACT, "here", (), "a"))
