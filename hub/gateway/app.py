"""The gateway's HTTP: the reports as pages and JSON, and whether it is alive and ready.

Until sign-in exists it listens on 127.0.0.1 only, answers to its own name only, and says so on the page.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date
from typing import Any, Final

from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse
from jinja2 import Environment, PackageLoader
from starlette.exceptions import HTTPException
from starlette.middleware.trustedhost import TrustedHostMiddleware

from hub.gateway.store import Store
from hub.reports.joint_programmes import joint_programmes
from hub.reports.render import Format, render

# no script, no frame, no form, styles of our own pages only
POLICY: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
MEDIA: Final = {Format.HTML: "text/html; charset=utf-8", Format.JSON: "application/json"}


def create_app(store: Store, today: Callable[[], date]) -> FastAPI:
    """The application over a store, which it follows for as long as it runs. today: London's day."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        import asyncio

        following = asyncio.create_task(store.follow())
        yield
        following.cancel()

    app = FastAPI(title="Joint commissioning hub", lifespan=lifespan, docs_url=None, redoc_url=None)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost"])
    pages = Environment(loader=PackageLoader("hub.gateway"), autoescape=True, trim_blocks=True, lstrip_blocks=True)

    @app.middleware("http")
    async def guard(request: Request, call_next: Any) -> Response:
        response: Response = await call_next(request)
        response.headers["Content-Security-Policy"] = POLICY
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    @app.exception_handler(HTTPException)
    async def problem(request: Request, error: HTTPException) -> JSONResponse:
        """RFC 9457."""
        body = {"type": "about:blank", "status": error.status_code, "title": error.detail, "instance": request.url.path}
        return JSONResponse(body, error.status_code, media_type="application/problem+json")

    @app.get("/healthz")
    async def healthz() -> dict[str, str]:
        """Alive, whatever Kafka does: a restart would not mend an outage."""
        return {"status": "alive"}

    @app.get("/readyz")
    async def readyz() -> JSONResponse:
        """Ready when everything that stood in the topics at the start has been read and Kafka answers."""
        reasons = [store.problem] if store.problem else []
        return JSONResponse({"ready": not reasons, "reasons": reasons}, 200 if not reasons else 503)

    @app.get("/", response_class=HTMLResponse)
    async def home() -> str:
        """The groups that there are reports for."""
        groups = sorted(store.configuration.groups.values(), key=lambda each: each.name)
        return pages.get_template("home.html").render(
            groups=groups, pictures=len(store.pictures), problem=store.problem, today=today().isoformat()
        )

    @app.get("/groups/{group}")
    @app.get("/groups/{group}.{suffix}", include_in_schema=False)
    async def report(group: str, suffix: str = "html") -> Response:
        """The group's report, from the pictures as the engine last judged them: HTML, or JSON as `<group>.json`."""
        found = store.configuration.groups.get(group)
        if found is None or suffix not in list(Format):
            raise HTTPException(404, "There is no such report. The groups are listed on the home page.")
        document = joint_programmes(found, store.bodies(), store.configuration, as_of=today(), known_at=None)
        to = Format(suffix)
        return Response(render(document, to), media_type=MEDIA[to])

    return app
