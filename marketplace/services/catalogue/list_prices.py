"""The prices of a list: one offer by hand, or so much off everything that a selection holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.catalogue.price_list_form import StepRow, lowered, read_steps
from marketplace.domain.catalogue.pricing import Step
from marketplace.domain.errors import Invalid, NotFound
from marketplace.domain.permissions import Actor
from marketplace.kit.ids import new_id
from marketplace.models.offer import PriceList
from marketplace.services.catalogue.price_list_access import lock_price_list, note_price_list, tell_documents

MOST_SELECTED = 20_000  # offers that one press sets prices for; a file has no such end
_BATCH = 5_000
_OFFERS = text("""
    select o.id, o.sku, o.product_id from offer o
    where o.tenant_id = :tenant and o.id = any(cast(:ids as text[])) and (:vendor = '' or o.vendor_id = :vendor)
""")
_STEPS = text("""
    select p.min_quantity, p.amount, p.percent_off_bps from price p
    where p.tenant_id = :tenant and p.price_list_id = :list and p.offer_id = :offer order by p.min_quantity
""")
_CLEAR = text("""
    delete from price where tenant_id = :tenant and price_list_id = :list and offer_id = any(cast(:offers as text[]))
""")
_INSERT = text("""
    insert into price (id, tenant_id, offer_id, price_list_id, currency, min_quantity, amount, percent_off_bps)
    select t.id, :tenant, t.offer_id, :list, :currency, t.start, t.amount, t.off
    from unnest(cast(:ids as text[]), cast(:offers as text[]), cast(:starts as int[]), cast(:amounts as bigint[]),
        cast(:offs as int[])) as t(id, offer_id, start, amount, off)
""")
_SELECTED = text("""
    select o.id, o.product_id,
        jsonb_agg(jsonb_build_array(b.min_quantity, b.amount, b.percent_off_bps) order by b.min_quantity) as base
    from offer o
    join product p on p.id = o.product_id and p.tenant_id = o.tenant_id and p.status <> 'archived'
    left join category c on c.id = p.category_id and c.tenant_id = p.tenant_id
    join price b on b.offer_id = o.id and b.tenant_id = o.tenant_id and b.price_list_id is null
        and b.currency = :currency
    where o.tenant_id = :tenant and (:vendor = '' or o.vendor_id = :vendor)
      and (:category = '' or c.path like (select k.path || '%' from category k
           where k.id = :category and k.tenant_id = :tenant))
      and (:q = '' or lower(p.title) like :like or lower(o.sku) like :like)
    group by o.id, o.product_id order by o.id limit :most
""")


@dataclass(frozen=True)
class Selection:
    """Which offers a percentage is for; empty fields narrow nothing. `q` is looked for in titles and SKUs."""

    category_id: str = ""
    vendor_id: str = ""
    q: str = ""


def set_list_price(db: Session, actor: Actor, list_id: str, offer_id: str, rows: Sequence[StepRow]) -> None:
    """The steps of one offer in a list, in place of those before; none take the offer out of it.

    Raises `Invalid` with `step-<row>`, `NotFound` for a list or an offer that is not the actor's, `Forbidden`.
    """
    price_list = lock_price_list(db, actor, list_id)
    params = {"tenant": price_list.tenant_id, "ids": [offer_id], "vendor": price_list.vendor_id or ""}
    offer = db.connection().execute(_OFFERS, params).first()
    if offer is None:
        raise NotFound("offer", offer_id)
    steps = read_steps(rows, price_list.currency)
    key = {"tenant": price_list.tenant_id, "list": list_id, "offer": offer_id}
    before = [list(row) for row in db.connection().execute(_STEPS, key)]
    now = [[step.min_quantity, step.amount, step.percent_off_bps] for step in steps]
    if before == now:
        return
    replace_prices(db, price_list, {offer_id: steps})
    noted = {"sku": offer.sku, "currency": price_list.currency}
    note_price_list(
        db,
        actor,
        price_list,
        AuditAction.PRICE_LIST_PRICE_SET,
        before=noted | {"steps": before},
        after=noted | {"steps": now},
    )
    tell_documents(db, price_list, [offer.product_id])


def set_percentage(db: Session, actor: Actor, list_id: str, selection: Selection, off_bps: int) -> int:
    """So much off each base price that the selection holds, at each of its volume steps; returns how many offers.

    Offers of the selection that the list already has get the new price; the others of the list keep theirs. Raises
    `Invalid` for `percent` and for a selection that holds nothing or more than 20,000 offers, `NotFound`.
    """
    price_list = lock_price_list(db, actor, list_id)
    offers = offers_to_lower(db, price_list, selection, off_bps)
    replace_prices(db, price_list, {row.id: lowered([Step(*step) for step in row.base], off_bps) for row in offers})
    noted = {"offers": len(offers), "percent": f"{off_bps / 100:g} %", **vars(selection)}
    note_price_list(db, actor, price_list, AuditAction.PRICE_LIST_PRICES_LOWERED, after=noted)
    tell_documents(db, price_list, sorted({row.product_id for row in offers}))
    return len(offers)


def offers_to_lower(db: Session, price_list: PriceList, selection: Selection, off_bps: int) -> Sequence[Any]:
    """The offers that a percentage is for. Raises `Invalid` as `set_percentage`; the caller has authorised."""
    if not 0 < off_bps <= 10_000:
        raise Invalid({"percent": "Enter a percentage above 0, up to 100."})
    offers = selected(db, price_list, selection)
    if not offers:
        raise Invalid({"selection": f"Nothing is sold in {price_list.currency} that fits. Widen the selection."})
    if len(offers) > MOST_SELECTED:
        raise Invalid({"selection": f"These are more than {MOST_SELECTED:,} offers. Narrow them, or use a file."})
    return offers


def selected(db: Session, price_list: PriceList, selection: Selection) -> Sequence[Any]:
    """The offers with a base price in the list's currency that a selection holds, one more than may be set at most; of
    a vendor's list only the vendor's. The caller has authorised."""
    words = selection.q.strip().lower()
    like = words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return (
        db.connection()
        .execute(
            _SELECTED,
            {
                "tenant": price_list.tenant_id,
                "vendor": price_list.vendor_id or selection.vendor_id,
                "category": selection.category_id,
                "currency": price_list.currency,
                "q": words,
                "like": f"%{like}%",
                "most": MOST_SELECTED + 1,
            },
        )
        .all()
    )


def replace_prices(db: Session, price_list: PriceList, steps_by_offer: Mapping[str, Sequence[Step]]) -> None:
    """Write the steps of these offers in place of what the list said of them. The caller holds the list and has made
    sure that the offers are its own."""
    key = {"tenant": price_list.tenant_id, "list": price_list.id}
    items = list(steps_by_offer.items())
    for start in range(0, len(items), _BATCH):
        offers = items[start : start + _BATCH]
        db.connection().execute(_CLEAR, key | {"offers": [offer_id for offer_id, _ in offers]})
        _insert(db, key | {"currency": price_list.currency}, offers)


def _insert(db: Session, key: dict[str, Any], offers: Iterable[tuple[str, Sequence[Step]]]) -> None:
    rows = [(offer_id, step) for offer_id, steps in offers for step in steps]
    db.connection().execute(
        _INSERT,
        key
        | {
            "ids": [new_id("prc") for _ in rows],
            "offers": [offer_id for offer_id, _ in rows],
            "starts": [step.min_quantity for _, step in rows],
            "amounts": [step.amount for _, step in rows],
            "offs": [step.percent_off_bps for _, step in rows],
        },
    )
