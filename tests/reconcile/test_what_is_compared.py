"""What no difference is ever found in, said a second time: the table alone could stop comparing a field by one line.

Whoever adds a reason not to compare adds it here too. Source: design section 4 (comparison is total).
"""

from collections.abc import Iterator, Mapping
from itertools import permutations
from typing import Final

import pytest

from hub.configuration.model import Configuration
from hub.reconcile.claims import Claim, Field, Origin, Side
from hub.reconcile.comparing import UNKNOWN, Compared, NotCompared
from hub.reconcile.differences import differ, of_field
from hub.reconcile.kinds.tables import LINES
from hub.reconcile.sides import FieldFinding

WORDED: Final = {
    *{("", name, "") for name in ("title", "description", "outcomes", "extension_terms")},
    *{("", name, "") for name in ("scope_reason", "agreement_reason")},
    *{(item, name, "") for item in ("lot", "award") for name in ("title", "description", "extension_terms")},
    ("party", "name", ""),
    ("measure", "title", ""),
    ("measure", "outcome", ""),
    ("milestone", "title", ""),
    ("milestone", "due", "text"),
    ("milestone", "met", "note"),
    ("clause", "check", "note"),
    ("improvement", "placed", "reason"),
    ("rating", "rated", "reason"),
    ("breach", "recorded", "description"),
    ("decision", "recorded", "title"),
    *{("risk", "assessed", name) for name in ("title", "mitigation")},
    *{("option", "appraised", name) for name in ("title", "benefits", "drawbacks", "reason")},
    *{("consultation", "conducted", name) for name in ("title", "issues", "answers", "reported_to")},
    *{("need", "needed", name) for name in ("title", "evidence", "response")},
    ("condition", "fulfilled", "note"),
    ("variation", "varied", "rationale"),
    *{("intention", "intended", name) for name in ("title", "due_text")},
    *{("phase", "phased", name) for name in ("title", "due_text", "entry_conditions")},
    *{("assessment", "screened", name) for name in ("title", "findings", "mitigation", "review_findings")},
    *{("recommendation", "recommended", name) for name in ("title", "made_by", "answer_words")},
    *{("remedy", "remedied", name) for name in ("title", "result")},
    ("feedback", "counted", "learned"),
    ("review", "reviewed", "findings"),
    *{("visit", "visited", part) for part in ("findings", "follow_up")},
    ("request", "requested", "title"),
    ("term", "stated", "wording"),
    ("difference", "answered", "comment"),
}
OF_EACH_BODY: Final = {
    ("rating", "rated", "rater"),
    ("", "notice", ""),
    *{("", name, "") for name in ("department", "specified_by", "awarded_by")},
    *{("", name, "") for name in ("owner_post", "manager_post", "monitoring_posts")},
    *{("clause", "check", name) for name in ("checked_on", "next_check_by")},
    *{("risk", "assessed", name) for name in ("owner_post", "review_on")},
    *{("condition", "fulfilled", name) for name in ("body", "met_on", "confirmed_by")},
    ("variation", "varied", "decision"),
    ("member", "named", "post"),
    ("need", "needed", "assessed_on"),
    *{("assessment", "screened", name) for name in ("not_collected", "author_post", "author_trained_on")},
    ("remedy", "remedied", "act_post"),
    ("review", "reviewed", "reviewed_by"),
    ("visit", "visited", "visited_by"),
    *{("term", "stated", name) for name in ("unit", "clause_number")},
    *{("difference", "answered", name) for name in ("answered_as", "events", "until", "assigned_to")},
    ("decision", "recorded", "signed_by"),
    *{("", name, "") for name in ("end_decision", "end_rationale")},
    ("variation", "varied", "value"),
    *{
        ("feedback", "counted", name)
        for name in ("complaints", "upheld", "compliments", "safeguarding", "information_requests")
    },
    *{("decision", "recorded", name) for name in ("decided_on", "conditions", "required", "paper")},
}
TOLD_ELSEWHERE: Final = {
    *{("award", name, "") for name in ("supplier", "departed")},
    ("party", "left", ""),
    ("", "departures", ""),
    ("programme", "assigned", ""),
    *{(item, "listed", "") for item in ("lot", "award", "item", "notice", "party")},
    *{("result", "observed", name) for name in ("period_start", "period_end")},
    ("rating", "rated", "period_start"),
    ("feedback", "counted", "period_start"),
    *{("milestone", "due", name) for name in ("earliest", "precision")},
    *{
        (item, name, part)
        for item, name in (("intention", "intended"), ("phase", "phased"))
        for part in ("due_earliest", "due_precision")
    },
    ("decision", "recorded", "body"),
    *{("condition", "fulfilled", name) for name in ("decision", "condition")},
    ("variation", "varied", "batch"),
}
"""By the sort of item, the field and the part of its value."""


def lines() -> Iterator[tuple[tuple[str, str, str], Compared | NotCompared]]:
    for (item, name), line in LINES.items():
        if isinstance(line, Mapping):
            yield from (((item, name, part), each) for part, each in line.items())
        else:
            yield (item, name, ""), line


def test_all_else_is_compared() -> None:
    passed_over = {place for place, line in lines() if isinstance(line, NotCompared)}
    assert passed_over == WORDED | OF_EACH_BODY | TOLD_ELSEWHERE
    assert isinstance(UNKNOWN, Compared)


@pytest.mark.parametrize("order", list(permutations((None, "x", "y"))), ids=str)
def test_a_part_without_a_line_is_compared_whoever_speaks_of_it(order: tuple[str | None, ...]) -> None:
    """As a newer event could bring one: two who say it differently do not agree because the first says nothing."""
    field, origin = Field("clause", "DBS", "check"), Origin("public", None, illustrative=False)
    sides = [
        Side(body, Claim(1, 1, body, body, body, field, {"outcome": "met"} | ({"new": word} if word else {}), origin))
        for body, word in zip("abc", order, strict=True)
    ]
    finding, (found,) = of_field("p", ("contract", "c"), field, sides, Configuration())
    assert (finding, found["field"]) == (FieldFinding.DIFFERS, "clause:DBS/check/new")
    assert differ(field, sides, Configuration())
