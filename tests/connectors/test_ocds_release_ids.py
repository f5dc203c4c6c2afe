"""A release whose id is none is refused by what is wrong with it."""

import json
from typing import Any

import pytest

from tests.connectors.releases import a_release
from tests.connectors.standing import items


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        (None, "is missing"),
        (7, "is not a text"),
        ("", "is blank"),
        (" \u200b", "is blank"),
        ("N/A", "is a word for nothing"),
        ("\ud83d", "holds nothing but half a character (a lone surrogate)"),
    ],
)
def test_why_an_id_is_none(given: Any, problem: str) -> None:
    (item,) = items(json.dumps(a_release(ocid="ocds-h6vhtk-1", id=given)).encode())
    assert [(each.field, each.problem) for each in item.refusals] == [("id", problem)]
