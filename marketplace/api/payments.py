"""What payment providers send us, and the page where the card sandbox asks its buyers who they are."""

from __future__ import annotations

import asyncio
import json
from html import escape

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from marketplace.domain.errors import NotFound
from marketplace.domain.money import EXPONENTS
from marketplace.kit import webhooks
from marketplace.kit.db import arun
from marketplace.kit.ratelimit import limit
from marketplace.kit.tenancy import Scope
from marketplace.services.buying.payment_messages import receive
from marketplace.services.finance.payment_methods import (
    BankQuestion,
    answer_bank_question,
    find_bank_question,
    method_codes,
)
from marketplace.settings import settings
from marketplace.web.request_context import safe_next, see


async def webhook(request: Request) -> Response:
    """A signed message about a charge. Kept once however often it comes; 401 when it is not truly signed."""
    code = request.path_params["provider"]
    if code not in method_codes():
        return PlainTextResponse("unknown", 404)
    body = await request.body()
    try:
        message_id = webhooks.verify(settings().secret(), request.headers, body)
        event = json.loads(body)
        topic, key = str(event["type"]), str(event["key"])
    except webhooks.BadSignature:
        limit("60/minute", "unsigned-webhook", request.client.host if request.client else "")
        return PlainTextResponse("the signature is not right", 401)
    except (ValueError, KeyError, TypeError):
        return PlainTextResponse("not a message we know", 400)
    await arun(Scope.system(), lambda db: receive(db, code, message_id, topic, key))
    return PlainTextResponse("ok")


async def challenge(request: Request) -> Response:
    """The sandbox's own page: what is to be paid, and two buttons."""
    try:
        question = await asyncio.to_thread(find_bank_question, request.path_params["reference"])
    except NotFound:
        return PlainTextResponse("There is no such payment.", 404)
    return HTMLResponse(_page(question))


async def prove(request: Request) -> Response:
    """The buyer's answer; back to the store."""
    form = await request.form()
    limit("60/minute", "sandbox", request.client.host if request.client else "")
    accepted = form.get("answer") == "yes"
    try:
        back = await asyncio.to_thread(answer_bank_question, request.path_params["reference"], accepted=accepted)
    except NotFound:
        return PlainTextResponse("There is no such payment.", 404)
    return see(safe_next(back, "/stores"))


def _page(question: BankQuestion) -> str:
    exponent = EXPONENTS.get(question.currency, 2)
    amount = f"{question.amount / 10**exponent:,.{exponent}f} {escape(question.currency)}"
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">
<title>Confirm your payment</title><link rel="icon" href="/favicon.svg">
<link rel="stylesheet" href="/css/sandbox.css"></head>
<body><main><p class="bank">Sandbox Bank</p><h1>Is this you?</h1>
<p>A store asks for <strong>{amount}</strong> from the card ending {escape(question.digits)}.</p>
<form method="post"><button name="answer" value="yes" class="yes">Confirm the payment</button>
<button name="answer" value="no">Refuse</button></form>
<p class="hint">This bank is part of the demo. No money moves.</p></main></body></html>"""


ROUTES = [
    Route("/webhooks/payments/{provider}", webhook, methods=["POST"]),
    Route("/sandbox/card/{reference}", challenge, methods=["GET"]),
    Route("/sandbox/card/{reference}", prove, methods=["POST"]),
]
