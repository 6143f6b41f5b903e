"""What went out by letter: the jobs are run, and the demo's mailbox is read."""

from __future__ import annotations

import re

from sqlmodel import col, select

from marketplace.kit.db import unit_of_work
from marketplace.kit.tables import MailMessage
from marketplace.kit.tenancy import Scope


def last_letter(subject: str) -> str:
    """The text of the newest letter whose subject holds these words, after all that waits was done."""
    import tasks.handlers  # noqa: F401
    from tasks.app import run_next

    while run_next():
        pass
    with unit_of_work(Scope.system()) as db:
        newest = select(MailMessage.text).where(col(MailMessage.subject).contains(subject))
        return db.exec(newest.order_by(col(MailMessage.created_at).desc(), col(MailMessage.id).desc())).first() or ""


def token_of_letter(subject: str, name: str = "token") -> str:
    """The secret in the link of that letter."""
    match = re.search(rf"[?&]{name}=([\w-]+)", last_letter(subject))
    assert match, f"no letter {subject!r} with a {name}"
    return match[1]
