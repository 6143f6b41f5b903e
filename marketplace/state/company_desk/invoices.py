"""`/s/{store}/company/invoices` and `/statement`: what a company's places were billed, and how their account moved."""

from __future__ import annotations

from typing import Any

import reflex as rx

from marketplace.domain.errors import MarketplaceError
from marketplace.domain.forms import FormReader
from marketplace.queries.company_desk.invoices import (
    InvoiceRow,
    Statement,
    get_statement,
    list_company_invoices,
    open_invoices_of,
)
from marketplace.state.company_desk.layout import CompanyScreen, here


class CompanyInvoicesState(CompanyScreen):
    """Invoices and credit notes of all vendors."""

    invoices_ready: bool = False
    rows: list[InvoiceRow] = []
    open_words: str = ""

    @rx.event
    async def open(self) -> Any:
        """Show what was billed."""
        answer = await self._read_place()
        if answer is not None:
            return answer
        try:
            self.rows = list(await self._at_company(lambda db, actor: list_company_invoices(db, actor, here(db))))
            self.open_words = await self._at_company(lambda db, actor: open_invoices_of(db, actor, here(db)))
        except MarketplaceError as error:
            return self._refused(error)
        self.invoices_ready = True
        return None


class CompanyStatementState(CompanyScreen):
    """The account of one place, for the days of the address."""

    statement_ready: bool = False
    statement: Statement = Statement()
    query: str = ""  # the address of its files

    @rx.event
    async def open(self) -> Any:
        """Show the statement that the address asks for."""
        answer = await self._read_place()
        if answer is not None:
            return answer
        parameters = self.router.url.query_parameters
        location, since, until = (str(parameters.get(name, ""))[:40] for name in ("location", "since", "until"))
        try:
            self.statement = await self._at_company(
                lambda db, actor: get_statement(db, actor, here(db), location_id=location, since=since, until=until)
            )
        except MarketplaceError as error:
            return self._refused(error)
        shown = self.statement
        self.query = f"?location={shown.place_id}&since={shown.since}&until={shown.until}"
        self.statement_ready = True
        return None

    @rx.event
    async def show(self, form: dict[str, Any]) -> Any:
        """Turn to another place or other days."""
        reader = FormReader(form)
        location, since, until = (reader.raw(name, 40) for name in ("location", "since", "until"))
        query = f"?location={location}&since={since}&until={until}"
        return rx.redirect(f"/s/{self._store()}/company/statement{query}")
