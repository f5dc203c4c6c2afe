"""Any history: events of every type by anybody, admitted at any time, and any configuration of who followed whom.

Half of the lists are dense (few subjects, days and ids, so that statements meet), half reach every value of every
field. No seed is pinned: each run looks at other histories. A failure that was found is kept as an @example.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any, Final
from uuid import UUID

from hypothesis import Phase, settings
from hypothesis import strategies as st

from hub.configuration.model import Body, Configuration, Group
from hub.events.catalogue import CATALOGUE, EventType
from hub.events.envelope import Event
from hub.events.withdrawal import Withdrawn
from hub.reconcile.statement import Statement
from tests.reconcile import dense
from tests.reconcile.summary import PLACE, ready
from tests.support import pools
from tests.support.strategies import event_lists

# a seeded history shrinks by its length alone, which takes minutes and tells little more than the first failure
LAW: Final = settings(
    derandomize=False, print_blob=True, max_examples=100, phases=[Phase.explicit, Phase.reuse, Phase.generate]
)

NEW_BODIES: Final = ("GB-NHS-QWE", "GB-NHS-72Q")
POOLS: Final = {
    "contract": pools.CONTRACTS,
    "procurement": pools.PROCUREMENTS,
    "programme": pools.PROGRAMMES,
    "provider": pools.SUPPLIERS,
}
"""The ids that these histories speak of, by kind of picture."""
MEETING: Final = (
    ("measure-agreed", "observed"),
    ("procurement-declared",),
    ("procurement-declared", "declared"),
    ("declared", "varied", "terminated"),
    ("declared", "difference-answered"),
)
"""Types whose statements one rule holds beside each other: results and their targets, a contract and its
award, an answer and what it answers."""
GROUPS: Final = (
    Group(id="group", name="Group", partnerships=(pools.PARTNERSHIP,)),
    Group(id="elsewhere", name="Elsewhere", partnerships=("leeds",), open_register=True),
)


def histories(most: int = 40) -> st.SearchStrategy[list[Statement]]:
    """What was said, in the order of the log; ids repeat, with the same content or another.

    Of four sorts: dense; all about one contract or programme and of few types, so that words meet; of types that one
    rule holds beside each other; of any value.
    """
    few = st.sets(st.sampled_from([each.name for each in CATALOGUE]), min_size=1, max_size=4)
    of_one_rule = st.sampled_from(MEETING).map(set)
    return st.one_of(
        _drawn(most, st.none()), _drawn(most, few), _drawn(most, of_one_rule), event_lists(12).map(said_of)
    )


def histories_of(*names: str, most: int = 40) -> st.SearchStrategy[list[Statement]]:
    """The same of these types alone, about one contract and one programme."""
    return _drawn(most, st.just(set(names)))


def _drawn(most: int, names: st.SearchStrategy[set[str] | None]) -> st.SearchStrategy[list[Statement]]:
    # lengths and ids by choice: numbers of a range come out small, and short histories say little
    length = st.sampled_from([most * part // 10 for part in (10, 8, 6, 5, 4, 3, 2, 1)])
    ids = st.sampled_from((600, 100, 30, 8))

    def made(drawn: tuple[Random, int, int, set[str] | None]) -> list[Statement]:
        random, length, ids, names = drawn
        found = dense.history(random, length) if names is None else about_one_thing(random, length, names)
        return said_of(of_few_ids(found, ids))

    return st.tuples(st.randoms(use_true_random=True), length, ids, names).map(made)


def about_one_thing(random: Random, length: int, names: Collection[str]) -> list[tuple[EventType, Event]]:
    """Of a name that two topics have, one of its types: results of a contract are never judged by a programme's."""
    topics = sorted({each.topic for each in CATALOGUE})
    random.shuffle(topics)
    types = {name: min(_named(name), key=lambda each: topics.index(each.topic)) for name in names}
    found: list[tuple[EventType, Event]] = []
    while len(found) < length:
        for event_type, event in dense.history(random, length):
            if event_type is types.get(event_type.name):
                subject = "x" if event_type.about == "event" else POOLS[event_type.about][0]
                meta = event.meta.model_copy(update={"subject": subject})
                found.append((event_type, event.model_copy(update={"meta": meta})))
    return found[:length]


def _named(name: str) -> list[EventType]:
    return [each for each in CATALOGUE if each.name == name]


def said_of(made: Iterable[tuple[EventType, Event]]) -> list[Statement]:
    return [statement for _, _, statement, _ in ready(made)]


def of_few_ids(made: Iterable[tuple[EventType, Event]], ids: int) -> list[tuple[EventType, Event]]:
    """The same with fewer event ids, so that corrections and withdrawals find what they void."""

    def fewer(given: UUID) -> UUID:
        return UUID(int=given.int % ids + 1)

    found = []
    for event_type, event in made:
        meta = event.meta
        changed: dict[str, Any] = {
            "meta": meta.model_copy(
                update={"event_id": fewer(meta.event_id), "corrects": meta.corrects and fewer(meta.corrects)}
            )
        }
        if isinstance(event, Withdrawn):
            changed["event"] = fewer(event.event)
        found.append((event_type, event.model_copy(update=changed)))
    return found


def days() -> st.SearchStrategy[date]:
    """Days on which something becomes true or falls due, and the days beside them."""
    dense_days = [dense.BEGIN + timedelta(days=each) for each in range(0, 440, 40)]
    beside = st.sampled_from((-1, 0, 1)).map(lambda each: timedelta(days=each))
    return st.tuples(st.sampled_from([*dense_days, *pools.DAYS]), beside).map(lambda both: both[0] + both[1])


def configurations() -> st.SearchStrategy[Configuration]:
    """Any organisation may have been followed by none, one or several others, on any day, also in circles."""
    everybody = (*pools.ORGANISATIONS, *NEW_BODIES)
    until = st.sampled_from((None, dense.BEGIN)) | days()  # most followers have followed on most days
    body = st.tuples(until, st.lists(st.sampled_from(everybody), max_size=3, unique=True).map(tuple))
    return st.fixed_dictionaries(dict.fromkeys(everybody, body)).map(_configuration)


def _configuration(followed: dict[str, tuple[date | None, tuple[str, ...]]]) -> Configuration:
    bodies = [
        Body(id=each, name=f"Body {each}", until=until, successors=successors)
        for each, (until, successors) in followed.items()
    ]
    documents = {f"organisation/{each.id}": each for each in bodies} | {f"group/{each.id}": each for each in GROUPS}
    return Configuration(1, {"partnership/wandsworth": PLACE, **documents})


def shuffled(statements: list[Statement], random: Random) -> list[Statement]:
    again = list(statements)
    random.shuffle(again)
    return again


def stamped(statements: Iterable[Statement], stamps: Iterable[int]) -> list[Statement]:
    """The same, admitted at these times."""
    return [replace(each, known=stamp) for each, stamp in zip(statements, stamps, strict=True)]


def by_partnership(statements: list[Statement]) -> dict[str, list[Statement]]:
    return {pools.PARTNERSHIP: statements}
