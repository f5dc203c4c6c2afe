"""Addresses of pages, and pictures found again by the address of theirs. Pure.

Ids may hold slashes: where the partnership's ends and the other begins is told from the pictures that there are.
"""

from urllib.parse import quote

from hub.gateway.pictures import Pictures
from hub.gateway.shown import PictureKey, Shown


def page_of(kind: str, partnership: str, name: str) -> str:
    """The page of a picture."""
    return f"/{kind}s/{quote(partnership, safe='')}/{quote(name, safe='/:')}"


def picture_at(pictures: Pictures, kind: str, place: str) -> Shown | None:
    """The picture whose page has the decoded address `/<kind>s/<place>`."""
    parts = place.split("/")
    for cut in range(1, len(parts)):
        found = pictures.get(PictureKey("/".join(parts[:cut]), kind, "/".join(parts[cut:])))
        if found is not None:
            return found
    return None
