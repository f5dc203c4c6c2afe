"""After how many records of one partner in quarantine an operator is called, and whose a record is."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.log.codec import ADMITTED, Stamp
from hub.log.quarantined import Quarantined
from hub.monitor.quarantine_policy import NOBODY, QuarantinePolicy, partner_of
from hub.settings import Settings

AT = datetime(2026, 4, 1, tzinfo=UTC)
STAMPED = (ADMITTED, Stamp(AT, "GB-LAE-WND", "http").encode())
SOURCE = ("ce_source", b"mosaic.wandsworth")


def kept(number: int, *headers: tuple[str, bytes | None], code: str = "HUB-REC-009") -> Quarantined:
    return Quarantined(
        f"t[0]@{number}", "t", 0, number, 0, b"wandsworth", b"said", headers, code, "body", "cut", "send it again", "0"
    )


@pytest.mark.parametrize(
    ("headers", "partner"),
    [
        ((SOURCE, STAMPED), "GB-LAE-WND"),
        ((SOURCE,), "mosaic.wandsworth"),
        ((SOURCE, (ADMITTED, b"{")), "mosaic.wandsworth"),
        ((SOURCE, (ADMITTED, None)), "mosaic.wandsworth"),
        ((), NOBODY),
        ((("ce_source", None),), NOBODY),
        ((("ce_source", b"a\x1b[2Jb"),), NOBODY),
        ((("ce_source", b"x" * 500),), "x" * 80),
    ],
)
def test_a_record_is_counted_for_whom_it_names(headers: tuple[tuple[str, bytes | None], ...], partner: str) -> None:
    assert partner_of(kept(0, *headers)) == partner


def test_the_limit_may_be_reached_and_one_more_calls_somebody() -> None:
    policy, records = QuarantinePolicy(3), [kept(number, STAMPED) for number in range(3)]
    assert policy.over(records) == []
    told = policy.over([*records, kept(3, STAMPED, code="HUB-REC-005"), kept(4)])
    assert told == [
        {"partner": "GB-LAE-WND", "records": 4, "limit": 3, "by_code": {"HUB-REC-005": 1, "HUB-REC-009": 3}}
    ]


@given(st.lists(st.sampled_from([SOURCE, STAMPED, ("ce_source", b"")]), max_size=40), st.integers(1, 20))
def test_every_partner_over_the_limit_is_told_with_its_count_and_no_other(
    headers: list[tuple[str, bytes]], limit: int
) -> None:
    records = [kept(number, each) for number, each in enumerate(headers)]
    counts = {name: sum(partner_of(each) == name for each in records) for name in map(partner_of, records)}
    told = {each["partner"]: each["records"] for each in QuarantinePolicy(limit).over(records)}
    assert told == {name: count for name, count in counts.items() if count > limit}


def test_the_limit_is_a_setting() -> None:
    assert Settings().quarantine_limit == 100
