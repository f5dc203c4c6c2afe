"""What each type of event claims, and that it is the same whether it is kept unpacked or not."""

from datetime import date
from random import Random

import pytest

from hub.events.catalogue import CATALOGUE, EventType
from hub.reconcile.claims import Claim
from hub.reconcile.days import Day
from hub.reconcile.events import Added, EventSet
from hub.reconcile.folds import claims_of
from hub.reconcile.views import PartnershipViews
from tests.examples.test_schema_examples import example
from tests.reconcile.dense import history
from tests.reconcile.summary import FLAT, added, ready
from tests.support import pools
from tests.support.seeds import any_seed


@pytest.mark.parametrize("event_type", CATALOGUE, ids=lambda each: each.ce_type)
def test_every_type_claims_something_but_a_withdrawal_which_claims_nothing(event_type: EventType) -> None:
    ((_, _, statement, plain),) = ready([(event_type, example(event_type).event)])
    claims = claims_of(statement, plain)
    assert all(isinstance(each, Claim) for each in claims)
    assert (len(claims) == 0) is event_type.withdraws
    assert {each.event_id for each in claims} <= {statement.event_id}
    assert len({each.field for each in claims}) == len(claims), "a field is claimed once"


@any_seed(40)
def test_a_history_that_is_kept_packed_shows_the_same(seed: int) -> None:
    statements = ready(history(Random(seed), 60))
    packed = PartnershipViews(pools.PARTNERSHIP, FLAT)
    for _, _, each, plain in statements:
        packed.add(each, plain, unpack=False)
    again = [packed.add(each, plain, unpack=False)[0] for _, _, each, plain in statements]
    assert set(again) == {Added.DUPLICATE}
    day = Day.of(date(2015, 8, 1))
    assert list(packed.pictures(day)) == list(added(statements).pictures(day))


def test_what_is_added_is_new_once() -> None:
    held = EventSet()
    ((_, _, statement, plain),) = ready([(CATALOGUE[0], example(CATALOGUE[0]).event)])
    assert [held.add(statement, plain), held.add(statement, plain)] == [Added.NEW, Added.DUPLICATE]
    assert len(held) == 1
