"""Whether one statement says of a matter what another says: the same words under another event id. Pure.

Promise: depends on the two statements, the word and the configuration; not on the order of statements, and not on
whether one of them was taken back since. What is compared is what the two claim on the fields that the word was said
on; the days from which they count are not.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

from hub.reconcile.claims import Claim, Field, under_canonical_ids
from hub.reconcile.folds import claims_of
from hub.reconcile.kinds.contract.listed import VARIATIONS
from hub.reconcile.reading import ViewReader
from hub.reconcile.statement import Statement

UNSAID: Final = object()
"""The word of a statement that is cited without one."""


class Cited(NamedTuple):
    """A statement on which a matter stands. field: the matter's; word: what the body is shown to say by it."""

    body: str
    event: str
    content_hash: str | None
    field: str
    word: Any


class SaidAgain:
    """Asked while one picture is made: the claims of each statement are unpacked once."""

    def __init__(self, read: ViewReader) -> None:
        self._read = read
        self._unpacked: dict[tuple[str, str], dict[Field, Claim]] = {}

    def is_said_by(self, event_id: str, cited: Cited) -> bool:
        """Whether the event of that id said for the same body what the cited statement says, of the same subject.

        What came with several contents says it if each of them does.
        """
        citing, others = self._citing(cited), self._of_same_speaker(event_id, cited)
        if any(cited.word == each.subject for each in citing):
            return bool(others)  # that it speaks of the subject is all that its word is
        return bool(others) and all(
            _alike(self._claims(one), self._claims(other), cited) for one in citing for other in others
        )

    def is_of_same_speaker(self, event_id: str, cited: Cited) -> bool:
        """Whether the event of that id said something for the same body about the same subject."""
        return bool(self._of_same_speaker(event_id, cited))

    def _citing(self, cited: Cited) -> list[Statement]:
        contents = self._read.contents_of(cited.event)
        return [each for each in contents if cited.content_hash in (None, each.content_hash)]

    def _of_same_speaker(self, event_id: str, cited: Cited) -> list[Statement]:
        read = self._read
        # one about another subject touches other pictures, and says nothing of this one
        about = {(each.type.about, each.subject) for each in self._citing(cited)}
        return [
            each
            for each in read.contents_of(event_id)
            if (each.type.about, each.subject) in about
            and cited.body in read.configuration.today_of(each.organisation, read.day.date)
        ]

    def _claims(self, statement: Statement) -> dict[Field, Claim]:
        held = self._unpacked.get(statement.identity)
        if held is None:
            held = self._unpacked[statement.identity] = {}
            for each in claims_of(statement, statement.plain()):
                claim = under_canonical_ids(each, self._read.configuration)
                # an event that states a field and clears it states it; the history counts it so too
                held.setdefault(_field(claim), claim)
        return held


def _alike(said: Mapping[Field, Claim], other: Mapping[Field, Claim], cited: Cited) -> bool:
    return all(
        field in other and _is_same_word(said[field].value, other[field].value, cited.word)
        for field in _saying(said, cited)
    )


def _saying(said: Mapping[Field, Claim], cited: Cited) -> Iterable[Field]:
    """The fields that the word was said on: of those that hold it that of the matter, where it is said there; all of
    them where that cannot be told."""
    holding = [field for field, claim in said.items() if cited.word is not UNSAID and _tells(claim, cited.word)]
    return [field for field in holding if _is_of(said[field].field, cited.field)] or holding or said


def _tells(claim: Claim, word: Any) -> bool:
    if claim.field.key and claim.field.key == word:
        return True
    # a word that lists what several claims name follows from each of them
    return _holds(claim.value, word) or (isinstance(word, list) and claim.value in word)


def _holds(value: Any, word: Any) -> bool:
    if value == word:
        return True
    parts = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    return any(_holds(each, word) for each in parts)


def _is_of(field: Field, matter: str) -> bool:
    text = field.text
    return text == matter or text.startswith(f"{matter}/") or matter.startswith(f"{text}/")


def _is_same_word(value: Any, other: Any, word: Any) -> bool:
    if value == other:
        return True
    # a matter about a part of a value is none about its other parts
    return (
        isinstance(value, Mapping)
        and isinstance(other, Mapping)
        and any(part == word and other.get(name) == word for name, part in value.items())
    )


def _field(claim: Claim) -> Field:
    """What is said again of a change is known by another day and another event, and is that change."""
    field = claim.field
    if field.item != VARIATIONS.item:
        return field
    _, _, batch = field.key.partition(" ")
    return field._replace(key="" if batch == claim.event_id else batch)
