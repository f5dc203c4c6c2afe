"""What each organisation has said of each field, in the order in which its sayings take each other's place.

Promise: depends on the set of claims, not on the order in which they were added. What a day asks for is found by
search, so that it costs the same however often something was said before.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import Self

from hub.reconcile.claims import Claim, Field, fields_over
from hub.reconcile.days import Day


class History:
    """The claims of one part of a subject."""

    def __init__(self, claims: Iterable[Claim] = ()) -> None:
        # most organisations say most things once: a list is made for the second saying only
        self._said: dict[tuple[Field, str], Claim | list[Claim]] = {}
        self._latest: int | None = None
        self.extend(claims)

    def extend(self, claims: Iterable[Claim]) -> None:
        """Of two claims of one event on one field the one that was added first counts."""
        said = self._said
        for claim in claims:
            effective = claim.effective
            if self._latest is None or effective > self._latest:
                self._latest = effective
            about = (claim.field, claim.organisation)
            held = said.get(about)
            if held is None:
                said[about] = claim
            elif isinstance(held, Claim):
                if claim.order() != held.order():
                    said[about] = sorted((held, claim), key=Claim.order)
            elif held[-1].order() < claim.order():
                held.append(claim)
            else:
                index = bisect_right(held, claim.order(), key=Claim.order)
                if not index or held[index - 1].order() != claim.order():
                    held.insert(index, claim)

    def remove(self, claims: Iterable[Claim]) -> None:
        """These claims count no more; those that are not there make no difference."""
        for claim in claims:
            about = (claim.field, claim.organisation)
            held = self._said.get(about)
            if held is None:
                continue
            kept = [each for each in ([held] if isinstance(held, Claim) else held) if each[:4] != claim[:4]]
            if kept:
                self._said[about] = kept[0] if len(kept) == 1 else kept
            else:
                del self._said[about]

    def standing(self, as_of: Day) -> Iterator[Claim]:
        """For each field and organisation its word on that day, if it has one."""
        for held in self._said.values():
            if isinstance(held, Claim):
                if held.effective <= as_of and not (held.ahead and self.outsaid_by(held, as_of)):
                    yield held
                continue
            count = len(held) if held[-1].effective <= as_of else bisect_right(held, int(as_of), key=_effective)
            while count and held[count - 1].ahead and self.outsaid_by(held[count - 1], as_of):
                count -= 1
            if count:
                yield held[count - 1]

    def of_item(self, item: str) -> Self:
        """What is said of the things of one sort, to be asked only: it is shared with this history."""
        found = type(self)()
        found._said = {about: held for about, held in self._said.items() if about[0].item == item}
        found._latest = self._latest
        return found

    def told(self, item: str, name: str) -> frozenset[tuple[str, str]]:
        """(key, organisation) of the fields of that item and name of which something is said, for whatever day."""
        return frozenset((field.key, by) for field, by in self._said if (field.item, field.name) == (item, name))

    @property
    def is_empty(self) -> bool:
        """Whether nothing is said, for whatever day."""
        return not self._said

    def outsaid_by(self, claim: Claim, as_of: Day) -> Claim | None:
        """What its organisation said later on the field of a fact that was told ahead, so that it never comes to count;
        None of any other claim."""
        if not claim.ahead:
            return None
        later = [
            each
            for field in fields_over(claim.field)
            for each in self._held(field, claim.organisation)
            if claim.said() < each.said() and each.said()[0] <= as_of
        ]
        return max(later, key=Claim.said, default=None)

    def _held(self, field: Field, organisation: str) -> Sequence[Claim]:
        held = self._said.get((field, organisation), ())
        return (held,) if isinstance(held, Claim) else held

    def next_effective(self, as_of: Day) -> Day | None:
        """The first later day on which another claim comes to count."""
        if self._latest is None or self._latest <= as_of:
            return None
        found = []
        for held in self._said.values():
            if isinstance(held, Claim):
                if held.effective > as_of:
                    found.append(held.effective)
                    if held.ahead and held.said()[0] > as_of:
                        found.append(held.said()[0])
            elif held[-1].effective > as_of:
                found.append(held[bisect_right(held, int(as_of), key=_effective)].effective)
                # what is told ahead takes the place of another such fact on the day from which its event is true
                found += [said for each in held if each.ahead and (said := each.said()[0]) > as_of]
        return Day(min(found)) if found else None  # the latest may have been taken back


def _effective(claim: Claim) -> int:
    return claim.effective
