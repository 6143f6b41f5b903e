"""For whoever runs it: /health and /metrics."""

from __future__ import annotations

import asyncio

from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, generate_latest
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from marketplace.kit.metrics import refresh_job_metrics
from marketplace.services.health import examine_parts


async def health(_: Request) -> Response:
    """200 when every required part can serve, 503 naming what cannot."""
    parts = await asyncio.to_thread(examine_parts)
    down = [part.name for part in parts if part.required and not part.ok]
    body = {
        "status": "down" if down else "ok",
        "down": down,
        "parts": {part.name: {"ok": part.ok, "says": part.says} for part in parts},
    }
    return JSONResponse(body, status_code=503 if down else 200, headers={"cache-control": "no-store"})


async def metrics(_: Request) -> Response:
    """Prometheus' text format."""
    await asyncio.to_thread(refresh_job_metrics)
    return Response(generate_latest(REGISTRY), media_type=CONTENT_TYPE_LATEST)


ROUTES = [Route("/health", health), Route("/metrics", metrics)]
