"""A small world with two stores and everybody in it, and canaries where nobody else may look."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import text
from sqlmodel import select

from marketplace.domain.permissions import SYSTEM as SYSTEM_ACTOR
from marketplace.domain.permissions import Role
from marketplace.domain.quotes.answer_form import AnswerForm
from marketplace.domain.quotes.terms import QuotedLine
from marketplace.kit import audit, jobs
from marketplace.kit.clock import now
from marketplace.kit.db import unit_of_work
from marketplace.kit.ids import new_id
from marketplace.kit.tables import MailMessage
from marketplace.kit.tenancy import Scope
from marketplace.models.address import Address
from marketplace.models.catalogue import Product
from marketplace.models.ledger import CommissionRule
from marketplace.models.offer import Offer
from marketplace.models.order import OrderLine
from marketplace.models.quote import Quote, QuoteComment, QuoteRequest, QuoteRequestLine
from marketplace.models.region import Region
from marketplace.models.saved_card import SavedCard
from marketplace.models.tenant import Tenant
from marketplace.models.user import User
from marketplace.services.finance import earnings
from marketplace.services.finance.payable_amounts import sums_of
from marketplace.services.finance.payout_opening import hold_accounts, open_payouts
from marketplace.services.finance.settlement import settle
from marketplace.services.identity.api_keys import create_key
from marketplace.services.identity.sessions import open_session
from marketplace.services.quotes.answering import answer_quote
from marketplace.services.quotes.commenting import Remark, comment_as_seller
from tests.factories.companies import make_company, make_member
from tests.factories.goods import Shop, make_product, make_shop
from tests.factories.leaky_orders import make_order
from tests.factories.orders import Bought, placed_order
from tests.factories.people import actor_for, give_role, make_payer, make_user, make_vendor, make_vendor_owner
from tests.factories.price_lists import make_list

SYSTEM = Scope.system()
ROLES = (
    "anonymous",
    "shopper A",
    "company contact A",
    "editor A",
    "vendor A1",
    "vendor A1 support",
    "vendor A2",
    "applicant A",
    "tenant admin A",
    "tenant admin B",
    "operator",
    "suspended",
)
CANARY_A1, CANARY_A2, CANARY_B = "canaryaone", "canaryatwo", "canarybee"
CANARY_HOME = "canaryhome"  # what shopper A keeps for themselves alone
CANARIES_ASKED = ("canaryaska", "canaryaskb")  # titles of requests for quotes in store A and B: their vendors read them


@dataclass(frozen=True)
class World:
    """`tokens` by role; `objects` maps a kind of thing to its identifiers: own (of A1), neighbour (A2), foreign (B)."""

    tokens: dict[str, str]
    users: dict[str, str]
    objects: dict[str, dict[str, str]]


def build_world() -> World:
    """Two stores, three vendors, a draft of each, a job and an audit line of each store, a session per role."""
    with unit_of_work(SYSTEM) as db:
        one = make_shop(db, "north", "bolt")
        two_vendor = make_vendor(db, one.store, "rival")
        two = Shop(one.store, two_vendor, make_vendor_owner(db, two_vendor), one.category)
        bee = make_shop(db, "south", "bee")
        pending_one, pending_bee = (
            make_vendor(db, store, f"pending-{store.handle}", status="pending", applied_at=now())
            for store in (one.store, bee.store)
        )
        products = {
            "own": make_product(db, one, f"{CANARY_A1} draft", sku="A1"),
            "neighbour": make_product(db, two, f"{CANARY_A2} draft", sku="A2"),
            "foreign": make_product(db, bee, f"{CANARY_B} draft", sku="B"),
        }
        orders = {
            "own": make_order(db, one, products["own"], CANARY_A1, number=7001),
            "neighbour": make_order(db, two, products["neighbour"], CANARY_A2, number=7002),
            "foreign": make_order(db, bee, products["foreign"], CANARY_B, number=7001),
        }
        for shop, canary in ((one, CANARY_A1), (two, CANARY_A2), (bee, CANARY_B)):
            shop.vendor.legal_name = f"{canary} GmbH"
            shop.vendor.tax_id = f"{canary}-tax"
        pending_bee.legal_name = f"{CANARY_B} pending"
        lists = {
            target: make_list(
                db,
                shop.store.id,
                "contract_company",
                make_company(db, shop.store.id, f"Customer of {shop.vendor.handle}").id,
                title=f"{canary} list",
                vendor_id=shop.vendor.id,
                prices={db.exec(select(Offer.id).where(Offer.product_id == products[target].id)).one(): 4_200},
            )
            for target, shop, canary in (
                ("own", one, CANARY_A1),
                ("neighbour", two, CANARY_A2),
                ("foreign", bee, CANARY_B),
            )
        }
        dead = {
            "own": jobs.enqueue(db, "t.dead", tenant_id=one.store.id, payload={"secret": CANARY_A1}),
            "foreign": jobs.enqueue(db, "t.dead", tenant_id=bee.store.id, payload={"secret": CANARY_B}),
        }
        db.connection().execute(
            text(
                "update job set status = 'dead', fingerprint = 'f', last_error = payload->>'secret'"
                " where kind = 't.dead'"
            )
        )
        audit.record(
            db,
            actor_for(db, make_user(db, "past@example.com")),
            "vendor:application:approved",
            tenant_id=bee.store.id,
            object_type="vendor",
            object_id=bee.vendor.id,
            object_name=f"{CANARY_B} audit",
        )
        db.add(MailMessage(id=new_id("mml"), to="x@example.com", subject="s", text="t", message_key="k"))
        users = _people(db, one, two, bee)
        make_payer(db, one.store, name=f"{CANARY_A1} payer")
        make_payer(db, bee.store, name=f"{CANARY_B} payer")
        payouts = {
            "own": _money(db, one, products["own"], CANARY_A1),
            "neighbour": _money(db, two, products["neighbour"], CANARY_A2),
            "foreign": _money(db, bee, products["foreign"], CANARY_B),
        }
        by = actor_for(db, users["operator"])
        keys = {
            target: create_key(db, by, kind="publishable", tenant_id=shop.store.id, title=f"{canary} key").id
            for target, shop, canary in (("own", one, CANARY_A1), ("foreign", bee, CANARY_B))
        }
        quotes = _quotes(db, (("own", one, CANARY_A1), ("neighbour", two, CANARY_A2)), (("foreign", bee, CANARY_B),))
        tokens = {}
        for role in ROLES:
            user = users.get(role)
            tokens[role] = open_session(db, user, actor=actor_for(db, user)) if user else ""
        users["suspended"].suspended_at = now()
        objects = {
            "product": {k: p.id for k, p in products.items()},
            "vendor": {"own": one.vendor.id, "neighbour": two_vendor.id, "foreign": bee.vendor.id},
            "pending": {"own": pending_one.id, "foreign": pending_bee.id},
            "tenant": {"own": one.store.id, "foreign": bee.store.id},
            "job": dead,
            "group": {target: made.group for target, made in orders.items()},
            "order": {target: made.order for target, made in orders.items()},
            "parcel": {target: made.parcel for target, made in orders.items()},
            "return": {target: made.return_ for target, made in orders.items()},
            "refund": {target: made.refund for target, made in orders.items()},
            "price_list": lists,
            "payout": {kind: payout_id for kind, (payout_id, _) in payouts.items()},
            "rule": {kind: rule_id for kind, (_, rule_id) in payouts.items() if kind != "neighbour"},
            "api_key": keys,
            "address": {
                "own": _address(db, one, users["shopper A"], CANARY_HOME),
                "foreign": _address(db, bee, make_user(db, "stranger@example.com"), CANARY_B),
            },
            "saved_card": {
                "own": _card(db, one, users["shopper A"], CANARY_HOME),
                "foreign": _card(db, bee, make_user(db, "keeper@example.com"), CANARY_B),
            },
            "store": {"own": one.store.handle, "neighbour": one.store.handle, "foreign": bee.store.handle},
            **quotes,
        }
        db.flush()
        return World(tokens, {role: user.id for role, user in users.items()}, objects)


def _quotes(db, *stores: tuple[tuple[str, Shop, str], ...]) -> dict[str, dict[str, str]]:
    """A request in each store to all of its vendors here, each of whom has answered in words of its own."""
    objects: dict[str, dict[str, str]] = {"request": {}, "quote": {}}
    for number, vendors in enumerate(stores, start=9001):
        store = vendors[0][1].store
        asker = make_user(db, f"asker@{store.handle}.example")
        region = db.exec(select(Region).where(Region.tenant_id == store.id)).first()
        request = QuoteRequest(
            id=new_id("qrq"),
            tenant_id=store.id,
            number=number,
            press=f"press-{number}",
            title=f"{CANARIES_ASKED[number - 9001]} refit",
            user_id=asker.id,
            name="Asker",
            email=asker.email,
            region_id=region.id,
            currency="EUR",
            answer_by=now() + timedelta(days=3),
        )
        db.add(request)
        db.flush()
        line = QuoteRequestLine(
            id=new_id("qln"), tenant_id=store.id, request_id=request.id, position=0, title="Free line", quantity=1
        )
        db.add(line)
        db.flush()
        for target, shop, canary in vendors:
            quote = Quote(id=new_id("quo"), tenant_id=store.id, request_id=request.id, vendor_id=shop.vendor.id)
            db.add(quote)
            db.flush()
            answer = AnswerForm((QuotedLine(line.id, unit_amount=100),), now() + timedelta(days=9), note=canary)
            answer_quote(db, shop.owner, quote.id, answer)
            comment_as_seller(db, shop.owner, quote.id, Remark(f"{canary} among us", is_internal=True))
            among_buyers = QuoteComment(
                id=new_id("qco"),
                tenant_id=store.id,
                quote_id=quote.id,
                side="buyer",
                is_internal=True,
                author="Asker",
                body=f"{CANARY_HOME}: we would pay more",
            )
            db.add(among_buyers)
            objects["request"][target], objects["quote"][target] = request.id, quote.id
    return objects


def _address(db, shop: Shop, owner: User, canary: str) -> str:
    """An address of this person's book in this store."""
    row = Address(
        id=new_id("cuaddr"),
        tenant_id=shop.store.id,
        user_id=owner.id,
        last_name=canary,
        line1="1",
        city="1",
        country="DE",
    )
    db.add(row)
    return row.id


def _card(db, shop: Shop, owner: User, canary: str) -> str:
    """A card that this person keeps in this store."""
    row = SavedCard(
        id=new_id("card"),
        tenant_id=shop.store.id,
        user_id=owner.id,
        provider="card",
        token=f"{canary}token",
        brand=canary,
        last_four="4242",
        expires_month=8,
        expires_year=2031,
    )
    db.add(row)
    return row.id


def _money(db, shop: Shop, product: Product, canary: str) -> tuple[str, str]:
    """A paid order of the vendor, a payout of it that is queued, money left to ask for, and a rule of the store."""
    place = MoneyPlace(shop.store)
    if db.exec(select(Region).where(Region.tenant_id == shop.store.id)).first() is None:
        db.add(Region(id=new_id("reg"), tenant_id=shop.store.id, name="Here", currency="EUR"))
    rules = db.exec(select(CommissionRule.position).where(CommissionRule.tenant_id == shop.store.id)).all()
    rule = CommissionRule(
        id=new_id("rul"),
        tenant_id=shop.store.id,
        position=len(rules) + 1,
        title=f"{canary} rule",
        rate_bps=1000,
        vendor_id=shop.vendor.id,
    )
    if not rules:
        rule.title = f"{CANARY_B} rule" if canary == CANARY_B else "Every sale"
    db.add(rule)
    shop.vendor.payout_account = {"holder": f"{canary} GmbH", "iban": f"DE02120300000000202051{canary}"}
    offer = db.exec(select(Offer).where(Offer.product_id == product.id)).one()
    payout_id = ""
    for at in range(2):
        (order,) = placed_order(db, place, [Bought(offer, 1, 50_000)], take_stock=False)
        for line in db.exec(select(OrderLine).where(OrderLine.order_id == order.id)):
            line.title = f"{canary} article"
        settle(db, order.id)
        earnings.release(db, shop.store.id, [shop.vendor.id], now() + timedelta(days=40))
        if at == 0:
            hold_accounts(db, shop.store.id, [shop.vendor.id])
            payout_id = open_payouts(
                db, SYSTEM_ACTOR, shop.store.id, sums_of(db, shop.store.id, {shop.vendor.id: None})
            )[0]
    return payout_id, rule.id


@dataclass(frozen=True)
class MoneyPlace:
    """As much of a catalogue as an order needs."""

    store: Tenant


def _people(db, one: Shop, two: Shop, bee: Shop) -> dict[str, User]:
    def person(name: str, role: Role | None, **where: object) -> User:
        user = make_user(db, f"{name.replace(' ', '.')}@example.com")
        if role:
            give_role(db, user, role, **where)  # type: ignore[arg-type]
        return user

    applicant = person("applicant A", None)
    draft = make_vendor(db, one.store, "applicant", status="pending", applied_at=now())
    give_role(db, applicant, Role.VENDOR_MEMBER, vendor=draft)
    return {
        "shopper A": person("shopper A", Role.SHOPPER, tenant=one.store),
        "company contact A": _contact(db, one),
        "editor A": person("editor A", Role.EDITOR, tenant=one.store),
        "vendor A1": person("vendor A1", Role.VENDOR_MEMBER, vendor=one.vendor),
        "vendor A1 support": person("support A1", Role.VENDOR_MEMBER, vendor=one.vendor, title="support"),
        "vendor A2": person("vendor A2", Role.VENDOR_MEMBER, vendor=two.vendor),
        "applicant A": applicant,
        "tenant admin A": person("admin A", Role.TENANT_ADMIN, tenant=one.store),
        "tenant admin B": person("admin B", Role.TENANT_ADMIN, tenant=bee.store),
        "operator": person("operator", Role.OPERATOR),
        "suspended": person("suspended", Role.OPERATOR),
    }


def _contact(db, shop: Shop) -> User:
    """An administrator of a company that the store has let in."""
    actor = make_member(db, make_company(db, shop.store.id), "contact.a@example.com")
    return db.exec(select(User).where(User.id == actor.user_id)).one()


# What a look may change without anybody having done anything.
_UNCOUNTED = ("user_session", "alembic_version", "huey_task", "huey_kv", "huey_schedule", "huey_counter")


def fingerprint() -> dict[str, str]:
    """A digest of every table: equal before and after means that nothing happened."""
    with unit_of_work(SYSTEM) as db:
        names = db.connection().execute(
            text("select tablename from pg_tables where schemaname = 'public' order by tablename")
        )
        digests = " union all ".join(
            f"""select '{name}', coalesce(encode(sha256(convert_to(
                string_agg(t::text, chr(10) order by t::text), 'UTF8')), 'hex'), '') from "{name}" t"""
            for name in names.scalars()
            if name not in _UNCOUNTED
        )
        return {row[0]: row[1] for row in db.connection().execute(text(digests))}


def canaries_for(role: str) -> tuple[str, ...]:
    """The canaries that this role must never see."""
    of_shopper = () if role == "shopper A" else (CANARY_HOME,)
    return (*_of_stores(role), *of_shopper, *_of_requests(role))


def _of_requests(role: str) -> tuple[str, ...]:
    """The titles of requests that are no business of this role's."""
    in_a, in_b = CANARIES_ASKED
    if role == "operator":
        return ()
    if role == "tenant admin B":
        return (in_a,)
    return (in_b,) if role == "tenant admin A" or role.startswith("vendor ") else (in_a, in_b)


def _of_stores(role: str) -> tuple[str, ...]:
    if role == "operator":
        return ()
    if role == "tenant admin A":
        return (CANARY_B,)
    if role == "tenant admin B":
        return (CANARY_A1, CANARY_A2)
    if role.startswith("vendor A1"):
        return (CANARY_A2, CANARY_B)
    if role == "vendor A2":
        return (CANARY_A1, CANARY_B)
    return (CANARY_A1, CANARY_A2, CANARY_B)
