"""A store's promotions: what each gives, how far it is used, and one of them as its form shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from marketplace.domain.buying.promotion_form import BEARERS, KINDS, PromotionForm
from marketplace.domain.errors import NotFound
from marketplace.domain.permissions import Actor, Permission
from marketplace.models.cart import Promotion
from marketplace.models.catalogue import Category
from marketplace.models.tenant import Tenant
from marketplace.models.vendor import Vendor
from marketplace.queries.formatting.amounts import plain_amount, plain_percent
from marketplace.queries.formatting.dates import day
from marketplace.queries.formatting.money import money, percent
from marketplace.queries.formatting.options import Option
from marketplace.queries.operator_desk.access_scope import reach


@dataclass(frozen=True)
class PromotionRow:
    """One line of the list; `used` is a sentence with its limit."""

    id: str
    title: str
    code: str
    gives: str
    limits: str
    used: str
    given: str
    borne_by: str
    state: str
    tone: str
    is_active: bool


@dataclass(frozen=True)
class PromotionBook:
    """A store's promotions, and what its form can choose from."""

    store_id: str = ""
    store: str = ""
    currency: str = ""
    rows: tuple[PromotionRow, ...] = ()
    stores: tuple[Option, ...] = ()
    vendors: tuple[Option, ...] = ()
    categories: tuple[Option, ...] = ()
    currencies: tuple[Option, ...] = ()


def get_promotions(db: Session, actor: Actor, store_id: str, moment: datetime) -> PromotionBook:
    """The promotions of the asked store, a store admin's own, or the first that sells, the newest first.

    Raises `Unauthenticated`, `Forbidden`, `NotFound`.
    """
    own_store_id = reach(actor, Permission.PROMOTION_EDIT)
    stores = list(db.exec(select(Tenant).where(Tenant.is_active).order_by(Tenant.name)))
    wanted = own_store_id or store_id or (stores[0].id if stores else "")
    store = db.exec(select(Tenant).where(Tenant.id == wanted)).first()
    if store is None:
        raise NotFound("store")
    rows = db.exec(
        select(Promotion)
        .where(Promotion.tenant_id == store.id)
        .order_by(col(Promotion.status), col(Promotion.created_at).desc(), col(Promotion.id))
    ).all()
    vendors = db.exec(select(Vendor.id, Vendor.name).where(Vendor.tenant_id == store.id).order_by(Vendor.name)).all()
    categories = db.exec(
        select(Category.id, Category.name).where(Category.tenant_id == store.id).order_by(Category.path)
    ).all()
    return PromotionBook(
        store_id=store.id,
        store=store.name,
        currency=store.default_currency,
        rows=tuple(_row(row, store.default_currency, moment) for row in rows),
        stores=() if own_store_id else tuple(Option(s.id, s.name) for s in stores),
        vendors=tuple(Option(key, name) for key, name in vendors),
        categories=tuple(Option(key, name) for key, name in categories),
        currencies=tuple(Option(code, code) for code in store.sells_in()),
    )


def get_promotion_form(db: Session, actor: Actor, promotion_id: str) -> PromotionForm:
    """A stored promotion as its form. Raises as `get_promotions` does."""
    own_store_id = reach(actor, Permission.PROMOTION_EDIT)
    row = db.exec(select(Promotion).where(Promotion.id == promotion_id)).first()
    if row is None or (own_store_id is not None and row.tenant_id != own_store_id):
        raise NotFound("promotion", promotion_id)
    store = db.exec(select(Tenant).where(Tenant.id == row.tenant_id)).one()
    currency = row.currency or store.default_currency
    last = row.ends_at - timedelta(days=1) if row.ends_at else None
    return PromotionForm(
        title=row.title,
        code=row.code or "",
        kind=row.kind,
        percent=plain_percent(row.value_bps) if row.value_bps else "",
        amount=plain_amount(row.value_amount, currency),
        currency=row.currency or "",
        vendor_id=next(iter(row.target.get("vendors", [])), ""),
        category_id=next(iter(row.target.get("categories", [])), ""),
        min_goods=plain_amount(row.min_goods_amount, currency),
        borne_by=row.cost_borne_by,
        usage_limit=str(row.usage_limit or ""),
        per_customer=str(row.per_customer_limit or ""),
        budget=plain_amount(row.budget_amount, currency),
        starts_on=f"{row.starts_at:%Y-%m-%d}" if row.starts_at else "",
        ends_on=f"{last:%Y-%m-%d}" if last else "",
        contract_prices="yes" if row.allows_contract_prices else "",
    )


def _row(row: Promotion, fallback: str, moment: datetime) -> PromotionRow:
    currency = row.currency or fallback
    gives = KINDS[row.kind]
    if row.value_bps:
        gives = f"{percent(row.value_bps)} off"
    elif row.value_amount:
        gives = f"{money(row.value_amount, currency)} off"
    limits = [
        f"from {money(row.min_goods_amount, currency)}" if row.min_goods_amount else "",
        "one vendor" if row.target.get("vendors") else "",
        "one category" if row.target.get("categories") else "",
        f"{row.per_customer_limit} per customer" if row.per_customer_limit else "",
        f"until {day(row.ends_at - timedelta(days=1), moment)}" if row.ends_at else "",
    ]
    state, tone = _state(row, moment)
    of = f" of {row.usage_limit:,}" if row.usage_limit else ""
    budget = f" of {money(row.budget_amount, currency)}" if row.budget_amount else ""
    return PromotionRow(
        id=row.id,
        title=row.title,
        code=row.code or "applies by itself",
        gives=gives,
        limits=", ".join(part for part in limits if part),
        used=f"{row.used:,}{of}",
        given=money(row.spent_amount, currency) + budget,
        borne_by=BEARERS[row.cost_borne_by],
        state=state,
        tone=tone,
        is_active=row.status == "active",
    )


def _state(row: Promotion, moment: datetime) -> tuple[str, str]:
    if row.status != "active":
        return "Ended", "stop"
    if row.ends_at and row.ends_at <= moment:
        return "Over", "stop"
    if row.starts_at and row.starts_at > moment:
        return f"From {day(row.starts_at, moment)}", "half"
    if row.usage_limit is not None and row.used >= row.usage_limit:
        return "Used up", "warn ring"
    return "Running", "good full"
