"""`/account/security`: password, two-step sign-in, and where one is signed in."""

from __future__ import annotations

from typing import Any

import reflex as rx

from marketplace.domain.errors import MarketplaceError
from marketplace.domain.forms import FormReader
from marketplace.kit.clock import now
from marketplace.kit.slow import PASSWORDS
from marketplace.queries.account.profile import QrCode, SessionRow, draw_qr, list_sessions
from marketplace.services.identity import profile, sessions, two_factor
from marketplace.services.identity.access import Desk
from marketplace.state import toast
from marketplace.state.account.layout import AccountScreen


class AccountSecurityState(AccountScreen):
    """Recovery codes and the secret are here only while they are shown."""

    security_ready: bool = False
    sessions: list[SessionRow] = []
    setup: QrCode = QrCode()
    codes: list[str] = []
    form_round: int = 0  # a new number empties the forms

    @rx.event
    async def open(self) -> Any:
        """Show what there is."""
        self.setup, self.codes = QrCode(), []
        answer = await self._read_profile()
        if answer is None:
            await self._read_sessions()
            self.security_ready = True
        return answer

    async def _read_sessions(self) -> None:
        self.sessions = await self.at_desk(Desk.ACCOUNT, list_sessions)

    @rx.event
    async def change_password(self, form: dict[str, Any]) -> Any:
        """Set a new password; the other sessions end."""
        typed = FormReader(form)
        current, password = typed.raw("current"), typed.raw("password")
        try:
            await self.at_desk(
                Desk.ACCOUNT,
                lambda db, actor: profile.change_password(db, actor, current=current, password=password),
                PASSWORDS,
            )
        except MarketplaceError as error:
            return self.handle_error(error)
        await self._read_sessions()
        self.form_round, self.field_errors = self.form_round + 1, {}
        return toast.success("Your password is changed. You stay signed in only here.")

    @rx.event
    async def begin_setup(self, form: dict[str, Any]) -> Any:
        """Make a secret and show it as a QR code, with the password."""
        password = FormReader(form).raw("setup_password")
        try:
            self.setup = draw_qr(
                await self.at_desk(
                    Desk.ACCOUNT, lambda db, actor: two_factor.begin(db, actor, password=password), PASSWORDS
                )
            )
        except MarketplaceError as error:
            answer = self.handle_error(error)
            self.field_errors = {f"setup_{name}": sentence for name, sentence in self.field_errors.items()}
            return answer
        self.field_errors = {}
        return None

    @rx.event
    async def cancel_setup(self) -> None:
        """Put the QR code away; nothing was switched on."""
        self.setup, self.field_errors = QrCode(), {}

    @rx.event
    async def confirm_setup(self, form: dict[str, Any]) -> Any:
        """Switch it on with a first code, and show the recovery codes once."""
        code = FormReader(form).raw("code")
        try:
            self.codes = await self.at_desk(
                Desk.ACCOUNT, lambda db, actor: two_factor.confirm(db, actor, code=code, at=now())
            )
        except MarketplaceError as error:
            return self.handle_error(error)
        self.setup = QrCode()
        return await self._read_profile()

    @rx.event
    async def codes_kept(self) -> None:
        """The recovery codes are not shown again."""
        self.codes = []

    @rx.event
    async def switch_off(self, form: dict[str, Any]) -> Any:
        """Switch two-step sign-in off, with the password."""
        password = FormReader(form).raw("off_password")
        try:
            await self.at_desk(
                Desk.ACCOUNT, lambda db, actor: two_factor.disable(db, actor, password=password), PASSWORDS
            )
        except MarketplaceError as error:
            answer = self.handle_error(error)
            self.field_errors = {f"off_{name}": sentence for name, sentence in self.field_errors.items()}
            return answer
        self.form_round += 1
        return await self._read_profile() or toast.success("Two-step sign-in is off.")

    @rx.event
    async def end_session(self, session_id: str) -> Any:
        """Sign one browser out."""
        try:
            await self.at_desk(Desk.ACCOUNT, lambda db, actor: sessions.revoke_session(db, actor, session_id))
        except MarketplaceError as error:
            return self.handle_error(error)
        await self._read_sessions()
        return toast.success("That browser is signed out.")

    @rx.event
    async def end_others(self) -> Any:
        """Sign every other browser out."""
        try:
            ended = await self.at_desk(Desk.ACCOUNT, profile.end_other_sessions)
        except MarketplaceError as error:
            return self.handle_error(error)
        await self._read_sessions()
        return toast.success(f"{ended} other sessions ended." if ended != 1 else "One other session ended.")
