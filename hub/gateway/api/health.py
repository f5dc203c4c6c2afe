"""Whether the gateway is alive and ready."""

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from hub.gateway.api.freshness import fresh
from hub.gateway.api.models import Alive, Ready
from hub.gateway.api.openapi import responses
from hub.gateway.api.parts import Parts


def routes(parts: Parts) -> APIRouter:
    router = APIRouter(tags=["operation"])

    @router.get("/healthz", response_model=Alive, responses=responses())
    async def healthz() -> Alive:
        """Alive, whatever Kafka does: a restart would not mend an outage."""
        return Alive(status="alive")

    @router.get("/readyz", response_model=Ready, responses={503: {"model": Ready}, **responses()})
    async def readyz() -> JSONResponse:
        """Ready when everything that stood in the topics at the start has been read, the ids of the schemas are taken
        from the registry, without which nothing can be let in, and Kafka answers. The registry is asked for them until
        it answers.

        `freshness` says what the engine has not taken in; that is no reason to take a gateway out of service.
        """
        reasons = [*parts.store.problems, *([parts.door.problem] if parts.door.problem else [])]
        told = Ready(ready=not reasons, reasons=reasons, freshness=fresh(parts.store.account()))
        return JSONResponse(told.model_dump(mode="json"), 200 if not reasons else 503)

    return router
