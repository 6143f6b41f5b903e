"""The page in place of a file or of a form's answer that somebody may not have."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from marketplace.components.account.refused import refused
from marketplace.components.markup import snapshot
from marketplace.domain.errors import MarketplaceError
from marketplace.site.account.sign_in import NO_STORE
from marketplace.web.layout import DESK, DESK_SCRIPTS, Head, plain_document
from marketplace.web.request_context import safe_next

_TITLES = {403: "This is not yours to do", 404: "There is no such thing here", 429: "That was too often"}


def refused_page(request: Request, error: MarketplaceError, otherwise: str) -> Response:
    """The error's sentence under its own status: for a browser as a page with a way back to the page of ours that led
    here, or to the path `otherwise`; for a program as it is."""
    if "text/html" not in request.headers.get("accept", ""):
        return PlainTextResponse(error.sentence, status_code=error.status)
    came_from = urlsplit(request.headers.get("referer", ""))
    is_ours = came_from.netloc == request.url.netloc
    back = safe_next(came_from._replace(scheme="", netloc="").geturl(), otherwise) if is_ours else otherwise
    with snapshot():
        body = str(refused(_TITLES.get(error.status, "That did not work"), error.sentence, back))
    head = Head("Refused · Concourse", robots="noindex", sheets=DESK, scripts=DESK_SCRIPTS)
    return HTMLResponse(plain_document(head, body), status_code=error.status, headers=NO_STORE)
