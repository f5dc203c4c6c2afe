"""An event that comes later is in every picture that it touches, and nothing is touched that there is no picture of."""

from datetime import date
from random import Random
from uuid import UUID

import pytest

from hub.events.catalogue import CATALOGUE
from hub.reconcile.days import Day
from hub.reconcile.events import Added
from hub.reconcile.picture import KINDS
from hub.reconcile.views import PartnershipViews
from tests.reconcile.dense import history
from tests.reconcile.summary import FLAT, ready
from tests.reconcile.test_views_reconfigured import OCID, PROVIDER
from tests.reconcile.told import CCG, COUNCIL, KNOWN, Said, events
from tests.support import pools
from tests.support.seeds import any_seed

DAY = Day.of(date(2015, 10, 1))
FIRST: list[Said] = [
    (COUNCIL, "declared", {"stage": "contract", "procurement": OCID, "suppliers": [{"id": PROVIDER}]}),
    (COUNCIL, "contract-assigned", {"programme": "carers"}),
    (COUNCIL, "programme-declared", {"title": "Carers", "mode": "separate"}),
    (COUNCIL, "procurement-declared", {"subject": OCID, "title": "Carers"}),
]
LATER: dict[str, Said] = {
    "contract": (CCG, "varied", {"title": "Short breaks"}),
    "programme": (CCG, "programme-declared", {"title": "Short breaks", "mode": "separate"}),
    "procurement": (CCG, "procurement-declared", {"subject": OCID, "title": "Short breaks"}),
    "provider": (CCG, "varied", {"suppliers": [{"id": PROVIDER}]}),
}


def test_every_kind_of_picture_has_its_case() -> None:
    assert set(LATER) == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_looked_at_before_is_looked_at_again(kind: str) -> None:
    made, fresh = (PartnershipViews("wandsworth", KNOWN) for _ in range(2))
    statements = events([*FIRST, LATER[kind]])
    for _, _, each, plain in statements:
        fresh.add(each, plain)
    for _, _, each, plain in statements[:-1]:
        made.add(each, plain)
    before = {(each.kind, each.id): each.body for each in made.pictures(DAY)}
    assert {name for name, _ in before} == set(KINDS)
    added, touched = made.add(statements[-1][2], statements[-1][3])
    assert added is Added.NEW
    after = {(each.kind, each.id): each.body for each in made.pictures(DAY)}
    assert after == {(each.kind, each.id): each.body for each in fresh.pictures(DAY)}
    changed = {key for key in after if after[key] != before.get(key)}
    assert kind in {name for name, _ in changed}
    assert changed <= {(each.kind, each.id) for each in touched}


def test_nothing_is_touched_that_there_is_no_picture_of() -> None:
    made = PartnershipViews("wandsworth", KNOWN)
    touched = {
        subject for _, _, each, plain in events([*FIRST, *LATER.values()]) for subject in made.add(each, plain)[1]
    }
    assert {each.kind for each in touched} == set(KINDS)


@any_seed(20)
def test_nor_by_what_takes_something_back(seed: int) -> None:
    made = PartnershipViews(pools.PARTNERSHIP, FLAT)
    for _, _, each, plain in ready(history(Random(seed), 80)):
        assert {subject.kind for subject in made.add(each, plain)[1]} <= set(KINDS)


def test_a_withdrawal_touches_what_the_event_was_about() -> None:
    made = PartnershipViews("wandsworth", KNOWN)
    ((_, event, statement, plain),) = events(FIRST[:1])
    made.add(statement, plain)
    withdrawn = next(each for each in CATALOGUE if each.withdraws and each.topic == statement.type.topic)
    meta = event.meta.model_copy(update={"event_id": UUID(int=99), "subject": statement.event_id})
    taking_back = withdrawn.model.model_validate(
        {"meta": meta.model_dump(), "event": statement.event_id, "reason": "entered twice"}
    )
    ((_, _, later, plain),) = ready([(withdrawn, taking_back)])
    touched = made.add(later, plain)[1]
    assert {each.kind for each in touched} == {"contract", "procurement", "provider"}
    assert list(made.pictures(DAY)) == []
