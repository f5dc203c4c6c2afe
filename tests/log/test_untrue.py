"""Records that cannot be the engine's: each claim by itself, and where every reader ends that the owner wrote over."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hub.engine.picture_shape import picture_shape
from hub.log.position import NOTHING, WORDS, Basis, Order, Position, succeed
from hub.log.topics import partition_of
from hub.log.untrue import MIDNIGHT_PASSES, NO_DAY, ReaderKnowledge, Untrue, any_shape, classify, says_again
from hub.reconcile.picture import KINDS, Picture, picture_key

TODAY = date(2026, 4, 1)
PARTITIONS = 4
PLACE = "wandsworth"
PARTITION = partition_of(PLACE.encode(), PARTITIONS)
LAST = Position((9, 4, 7, NOTHING, 2))
CERTAIN = (True,) * len(WORDS)
KNOWN = ReaderKnowledge(TODAY, LAST, CERTAIN, generation=6)
KEY = picture_key(PLACE, "contract", "GB-LAE-WND/14-324")
BODY = Picture(
    PLACE, "contract", "GB-LAE-WND/14-324",
    {"partnership": PLACE, "kind": "contract", "id": "GB-LAE-WND/14-324", "title": "Meals"}, None,
).json()  # fmt: skip
TRUE = Basis(LAST, 6, TODAY, None, "c")


@dataclass(frozen=True)
class Record:
    offset: int = 5
    key: bytes | None = KEY
    value: bytes | None = BODY
    headers: Sequence[tuple[str, bytes]] = tuple(TRUE.headers())
    partition: int = PARTITION


def claiming(**other: object) -> Record:
    return Record(headers=replace(TRUE, **other).headers())  # type: ignore[arg-type]


def beyond(topic: int) -> Position:
    return Position(tuple(each + (number == topic) for number, each in enumerate(LAST.offsets)))


# at least one forged record for each reason there is
FORGED: dict[Untrue, list[Record]] = {
    Untrue.HEADERS: [Record(headers=()), Record(headers=[("g", b"1")]), Record(headers=TRUE.headers()[1:])],
    Untrue.KEY: [Record(key=each) for each in (b"k", None, picture_key(PLACE, "poem", "1"), KEY + b" ")],
    Untrue.PARTITION: [Record(partition=(PARTITION + 1) % PARTITIONS)],
    Untrue.BODY: [
        Record(value=each)
        for each in (b"", b"null", b"[]", b"{}", b'{"title":"Forged"}', BODY[:-1], BODY.replace(b"14-324", b"14-325"))
    ],
    Untrue.DAY: [claiming(judged_for=TODAY + MIDNIGHT_PASSES + timedelta(1)), claiming(judged_for=date.max)],
    Untrue.POSITION: [claiming(position=beyond(topic)) for topic in range(len(WORDS))],
    Untrue.OVER: [claiming(over=5), claiming(over=1 << 40)],
    Untrue.GENERATION: [claiming(generation=7)],
}  # fmt: skip


def test_every_reason_has_a_record_that_raises_it() -> None:
    assert {*FORGED, Untrue.AGAIN} == set(Untrue), "what says another thing again is told beside the record before it"


OTHERS = {
    "position": beyond(0),
    "generation": 5,
    "judged_for": TODAY - timedelta(1),
    "until": TODAY + timedelta(1),
    "configuration": "d",
}


def test_only_what_is_evaluated_from_the_same_and_not_written_over_it_says_again() -> None:
    assert says_again(TRUE, TRUE, 3)
    assert says_again(TRUE, replace(TRUE, over=2), 3), "what it was written over is not what it was evaluated from"
    assert not says_again(replace(TRUE, over=3), TRUE, 3), "its writer had read the other one"
    assert {*OTHERS, "over"} == {each.name for each in fields(Basis)}
    for name, other in OTHERS.items():
        assert not says_again(replace(TRUE, **{name: other}), TRUE, 3), name  # type: ignore[arg-type]


@pytest.mark.parametrize("why", FORGED, ids=lambda why: why.name)
def test_what_cannot_be_is_told_by_its_reason(why: Untrue) -> None:
    for record in FORGED[why]:
        assert classify(record, KNOWN, picture_shape(PARTITIONS)).found is why, record


def test_a_generation_that_no_group_reaches_is_told_by_who_does_not_know_the_groups() -> None:
    nobody = replace(KNOWN, generation=None)
    assert classify(claiming(generation=7), nobody, any_shape).found == replace(TRUE, generation=7)
    assert classify(claiming(generation=1 << 33), nobody, any_shape).found is Untrue.GENERATION


def test_what_may_have_been_cut_is_ahead_and_not_forged() -> None:
    unsure = replace(KNOWN, certain=(False,) * len(WORDS))
    assert classify(claiming(position=beyond(0)), unsure, any_shape) == (replace(TRUE, position=beyond(0)), True)


@given(
    st.tuples(*[st.integers(NOTHING, each) for each in LAST.offsets]).map(Position),
    st.integers(0, 6),
    st.integers(-4000, 1),
    st.integers(NOTHING, 4),
    st.sampled_from(KINDS),
    st.text(max_size=8),
    st.booleans(),
)
def test_nothing_that_a_worker_can_write_is_called_untrue(
    position: Position, generation: int, days: int, over: int, kind: str, subject: str, is_there: bool
) -> None:
    basis = Basis(position, generation, TODAY + timedelta(days), None, "c", over)
    body = Picture(PLACE, kind, subject, {"partnership": PLACE, "kind": kind, "id": subject, "z": [1]}, None).json()
    key = picture_key(PLACE, kind, subject)
    record = Record(5, key, body if is_there else None, basis.headers())
    assert classify(record, KNOWN, picture_shape(PARTITIONS)) == (basis, False)


forged = st.builds(
    Basis,
    position=st.tuples(*[st.integers(NOTHING, 99)] * len(WORDS)).map(Position),
    generation=st.integers(0, 99),
    judged_for=st.integers(-3, 99).map(lambda days: TODAY + timedelta(days)),
    until=st.none(),
    configuration=st.just("forged"),
    over=st.integers(NOTHING, 2),
)
FOR_EVER = ReaderKnowledge.of_day(NO_DAY)


@given(st.lists(forged, min_size=1, max_size=4), st.booleans(), st.integers(0, 3))
@example([Basis(Position((99,) * 5), 99, TODAY + timedelta(99), None, "forged")], True, 1)
def test_who_reads_on_to_where_the_owner_wrote_over_ends_at_the_owners_record_at_any_time(
    junk: list[Basis], has_before: bool, more: int
) -> None:
    """Also when the day has come meanwhile and the inputs reach so far: what was written over counts no more."""
    log = [TRUE] if has_before else []
    log += junk
    log.append(replace(TRUE, over=len(log) - 1))
    log += [replace(TRUE, position=beyond(0), judged_for=TODAY + timedelta(each)) for each in range(more)]
    held, at = log[0], 0
    for offset, basis in enumerate(log[1:], start=1):
        read = classify(Record(offset, headers=basis.headers()), FOR_EVER, any_shape)
        if read.found == basis and succeed(basis, held, at) is not Order.STALE:
            held, at = basis, offset
    assert held == log[-1]
