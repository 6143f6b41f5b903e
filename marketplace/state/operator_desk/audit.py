"""`/admin/audit`: who did what, as the address asks."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import reflex as rx

from marketplace.domain.errors import MarketplaceError
from marketplace.domain.forms import FormReader
from marketplace.queries.operator_desk.access_scope import store_choices
from marketplace.queries.operator_desk.audit_areas import AREAS
from marketplace.queries.operator_desk.audit_trail import AuditLine, folded, list_audit
from marketplace.state.listing import Address, Chip, Choice, TabLink
from marketplace.state.operator_desk.layout import OperatorScreen


class OperatorAuditState(OperatorScreen):
    """One page of the trail."""

    audit_ready: bool = False
    lines: list[AuditLine] = []
    tabs: list[TabLink] = []
    chips: list[Chip] = []
    people: list[Choice] = []
    stores: list[Choice] = []
    q: str = ""
    range_text: str = ""
    previous: str = ""
    following: str = ""
    csv: str = ""

    @rx.event
    async def open(self) -> Any:
        """Show what the address asks for."""
        answer = await self._read_place()
        if answer is not None:
            return answer
        try:
            await self._read(self._address())
        except MarketplaceError as error:
            return self._refused(error)
        self.audit_ready = True
        return None

    def _address(self) -> Address:
        return Address("/admin/audit", dict(self.router.url.query_parameters))

    async def _read(self, at: Address) -> None:
        found, stores = await self._at_admin(
            lambda db, actor: (
                list_audit(
                    db,
                    actor,
                    area=at.value("area"),
                    who=at.value("who"),
                    store=at.value("store"),
                    q=at.value("q"),
                    page=at.page(),
                ),
                store_choices(db) if actor.is_operator else (),
            )
        )
        people = [(person.value, person.label) for person in found.people] + [("system", "System")]
        shops = [(store.value, store.label) for store in stores]
        # Asked for accounts, each sign-in is a line; else they would bury what was done.
        self.lines = list(found.rows) if at.value("area") else folded(found.rows)
        self.range_text, self.q = found.range_text, at.value("q")
        self.tabs = [
            TabLink(label, at.to(area=area), "", at.value("area") == area) for area, label in (("", "All"), *AREAS)
        ]
        words = {"q": ("Search", {}), "who": ("Who", dict(people)), "store": ("Store", dict(shops))}
        self.chips = at.chips(words)
        self.people, self.stores = at.choices("who", people), at.choices("store", shops)
        self.previous, self.following = at.pager(found.page, found.pages)
        self.csv = replace(at, path="/admin/audit.csv").to()

    @rx.event
    async def search(self, form: dict[str, Any]) -> Any:
        """Put what was typed into the address."""
        return rx.redirect(self._address().to(q=FormReader(form).text("q", 100)))
