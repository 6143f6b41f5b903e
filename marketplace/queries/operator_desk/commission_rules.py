"""The list of a store's commission rules, and one of them as its form shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session, col, select

from marketplace.domain.errors import NotFound
from marketplace.domain.finance.commission import BASE_WORDS
from marketplace.domain.finance.commission_form import RuleForm
from marketplace.domain.permissions import Actor, Permission
from marketplace.models.catalogue import Category
from marketplace.models.ledger import CommissionRule
from marketplace.models.tenant import Tenant
from marketplace.models.vendor import Vendor
from marketplace.queries.formatting.amounts import plain_amount, plain_percent, rate
from marketplace.queries.formatting.money import money
from marketplace.queries.formatting.options import Option
from marketplace.queries.operator_desk.access_scope import reach


@dataclass(frozen=True)
class RuleRow:
    """One line of the list; `tags` are its conditions in words."""

    id: str
    position: int
    title: str
    tags: tuple[str, ...]
    fee: str
    bounds: str
    is_active: bool
    href: str
    is_first: bool
    is_last: bool


@dataclass(frozen=True)
class RuleBook:
    """A store's rules, and what its forms can choose from."""

    store_id: str = ""
    store: str = ""
    currency: str = ""
    rules: tuple[RuleRow, ...] = ()
    stores: tuple[Option, ...] = ()
    vendors: tuple[Option, ...] = ()
    categories: tuple[Option, ...] = ()
    currencies: tuple[Option, ...] = ()


def get_rule_book(db: Session, actor: Actor, store_id: str = "") -> RuleBook:
    """The rules of one store: the asked one, a store admin's own, or the first that sells.

    Raises `Unauthenticated`, `Forbidden`, `NotFound`.
    """
    own_store_id = reach(actor, Permission.COMMISSION_EDIT)
    parents = select(Tenant.parent_id).where(col(Tenant.parent_id).is_not(None))
    stores = list(db.exec(select(Tenant).where(col(Tenant.id).not_in(parents)).order_by(Tenant.name)))
    wanted = own_store_id or store_id or (stores[0].id if stores else "")
    store = db.exec(select(Tenant).where(Tenant.id == wanted)).first()
    if store is None:
        raise NotFound("store")
    vendors = _choices(db, Vendor, store.id)
    categories = _choices(db, Category, store.id)
    rows = db.exec(
        select(CommissionRule).where(CommissionRule.tenant_id == store.id).order_by(col(CommissionRule.position))
    ).all()
    names = {**dict(vendors), **dict(categories)}
    return RuleBook(
        store_id=store.id,
        store=store.name,
        currency=store.default_currency,
        rules=tuple(_row(row, names, store.default_currency, len(rows)) for row in rows),
        stores=() if own_store_id else tuple(Option(s.id, s.name) for s in stores),
        vendors=tuple(Option(i, name) for i, name in vendors),
        categories=tuple(Option(i, name) for i, name in categories),
        currencies=tuple(Option(code, code) for code in store.sells_in()),
    )


def get_rule_form(db: Session, actor: Actor, rule_id: str) -> RuleForm:
    """A stored rule as its form. Raises as `get_rule_book` does."""
    own_store_id = reach(actor, Permission.COMMISSION_EDIT)
    rule = db.exec(select(CommissionRule).where(CommissionRule.id == rule_id)).first()
    if rule is None or (own_store_id is not None and rule.tenant_id != own_store_id):
        raise NotFound("rule", rule_id)
    store = db.exec(select(Tenant).where(Tenant.id == rule.tenant_id)).one()
    currency = rule.currency or store.default_currency
    return RuleForm(
        title=rule.title,
        percent=plain_percent(rule.rate_bps),
        fixed=plain_amount(rule.fixed_amount or None, currency),
        floor=plain_amount(rule.floor_amount, currency),
        cap=plain_amount(rule.cap_amount, currency),
        base=rule.base,
        currency=rule.currency or "",
        vendor_id=rule.vendor_id or "",
        category_id=rule.category_id or "",
        product_id=rule.product_id or "",
        from_amount=plain_amount(rule.from_amount, currency),
        to_amount=plain_amount(rule.to_amount, currency),
    )


def _row(rule: CommissionRule, names: Mapping[str, str], fallback: str, number: int) -> RuleRow:
    currency = rule.currency or fallback
    tags = [
        f"Vendor {names.get(rule.vendor_id, '?')}" if rule.vendor_id else "",
        f"Category {names.get(rule.category_id, '?')} and below" if rule.category_id else "",
        "One product" if rule.product_id else "",
        f"Order from {money(rule.from_amount, currency)}" if rule.from_amount is not None else "",
        f"Order below {money(rule.to_amount, currency)}" if rule.to_amount is not None else "",
        f"In {rule.currency}" if rule.currency and rule.currency != fallback else "",
    ]
    bounds = [
        f"least {money(rule.floor_amount, currency)}" if rule.floor_amount is not None else "",
        f"most {money(rule.cap_amount, currency)}" if rule.cap_amount is not None else "",
        "" if rule.base == "goods" else f"on {BASE_WORDS[rule.base]}",  # type: ignore[index]
    ]
    fixed = f" + {money(rule.fixed_amount, currency)}" if rule.fixed_amount else ""
    return RuleRow(
        id=rule.id,
        position=rule.position,
        title=rule.title,
        tags=tuple(tag for tag in tags if tag) or ("always fits",),
        fee=rate(rule.rate_bps) + fixed,
        bounds=", ".join(bound for bound in bounds if bound),
        is_active=rule.is_active,
        href=f"rule={rule.id}",
        is_first=rule.position == 1,
        is_last=rule.position == number,
    )


def _choices(db: Session, table: type[Vendor] | type[Category], store_id: str) -> list[tuple[str, str]]:
    rows = select(table.id, table.name).where(table.tenant_id == store_id).order_by(table.name)
    return [(row[0], row[1]) for row in db.exec(rows)]
