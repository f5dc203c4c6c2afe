"""Files that the documents name are there, and the glossary has the words that somebody searches for."""

import re
from pathlib import Path

import pytest

from hub.reconcile.kinds.registry import KINDS

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("docs/runbooks/*.md"), *ROOT.glob("docs/decisions/*.md")]
)
PATH = re.compile(r"`((?:hub|tests|schemas|connectors|deploy|bench|docs)/[\w./-]+)`")
LINK = re.compile(r"\]\(([\w./-]+\.md)[#)]")
GLOSSARY = (ROOT / "docs/glossary.md").read_text("utf-8")
ROWS = [tuple(map(str.strip, line.strip("|").split(" | "))) for line in GLOSSARY.splitlines() if line.startswith("| ")]


@pytest.mark.parametrize("page", [each for each in PAGES if each.name != "CHANGELOG.md"], ids=lambda each: each.name)
def test_what_a_page_names_is_there(page: Path) -> None:
    text = page.read_text("utf-8")
    gone = [name for name in PATH.findall(text) if not (ROOT / name).exists()]
    gone += [name for name in LINK.findall(text) if not (page.parent / name).exists()]
    assert gone == []


def test_words_are_in_order_and_each_has_its_meaning() -> None:
    words = [word for word, *_ in ROWS[1:]]
    assert words == sorted(words)
    assert all(len(row) == 3 and row[1].endswith(".") for row in ROWS[1:])


@pytest.mark.parametrize("searched", ["checkpoint", "commit", "back-pressure", "dead letter", "lag", "idempotence"])
def test_what_an_engineer_on_call_searches_for_is_found(searched: str) -> None:
    assert searched in GLOSSARY


def test_every_kind_of_subject_is_named() -> None:
    assert all(kind.name in GLOSSARY for kind in KINDS)
