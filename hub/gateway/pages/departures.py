"""Who left which awards of a procurement, as its page tells it: one row for each supplier, statement and day."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

Names = Mapping[str, list[dict[str, Any]]]


class Departed(NamedTuple):
    """awards: their ids; none where it left all of them. side: who says so, in which event. name: as bodies call it."""

    supplier: str
    awards: tuple[str, ...]
    left_on: str | None
    side: dict[str, Any]
    name: list[dict[str, Any]]


def departures(picture: Mapping[str, Any]) -> list[Departed]:
    """picture: of a procurement. Those that left every award come first."""
    found: dict[tuple[Any, ...], Departed] = {}
    names = {party["organisation"]: party.get("name", []) for party in picture["parties"]}
    for departed in (*_of_all(picture, names), *_of_one(picture, names)):
        said_in = tuple(each["event"] for each in departed.side.get("also", ()))
        key = departed.supplier, departed.left_on, departed.side["organisation"], departed.side["event"], said_in
        if departed.awards and key in found:
            found[key] = found[key]._replace(awards=(*found[key].awards, *departed.awards))
        else:
            found[key if departed.awards else (*key, "all")] = departed
    return list(found.values())


def _of_all(picture: Mapping[str, Any], names: Names) -> Iterator[Departed]:
    for party in picture["parties"]:
        for side in party.get("left", ()):
            yield Departed(party["organisation"], (), None, side, names[party["organisation"]])


def _of_one(picture: Mapping[str, Any], names: Names) -> Iterator[Departed]:
    for award in picture["awards"]:
        for side in award.get("departed", ()):
            for each in side["value"]:
                yield Departed(each["id"], (award["award"],), each.get("left_on"), side, names.get(each["id"], []))
