"""The claim checked: fold the input topics again from nothing and compare with what the engine wrote.

Pure: it is given the decoded inputs, the output records that stand, what the group has committed and the
configuration's history. Each output is compared with a fold of its partition's inputs cut at the output's own
position, for its own day and configuration, so the answer is right while the engine works. What the group has
committed must in addition be in the outputs: offsets move after acknowledged output. Source: design, sections 2, 7.
"""

import hashlib
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, NamedTuple

import orjson

from hub.configuration.model import Configuration
from hub.events.topics import INPUT_TOPICS
from hub.log.position import Basis, Position
from hub.reconcile.days import Day
from hub.reconcile.events import Added, Subject
from hub.reconcile.picture import KeyUnreadable, picture_key, read_key
from hub.reconcile.statement import Statement
from hub.reconcile.views import PartnershipViews

MIDNIGHT_PASSES: Final = timedelta(days=1)
"""How far an output's day may lie ahead of the verifier's: its worker may have evaluated while the log was read."""


class LocatedRecord(NamedTuple):
    """An input record that could be taken, and where it stands: its topic's index in a position, its offset."""

    topic: int
    offset: int
    partnership: str
    statement: Statement


class WrittenPicture(NamedTuple):
    """The output record that stands for a key."""

    key: bytes
    body: bytes | None
    basis: Basis


class VerifyFinding(StrEnum):
    """Everything that `hub verify` finds to be wrong; a bad case of each stands in tests/engine/test_verify.py."""

    FOREIGN = "foreign"  # an output whose key is no picture's
    CONFIGURATION = "configuration"  # judged under a configuration that was never published
    DAY = "day"  # judged for a day that has not come
    BODY = "body"  # another body than its inputs add up to
    UNTIL = "until"  # it holds until another day than it says
    MISSING = "missing"  # its inputs are committed, and it was never written
    OLDER = "older"  # what is committed beyond it changes it
    UNTRUE = "untrue"  # no worker wrote it
    NOT_KEPT = "not-kept"  # an input that was refused and committed, and is not in quarantine
    DAMAGED = "damaged"  # a partition has lost inputs at an end


@dataclass(frozen=True, slots=True)
class Mismatch:
    """An output that is not what its inputs add up to. found and wanted: digests of bodies, None for no picture."""

    wrong: VerifyFinding
    partnership: str
    kind: str
    id: str
    problem: str
    found: str | None
    wanted: str | None


@dataclass(slots=True)
class Verdict:
    """What comparing one or more partitions came to."""

    events: int = 0
    duplicates: int = 0
    keys: int = 0
    mismatches: list[Mismatch] = field(default_factory=list)


ConfigurationAt = Callable[[int], Configuration]


def verify_partition(
    inputs: Sequence[LocatedRecord],
    outputs: Iterable[WrittenPicture],
    committed: Position,
    configuration_at: ConfigurationAt,
    today: date,
) -> Verdict:
    """Compare one partition number. inputs: in log order per topic. committed: included offsets, by the group's word.

    configuration_at: the configuration as it stood after a configuration offset. today: London's day, up to which
    the engine may have evaluated.
    """
    verdict = Verdict()
    statements: dict[str, list[LocatedRecord]] = defaultdict(list)
    for located in inputs:
        statements[located.partnership].append(located)
    written: dict[str, list[WrittenPicture]] = defaultdict(list)
    for each in outputs:
        try:
            written[read_key(each.key)[0]].append(each)
        except KeyUnreadable as failure:
            verdict.keys += 1
            if each.body is not None:
                verdict.mismatches.append(_foreign(each, str(failure)))
    for partnership in sorted({*statements, *written}):
        events = statements.get(partnership, [])
        distinct = len({located.statement.identity for located in events})
        verdict.events += distinct
        verdict.duplicates += len(events) - distinct
        verdict.keys += len(written.get(partnership, []))
        cut = _Cut(partnership, events, configuration_at)
        verdict.mismatches += _at_own_positions(cut, written.get(partnership, []), today)
        verdict.mismatches += _at_committed(cut, written.get(partnership, []), committed, today)
    return verdict


def _foreign(written: WrittenPicture, problem: str) -> Mismatch:
    return Mismatch(
        VerifyFinding.FOREIGN, "", "", written.key.decode(errors="replace")[:100], problem, _digest(written.body), None
    )


def _at_own_positions(cut: "_Cut", outputs: list[WrittenPicture], today: date) -> Iterator[Mismatch]:
    """Each output is what the inputs that it includes add up to, on its own day, which has come."""
    for written in sorted(outputs, key=lambda one: (one.basis.position.offsets, one.key)):
        partnership, kind, subject = read_key(written.key)
        basis = written.basis
        cut.move(basis.position, basis.position.offsets[-1])
        if cut.configuration.hash != basis.configuration:
            problem = "was judged under a configuration that was never published, or by another release"
            yield Mismatch(VerifyFinding.CONFIGURATION, partnership, kind, subject, problem, None, None)
            continue
        body, until = cut.evaluate(Subject(kind, subject), Day.of(basis.judged_for))
        if basis.judged_for > today + MIDNIGHT_PASSES:
            problem = f"was judged for {basis.judged_for}, which has not come: the clock of its worker is ahead"
            yield Mismatch(VerifyFinding.DAY, partnership, kind, subject, problem, _digest(written.body), None)
        elif body != written.body:
            problem = "differs from its inputs"
            yield Mismatch(
                VerifyFinding.BODY, partnership, kind, subject, problem, _digest(written.body), _digest(body)
            )
        elif until != basis.until:
            problem = f"holds until {basis.until}, should hold until {until}"
            yield Mismatch(VerifyFinding.UNTIL, partnership, kind, subject, problem, None, None)


def _at_committed(cut: "_Cut", outputs: list[WrittenPicture], committed: Position, today: date) -> Iterator[Mismatch]:
    """What was committed must be written: a picture that is missing, or older than what is committed, is a loss.

    The engine may have evaluated an output again and left it alone, on any day since its own and, while it catches up,
    from inputs beyond the committed ones; so only what holds on none of these is told.
    """
    held = {each.key: each for each in outputs}
    last = max((each.basis.position.offsets[-1] for each in outputs), default=committed.offsets[-1])
    ends = cut.ends(last).join(committed)
    cut.move(committed, last)
    expected = [
        subject
        for subject in sorted(cut.views.subjects())
        if cut.views.exists(subject) and picture_key(cut.partnership, *subject) not in held
    ]
    cut.move(ends, last)
    for subject in expected:
        if cut.views.exists(subject):
            problem = "is committed and was never written"
            yield Mismatch(VerifyFinding.MISSING, cut.partnership, subject.kind, subject.id, problem, None, "a picture")
    for written in sorted(outputs, key=lambda one: (one.basis.position.offsets[-1], one.key)):
        _, kind, subject_id = read_key(written.key)
        position = written.basis.position
        at = Position((*committed.offsets[:-1], position.offsets[-1])).join(position)
        if at == position:
            continue
        beyond = Position((*ends.offsets[:-1], position.offsets[-1])).join(position)
        cuts = (at, beyond)
        if not any(_stands(cut, written, Subject(kind, subject_id), each, today) for each in cuts):
            problem = "is older than what is committed"
            yield Mismatch(VerifyFinding.OLDER, cut.partnership, kind, subject_id, problem, _digest(written.body), None)


def _stands(cut: "_Cut", written: WrittenPicture, subject: Subject, at: Position, today: date) -> bool:
    """Whether the output is right for the inputs up to there, on its own day or a later one on which it was left."""
    cut.move(at, written.basis.position.offsets[-1])
    day: date | None = written.basis.judged_for
    while day is not None and (day <= today or day == written.basis.judged_for):
        body, until = cut.evaluate(subject, Day.of(day))
        if (body, until) == (written.body, written.basis.until):
            return True
        day = until
    return False


class _Cut:
    """The views of one partnership over the inputs up to a position; moves on cheaply, goes back by starting anew."""

    def __init__(self, partnership: str, inputs: list[LocatedRecord], configuration_at: ConfigurationAt) -> None:
        self.partnership = partnership
        self._by_topic: dict[int, list[LocatedRecord]] = defaultdict(list)
        for located in sorted(inputs, key=lambda each: (each.topic, each.offset)):
            self._by_topic[located.topic].append(located)
        self._configuration_at = configuration_at
        self._at = Position()
        self._configured = -1
        self.configuration = configuration_at(-1)
        self.views = PartnershipViews(partnership, self.configuration)

    def ends(self, configuration_offset: int) -> Position:
        """The position that includes every input."""
        lasts = [-1] * len(INPUT_TOPICS)
        for topic, located in self._by_topic.items():
            lasts[topic] = located[-1].offset
        return Position((*lasts, configuration_offset))

    def evaluate(self, subject: Subject, day: Day) -> tuple[bytes | None, date | None]:
        """The body and `until` of a picture where the cut stands; (None, None) where there is none."""
        picture = self.views.picture(subject, day)
        if picture is None:
            return None, None
        return picture.json(), picture.until.date if picture.until is not None else None

    def move(self, to: Position, configuration_offset: int) -> None:
        if not to.covers(self._at):
            self.views = PartnershipViews(self.partnership, self.configuration)
            self._at = Position()
        if configuration_offset != self._configured:
            self._configured = configuration_offset
            self.configuration = self._configuration_at(configuration_offset)
            self.views.configure(self.configuration)
        if to != self._at:
            for topic, located in self._by_topic.items():
                start = bisect_right(located, self._at.offsets[topic], key=_offset)
                end = bisect_right(located, to.offsets[topic], key=_offset)
                for each in located[start:end]:
                    self.views.add(each.statement, each.statement.plain())
            self._at = to


def _offset(located: LocatedRecord) -> int:
    return located.offset


def _digest(body: bytes | None) -> str | None:
    return None if body is None else hashlib.sha256(body).hexdigest()[:16]


def digest(inputs: Mapping[str, Iterable[Statement]], configuration: Configuration) -> str:
    """SHA-256 over everything said and what it adds up to: the same events in any order and number give the same one.

    inputs: by partnership. Each partnership is viewed as of the latest day from which something in it is true.
    """
    whole = hashlib.sha256()
    for partnership in sorted(inputs):
        views = PartnershipViews(partnership, configuration)
        latest = 0
        for statement in inputs[partnership]:
            if views.add(statement, statement.plain())[0] is Added.NEW:
                latest = max(latest, statement.effective)
        # not every event has a picture: withdrawals have none, and what is void throughout has lost its own
        everything = sorted(statement.identity for statement in views.events.all())
        whole.update(orjson.dumps([partnership, everything]) + b"\n")
        for picture in views.pictures(Day(latest)):
            subject = Subject(picture.kind, picture.id)
            events = [statement.identity for statement in views.events.events_of(subject)]
            whole.update(orjson.dumps([partnership, picture.kind, picture.id, events]) + picture.json() + b"\n")
    return whole.hexdigest()
