"""What `hub verify` found, counted in words that add up. Pure.

Promise: of the outputs that were compared never more differ than were compared; one that is wrong in two ways is one.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from hub.engine.verify import Mismatch, VerifyFinding
from hub.events.counting import count_words

COMPARED: Final = frozenset(
    {
        VerifyFinding.FOREIGN,
        VerifyFinding.CONFIGURATION,
        VerifyFinding.DAY,
        VerifyFinding.BODY,
        VerifyFinding.UNTIL,
        VerifyFinding.OLDER,
    }
)
"""What is wrong with an output that stands and was compared."""

BESIDE: Final[Mapping[VerifyFinding, tuple[str, str]]] = MappingProxyType(
    {
        VerifyFinding.MISSING: ("output is missing", "outputs are missing"),
        VerifyFinding.UNTRUE: ("record was written by no worker", "records were written by no worker"),
        VerifyFinding.NOT_KEPT: ("refused record is not kept", "refused records are not kept"),
    }
)
"""What is no output that was compared."""


def verdict_words(mismatches: Iterable[Mismatch], compared: int) -> str:
    """One sentence. compared: how many outputs were."""
    found: dict[VerifyFinding, set[tuple[str, str, str]]] = {each: set() for each in VerifyFinding}
    for each in mismatches:
        found[each.wrong].add((each.partnership, each.kind, each.id))
    if not any(found.values()):
        return "Everything agrees."
    lost, wrong = len(found[VerifyFinding.DAMAGED]), len(set().union(*(found[each] for each in COMPARED)))
    told = []
    if lost:
        told.append(
            count_words(lost, "partition of the truth has lost records", "partitions of the truth have lost records")
        )
    of = f"of {count_words(compared, 'output')} compared"
    inputs = "what is left of their inputs" if lost else "their inputs"
    told.append(f"{of} {wrong:,} {'differs' if wrong == 1 else 'differ'} from {inputs}")
    told += [count_words(len(found[each]), *words) for each, words in BESIDE.items() if found[each]]
    sentence = "; ".join(told)
    return f"{sentence[0].upper()}{sentence[1:]}."
