"""How a group follows is said in one wording: by the terminal's table and by the status page."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from hub.cli import status as command
from hub.monitor.group_words import group_words
from tests.gateway import made

TOLD = [
    ("OK", 0, "OK until now, nobody is in it"),
    ("STALL", 0, "STALL until now, nobody is in it"),
    ("OK", 1, "OK, 1 member"),
    ("WARN", 2, "WARN, 2 members"),
]


@pytest.mark.parametrize(("state", "members", "words"), TOLD)
async def test_terminal_and_page_say_the_same(
    state: str, members: int, words: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    document = await made._status()
    group = document["groups"][0] = document["groups"][0] | {"state": state, "members": members}
    assert group_words(group) == words

    document |= {"damage": [], "corrupt": []}
    for topic in group["topics"]:
        assert all(each["committed"] <= each["end"] for each in topic["partitions"])
    command._show_lag(document)
    assert f"{group['group']}: {words}" in " ".join(capsys.readouterr().out.split())

    async def told() -> dict[str, Any]:
        return document

    monkeypatch.setattr(made, "_status", told)
    page = TestClient(made.app_over(made.filled_store()), base_url="http://127.0.0.1").get("/status").text
    assert f"{group['group']}: {words}; 3 records and 7 seconds behind" in page
