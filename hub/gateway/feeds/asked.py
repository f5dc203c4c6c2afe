"""From where a reader of a feed goes on, in each way in which readers say it.

Browsers send the header when they come again. Those that cannot set one send it in the address: by the name that the
hub gives, by the one that polyfills of EventSource use, or by the header's own. Source: HTML, server-sent events.
"""

from typing import Annotated, Final, NamedTuple

from fastapi import Depends, Header, Query, Request

from hub.gateway.http.problems import Problem, ProblemKind

HEADER: Final = "Last-Event-ID"
IN_ADDRESS: Final = ("last_event_id", "lastEventId", "Last-Event-ID")

_ALSO: Final = "As last_event_id; give one of them."


class ResumePoint(NamedTuple):
    """The id to go on behind, None for none, and where it was given, as problems name it."""

    last_event_id: str | None
    pointer: str


def asked(
    request: Request,
    header: Annotated[
        str | None,
        Header(alias=HEADER, description="The id of the last event that was read: goes on behind it."),
    ] = None,
    snake: Annotated[
        str | None,
        Query(
            alias=IN_ADDRESS[0],
            description="As the header, for clients that cannot set one. The header, where there is one, is newer: a "
            "browser sends it when it comes again to the same address.",
        ),
    ] = None,
    camel: Annotated[str | None, Query(alias=IN_ADDRESS[1], description=_ALSO)] = None,
    dashed: Annotated[str | None, Query(alias=IN_ADDRESS[2], description=_ALSO)] = None,
) -> ResumePoint:
    """Raises Problem PARAMETER_WRONG where the same position is given with different ids."""
    headers = set(request.headers.getlist(HEADER))
    if len(headers) > 1:
        raise _differ([f"header/{HEADER}"])
    in_address = {name: value for name, value in zip(IN_ADDRESS, (snake, camel, dashed), strict=True) if value}
    if len(set(in_address.values())) > 1:
        raise _differ([f"query/{name}" for name in in_address])
    if header:
        return ResumePoint(header, f"header/{HEADER}")
    name = next(iter(in_address), IN_ADDRESS[0])
    return ResumePoint(in_address.get(name), f"query/{name}")


def _differ(pointers: list[str]) -> Problem:
    detail = "the position to go on from is given with different ids; give the last one that you have read, once"
    return Problem(ProblemKind.PARAMETER_WRONG, detail, [{"pointer": each, "detail": "differs"} for each in pointers])


GoOn = Annotated[ResumePoint, Depends(asked)]
