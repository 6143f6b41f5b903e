"""For whoever runs it: /health and /metrics."""

from __future__ import annotations

import asyncio
from secrets import compare_digest

from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, generate_latest
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from marketplace.kit.metrics import refresh_job_metrics
from marketplace.services.operations.health import examine_parts
from marketplace.settings import settings


async def health(request: Request) -> Response:
    """200 when every required part can serve, else 503; which part cannot, and why, for who may know it."""
    parts = await asyncio.to_thread(examine_parts)
    down = [part.name for part in parts if part.required and not part.ok]
    body: dict[str, object] = {"status": "down" if down else "ok"}
    if _may_know(request):
        body["down"] = down
        body["parts"] = {part.name: {"ok": part.ok, "says": part.says} for part in parts}
    return JSONResponse(body, status_code=503 if down else 200, headers={"cache-control": "no-store"})


async def metrics(request: Request) -> Response:
    """Prometheus' text format; in production for who brings `OPERATIONS_TOKEN`, and not there for anybody else."""
    if not _may_know(request):
        return Response("Not found", status_code=404, media_type="text/plain")
    await asyncio.to_thread(refresh_job_metrics)
    return Response(generate_latest(REGISTRY), media_type=CONTENT_TYPE_LATEST)


def _may_know(request: Request) -> bool:
    """Whoever tries the demo, as long as no token is set; in production only its bearer."""
    token = settings().operations_token
    if token is None:
        return settings().is_demo
    kind, _, given = request.headers.get("authorization", "").partition(" ")
    return kind.lower() == "bearer" and compare_digest(given.strip().encode(), token.get_secret_value().encode())


ROUTES = [Route("/health", health), Route("/metrics", metrics)]
