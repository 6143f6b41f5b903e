"""Somebody asks for prices: one request, a quote of its own for every vendor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, text
from sqlmodel import Session, col, select

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.buying.buyer import buyer_of, check_may_order
from marketplace.domain.errors import Invalid
from marketplace.domain.lifecycle import VendorStatus
from marketplace.domain.quotes.request_form import RequestForm, WantedLine, check_request, vendors_to_ask
from marketplace.domain.quotes.requester import Requester
from marketplace.domain.topics import Topic
from marketplace.kit.clock import now
from marketplace.kit.emails import email_problem, spellings
from marketplace.kit.ids import new_id
from marketplace.kit.jobs import enqueue
from marketplace.kit.names import hold_names
from marketplace.models.quote import Quote, QuoteRequest, QuoteRequestLine
from marketplace.models.vendor import Vendor
from marketplace.services.quotes.least_amount import check_comes_to_least
from marketplace.services.quotes.quote_changes import Happened, record_change
from marketplace.services.quotes.request_files import send_files
from marketplace.services.stores.numbering import next_number

# The articles that are asked for, as they are called now; those of a closed vendor or taken away are not here.
_ARTICLES = text("""
    select o.id, o.variant_id, o.product_id, o.sku, o.vendor_id, p.title, p.thumbnail, p.unit, a.title as variant_title
    from offer o
    join product p on p.id = o.product_id and p.tenant_id = o.tenant_id
    join variant a on a.id = o.variant_id and a.tenant_id = o.tenant_id
    join vendor v on v.id = o.vendor_id and v.tenant_id = o.tenant_id
    where o.tenant_id = :tenant and o.id = any(cast(:offers as text[])) and o.status = 'live'
      and p.status = 'published' and v.status = 'approved'
""")
# Who sells one of these variants, those who sell most of them first.
_SELLERS = text("""
    select o.vendor_id from offer o
    join vendor v on v.id = o.vendor_id and v.tenant_id = o.tenant_id
    where o.tenant_id = :tenant and o.variant_id = any(cast(:variants as text[])) and o.status = 'live'
      and v.status = 'approved'
    group by 1 order by count(*) desc, 1
""")


def ask_for_quotes(
    db: Session, requester: Requester, tenant_id: str, form: RequestForm, *, region_id: str, currency: str
) -> QuoteRequest:
    """Ask vendors for prices; the same form once more answers the same request.

    Raises `Invalid` by field (`check_request`; `email`, `name` of a guest; `vendors`; `title-<n>` for an article that
    is sold no more; `lines` below what the store quotes from), `Forbidden` for who only looks on in their company.
    """
    actor, moment = requester.actor, now()
    if known := find_sent(db, requester, tenant_id, form.press):
        return known
    buyer = buyer_of(actor, tenant_id)
    check_may_order(actor, buyer)
    check_request(form, moment.date())
    name, email = _asker(requester, form)
    articles = _articles(db, tenant_id, form.lines)
    check_comes_to_least(db, buyer, tenant_id, form, currency)
    vendors = _vendors(db, tenant_id, form, articles)
    request = QuoteRequest(
        id=new_id("qrq"),
        tenant_id=tenant_id,
        number=next_number(db, tenant_id, "quote"),
        press=form.press,
        source=form.source,
        title=form.title.strip() or _title(form.lines, articles),
        note=form.note.strip(),
        user_id=actor.user_id,
        name=name,
        email=email,
        company_id=buyer.company_id or None,
        location_id=buyer.location_id or None,
        region_id=region_id,
        currency=currency,
        ship_to={"country": form.country, "postal_code": form.postal_code, "city": form.city},
        answer_by=moment + timedelta(days=form.answer_days),
        hides_vendors=form.hides_vendors,
        shares_targets=form.shares_targets,
    )
    db.add(request)
    db.flush()
    for at, line in enumerate(form.lines):
        db.add(_line(request, at, line, articles.get(line.offer_id)))
    send_files(db, requester, request, form.file_ids)
    db.flush()
    for vendor in vendors:
        _ask(db, requester, request, vendor)
    enqueue(db, "mail.quote_asked_copy", tenant_id=tenant_id, payload={"request_id": request.id}, priority=20)
    return request


def find_sent(db: Session, requester: Requester, tenant_id: str, press: str) -> QuoteRequest | None:
    """The request that this form has made already. Who looks holds the form until their transaction ends.

    Raises `Invalid` for `lines` where somebody else has sent it.
    """
    hold_names(db, f"quote:{tenant_id}:{press}")
    same = select(QuoteRequest).where(QuoteRequest.tenant_id == tenant_id, QuoteRequest.press == press)
    known = db.exec(same).first()
    if known is not None and known.user_id != requester.actor.user_id:
        raise Invalid({"lines": "This form was sent by somebody else. Reload the page and fill it in anew."})
    return known


def _asker(requester: Requester, form: RequestForm) -> tuple[str, str]:
    """Name and address of who asks: those of the account, or what a guest has typed."""
    actor = requester.actor
    if actor.user_id is not None:
        return actor.name, actor.email
    problems = {}
    if problem := email_problem(form.email):
        problems["email"] = problem
    if not form.name.strip():
        problems["name"] = "Say who asks: vendors answer people."
    if problems:
        raise Invalid(problems)
    return form.name.strip()[:120], spellings(form.email)[0]


def _articles(db: Session, tenant_id: str, lines: Sequence[WantedLine]) -> Mapping[str, Row[Any]]:
    wanted = [line.offer_id for line in lines if line.offer_id]
    rows = db.connection().execute(_ARTICLES, {"tenant": tenant_id, "offers": wanted}).all()
    articles = {row.id: row for row in rows}
    gone = {
        f"title-{at}": "This article is not sold any more. Take the line out, or describe what you need instead."
        for at, line in enumerate(lines)
        if line.offer_id and line.offer_id not in articles
    }
    if gone:
        raise Invalid(gone)
    return articles


def _vendors(db: Session, tenant_id: str, form: RequestForm, articles: Mapping[str, Row[Any]]) -> Sequence[Vendor]:
    variants = [row.variant_id for row in articles.values()]
    sellers = db.connection().execute(_SELLERS, {"tenant": tenant_id, "variants": variants}).scalars().all()
    wanted = vendors_to_ask(form.vendor_ids, sellers)
    rows = db.exec(
        select(Vendor).where(
            Vendor.tenant_id == tenant_id, col(Vendor.id).in_(wanted), Vendor.status == VendorStatus.APPROVED
        )
    ).all()
    if len(rows) < len(wanted):
        raise Invalid({"vendors": "One of these vendors does not sell here any more. Choose again."})
    return sorted(rows, key=lambda one: one.id)


def _title(lines: Sequence[WantedLine], articles: Mapping[str, Row[Any]]) -> str:
    first = lines[0]
    name = articles[first.offer_id].title if first.offer_id else first.title.strip()
    return f"{name} and {len(lines) - 1} more" if len(lines) > 1 else str(name)


def _line(request: QuoteRequest, at: int, line: WantedLine, article: Row[Any] | None) -> QuoteRequestLine:
    return QuoteRequestLine(
        id=new_id("qln"),
        tenant_id=request.tenant_id,
        request_id=request.id,
        position=at,
        offer_id=article.id if article else None,
        variant_id=article.variant_id if article else None,
        product_id=article.product_id if article else None,
        title=_full_title(article) if article else line.title.strip(),
        sku=article.sku if article else "",
        picture=article.thumbnail if article else "",
        unit=article.unit if article else line.unit,
        quantity=line.quantity,
        target_amount=line.target_amount,
        wanted_on=line.wanted_on,
        note=line.note.strip(),
    )


def _full_title(article: Row[Any]) -> str:
    variant = article.variant_title
    return f"{article.title}, {variant}" if variant not in ("", article.title) else str(article.title)


def _ask(db: Session, requester: Requester, request: QuoteRequest, vendor: Vendor) -> None:
    quote = Quote(id=new_id("quo"), tenant_id=request.tenant_id, request_id=request.id, vendor_id=vendor.id)
    db.add(quote)
    record_change(
        db,
        requester.actor,
        quote,
        request,
        Happened(AuditAction.QUOTE_ASKED, Topic.QUOTE_REQUESTED, "mail.quote_asked"),
        vendor=vendor.name,
    )
