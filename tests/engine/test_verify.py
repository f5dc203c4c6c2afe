"""`verify` says yes to what the fold writes at any cut, and no to every way in which an output can be wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.admission.admit import Admitted, admit
from hub.configuration.model import Configuration
from hub.engine.fold import ReconcileFold
from hub.engine.verify import LocatedRecord, Verdict, VerifyFinding, WrittenPicture, digest, verify_partition
from hub.events.topics import INPUT_TOPICS
from hub.log.decode import RecordDecoder
from hub.log.position import Basis, Position
from hub.log.records import InputRecord, Poison
from hub.reconcile.statement import Statement
from tests.reconcile.dense import history
from tests.reconcile.summary import FLAT, WITH_SUCCESSION
from tests.support.documents import context, declared
from tests.support.records import PARTITIONS, records
from tests.support.seeds import any_seed

TODAY = date(2015, 6, 4)
GONE = "014e1b2c-3d00-7000-8000-000000000002"
CONFIGURATIONS = {FLAT.offset: FLAT, WITH_SUCCESSION.offset: WITH_SUCCESSION, -1: Configuration()}


def located(made: Sequence[InputRecord]) -> list[LocatedRecord]:
    decoder = RecordDecoder(PARTITIONS)
    found = []
    for record in made:
        decoded = decoder.decode(record)
        assert not isinstance(decoded, Poison)
        statement = Statement.of(decoded.type, decoded.version, decoded.body, decoded.plain, decoded.stamp.milliseconds)
        found.append(LocatedRecord(INPUT_TOPICS.index(record.topic), record.offset, decoded.partnership, statement))
    return found


class Engine:
    """Writes as the live engine does: per batch only what was touched and came out different."""

    def __init__(self) -> None:
        self.fold = ReconcileFold(RecordDecoder(PARTITIONS), FLAT)
        self.offsets = [-1] * len(INPUT_TOPICS)
        self.held: dict[bytes, WrittenPicture] = {}

    @property
    def position(self) -> Position:
        return Position((*self.offsets, FLAT.offset))

    def take(self, batch: Sequence[InputRecord], today: date = TODAY) -> None:
        for each in batch:
            self.fold.add(each)
            self.offsets[INPUT_TOPICS.index(each.topic)] = each.offset
        self.fold.mark(key for key, each in self.held.items() if each.basis.until and each.basis.until <= today)
        for output in self.fold.evaluate(today):
            basis = Basis(self.position, 1, today, output.until, FLAT.hash)
            before = self.held.get(output.key)
            if before is None or (before.body, before.basis.until) != (output.body, output.until):
                self.held[output.key] = WrittenPicture(output.key, output.body, basis)


def run(seed: int, length: int = 120) -> tuple[list[InputRecord], Engine]:
    random = Random(seed)
    made = records(history(random, length))
    engine, start = Engine(), 0
    while start < len(made):
        end = start + random.randrange(1, 15)
        engine.take(made[start:end])
        start = end
    return made, engine


def check(made: Sequence[InputRecord], outputs: Sequence[WrittenPicture], committed: Position) -> Verdict:
    return verify_partition(located(made), outputs, committed, CONFIGURATIONS.__getitem__, TODAY)


@any_seed(12)
def test_what_the_fold_writes_is_right_at_every_cut(seed: int) -> None:
    made, engine = run(seed)
    verdict = check(made, list(engine.held.values()), engine.position)
    assert verdict.mismatches == []
    assert verdict.keys == len(engine.held) > 5
    assert verdict.events + verdict.duplicates == len(made)


def test_is_right_under_load() -> None:
    """Outputs that are behind the log are compared with the inputs that they include."""
    made, engine = run(3)
    more = records([*history(Random(3), 120), *history(Random(99), 60)])
    assert more[: len(made)] == made
    assert check(more, list(engine.held.values()), engine.position).mismatches == []


@any_seed(40)
def test_days_may_pass_between_batches(seed: int) -> None:
    """A picture that was evaluated again on a later day and left alone is right, though its record names the first."""
    random = Random(seed)
    made = records(history(random, 80))
    engine, day = Engine(), date(2015, 1, 1)
    for start in range(0, len(made), 5):
        day += timedelta(days=random.randrange(0, 60))
        engine.take(made[start : start + 5], day)
        outputs = list(engine.held.values())
        found = verify_partition(located(made), outputs, engine.position, CONFIGURATIONS.__getitem__, day)
        assert found.mismatches == [], day


def test_catching_up_is_no_mismatch() -> None:
    """A worker that restores evaluates from more than is committed yet."""
    made, engine = run(8)
    early = Engine()
    early.take(made[:40])
    assert check(made, list(engine.held.values()), early.position).mismatches == []


def test_a_lost_batch_is_seen() -> None:
    made, engine = run(4)
    whole = {key: each.body for key, each in engine.held.items()}
    seen = 0
    for offset in range(len(made)):
        skipped = Engine()
        skipped.take([each for each in made if each.offset != offset])
        if {key: each.body for key, each in skipped.held.items()} != whole:
            seen += 1
            assert check(made, list(skipped.held.values()), engine.position).mismatches, offset
    assert seen


def _tampered(engine: Engine) -> dict[str, list[WrittenPicture]]:
    outputs = list(engine.held.values())
    first = next(each for each in outputs if each.body is not None)
    rest = [each for each in outputs if each is not first]
    basis = first.basis
    back = replace(basis, position=Position((*(-1 for _ in INPUT_TOPICS), FLAT.offset)))
    assert first.body is not None
    return {
        "another body": [*rest, first._replace(body=first.body.replace(b"contract", b"contrivance"))],
        "never written": rest,
        "tombstone": [*rest, first._replace(body=None)],
        "another until": [*rest, first._replace(basis=replace(basis, until=date(2031, 1, 1)))],
        "another day": [*rest, first._replace(basis=replace(basis, judged_for=date(1990, 1, 1)))],
        "says less than it holds": [*rest, first._replace(basis=back)],
        "a day that has not come": [*rest, first._replace(basis=replace(basis, judged_for=TODAY + timedelta(days=2)))],
        "a key that is no picture's": [*rest, first, first._replace(key=b"never said")],
        "unknown configuration": [*rest, first._replace(basis=replace(basis, configuration="feed"))],
    }


AS: Final[Mapping[str, VerifyFinding]] = {
    "another body": VerifyFinding.BODY,
    "never written": VerifyFinding.MISSING,
    "tombstone": VerifyFinding.BODY,
    "another until": VerifyFinding.UNTIL,
    "another day": VerifyFinding.BODY,
    "says less than it holds": VerifyFinding.BODY,
    "a day that has not come": VerifyFinding.DAY,
    "a key that is no picture's": VerifyFinding.FOREIGN,
    "unknown configuration": VerifyFinding.CONFIGURATION,
}
OF_INPUTS: Final = {VerifyFinding.UNTRUE, VerifyFinding.NOT_KEPT, VerifyFinding.DAMAGED}
"""What a log says that the fold is not asked about: tests/usecases/test_verifying.py."""


@pytest.mark.parametrize("how", list(_tampered(run(5)[1])))
def test_every_wrong_output_is_seen(how: str) -> None:
    made, engine = run(5)
    verdict = check(made, _tampered(engine)[how], engine.position)
    assert AS[how] in {each.wrong for each in verdict.mismatches}, how


def test_every_verdict_has_a_bad_case() -> None:
    assert {*AS.values(), VerifyFinding.OLDER, *OF_INPUTS} == set(VerifyFinding)


def test_an_output_older_than_what_is_committed_is_seen() -> None:
    """The first batches' outputs alone, while the group has committed everything: a loss after the commit."""
    made, engine = run(6)
    early = Engine()
    early.take(made[:4])
    found = {each.wrong: each.problem for each in check(made, list(early.held.values()), engine.position).mismatches}
    assert found == {
        VerifyFinding.OLDER: "is older than what is committed",
        VerifyFinding.MISSING: "is committed and was never written",
    }


@settings(max_examples=25)
@given(seed=st.integers(0, 10_000), order=st.randoms(use_true_random=False))
def test_the_digest_is_of_the_set(seed: int, order: Random) -> None:
    statements = [each.statement for each in located(records(history(Random(seed), 40)))]
    shuffled = [*statements, *order.choices(statements, k=15)]
    order.shuffle(shuffled)
    assert digest({"wandsworth": shuffled}, FLAT) == digest({"wandsworth": statements}, FLAT)


@settings(max_examples=10)
@given(seed=st.integers(0, 10_000))
def test_without_any_one_event_the_digest_is_another(seed: int) -> None:
    statements = list(
        {each.statement.identity: each.statement for each in located(records(history(Random(seed), 40)))}.values()
    )
    digests = [digest({"wandsworth": statements[:n] + statements[n + 1 :]}, FLAT) for n in range(len(statements))]
    assert len({digest({"wandsworth": statements}, FLAT), *digests}) == len(statements) + 1


def test_a_declaration_lost_together_with_its_withdrawal_is_seen() -> None:
    """Neither has a picture: the one is void, the other has none of its own."""
    kept, gone = declared(), declared(attributes={"id": GONE, "subject": "GB-LAE-WND/14-566"})
    taken_back = {
        **{name: gone[name] for name in ("specversion", "source", "time")},
        "id": "014e1b2c-3d00-7000-8000-000000000003",
        "type": "uk.jch.contract.withdrawn.v1",
        "subject": "GB-LAE-WND/14-566",
        "data": {"meta": gone["data"]["meta"], "event": GONE, "reason": "Entered twice."},
    }
    made = [admit(each, context()) for each in (kept, gone, taken_back)]
    whole = [
        each.statement
        for each in located(records((one.event_type, one.event) for one in made if isinstance(one, Admitted)))
    ]
    assert len(whole) == 3
    assert len({digest({"wandsworth": whole[:n]}, FLAT) for n in (1, 2, 3)}) == 3
