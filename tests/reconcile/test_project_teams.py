"""The project team of a joint programme has somebody of each partner, or that is an open matter."""

from typing import Any

import pytest

from hub.reconcile.matter_kinds import MatterClass, MatterKind
from tests.reconcile.test_fates import FOLLOWED, NORTH, SOUTH
from tests.reconcile.told import CCG, COUNCIL, KNOWN, Said, programme

JOINT: Said = (
    COUNCIL,
    "programme-declared",
    {"title": "P", "mode": "joint", "partners": [{"id": COUNCIL}, {"id": CCG}]},
)


TEXT = "the project team of this joint programme has nobody of "
ITS_NAME = KNOWN.name_of(CCG)


def member(number: int, of: str, *, said_by: str = COUNCIL, role: str = "member") -> Said:
    named = {"member": f"T{number}", "post": "Commissioner", "member_of": {"id": of}, "team_role": role}
    return said_by, "project-team-appointed", named


def lacking(*said: Said, **more: Any) -> list[str]:
    """The names of the partners of whom nobody is in the team."""
    found = [each for each in programme(*said, **more)["differences"] if each["kind"] is MatterKind.TEAM]
    assert all((each["class"], each["field"]) == (MatterClass.ARRANGEMENT, "team") for each in found)
    return [name for each in found for name in each["text"].removeprefix(TEXT).split(" and ")]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ([], []),
        ([member(1, COUNCIL)], [ITS_NAME]),
        ([member(1, COUNCIL), member(2, CCG)], []),
        ([member(1, COUNCIL), member(2, CCG, role="left")], [ITS_NAME]),
        ([member(1, COUNCIL, role="left"), member(2, CCG, role="left")], []),
        ([member(1, COUNCIL), member(2, CCG, said_by=CCG), member(2, CCG, role="left")], []),
    ],
    ids=["nobody is named", "one body", "both", "one has left", "all have left", "one says left, the other not"],
)
def test_a_partner_without_a_member_is_an_open_matter_where_anybody_is_named(
    said: list[Said], expected: list[str]
) -> None:
    assert lacking(JOINT, *said) == lacking(*said[::-1], JOINT) == expected


def test_the_text_names_who_is_missing_and_shows_who_is_there() -> None:
    (found,) = (e for e in programme(JOINT, member(1, COUNCIL))["differences"] if e["kind"] is MatterKind.TEAM)
    assert found["text"] == f"{TEXT}NHS Wandsworth CCG"
    assert [(side["organisation"], side["value"]["post"]) for side in found["sides"]] == [(COUNCIL, "Commissioner")]


def test_a_programme_that_is_not_joint_needs_nobody_of_others() -> None:
    separate = (COUNCIL, "programme-declared", {"title": "P", "mode": "separate"})
    assert lacking(separate, member(1, COUNCIL)) == []


def test_who_followed_a_body_is_asked_for_in_its_place_and_a_member_of_it_counts_for_them() -> None:
    said = [JOINT, member(1, COUNCIL)]
    assert lacking(*said, on="2015-06-05", configuration=FOLLOWED) == [
        FOLLOWED.name_of(each) for each in sorted([NORTH, SOUTH])
    ]
    assert lacking(*said, member(2, CCG), on="2015-06-05", configuration=FOLLOWED) == []
