"""`/admin/company-groups`: the groups of a store, and the form of one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import reflex as rx
from sqlmodel import Session

from marketplace.domain.errors import MarketplaceError
from marketplace.domain.forms import FormReader
from marketplace.domain.permissions import Actor
from marketplace.queries.operator_desk.company_groups import GroupBook, get_group_book
from marketplace.services.companies.groups import remove_group, save_group
from marketplace.state.listing import Address, Choice
from marketplace.state.operator_desk.layout import OperatorScreen

NEW = "new"


class OperatorGroupsState(OperatorScreen):
    """The store and the open group are in the address."""

    groups_ready: bool = False
    book: GroupBook = GroupBook()
    stores: list[Choice] = []
    open_group_id: str = ""
    new_href: str = ""

    @rx.event
    async def open(self) -> Any:
        """Show the store's groups, and the one that the address names."""
        answer = await self._read_place()
        if answer is not None:
            return answer
        answer = await self._show()
        self.groups_ready = True
        return answer

    async def _show(self) -> Any:
        at = Address("/admin/company-groups", dict(self.router.url.query_parameters))
        store_id, group_id = at.value("store"), at.value("group")
        try:
            self.book = await self._at_admin(lambda db, actor: get_group_book(db, actor, store_id, group_id))
        except MarketplaceError as error:
            return self._refused(error)
        self.open_group_id, self.new_href = group_id, at.to(group=NEW)
        self.stores = Address(at.path, {}).choices("store", ((one.value, one.label) for one in self.book.stores))
        self.form_round += 1
        return None

    async def _do(self, use: Callable[[Session, Actor], Any], message: str) -> Any:
        try:
            await self._at_admin(use)
        except MarketplaceError as error:
            return self._refused(error)
        notice = self._did(message)
        return await self._show() or notice

    @rx.event
    async def save(self, form: dict[str, Any]) -> Any:
        """Make the group of the form, or change the one that is open."""
        typed, store_id = FormReader(form), self.book.store_id
        members = [one.id for one in self.book.members if typed.is_ticked(f"in-{one.id}")]
        group_id = "" if self.open_group_id == NEW else self.open_group_id
        title = typed.text("title", 80)
        return await self._do(
            lambda db, actor: save_group(db, actor, store_id, title, members, group_id=group_id), "The group is saved."
        )

    @rx.event
    async def remove(self, group_id: str) -> Any:
        """Take a group away that no list is for."""
        store_id = self.book.store_id
        return await self._do(lambda db, actor: remove_group(db, actor, store_id, group_id), "The group is removed.")
