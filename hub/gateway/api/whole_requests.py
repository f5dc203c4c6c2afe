"""A request that is refused as a whole, as the item that is kept of it: what it was, as far as it was read.

Promise: pure. Nothing of a partner's is dropped without a record: what the gateway cannot read as events is refused
like one bad event, with its first bytes where those can be read as text. Not kept: what was told to come again (too
many at once, too slow, Kafka away), and what another host's or site's page sent, which is no partner's.
Source: design section 2 (nothing is dropped).
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from connectors.protocol import Item
from hub.admission.refusal import Code, Refusal
from hub.gateway.api import ce_headers
from hub.gateway.http.problems import Problem, ProblemKind
from hub.log.refusals import MOST_TEXT_BYTES

KEPT: Final[Mapping[ProblemKind, Code]] = MappingProxyType(
    {
        ProblemKind.MEDIA_WRONG: Code.REQUEST_WRONG,
        ProblemKind.BODY_WRONG: Code.REQUEST_WRONG,
        ProblemKind.PARAMETER_WRONG: Code.REQUEST_WRONG,
        ProblemKind.HEADERS_TOO_LARGE: Code.TOO_LARGE,
        ProblemKind.TOO_LARGE: Code.TOO_LARGE,
    }
)
"""The problems of a whole request, with the code under which each is kept."""

_WHERE: Final = "request"
_SEE: Final = "docs/http-api.md tells what is taken"


def refused_whole(problem: Problem, raw: ce_headers.Raw, body: bytes) -> Item:
    """problem: one of those in KEPT. body: what was read of it, as it came."""
    what, _, fix = problem.detail.partition("; ")
    field = str(problem.errors[0]["pointer"]) if problem.errors else ""
    try:
        attributes, _ = ce_headers.attributes(raw)
    except Problem:  # of headers without end nothing is read
        attributes = {}
    is_packed = any(name.lower() == b"content-encoding" for name, _ in raw)
    # packed bytes say nothing to a reader, and nobody could see what is personal in them
    kept = b"" if is_packed else body[:MOST_TEXT_BYTES]
    refusal = Refusal(KEPT[problem.kind], field, what, fix or _SEE, _WHERE)
    return Item(_WHERE, refusals=(refusal,), event=attributes, source=kept)
