"""That every page takes `as_of`, once. hub.gateway.api.as_of reads it, and takes it away before a page is asked.

It is declared all the same: what says which parameters an address takes would else deny it.
"""

from fastapi import APIRouter, Depends


async def _takes_a_day(as_of: str | None = None) -> None:
    """A dependency that does nothing with it."""


def page_router() -> APIRouter:
    """The router of pages: not in the description of the API, and each of them takes a day."""
    return APIRouter(include_in_schema=False, dependencies=[Depends(_takes_a_day)])
