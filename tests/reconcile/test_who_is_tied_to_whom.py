"""Which contracts and procurements are tied to something: those alone that an event says so of, each under its kind."""

import pytest

from hub.reconcile.events import Subject
from tests.reconcile.summary import added
from tests.reconcile.told import CCG, CONTRACT, COUNCIL, PROGRAMME, Said, events

CARERS, BREAKS = "ocds-h6vhtk-00001", "ocds-h6vhtk-00002"
SIGNED, AWARDED, BOTH = "GB-COH-00000001", "GB-COH-00000002", "GB-COH-00000003"


def suppliers(*several: str) -> list[dict[str, str]]:
    return [{"id": each} for each in several]


def awards(*several: str) -> list[dict[str, object]]:
    return [{"id": "a", "suppliers": suppliers(*several)}]


SAID: list[Said] = [
    (COUNCIL, "declared", {"stage": "contract", "procurement": CARERS, "suppliers": suppliers(SIGNED, BOTH)}),
    (CCG, "contract-assigned", {"programme": PROGRAMME}),
    (COUNCIL, "procurement-declared", {"subject": CARERS, "awards": awards(AWARDED, BOTH)}),
    (COUNCIL, "procurement-declared", {"subject": BREAKS, "awards": awards(AWARDED)}),
]
"""One contract, which came of the first of two procurements."""


Tied = tuple[list[str], list[str], list[str]]
"""Contracts of which an event names it, contracts that may belong to it, procurements."""

TIED: dict[Subject, Tied] = {
    Subject("contract", CONTRACT): ([], [], [CARERS]),
    Subject("procurement", CARERS): ([CONTRACT], [CONTRACT], []),
    Subject("procurement", BREAKS): ([], [], []),
    Subject("programme", PROGRAMME): ([CONTRACT], [CONTRACT], []),
    Subject("provider", SIGNED): ([CONTRACT], [CONTRACT], []),
    Subject("provider", AWARDED): ([], [CONTRACT], [CARERS, BREAKS]),
    Subject("provider", BOTH): ([CONTRACT], [CONTRACT], [CARERS]),
}


@pytest.mark.parametrize("subject", TIED, ids=" ".join)
def test_each_is_tied_to_those_that_an_event_ties_it_to(subject: Subject) -> None:
    held = added(events(SAID)).events
    assert (held.contracts_naming(subject), held.contracts_of(subject), held.procurements_of(subject)) == TIED[subject]
