"""`/admin/tenants/[tenant_key]`: one store's facts, and its brand tried out before it is published."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

import reflex as rx

from marketplace.domain.errors import MarketplaceError
from marketplace.domain.finance.payout_terms import read_terms
from marketplace.domain.forms import FormReader
from marketplace.domain.stores.brand import LOOKS, Brand, read_brand
from marketplace.domain.stores.branding import brand_problems, check_colours
from marketplace.queries.operator_desk.tenants import LimitRow, TenantView, get_tenant
from marketplace.services.finance.payout_terms import set_payout_terms
from marketplace.services.quotes.least_amount import set_quote_least
from marketplace.services.stores import tenants
from marketplace.services.stores.tenants import TenantFacts
from marketplace.state.operator_desk.layout import OperatorScreen

COLOURS = ("brand", "tint", "accent", "canvas")
_FIELDS = (
    ("look", "Composition"),
    ("brand", "Brand"),
    ("tint", "Brand, tint"),
    ("accent", "Accent"),
    ("canvas", "Canvas"),
    ("display", "Display face"),
    ("corners", "Corners"),
    ("logo", "Wordmark"),
    ("tagline", "Tagline"),
)


@dataclass(frozen=True)
class ColourRow:
    """A colour with how it reads; `sentence` is set where it is adjusted."""

    name: str
    label: str
    hint: str
    value: str
    ratio: str
    tone: str
    sentence: str
    used: str


@dataclass(frozen=True)
class BrandChange:
    """A choice that is not published yet."""

    name: str
    label: str
    before: str
    after: str


_HINTS = {"brand": "buttons, marks", "tint": "behind marks", "accent": "promotions", "canvas": "page background"}


class OperatorTenantState(OperatorScreen):
    """`draft` is the brand as it stands in the form; nothing of it is seen outside until it is published."""

    tenant_ready: bool = False
    tenant: TenantView = TenantView()
    limits: list[LimitRow] = []
    tab: str = "overview"
    draft: dict[str, str] = {}
    colours: list[ColourRow] = []
    changes: list[BrandChange] = []
    preview_href: str = ""  # the store's home in the draft's brand
    preview_dark: bool = False
    preview_phone: bool = False

    @rx.event
    async def open(self) -> Any:
        """Show the store of the address."""
        answer = await self._read_place()
        if answer is not None:
            return answer
        self.tab, self.undo_text = self.router.url.query_parameters.get("tab", "overview"), ""
        return await self._show()

    async def _show(self) -> Any:
        tenant_id = self._tenant_id()
        try:
            self.tenant = await self._at_admin(lambda db, actor: get_tenant(db, actor, tenant_id))
        except MarketplaceError as error:
            return self._refused(error)
        finally:
            self.tenant_ready = True
        self.limits = list(self.tenant.terms.limits)
        self.draft = {name: getattr(self.tenant.brand, name) for name, _ in _FIELDS}
        self._look_at_brand()
        return None

    def _tenant_id(self) -> str:
        return str(self.router.url.path).rstrip("/").rpartition("/")[2]

    def _look_at_brand(self) -> None:
        """Bring preview, contrast and the list of changes in step with the draft."""
        brand = Brand(**self.draft)
        self.field_errors = brand_problems(brand)
        if not self.field_errors:
            params = {**self.draft, "theme": "dark" if self.preview_dark else "light"}
            self.preview_href = f"/admin/tenants/{self.tenant.id}/brand-preview?{urlencode(params)}"
            self.colours = [_colour_row(check) for check in check_colours(brand)]
        stored = self.tenant.brand
        self.changes = [
            BrandChange(name, label, getattr(stored, name), self.draft[name])
            for name, label in _FIELDS
            if getattr(stored, name).lower() != self.draft[name].lower()
        ]

    @rx.event
    async def try_brand(self, name: str, value: str) -> None:
        """Change one choice of the draft and look at it."""
        if name not in dict(_FIELDS):
            return
        self.draft = {**self.draft, name: value.strip()[:160] if name in ("logo", "tagline") else value.strip().lower()}
        if name == "look" and value in LOOKS:
            base = LOOKS[value]
            self.draft = {**self.draft, **{key: getattr(base, key) for key in (*COLOURS, "display", "corners")}}
        self._look_at_brand()

    @rx.event
    async def take_back(self, name: str) -> None:
        """Undo one choice of the draft."""
        if name not in self.draft:
            return
        self.draft = {**self.draft, name: getattr(self.tenant.brand, name, "")}
        self.form_round += 1
        self._look_at_brand()

    @rx.event
    async def show_preview(self, what: str) -> None:
        """Light or dark, wide or phone."""
        if not self.draft:
            return
        self.preview_dark = {"dark": True, "light": False}.get(what, self.preview_dark)
        self.preview_phone = {"phone": True, "wide": False}.get(what, self.preview_phone)
        self._look_at_brand()

    @rx.event
    async def publish_brand(self) -> Any:
        """Give the store its new look."""
        tenant_id, brand = self.tenant.id, _chosen(self.draft)
        try:
            await self._at_admin(lambda db, actor: tenants.change_brand(db, actor, tenant_id, brand))
        except MarketplaceError as error:
            return self._refused(error)
        notice = self._did("The brand is published. Shoppers see it with their next page.")
        return await self._show() or notice

    @rx.event
    async def save(self, form: dict[str, Any]) -> Any:
        """Write the facts of the store."""
        tenant_id, facts = self.tenant.id, facts_of(form)
        try:
            changed = await self._at_admin(lambda db, actor: tenants.edit_tenant(db, actor, tenant_id, facts))
        except MarketplaceError as error:
            return self._refused(error)
        notice = self._did("Saved." if changed else "Nothing was changed.")
        return await self._show() or notice

    @rx.event
    async def save_terms(self, form: dict[str, Any]) -> Any:
        """Set when and how vendors are paid."""
        tenant_id, currencies = self.tenant.id, [row.currency for row in self.limits]
        try:
            terms = read_terms({name: str(value or "")[:40] for name, value in form.items()}, currencies)
            changed = await self._at_admin(lambda db, actor: set_payout_terms(db, actor, tenant_id, terms))
        except MarketplaceError as error:
            return self._refused(error)
        notice = self._did("These terms hold from the next order on." if changed else "Nothing was changed.")
        return await self._show() or notice

    @rx.event
    async def save_quotes(self, form: dict[str, Any]) -> Any:
        """Set from which amount on the store quotes; an empty field is from the first piece on."""
        tenant_id, typed = self.tenant.id, FormReader(form)
        least = {row.currency: typed.amount(f"quotes-{row.currency}", row.currency) or 0 for row in self.limits}
        try:
            typed.check()
            changed = await self._at_admin(lambda db, actor: set_quote_least(db, actor, tenant_id, least))
        except MarketplaceError as error:
            return self._refused(error)
        notice = self._did("Saved: it holds for what is asked from now on." if changed else "Nothing was changed.")
        return await self._show() or notice

    @rx.event
    async def switch(self, is_active: bool) -> Any:
        """Open or close the store."""
        tenant_id, use = self.tenant.id, tenants.activate_tenant if is_active else tenants.deactivate_tenant
        try:
            await self._at_admin(lambda db, actor: use(db, actor, tenant_id))
        except MarketplaceError as error:
            return self._refused(error)
        notice = self._did(
            f"{self.tenant.name} is {'open' if is_active else 'closed'}.", "close" if is_active else "open"
        )
        return await self._show() or notice

    @rx.event
    async def undo(self) -> Any:
        """Switch it back."""
        self.undo_text = ""
        return OperatorTenantState.switch(self._undo[0] == "open")  # type: ignore[operator]


def facts_of(form: dict[str, Any]) -> TenantFacts:
    """The form of a store as facts; ticked currencies arrive as `currency-EUR`."""
    typed = FormReader(form)
    ticked = tuple(
        key.removeprefix("currency-") for key, value in form.items() if key.startswith("currency-") and value
    )
    return TenantFacts(
        name=typed.text("name"),
        default_currency=typed.text("default_currency"),
        currencies=ticked,
        default_locale=typed.text("default_locale") if "default_locale" in form else "en",
        parent_id=typed.text("parent_id"),
        domain=typed.text("domain"),
        access_posture=typed.text("access_posture") if "access_posture" in form else "open",
    )


def _chosen(draft: dict[str, str]) -> Brand:
    """The draft without what is the look's own anyway: a look that changes takes its stores along."""
    brand = read_brand(draft)
    base = LOOKS[brand.look]
    same = {name: "" for name in (*COLOURS, "display", "corners") if getattr(brand, name) == getattr(base, name)}
    return replace(Brand(**draft), **same)


def _colour_row(check: Any) -> ColourRow:
    fine = check.ratio >= 4.5 and not check.sentence
    return ColourRow(
        name=check.name,
        label=check.label,
        hint=_HINTS[check.name],
        value=check.chosen.upper(),
        ratio=f"AA {check.ratio:.1f}" if fine else f"{check.ratio:.1f}",
        tone="good" if fine else "warn",
        sentence=check.sentence,
        used=check.used,
    )
