"""A receipt, a trace and the gateway's index tell as taken back what the core voids, and everything else with why."""

from collections import Counter, defaultdict
from datetime import date
from random import Random
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from hub.events.catalogue import EventType
from hub.events.envelope import Event
from hub.events.taking_back import Effect, effect, in_vain, namings, namings_of
from hub.gateway.index.event_reading import EventContent, EventReading
from hub.gateway.index.store import Store
from hub.log.codec import frame, headers
from hub.log.location import RecordLocation
from hub.log.topics import partition_of
from hub.reconcile.events import EventSet
from hub.reconcile.statement import Statement
from hub.reports.trace import trace
from hub.serialization.avro import encode
from tests.gateway.made import LogInMemory, filled_store, record
from tests.laws.histories import LAW, of_few_ids
from tests.reconcile.dense import history
from tests.reconcile.summary import FLAT, ready
from tests.support.records import PARTITIONS, STAMP

PLACES = ("wandsworth", "leeds", "richmond")
Made = list[tuple[EventType, Event]]


def told_in_places(random: Random, length: int, ids: int) -> Made:
    """Events of few ids, so that they take each other back, each said in one to three partnerships."""
    found = []
    for event_type, event in of_few_ids(history(random, length), ids):
        places = random.sample(PLACES, random.choice([1, 1, 2, 3]))
        meta = event.meta.model_copy(update={"partnerships": tuple(places)})
        found.append((event_type, event.model_copy(update={"meta": meta})))
    return found


# of no id more records than are read of one
SIZES = st.sampled_from([(60, 100), (60, 30), (30, 8), (12, 3), (4, 3)])
HISTORIES = st.tuples(st.randoms(use_true_random=True), SIZES).map(lambda drawn: told_in_places(drawn[0], *drawn[1]))


def log_of(made: Made) -> tuple[Store, LogInMemory]:
    store, log = filled_store(events=0), LogInMemory()
    ends: Counter[tuple[str, int]] = Counter()
    for event_type, event in made:
        for place in event.meta.partnerships:
            partition = partition_of(place.encode(), PARTITIONS)
            at = event_type.topic, partition
            beside = headers(event_type, event, STAMP)
            raw = record(
                event_type.topic, ends[at], place.encode(), frame(1, encode(event_type, event)), beside, partition
            )
            log.records[RecordLocation(*at, ends[at])] = raw
            store.events.take(raw)
            ends[at] += 1
    return store, log


def core_of(made: Made) -> dict[str, EventSet]:
    sets: defaultdict[str, EventSet] = defaultdict(EventSet)
    for _, event, statement, plain in ready(made):
        for place in event.meta.partnerships:
            sets[place].add(statement, plain)
    return sets


def voided_by(core: EventSet, statement: EventContent) -> set[str]:
    """Of the core: events of the same organisation that are void by one of this id."""
    return {
        other.event_id
        for other in core.all()
        if other.organisation == statement.organisation and str(statement.event_id) in core.voided_by(other)
    }


@LAW
@given(made=HISTORIES)
async def test_a_receipt_takes_back_what_the_core_voids_and_tells_the_rest(made: Made) -> None:
    store, log = log_of(made)
    sets = core_of(made)
    reading = EventReading(store.events, store.names, log)
    for event_id in {event.meta.event_id for _, event in made}:
        statements = (await reading.read_event(event_id)).statements
        together: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        for each in statements:
            takes_back = {str(other) for other in each.takes_back}
            together[each.partnership, each.organisation] |= takes_back
            named = {naming.event for naming in each.names}
            in_vain_ids = {told.naming.event for told in each.in_vain if told.effect is not Effect.TAKES_BACK}
            assert takes_back | in_vain_ids == named
            assert not takes_back & in_vain_ids
        for each in statements:
            # two contents under one id may both name something: what is void is void by the id
            assert together[each.partnership, each.organisation] == voided_by(sets[each.partnership], each)


@LAW
@given(made=HISTORIES)
def test_a_trace_takes_back_the_same_and_tells_the_rest(made: Made) -> None:
    sets, statements = core_of(made), dict[str, list[Statement]]()
    for _, event, each, _ in ready(made):
        for place in event.meta.partnerships:
            statements.setdefault(place, []).append(each)
    naming_ids = {str(event.meta.event_id) for _, event in made if namings_of(event)}
    for event_id in sorted(naming_ids)[:2]:  # a trace adds up every picture twice
        for told in trace(statements, FLAT, event_id, date(2015, 6, 1)):
            core = sets[told["partnership"]]
            (content,) = [each for each in core.contents_of(event_id) if each.content_hash == told["content_hash"]]
            named = {naming.event for naming in namings(content.type, content.plain())}
            void = {each for each in named if is_said(core, each, content.organisation)}
            assert set(told["takes_back"]) == void
            assert all(event_id in core.voided_by(other) for each in void for other in own(core, each, content))
            others = {each["event"] for each in told["takes_back_nothing"] if each["effect"] != Effect.TAKES_BACK}
            assert others == named - void


@LAW
@given(made=HISTORIES)
def test_the_door_warns_of_what_voids_nothing_and_of_nothing_else(made: Made) -> None:
    """By the gateway's index, when all that was said has been read."""
    store, _ = log_of(made)
    sets = core_of(made)
    for _, event in made:
        meta = event.meta
        for naming in namings_of(event):
            spoke = store.events.speakers(naming.event)
            told = in_vain(naming, meta.partnerships, meta.organisation, spoke)
            voids = {place for place in meta.partnerships if is_said(sets[place], naming.event, meta.organisation)}
            by_place = {
                place for place in meta.partnerships if effect(place, meta.organisation, spoke) is Effect.TAKES_BACK
            }
            assert by_place == voids
            everywhere = voids == set(meta.partnerships)
            assert (told is None or told.effect is Effect.TAKES_BACK) == (
                everywhere or (bool(voids) and told is not None and "withdrawal" in told.problem)
            )
            if voids and not everywhere and told is not None and told.effect is Effect.ELSEWHERE:
                assert all(place in told.problem for place in meta.partnerships)


@LAW
@given(made=HISTORIES)
def test_the_index_knows_what_is_void_and_by_what_as_the_core_does(made: Made) -> None:
    store, _ = log_of(made)
    for place, core in core_of(made).items():
        for each in core.all():
            voiding = store.events.voids.voiding(UUID(each.event_id), place, each.organisation)
            # one id may have two contents that name it, a correction and a withdrawal
            assert sorted({one.event for one in voiding}) == core.voided_by(each)


def own(core: EventSet, event_id: str, statement: Statement) -> list[Statement]:
    """What the same organisation said under the id."""
    return [each for each in core.contents_of(event_id) if each.organisation == statement.organisation]


def is_said(core: EventSet, event_id: str, organisation: str) -> bool:
    return any(each.organisation == organisation and core.is_void(each) for each in core.contents_of(event_id))


def test_the_histories_bring_about_every_effect() -> None:
    seen = set()
    for seed in range(30):
        made = told_in_places(Random(seed), 60, 30)
        store, _ = log_of(made)
        for _, event in made:
            for naming in namings_of(event):
                spoke = store.events.speakers(naming.event)
                seen |= {effect(place, event.meta.organisation, spoke) for place in event.meta.partnerships}
    assert seen == set(Effect)
