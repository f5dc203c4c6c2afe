"""Every page of the gateway as the demonstration fills it: the tests walk this list, and a test walks the templates."""

from dataclasses import dataclass
from importlib import resources
from typing import Final

from hub.gateway.api.examples import PROCUREMENT
from tests.browser.running_hub import GROUP

FRAMES: Final = frozenset(
    {"base.html", "group_content.html", "list.html", "parts.html", "procured.html", "subject.html"}
)
"""Templates that pages are made of, and no pages."""

CARERS_VALUE: Final = "014cd65d-e520-798c-94c6-03ad506ec71e"
CARERS_CONTRACT: Final = "GB-LAE-WND/14-565"


@dataclass(frozen=True, slots=True)
class PageCase:
    """A page. template: the file that it is made of."""

    name: str
    template: str
    path: str
    status: int = 200


CASES: Final = (
    PageCase("home", "home.html", "/"),
    PageCase("the groups", "groups.html", "/groups"),
    PageCase("a group", "group.html", f"/groups/{GROUP}"),
    PageCase("programmes", "programmes.html", "/programmes"),
    PageCase("a programme", "programme.html", "/programmes/wandsworth/mental-health"),
    PageCase("procurements", "procurements.html", "/procurements"),
    PageCase("a procurement", "procurement.html", f"/procurements/{PROCUREMENT}"),
    PageCase("contracts", "contracts.html", "/contracts"),
    PageCase("no contract matches", "contracts.html", "/contracts?q=nothing-of-that-name"),
    PageCase("a contract", "contract.html", f"/contracts/wandsworth/{CARERS_CONTRACT}"),
    PageCase("providers", "providers.html", "/providers"),
    PageCase("a provider", "provider.html", "/providers/wandsworth/GB-COH-00000002"),
    PageCase("differences", "differences.html", "/differences"),
    PageCase("a difference", "difference.html", "/differences/9288ba1d9416f1be0410"),
    PageCase("an event", "event.html", f"/events/{CARERS_VALUE}"),
    PageCase("search", "search.html", "/search"),
    PageCase("search results", "search.html", "/search?q=carers"),
    PageCase("nothing found", "search.html", "/search?q=nothing-of-that-name"),
    PageCase("status", "status.html", "/status"),
    PageCase("not found", "problem.html", "/programmes/nowhere/nothing", 404),
    PageCase("a wrong address", "problem.html", "/contracts?after=nonsense", 422),
)


def templates() -> set[str]:
    """The files that pages are made of."""
    return {each.name for each in (resources.files("hub.gateway.pages") / "templates").iterdir()} - FRAMES
