"""Bodies that assign one contract to different programmes. Source: design section 4 (comparison is total)."""

from collections.abc import Mapping
from typing import Any

from hub.reconcile.claims import Side
from hub.reconcile.differences import difference, since_all
from hub.reconcile.matter_kinds import MatterKind, MatterSeverity
from hub.reconcile.sides import show


def assignments(partnership: str, contract: str, programmes: Mapping[str, list[Side]]) -> list[dict[str, Any]]:
    """One difference where bodies that assign the contract at all name different programmes.

    A contract may belong to several; a body that assigns it to none is silent about it, not of another mind.
    """
    named: dict[str, set[str]] = {}
    for programme, sides in programmes.items():
        for side in sides:
            named.setdefault(side.body, set()).add(programme)
    if len({frozenset(each) for each in named.values()}) < 2:
        return []
    disputed = [each for each, sides in programmes.items() if len({side.body for side in sides}) < len(named)]
    said = [(programme, side) for programme, sides in programmes.items() for side in sides]
    return [
        difference(
            partnership,
            MatterKind.ASSIGNMENT,
            ("contract", contract),
            "programmes",
            severity=MatterSeverity.AMBER,
            text=f"assigned to {' and '.join(disputed)} by some only",
            since=since_all(side for _, side in said),
            sides=[{**show(side), "value": programme} for programme, side in said],
        )
    ]
