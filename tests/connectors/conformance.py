"""What every connector promises. Inherit, supply `connector`, `good`, and `bad`; override no test."""

import io
import re
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterator
from typing import Any, BinaryIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.json_source import first_readable
from connectors.protocol import Connector, Item
from connectors.registry import CONNECTORS
from hub.admission.admit import OPERATOR, Admitted, admit
from hub.admission.field_path import UNREPEATED, field_path
from hub.admission.naming import OF_ITS_FORM
from hub.admission.refusal import Code, Refusal
from hub.admission.rules import Case, Rule
from hub.admission.strict_json import parse
from hub.log.refusals import KeptRefusal
from hub.usecases.admitting import Door, ItemAnswer, ItemOutcome
from tests.support.documents import COUNCIL, NOW, context, wandsworth
from tests.support.grown import grown

_PART = re.compile(r"\[(\d+)\]|([^.\[\]]+)")


class OneLineAtATime(io.RawIOBase):
    """A source that counts how much of it was asked for, and cannot be read whole."""

    def __init__(self, lines: list[bytes]) -> None:
        self._lines = iter(lines)
        self.taken = 0

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        line = next(self._lines)
        self.taken += 1
        return line

    def read(self, size: int = -1, /) -> bytes:
        raise AssertionError("the connector reads JSON lines whole instead of one at a time")


class ConnectorContract(ABC):
    """The bar. A test walks the registry, so a connector without its subclass is named."""

    connector: Connector

    @abstractmethod
    def good(self, number: int) -> bytes:
        """One line of a good item, another one for each number."""

    examples: tuple[bytes, ...] = ()
    """More good items, richer ones: what the fuzz grows out of, beside `good`."""

    @abstractmethod
    def bad(self) -> bytes:
        """One line of an item that is JSON, but that nobody can take."""

    def items(self, source: bytes | BinaryIO, name: str = "file.jsonl", speaker: str | None = None) -> list[Item]:
        stream = io.BytesIO(source) if isinstance(source, bytes) else source
        return list(self.connector.items(stream, name, speaker))

    def names_what_was_sent(self, field: str, source: Any) -> bool:
        """Whether the field of a refusal is something of the source, or is missing in something of it."""
        return stands(field, source, missing=1)

    def admitted(self, item: Item) -> list[Admitted]:
        answers = [admit(document, context()) for document in item.documents]
        return [each for each in answers if isinstance(each, Admitted)]

    def test_a_good_item_becomes_events_that_are_admitted(self) -> None:
        (item,) = self.items(self.good(1))
        assert item.documents
        assert len(self.admitted(item)) == len(item.documents)

    def test_every_item_is_told_in_order_the_bad_ones_too(self) -> None:
        lines = [self.good(1), b"{not json", self.bad(), self.good(2)]
        items = self.items(b"\n".join(lines))
        refused = [bool(item.refusals) or not self.admitted(item) for item in items]
        assert refused == [False, True, True, False]
        assert items[1].refusals[0].code is Code.NOT_JSON

    def test_an_item_keeps_what_it_was_read_from(self) -> None:
        good, no_json, bad = self.items(b"\n".join((self.good(1), b"{not json", self.bad())))
        assert good.source == parse(self.good(1))
        assert no_json.source == b"{not json"
        assert bad.source == parse(self.bad())

    def test_where_names_file_and_line(self) -> None:
        items = self.items(b"\n\n" + self.good(1) + b"\n\n" + b"{")
        assert [item.where.partition(" ")[0] for item in items] == ["file.jsonl:3", "file.jsonl:5"]
        assert items[1].refusals[0].where == "file.jsonl:5"

    def test_the_same_bytes_make_the_same_events(self) -> None:
        source = self.good(1) + b"\n" + self.good(2)
        assert self.items(source) == self.items(source)

    def test_the_events_do_not_depend_on_where_they_stand(self) -> None:
        there = self.items(self.good(2) + b"\n" + self.good(1), "other.jsonl")
        here = self.items(self.good(1) + b"\n" + self.good(2))
        assert [each.documents for each in reversed(there)] == [each.documents for each in here]

    def test_different_items_have_different_event_ids(self) -> None:
        items = self.items(b"\n".join(self.good(number) for number in range(5)))
        ids = [document["id"] for item in items for document in item.documents]
        assert len(set(ids)) == len(ids) >= 5

    def test_lines_are_read_one_at_a_time(self) -> None:
        source = OneLineAtATime([self.good(number) + b"\n" for number in range(1000)])
        reading = self.connector.items(source, "file.jsonl", None)  # type: ignore[arg-type]  # iterated only
        next(reading)
        assert source.taken == 1
        next(reading)
        assert source.taken == 2

    def test_an_empty_source_has_no_items(self) -> None:
        assert self.items(b"") == self.items(b"\n \n") == []

    def test_a_byte_order_mark_and_windows_lines_change_nothing(self) -> None:
        plain = self.items(self.good(1) + b"\n" + self.good(2))
        assert self.items(b"\xef\xbb\xbf" + self.good(1) + b"\r\n" + self.good(2) + b"\r\n") == plain

    @pytest.mark.parametrize(
        "line",
        [
            b"17",
            b"null",
            b'"text"',
            b"[[]]",
            b"{}",
            b'{"a": NaN}',
            b"\xff",
            b'{"a":1,"a":2}',
            b"[" * 100_000,
            b'{"a": 1e99999999999999999999}',
            b"[" * 500 + b"]" * 500,
        ],
    )
    def test_whatever_a_line_holds_it_is_refused_and_the_next_one_is_read(self, line: bytes) -> None:
        items = self.items(self.good(1) + b"\n" + line + b"\n" + self.good(2))
        assert [bool(self.admitted(item)) for item in items] == [True, False, True]

    @pytest.mark.parametrize("line", [b"[", b"{", b'{"a":', b'{"a": "b', b'{"a": [', b'"', b"]", b"}", b"\x1e", b"\0{"])
    def test_a_line_that_is_cut_off_takes_no_other_with_it(self, line: bytes) -> None:
        items = self.items(self.good(1) + b"\n" + line + b"\n" + self.good(2) + b"\n" + self.good(3))
        assert sum(bool(self.admitted(item)) for item in items) == 3

    def answers(self, source: bytes) -> list[ItemAnswer]:
        """What a door says of each item, and that its refusals can be kept."""
        door = Door(wandsworth(), OPERATOR, "test")
        found = []
        for item in self.items(source):
            answer = door.admit(item, NOW)
            codes = [each.code for each in answer.refusals]
            assert Code.CONNECTOR_FAILED not in codes, [each.to_json() for each in answer.refusals]
            kept = [KeptRefusal.read(each.outgoing().value) for each in door.take_refused()]
            reasons = [reason for each in kept for reason in each.reasons]
            # each is kept for every event that it is about, and told once
            assert len(reasons) + sum(each.left_out for each in kept) >= len(codes)
            if not any(each.left_out for each in kept):
                assert {(each.code, each.field) for each in reasons} == {
                    (each.code.value, each.field) for each in answer.refusals
                }
            of_form = Counter(each.field for each in answer.refusals if each.code in ONCE_FOR_A_FIELD)
            assert set(of_form.values()) <= {1}, answer.refusals  # one fault, one refusal
            assert all(self.names_what_was_sent(each.field, item.source) for each in answer.refusals)
            found.append(answer)
        return found

    def test_an_item_with_any_value_anywhere_stops_nothing(self) -> None:
        first, last = self.good(1), self.good(2)

        @given(item=grown([first, *self.examples]))
        @settings(max_examples=300)
        def law(item: bytes) -> None:
            answers = self.answers(first + b"\n" + item + b"\n" + last)
            assert len(answers) >= 2
            assert answers[0].outcome is answers[-1].outcome is ItemOutcome.ADMITTED

        law()

    def test_any_bytes_between_stop_nothing(self) -> None:
        first, last = self.good(1), self.good(2)

        @given(st.binary(max_size=60) | st.text('{}[]",:\n a1\\\0', max_size=30).map(str.encode))
        @settings(max_examples=300)
        def law(noise: bytes) -> None:
            assert self.answers(first + b"\n" + noise)[0].outcome is ItemOutcome.ADMITTED
            if b"\n" not in noise and b"\r" not in noise:
                answers = self.answers(first + b"\n" + noise + b"\n" + last)
                assert answers[-1].outcome is ItemOutcome.ADMITTED
            self.answers(noise + b"\n" + last)

        law()

    def test_whatever_admission_refuses_is_named_as_its_sender_wrote_it(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """All fields of all events of all examples, refused one and all."""
        monkeypatch.setattr("hub.admission.admit.RULES", (EVERYTHING,))
        refused = 0
        for line in (self.good(1), *self.examples):
            for item in self.items(line):
                answer = Door(wandsworth(), OPERATOR, "test").admit(item, NOW)
                for each in answer.refusals:
                    assert self.names_what_was_sent(each.field, item.source), each
                    if each.problem.endswith(REFUSED):
                        refused += 1
                        assert each.field or each.problem in SAID_BY_THE_CONNECTOR, each
        assert refused

    def test_it_recognises_its_own_and_nobody_else_does(self) -> None:
        first = first_readable(io.BytesIO(self.good(1)))
        assert [each.name for each in CONNECTORS.values() if each.recognises(first)] == [self.connector.name]

    def test_a_named_speaker_is_the_one_who_says_it(self) -> None:
        (item,) = self.items(self.good(1), speaker=COUNCIL)
        for document in item.documents:
            answer = admit(document, context(COUNCIL))
            assert isinstance(answer, Admitted)
            assert answer.event.meta.organisation == COUNCIL

    def test_what_it_says_about_itself(self) -> None:
        assert self.connector.name.isidentifier()
        assert self.connector.about
        assert CONNECTORS[self.connector.name] is self.connector


def _refuse_everything(case: Case) -> Iterator[Refusal]:
    for leaf in case.leaves():
        yield Refusal(Code.VALUE_WRONG, field_path(leaf.path), f"{field_path(leaf.path)}{REFUSED}", "")


OF_RELEASES = (Code.RELEASE_INVALID, Code.RELEASE_ID_MISSING, Code.OCID_MISSING)
ONCE_FOR_A_FIELD = {*OF_ITS_FORM, *OF_RELEASES}
REFUSED = " is refused"
EVERYTHING = Rule(frozenset({Code.VALUE_WRONG}), _refuse_everything)
SAID_BY_THE_CONNECTOR = (f"meta.classification{REFUSED}",)
"""What a connector says of itself, for which there is nothing in the source."""


def stands(path: str, source: Any, missing: int = 0) -> bool:
    """Whether a value stands at a path such as tender.lots[0].id, its last names left out."""
    parts = [int(number) if number else name for number, name in _PART.findall(path.partition(UNREPEATED)[0])]
    value = source
    for done, part in enumerate(parts):
        try:
            value = value[part]
        except (LookupError, TypeError):
            return len(parts) - done <= missing
    return True


def documents_of(items: list[Item]) -> list[Any]:
    return [document for item in items for document in item.documents]
