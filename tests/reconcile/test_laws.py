"""The laws of the sum, for every type in the catalogue: order, repetition and splitting change nothing; a naive
replay agrees; a picture is constant until its `until`."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.configuration.model import Configuration
from hub.events.catalogue import CATALOGUE, EventType
from hub.events.envelope import Event
from hub.reconcile.days import Day
from hub.reconcile.events import Added, Subject
from hub.reconcile.kinds.tables import FOLDS
from tests.reconcile import oracle
from tests.reconcile.summary import FLAT, WITH_SUCCESSION, Ready, added, as_it_goes, comparable, ready, summary, whole
from tests.support import pools
from tests.support.strategies import event_lists, events

DAYS = st.sampled_from([*pools.DAYS, date(2015, 6, 6), date(2020, 1, 1), date(2030, 1, 1)]).map(Day.of)
CONFIGURATIONS = st.sampled_from([FLAT, WITH_SUCCESSION])
EVERY_TYPE = pytest.mark.parametrize("event_type", CATALOGUE, ids=lambda each: each.ce_type)


def family(about: str, least: int, most: int) -> st.SearchStrategy[list[tuple[EventType, Event]]]:
    """Events about one kind of thing, many enough to meet each other."""
    types = [each for each in CATALOGUE if each.about == about]
    one = st.sampled_from(types).flatmap(lambda each: events(each).map(lambda event: (each, event)))
    return st.lists(one, min_size=least, max_size=most)


def lists_with(event_type: EventType) -> st.SearchStrategy[list[Ready]]:
    """Lists of any events, with some of this type among them."""
    some = st.lists(events(event_type).map(lambda event: (event_type, event)), min_size=1, max_size=4)
    return st.tuples(some, event_lists(10) | family(event_type.about, 6, 16)).map(
        lambda both: ready([*both[0], *both[1]])
    )


def test_every_type_has_a_fold() -> None:
    assert {each.model for each in CATALOGUE} == set(FOLDS)


@EVERY_TYPE
@settings(max_examples=40)
@given(data=st.data())
def test_order_repeats_and_splits_change_nothing(event_type: EventType, data: st.DataObject) -> None:
    statements = data.draw(lists_with(event_type))
    day, configuration = data.draw(DAYS), data.draw(CONFIGURATIONS)
    random = data.draw(st.randoms(use_true_random=False))
    once = {key: picture.json() for key, picture in whole(statements, day, configuration).items()}
    again = [*statements, *statements]
    random.shuffle(again)
    assert {key: picture.json() for key, picture in whole(again, day, configuration).items()} == once
    assert as_it_goes(again, day, random, configuration) == once


@EVERY_TYPE
@settings(max_examples=40)
@given(data=st.data())
def test_a_naive_replay_agrees(event_type: EventType, data: st.DataObject) -> None:
    statements = data.draw(lists_with(event_type))
    day = data.draw(DAYS)
    told = oracle.replay([(each, event, found.content_hash) for each, event, found, _ in statements], day.date)
    got = {key: summary(picture) for key, picture in whole(statements, day).items()}
    assert got == {key: comparable(key[0], answer) for key, answer in told.items()}


@EVERY_TYPE
@settings(max_examples=25)
@given(data=st.data())
def test_a_picture_is_constant_until_it_says_otherwise(event_type: EventType, data: st.DataObject) -> None:
    statements = data.draw(lists_with(event_type))
    day, configuration = data.draw(DAYS), data.draw(CONFIGURATIONS)
    for key, picture in whole(statements, day, configuration).items():
        last = (picture.until - 1) if picture.until is not None else day + 20_000
        later = Day(data.draw(st.integers(day, last)))
        then = added(statements, configuration).picture(Subject(*key), later)
        assert then is not None
        assert then.json() == picture.json()


@given(event_lists(), DAYS)
def test_adding_again_is_a_duplicate_and_touches_nothing(made: list[Any], day: Day) -> None:
    statements = ready(made)
    views = added(statements)
    for _, _, each, plain in statements:
        assert views.add(each, plain) == (Added.DUPLICATE, set())


@given(event_lists(), DAYS, st.sampled_from([FLAT, WITH_SUCCESSION]))
def test_asking_for_other_days_before_leaves_no_trace(made: list[Any], day: Day, configuration: Configuration) -> None:
    statements = ready(made)
    views = added(statements, configuration)
    for other in (Day.of(date(2030, 1, 1)), Day.of(date(1900, 1, 1)), day):
        asked = {(each.kind, each.id): each.json() for each in views.pictures(other)}
    assert asked == {key: picture.json() for key, picture in whole(statements, day, configuration).items()}
