"""A count beside a plural is made by `count_words`, in every text and every template: nobody reads "1 events"."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.events.counting import count_words

ROOT = Path(__file__).parents[2]
SOURCES = sorted([*(ROOT / "hub").rglob("*.py"), *(ROOT / "connectors").rglob("*.py")])
TEMPLATES = sorted((ROOT / "hub").rglob("*.html"))
NOUNS = (
    "awards bodies characters contracts copies days documents duplicates events fields files groups items keys lines "
    "matters measures milestones organisations partitions partners partnerships places procurements programmes "
    "providers reasons records refusals rows seconds sides statements things times warnings"
)
AFTER = re.compile(rf"^ (?:(?:further|joint|more|open|other) )?({'|'.join(NOUNS.split())})\b")
IN_TEMPLATES = re.compile(rf"\}}\}} (?:(?:further|more|open|other) )?({'|'.join(NOUNS.split())})\b")
LIMIT = re.compile(r"_?[A-Z][A-Z_]+(\.\w+|_SECONDS)?")
"""A constant, which is never 1."""
SEVERAL: dict[str, str] = {
    "hub/admission/contradictions.py": "of days that are more than a limit of at least one",
    "hub/gateway/index/everything.py": "a limit",
    "hub/gateway/api/publishing.py": "said where there is more than one, or limits",
    "hub/gateway/pages/templates/event.html": "said where there is more than one",
    "hub/log/topics_there.py": "a limit",
    "hub/usecases/warned.py": "said where there is more than one",
    "hub/reconcile/kinds/provider/picture.py": "one contract is on measures and another is not",
    "hub/reconcile/rules.py": "a power of ten",
    "hub/reports/templates/joint_programmes.html": "said where there are more than twelve",
}
"""Where a count beside a plural is more than one, and why."""


def counts(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.JoinedStr):
            for value, text in zip(node.values, node.values[1:], strict=False):
                if isinstance(value, ast.FormattedValue) and isinstance(text, ast.Constant):
                    found = AFTER.match(str(text.value))
                    if found and not LIMIT.fullmatch(ast.unparse(value.value).split(" ")[0]):
                        yield f"{ast.unparse(value.value)} {found.group(1)}"


@pytest.mark.parametrize("path", SOURCES, ids=lambda each: str(each.relative_to(ROOT)))
def test_no_text_puts_a_plural_behind_a_count(path: Path) -> None:
    if str(path.relative_to(ROOT)) not in SEVERAL:
        assert list(counts(path)) == [], "make it with hub.events.counting.count_words"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda each: str(each.relative_to(ROOT)))
def test_no_template_puts_a_plural_behind_a_count(path: Path) -> None:
    if str(path.relative_to(ROOT)) not in SEVERAL:
        assert IN_TEMPLATES.findall(path.read_text("utf-8")) == [], "make it with count_words"


@pytest.mark.parametrize("name", sorted(SEVERAL))
def test_every_exception_is_one(name: str) -> None:
    path = ROOT / name
    found = IN_TEMPLATES.findall(path.read_text("utf-8")) if path.suffix == ".html" else list(counts(path))
    assert found, "there is no count beside a plural any more: take the line out"


def test_one_is_one() -> None:
    assert [count_words(each, "event") for each in (0, 1, 2, 1200)] == [
        "0 events",
        "1 event",
        "2 events",
        "1,200 events",
    ]
    assert [count_words(each, "copy", "copies") for each in (1, 2)] == ["1 copy", "2 copies"]
