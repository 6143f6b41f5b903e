"""`/admin/audit`: who did what, as the address asks."""

from __future__ import annotations

from typing import ClassVar

from marketplace.queries.operator_desk.access_scope import store_choices
from marketplace.queries.operator_desk.audit_areas import AREAS
from marketplace.queries.operator_desk.audit_trail import AuditLine, folded, list_audit
from marketplace.state.listing import Address, Choice, DeskList, TabLink
from marketplace.state.operator_desk.layout import OperatorScreen


class OperatorAuditState(OperatorScreen, DeskList):
    """One page of the trail."""

    PATH: ClassVar[str] = "/admin/audit"
    lines: list[AuditLine] = []
    people: list[Choice] = []
    stores: list[Choice] = []

    async def _read(self, at: Address) -> None:
        page, stores = await self._at_admin(
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
        people = [(person.value, person.label) for person in page.people] + [("system", "System")]
        shops = [(store.value, store.label) for store in stores]
        # Asked for accounts, each sign-in is a line; else they would bury what was done.
        self.lines = list(page.rows) if at.value("area") else folded(page.rows)
        self._turn_to(at, page)
        self._offer(at)
        self.tabs = [
            TabLink(label, at.to(area=area), "", at.value("area") == area) for area, label in (("", "All"), *AREAS)
        ]
        words = {"q": ("Search", {}), "who": ("Who", dict(people)), "store": ("Store", dict(shops))}
        self.chips = at.chips(words)
        self.people, self.stores = at.choices("who", people), at.choices("store", shops)
