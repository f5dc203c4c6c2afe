"""Kept refusals: one record a reason, found again by event or hash, bounded, and folded in any order."""

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
    MOST_TEXT_BYTES,
    KeptRefusal,
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


def test_one_record_for_each_reason_and_the_text_once() -> None:
    first, second = kept_refusals(TOLD, STAMP, DOCUMENT, b"{...}", with_text=True)
    assert (first.key, second.key) == (EVENT.encode(), EVENT.encode())
    assert (first.code, second.code) == ("HUB-ADM-070", "HUB-ADM-011")
    assert (first.text, second.text) == ("{...}", None)
    assert first.sha256 == second.sha256 == hashlib.sha256(b"{...}").hexdigest()


@pytest.mark.parametrize("document", [None, {}, {"id": "not a uuid", "type": 7}, {"id": 7, "type": "Josephine Bloggs"}])
def test_without_an_event_the_hash_is_the_key_and_nothing_odd_is_kept(document: Any) -> None:
    (kept, _) = kept_refusals(TOLD, STAMP, document, b"x", with_text=False)
    assert (kept.event, kept.type, kept.text) == (None, None, None)
    assert kept.key == hashlib.sha256(b"x").hexdigest().encode()


def test_a_long_text_is_cut_and_its_hash_is_of_all_of_it() -> None:
    text = b"x" * (MOST_TEXT_BYTES + 1)
    (kept, _) = kept_refusals(TOLD, STAMP, None, text, with_text=True)
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
    (kept, _) = kept_refusals(TOLD, STAMP, DOCUMENT, b"{}", with_text=True)
    value = kept.outgoing().value
    assert KeptRefusal.read(value) == kept
    assert KeptRefusal.read(orjson.dumps({**orjson.loads(value or b""), "later": 1})) == kept


@pytest.mark.parametrize("value", [None, b"", b"[]", b"{}", b"\xff", b'{"at": 1}'])
def test_what_no_door_wrote_is_told(value: bytes | None) -> None:
    with pytest.raises(RefusalUnreadable):
        KeptRefusal.read(value)


def a_refusal(principal: str, code: str, minutes: int) -> KeptRefusal:
    at = (NOW - timedelta(minutes=minutes)).isoformat()
    return KeptRefusal(at, principal, "door", "where", None, None, code, "field", "problem", "fix", "0")


refusals = st.builds(a_refusal, st.sampled_from("ab"), st.sampled_from(["X", "Y"]), st.integers(0, 120))


@given(st.lists(refusals), st.randoms(use_true_random=False))
def test_the_fold_does_not_depend_on_the_order(said: list[KeptRefusal], random: Any) -> None:
    shuffled = [*said]
    random.shuffle(shuffled)
    assert refused_so_far(said, NOW) == refused_so_far(shuffled, NOW)


@given(st.lists(refusals))
def test_the_fold_counts_each_once(said: list[KeptRefusal]) -> None:
    found = refused_so_far(said, NOW)
    assert sum(each.count for each in found.values()) == len(said)
    assert sum((each.by_code for each in found.values()), Counter()) == Counter(each.code for each in said)
    for principal, each in found.items():
        assert each.last is not None
        assert each.last.at == max(said.at for said in said if said.principal == principal)
        assert each.recent.total() == sum(
            1 for one in said if one.principal == principal and one.at >= (NOW - timedelta(hours=1)).isoformat()
        )
