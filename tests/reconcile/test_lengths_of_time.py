"""Bodies agree on a length of time however each writes it: P3Y and P36M are one."""

from collections.abc import Mapping
from itertools import combinations

import pytest

from hub.admission.lengths import LENGTHS
from hub.reconcile import rules
from hub.reconcile.comparing import Compared
from hub.reconcile.kinds.tables import LINES
from hub.reconcile.matter_kinds import MatterKind
from tests.reconcile.told import CCG, COUNCIL, contract, matters, pictures

ALIKE = [
    ("P3Y", "P36M"),
    ("P1Y6M", "P18M"),
    ("P2W", "P14D"),
    ("P1D", "PT24H"),
    ("P3Y0M", "P3Y"),
    ("3 years", "3 years"),
]
APART = [("P3Y", "P35M"), ("P1Y", "P365D"), ("3 years", "P3Y"), ("P36M", "p36m")]
PROCUREMENT = "ocds-h6vhtk-0c0077"


def test_every_length_of_time_is_compared_as_one() -> None:
    found = []
    for place, line in LINES.items():
        for name, each in line.items() if isinstance(line, Mapping) else [(place[1], line)]:
            if name in LENGTHS:
                found.append(place)
                assert isinstance(each, Compared)
                assert each.compare is rules.durations
    assert len(found) >= 3


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_one_length_is_no_difference(one: str, other: str) -> None:
    said = [
        (body, "declared", {"stage": "contract", "duration": text}) for body, text in ((COUNCIL, one), (CCG, other))
    ]
    body = contract(*said)
    assert matters(body) == set()
    assert body["fields"]["duration"]["finding"] == "agreed"
    award = [{"id": "1", "duration": one}], [{"id": "1", "duration": other}]
    told = [
        (who, "procurement-declared", {"subject": PROCUREMENT, "awards": each})
        for who, each in zip((COUNCIL, CCG), award, strict=True)
    ]
    assert not [
        each for each in pictures(*told)["procurement", PROCUREMENT]["differences"] if "duration" in each["field"]
    ]


@pytest.mark.parametrize(("one", "other"), APART)
def test_two_lengths_are_one(one: str, other: str) -> None:
    said = [
        (body, "declared", {"stage": "contract", "duration": text}) for body, text in ((COUNCIL, one), (CCG, other))
    ]
    assert matters(contract(*said)) == {(str(MatterKind.TERM), "duration")}


def test_the_words_name_each_length_once() -> None:
    for pair in combinations(("P3Y", "P36M", "P24M"), 2):
        (said,) = {rules.durations([*pair, "P24M"], None).rule}  # type: ignore[arg-type]
        assert said.count("P24M") == 1
