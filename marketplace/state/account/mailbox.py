"""`/mailbox`: what would have been sent. It exists in demo mode only, where everybody may read it."""

from __future__ import annotations

from typing import Any

import reflex as rx

from marketplace.domain.errors import MarketplaceError
from marketplace.kit.db import arun
from marketplace.kit.tenancy import Scope
from marketplace.queries.account.mailbox import MailRow, MailView, get_mail, list_mails
from marketplace.state.base import Screen


class MailboxState(Screen):
    """The list, and the open mail that the address names."""

    mailbox_ready: bool = False
    mails: list[MailRow] = []
    mail: MailView = MailView()

    @rx.event
    async def open(self) -> Any:
        """Show the list and the mail of `?mail=`."""
        mail_id = self.router.url.query_parameters.get("mail", "")
        self.missing = False
        try:
            self.mails = await arun(Scope.system(), list_mails)
            self.mail = await arun(Scope.system(), lambda db: get_mail(db, mail_id)) if mail_id else MailView()
        except MarketplaceError as error:
            self.mail = MailView()
            return self.handle_error(error)
        finally:
            self.mailbox_ready = True
        return None
