"""What each body says of a thing stands on the page of the thing: no word of any side is left out."""

import html
import re
from collections.abc import Iterator
from typing import Any

from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.gateway.links import page_of
from hub.reports.words import Words
from tests.gateway.made import app_over, filled_store


def sides_in(data: Any, field: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every side that a picture holds, with the name of what it is about. A difference names its field itself."""
    if isinstance(data, dict):
        if "organisation" in data and "value" in data:
            yield field, data
            return
        name = str(data["field"]).rpartition("/")[2] if "field" in data else field
        for key, value in data.items():
            yield from sides_in(value, name if key == "sides" else key)
    elif isinstance(data, list):
        for value in data:
            yield from sides_in(value, field)


def text_of(page: str) -> str:
    """What a reader reads, in one line."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


@settings(max_examples=4)
@given(st.integers(0, 10_000))
def test_every_word_of_every_side_is_on_the_page(seed: int) -> None:
    store = filled_store(seed, 200)
    words = Words(store.configuration.name_of)
    client = TestClient(app_over(store), base_url="http://127.0.0.1", headers={"Accept": "text/html"})
    for shown in store.pictures.all():
        page = text_of(client.get(page_of(shown.key.kind, shown.key.partnership, shown.key.id)).text)
        for field, side in sides_in(shown.picture()):
            if field == "bodies":  # a decision's body has columns of its own
                assert side["value"]["body"] in page
                continue
            for word in _words(words, field, side["value"]):
                assert word in page, f"{shown.key}: {field}"


def _words(words: Words, field: str, value: Any) -> list[str]:
    if field == "suppliers":  # a list, each with its reference
        return [each.get("name") or each["id"] for each in value]
    return [" ".join(words.value(field, value).split())]
