"""`/s/{store}/company/rules`: when an order needs a yes, and the rule that the address names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import reflex as rx
from sqlmodel import Session

from marketplace.domain.companies.approvals import Approver, ApproverKind, RuleKind
from marketplace.domain.errors import MarketplaceError
from marketplace.domain.forms import FormReader
from marketplace.domain.permissions import Actor
from marketplace.queries.company_desk.dry_run import DryRun, try_rule
from marketplace.queries.company_desk.rules import STEPS, RuleCard, RuleRow, get_rule_card, list_rules
from marketplace.services.companies.approval_rules import (
    RuleForm,
    check_rule,
    remove_rule,
    save_rule,
    set_places_approved,
)
from marketplace.state import toast
from marketplace.state.company_desk.layout import CompanyScreen, here

_NEW = "new"


class CompanyRulesState(CompanyScreen):
    """`rule_id` is empty while no form is open, and `new` for one that is being made."""

    rules_ready: bool = False
    rows: list[RuleRow] = []
    summary: str = ""
    places_approved: bool = True
    rule_id: str = ""
    card: RuleCard = RuleCard()
    kind: str = "total"
    tried: DryRun = DryRun()
    form_round: int = 0

    @rx.event
    async def open(self) -> Any:
        """Show the rules, and the one that `?rule=` names."""
        answer = await self._read_place()
        if answer is not None:
            return answer
        self.rule_id = self.router.url.query_parameters.get("rule", "")
        wanted = "" if self.rule_id == _NEW else self.rule_id
        try:
            shown = await self._at_company(lambda db, actor: list_rules(db, actor, here(db)))
            self.rows, self.summary, self.places_approved = list(shown.rows), shown.summary, shown.places_approved
            self.card, self.tried = RuleCard(), DryRun()
            if self.rule_id:
                self.card = await self._at_company(lambda db, actor: get_rule_card(db, actor, here(db), wanted))
        except MarketplaceError as error:
            return self._refused(error)
        finally:
            self.rules_ready = True
        self.kind = self.card.given["kind"]
        self.form_round += 1
        return None

    @rx.event
    async def choose_kind(self, kind: str) -> None:
        """Show the fields of what the rule looks at."""
        self.kind = kind if kind in list(RuleKind) else RuleKind.TOTAL

    @rx.event
    async def place_approved(self, on: bool) -> Any:
        """Whether an approved order is placed by itself."""

        def change(db: Session, actor: Actor) -> None:
            set_places_approved(db, actor, here(db), places=on)

        try:
            await self._at_company(change)
        except MarketplaceError as error:
            return self._refused(error)
        self.places_approved = on
        return toast.success("Approved orders are placed by themselves." if on else "Approved orders wait for buyers.")

    @rx.event
    async def save(self, form: dict[str, Any]) -> Any:
        """Keep the open rule, or make the one of the form; where `try_first` is ticked, only try it."""
        reader = FormReader(form)
        wish = self._wish(reader)
        if reader.is_ticked("try_first"):
            return await self._try(reader, wish)
        rule_id = "" if self.rule_id == _NEW else self.rule_id

        def keep(db: Session, actor: Actor) -> str:
            reader.check()
            return save_rule(db, actor, here(db), rule_id, wish).name

        return await self._do(keep, "is saved")

    @rx.event
    async def remove(self) -> Any:
        """Take the open rule away."""
        rule_id = self.rule_id

        def take(db: Session, actor: Actor) -> str:
            return remove_rule(db, actor, here(db), rule_id)

        return await self._do(take, "is removed")

    async def _try(self, reader: FormReader, wish: RuleForm) -> Any:
        def ask(db: Session, actor: Actor) -> DryRun:
            reader.check()
            return try_rule(db, actor, here(db), check_rule(db, actor, here(db), wish))

        try:
            self.tried = await self._at_company(ask)
        except MarketplaceError as error:
            return self._refused(error)
        self.field_errors = {}
        return None

    async def _do(self, use: Callable[[Session, Actor], str], what: str) -> Any:
        try:
            name = await self._at_company(use)
        except MarketplaceError as error:
            return self._refused(error)
        self.field_errors, self.rule_id = {}, ""
        return [rx.redirect(f"/s/{self._store()}/company/rules"), toast.success(f"“{name}” {what}.")]

    def _wish(self, reader: FormReader) -> RuleForm:
        kind = reader.text("kind", 20)
        is_pieces = kind == RuleKind.QUANTITY
        amount = reader.count("amount") if is_pieces else reader.amount("amount", self.card.currency or "EUR")
        steps = [reader.text(f"step_{at}", 80).partition(":") for at in range(1, STEPS + 1)]
        return RuleForm(
            name=reader.line("name", 120),
            kind=kind,
            amount=amount,
            operator=reader.text("operator", 10) or "over",
            subject_id=reader.text(kind, 60) if kind in ("category", "vendor", "cost_centre") else "",
            location_id=reader.text("location", 60),
            counts_day=reader.is_ticked("counts_day"),
            is_active=self.rule_id == _NEW or reader.is_ticked("active"),
            steps=tuple(Approver(ApproverKind(who), value) for who, _, value in steps if who in list(ApproverKind)),
        )
