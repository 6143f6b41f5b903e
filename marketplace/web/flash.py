"""What a form led to, told by the next page once: a cookie of ours that the page takes away again."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields

from starlette.requests import Request
from starlette.responses import Response

from marketplace.settings import settings

_NAME = "said"


@dataclass(frozen=True)
class Flash:
    """`text` is told at the top; with a `field` the `words` stand at that field, which still holds `typed`."""

    text: str = ""
    tone: str = "good"
    field: str = ""
    words: str = ""
    typed: str = ""
    undo_offer: str = ""
    may_undo: str = ""  # anything where the page's own last change can be taken back
    undo_quantity: int = 0  # to be put in again; to be taken out again when negative


def set_flash(response: Response, flash: Flash) -> Response:
    """Let the next page tell it."""
    packed = base64.urlsafe_b64encode(json.dumps(asdict(flash)).encode()).decode()
    response.set_cookie(
        _NAME, packed[:3000], max_age=60, path="/", httponly=True, samesite="lax", secure=settings().cookie_secure
    )
    return response


def read_flash(request: Request) -> Flash:
    """What the last form led to; nothing where the cookie is not one of ours."""
    try:
        values = json.loads(base64.urlsafe_b64decode(request.cookies.get(_NAME, "").encode()))
        words = {f.name: str(values.get(f.name, "")) for f in fields(Flash) if f.name != "undo_quantity"}
        return Flash(**words, undo_quantity=int(values.get("undo_quantity", 0)))
    except (ValueError, AttributeError, TypeError, OverflowError, RecursionError):
        return Flash()


def with_form_values(response: Response, typed: Mapping[str, str]) -> Response:
    """Let the next page's form hold what was typed; nothing of it stands in an address, which others get to see."""
    return set_flash(response, Flash(typed=json.dumps({name: value[:254] for name, value in typed.items()})))


def form_values(request: Request) -> dict[str, str]:
    """What `with_typed` gave along."""
    try:
        return {str(name): str(value) for name, value in json.loads(read_flash(request).typed).items()}
    except (ValueError, AttributeError):
        return {}


def clear_flash(response: Response) -> None:
    """It has been told."""
    response.delete_cookie(_NAME, path="/", httponly=True, samesite="lax", secure=settings().cookie_secure)
