"""How much of one partner may stand open in quarantine before an operator is called. Pure.

A record or two are looked at some day; hundreds of one partner mean that its sender is broken, and that what it says
is missing from the pictures.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from hub.log.codec import ADMITTED, Stamp
from hub.log.quarantined import Quarantined

MOST_SHOWN: Final = 80
SOURCE: Final = "ce_source"
NOBODY: Final = "nobody that they name"


@dataclass(frozen=True, slots=True)
class QuarantinePolicy:
    """limit: how many open records of one partner are looked at some day; with one more somebody is called."""

    limit: int

    def over(self, records: Iterable[Quarantined]) -> list[dict[str, Any]]:
        """JSON data: each partner with more open records than that, how many, and their codes; most records first."""
        codes: dict[str, Counter[str]] = {}
        for each in records:
            codes.setdefault(partner_of(each), Counter())[each.code] += 1
        return [
            {"partner": name, "records": found.total(), "limit": self.limit, "by_code": dict(sorted(found.items()))}
            for name, found in sorted(codes.items(), key=lambda item: (-item[1].total(), item[0]))
            if found.total() > self.limit
        ]


def partner_of(record: Quarantined) -> str:
    """Whom a record is counted for: the principal of its admission, else the source that it names, else NOBODY.

    It is what the record says, which somebody who writes past admission may have made up.
    """
    said = dict(record.headers)
    try:
        return _shown(Stamp.decode(said.get(ADMITTED) or b"").principal)
    except ValueError:
        return _shown((said.get(SOURCE) or b"").decode(errors="replace"))


def _shown(name: str) -> str:
    return name[:MOST_SHOWN] if name.strip() and name.isprintable() else NOBODY
