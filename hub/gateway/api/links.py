"""Addresses of pages, and pictures found again by the address of theirs. Pure.

Ids may hold slashes: where the partnership's ends and the other begins is told from the pictures that there are.
"""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from hub.gateway.http.problems import Problem, ProblemKind
from hub.gateway.index.held_picture import HeldPicture, PictureKey
from hub.gateway.index.pictures import HeldPictures
from hub.reports.days_and_money import day_words


def page_of(kind: str, partnership: str, name: str) -> str:
    """The page of a picture."""
    return f"/{kind}s/{quote(partnership, safe='')}/{quote(name, safe='/:')}"


def page_of_event(side: Mapping[str, Any]) -> str:
    """The page of the event that a side cites; of one that came with several contents, that content on it."""
    content = side.get("content_hash")
    return f"/events/{side['event']}" + (f"#{content_anchor(content)}" if content else "")


def content_anchor(content_hash: str) -> str:
    """Where a content stands on the page of its event."""
    return f"content-{content_hash}"


def picture_at(pictures: HeldPictures, kind: str, path: str) -> HeldPicture | None:
    """The picture whose page has the decoded address `/<kind>s/<path>`. Raises Problem where its record is none."""
    keys = [*_keys_at(kind, path)]
    found = next((held for held in map(pictures.get, keys) if held is not None), None)
    if found is None and any(pictures.is_left_out(key) for key in keys):
        raise Problem(
            ProblemKind.NO_PICTURE,
            "this record is no picture: somebody else than the hub's engine wrote it. A worker writes the right one "
            "over it; ask again in a minute, and tell the operator if it stays (the status page names the record)",
        )
    return found


def to_come(pictures: HeldPictures, kind: str, path: str) -> str | None:
    """Of what is spoken of, and of which nothing is true yet on the day that is shown: that, and from when it is."""
    for key in _keys_at(kind, path):
        if key in pictures.to_come:
            first = pictures.to_come[key]
            since = f": the first of it is true from {day_words(first.isoformat())}" if first else ""
            return f"this {kind} is not there yet on the day that is shown{since}. Choose a later day"
    return None


def _keys_at(kind: str, path: str) -> Iterator[PictureKey]:
    parts = path.split("/")
    for cut in range(1, len(parts)):
        yield PictureKey("/".join(parts[:cut]), kind, "/".join(parts[cut:]))
