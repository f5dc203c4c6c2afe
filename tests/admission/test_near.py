"""A name that is one slip of the keys away is found again from what was written, and nothing that is further away."""

import pytest

from hub.admission.near import LONGEST, one_slip

NAMES = ("GB-NHS-08X", "GB-LAE-WND/Aa-1", "ocds-h6vhtk-00001/b", "a/b/c", "ab", "x")
WRONG = ("0", "z", "-")


def slips(name: str) -> set[str]:
    """What somebody may write in place of a name: two characters in the wrong order, one too few, one wrong, one too
    many."""
    places = range(len(name))
    return {
        *(name[:at] + name[at + 1] + name[at] + name[at + 2 :] for at in places[:-1]),
        *(name[:at] + name[at + 1 :] for at in places),
        *(name[:at] + wrong + name[at + 1 :] for at in places for wrong in WRONG),
        *(name[:at] + wrong + name[at:] for at in range(len(name) + 1) for wrong in WRONG),
    }


def begin_alike(one: str, other: str) -> int:
    """How many characters both begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def is_one_slip(written: str, name: str) -> bool:
    """By what is left of both without their common beginning and end."""
    begin = begin_alike(written, name)
    rest, other = written[begin:], name[begin:]
    end = begin_alike(rest[::-1], other[::-1])
    rest, other = rest[: len(rest) - end], other[: len(other) - end]
    changed_over = len(rest) == 2 and rest == other[::-1]
    return written.lower() == name.lower() or max(len(rest), len(other)) <= 1 or changed_over


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_found_from_every_slip_of_it(name: str) -> None:
    assert [each for each in slips(name) - {name} if name not in one_slip(each)] == []


@pytest.mark.parametrize(
    ("written", "name"),
    [("gb-nhs-08x", "GB-NHS-08X"), ("CARERS", "carers"), ("GB-LAE-WND/aa1", "GB-LAE-WND/AA1"), ("A/B/C", "A/b/c")],
)
def test_so_it_is_from_another_case_and_from_that_of_its_reference_alone(written: str, name: str) -> None:
    assert name in one_slip(written)


@pytest.mark.parametrize("name", NAMES)
def test_what_is_found_is_one_slip_away_and_no_more(name: str) -> None:
    assert [each for each in one_slip(name) if not is_one_slip(name, each)] == []


@pytest.mark.parametrize(("length", "is_tried"), [(LONGEST, True), (LONGEST + 1, False)])
def test_a_name_that_nobody_types_is_not_tried(length: int, is_tried: bool) -> None:
    assert (any(each == "x" * length for each in one_slip("y" + "x" * (length - 1)))) is is_tried


def test_what_is_likelier_comes_first() -> None:
    """Another case, then two characters in the wrong order, then what differs at the end, where ids differ."""
    found = list(one_slip("GB-LAE-WND/14-56A"))
    likely = ("gb-lae-wnd/14-56a", "GB-LAE-WND/14-56a", "GB-LAE-WND/14-5A6", "GB-LAE-WND/14-567", "GB-LAE-WND/24-56A")
    assert sorted(likely, key=found.index) == list(likely)
