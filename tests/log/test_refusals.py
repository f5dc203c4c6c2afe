"""Kept refusals: one record an event with its reasons, found again by event or hash, bounded, folded in any order."""

import hashlib
from collections import Counter
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.log.codec import Stamp
from hub.log.refusals import (
    MOST_REASONS,
    MOST_TEXT_BYTES,
    KeptRefusal,
    RefusalReason,
    RefusalUnreadable,
    item_text,
    kept_refusals,
    refused_so_far,
)

NOW = datetime(2026, 1, 5, 3, 0, tzinfo=UTC)
STAMP = Stamp(NOW, "GB-LAE-WND", "hub publish")
TOLD = [
    {"where": "a.jsonl:1", "code": code, "field": "data.stage", "problem": "is no code", "fix": "write one"}
    for code in ("HUB-ADM-070", "HUB-ADM-011")
]
EVENT = "014e1b2c-3d00-7000-8000-000000000001"
DOCUMENT = {"id": EVENT.upper(), "type": "uk.jch.contract.declared.v1"}


def test_one_record_for_each_event_with_all_its_reasons() -> None:
    (kept,) = kept_refusals(TOLD, STAMP, DOCUMENT, b"{...}", with_text=True)
    assert kept.key == EVENT.encode()
    assert [reason._asdict() for reason in kept.reasons] == TOLD
    assert kept.code == "HUB-ADM-070", "a release before reads the first reason"
    assert kept.text == "{...}"
    assert kept.sha256 == hashlib.sha256(b"{...}").hexdigest()
    assert kept_refusals([], STAMP, DOCUMENT, b"{...}", with_text=True) == []


def test_reasons_without_end_are_counted_and_not_kept() -> None:
    (kept,) = kept_refusals(TOLD * MOST_REASONS, STAMP, DOCUMENT, b"", with_text=False)
    assert (len(kept.reasons), kept.left_out) == (MOST_REASONS, MOST_REASONS)


@pytest.mark.parametrize("document", [None, {}, {"id": "not a uuid", "type": 7}, {"id": 7, "type": "Josephine Bloggs"}])
def test_without_an_event_the_hash_is_the_key_and_nothing_odd_is_kept(document: Any) -> None:
    (kept,) = kept_refusals(TOLD, STAMP, document, b"x", with_text=False)
    assert (kept.event, kept.type, kept.text) == (None, None, None)
    assert kept.key == hashlib.sha256(b"x").hexdigest().encode()


def test_a_long_text_is_cut_and_its_hash_is_of_all_of_it() -> None:
    text = b"x" * (MOST_TEXT_BYTES + 1)
    (kept,) = kept_refusals(TOLD, STAMP, None, text, with_text=True)
    assert len(kept.text or "") == MOST_TEXT_BYTES
    assert kept.sha256 == hashlib.sha256(text).hexdigest()


def test_equal_items_have_equal_text() -> None:
    assert item_text({"b": Decimal("1.50"), "a": 1}) == item_text({"a": 1, "b": Decimal("1.50")})
    assert item_text(b"{ not json") == b"{ not json"
    assert item_text({"huge": 10**30, "half": "\ud800"})
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    assert item_text(deep) == b""


def test_what_is_written_is_read_and_a_newer_field_passed_over() -> None:
    (kept,) = kept_refusals(TOLD, STAMP, DOCUMENT, b"{}", with_text=True)
    value = kept.outgoing().value
    assert KeptRefusal.read(value) == kept
    assert KeptRefusal.read(orjson.dumps({**orjson.loads(value or b""), "later": 1})) == kept


def test_records_of_a_release_before_are_one_event_with_as_many_reasons() -> None:
    """They were one for each reason: read each by itself, they are counted as the one event that they tell of."""
    (kept,) = kept_refusals(TOLD, STAMP, DOCUMENT, b"{}", with_text=True)
    said = orjson.loads(kept.outgoing().value or b"")
    before = [{name: each for name, each in said.items() if name not in ("more", "left_out")} | told for told in TOLD]
    read = [KeptRefusal.read(orjson.dumps(each)) for each in before]
    found = refused_so_far(read, NOW)["GB-LAE-WND"]
    assert (found.count, found.recent_count) == (1, 1)
    assert found.by_code == found.recent == Counter(["HUB-ADM-070", "HUB-ADM-011"])


SHORT = [{"where": "w"}]
NO_TEXT = [{"where": "w", "code": 7, "field": "", "problem": "", "fix": ""}]


@pytest.mark.parametrize("more", [7, "x", [7], SHORT, NO_TEXT])
def test_reasons_that_no_door_wrote_are_told(more: Any) -> None:
    (kept,) = kept_refusals(TOLD, STAMP, DOCUMENT, b"{}", with_text=True)
    with pytest.raises(RefusalUnreadable):
        KeptRefusal.read(orjson.dumps(orjson.loads(kept.outgoing().value or b"") | {"more": more}))


@pytest.mark.parametrize("value", [None, b"", b"[]", b"{}", b"\xff", b'{"at": 1}'])
def test_what_no_door_wrote_is_told(value: bytes | None) -> None:
    with pytest.raises(RefusalUnreadable):
        KeptRefusal.read(value)


def a_refusal(principal: str, codes: list[str], minutes: int, sha256: str) -> KeptRefusal:
    at = (NOW - timedelta(minutes=minutes)).isoformat()
    more = tuple(RefusalReason("where", code, "field", "problem", "fix") for code in codes[1:])
    return KeptRefusal(
        at, principal, "door", "where", None, None, codes[0], "field", "problem", "fix", sha256, None, more
    )


refusals = st.builds(
    a_refusal,
    st.sampled_from("ab"),
    st.lists(st.sampled_from(["X", "Y"]), min_size=1, max_size=3),
    st.sampled_from([0, 30, 60, 61, 120]),
    st.sampled_from("01"),
)


@given(st.lists(refusals), st.randoms(use_true_random=False))
def test_the_fold_does_not_depend_on_the_order(said: list[KeptRefusal], random: Any) -> None:
    shuffled = [*said]
    random.shuffle(shuffled)
    assert refused_so_far(said, NOW) == refused_so_far(shuffled, NOW)


@given(st.lists(refusals))
def test_the_fold_counts_each_event_once_and_each_of_its_reasons(said: list[KeptRefusal]) -> None:
    found = refused_so_far(said, NOW)
    for principal, each in found.items():
        of = [one for one in said if one.principal == principal]
        recent = [one for one in of if one.at >= (NOW - timedelta(hours=1)).isoformat()]
        assert each.count == len({one.identity for one in of})
        assert each.recent_count == len({one.identity for one in recent})
        assert each.by_code == Counter(reason.code for one in of for reason in one.reasons)
        assert each.recent == Counter(reason.code for one in recent for reason in one.reasons)
        assert each.last is not None
        assert each.last.at == max(one.at for one in of)
    assert found.keys() == {one.principal for one in said}


def test_two_places_of_one_text_are_two_refused_events() -> None:
    """The same wrong line twice in a file, at one time, for one publisher."""
    told = [
        {"where": f"a.jsonl:{line}", "code": "HUB-ADM-002", "field": "", "problem": "is wrong", "fix": "put it right"}
        for line in (1, 2)
    ]
    stamp = Stamp(datetime(2016, 1, 4, tzinfo=UTC), "operator", "file")
    (first,), (second,) = (kept_refusals([each], stamp, None, b"{", with_text=True) for each in told)
    assert first.sha256 == second.sha256
    assert first.identity != second.identity
    assert refused_so_far([first, second, first], NOW)["operator"].count == 2
