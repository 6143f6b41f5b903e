"""How a mail leaves: by SMTP when that is set, else into the demo's mailbox."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, parseaddr
from typing import Protocol
from urllib.parse import unquote, urlsplit

import structlog
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session

from marketplace.kit.ids import new_id
from marketplace.kit.jobs import PermanentJobError
from marketplace.kit.tables import MailMessage
from marketplace.settings import settings

log = structlog.get_logger("mail")
_TIMEOUT_SECONDS = 20


@dataclass(frozen=True)
class Mail:
    """One message to one person. `key` is made from what asked for it: the same key is delivered once."""

    key: str
    to: str
    subject: str
    text: str
    html: str
    tenant_id: str | None = None


class Mailer(Protocol):
    """Takes a mail and sees it off, or raises."""

    def send(self, mail: Mail) -> None:
        """Hand it over. Raises `PermanentJobError` for an address that will never take mail."""


class MailboxMailer:
    """Keeps mails in the database, in the caller's transaction; a second one with the same key changes nothing."""

    def __init__(self, db: Session) -> None:
        self.db = db

    def send(self, mail: Mail) -> None:
        """Write the mail into the mailbox."""
        row = {
            "id": new_id("mail"),
            "tenant_id": mail.tenant_id,
            "to": mail.to,
            "subject": mail.subject,
            "text": mail.text,
            "html": mail.html,
            "message_key": mail.key,
        }
        table = MailMessage.__table__  # type: ignore[attr-defined]
        self.db.connection().execute(insert(table).values(row).on_conflict_do_nothing(index_elements=["message_key"]))


class SmtpMailer:
    """`smtp://user:password@host:587` (STARTTLS when offered; always with a password) or `smtps://host:465`.

    The Message-ID is made from the key, so that a mail handed over twice is one in the mailbox of who gets it.
    """

    def __init__(self, url: str, sender: str) -> None:
        self.url, self.sender = urlsplit(url), sender

    def send(self, mail: Mail) -> None:
        """Hand the mail to the server."""
        try:
            with self._connect() as server:
                server.send_message(self.message(mail))
        except smtplib.SMTPRecipientsRefused as error:
            code = next(iter(error.recipients.values()))[0]
            if code >= 500:
                raise PermanentJobError(f"the mail server refuses this address ({code})") from error
            raise

    def message(self, mail: Mail) -> EmailMessage:
        """The mail as it goes over the wire, as text and as HTML."""
        message = EmailMessage()
        domain = parseaddr(self.sender)[1].rpartition("@")[2] or "localhost"
        message["From"], message["To"], message["Subject"] = self.sender, mail.to, mail.subject
        message["Date"], message["Message-ID"] = formatdate(), f"<{mail.key}@{domain}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(mail.text)
        message.add_alternative(mail.html, subtype="html")
        return message

    def _connect(self) -> smtplib.SMTP:
        host, context = self.url.hostname or "localhost", ssl.create_default_context()
        if self.url.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                host, self.url.port or 465, timeout=_TIMEOUT_SECONDS, context=context
            )
        else:
            server = smtplib.SMTP(host, self.url.port or 587, timeout=_TIMEOUT_SECONDS)
            server.ehlo()
            if server.has_extn("starttls") or self.url.password:
                server.starttls(context=context)
        if self.url.username:
            server.login(unquote(self.url.username), unquote(self.url.password or ""))
        return server


class NoMailer:
    """`WITHOUT_MAIL` in production: a letter is not sent, nor kept, because the links in it open accounts."""

    def send(self, mail: Mail) -> None:
        """Say that it was not sent, and to nobody what stood in it."""
        log.warning("letter.not_sent", key=mail.key, subject=mail.subject)


def mailer(db: Session) -> Mailer:
    """The way mail leaves this copy of the product."""
    here = settings()
    if here.smtp_url:
        return SmtpMailer(here.smtp_url.get_secret_value(), here.mail_from)
    return MailboxMailer(db) if here.is_demo else NoMailer()
