"""Plays the past of one store: every sale, parcel, refund and payout at its own moment, by the same services."""

from __future__ import annotations

import heapq
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import text
from sqlmodel import Session, col, select

from marketplace.demo.companies import COMPANIES
from marketplace.demo.planting import stable_id
from marketplace.demo.trade.accounts import leave_accounts
from marketplace.demo.trade.approvals import CAME_IN, Stage, leave_requests
from marketplace.demo.trade.customers import Customer, customers_of
from marketplace.demo.trade.desk import Desk
from marketplace.demo.trade.lists import leave_lists
from marketplace.demo.trade.morning import CODE, leave_open, write_promotions
from marketplace.demo.trade.quotes import leave_quotes
from marketplace.demo.trade.registrations import leave_registration
from marketplace.demo.trade.story import Turn, buying_times, order_turns
from marketplace.demo.trade.trouble import REFUSES_BACK, leave_trouble
from marketplace.domain.catalogue.tiers import QuantityRule
from marketplace.domain.permissions import Actor
from marketplace.integrations.payments import provider
from marketplace.integrations.payments.protocol import Charge
from marketplace.kit.clock import at
from marketplace.kit.ids import new_id
from marketplace.models.cart import Cart
from marketplace.models.order import Order, OrderGroup
from marketplace.models.region import Region, RegionCountry
from marketplace.models.tenant import Tenant
from marketplace.services.buying.cart_access import Shopper
from marketplace.services.buying.carts import add_to_cart
from marketplace.services.buying.checkout_form import CheckoutForm
from marketplace.services.buying.checkout_release import payment_of
from marketplace.services.buying.placing import place_orders
from marketplace.services.buying.promotion_codes import enter_code
from marketplace.services.buying.reserving import NothingToBuy, reserve
from marketplace.services.finance.settlement import settle
from marketplace.services.orders.payments import confirm_transfer

DAYS = 90
STILL_OPEN = 5  # of the last purchases one awaits its transfer, and the others are not sent
CODES = 0.15  # the share of buyers who have one
TROUBLED = "northforge"  # one store with a refund that failed and a vendor who owes: three would be a bad day
APPLIED_AT = "northforge"
REFUSED_SINCE = timedelta(days=10)
A_WEEK = {"northforge": 9.0, "mezzaluna": 6.0, "assay": 4.5}


_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass
class Replay:
    """One store between `start` and `end`; turns are taken in the order of their moments."""

    db: Session
    store: str
    tenant_id: str
    end: datetime
    dice: random.Random
    desk: Desk
    goods: dict[str, list[Any]] = field(default_factory=dict)  # currency -> offers
    regions: dict[str, tuple[str, str]] = field(default_factory=dict)  # country -> (region, currency)
    agenda: list[Turn] = field(default_factory=list)
    numbers: Any = field(default_factory=count)
    currency: str = ""  # the store's main one
    open_from: datetime = _NEVER  # the first of the purchases that nobody has finished yet
    refusing_from: datetime = _NEVER  # the first to pay by card after this has one that takes no money back
    codes: random.Random = field(default_factory=random.Random)  # a dice of its own: codes change no other fate

    def plan(self, moment: datetime, what: str, subject: str = "", detail: str = "") -> None:
        """Note what will happen; the future stays undone."""
        if moment < self.end:
            heapq.heappush(self.agenda, Turn(moment, next(self.numbers), what, subject, detail))


def replay(db: Session, store: str, tenant_id: str, end: datetime) -> int:
    """Play ninety days up to `end`; returns how many purchases were made. The session is in the store's scope."""
    dice = random.Random(f"trade of {store}")
    scene = Replay(
        db=db,
        store=store,
        tenant_id=tenant_id,
        end=end,
        dice=dice,
        desk=Desk(db, tenant_id),
        codes=random.Random(f"codes of {store}"),
    )
    _look_around(scene)
    start = end - timedelta(days=DAYS)
    write_promotions(db, tenant_id, scene.currency, start)
    times = buying_times(dice, start, end, a_week=A_WEEK[store])
    scene.open_from = times[-STILL_OPEN]
    scene.refusing_from = end - REFUSED_SINCE if store == TROUBLED else _NEVER
    for moment in times:
        scene.plan(moment, "buy")
    for day in range(1, DAYS + 1):
        scene.plan(start + timedelta(days=day, hours=-1), "night")
    while scene.agenda:
        turn = heapq.heappop(scene.agenda)
        with at(turn.moment):
            TURNS.get(turn.what, _at_the_desk)(scene, turn)
    leave_open(db, scene.desk, scene.currency, end)
    _leave_requests(scene, end)
    if store == APPLIED_AT:
        leave_registration(db, tenant_id, end)
    if store == TROUBLED:
        leave_trouble(db, scene.desk, scene.currency, end)
    return len(times)


def _look_around(scene: Replay) -> None:
    rows = scene.db.exec(
        select(RegionCountry.country, Region.id, Region.currency).join(
            Region, col(Region.id) == RegionCountry.region_id
        )
    )
    scene.regions = {country: (region, currency) for country, region, currency in rows}
    scene.currency = scene.db.exec(select(Tenant.default_currency).where(Tenant.id == scene.tenant_id)).one()
    offers = scene.db.connection().execute(_OFFERS, {"tenant": scene.tenant_id}).mappings().all()
    for offer in offers:
        scene.goods.setdefault(offer["currency"], []).append(offer)


_OFFERS = text("""
    select o.id, o.vendor_id, p.currency, o.min_quantity, o.quantity_step, min(p.amount) as amount, min(l.id) as level
    from offer o join vendor v on v.id = o.vendor_id and v.tenant_id = o.tenant_id and v.status = 'approved'
    join product g on g.id = o.product_id and g.tenant_id = o.tenant_id and g.status = 'published'
    join price p on p.offer_id = o.id and p.tenant_id = o.tenant_id and p.price_list_id is null
    join stock_level l on l.offer_id = o.id and l.tenant_id = o.tenant_id and l.on_hand > 0
    where o.tenant_id = :tenant and o.status = 'live' and p.amount is not null
    group by o.id, o.tenant_id, p.currency order by o.id, p.currency
""")


def _leave_requests(scene: Replay, end: datetime) -> None:
    """What the store's company buys on account and asks its approvers for, in the market that its goods go to."""
    company = COMPANIES[scene.store]
    country = next(iter(company.places.values())).country
    region, currency = scene.regions[country]
    goods = scene.goods.get(currency, [])
    stage = Stage(scene.db, scene.tenant_id, region, currency, company=company, goods=goods)
    leave_accounts(stage, scene.desk, end)
    leave_requests(stage, end)
    leave_lists(stage, end)
    leave_quotes(stage, end)


def _buy(scene: Replay, turn: Turn) -> None:
    dice, db = scene.dice, scene.db
    customer = dice.choice([c for c in customers_of(scene.store) if c.address.country in scene.regions])
    region, currency = scene.regions[customer.address.country]
    shelf = scene.goods.get(currency, [])
    if not shelf:
        return
    user = stable_id("usr", customer.account) if customer.account else None
    shopper = Shopper(Actor(user_id=user, name=f"{customer.address.first_name} {customer.address.last_name}"), "demo")
    cart = Cart(
        id=new_id("cart"),
        tenant_id=scene.tenant_id,
        region_id=region,
        currency=currency,
        user_id=user,
        token_hash=None if user else _DEMO_TOKEN,
    )
    db.add(cart)
    db.flush()
    for offer in _chosen(dice, shelf):
        quantity = QuantityRule(offer["min_quantity"], offer["quantity_step"]).fit(_pieces(dice, offer["amount"]))
        db.connection().execute(CAME_IN, {"id": offer["level"], "tenant": scene.tenant_id, "n": quantity})
        add_to_cart(db, cart, offer["id"], quantity)
    if currency == scene.currency and scene.codes.random() < CODES:
        enter_code(db, cart, CODE)
    _check_out(scene, turn, shopper, cart, customer)
    cart.completed_at = turn.moment  # what a vendor's minimum held back is forgotten


def _chosen(dice: random.Random, shelf: list[Any]) -> list[Any]:
    first = dice.choice(shelf)
    same = [o for o in shelf if o["vendor_id"] == first["vendor_id"] and o["id"] != first["id"]]
    picked = [first, *dice.sample(same, min(len(same), dice.choice([1, 1, 2, 3])))]
    if dice.random() < 0.45:
        other = dice.choice(shelf)
        more = [o for o in shelf if o["vendor_id"] == other["vendor_id"]]
        picked += dice.sample(more, min(len(more), 2))
    return list({offer["id"]: offer for offer in picked}.values())


def _pieces(dice: random.Random, amount: int) -> int:
    """Cheap goods are bought by the dozen, dear ones by the piece."""
    return max(1, round(dice.uniform(4_000, 22_000) / max(amount, 1)))


_DEMO_TOKEN = "2a97516c354b68848cdbd8f54a226a0a55b21ed138e207ad6c5cbb9c00aa5aea"  # noqa: S105  SHA-256 of "demo"


def _check_out(scene: Replay, turn: Turn, shopper: Shopper, cart: Cart, customer: Customer) -> None:
    by_transfer = scene.dice.random() < 0.12 or turn.moment == scene.open_from
    code = "bank_transfer" if by_transfer else "card"
    card = _card(scene, turn.moment, by_transfer=by_transfer)
    form = CheckoutForm(
        customer.email,
        customer.address,
        code,
        payment_details={"card": card},
        po_number=_purchase_order(scene, customer),
        tax_id=customer.tax_id,
    )
    try:
        checkout = reserve(scene.db, shopper, cart.id, form, key=cart.id)
    except NothingToBuy:
        return
    payment = payment_of(scene.db, checkout)
    answer = provider(code).charge(
        Charge(payment.idempotency_key, payment.amount, payment.currency, "Demo order", {"card": card})
    )
    group = place_orders(scene.db, checkout, payment, cart, answer)
    if by_transfer and turn.moment != scene.open_from:
        scene.plan(turn.moment + timedelta(hours=scene.dice.uniform(30, 70)), "transfer", group.id)
    elif not by_transfer:
        _paid(scene, turn.moment, group.id)


def _card(scene: Replay, moment: datetime, *, by_transfer: bool) -> str:
    digits = "0259" if scene.dice.random() < 0.02 else "4242"
    if by_transfer or moment < scene.refusing_from:
        return digits
    scene.refusing_from = _NEVER
    return REFUSES_BACK


def _purchase_order(scene: Replay, customer: Customer) -> str:
    """Most companies give a number of their own, in their own manner."""
    company = customer.address.company
    if not company or scene.codes.random() < 0.3:
        return ""
    return f"{company[:2].upper()}-{scene.codes.randrange(1_000, 9_999)}"


def _transfer(scene: Replay, turn: Turn) -> None:
    confirm_transfer(scene.db, scene.desk.operator, turn.subject)
    _paid(scene, turn.moment, turn.subject)


def _paid(scene: Replay, moment: datetime, group_id: str) -> None:
    group = scene.db.exec(select(OrderGroup).where(OrderGroup.id == group_id)).one()
    for order in scene.db.exec(select(Order).where(Order.group_id == group.id).order_by(col(Order.position))).all():
        settle(scene.db, order.id)
        for when, what, detail in order_turns(scene.dice, moment, order.ship_by or moment, order.id):
            if moment < scene.open_from or what == "accept":
                scene.plan(when, what, order.id, detail)


def _night(scene: Replay, turn: Turn) -> None:
    scene.desk.night(turn.moment)


def _at_the_desk(scene: Replay, turn: Turn) -> None:
    scene.desk.act(turn.what, turn.subject, turn.detail)


TURNS: dict[str, Callable[[Replay, Turn], None]] = {"buy": _buy, "transfer": _transfer, "night": _night}
