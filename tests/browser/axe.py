"""Asks axe-core what is wrong with a page for people who use it with a keyboard, a screen reader or weak eyes."""

from functools import cache
from pathlib import Path
from typing import Any, Final

from playwright.async_api import Page

PROGRAM: Final = Path(__file__).parent / "vendor" / "axe-core" / "axe.min.js"
RULES: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
QUESTION: Final = """async rules => {
    const answer = await axe.run(document, {runOnly: rules, resultTypes: ["violations"]});
    return {asked: answer.passes.length, violations: answer.violations};
}"""


async def violations(page: Page) -> list[str]:
    """One line for each element at fault: the rule, the element, what to do. The page keeps its own policy."""
    # through the devtools, past the page's policy, which forbids scripts that are not the hub's own
    await page.evaluate(_program())
    answer = await page.evaluate(QUESTION, list(RULES))
    assert answer["asked"] > 0, "axe looked at nothing"
    return [_line(rule, node) for rule in answer["violations"] for node in rule["nodes"]]


def _line(rule: dict[str, Any], node: dict[str, Any]) -> str:
    return f"{rule['id']} at {' '.join(map(str, node['target']))}: {' '.join(node['failureSummary'].split())}"


@cache
def _program() -> str:
    return PROGRAM.read_text(encoding="utf-8")
