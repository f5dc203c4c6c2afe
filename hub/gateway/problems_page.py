"""The text of docs/problems.md, made from the catalogue of problems: what each means and what whoever gets it does."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from hub.gateway.problems import Kind

CURES: Final[Mapping[Kind, str]] = MappingProxyType(
    {
        Kind.NOT_FOUND: "Check the id. What was published a moment ago is there a moment later: ask again.",
        Kind.PARAMETER_WRONG: "`errors` names each parameter and what it may be.",
        Kind.METHOD_WRONG: "See `/openapi.json` for the methods of a path.",
        Kind.HOST_WRONG: "Ask for `http://127.0.0.1` or `http://localhost`, from the machine that the hub runs on.",
        Kind.ORIGIN_WRONG: "Send it from a program or from the hub's own pages.",
        Kind.TOO_LARGE: "Send at most 500 events and 4 MiB (4,194,304 bytes) in one request, before it is compressed.",
        Kind.HEADERS_TOO_LARGE: "Send at most 16 KiB (16,384 bytes) of `ce-` headers; long texts belong into the body.",
        Kind.MEDIA_WRONG: "Send `application/cloudevents+json`, `application/cloudevents-batch+json` or "
        "`application/json`, in UTF-8, as it is or in gzip.",
        Kind.BODY_WRONG: "Send one object as `application/cloudevents+json`, an array as the batch type; a body whose "
        "`Content-Encoding` is `gzip` in gzip, whole.",
        Kind.TOO_SLOW: "Send the whole body within 10 seconds.",
        Kind.NOT_JSON: "Send JSON in UTF-8: no name twice in an object, no NaN or Infinity.",
        Kind.NO_EVENTS: "Send at least one event; where there is nothing to tell, send no request.",
        Kind.REFUSED: "Mend what `errors` tells, by pointer and code; [errors.md](errors.md) explains the codes.",
        Kind.TOO_MANY: "Wait as long as `Retry-After` says, then send it again.",
        Kind.AWAY: "Wait as long as `Retry-After` says, then send it again; publishing again is harmless.",
        Kind.OTHER: "Tell the operator, with the time and the path; `hub status` says what is the matter.",
    }
)


def problems_page() -> str:
    """The text of docs/problems.md."""
    rows = [f"| `{kind.uri}` | {kind.status.value} | {kind.title} | {CURES[kind]} |" for kind in Kind]
    return "\n".join(
        [
            "# Problems over HTTP",
            "",
            "Generated from `hub/gateway/problems_page.py`: `problems_page()`. Every error is a problem document",
            "(RFC 9457, `application/problem+json`): `type`, `title`, `status`, `detail`, `instance`, and `errors`",
            "where there is more to tell. A type never changes its meaning. Values that were sent are not repeated.",
            "",
            "| Type | Status | Title | What to do |",
            "|---|---|---|---|",
            *rows,
            "",
        ]
    )
