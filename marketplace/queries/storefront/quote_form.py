"""The form that asks for quotes: its lines as the store has them today, and whom one may ask."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from marketplace.domain.quotes.files import QuoteFileRow
from marketplace.models.tenant import Tenant
from marketplace.queries.formatting.money import money
from marketplace.queries.formatting.wording import count


@dataclass(frozen=True)
class FormLine:
    """A line of the form: an article with its name and picture, or free words. `at` is its place from 0."""

    at: int
    offer_id: str
    title: str
    picture: str
    detail: str
    quantity: str
    target: str
    wanted: str
    note: str
    is_gone: bool = False


@dataclass(frozen=True)
class VendorChoice:
    """A vendor that may be asked; `detail` says how much of the list it sells."""

    id: str
    name: str
    detail: str
    sells: bool
    is_chosen: bool


@dataclass(frozen=True)
class RequestPage:
    """The whole form."""

    action: str
    lines: Sequence[FormLine] = ()
    vendors: Sequence[VendorChoice] = ()
    fields: Mapping[str, str] = field(default_factory=dict)
    countries: Sequence[tuple[str, str]] = ()  # code and name of those the store delivers to
    errors: Mapping[str, str] = field(default_factory=dict)
    files: Sequence[QuoteFileRow] = ()
    press: str = ""
    saved: str = ""  # which state of it the server has
    currency: str = ""
    is_guest: bool = False
    least: str = ""  # what the articles must come to, as people read it; empty for any amount


_ARTICLES = text("""
    select o.id, o.sku, o.variant_id, p.title, p.thumbnail, p.unit, a.title as variant_title, v.name as vendor,
        o.status = 'live' and p.status = 'published' and v.status = 'approved' as is_sold
    from offer o
    join product p on p.id = o.product_id and p.tenant_id = o.tenant_id
    join variant a on a.id = o.variant_id and a.tenant_id = o.tenant_id
    join vendor v on v.id = o.vendor_id and v.tenant_id = o.tenant_id
    where o.tenant_id = :tenant and o.id = any(cast(:offers as text[]))
""")
_VENDORS = text("""
    select v.id, v.name, (select count(distinct o.variant_id) from offer o
        where o.vendor_id = v.id and o.tenant_id = v.tenant_id and o.status = 'live'
          and o.variant_id = any(cast(:variants as text[]))) as sold
    from vendor v where v.tenant_id = :tenant and v.status = 'approved' order by sold desc, v.name
""")


def least_to_ask(tenant: Tenant, currency: str) -> str:
    """From which amount on the store quotes; empty for any."""
    least = tenant.settings.quote_least.get(currency, 0)
    return money(least, currency) if least else ""


def list_form_lines(db: Session, tenant_id: str, typed: Sequence[Mapping[str, str]]) -> list[FormLine]:
    """The typed lines (`offer_id, title, quantity, target, wanted, note`) with what their articles are called."""
    articles = _articles(db, tenant_id, typed)
    return [_line(at, one, articles.get(one["offer_id"])) for at, one in enumerate(typed)]


def list_vendor_choices(
    db: Session, tenant: Tenant, typed: Sequence[Mapping[str, str]], chosen: Sequence[str]
) -> list[VendorChoice]:
    """Whom one may ask: who sells the articles first."""
    variants = [row.variant_id for row in _articles(db, tenant.id, typed).values()]
    rows = db.connection().execute(_VENDORS, {"tenant": tenant.id, "variants": variants})
    return [
        VendorChoice(
            row.id,
            row.name,
            f"sells {row.sold} of {count(len(set(variants)), 'article')}" if row.sold else "",
            sells=row.sold > 0,
            is_chosen=row.id in chosen,
        )
        for row in rows
    ]


def _articles(db: Session, tenant_id: str, typed: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    wanted = [one["offer_id"] for one in typed if one["offer_id"]]
    return {row.id: row for row in db.connection().execute(_ARTICLES, {"tenant": tenant_id, "offers": wanted})}


def _line(at: int, typed: Mapping[str, str], article: Any) -> FormLine:
    variant = article.variant_title if article else ""
    name = typed["title"] if article is None else article.title
    return FormLine(
        at=at,
        offer_id=typed["offer_id"],
        title=f"{name}, {variant}" if variant not in ("", name) else name,
        picture=article.thumbnail if article else "",
        detail=f"{article.sku}, {article.vendor}" if article else "",
        quantity=typed["quantity"],
        target=typed["target"],
        wanted=typed["wanted"],
        note=typed["note"],
        is_gone=bool(typed["offer_id"]) and (article is None or not article.is_sold),
    )
