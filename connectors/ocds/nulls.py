"""What is null where the standard's schema has no null: the members of a release itself.

The standard's merging would take all of it back, every contract with `contracts: null`. Nobody is known to publish that
and mean it, so it is read as left out, and told. Source: OCDS 1.1 merging.
"""

from typing import Final

from connectors.ocds.part import Part

_PROBLEM: Final = "is null: it is read as left out, and takes back nothing that was said before"
_FIX: Final = "leave it out; to take back what a part of it said, carry that part by its id with null or its status"


def tell_of_nulls(release: Part) -> None:
    for name in release.nulls():
        release.tell(name, _PROBLEM, _FIX)
