"""The operator's tables as files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session
from starlette.routing import BaseRoute

from marketplace.domain.finance.receivables import AGES
from marketplace.domain.permissions import Actor
from marketplace.queries.operator_desk.audit_trail import list_audit
from marketplace.queries.operator_desk.companies import list_companies
from marketplace.queries.operator_desk.orders import list_groups
from marketplace.queries.operator_desk.products import list_all_products
from marketplace.queries.operator_desk.quotes import QuoteFilter, list_quotes
from marketplace.queries.operator_desk.receivables import list_receivables
from marketplace.queries.operator_desk.tenants import list_tenants
from marketplace.queries.operator_desk.vendors import list_vendors
from marketplace.queries.shared.price_lists import LIST_COLUMNS, list_price_lists
from marketplace.services.identity.access import Desk
from marketplace.site.downloads.tables import Table, table_route

MOST_ROWS = 20_000
_KEPT = ("status", "state", "store", "vendor", "company", "area", "who", "q")  # of the query, what the trail remembers


def _vendors(db: Session, actor: Actor, q: Mapping[str, str]) -> Any:
    return list_vendors(
        db,
        actor,
        status=q.get("status", ""),
        store=q.get("store", ""),
        q=q.get("q", ""),
        sort=q.get("sort", ""),
        per_page=MOST_ROWS,
    )


def _companies(db: Session, actor: Actor, q: Mapping[str, str]) -> Any:
    return list_companies(
        db,
        actor,
        status=q.get("status", ""),
        store=q.get("store", ""),
        q=q.get("q", ""),
        sort=q.get("sort", ""),
        per_page=MOST_ROWS,
    )


def _receivables(db: Session, actor: Actor, q: Mapping[str, str]) -> Any:
    return list_receivables(
        db,
        actor,
        view=q.get("view", ""),
        store=q.get("store", ""),
        q=q.get("q", ""),
        sort=q.get("sort", ""),
        per_page=MOST_ROWS,
    )


def _orders(db: Session, actor: Actor, q: Mapping[str, str]) -> Any:
    return list_groups(
        db,
        actor,
        view=q.get("view", ""),
        store=q.get("store", ""),
        company=q.get("company", ""),
        q=q.get("q", ""),
        per_page=MOST_ROWS,
    )


def _quotes(db: Session, actor: Actor, q: Mapping[str, str]) -> Any:
    wanted = QuoteFilter(**{name: q.get(name, "") for name in ("view", "store", "vendor", "status", "q")})
    return list_quotes(db, actor, wanted, per_page=MOST_ROWS)


def _price_lists(db: Session, actor: Actor, q: Mapping[str, str]) -> Any:
    return list_price_lists(
        db,
        actor,
        view=q.get("view", ""),
        store=q.get("store", ""),
        kind=q.get("kind", ""),
        q=q.get("q", ""),
        sort=q.get("sort", ""),
        per_page=MOST_ROWS,
    )


def _tenants(db: Session, actor: Actor, q: Mapping[str, str]) -> Any:
    return list_tenants(db, actor, state=q.get("state", ""), q=q.get("q", ""), shape="list")


def _products(db: Session, actor: Actor, q: Mapping[str, str]) -> Any:
    return list_all_products(
        db,
        actor,
        status=q.get("status", ""),
        store=q.get("store", ""),
        vendor=q.get("vendor", ""),
        q=q.get("q", ""),
        sort=q.get("sort", "newest"),
        per_page=MOST_ROWS,
    )


def _audit(db: Session, actor: Actor, q: Mapping[str, str]) -> Any:
    return list_audit(
        db,
        actor,
        area=q.get("area", ""),
        who=q.get("who", ""),
        store=q.get("store", ""),
        q=q.get("q", ""),
        per_page=MOST_ROWS,
    )


ROUTES: list[BaseRoute] = [
    table_route(
        "/admin/vendors.csv",
        Table(
            "vendors",
            (
                ("Vendor", "name"),
                ("Legal name and place", "line"),
                ("Store", "mark.name"),
                ("Status", "status"),
                ("Evidence", "proven"),
                ("Products", "products"),
                ("Since", "since_exact"),
                ("Identifier", "id"),
            ),
            _vendors,
            _KEPT,
        ),
        Desk.OPERATOR,
    ),
    table_route(
        "/admin/receivables.csv",
        Table(
            "receivables",
            (
                ("Company", "company"),
                ("Place", "place"),
                ("Store", "mark.name"),
                ("Terms", "terms"),
                ("Limit", "limit"),
                ("Open", "open"),
                ("Overdue", "overdue"),
                ("Credit", "credit"),
                ("Oldest due", "oldest"),
                *((age.capitalize(), f"age_{at}") for at, age in enumerate(AGES)),
                ("Identifier", "id"),
            ),
            _receivables,
            _KEPT,
        ),
        Desk.OPERATOR,
    ),
    table_route(
        "/admin/companies.csv",
        Table(
            "companies",
            (
                ("Company", "name"),
                ("Place", "line"),
                ("VAT number", "tax_id"),
                ("Store", "mark.name"),
                ("Status", "status"),
                ("People", "people"),
                ("Orders, 12 months", "orders"),
                ("Bought, 12 months", "bought"),
                ("Registered", "since_exact"),
                ("Identifier", "id"),
            ),
            _companies,
            _KEPT,
        ),
        Desk.OPERATOR,
    ),
    table_route(
        "/admin/price-lists.csv",
        Table("price lists", LIST_COLUMNS, _price_lists, (*_KEPT, "view", "kind")),
        Desk.OPERATOR,
    ),
    table_route(
        "/admin/orders.csv",
        Table(
            "orders",
            (
                ("Order", "number"),
                ("Store", "mark.name"),
                ("Buyer", "buyer"),
                ("E-mail", "email"),
                ("PO", "po_number"),
                ("Cost centre", "cost_centre"),
                ("Vendors", "vendor_names"),
                ("Pieces", "pieces"),
                ("Placed", "placed_exact"),
                ("Payment", "payment"),
                ("Status", "status"),
                ("Total", "total"),
                ("Paid back", "refunded"),
                ("Identifier", "id"),
            ),
            _orders,
            _KEPT,
        ),
        Desk.OPERATOR,
    ),
    table_route(
        "/admin/quotes.csv",
        Table(
            "quotes",
            (
                ("Request", "number"),
                ("Title", "title"),
                ("Store", "mark.name"),
                ("Buyer", "buyer"),
                ("Vendor", "vendor"),
                ("Status", "status"),
                ("Turn", "turn"),
                ("Since", "age_exact"),
                ("Due", "due"),
                ("Answered in", "answered_in"),
                ("Answer", "total"),
                ("Identifier", "id"),
            ),
            _quotes,
            (*_KEPT, "view"),
        ),
        Desk.OPERATOR,
    ),
    table_route(
        "/admin/tenants.csv",
        Table(
            "tenants",
            (
                ("Store", "name"),
                ("Handle", "handle"),
                ("Domain", "domain"),
                ("Currencies", "currencies"),
                ("Vendors", "vendors"),
                ("Products", "products"),
                ("Orders, 30 d", "orders"),
                ("Revenue, 30 d", "revenue"),
                ("Active", "is_active"),
                ("Identifier", "id"),
            ),
            _tenants,
            _KEPT,
        ),
        Desk.OPERATOR,
    ),
    table_route(
        "/admin/products.csv",
        Table(
            "products",
            (
                ("Product", "title"),
                ("SKU and category", "line"),
                ("Store", "mark.name"),
                ("Vendor", "vendor"),
                ("Price", "price"),
                ("In stock", "stock"),
                ("Status", "status"),
                ("Made", "made_exact"),
                ("Identifier", "id"),
            ),
            _products,
            _KEPT,
        ),
        Desk.OPERATOR,
    ),
    table_route(
        "/admin/audit.csv",
        Table(
            "audit",
            (
                ("When", "exact"),
                ("Who", "who"),
                ("What", "text"),
                ("Reason", "reason"),
                ("Store", "store"),
                ("Action", "action"),
                ("Address", "ip"),
                ("Request", "request_id"),
                ("Hash", "hash"),
            ),
            _audit,
            _KEPT,
        ),
        Desk.OPERATOR,
    ),
]
