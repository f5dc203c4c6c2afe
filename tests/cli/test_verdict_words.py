"""The first sentence of `hub verify`: its numbers add up, whatever was found."""

import re

from hypothesis import given
from hypothesis import strategies as st

from hub.cli.verdict_words import BESIDE, COMPARED, verdict_words
from hub.engine.verify import Mismatch, VerifyFinding

ids = st.sampled_from("abcd")
found = st.lists(st.builds(Mismatch, st.sampled_from(VerifyFinding), ids, ids, ids, st.just(""), st.none(), st.none()))


def test_everything_that_can_be_wrong_is_counted_once() -> None:
    assert sorted([*COMPARED, *BESIDE, VerifyFinding.DAMAGED]) == sorted(VerifyFinding)


@given(found, st.integers(0, 9))
def test_never_more_differ_than_were_compared(mismatches: list[Mismatch], right: int) -> None:
    standing = {(each.partnership, each.kind, each.id) for each in mismatches if each.wrong in COMPARED}
    told = verdict_words(mismatches, len(standing) + right)
    if not mismatches:
        assert told == "Everything agrees."
        return
    (numbers,) = re.findall(r"f (\d+) outputs? compared (\d+) differs? from", told)
    assert tuple(map(int, numbers)) == (len(standing) + right, len(standing))
    for wrong, (_, many) in BESIDE.items():
        count = len({(each.partnership, each.kind, each.id) for each in mismatches if each.wrong is wrong})
        assert (f"{count} {many}" in told) == (count != 1 and count > 0)
    assert ("lost records" in told) == any(each.wrong is VerifyFinding.DAMAGED for each in mismatches)


def test_one_output_that_is_wrong_in_two_ways_and_one_that_is_missing() -> None:
    wrong = [Mismatch(each, "p", "contract", "c", "", None, None) for each in (VerifyFinding.BODY, VerifyFinding.OLDER)]
    missing = Mismatch(VerifyFinding.MISSING, "p", "contract", "d", "", None, None)
    lost = Mismatch(VerifyFinding.DAMAGED, "", "input", "commissioning.contract.v1[3]", "", None, None)
    assert verdict_words([lost, *wrong, missing], 1) == (
        "1 partition of the truth has lost records; of 1 output compared 1 differs from what is left of their inputs; "
        "1 output is missing."
    )
    assert verdict_words([*wrong], 7) == "Of 7 outputs compared 1 differs from their inputs."
