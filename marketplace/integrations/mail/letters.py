"""What our mails say: one template per kind, as text; the HTML is the same words in a quiet frame."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup, escape

from marketplace.integrations.mail.mailer import Mail
from marketplace.settings import settings

QUOTE_KINDS = (
    "quote_asked",
    "quote_asked_copy",
    "quote_answered",
    "quote_rejected",
    "quote_countered",
    "quote_declined",
    "quote_withdrawn",
    "quote_accepted",
    "quote_ended",
    "quote_extended",
    "quote_held",
    "quote_commented",
    "quote_ends_soon",
    "quote_unanswered",
)
KINDS = (
    *QUOTE_KINDS,
    "verify_email",
    "reset_password",
    "account_exists",
    "back_in_stock",
    "order_transfer",
    "company_approved",
    "company_rejected",
    "company_suspended",
    "company_reinstated",
    "company_invitation",
    "dunning",
    "credit_paid_out",
    "approval_asked",
    "approval_decided",
    "vendor_applied",
    "vendor_approved",
    "vendor_returned",
    "vendor_rejected",
    "vendor_suspended",
    "vendor_reinstated",
    "vendor_terminated",
    "vendor_account_change",
)
PLATFORM = "Concourse"


def write(kind: str, data: Mapping[str, Any], *, key: str, tenant_id: str | None, store: str = "") -> Mail:
    """The mail of this kind (`verify_email`, ...). `data` holds `to` and what the template names.

    Links start with the configured address, never with what a request said its host was.
    """
    given = {
        "name": "",
        "reason": "",
        "vendor": "",
        "handle": "",
        "is_new": False,
        **data,
        "store": data.get("store") or store or PLATFORM,
    }
    rendered = _templates().get_template(f"{kind}.txt").render(given, link=_link).strip()
    subject, _, body = rendered.partition("\n")
    subject = subject.removeprefix("Subject:").strip()
    text = re.sub(r"\n{3,}", "\n\n", body.strip()) + f"\n\n{given['store']}\n"
    html = (
        _templates()
        .get_template("frame.html")
        .render(subject=subject, sender=given["store"], paragraphs=[_paragraph(p) for p in body.strip().split("\n\n")])
    )
    return Mail(key=key, to=str(data["to"]), subject=subject, text=text, html=html, tenant_id=tenant_id)


def _link(path: str, **query: str) -> str:
    more = ("&" if "?" in path else "?") + urlencode(query) if query else ""
    return settings().base_url + path + more


def _paragraph(text: str) -> Markup:
    """A paragraph as HTML; one that is an address and nothing else becomes a button, or the picture it is of."""
    stripped = text.strip()
    if re.fullmatch(r"https?://[^\s?]+\.png(\?\S*)?", stripped):
        return Markup('<p><img src="{}" alt="The transfer as a QR code" width="220"></p>').format(stripped)
    if re.fullmatch(r"https?://\S+", stripped):
        return Markup('<a class="button" href="{0}">{1}</a>').format(stripped, _label(stripped))
    return Markup("<p>{}</p>").format(Markup("<br>").join(escape(line) for line in stripped.splitlines()))


def _label(address: str) -> str:
    path = address.removeprefix(settings().base_url)
    words = {
        "/verify-email": "Go on",
        "/payout-account": "Look at the account",
        "/reset-password": "Choose a new password",
        "/sign-in": "Sign in",
        "/vendor/products/new": "Add a product",
        "/vendor/apply": "Open my application",
        "/vendor/orders": "Open the order",
        "/vendor/quotes": "Open the quote",
        "/vendor": "Open the vendor desk",
        "/s/[^/]+/company/join": "Look at the invitation",
        "/s/[^/]+/company/decide": "Look at the request",
        "/s/[^/]+/company/approvals": "See the request",
        "/s/[^/]+/quotes": "Open the quote",
        "/s/[^/]+/b2b/register": "Open the registration",
        "/s/": "See the order",
    }
    if path == address:
        return "Follow the parcel"
    return next((label for start, label in words.items() if re.match(start, path)), "Open")


def _one_line(value: Any) -> Any:
    """What somebody wrote stays within its line: a name with breaks in it would write paragraphs of its own."""
    return " ".join(value.split()) if isinstance(value, str) and not isinstance(value, Markup) else value


@lru_cache
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("marketplace.integrations.mail"),
        undefined=StrictUndefined,
        autoescape=select_autoescape(["html"]),
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_one_line,
    )
