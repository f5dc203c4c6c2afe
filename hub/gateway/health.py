"""Whether the gateway is alive and ready."""

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from hub.gateway.parts import Parts


def routes(parts: Parts) -> APIRouter:
    router = APIRouter(tags=["operation"])

    @router.get("/healthz")
    async def healthz() -> dict[str, str]:
        """Alive, whatever Kafka does: a restart would not mend an outage."""
        return {"status": "alive"}

    @router.get("/readyz")
    async def readyz() -> JSONResponse:
        """Ready when everything that stood in the topics at the start has been read and Kafka answers."""
        reasons = parts.store.problems
        return JSONResponse({"ready": not reasons, "reasons": reasons}, 200 if not reasons else 503)

    return router
