"""Every page of the gateway as the demonstration fills it: the tests walk this list, and a test walks the templates."""

from dataclasses import dataclass
from importlib import resources
from typing import Final

from hub.gateway.examples import PROCUREMENT
from tests.browser.running_hub import GROUP

FRAMES: Final = frozenset({"base.html", "list.html", "parts.html", "procured.html", "subject.html"})
"""Templates that pages are made of, and no pages."""

CARERS_VALUE: Final = "014cd65d-e520-798c-94c6-03ad506ec71e"
CARERS_CONTRACT: Final = "GB-LAE-WND/14-565"


@dataclass(frozen=True, slots=True)
class Place:
    """A page. template: the file that it is made of."""

    name: str
    template: str
    path: str
    status: int = 200


PLACES: Final = (
    Place("home", "home.html", "/"),
    Place("the groups", "groups.html", "/groups"),
    Place("a group", "group.html", f"/groups/{GROUP}"),
    Place("programmes", "programmes.html", "/programmes"),
    Place("a programme", "programme.html", "/programmes/wandsworth/mental-health"),
    Place("procurements", "procurements.html", "/procurements"),
    Place("a procurement", "procurement.html", f"/procurements/{PROCUREMENT}"),
    Place("contracts", "contracts.html", "/contracts"),
    Place("no contract matches", "contracts.html", "/contracts?q=nothing-of-that-name"),
    Place("a contract", "contract.html", f"/contracts/wandsworth/{CARERS_CONTRACT}"),
    Place("providers", "providers.html", "/providers"),
    Place("a provider", "provider.html", "/providers/wandsworth/GB-COH-00000002"),
    Place("differences", "differences.html", "/differences"),
    Place("a difference", "difference.html", "/differences/9288ba1d9416f1be0410"),
    Place("an event", "event.html", f"/events/{CARERS_VALUE}"),
    Place("search", "search.html", "/search"),
    Place("search results", "search.html", "/search?q=carers"),
    Place("nothing found", "search.html", "/search?q=nothing-of-that-name"),
    Place("status", "status.html", "/status"),
    Place("not found", "problem.html", "/programmes/nowhere/nothing", 404),
    Place("a wrong address", "problem.html", "/contracts?after=nonsense", 422),
)


def templates() -> set[str]:
    """The files that pages are made of."""
    return {each.name for each in (resources.files("hub.gateway") / "templates").iterdir()} - FRAMES
