"""Which desk is whose, and the page for somebody who came to another one."""

from __future__ import annotations

from starlette.responses import HTMLResponse, RedirectResponse, Response

from marketplace.components.account.sign_in import SignInForm
from marketplace.components.account.wrong_desk import Seat, wrong_desk
from marketplace.components.markup import snapshot
from marketplace.domain.errors import Forbidden
from marketplace.domain.permissions import Actor
from marketplace.services.identity.access import Desk, desk_scope, home_of
from marketplace.site.account.sign_in import NO_STORE, place_of
from marketplace.web.layout import DESK, DESK_SCRIPTS, Head, plain_document

_DESKS = {"/admin": (Desk.OPERATOR, Desk.TENANT), "/vendor": (Desk.VENDOR,)}
_WHOSE = {"/admin": "operators", "/vendor": "vendors"}


def is_wrong(actor: Actor, path: str) -> bool:
    """Whether a signed-in person came to a desk where nothing of theirs is."""
    desks = next((desks for start, desks in _DESKS.items() if path.startswith(start)), ())
    return bool(desks) and not any(_may_sit(actor, desk) for desk in desks)


def answer(actor: Actor, wanted: str) -> Response:
    """What to do about it. Somebody without any desk who comes to sell is shown how to begin."""
    start = "/vendor" if wanted.startswith("/vendor") else "/admin"
    wanted = wanted if wanted.startswith(start) else start
    home = home_of(actor)
    if start == "/vendor" and home == "/account":
        return RedirectResponse("/vendor/apply", status_code=303, headers=NO_STORE)
    seat = Seat(
        whose=_WHOSE[start],
        name=actor.name,
        email=actor.email,
        own_name=place_of(home),
        own_href=home,
        wanted=wanted,
        may_apply=start == "/vendor",
    )
    with snapshot():
        body = str(wrong_desk(SignInForm(), seat))
    head = Head("Another desk \u00b7 Concourse", robots="noindex", sheets=DESK, scripts=DESK_SCRIPTS)
    return HTMLResponse(plain_document(head, body), status_code=403, headers=NO_STORE)


def _may_sit(actor: Actor, desk: Desk) -> bool:
    try:
        desk_scope(actor, desk)
    except Forbidden:
        return False
    return True
