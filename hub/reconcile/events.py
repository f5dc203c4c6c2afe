"""The set of events said in one partnership: what belongs to which subject, what is void, what is touched.

Promise: the set depends on what was added, not on the order or the number of times. Source: design section 4.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import NamedTuple

from hub.events.contract import Declared
from hub.events.ids import is_of_process
from hub.events.plain import Plain
from hub.reconcile.claims import Claim
from hub.reconcile.folds import claims_of, part_of
from hub.reconcile.history import History
from hub.reconcile.statement import Statement


class Subject(NamedTuple):
    """Something that there is a picture of. kind: contract, procurement, programme or provider."""

    kind: str
    id: str


class Added(Enum):
    NEW = auto()
    DUPLICATE = auto()  # the same event id and content: it was in the set already


@dataclass(slots=True)
class Part:
    """A subject's events that are looked at together; its claims are unpacked when first asked for."""

    statements: list[Statement] = field(default_factory=list)
    claims: History | None = None


def _is_told_with_its_process(statement: Statement, plain: Plain) -> bool:
    """Registers tell of a contract with its process, and need not say how far it has come: nobody else declares it."""
    procurement = plain.get("procurement") if statement.type.about == "contract" else None
    return procurement is not None and is_of_process(statement.subject, procurement)


def named_by(about: str, plain: Plain) -> Iterator[Subject]:
    """Other subjects whose pictures stand on what an event says, beside the one that it is about."""
    if about == "contract":
        for supplier in plain.get("suppliers") or ():
            yield Subject("provider", supplier["id"])
        if plain.get("programme") is not None:
            yield Subject("programme", plain["programme"])
        if plain.get("procurement") is not None:
            yield Subject("procurement", plain["procurement"])
    elif about == "procurement":
        for award in plain["awards"]:
            for supplier in award["suppliers"] or ():
                yield Subject("provider", supplier["id"])
    elif about == "programme" and plain.get("contract") is not None:
        yield Subject("contract", plain["contract"])


class EventSet:
    """All events of a partnership. Adding is set union by (event id, content hash)."""

    def __init__(self) -> None:
        self._first: dict[str, Statement] = {}
        self._others: dict[str, dict[str, Statement]] = {}  # further contents of an id, by hash; there are hardly any
        self._voids: dict[tuple[str, str], set[str]] = {}
        self._parts: dict[Subject, dict[str, Part]] = {}
        self._named_in: dict[Subject, set[Subject]] = {}
        self._naming: dict[Subject, list[Statement]] = {}
        self._twofold: dict[Subject, set[str]] = {}
        self._names: dict[Subject, set[Subject]] = {}
        self._declaring: dict[Subject, list[Statement]] = {}

    def __len__(self) -> int:
        return len(self._first) + sum(map(len, self._others.values()))

    def add(self, statement: Statement, plain: Plain, *, unpack: bool = True) -> Added:
        """Take an event in. `plain` is what it says, which the caller has just decoded.

        unpack: keep the claims of a part that begins here, because it will be looked at soon; while restoring a long
        history it will not, and packed it takes a third of the room.
        """
        first = self._first.get(statement.event_id)
        if first is None:
            self._first[statement.event_id] = statement
        else:
            content = statement.content_hash
            if content == first.content_hash or content in self._others.get(statement.event_id, ()):
                return Added.DUPLICATE
            if statement.event_id not in self._others:
                self._forget_claims(first)  # they were made as those of the only content
            self._others.setdefault(statement.event_id, {})[content] = statement
            for each in (first, statement):
                self._twofold.setdefault(Subject(each.type.about, each.subject), set()).add(statement.event_id)
        if statement.type.about != "event":
            self._add_to_part(statement, plain, unpack)
        for voided in self._voided_by(statement, plain):
            self._voids.setdefault((statement.organisation, voided), set()).add(statement.event_id)
            for other in self._of_id(voided):
                if self.is_void(other):
                    self._take_back(other)
        return Added.NEW

    def _of_id(self, event_id: str) -> Sequence[Statement]:
        """The contents that came under one event id, in the order in which they came."""
        first = self._first.get(event_id)
        return () if first is None else (first, *self._others.get(event_id, {}).values())

    def _add_to_part(self, statement: Statement, plain: Plain, unpack: bool) -> None:
        subject = Subject(statement.type.about, statement.subject)
        part = self._parts.setdefault(subject, {}).setdefault(part_of(statement.type, plain), Part())
        if unpack and not part.statements:
            part.claims = History()
        part.statements.append(statement)
        if statement.type.model is Declared or _is_told_with_its_process(statement, plain):
            self._declaring.setdefault(subject, []).append(statement)
        if part.claims is not None and not self.is_void(statement):
            part.claims.extend(self._claims_of(statement, plain))
        for named in named_by(statement.type.about, plain):
            # only ever grows: a view asks again which of these still holds, on its day
            self._named_in.setdefault(named, set()).add(subject)
            self._names.setdefault(subject, set()).add(named)
            self._naming.setdefault(named, []).append(statement)

    @staticmethod
    def _voided_by(statement: Statement, plain: Plain) -> Iterator[str]:
        if statement.corrects is not None:
            yield statement.corrects
        if statement.type.withdraws:
            yield plain["event"]

    def _take_back(self, statement: Statement) -> None:
        """Its claims count no more; those of its part's other events stay unpacked."""
        if statement.type.about != "event":
            plain = statement.plain()
            part = self._parts[Subject(statement.type.about, statement.subject)][part_of(statement.type, plain)]
            if part.claims is not None:
                part.claims.remove(self._claims_of(statement, plain))

    def _forget_claims(self, statement: Statement) -> None:
        """Those of its part are unpacked anew when they are next asked for."""
        if statement.type.about != "event":
            subject = Subject(statement.type.about, statement.subject)
            self._parts[subject][part_of(statement.type, statement.plain())].claims = None

    def _claims_of(self, statement: Statement, plain: Plain) -> list[Claim]:
        return claims_of(statement, plain, of_several=statement.event_id in self._others)

    def is_void(self, statement: Statement) -> bool:
        """Whether its own organisation corrected or withdrew it; void for good."""
        return (statement.organisation, statement.event_id) in self._voids

    def voided_by(self, statement: Statement) -> list[str]:
        """Ids of the events that void it, in order."""
        return sorted(self._voids.get((statement.organisation, statement.event_id), ()))

    def taken_back_by(self, statement: Statement) -> list[str]:
        """Ids of the events that are void by it, in order: of what it names, those that its own organisation said."""
        named = set(self._voided_by(statement, statement.plain()))
        own = (
            each for each in named if any(other.organisation == statement.organisation for other in self._of_id(each))
        )
        return sorted(own)

    def changed_by(self, statement: Statement, plain: Plain) -> Iterator[tuple[Subject, str | None]]:
        """What is told otherwise of a subject now that this event, just added, is in the set: its claims of a part, or
        where the part is None what is tied to it."""
        voided = (other for each in self._voided_by(statement, plain) for other in self._of_id(each))
        for each in (*self._of_id(statement.event_id), *voided):
            if each.type.about != "event":
                content = plain if each is statement else each.plain()
                yield Subject(each.type.about, each.subject), part_of(each.type, content)
                for named in named_by(each.type.about, content):
                    yield named, None

    def touched_by(self, statement: Statement, plain: Plain) -> set[Subject]:
        """Subjects whose pictures may differ now that this event, just added, is in the set."""
        touched = set(self._around(statement))
        for voided in self._voided_by(statement, plain):
            for other in self._of_id(voided):
                touched |= self._around(other)
        # a second content of one id shows on whatever the first one is about
        for other in self._of_id(statement.event_id):
            touched |= self._around(other)
        return touched

    def _around(self, statement: Statement) -> set[Subject]:
        if statement.type.about == "event":
            return set()
        subject = Subject(statement.type.about, statement.subject)
        around = {subject, *self._names.get(subject, ()), *self._named_in.get(subject, ())}
        if subject.kind == "contract":
            around |= self._suppliers_of(subject)
        elif subject.kind == "procurement":
            # a contract takes from its award, and its programmes and providers take from it
            named = {each for contract in self._named_in.get(subject, ()) for each in self._names[contract]}
            around |= named | self._suppliers_among(named)
        return around

    def _suppliers_of(self, contract: Subject) -> set[Subject]:
        """Whom the procurements of a contract name: its suppliers may be those of an award of any of them."""
        return self._suppliers_among(self._names.get(contract, ()))

    def _suppliers_among(self, subjects: Iterable[Subject]) -> set[Subject]:
        """Whom those of them name that are procurements, each of them looked at once."""
        return {
            named
            for procurement in subjects
            if procurement.kind == "procurement"
            for named in self._names.get(procurement, ())
        }

    def subjects(self) -> Iterator[Subject]:
        """Every subject that some event is about, and every other one that some event names."""
        yield from self._parts
        for subject in self._named_in:
            if subject not in self._parts:
                yield subject

    def parts(self, subject: Subject) -> list[str]:
        """The names of a subject's parts."""
        return list(self._parts.get(subject, ()))

    def claims(self, subject: Subject, part: str) -> History:
        """The claims of one part, void events left out; empty for a part that is not there."""
        found = self._parts.get(subject, {}).get(part)
        return History() if found is None else self._claims(found)

    def is_spoken_of(self, subject: Subject) -> bool:
        """Whether some event that is not void is about it, or names it in a contract, also one that claims nothing."""
        for part in self._parts.get(subject, {}).values():
            for statement in part.statements:
                if not self.is_void(statement):
                    return True
        return any(not self.is_void(statement) for statement in self._naming.get(subject, ()))

    def is_declared(self, contract: Subject) -> bool:
        """Whether some event that is not void declares the contract, for whatever day."""
        return any(not self.is_void(statement) for statement in self._declaring.get(contract, ()))

    def _claims(self, part: Part) -> History:
        if part.claims is None:
            part.claims = History(
                claim
                for statement in part.statements
                if not self.is_void(statement)
                for claim in self._claims_of(statement, statement.plain())
            )
        return part.claims

    def contracts_of(self, subject: Subject) -> list[str]:
        """Contracts that may belong to a programme, procurement or provider, because something was once said that
        ties them; in order."""
        contracts = {*self.contracts_naming(subject)}
        for procurement in self._named_in.get(subject, ()):
            if procurement.kind == "procurement":
                contracts.update(self.contracts_naming(procurement))
        return sorted(contracts)

    def contracts_naming(self, subject: Subject) -> list[str]:
        """Contracts that some event itself ties to a programme, procurement or provider, in order."""
        return sorted(each.id for each in self._named_in.get(subject, ()) if each.kind == "contract")

    def programmes_naming(self, contract: Subject) -> list[str]:
        """Programmes of which some event names the contract, in order."""
        return sorted(each.id for each in self._named_in.get(contract, ()) if each.kind == "programme")

    def procurements_of(self, subject: Subject) -> list[str]:
        """Procurements that some event ties to a contract or provider, in order."""
        tied = self._names.get(subject, set()) | self._named_in.get(subject, set())
        return sorted(each.id for each in tied if each.kind == "procurement")

    def events_of(self, subject: Subject) -> list[Statement]:
        """All events about a subject, void ones too, ordered by (event id, content hash)."""
        return sorted(
            (statement for part in self._parts.get(subject, {}).values() for statement in part.statements),
            key=lambda each: each.identity,
        )

    def twofold(self, subject: Subject) -> dict[str, list[Statement]]:
        """Events that came with two contents which count, at least one about the subject: their contents, by id."""
        found = {each: self.counting_contents_of(each) for each in sorted(self._twofold.get(subject, ()))}
        return {each: contents for each, contents in found.items() if self._is_twofold(subject, contents)}

    @staticmethod
    def _is_twofold(subject: Subject, contents: list[Statement]) -> bool:
        return len(contents) > 1 and any((each.type.about, each.subject) == subject for each in contents)

    def counting_contents_of(self, event_id: str) -> list[Statement]:
        """Those of its contents that are not void, ordered by hash."""
        return [each for each in self.contents_of(event_id) if not self.is_void(each)]

    def contents_of(self, event_id: str) -> list[Statement]:
        """The different contents that came under one event id, ordered by hash; empty when it is not known."""
        return sorted(self._of_id(event_id), key=lambda each: each.content_hash)

    def all(self) -> Iterator[Statement]:
        yield from self._first.values()
        for others in self._others.values():
            yield from others.values()
