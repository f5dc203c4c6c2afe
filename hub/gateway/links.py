"""Addresses of pages, and pictures found again by the address of theirs. Pure.

Ids may hold slashes: where the partnership's ends and the other begins is told from the pictures that there are.
"""

from collections.abc import Iterator
from urllib.parse import quote

from hub.gateway.pictures import Pictures
from hub.gateway.problems import Kind, Problem
from hub.gateway.shown import PictureKey, Shown


def page_of(kind: str, partnership: str, name: str) -> str:
    """The page of a picture."""
    return f"/{kind}s/{quote(partnership, safe='')}/{quote(name, safe='/:')}"


def picture_at(pictures: Pictures, kind: str, place: str) -> Shown | None:
    """The picture whose page has the decoded address `/<kind>s/<place>`. Raises Problem where its record is none."""
    keys = [*_keys_at(kind, place)]
    found = next((shown for shown in map(pictures.get, keys) if shown is not None), None)
    if found is None and any(pictures.is_left_out(key) for key in keys):
        raise Problem(
            Kind.NO_PICTURE,
            "this record is no picture: somebody else than the hub's engine wrote it. A worker writes the right one "
            "over it; ask again in a minute, and tell the operator if it stays (the status page names the record)",
        )
    return found


def _keys_at(kind: str, place: str) -> Iterator[PictureKey]:
    parts = place.split("/")
    for cut in range(1, len(parts)):
        yield PictureKey("/".join(parts[:cut]), kind, "/".join(parts[cut:]))
