"""Where a reader that comes, or comes again, goes on. Pure.

The gateway may itself be on its way: a position that it has not read up to yet is waited for. A position that lies
beyond what the log held after the reader had come is of another log: the topic was made anew.
"""

from dataclasses import dataclass

from hub.gateway.feeds.cursor import Begin, Cursor, ToldChange, Why
from hub.gateway.feeds.position import FeedPosition, PositionMalformed
from hub.gateway.feeds.scope import Scope
from hub.gateway.index.pictures import HeldPictures


@dataclass(frozen=True, slots=True)
class Arrival:
    """given: the position to go on from. asked: how often the log's ends had been told when the reader came."""

    given: FeedPosition | None
    begin: Begin
    asked: int

    def check(self, scope: Scope, pictures: HeldPictures) -> None:
        """Raises PositionMalformed if the position cannot be one of this feed."""
        if self.given is None or self._of_other_partnerships(scope):
            return
        if bool(self.given.mark) and not scope.mark:
            raise PositionMalformed("the position belongs to a group's feed")
        expected = scope.partitions(pictures.partitions)
        if tuple(sorted(self.given.offsets)) != expected:
            raise PositionMalformed(f"the position of this feed names the partitions {list(expected)}, each once")

    def start(self, scope: Scope, pictures: HeldPictures) -> tuple[Cursor, list[ToldChange]] | None:
        """The reader's cursor and what it is to be told first; None while the log is not read far enough."""
        if self.given is None:
            return (Cursor.begin(scope, pictures, self.begin), []) if pictures.whole else None
        if self._of_other_partnerships(scope):
            return _anew(scope, pictures, Why.CHANGED) if pictures.whole else None
        ahead = [each for each, offset in self.given.offsets.items() if offset > pictures.position(each)]
        if not ahead:
            return Cursor(scope, dict(self.given.offsets)), []
        is_beyond = any(self.given.offsets[each] >= pictures.end(each) for each in ahead)
        if is_beyond and pictures.whole and pictures.asked > self.asked:
            return _anew(scope, pictures, Why.UNKNOWN)
        return None

    def _of_other_partnerships(self, scope: Scope) -> bool:
        given = self.given
        return given is not None and bool(given.mark) and bool(scope.mark) and given.mark != scope.mark


def _anew(scope: Scope, pictures: HeldPictures, why: Why) -> tuple[Cursor, list[ToldChange]]:
    cursor = Cursor.begin(scope, pictures, Begin.NOW)
    return cursor, [cursor.start_over(scope, pictures, why)]
