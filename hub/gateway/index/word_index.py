"""Which entries have a word in their text, be it as a part of a longer one. Pure.

Promise: the same as looking for it in the text of each. What is looked for holds no white space, so wherever it stands
it stands within one word of the text: each word is kept once, with those that have it, and only the words are looked
through, some hundreds at a time.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, Generic, TypeVar

Entry = TypeVar("Entry")

SHELVES: Final = 512
"""Over how many the words are spread: so few of them are put together again where one comes or goes."""


_A_WORD: Final = 4
"""To meet a word takes as long as to meet so many entries."""


@dataclass(slots=True)
class _WordShelf(Generic[Entry]):
    """Some of the words, with those that have them. text: all of them, one a line, or None once they are others."""

    having: dict[str, set[Entry]] = field(default_factory=dict)
    text: str | None = None

    def with_part(self, part: str) -> Iterator[set[Entry]]:
        """Of each word that the part is in, those that have it."""
        if self.text is None:
            self.text = "".join(f"{word}\n" for word in self.having)
        at = self.text.find(part)
        while at >= 0:
            begin, end = self.text.rfind("\n", 0, at) + 1, self.text.index("\n", at)
            yield self.having[self.text[begin:end]]
            at = self.text.find(part, end)


class WordIndex(Generic[Entry]):
    """Fed with each entry and its text; taken out with the same text."""

    def __init__(self) -> None:
        self._shelves: list[_WordShelf[Entry]] = [_WordShelf() for _ in range(SHELVES)]

    def put(self, entry: Entry, text: str) -> None:
        for word in set(text.split()):
            shelf = self._shelf(word)
            if word not in shelf.having:
                shelf.having[word] = set()
                shelf.text = None
            shelf.having[word].add(entry)

    def take_out(self, entry: Entry, text: str) -> None:
        """Raises KeyError where it is not there."""
        for word in set(text.split()):
            shelf = self._shelf(word)
            shelf.having[word].remove(entry)
            if not shelf.having[word]:
                del shelf.having[word]
                shelf.text = None

    def having(self, part: str, most: float) -> set[Entry] | None:
        """Those that have it in their text; None where that is better asked of each, as it is no part of a single word,
        or is in so many words and entries that to meet them takes as long as to meet `most` entries.
        """
        if part.split() != [part]:
            return None
        found: set[Entry] = set()
        met = 0
        for shelf in self._shelves:
            for entries in shelf.with_part(part):
                met += _A_WORD + len(entries)
                if met > most:
                    return None
                found |= entries
        return found

    def _shelf(self, word: str) -> _WordShelf[Entry]:
        return self._shelves[hash(word) % SHELVES]
