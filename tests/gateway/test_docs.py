"""The documents for partners' developers: what they show works, and what is generated is up to date."""

import gzip
import re
import shlex
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import pytest
from starlette.testclient import TestClient

from hub.gateway.http.problems import ProblemKind
from tests.docs.problems_page import CURES, problems_page
from tests.gateway.made import app_over, demonstration

DOCS: Final = Path(__file__).parents[2] / "docs"
PACKED: Final = "| gzip | "
SHOWN: Final = re.compile(r"^((?:printf .+ \| gzip \| )?curl .+)\n# (\d{3})$", re.MULTILINE)


def test_the_list_of_problems_is_up_to_date() -> None:
    assert CURES.keys() == set(ProblemKind)
    page = DOCS / "problems.md"
    assert page.read_text(encoding="utf-8") == problems_page(), "run `make docs`"


def test_every_command_of_the_tutorial_is_answered_as_it_says() -> None:
    text = (DOCS / "http-api.md").read_text(encoding="utf-8")
    shown = SHOWN.findall(text)
    assert len(shown) == text.count("\ncurl ") + text.count(f"{PACKED}curl ")
    client = TestClient(app_over(*demonstration()), base_url="http://127.0.0.1:8080")
    answers = []
    for command, status in shown:
        before, _, after = command.rpartition(PACKED)
        _, *words = shlex.split(after)
        headers, address = dict[str, str](), ""
        body: bytes | str | None = None
        if before:
            _, form, piped = shlex.split(before)
            assert (form, words[-2:]) == ("%s", ["--data-binary", "@-"])
            body, words = gzip.compress(piped.encode()), words[:-2]
        while words:
            match words.pop(0):
                case "-i":
                    pass
                case "-H":
                    name, _, value = words.pop(0).partition(": ")
                    headers[name] = value
                case "--data":
                    body = words.pop(0)
                case word:
                    assert word.startswith("http://127.0.0.1:8080/"), f"a word that is not understood: {word}"
                    address = word
        where = urlsplit(address)
        asked = f"{where.path}?{where.query}"
        answer = client.post(asked, content=body, headers=headers) if body else client.get(asked, headers=headers)
        assert answer.status_code == int(status), f"{command}: {answer.text}"
        answers.append(answer.json())
    published, binary, packed, batch, refused, receipt, of_refused, of_demonstration, *_ = answers
    assert binary["results"] == [published["results"][0] | {"outcome": "duplicate"}]
    assert packed["accepted"] == 1
    assert published["results"][0]["receipt"] == f"/v1/receipts/{receipt['event']}"
    assert (batch["accepted"], batch["refused"]) == (1, 1)
    assert f'"pointer": "{refused["errors"][0]["pointer"]}"' in text
    assert f'"detail": "{refused["errors"][0]["detail"]}"' in text
    assert f'"fix": "{refused["errors"][0]["fix"]}"' in text
    assert f'"detail": "{refused["detail"]}"' in text
    assert (receipt["state"], of_refused["state"], of_demonstration["state"]) == ("admitted", "refused", "admitted")
    assert of_demonstration["changed"]


@pytest.mark.parametrize("page", ["http-api.md", "publishing.md", "problems.md", "errors.md", "events.md"])
def test_links_lead_somewhere(page: str) -> None:
    for link in re.findall(r"\]\(([^)#:]+)\)", (DOCS / page).read_text(encoding="utf-8")):
        assert (DOCS / link).exists(), link
