"""Warnings are told by field and not by row, whatever their order."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from hub.admission.warning import AdmissionWarning
from hub.usecases.warned import PLACES, Warnings, as_lines

UNUSED = "is given and not used"


def warning(where: int, field: str, problem: str = UNUSED, fix: str = "leave it out") -> AdmissionWarning:
    return AdmissionWarning(f"a.jsonl:{where}", field, problem, fix)


WARNINGS = st.builds(
    warning,
    st.integers(1, 9),
    st.sampled_from(["awards[0].x", "awards[1].x", "y"]),
    st.sampled_from("ab"),
    st.sampled_from(["mend it", "leave it out"]),
)


@given(st.lists(WARNINGS))
def test_every_warning_is_counted_in_exactly_one_group(warnings: list[AdmissionWarning]) -> None:
    groups = Warnings(warnings).groups
    wanted = Counter(
        (each.field.replace("[0]", "[]").replace("[1]", "[]"), each.problem, each.fix) for each in warnings
    )
    assert sorted(each.count for each in groups) == sorted(wanted.values())
    for group in groups:
        assert group.places[0] == group.warning.where
        assert len(set(group.places)) == len(group.places) <= PLACES


def test_a_thousand_rows_are_one_warning() -> None:
    (group,) = Warnings(warning(number, f"awards[{number}].amendments") for number in range(1000)).groups
    assert (group.count, group.warning.where, len(group.places)) == (1000, "a.jsonl:0", PLACES)
    assert group.document()["count"] == 1000


def test_many_fields_of_one_kind_are_one_compact_section() -> None:
    found = Warnings(
        [*(warning(row, f"f{number}") for number in range(20) for row in (1, 2)), warning(3, "id", "is odd")]
    )
    lines = list(as_lines(found.groups))
    assert lines[0] == "warning: 20 fields, 40 times: is given and not used"
    assert lines[2] == "      f0: 2, first at a.jsonl:1"
    assert lines[22:] == ["a.jsonl:3: warning: id: is odd", "    To mend it: leave it out"]


def test_one_field_tells_how_often() -> None:
    (line, _) = as_lines(Warnings(warning(row, "y") for row in (4, 5)).groups)
    assert line == "a.jsonl:4: warning: y: is given and not used (2 times, first at a.jsonl:4, a.jsonl:5)"
