"""Telephone numbers of the United Kingdom in a text, told from other numbers by how their digits are grouped.

Promise: pure; spans in order, none within another; the time taken grows with the text's length alone. A run of digits
counts only in a writing that people use for telephone numbers, so a date, a code of eight digits or two of them beside
each other do not. Source: Ofcom's national numbering plan; writings as in docs/personal-data.md.
"""

import re
from collections.abc import Iterator
from typing import Final

SPACE: Final = "[ \u00a0\u2007\u2009\u202f]"
DASH: Final = "[-\u2010-\u2013]"
BEGINS: Final = r"(?<!\w)(?<!\w-)(?<!\d[.,])"
"""Not inside a word, an id with dashes or a number with a point."""
ENDS: Final = r"(?!\w|-\w|[.,]\d)"

# the words that people write in front of a number without a space
_WORD: Final = "".join(f"|(?<={word})" for name in ("tel", "mob", "fax") for word in (name, name.title(), name.upper()))
_START: Final = re.compile(rf"(?:{BEGINS}{_WORD})(?:(?:\+{SPACE}?|00{SPACE}?)44(?=\D|\d{{9}})|(?=\(?0))")
_GAP: Final = rf"(?:{SPACE}?\){SPACE}?|{SPACE}{{1,2}}|{SPACE}?(?:{DASH}|[./]){SPACE}?)"
_TRUNK: Final = re.compile(rf"{_GAP}?(?:\({SPACE}?0{SPACE}?\){SPACE}?|(?=\d)|\((?=\d))")
_GROUP: Final = re.compile(r"\(?(\d{1,11})")
_NEXT: Final = re.compile(rf"{_GAP}\(?(\d{{1,11}})")
_END: Final = re.compile(ENDS)
_MOST_GROUPS: Final = 6
_SHORTEST_AREA: Final = 3

# the digits of the first group with its nought, and how many digits follow in each group
_WRITINGS: Final = (
    ("0[1235789]\\d{9}", {()}),
    ("0[27]\\d", {(8,), (4, 4)}),
    ("0[1235789]\\d\\d", {(7,), (3, 4), (2, 2, 3), (3, 2, 2)}),
    ("0[17]\\d{3}", {(6,), (3, 3), (2, 2, 2), (2, 4), (4, 2)}),
    ("01\\d{4}", {(5,), (2, 3), (3, 2)}),
    # shorter ones: old areas, Brampton, free numbers
    ("01\\d{3}", {(5,), (2, 3), (3, 2)}),
    ("01697[37]", {(4,), (2, 2)}),
    ("0[58]00", {(6,), (3, 3)}),
)
_AREAS: Final = {
    rest: re.compile("|".join(first for first, rests in _WRITINGS if rest in rests))
    for rest in {each for _, rests in _WRITINGS for each in rests}
}
# the only ones of eight digits: anything else of that form is two times of day
_SHORT: Final = frozenset({"08001111", "08454647"})
_ABROAD: Final = re.compile("[1235789]\\d{8,9}")


def telephone_numbers(text: str) -> Iterator[tuple[int, int]]:
    """Where each begins and ends."""
    done = 0
    for start in _START.finditer(text):
        if start.start() >= done:
            end = _end(text, start)
            if end is not None:
                yield start.start(), end
                done = end


def _end(text: str, start: re.Match[str]) -> int | None:
    at, is_abroad = start.end(), bool(start.group())
    if is_abroad:
        trunk = _TRUNK.match(text, at)
        if trunk is None:
            return None
        at = trunk.end()
    found: list[tuple[str, int]] = []
    group = _GROUP.match(text, at)
    if group is None or (not is_abroad and len(group.group(1)) < _SHORTEST_AREA):
        return None
    while group is not None and len(found) < _MOST_GROUPS:
        found.append((group.group(1), group.end()))
        group = _NEXT.match(text, group.end())
    # what follows after a space is another number, such as a year
    for count in range(len(found), 0, -1):
        digits = [each for each, _ in found[:count]]
        end = found[count - 1][1]
        is_number = _is_number_from_abroad(digits) if is_abroad else _is_number(digits)
        if is_number and _END.match(text, end) is not None:
            return end
    return None


def _is_number_from_abroad(groups: list[str]) -> bool:
    return _ABROAD.fullmatch("".join(groups)) is not None and (len(groups) == 1 or min(map(len, groups)) > 1)


def _is_number(groups: list[str]) -> bool:
    area = _AREAS.get(tuple(map(len, groups[1:])))
    return (area is not None and area.fullmatch(groups[0]) is not None) or "".join(groups) in _SHORT
