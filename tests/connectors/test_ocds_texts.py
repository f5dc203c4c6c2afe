"""Texts, codes, days and amounts of OCDS releases as they are read."""

from decimal import Decimal
from typing import Any

import pytest

from connectors.ocds.texts import block, day, identifier, instant, line, pounds
from tests.connectors.releases import a_release, an_award
from tests.connectors.releases_read import documents, refused, told


def test_a_text_that_is_changed_is_told_and_half_a_character_is_refused() -> None:
    found = told(a_release(tender={"id": "t", "title": "Ring 020 7946 0018\x00", "description": "d" * 30_000}))
    assert "telephone number" in found["tender.title"]
    assert "is cut" in found["tender.description"]
    half = a_release(tender={"id": "t", "title": "Lone \ud800"})
    assert [field for field, _ in refused(half)] == ["tender.title"]
    person = told(a_release(awards=[an_award(suppliers=[{"id": "GB-CFS-7", "name": "Josephine Bloggs"}])]))
    assert "could be a person's name" in " ".join(person.values())


def test_what_is_no_code_of_the_vocabulary_is_told() -> None:
    for code in ({"scheme": "UNSPSC", "id": "85000000"}, {"scheme": "CPV", "id": "banana"}):
        release = a_release(tender={"id": "t", "classification": code})
        assert "category" not in documents(release)["procurement-declared"]["data"]
        assert "not used" in told(release)["tender.classification.id"]


def test_texts_keep_within_limits_and_say_where_they_were_cut() -> None:
    assert line("a" * 501) == "a" * 499 + "…"
    assert line("two\r\nlines\x00 and\ttabs") == "two lines and tabs"
    assert block("two\r\nlines\x0b") == "two\nlines"
    assert line("  ") is None
    assert line("endsrnrnhere") == "endsrnrnhere"
    assert block("write to jo@example.org") == "write to [email removed]"


def test_an_id_is_no_text() -> None:
    assert identifier("028961-2025") == "028961-2025"
    assert identifier(" two  words ") == "two words"
    assert identifier("\ud800\x00") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-09-01T00:00:00+01:00", "2025-09-01"),
        ("2025-09-01", "2025-09-01"),
        ("2025-09-01t00:00:00z", "2025-09-01"),
        ("2016-12-31T23:59:60Z", "2016-12-31"),
        ("2025-09-01T00:00:00.123456789Z", "2025-09-01"),
        ("0001-01-01T00:00:00+14:00", None),
        ("9999-12-31T23:59:59-14:00", None),
        ("01/04/2026", None),
        ("2027-02-30T00:00:00Z", None),
        ("2025-09-01T25:00:00Z", None),
        ("20250901", None),
        ("soon", None),
        (20250901, None),
    ],
)
def test_days_are_read_as_the_publisher_wrote_them(text: Any, expected: str | None) -> None:
    assert day(text) == expected


def test_moments_and_amounts() -> None:
    leap = instant("2016-12-31T23:59:60Z")
    assert leap is not None
    assert leap.isoformat() == "2017-01-01T00:00:00+00:00"
    assert pounds(Decimal("2.675")) == Decimal("2.68")
