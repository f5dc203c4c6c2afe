"""The gateway's HTTP, put together: publishing, reading, feeds and pages over what the store holds."""

import asyncio
import logging
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from fastapi import Depends, FastAPI
from fastapi.staticfiles import StaticFiles

from hub.gateway.api import freshness, health, metrics, openapi, publishing, reading
from hub.gateway.api.as_of import AsOf, Days
from hub.gateway.api.freshness import SaysFreshness
from hub.gateway.api.parts import Parts
from hub.gateway.api.starting import WhileStarting
from hub.gateway.feeds import routes as feeds
from hub.gateway.http import parameters, problems
from hub.gateway.http.head import AnswersHead
from hub.gateway.http.security import SecurityMiddleware
from hub.gateway.pages import errors, every

log = logging.getLogger("hub.gateway")

ROUTES = (
    health.routes,
    metrics.routes,
    publishing.routes,
    reading.routes,
    freshness.routes,
    feeds.routes,
    *every.ROUTES,
)


def create_app(parts: Parts) -> FastAPI:
    """The application, which follows its store for as long as it runs."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        following = asyncio.create_task(_run(parts))
        following.add_done_callback(_ended)
        yield
        following.cancel()
        await parts.door.stop()
        await parts.reading.stop()

    app = FastAPI(
        title="Joint commissioning hub",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        dependencies=[Depends(parameters.declared_only)],
    )
    problems.install(app, partial(errors.page_for, parts))
    made = {routes: routes(parts) for routes in ROUTES}
    for router in made.values():
        app.include_router(router)
    app.mount("/static", StaticFiles(packages=[("hub.gateway.pages", "static")]))
    openapi.install(app)
    app.add_middleware(
        AsOf,
        parts=parts,
        days=Days(parts.store, parts.read_everything),
        routers=[made[routes] for routes in every.ROUTES],
        pages=_pages,
        refused=partial(errors.page_for, parts),
        opens_at=parts.opens_at,
    )
    app.add_middleware(WhileStarting, store=parts.store, routes=app.routes, refused=partial(errors.page_for, parts))
    app.add_middleware(SaysFreshness, store=parts.store)
    app.add_middleware(SecurityMiddleware)
    app.add_middleware(AnswersHead)
    return app


async def _run(parts: Parts) -> None:
    """What goes on beside the requests, until cancelled."""
    async with asyncio.TaskGroup() as group:
        group.create_task(parts.store.follow())
        group.create_task(parts.door.begin())


def _pages(parts: Parts) -> FastAPI:
    """The pages alone, over whatever store."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, dependencies=[Depends(parameters.declared_only)])
    problems.install(app, partial(errors.page_for, parts))
    for routes in every.ROUTES:
        app.include_router(routes(parts))
    return app


def _ended(following: "asyncio.Task[None]") -> None:
    """A gateway that follows nothing any more must not go on showing what it had: its supervisor starts it again."""
    if not following.cancelled():
        log.error("following ended", exc_info=following.exception())
        signal.raise_signal(signal.SIGTERM)
