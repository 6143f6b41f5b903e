"""The product page while somebody types: what was loaded, what stands there, what is wrong with it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import reflex as rx

from marketplace.domain.catalogue.product_form import (
    ProductForm,
    SpecRow,
    VariantRow,
    count_changes,
    problems_of,
    tier_key,
    with_tiers,
    with_variant,
)
from marketplace.domain.catalogue.tier_form import TierRow, check_rows, with_tier, without_tier
from marketplace.domain.errors import MarketplaceError
from marketplace.queries.vendor_desk.editing import EditProduct, get_product_for_editing
from marketplace.services.identity.access import Desk
from marketplace.state.vendor_desk.layout import VendorScreen
from marketplace.state.vendor_desk.product_loading import EMPTY, form_of, shown_variants

_TYPED = {"sku": "sku", "ean": "ean", "stock": "stock", "minimum": "min", "step": "step", "lead": "lead"}
_SWITCHES = ("backorder", "paused")


class VendorProductForm(VendorScreen):
    """`product` is what was loaded; `facts`, `spec`, `rows` and `tiers` show the form that is being worked on."""

    editor_ready: bool = False
    product: EditProduct = EMPTY
    facts: dict[str, str] = {}
    spec: list[SpecRow] = []
    rows: list[VariantRow] = []
    tiers: list[TierRow] = []
    tier_variant: str = ""
    tier_name: str = ""
    tier_currency: str = ""
    wrong: dict[str, str] = {}
    problem_text: str = ""
    change_text: str = ""
    is_changed: bool = False
    is_stale: bool = False
    form_round: int = 0  # a new number puts the loaded values back into the fields
    tier_round: int = 0
    undo_text: str = ""
    _form: ProductForm = ProductForm()
    _saved: ProductForm = ProductForm()
    _refusals: dict[str, str] = {}  # what the server said about the last attempt, until the field changes

    @rx.event
    async def open(self) -> AsyncIterator[Any]:
        """Load the product of the address; the one that was open before goes away first."""
        self.editor_ready, self.undo_text = False, ""
        yield
        answer = await self._read_place()
        if answer is None:
            answer = await self._load()
        self.editor_ready = self.product.id != "" and not self.missing
        yield answer

    async def _load(self) -> Any:
        self.product = EMPTY
        product_id = self.router.url.path.rstrip("/").rpartition("/")[2]
        try:
            product = await self.at_desk(Desk.VENDOR, lambda db, actor: get_product_for_editing(db, actor, product_id))
        except MarketplaceError as error:
            return self._refused(error)
        self._take(product)
        return None

    def _take(self, product: EditProduct) -> None:
        """Begin anew with what is stored."""
        self.product, self.is_stale, self.field_errors = product, False, {}
        self._saved = self._form = form_of(product)
        self._refusals = {}
        ids = [variant.id for variant in product.variants]
        self.tier_variant = self.tier_variant if self.tier_variant in ids else (ids[0] if ids else "")
        currencies = product.currencies
        self.tier_currency = self.tier_currency if self.tier_currency in currencies else currencies[0]
        self.form_round, self.tier_round = self.form_round + 1, self.tier_round + 1
        self._show()

    def _show(self) -> None:
        """Bring everything that is visible in step with the form."""
        self.wrong = {**self._refusals, **problems_of(self._form)}
        self.facts, self.spec = dict(self._form.facts), list(self._form.spec)
        self.rows = shown_variants(self._form, self.product.currencies, self.wrong)
        self.tiers = list(self._form.tiers.get(self._key(), ()))
        named = next((row for row in self.rows if row.id == self.tier_variant), None)
        self.tier_name = ", ".join(part for part in (named.title, named.line) if part) if named else ""
        changes, problems = count_changes(self._form, self._saved), len(self.wrong)
        self.is_changed = changes > 0
        self.change_text = (
            f"{changes} change{'s' if changes > 1 else ''} not saved" if changes else "Everything is saved"
        )
        self.problem_text = f"{problems} problem{'s' if problems > 1 else ''} to solve" if problems else ""

    def _key(self) -> str:
        return tier_key(self.tier_variant, self.tier_currency)

    def _change(self, form: ProductForm, *fields: str) -> None:
        self._form = form
        self._refusals = {k: v for k, v in self._refusals.items() if k not in fields}
        self._show()

    @rx.event
    async def set_fact(self, name: str, value: str) -> None:
        """A field of the product was typed into."""
        if name in self._form.facts:
            self._change(replace(self._form, facts={**self._form.facts, name: value}), name)

    @rx.event
    async def set_line(self, at: int, name: str, value: str) -> None:
        """A line of the specification was typed into."""
        if name in ("label", "value") and 0 <= at < len(self._form.spec):
            rows = list(self._form.spec)
            rows[at] = replace(rows[at], **{name: value})  # type: ignore[arg-type]
            self._change(replace(self._form, spec=tuple(rows)), "specification")

    @rx.event
    async def set_facet(self, at: int, on: bool) -> None:
        """A line may or may not narrow lists."""
        if 0 <= at < len(self._form.spec):
            rows = list(self._form.spec)
            rows[at] = replace(rows[at], is_facet=on)
            self._change(replace(self._form, spec=tuple(rows)), "specification")

    @rx.event
    async def add_line(self) -> None:
        """One more line of the specification."""
        self._change(replace(self._form, spec=(*self._form.spec, SpecRow(at=len(self._form.spec)))))

    @rx.event
    async def remove_line(self, at: int) -> None:
        """Take a line of the specification away."""
        kept = [row for row in self._form.spec if row.at != at]
        self.form_round += 1
        self._change(replace(self._form, spec=tuple(replace(row, at=i) for i, row in enumerate(kept))), "specification")

    @rx.event
    async def set_variant(self, variant_id: str, name: str, value: str) -> None:
        """A cell of a variant was typed into."""
        if name in _TYPED:
            self._change(with_variant(self._form, variant_id, **{name: value}), f"{_TYPED[name]}.{variant_id}")

    @rx.event
    async def switch_variant(self, variant_id: str, name: str, on: bool) -> None:
        """A switch of a variant was pressed."""
        if name in _SWITCHES:
            self._change(with_variant(self._form, variant_id, **{name: on}))

    @rx.event
    async def set_price(self, variant_id: str, currency: str, value: str) -> None:
        """The first price of a variant was typed."""
        key = tier_key(variant_id, currency)
        rows = self._form.tiers.get(key, ())
        if rows:
            checked = check_rows([replace(rows[0], amount=value), *rows[1:]], currency)
            if key == self._key():
                self.tier_round += 1
            self._change(with_tiers(self._form, key, tuple(checked)), f"price.{variant_id}", "price")

    @rx.event
    async def show_tiers(self, variant_id: str) -> None:
        """Show the volume prices of another variant."""
        self.tier_variant, self.tier_round = variant_id, self.tier_round + 1
        self._show()

    @rx.event
    async def show_currency(self, currency: str) -> None:
        """Show the volume prices in another currency."""
        self.tier_currency, self.tier_round = currency, self.tier_round + 1
        self._show()

    @rx.event
    async def set_tier(self, at: int, name: str, value: str) -> None:
        """A cell of a step was typed into."""
        if name in ("start", "end", "kind", "amount", "percent") and 0 <= at < len(self.tiers):
            rows = list(self._form.tiers[self._key()])
            rows[at] = replace(rows[at], **{name: value})  # type: ignore[arg-type]
            self._put_tiers(rows)

    @rx.event
    async def add_tier(self) -> None:
        """One more step."""
        self._put_tiers(with_tier(self._form.tiers.get(self._key(), ())), again=True)

    @rx.event
    async def remove_tier(self, at: int) -> None:
        """Take a step away; the one above covers its pieces."""
        self._put_tiers(without_tier(self._form.tiers.get(self._key(), ()), at), again=True)

    @rx.event
    async def mend_tier(self, at: int, way: str) -> None:
        """Solve an overlap: end the step above earlier, or start this one later."""
        rows = list(self._form.tiers.get(self._key(), ()))
        if 0 < at < len(rows):
            if way == "end":
                rows[at - 1] = replace(rows[at - 1], end=rows[at].ends_at)
            else:
                rows[at] = replace(rows[at], start=rows[at].starts_at)
            self._put_tiers(rows, again=True)

    def _put_tiers(self, rows: list[TierRow], *, again: bool = False) -> None:
        key = self._key()
        if key not in self._form.tiers:  # nothing is open
            return
        self.tier_round += again
        fields = [f"tier-{at}.{key}" for at in range(len(rows) + 1)]
        self._change(with_tiers(self._form, key, tuple(check_rows(rows, self.tier_currency))), *fields)
