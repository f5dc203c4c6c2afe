"""Which events a release becomes: decided by its tags and by the presence of amendments, by nothing else.

Source: OCDS 1.1 releaseTag codelist. A test holds the table against the codelist.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType
from typing import Final


class Saying(Enum):
    """What a release says about the contract."""

    DECLARED = "declared"  # its terms, at a stage
    VARIED = "varied"  # terms that changed by agreement
    TERMINATED = "terminated"  # its end


@dataclass(frozen=True, slots=True)
class Row:
    """A tag's stage, what it says, and a status where the tag alone tells it. Of several tags the highest counts."""

    rank: int
    stage: str
    saying: Saying = Saying.DECLARED
    status: str | None = None


TAGS: Final[Mapping[str, Row]] = MappingProxyType(
    {
        "planning": Row(10, "planning"),
        "planningUpdate": Row(11, "planning"),
        "tender": Row(20, "tender"),
        "tenderUpdate": Row(21, "tender"),
        # a changed notice is not a varied contract: nobody has agreed to anything yet
        "tenderAmendment": Row(22, "tender"),
        "tenderCancellation": Row(23, "tender", status="cancelled"),
        "award": Row(30, "award"),
        "awardUpdate": Row(31, "award"),
        "awardCancellation": Row(32, "award", status="cancelled"),
        "contract": Row(40, "contract"),
        "contractUpdate": Row(41, "contract"),
        "implementation": Row(42, "contract"),
        "implementationUpdate": Row(43, "contract"),
        "contractAmendment": Row(44, "contract", Saying.VARIED),
        "contractTermination": Row(50, "ended", Saying.TERMINATED),
    }
)

UNSUPPORTED: Final[Mapping[str, str]] = MappingProxyType(
    {"compiled": "a compiled release is a sum; send the releases that it was made of"}
)

_AMENDABLE: Final = ("award", "contract")


def row_of(tags: Iterable[str], *, amended: bool) -> Row | None:
    """What a release with these tags says; None when no tag is in the table. amended: an award or contract has
    amendments, which makes a declaration of it a variation."""
    rows = [TAGS[tag] for tag in tags if tag in TAGS]
    if not rows:
        return None
    row = max(rows, key=lambda each: each.rank)
    if amended and row.saying is Saying.DECLARED and row.stage in _AMENDABLE and row.status is None:
        return Row(row.rank, row.stage, Saying.VARIED)
    return row
