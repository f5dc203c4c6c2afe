"""Numbers that follow each other, as first and last: hundreds of sources are told in a line that way. Pure."""

from collections.abc import Iterable, Iterator


def runs(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Every run of them, in order, each number in one: 1, 2, 3 and 7 are (1, 3) and (7, 7)."""
    first = last = None
    for each in sorted(set(numbers)):
        if first is not None and last is not None and each != last + 1:
            yield first, last
            first = None
        first, last = each if first is None else first, each
    if first is not None and last is not None:
        yield first, last
