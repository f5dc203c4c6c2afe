"""JSON as partners send it: lines, arrays, documents over many lines, one after the other in any mixture.

Promise: nothing raises, whatever the bytes are. Lines are read one at a time and a document over many lines alone, so
memory is bounded by the largest document. One fault is told once: a damaged line by its number, and the next one is
read; a damaged document over many lines with all of its lines; what is no UTF-8, and what was cut off, as such. Numbers
with a point come as Decimal, so that no penny is lost. The same name twice in one object, NaN and Infinity are not
taken: two readers would read two different things.
"""

from collections import deque
from collections.abc import Iterator
from typing import Any, BinaryIO, Final, NamedTuple

from connectors.brackets import Brackets, Broken
from hub.admission.encodings import not_utf8
from hub.admission.strict_json import KEPT_BYTES, SEND_ALL, BadJson, is_beginning, parse

MOST_DOCUMENT_BYTES: Final = 256 << 20
_LOOKS_BACK: Final = 8

_BOM: Final = b"\xef\xbb\xbf"
_RECORD_SEPARATOR: Final = b"\x1e"  # RFC 7464 puts it in front of each text
_SEND_WHOLE: Final = "send the whole file again"


class Found(NamedTuple):
    """One value and where it begins: ":12" for what begins in a line, "[3]" for an item of an array, both where arrays
    follow each other, "" for a document over many lines at the beginning."""

    at: str
    value: Any


class _Line(NamedTuple):
    number: int
    text: bytes

    @property
    def column(self) -> int:
        return len(self.text) - len(self.text.lstrip())

    @property
    def begins_value(self) -> bool:
        return self.text.lstrip()[:1] in (b"{", b"[")


class _Lines:
    """The lines that hold anything, numbered; some can be put back."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = enumerate(stream, 1)
        self._back: deque[_Line] = deque()
        self.last = 0

    def __iter__(self) -> Iterator[_Line]:
        return self

    def __next__(self) -> _Line:
        if self._back:
            return self._back.popleft()
        for number, raw in self._stream:
            self.last = number
            line = _Line(number, raw.removeprefix(_BOM).lstrip(_RECORD_SEPARATOR).removeprefix(_BOM))
            if line.text.strip():
                return line
        raise StopIteration

    def put_back(self, lines: list[_Line]) -> None:
        self._back.extendleft(reversed(lines))


class _Read(NamedTuple):
    """A value or BadJson, and the line in which it begins. over_lines: it is a document over many lines."""

    number: int
    value: Any
    over_lines: bool = False


def values(stream: BinaryIO) -> Iterator[Found]:
    """Every value of the source, in order; a BadJson stands where something cannot be read."""
    lines = _Lines(stream)
    first = next(lines, None)
    if first is None:
        return
    other = not_utf8(first.text)
    if other is not None:
        yield Found("", BadJson(other[0], first.text[:KEPT_BYTES], other[1]))
        return
    lines.put_back([first])
    at_beginning = True
    for line in lines:
        for read in _read(line, lines):
            beginning = "" if at_beginning and (read.over_lines or isinstance(read.value, list)) else f":{read.number}"
            at_beginning = False
            if isinstance(read.value, list) and read.value:
                for position, item in enumerate(read.value):
                    yield Found(f"{beginning}[{position}]", item)
            else:
                yield Found(beginning, read.value)


def first_readable(stream: BinaryIO) -> Any:
    """The first value that is JSON, an array's first item; else the first BadJson or empty list, or None where there is
    no text.

    A damaged or empty first line does not hide what the other lines are: it is told by its number, like any other.
    """
    empty: Any = None
    for each in values(stream):
        if not isinstance(each.value, BadJson) and each.value != []:
            return each.value
        empty = each.value if empty in (None, []) else empty
    return empty


def _read(line: _Line, lines: _Lines) -> Iterator[_Read]:
    """What begins in a line; the lines that belong to it are taken."""
    value = parse(line.text, line.number)
    if not isinstance(value, BadJson):
        yield _Read(line.number, value)
        return
    if not line.begins_value:
        yield _damaged([line], lines)
        return
    brackets = Brackets()
    try:
        end = brackets.end_in(line.text)
    except Broken:
        yield _damaged([line], lines)
        return
    if end is None:
        yield from _over_lines(line, brackets, lines) if is_beginning(line.text) else [_damaged([line], lines)]
        return
    rest = line.text[end:].strip()
    several = parse(line.text[:end], line.number) if rest else value
    if isinstance(several, BadJson):
        yield _Read(line.number, value)
        return
    yield _Read(line.number, several)
    _put_back_rest(line.number, rest, lines)


def _over_lines(first: _Line, brackets: Brackets, lines: _Lines) -> Iterator[_Read]:
    """A document of which the first line was only the beginning."""
    taken, size, looks = [first], len(first.text), 0
    doubtful: int | None = None  # how many lines were taken before one that may be a value of its own
    for line in lines:
        if looks < _LOOKS_BACK and _stands_alone(line, first.column):
            looks += 1
            if not is_beginning(_joined([*taken, line])) and _closed(_joined([*taken, line])) is None:
                lines.put_back([*taken[doubtful:], line] if doubtful else [line])
                yield _Read(first.number, _cut_off(taken[:doubtful]))
                return
            # in an array it is an item, unless a stray bracket is all that stands in front
            if doubtful is None and (brackets.in_object or len(taken) == 1):
                doubtful = len(taken)
        try:
            end = brackets.end_in(line.text)
        except Broken:
            yield _damaged([*taken, line], lines)
            return
        size += len(line.text)
        if end is not None:
            text = _joined([*taken, _Line(line.number, line.text[:end])])
            yield _Read(first.number, parse(text, first.number), over_lines=True)
            _put_back_rest(line.number, line.text[end:].strip(), lines)
            return
        taken.append(line)
        if size > MOST_DOCUMENT_BYTES:
            yield _damaged(taken, lines, f"is longer than {MOST_DOCUMENT_BYTES} bytes, or is never closed")
            return
    if doubtful:
        lines.put_back(taken[doubtful:])
    yield _Read(first.number, _cut_off(taken[:doubtful], lines.last), over_lines=not doubtful)


def _put_back_rest(number: int, rest: bytes, lines: _Lines) -> None:
    # a comma between two values is how an array looks that lost its brackets; it leaves nothing to guess
    rest = rest.removeprefix(b",").lstrip().removeprefix(_BOM).lstrip(_RECORD_SEPARATOR)
    if rest.strip():
        lines.put_back([_Line(number, rest)])


def _joined(taken: list[_Line]) -> bytes:
    """With empty lines where there were some, so that line numbers are right."""
    text, number = bytearray(), taken[0].number
    for line in taken:
        text += b"\n" * (line.number - number) + line.text.rstrip(b"\r\n")
        number = line.number
    return bytes(text)


def _stands_alone(line: _Line, column: int) -> bool:
    """Whether it is an object of its own, as a line of JSON lines is, and not set in."""
    text = line.text.strip()
    is_object = line.column <= column and text.startswith(b"{") and text.endswith(b"}")
    return is_object and not isinstance(parse(text), BadJson)


def _closed(text: bytes) -> Any:
    value = parse(text)
    return None if isinstance(value, BadJson) else value


def _cut_off(taken: list[_Line], last: int | None = None) -> BadJson:
    begins, ends = taken[0].number, last or taken[-1].number
    problem = f"begins at line {begins} and is cut off: the text ends at line {ends}, before it is closed"
    return BadJson(problem, _joined(taken).strip()[:KEPT_BYTES], _SEND_WHOLE)


def _damaged(taken: list[_Line], lines: _Lines, problem: str | None = None) -> _Read:
    """One refusal for all lines up to the next one in which a value may begin; where there are none it is cut off, if
    it reads like the beginning of a document."""
    first = taken[0]
    found = parse(_joined(taken), first.number)
    size = sum(len(each.text) for each in taken)
    at_end, alone = True, True
    for line in lines:
        if line.begins_value and line.column <= first.column:
            lines.put_back([line])
            at_end = False
            break
        alone = False
        if size < KEPT_BYTES:
            taken.append(line)
            size += len(line.text)
    if problem is None and alone and is_beginning(_joined(taken)):
        return _Read(first.number, _cut_off(taken, lines.last if at_end else None), over_lines=at_end)
    # what other lines follow is not cut off: an end of a line stands in it where none may
    cure = "" if problem is not None or found.cure == SEND_ALL else found.cure
    return _Read(first.number, BadJson(problem or found.problem, _joined(taken).strip(), cure))
