"""The tab “Search” of a store's page: what words mean there, and what shoppers looked for in vain."""

from __future__ import annotations

from typing import Any

import reflex as rx

from marketplace.domain.errors import MarketplaceError
from marketplace.domain.forms import FormReader
from marketplace.queries.operator_desk.search_words import MissRow, SearchBook, SynonymRow, get_search_book
from marketplace.services.search import search_words
from marketplace.state.operator_desk.layout import OperatorScreen


class OperatorSearchState(OperatorScreen):
    """`begun` is the word that the form begins with, taken from the list of misses."""

    tenant_id: str = ""
    synonyms: list[SynonymRow] = []
    misses: list[MissRow] = []
    begun: str = ""

    @rx.event
    async def open_store(self) -> None:
        """Show the words of the store whose page this is. When there is none, the page itself says so."""
        self.begun, self.field_errors = "", {}
        tenant_id = str(self.router.url.path).rstrip("/").rpartition("/")[2]
        try:
            self._keep(await self._at_admin(lambda db, actor: get_search_book(db, actor, tenant_id)))
        except MarketplaceError:
            self._keep(SearchBook())

    async def _show(self) -> Any:
        tenant_id = self.tenant_id
        try:
            self._keep(await self._at_admin(lambda db, actor: get_search_book(db, actor, tenant_id)))
        except MarketplaceError as error:
            return self._refused(error)
        return None

    def _keep(self, book: SearchBook) -> None:
        self.tenant_id, self.synonyms, self.misses = book.tenant_id, list(book.synonyms), list(book.misses)

    @rx.event
    async def add(self, form: dict[str, Any]) -> Any:
        """Say what a word means."""
        typed = FormReader(form)
        tenant_id = self.tenant_id
        word, means = (typed.raw(name, 100) for name in ("word", "means"))
        try:
            await self._at_admin(lambda db, actor: search_words.add_synonym(db, actor, tenant_id, word, means))
        except MarketplaceError as error:
            return self._refused(error)
        self.begun = ""
        notice = self._did(f"“{word.strip()}” finds “{means.strip()}” from now on.")
        return await self._show() or notice

    @rx.event
    async def remove(self, synonym_id: str) -> Any:
        """A word finds only itself again."""
        tenant_id = self.tenant_id
        try:
            await self._at_admin(lambda db, actor: search_words.remove_synonym(db, actor, tenant_id, synonym_id))
        except MarketplaceError as error:
            return self._refused(error)
        notice = self._did("The word is removed.")
        return await self._show() or notice

    @rx.event
    async def begin(self, word: str) -> None:
        """Put a word that found nothing into the form."""
        self.begun, self.field_errors = word[:60], {}
        self.form_round += 1

    @rx.event
    async def forget(self, word: str) -> Any:
        """Take a word off the list of misses; it comes again when it is searched for again."""
        tenant_id = self.tenant_id
        try:
            await self._at_admin(lambda db, actor: search_words.forget_miss(db, actor, tenant_id, word))
        except MarketplaceError as error:
            return self._refused(error)
        return await self._show()
