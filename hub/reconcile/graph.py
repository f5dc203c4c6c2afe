"""Values that follow from one another, each worked out again only where something that it was made of has changed.

A rule is a pure function of what it reads, and reads everything through the `Run` that it is given: other rules'
values, inputs by name, and days on which its answer could differ. A value and what was read for it are a cell. An input
that changes puts in doubt whatever stands on it, near and far; a cell in doubt is looked at when somebody asks for it,
what it read first, and a cell whose value comes out equal puts an end to the doubt of those that read it.

Promise: an answer is what the rules would give if nothing were held, for any day, forwards and back; an error in one
rule leaves all other answers right. Ideas: Incremental (cut-off), Salsa (tracked reads).
"""

from collections.abc import Callable, Hashable, Iterable
from enum import Enum, auto
from typing import Any, Final, Generic, TypeVar

from hub.reconcile.days import Day

Value = TypeVar("Value")
Rule = Callable[..., Value]
"""rule(run, *what it is asked of): equal values are one value, whoever holds them."""


class _State(Enum):
    SURE = auto()  # for the days of its span
    IN_DOUBT = auto()  # something far behind it has changed
    STALE = auto()  # something that it read has changed, or it never ran


_NOTHING: Final = object()


class _Cell:
    """since, until: the days for which the value is known to hold; own_since, own_until: by its own reading alone.
    given: the `until` of what whoever asks the graph got last; nothing where it came out different since."""

    __slots__ = (
        "args", "given", "inputs", "own_since", "own_until", "readers", "reads", "rule", "since", "state",
        "until", "value",
    )  # fmt: skip

    def __init__(self, rule: Rule[Any], args: tuple[Any, ...]) -> None:
        self.rule = rule
        self.args = args
        self.value: Any = _NOTHING
        self.state = _State.STALE
        self.own_since = self.since = 0
        self.own_until: Day | None = None
        self.until: Day | None = None
        self.given: Any = _NOTHING
        self.reads: tuple[_Cell, ...] = ()
        self.inputs: tuple[Hashable, ...] = ()
        self.readers: _Readers = None

    def holds_on(self, day: Day) -> bool:
        return self.since <= day and (self.until is None or day < self.until)

    def is_stale(self) -> bool:
        return self.state is _State.STALE

    def could_hold_on(self, day: Day) -> bool:
        """Whether it holds on that day if all that it read does."""
        return self.own_since <= day and (self.own_until is None or day < self.own_until)


_Readers = _Cell | set[_Cell] | None
"""Most have none or one: a set is made for the second only, for a set each would be a tenth of all that is held."""


def _with(readers: _Readers, reader: _Cell) -> _Readers:
    if readers is None or readers is reader:
        return reader
    if isinstance(readers, _Cell):
        return {readers, reader}
    readers.add(reader)
    return readers


def _without(readers: _Readers, reader: _Cell) -> _Readers:
    if readers is None or readers is reader:
        return None
    if isinstance(readers, set):
        readers.discard(reader)
        return readers or None
    return readers


def _each(readers: _Readers) -> Iterable[_Cell]:
    if readers is None:
        return ()
    return (readers,) if isinstance(readers, _Cell) else readers


class Run:
    """What a rule is given: the day it is asked for, and the ways to read anything else."""

    __slots__ = ("_graph", "day", "noted_inputs", "noted_reads", "noted_until", "world")

    def __init__(self, graph: "Graph[Any]", day: Day) -> None:
        self.day = day
        self.world = graph.world
        self._graph = graph
        self.noted_reads: dict[_Cell, None] = {}
        self.noted_inputs: dict[Hashable, None] = {}
        self.noted_until: Day | None = None

    def __call__(self, rule: Rule[Value], *args: Hashable) -> Value:
        """The value of another rule on the same day."""
        graph, day = self._graph, self.day
        key = (rule, *args)
        cell = graph._cells.get(key)
        if cell is None:
            cell = graph._cells[key] = _Cell(rule, args)
        self.noted_reads[cell] = None
        # what was read on this day already is read again most of the time
        if cell.state is _State.SURE and cell.value is not _NOTHING and cell.holds_on(day):
            held: Value = cell.value
            return held
        value: Value = graph._value(cell, day)
        return value

    def input(self, key: Hashable) -> None:
        """What is read of the world next can change when `Graph.changed` names this key, and not otherwise."""
        self.noted_inputs[key] = None

    def until(self, day: Day | None) -> None:
        """On this later day, and on none before it, the answer could differ though nothing that was read does."""
        if day is not None and (self.noted_until is None or day < self.noted_until):
            self.noted_until = day


World = TypeVar("World")


class Graph(Generic[World]):
    """world: what rules read inputs of. run: what they are given. unheld: rules whose values are not kept, for they
    are large and nobody reads them twice; that such a value still holds is known all the same."""

    def __init__(
        self, world: World, run: Callable[["Graph[World]", Day], Run] = Run, unheld: Iterable[Rule[Any]] = ()
    ) -> None:
        self.world = world
        self._run_of = run
        self._unheld = frozenset(unheld)
        self._cells: dict[tuple[Any, ...], _Cell] = {}
        self._input_readers: dict[Hashable, _Readers] = {}
        self._running: set[_Cell] = set()

    def __len__(self) -> int:
        """How many cells are held."""
        return len(self._cells)

    def value(self, rule: Rule[Value], *args: Hashable, day: Day) -> tuple[Value, Day | None]:
        """The rule's answer for the day, and the first later day on which it could differ. Raises what rules raise."""
        cell = self._cell(rule, args)
        value: Value = self._value(cell, day)
        cell.given = cell.until
        return value, cell.until

    def still_holds(self, rule: Rule[Any], *args: Hashable, day: Day) -> bool:
        """Whether what `value` gave last, its `until` included, is what it would give for this day."""
        cell = self._cells.get((rule, *args))
        return cell is not None and self._settled(cell, day) and cell.until == cell.given

    def changed(self, keys: Iterable[Hashable]) -> None:
        """What is read of the world under these keys may be another now."""
        for key in keys:
            for cell in _each(self._input_readers.get(key)):
                self._make_stale(cell)

    def clear(self) -> None:
        """Nothing is held any more; every answer is worked out anew."""
        self._cells.clear()
        self._input_readers.clear()

    def _cell(self, rule: Rule[Any], args: tuple[Any, ...]) -> _Cell:
        key = (rule, *args)
        cell = self._cells.get(key)
        if cell is None:
            cell = self._cells[key] = _Cell(rule, args)
        return cell

    def _value(self, cell: _Cell, day: Day) -> Any:
        if self._settled(cell, day) and cell.value is not _NOTHING:
            return cell.value
        return self._run(cell, day)

    def _settled(self, cell: _Cell, day: Day) -> bool:
        """Whether the cell's value is the day's, without running its own rule; what it read may run."""
        if cell.state is _State.SURE and cell.holds_on(day):
            return True
        if cell.is_stale() or not cell.could_hold_on(day):
            return False
        for read in cell.reads:
            if not self._settled(read, day):
                self._run(read, day)
            if cell.is_stale():  # by what was read, which came out different
                return False
        self._is_sure(cell)
        return True

    def _run(self, cell: _Cell, day: Day) -> Any:
        if cell in self._running:
            raise RuntimeError(f"the rule {cell.rule.__name__} of {cell.args} reads what stands on it")
        self._make_stale(cell)
        run = self._run_of(self, day)
        self._running.add(cell)
        try:
            value = cell.rule(run, *cell.args)
        finally:
            self._running.discard(cell)
        self._link(cell, run)
        cell.own_since, cell.own_until = day, run.noted_until
        self._is_sure(cell)
        if cell.rule not in self._unheld:
            if cell.value is not _NOTHING and cell.value == value:
                return cell.value
            cell.value = value
        cell.given = _NOTHING
        for reader in _each(cell.readers):
            self._make_stale(reader)
        return value

    def _is_sure(self, cell: _Cell) -> None:
        since, until = cell.own_since, cell.own_until
        for read in cell.reads:
            if read.since > since:
                since = read.since
            if read.until is not None and (until is None or read.until < until):
                until = read.until
        cell.since, cell.until, cell.state = since, until, _State.SURE

    def _link(self, cell: _Cell, run: Run) -> None:
        reads, inputs = run.noted_reads, run.noted_inputs
        if cell.reads == tuple(reads) and cell.inputs == tuple(inputs):  # as most of the time
            return
        for read in cell.reads:
            if read not in reads:
                read.readers = _without(read.readers, cell)
        for read in reads:
            read.readers = _with(read.readers, cell)
        for key in cell.inputs:
            if key not in inputs:
                self._unlink(key, cell)
        for key in inputs:
            self._input_readers[key] = _with(self._input_readers.get(key), cell)
        cell.reads, cell.inputs = tuple(reads), tuple(inputs)

    def _unlink(self, key: Hashable, cell: _Cell) -> None:
        left = _without(self._input_readers[key], cell)
        if left is None:
            del self._input_readers[key]
        else:
            self._input_readers[key] = left

    def _make_stale(self, cell: _Cell) -> None:
        """Of a cell that is not sure all are in doubt already that stand on it, near and far."""
        before, cell.state = cell.state, _State.STALE
        waiting = [cell] if before is _State.SURE else []
        while waiting:
            for reader in _each(waiting.pop().readers):
                if reader.state is _State.SURE:
                    reader.state = _State.IN_DOUBT
                    waiting.append(reader)
