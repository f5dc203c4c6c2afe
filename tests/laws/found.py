"""Histories in which a law was once found broken; each law is asked about its own again in every run."""

from datetime import date
from typing import Any, Final

from hub.configuration.model import Body, Configuration
from hub.reconcile.statement import Statement
from tests.cli.told import CCG, COUNCIL, ICB, Log
from tests.laws.histories import GROUPS
from tests.reconcile.summary import PLACE

DAY: Final = date(2015, 12, 1)
FOLLOWED: Final = Configuration(
    1,
    {
        "partnership/wandsworth": PLACE,
        f"organisation/{CCG}": Body(id=CCG, name="CCG", until=date(2015, 6, 4), successors=("GB-NHS-36L", ICB)),
        **{f"group/{each.id}": each for each in GROUPS},
    },
)


def _said(*told: tuple[str, str, dict[str, Any], dict[str, Any]]) -> list[Statement]:
    log = Log()
    for name, organisation, said, meta in told:
        log.say(name, organisation, "2015-01-01", said, **meta)
    return log.statements()


_ONE_ID: Final = {"event_id": "00000000-0000-0000-0000-0000000000aa"}

VOID_PAIR: Final = _said(
    ("contract.declared", COUNCIL, {"stage": "award"}, _ONE_ID),
    ("contract.declared", COUNCIL, {"stage": "contract"}, _ONE_ID),
    ("contract.varied", COUNCIL, {"title": "Carers"}, {"corrects": _ONE_ID["event_id"]}),
)
"""Two contents of one id, both taken back, were still a difference, which cited nothing that counts."""

NO_STAGE: Final = _said(("contract.varied", COUNCIL, {"title": "Carers"}, {}))
"""A contract that nobody declared was counted among those outside programmes, by no event."""

AMOUNT_THEN_VAT: Final = _said(
    ("contract.varied", COUNCIL, {"value": {"amount": "100.00", "basis": "net"}}, {}),
    ("contract.varied", CCG, {"value": {"amount": "150.00", "basis": "net"}}, {}),
    ("contract.varied", CCG, {"value": {"amount": "120.00", "basis": "gross"}}, {}),
)
"""Two amounts, then one of them with VAT: another kind of difference, and it had another id."""

SILENT: Final = _said(("contract.declared", COUNCIL, {"stage": "contract", "buyer": {"id": CCG}}, {}))
"""The buyer has not declared it; when two bodies followed the buyer, the difference had another id."""

SLASHED_DECISIONS: Final = _said(
    *(
        (
            "workplan.decision-recorded",
            body,
            {"decision": decision, "title": "D", "body": named, "state": state, "role": "required"},
            {},
        )
        for body, state in ((COUNCIL, "approved"), (CCG, "rejected"))
        for decision, named in (("d", "a/b"), ("d/a", "b"))
    )
)
"""Two disputed decisions were one open matter, because their references and bodies read the same when joined."""

ONE_ID, OTHER_ID = "GB-COH-00000001", "GB-PPON-PAAA-1111-AAAA"
OF_TWO_IDS: Final = Configuration(
    1, {**FOLLOWED.documents, f"organisation/{ONE_ID}": Body(id=ONE_ID, name="Supplier", same_as=(OTHER_ID,))}
)
UNDER_ANOTHER_ID: Final = _said(
    (
        "contract.procurement-declared",
        COUNCIL,
        {
            "awards": [{"id": "1", "suppliers": [{"id": OTHER_ID}]}],
            "parties": [{"id": OTHER_ID, "roles": ["supplier"]}],
        },
        {"subject": "ocds-h6vhtk-00001"},
    ),
)
"""An award that names a provider by another id was not on its page, and could not be explained at all."""

NAMED_LATER: Final = _said(
    *(
        (
            "contract.procurement-declared",
            COUNCIL,
            {"parties": [{"id": CCG, **party}]},
            {"subject": "ocds-h6vhtk-00001"},
        )
        for party in ({"name": "The CCG", "roles": ["buyer"]}, {"roles": ["buyer", "funder"]})
    )
)
"""A buyer's name was shown among the buyers, and the event that gave it was not cited there."""

NAMED_AGAIN: Final = _said(
    (
        "contract.procurement-declared",
        COUNCIL,
        {"departures": [{"award": "1", "supplier": ONE_ID}]},
        {"subject": "ocds-h6vhtk-00001"},
    ),
    (
        "contract.procurement-declared",
        COUNCIL,
        {"awards": [{"id": "1", "suppliers": [{"id": ONE_ID}]}]},
        {"subject": "ocds-h6vhtk-00001"},
    ),
)
"""A supplier had left an award and was named there again: its leaving was told to stand, and no picture showed it."""

_LEFT_AHEAD: Final = {"departures": [{"award": "1", "supplier": ONE_ID, "left_on": "2015-11-01"}]}
TAKEN_BACK_THEN_SAID: Final = _said(
    ("contract.procurement-declared", CCG, _LEFT_AHEAD, {"subject": "ocds-h6vhtk-00001"}),
    ("contract.procurement-declared", ICB, {"clears": ["departures"]}, {"subject": "ocds-h6vhtk-00001"}),
    (
        "contract.procurement-declared",
        ICB,
        {"departures": [{"award": "1", "supplier": ONE_ID}]},
        {"subject": "ocds-h6vhtk-00001"},
    ),
)
"""A body took back what its predecessor had told ahead, said it anew, and its own new word was lost as well."""

GUARDED_RESULT: Final = _said(
    *(
        (
            "performance.observed",
            body,
            {"measure": "waits", "period_start": f"2015-{first}-01", "period_end": f"2015-{last}", "value": value},
            {"classification": classification},
        )
        for first, last, body, value, classification in (
            ("01", "03-31", COUNCIL, "1", "confidential"),
            ("01", "03-31", CCG, "2", "public"),
            ("04", "06-30", COUNCIL, "3", "public"),
        )
    ),
)
"""A guarded result of an earlier quarter, which stands in a difference alone: the picture must be guarded like it."""
