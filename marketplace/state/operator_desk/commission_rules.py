"""`/admin/commission-rules`: the ordered list, the form of one rule, and what it would have done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any

import reflex as rx
from sqlmodel import Session

from marketplace.domain.errors import MarketplaceError
from marketplace.domain.finance.commission_form import RuleForm, read_form
from marketplace.domain.forms import FormReader
from marketplace.domain.permissions import Actor
from marketplace.queries.formatting.amounts import bare, signed
from marketplace.queries.formatting.options import Option
from marketplace.queries.operator_desk.commission_rules import RuleBook, RuleRow, get_rule_book, get_rule_form
from marketplace.services.finance import commission_rules as rules
from marketplace.services.finance.commission_preview import Preview, explain, preview, uses
from marketplace.state.listing import Address, Choice
from marketplace.state.operator_desk.layout import OperatorScreen

NEW = "new"


@dataclass(frozen=True)
class SampleRow:
    """One past order in the preview."""

    number: str
    vendor: str
    base: str
    was: str
    would_be: str
    change: str
    tone: str
    note: str


@dataclass(frozen=True)
class Effect:
    """The sums of a preview in the store's main currency."""

    orders: str = ""
    was: str = ""
    would_be: str = ""
    difference: str = ""
    tone: str = ""
    says: str = ""


class OperatorCommissionRulesState(OperatorScreen):
    """The store and the rule in the form are in the address; the form itself is the browser's until it is sent."""

    rules_ready: bool = False
    book: RuleBook = RuleBook()
    rows: list[RuleRow] = []
    stores: list[Choice] = []
    vendors: list[Option] = []
    categories: list[Option] = []
    currencies: list[Option] = []
    used: dict[str, int] = {}
    rule_id: str = ""
    form: RuleForm = RuleForm()
    form_title: str = ""
    effect: Effect = Effect()
    samples: list[SampleRow] = []
    explanation: list[str] = []
    order: str = ""
    new_href: str = ""

    @rx.event
    async def open(self) -> Any:
        """Show the store's rules, and the one that the address names."""
        answer = await self._read_place()
        if answer is not None:
            return answer
        self.undo_text, self.explanation, self.order = "", [], ""
        answer = await self._show()
        self.rules_ready = True
        return answer

    async def _show(self) -> Any:
        at = Address("/admin/commission-rules", dict(self.router.url.query_parameters))
        wanted = at.value("rule")

        def read(db: Session, actor: Actor) -> tuple[RuleBook, RuleForm, dict[str, int]]:
            book = get_rule_book(db, actor, at.value("store"))
            form = get_rule_form(db, actor, wanted) if wanted and wanted != NEW else RuleForm()
            return book, form, uses(db, book.store_id)

        try:
            self.book, self.form, self.used = await self._at_admin(read)
        except MarketplaceError as error:
            return self._refused(error)
        self.rows, self.rule_id = list(self.book.rules), wanted
        self.vendors, self.categories = list(self.book.vendors), list(self.book.categories)
        self.currencies = list(self.book.currencies)
        self.stores = Address(at.path, {}).choices("store", ((s.value, s.label) for s in self.book.stores))
        row = next((row for row in self.rows if row.id == wanted), None)
        self.form_title = f"Rule {row.position}, {row.title}" if row else "New rule, at the end"
        self.new_href = at.to(rule=NEW)
        self.effect, self.samples = Effect(), []
        self.form_round += 1
        return await self._try(self.form) if row else None

    async def _try(self, form: RuleForm) -> Any:
        store_id, rule_id, currency = self.book.store_id, self._edited(), self.book.currency
        self.form = form
        try:
            facts = read_form(form, currency)
            outcome = await self._at_admin(lambda db, actor: preview(db, actor, store_id, facts, rule_id=rule_id))
        except MarketplaceError as error:
            return self._refused(error)
        self.field_errors, self.problem = {}, ""
        self.effect, self.samples = _effect(outcome, currency), _samples(outcome)
        return None

    def _edited(self) -> str:
        return "" if self.rule_id == NEW else self.rule_id

    async def _do(self, use: Callable[[Session, Actor], Any], message: str) -> Any:
        try:
            await self._at_admin(use)
        except MarketplaceError as error:
            return self._refused(error)
        note = self._did(message)
        return await self._show() or note

    @rx.event
    async def try_rule(self, form: dict[str, Any]) -> Any:
        """Show what the rule in the form would have done to past orders."""
        return await self._try(_typed(form))

    @rx.event
    async def save(self) -> Any:
        """Put the rule whose effect is shown into force."""
        store_id, rule_id = self.book.store_id, self._edited()
        try:
            facts = read_form(self.form, self.book.currency)
        except MarketplaceError as error:
            return self._refused(error)
        if rule_id:
            return await self._do(
                lambda db, actor: rules.change_rule(db, actor, rule_id, facts),
                f"{facts.title} is changed. Past orders keep what they were charged.",
            )
        return await self._do(
            lambda db, actor: rules.add_rule(db, actor, store_id, facts),
            f"{facts.title} is in force, as the last rule.",
        )

    @rx.event
    async def move(self, rule_id: str, position: int) -> Any:
        """Put a rule at another place."""
        return await self._do(lambda db, actor: rules.move_rule(db, actor, rule_id, position), "The order is changed.")

    @rx.event
    async def switch(self, rule_id: str, is_active: bool) -> Any:
        """Take a rule out of use, or into it."""
        return await self._do(
            lambda db, actor: rules.switch_rule(db, actor, rule_id, is_active=is_active),
            "The rule is in use." if is_active else "The rule is out of use.",
        )

    @rx.event
    async def ask_order(self, form: dict[str, Any]) -> Any:
        """Which rule an order meets, and why not those before it."""
        store_id, self.order = self.book.store_id, FormReader(form).text("order", 20)
        number = self.order
        try:
            self.explanation = await self._at_admin(lambda db, actor: explain(db, actor, store_id, number))
        except MarketplaceError:
            self.explanation = ["No order of this store has this number. Type one such as 1042-1."]
        return None


def _typed(form: dict[str, Any]) -> RuleForm:
    return RuleForm(**{f.name: FormReader(form).raw(f.name, 120) for f in fields(RuleForm)})


def _effect(outcome: Preview, currency: str) -> Effect:
    mine = [sample for sample in outcome.samples if sample.currency == currency]
    was, would_be = sum(s.was for s in mine), sum(s.would_be for s in mine)
    lower = f"{outcome.lower} vendor{'' if outcome.lower == 1 else 's'} would see a lower fee"
    higher = f"{outcome.higher or 'none'} a higher one"
    return Effect(
        orders=f"{outcome.orders:,}",
        was=bare(was, currency),
        would_be=bare(would_be, currency),
        difference=signed(would_be - was, currency),
        tone="good" if would_be < was else "bad" if would_be > was else "",
        says=f"{lower}, {higher}.",
    )


def _samples(outcome: Preview) -> list[SampleRow]:
    return [
        SampleRow(
            number=s.number,
            vendor=s.vendor,
            base=bare(s.base, s.currency),
            was=bare(s.was, s.currency),
            would_be=bare(s.would_be, s.currency),
            change=signed(s.would_be - s.was, s.currency) if s.would_be != s.was else "same",
            tone="good" if s.would_be < s.was else "bad" if s.would_be > s.was else "ink3",
            note=s.note,
        )
        for s in outcome.samples[:12]
    ]
