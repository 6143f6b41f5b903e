"""The demo's card company, as far as it acts by itself: it sends its webhooks. Not a job: it is somebody else."""

from __future__ import annotations

import threading

import httpx
import structlog

from marketplace.integrations.payments import providers
from marketplace.integrations.payments.sandbox import CardSandbox
from marketplace.settings import settings
from tasks.app import STOPPING, TICK_SECONDS

log = structlog.get_logger("sandbox")


class SandboxWebhooks(threading.Thread):
    """Delivers the sandbox's messages each second; there is none in production."""

    def __init__(self) -> None:
        super().__init__(name="sandbox", daemon=True)

    def run(self) -> None:
        sandbox = providers().get("card")
        if not isinstance(sandbox, CardSandbox):
            return
        address = f"http://{settings().host}:{settings().port}/webhooks/payments/{sandbox.code}"
        with httpx.Client(timeout=5, trust_env=False) as client:
            while not STOPPING.wait(TICK_SECONDS):
                try:
                    sandbox.deliver(
                        lambda body, headers: client.post(address, content=body, headers=headers).status_code
                    )
                except Exception as error:  # the shop is not up, or its folder is gone: it comes again
                    log.info("sandbox.undelivered", error=str(error))
