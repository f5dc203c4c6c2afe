"""What a feed sends, as text/event-stream: `picture`, `gone`, `gap`, `ready` and `freshness` events,

and heartbeats. Pure.

What is sent of an item is the same for every feed and reader, so it is made once for all of them; only `id` differs.
"""

from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final
from urllib.parse import quote

import orjson
from fastapi.sse import format_sse_event

from hub.gateway.feeds.cursor import Gap, ToldChange
from hub.gateway.feeds.scope import Scope
from hub.gateway.index.held_picture import PictureKey
from hub.gateway.index.item_log import Item
from hub.log.freshness import Account
from hub.reports.freshness_words import account_json

MADE_AND_KEPT: Final = 512


def of(told: ToldChange) -> bytes:
    """One event."""
    match told.what:
        case Item() as item:
            return b"id: " + told.position.encode() + b"\n" + _item(item)
        case Gap(why, still):
            data = {"reason": why.word, "words": why.words, "still": [_subject(each) for each in still]}
            return format_sse_event(event="gap", data_str=_text(data), id=told.position)


def ready(scope: Scope, position: str, retry_ms: int) -> bytes:
    """The first event of a connection: from where it goes on."""
    data = {"feed": scope.address, "position": position}
    return format_sse_event(event="ready", data_str=_text(data), id=position, retry=retry_ms)


def freshness(account: Account, position: str) -> bytes:
    """What was admitted and is not included yet, of the feed's partnerships."""
    return format_sse_event(event="freshness", data_str=_text(account_json(account)), id=position)


def heartbeat(position: str | None) -> bytes:
    """A comment, and the reader's position where it has moved without an event: programs read past both."""
    return format_sse_event(comment="still here", id=position)


@lru_cache(maxsize=MADE_AND_KEPT)
def _item(item: Item) -> bytes:
    held = item.held
    data = {
        "id": item.id,
        "partnership": held.key.partnership,
        "kind": held.key.kind,
        "subject": held.key.id,
        "title": held.title,
        "judged_for": held.basis.judged_for.isoformat(),
        "at": datetime.fromtimestamp(held.at / 1000, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "links": links(held.key),
        "severities": None if item.gone else held.severities,
        "picture": None if item.gone else orjson.Fragment(held.body),
    }
    return format_sse_event(event="gone" if item.gone else "picture", data_str=_text(data))


def links(key: PictureKey) -> dict[str, str]:
    """Where the picture is shown, as a page and as data."""
    path = f"{key.kind}s/{quote(key.partnership, safe='')}/{quote(key.id, safe='/:')}"
    return {"page": f"/{path}", "api": f"/v1/{path}"}


def _subject(key: PictureKey) -> dict[str, str]:
    return {"partnership": key.partnership, "kind": key.kind, "subject": key.id}


def _text(data: dict[str, Any]) -> str:
    return orjson.dumps(data).decode()
