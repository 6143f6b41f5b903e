"""The demo's mailbox: every mail that would have been sent, had SMTP been set."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape

from sqlmodel import Session, col, select

from marketplace.domain.errors import NotFound
from marketplace.kit.clock import now
from marketplace.kit.tables import MailMessage
from marketplace.queries.formatting.dates import ago, exact
from marketplace.settings import settings

_LINK = re.compile(r"https?://[^\s<>\"]+")


@dataclass(frozen=True)
class MailRow:
    """A mail in the list."""

    id: str
    recipient: str
    subject: str
    start: str
    when: str
    exact: str
    href: str


@dataclass(frozen=True)
class MailView:
    """A mail as it is read; `html` is its plain text, escaped, with its links made into links."""

    id: str = ""
    recipient: str = ""
    subject: str = ""
    when: str = ""
    html: str = ""


def list_mails(db: Session, *, limit: int = 100) -> list[MailRow]:
    """The latest mails. Raises `NotFound` outside demo mode."""
    _only_in_demo()
    moment = now()
    rows = db.exec(
        select(MailMessage).order_by(col(MailMessage.created_at).desc(), col(MailMessage.id).desc()).limit(limit)
    )
    return [
        MailRow(
            id=row.id,
            recipient=row.to,
            subject=row.subject,
            start=" ".join(row.text.split())[:110],
            when=ago(row.created_at, moment),
            exact=exact(row.created_at),
            href=f"/mailbox?mail={row.id}",
        )
        for row in rows
    ]


def get_mail(db: Session, mail_id: str) -> MailView:
    """One mail. Raises `NotFound`, outside demo mode always."""
    _only_in_demo()
    row = db.exec(select(MailMessage).where(MailMessage.id == mail_id)).first()
    if row is None:
        raise NotFound("mail")
    return MailView(row.id, row.to, row.subject, exact(row.created_at), linked(row.text))


def linked(text: str) -> str:
    """Plain text as HTML: everything escaped, web addresses as links."""
    parts, at = [], 0
    for match in _LINK.finditer(text):
        address = match[0].rstrip(".,)")
        parts.append(escape(text[at : match.start()]))
        parts.append(f'<a href="{escape(address)}">{escape(address)}</a>')
        at = match.start() + len(address)
    return "".join(parts) + escape(text[at:])


def _only_in_demo() -> None:
    if not settings().is_demo:
        raise NotFound("page")
