"""Laws of answers, over dense histories in which every open matter is answered by all whose words it stands on."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from hub.configuration.model import Configuration
from hub.events.catalogue import CATALOGUE
from hub.events.envelope import Event
from hub.reconcile.days import Day
from hub.reconcile.picture import Picture
from hub.reconcile.settling import stands_on
from tests.reconcile.dense import any_day, history
from tests.reconcile.summary import FLAT, WITH_SUCCESSION, Ready, added, as_it_goes, ready, whole
from tests.support import pools

ANSWERING = {each.about: each for each in CATALOGUE if each.name == "difference-answered"}
SEEDS = st.integers(0, 10_000)
CONFIGURATIONS = st.sampled_from([FLAT, WITH_SUCCESSION])


def answers_to(pictures: Iterable[Picture]) -> Iterator[Ready]:
    """An answer of each body to each open matter, with the statements that it stands on."""
    number = 10_000
    for picture in pictures:
        for matter in picture.body.get("differences", ()) if picture.kind in ANSWERING else ():
            for body in sorted({side["organisation"] for side in matter["sides"]}):
                number += 1
                if (named := [*stands_on(matter)]) and "+" not in body:
                    yield answer(number, body, picture, matter, named)


def answer(number: int, body: str, picture: Picture, matter: dict[str, Any], named: Sequence[str]) -> Ready:
    event_type = ANSWERING[picture.kind]
    said = {
        "meta": {
            "event_id": UUID(int=number),
            "organisation": body,
            "source_system": "s",
            "partnerships": [pools.PARTNERSHIP],
            "subject": picture.id,
            "occurred_at": "2014-01-01",
            "recorded_at": datetime(2014, 1, 1, tzinfo=UTC),
        },
        "difference": matter["id"],
        "answered_as": "agreed",
        "events": named,
    }
    (made,) = ready([(event_type, event_type.model.model_validate(said))])
    return made


def one_after_another(random: Random, length: int) -> list[Ready]:
    """A dense history of which no two statements were recorded in one moment: what is said again under another id then
    comes next to what it repeats."""
    return ready(
        (event_type, with_meta(event, recorded_at=event.meta.recorded_at + timedelta(milliseconds=number)))
        for number, (event_type, event) in enumerate(history(random, length))
    )


def with_meta(event: Event, **told: Any) -> Event:
    return event.model_copy(update={"meta": event.meta.model_copy(update=told)})


def settled(pictures: Iterable[Picture]) -> set[str]:
    return {each["id"] for picture in pictures for each in picture.body.get("answered", ())}


def said_again(of: Sequence[Ready], random: Random, configuration: Configuration, how_many: int) -> list[Ready]:
    """Some statements that count, under other ids."""
    events = added(of, configuration).events
    counting = [
        (event_type, event)
        for event_type, event, statement, _ in of
        if not events.is_void(statement) and len(events.contents_of(statement.event_id)) == 1
    ]
    return ready(
        (event_type, with_meta(event, event_id=UUID(int=random.getrandbits(128))))
        for event_type, event in random.sample(counting, min(how_many, len(counting)))
    )


@settings(max_examples=30, deadline=None)
@given(seed=SEEDS, configuration=CONFIGURATIONS)
def test_saying_anything_again_under_another_id_changes_no_answered_matter(
    seed: int, configuration: Configuration
) -> None:
    random = Random(seed)
    said, day = one_after_another(random, 120), Day.of(any_day(random))
    said += answers_to(whole(said, day, configuration).values())
    before = settled(whole(said, day, configuration).values())
    again = said_again(said, random, configuration, 20)
    assert before <= settled(whole([*said, *again], day, configuration).values())


@settings(max_examples=30, deadline=None)
@given(seed=SEEDS, configuration=CONFIGURATIONS)
def test_answers_hold_in_whatever_order_things_come_and_whenever_somebody_looks(
    seed: int, configuration: Configuration
) -> None:
    random = Random(seed)
    said, day = one_after_another(random, 60), Day.of(any_day(random))
    said += answers_to(whole(said, day, configuration).values())
    said += said_again(said, random, configuration, 15)
    once = {key: picture.json() for key, picture in whole(said, day, configuration).items()}
    random.shuffle(said)
    assert as_it_goes(said, day, random, configuration) == once
