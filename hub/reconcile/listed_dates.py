"""What is open by the days of the things that a subject holds: what was to be done, and what soon. Pure."""

from collections.abc import Iterable, Sequence

from hub.reconcile.claims import Side
from hub.reconcile.days import Day
from hub.reconcile.listed import DatedPart, Listed, Word
from hub.reconcile.sides import Things, latest
from hub.reconcile.watching import Dated, Watched, look


def listed_dates(
    partnership: str, about: tuple[str, str], listed: Iterable[Listed], things: Things, as_of: Day
) -> Watched:
    """Of every sort that is listed, each thing by itself."""
    found = [
        _of_thing(partnership, about, sort, dated, key, named[sort.name], as_of)
        for sort in listed
        for dated in sort.dated
        for key, named in things.get(sort.item, {}).items()
    ]
    return Watched([each for one in found for each in one.matters], [each for one in found for each in one.days])


def _of_thing(
    partnership: str,
    about: tuple[str, str],
    sort: Listed,
    dated: DatedPart,
    key: str,
    sides: Sequence[Side],
    as_of: Day,
) -> Watched:
    title = latest(sides).claim.value.get("title", "")
    return look(
        dated.watch,
        partnership,
        about,
        f"{sort.item}:{key}",
        [found for side in sides for found in _dated(dated, side, sides)],
        as_of,
        passed=lambda sides, day: dated.passed.format(title=title, day=day),
        near=lambda sides, day: dated.near.format(title=title, day=day, days=dated.watch.days),
    )


def _dated(dated: DatedPart, side: Side, told: Sequence[Side]) -> list[Dated]:
    word: Word = side.claim.value
    if dated.part not in word or not dated.waits(word):
        return []
    if any(dated.settles(each.claim.value, word) for each in told):
        return []
    return [(Day.read(word[dated.part]), side)]
