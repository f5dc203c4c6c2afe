"""The guard against personal data: what it finds, and what it must leave alone."""

import pytest

from hub.admission.personal import find, mask
from hub.admission.refusal import Code


@pytest.mark.parametrize("text", ["9434765919", "seen 943 476 5919.", "943-476-5919", "(9990000018)", "NHS:9434765919"])
def test_nhs_numbers_are_found(text: str) -> None:
    assert Code.NHS_NUMBER in set(find(text))


@pytest.mark.parametrize(
    "text",
    [
        "9434765918",  # the check digit is wrong
        "ocds-b5fd17-7b68a5a5-c7c6-4b6a-af57-25252442e31e",  # a hit inside an ocid
        "9-3814-24136",  # a tender id
        "https://example.org/notice/9434765919",
        "UPRN 9434765919",
        "19434765919",
        "£1,250,000.00 from 2015-04-01 to 2018-03-31",
        "Paper No. 15-190, paragraph 17 a",
        "2014/15 and 2015/16",
    ],
)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert set(find(text)) == set()


@pytest.mark.timeout(10)
@pytest.mark.parametrize(
    "part", ["x", "0", "0 ", "1", "a.", "a@", "born ", "07 ", "943 476 ", "https://", "ocds-", "AB12"]
)
def test_a_long_text_takes_no_longer_than_its_length(part: str) -> None:
    # the size limit of an event; a pattern that went back over it would take minutes
    text = part * (256 * 1024 // len(part))
    assert isinstance(set(find(text)), set)
    assert len(mask(text)) <= len(text) * 16


def test_masking_says_what_it_took_and_leaves_the_rest() -> None:
    assert mask("ring 020 7946 0018 or +44 20 7946 0018, jo@example.org, ref 031-067685") == (
        "ring [phone removed] or [phone removed], [email removed], ref 031-067685"
    )
    assert set(find(mask("020 7946 0018, jo@example.org"))) == set()
