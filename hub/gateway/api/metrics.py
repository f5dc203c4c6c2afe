"""The metrics of the instance, for Prometheus. docs/metrics.md lists them."""

from fastapi import APIRouter, Response

from hub.gateway.api.openapi import responses
from hub.gateway.api.parts import Parts
from hub.monitor.metrics_text import CONTENT_TYPE, render_metrics


def routes(parts: Parts) -> APIRouter:
    router = APIRouter(tags=["operation"])

    @router.get("/metrics", response_class=Response, responses={200: {"content": {"text/plain": {}}}, **responses()})
    async def metrics() -> Response:
        """Everything that `hub status` knows, as numbers. Gathered anew when two seconds have passed."""
        return Response(render_metrics(await parts.status.get()), headers={"Content-Type": CONTENT_TYPE})

    return router
