"""What was admitted against what the pictures include: which statements wait, whose they are, and since when.

Promise: "current" is never said without a look at the log that is younger than EVIDENCE_SECONDS; a statement that was
read from the log and that no look has seen included counts as waiting. Pure: the time is given. Source: design,
section 4, "Freshness is end to end"; decision 15 tells why the measure is what the engine's group has committed.
"""

from collections import deque
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, NamedTuple

from hub.log.topics import partition_of

EVIDENCE_SECONDS: Final = 6.0
"""A look that was begun longer ago proves nothing: what was admitted since may wait."""

NOT_ASKED: Final = "the log has not been asked yet"

Partition = tuple[str, int]
"""An input topic and a partition."""

Pair = tuple[str, str]
"""A partnership and an organisation that speaks in it; the organisation is empty where a record does not tell it."""


class FreshnessState(StrEnum):
    """How the pictures stand to what was admitted."""

    CURRENT = "current"  # nothing that was admitted waits, and every picture is of today
    BEHIND = "behind"  # something was admitted and is not included, or a picture is of a day before
    UNKNOWN = "unknown"  # there is no evidence that is young enough


class Inclusion(StrEnum):
    """Whether the pictures include one statement."""

    INCLUDED = "included"
    WAITING = "waiting"
    UNKNOWN = "unknown"


class AdmittedStatement(NamedTuple):
    """One admitted statement: when its source recorded it and when the hub let it in, in milliseconds since 1970."""

    recorded: int
    event: str
    admitted: int


def newest(one: AdmittedStatement | None, other: AdmittedStatement) -> AdmittedStatement:
    """The later of two statements, as views order them; of one that came twice the first admission."""
    if one is None or (other.recorded, other.event) > (one.recorded, one.event):
        return other
    if (other.recorded, other.event) == (one.recorded, one.event):
        return min(one, other)
    return one


@dataclass(frozen=True, slots=True)
class Share:
    """What one organisation has waiting in one partnership.

    up_to: the admission of the last statement that is included; None where none is. since: the admission of the first
    in the log that is not; None where all are.
    """

    partnership: str
    organisation: str
    waiting: int
    since: int | None
    up_to: int | None


@dataclass(frozen=True, slots=True)
class Account:
    """How some partnerships stand. Beside UNKNOWN, the figures are those of the last look, and there are none where
    nobody ever looked; why: the reason in words.

    outdated: pictures that are not evaluated yet for the day, or under the configuration, that stands; outdated_since:
    since when that day, or else that configuration, does.
    """

    state: FreshnessState
    waiting: int = 0
    since: int | None = None
    up_to: int | None = None
    why: str = ""
    outdated: int = 0
    outdated_since: int | None = None

    def beside(self, outdated: int, since: int | None) -> "Account":
        """The same, told that so many pictures are outdated: then nobody may call it current."""
        state = FreshnessState.BEHIND if outdated and self.state is FreshnessState.CURRENT else self.state
        return replace(self, state=state, outdated=outdated, outdated_since=since if outdated else None)


@dataclass(frozen=True, slots=True)
class FreshnessLook:
    """included: the next offset that the pictures do not include; ends: the next to be written, asked after it.

    whole: the numbers of the partitions of which every picture has been written.

    at: when it was begun, in seconds of a clock that only goes forward.
    """

    at: float
    included: Mapping[Partition, int]
    ends: Mapping[Partition, int]
    whole: frozenset[int]

    @property
    def partitions(self) -> int:
        return max((number for _, number in self.ends), default=-1) + 1


class Backlog:
    """Fed with the records of the input topics in the order of each partition, and with looks.

    problem: why there was no look lately, in words; whoever looks says so.
    """

    def __init__(self) -> None:
        self._waiting: dict[Partition, dict[Pair, deque[tuple[int, AdmittedStatement]]]] = {}
        self._read: dict[Partition, int] = {}
        self._included: dict[Partition, int] = {}
        self._up_to: dict[str, dict[str, int]] = {}
        self._last: dict[str, dict[str, AdmittedStatement]] = {}
        self._known: dict[frozenset[str] | None, Account] = {}  # what nothing has changed since; many ask the same
        self._look: FreshnessLook | None = None
        self.problem = NOT_ASKED

    # taking

    def take(self, partition: Partition, offset: int, pair: Pair, statement: AdmittedStatement) -> None:
        """One record. One below what was read before is ignored, so that reading again is harmless."""
        if offset < self.read(partition):
            return
        self._read[partition] = offset + 1
        self._known.clear()
        if offset < self._included.get(partition, 0):
            self._include(pair, statement)
        else:
            self._waiting.setdefault(partition, {}).setdefault(pair, deque()).append((offset, statement))

    def reach(self, included: Mapping[Partition, int]) -> None:
        """The pictures include what lies below these offsets. What was included once stays so."""
        self._known.clear()
        for partition, offset in included.items():
            if offset <= self._included.get(partition, 0):
                continue
            self._included[partition] = offset
            queues = self._waiting.get(partition, {})
            for pair in list(queues):
                queue = queues[pair]
                while queue and queue[0][0] < offset:
                    self._include(pair, queue.popleft()[1])
                if not queue:
                    del queues[pair]

    def look(self, look: FreshnessLook) -> None:
        """Takes a look at which the pictures were read as far as the engine had written them."""
        self.reach(look.included)
        self._look, self.problem = look, ""

    def start_over(self) -> None:
        """The topics were made anew: nothing that was read counts."""
        for held in (self._waiting, self._read, self._included, self._up_to, self._last, self._known):
            held.clear()
        self._look, self.problem = None, NOT_ASKED

    def _include(self, pair: Pair, statement: AdmittedStatement) -> None:
        partnership, organisation = pair
        up_to = self._up_to.setdefault(partnership, {})
        up_to[organisation] = max(up_to.get(organisation, statement.admitted), statement.admitted)
        if organisation:
            last = self._last.setdefault(partnership, {})
            last[organisation] = newest(last.get(organisation), statement)

    # telling

    def read(self, partition: Partition) -> int:
        """The next offset that has not been taken."""
        return self._read.get(partition, 0)

    def has_read(self, look: FreshnessLook) -> bool:
        """Whether everything was taken that had been written when a look asked for the ends."""
        return all(self.read(partition) >= end for partition, end in look.ends.items())

    def account(self, now: float, partnerships: Collection[str] | None = None) -> Account:
        """How these partnerships stand, or all. now: by the clock of the looks."""
        if self._look is None:
            return Account(FreshnessState.UNKNOWN, why=self._old(now))
        wanted = None if partnerships is None else frozenset(partnerships)
        found = self._known.get(wanted)
        if found is None:
            found = self._known[wanted] = self._account(self._look, wanted)
        why = self._old(now) or found.why
        return replace(found, state=FreshnessState.UNKNOWN, why=why) if why else found

    def _account(self, look: FreshnessLook, wanted: frozenset[str] | None) -> Account:
        """Whatever the time is."""
        waiting, since = 0, None
        for (partnership, _), queue in self._queues():
            if wanted is None or partnership in wanted:
                waiting += len(queue)
                since = _earlier(since, queue[0][1].admitted)
        included = (at for each in self._places(wanted) for at in self._up_to.get(each, {}).values())
        state = FreshnessState.BEHIND if waiting else FreshnessState.CURRENT
        return Account(state, waiting, since, max(included, default=None), self._look_problem(look, wanted))

    def shares(self, partnerships: Collection[str] | None = None) -> list[Share]:
        """What each organisation has in these partnerships; without any, in those in which something waits.

        As in the account, nothing before the first look.
        """
        if self._look is None:
            return []
        waiting: dict[Pair, tuple[int, int | None]] = {}
        for pair, queue in self._queues():
            count, since = waiting.get(pair, (0, None))
            waiting[pair] = count + len(queue), _earlier(since, queue[0][1].admitted)
        wanted = {pair[0] for pair in waiting} if partnerships is None else set(partnerships)
        spoke = {(each, organisation) for each in wanted for organisation in self._up_to.get(each, {})}
        pairs = sorted({*spoke, *(pair for pair in waiting if pair[0] in wanted)})
        return [
            Share(*pair, *waiting.get(pair, (0, None)), self._up_to.get(pair[0], {}).get(pair[1])) for pair in pairs
        ]

    def inclusion(self, now: float, offsets: Iterable[tuple[Partition, int]]) -> Inclusion:
        """Whether the pictures include all records at these offsets."""
        if all(offset < self._included.get(partition, 0) for partition, offset in offsets):
            return Inclusion.INCLUDED
        return Inclusion.UNKNOWN if self.account(now).state is FreshnessState.UNKNOWN else Inclusion.WAITING

    def last(self, partnerships: Collection[str]) -> dict[Pair, AdmittedStatement]:
        """The last statement of each organisation in these partnerships that the pictures include."""
        return {
            (each, organisation): statement
            for each in partnerships
            for organisation, statement in self._last.get(each, {}).items()
        }

    def _places(self, wanted: frozenset[str] | None) -> Iterable[str]:
        return self._up_to if wanted is None else wanted

    def _queues(self) -> Iterable[tuple[Pair, "deque[tuple[int, AdmittedStatement]]"]]:
        return (each for queues in self._waiting.values() for each in queues.items())

    def _old(self, now: float) -> str:
        """Why there is no evidence of now, in words, or empty."""
        if self._look is not None and now - self._look.at <= EVIDENCE_SECONDS:
            return ""
        return self.problem or f"the last answer is older than {EVIDENCE_SECONDS:.0f} s"

    def _look_problem(self, look: FreshnessLook, wanted: frozenset[str] | None) -> str:
        """What is wrong with the last look, in words, or empty."""
        count = look.partitions
        numbers = (
            None if wanted is None else {partition_of(each.encode(), count) for each in wanted} if count else set()
        )
        for partition, end in look.ends.items():
            if numbers is not None and partition[1] not in numbers:
                continue
            if look.included.get(partition, 0) > end:
                return "the log ends before what the engine had taken in: records of it were lost"
            if self.read(partition) < end:
                return "the log is not read to its end"
            if look.included.get(partition, 0) and partition[1] not in look.whole:
                return "some pictures are still to be written: their topic was made anew"
        return ""


def _earlier(one: int | None, other: int) -> int:
    return other if one is None else min(one, other)
