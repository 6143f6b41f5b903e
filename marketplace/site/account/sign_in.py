"""Sign-in and its kin as whole pages: what was typed and what went wrong come in the address, sentences are ours."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from marketplace.components.account import sign_in
from marketplace.components.account.sign_in import SignInForm
from marketplace.components.markup import Markup, snapshot
from marketplace.domain.identity.passwords import MAX_LENGTH, MIN_LENGTH
from marketplace.queries.account.sign_in import find_face, list_demo_cards
from marketplace.services.identity import identity
from marketplace.settings import settings
from marketplace.web.flash import clear_flash, form_values
from marketplace.web.layout import DESK, DESK_SCRIPTS, Head, plain_document

NO_STORE = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex", "Referrer-Policy": "same-origin"}
_TYPED = ("email", "first_name", "last_name", "next", "store", "token", "new")
_NOTICES = {
    "checkout": "You were signed out meanwhile. Sign in, and your cart is as you left it.",
    "prices": "This store shows prices, and sells, to who is signed in.",
    "check_mail": "We have sent you a mail. Follow its link, or sign in if you have an account.",
    "sent": "If this address has an account, a link is on its way to it. It works for one hour.",
    "password_changed": "Your password is changed. Sign in with the new one.",
    "verified": "Your e-mail address is confirmed.",
    "signed_out": "You are signed out.",
}
# Sentences are chosen here and never taken from the address, where anybody could write them.
_FIELDS = {
    "email": "Enter an e-mail address such as name@company.com.",
    "first_name": "Enter your first name.",
    "password": f"Use {MIN_LENGTH} to {MAX_LENGTH} characters, and not your e-mail address.",
    "code": "This code is not right. Codes change every 30 seconds; each works once.",
}
_EXPIRED = "This link was used already or is too old. Ask for a new one."
_PLACES = {
    "/vendor/products": "Products",
    "/vendor/apply": "your application",
    "/vendor": "the vendor desk",
    "/admin/vendors": "Vendors",
    "/admin/companies": "Companies",
    "/admin/tenants": "Tenants",
    "/admin/jobs": "Jobs",
    "/admin": "the operator desk",
    "/account/orders": "your orders",
    "/account/addresses": "your address book",
    "/account/cards": "your cards",
    "/account/security": "Sign-in and security",
    "/account": "your account",
    "/s/": "the store",
}


def _errors(query: Mapping[str, str]) -> dict[str, str]:
    problem, field = query.get("problem", ""), query.get("field", "")
    if problem == "credentials":
        return {"password": identity.WRONG_CREDENTIALS}
    if problem == "too_many":
        wait = query.get("wait", "")
        return {"": f"Too many attempts. Wait {wait if wait.isdigit() else 'some'} seconds and try again."}
    if problem == "invalid":
        return {field: _FIELDS[field]} if field in _FIELDS else {"": _EXPIRED}
    if problem:
        return {"": "That took too long or was refused. Please sign in again."}
    return {}


def place_of(wanted: str) -> str:
    """What a person calls the page behind `next`; empty when there is nothing to say."""
    return next((name for path, name in _PLACES.items() if wanted.startswith(path)), "")


async def _form_of(request: Request, *, with_demo: bool) -> SignInForm:
    query = request.query_params
    face = await asyncio.to_thread(find_face, query.get("store", ""))
    return SignInForm(
        store=face.handle,
        store_name=face.name,
        look=face.look,
        style=face.style,
        typed={name: query.get(name, "")[:400] for name in _TYPED} | form_values(request),
        errors=_errors(query),
        notice=_NOTICES.get(query.get("notice", ""), ""),
        back_to=place_of(query.get("next", "")),
        mailbox="/mailbox" if settings().is_demo and query.get("notice") in ("check_mail", "sent") else "",
        demo=await asyncio.to_thread(list_demo_cards) if with_demo else (),
    )


def _page(title: str, draw: Callable[[SignInForm], Markup], *, with_demo: bool = False) -> Callable[..., object]:
    async def answer(request: Request) -> Response:
        form = await _form_of(request, with_demo=with_demo)
        with snapshot():
            body = str(draw(form))
        head = Head(f"{title} · {form.store_name}", robots="noindex", sheets=DESK, scripts=DESK_SCRIPTS)
        response = HTMLResponse(plain_document(head, body), headers=NO_STORE)
        clear_flash(response)
        return response

    return answer


ROUTES: list[BaseRoute] = [
    Route("/sign-in", _page("Sign in", sign_in.sign_in, with_demo=True)),
    Route("/sign-up", _page("Create an account", sign_in.sign_up)),
    Route("/forgot-password", _page("Forgotten password", sign_in.forgot_password)),
    Route("/reset-password", _page("New password", sign_in.reset_password)),
    Route("/verify-email", _page("Confirm your address", sign_in.verify_email), methods=["GET"]),
    Route("/second-factor", _page("Two-step sign-in", sign_in.second_factor)),
]
