"""The world of the matrix as programs meet it: tokens of each kind, keys, carts and addresses with canaries."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import Session, col, select

from marketplace.api.http.tokens import Claims, make_token
from marketplace.domain.identity.api_scopes import EVERYTHING
from marketplace.kit.clock import now
from marketplace.kit.db import unit_of_work
from marketplace.kit.ids import new_id
from marketplace.models.address import Address
from marketplace.models.approval import PurchaseRequest
from marketplace.models.cart import Cart, CartLine
from marketplace.models.catalogue import Variant
from marketplace.models.checkout_plan import CheckoutPlan
from marketplace.models.company import Company, CompanyLocation, CompanyMember
from marketplace.models.customer import Customer
from marketplace.models.offer import Offer
from marketplace.models.order import Order, OrderGroup, OrderLine
from marketplace.models.quote import Quote, QuoteRequest, QuoteRequestLine
from marketplace.models.receivable import Invoice
from marketplace.models.region import Region
from marketplace.models.requisition_list import RequisitionList
from marketplace.models.user import ApiKey, User
from marketplace.queries.shared.open_stores import STORES
from marketplace.services.identity.api_keys import create_key
from marketplace.services.identity.sessions import open_session, session_id_of
from tests.authorization.world import CANARY_A1, CANARY_A2, CANARY_B, SYSTEM, World, build_world, canaries_for
from tests.factories.companies import make_company, make_member
from tests.factories.people import PASSWORD, actor_for, make_user
from tests.factories.price_lists import make_group

TARGETS = ("own", "neighbour", "foreign", "missing")
CANARIES = {"own": CANARY_A1, "neighbour": CANARY_A2, "foreign": CANARY_B}
# Caller -> the person of the world whose token it is, and the kind of the token.
TOKENS = {
    "shopper A": ("shopper A", "customer"),
    "shopper A at a desk": ("shopper A", "vendor"),
    "shopper A as staff": ("shopper A", "user"),
    "vendor A1": ("vendor A1", "vendor"),
    "vendor A1 support": ("vendor A1 support", "vendor"),
    "vendor A2": ("vendor A2", "vendor"),
    "applicant A": ("applicant A", "vendor"),
    "vendor A1 as staff": ("vendor A1", "user"),
    "tenant admin A": ("tenant admin A", "user"),
    "tenant admin B": ("tenant admin B", "user"),
    "operator": ("operator", "user"),
    "suspended": ("suspended", "user"),
}
KEYS = ("key A", "key B", "secret A", "secret B", "platform key")
CALLERS = ("nobody", *TOKENS, *KEYS)
# Whose objects are a caller's own; of all others there is nothing.
REACH: dict[str, tuple[str, ...]] = {
    "shopper A": ("own",),
    "vendor A1": ("own",),
    "vendor A1 support": ("own",),
    "vendor A2": ("neighbour",),
    "tenant admin A": ("own", "neighbour"),
    "secret A": ("own", "neighbour"),
    "tenant admin B": ("foreign",),
    "secret B": ("foreign",),
    "operator": TARGETS[:3],
    "platform key": TARGETS[:3],
}


@dataclass(frozen=True)
class ApiWorld:
    """`headers` by caller; `objects` as in the world, of the store API too."""

    headers: dict[str, dict[str, str]]
    objects: dict[str, dict[str, str]]

    def id_of(self, kind: str, target: str) -> str:
        """The target's object of this kind, or an identifier that nothing has."""
        return self.objects[kind].get(target, f"{kind}_missing")


def build_api_world() -> ApiWorld:
    """The world, and in it a shopper's things: of `shopper A` (own), of another of the store, of one of store B."""
    world = build_world()
    with unit_of_work(SYSTEM) as db:
        people = {
            "own": _person(db, world, "shopper A"),
            "neighbour": make_user(db, "second@example.com"),
            "foreign": make_user(db, "third@example.com"),
        }
        objects = {kind: dict(of) for kind, of in world.objects.items()}
        of_people = ("cart", "line", "address", "variant", "region", "order_line", "collection", "list")
        for kind in (*of_people, "store_quote", "vendor_quote"):
            objects[kind] = {}
        for target, person in people.items():
            for kind, key in _things(db, world, target, person).items():
                objects[kind][target] = key
        for kind in ("approval", "member", "invitation", "location", "company_group"):
            objects[kind] = {}
        for target, tenant in (("neighbour", objects["tenant"]["own"]), ("foreign", objects["tenant"]["foreign"])):
            for kind, key in _buyers(db, tenant, CANARIES[target]).items():
                objects[kind][target] = key
        objects["invoice"] = {target: _invoice(db, order) for target, order in objects["order"].items()}
        for kind, of in (("billed", "invoice"), ("held_list", "price_list"), ("company_order", "group")):
            objects[kind] = {target: key for target, key in objects[of].items() if target != "own"}
        objects["company"] = {
            target: _company(db, objects["tenant"][target], CANARIES[target]) for target in ("own", "foreign")
        }
        headers = {"nobody": {}} | _tokens(db, world) | _keys(db, world)
        headers["shopper A"] |= headers["key A"]
    STORES.forget()
    return ApiWorld(headers, objects)


def canaries_for_caller(caller: str) -> tuple[str, ...]:
    """The canaries that this caller must never see."""
    if caller == "shopper A":
        return (CANARY_A2, CANARY_B)
    same = {"secret A": "tenant admin A", "secret B": "tenant admin B", "platform key": "operator"}
    if caller.endswith(("at a desk", "as staff")):
        return (CANARY_A1, CANARY_A2, CANARY_B)
    return canaries_for(same.get(caller, caller))


def _person(db: Session, world: World, role: str) -> User:
    return db.exec(select(User).where(User.id == world.users[role])).one()


def _things(db: Session, world: World, target: str, person: User) -> dict[str, str]:
    """A purchase, a cart with a line, a customer and an address of this person, in the target's store."""
    group = db.exec(select(OrderGroup).where(OrderGroup.id == world.objects["group"][target])).one()
    group.user_id = person.id
    tenant, canary = group.tenant_id, CANARIES[target]
    variant = db.exec(select(Variant).where(Variant.product_id == world.objects["product"][target])).one()
    offer = db.exec(select(Offer).where(Offer.variant_id == variant.id)).one()
    region = db.exec(select(Region).where(Region.tenant_id == tenant)).first()
    assert region is not None
    cart = Cart(
        id=new_id("cart"),
        tenant_id=tenant,
        region_id=region.id,
        currency="EUR",
        user_id=person.id,
        email=f"{canary}@example.com",
    )
    line = CartLine(id=new_id("cln"), tenant_id=tenant, cart_id=cart.id, offer_id=offer.id, quantity=1)
    address = Address(
        id=new_id("adr"), tenant_id=tenant, user_id=person.id, line1=f"{canary} lane", city="Kiel", country="DE"
    )
    wanted = RequisitionList(id=new_id("rql"), tenant_id=tenant, user_id=person.id, name=f"{canary} list")
    db.add_all((cart, address, wanted, Customer(id=new_id("cus"), tenant_id=tenant, user_id=person.id)))
    db.flush()
    db.add(line)
    db.flush()
    bought = db.exec(select(OrderLine.id).where(OrderLine.order_id == world.objects["order"][target])).first()
    assert bought is not None
    return {
        "cart": cart.id,
        "line": line.id,
        "address": address.id,
        "variant": variant.id,
        "region": region.id,
        "order_line": bought,
        "list": wanted.id,
        **_quoted(db, world.objects["vendor"][target], cart, canary),
        "collection": f"pay_col_{cart.id.partition('_')[2]}",
    }


def _quoted(db: Session, vendor_id: str, cart: Cart, canary: str) -> dict[str, str]:
    """What the cart's person asked this vendor for."""
    number = len(db.exec(select(QuoteRequest)).all()) + 1
    request = QuoteRequest(
        id=new_id("qrq"),
        tenant_id=cart.tenant_id,
        number=number,
        press=new_id("prs"),
        title=f"{canary} quote",
        user_id=cart.user_id,
        email=f"{canary}@example.com",
        region_id=cart.region_id,
        currency="EUR",
        answer_by=now() + timedelta(days=9),
    )
    ids = {"tenant_id": cart.tenant_id, "request_id": request.id}
    quote = Quote(id=new_id("quo"), vendor_id=vendor_id, **ids)
    db.add(request)
    db.flush()
    db.add_all((QuoteRequestLine(id=new_id("qln"), position=0, title=f"{canary} line", quantity=1, **ids), quote))
    db.flush()
    return {"store_quote": request.id, "vendor_quote": quote.id}


def _company(db: Session, tenant_id: str, canary: str) -> str:
    """A company that waits for the store's answer."""
    company = Company(id=new_id("com"), tenant_id=tenant_id, handle=canary, name=f"{canary} works")
    db.add(company)
    db.flush()
    return company.id


def _invoice(db: Session, order_id: str) -> str:
    """What the vendor of an order billed, paid at once."""
    order = db.exec(select(Order).where(Order.id == order_id)).one()
    row = Invoice(
        id=new_id("inv"),
        tenant_id=order.tenant_id,
        number=new_id("n"),
        vendor_id=order.vendor_id,
        order_id=order.id,
        currency=order.currency,
        amount=1,
        issued_on=now().date(),
    )
    db.add(row)
    db.flush()
    return row.id


def _buyers(db: Session, tenant_id: str, canary: str) -> dict[str, str]:
    """A company of the store that no caller belongs to: its place, somebody in it and somebody invited, its group, and
    a purchase request."""
    company = make_company(db, tenant_id, f"{canary} buyers", places=("Depot",))
    make_member(db, company, f"{new_id('x')}@{canary}.example".lower(), "buyer")
    member = db.exec(select(CompanyMember).where(CompanyMember.company_id == company.id)).one()
    location = db.exec(select(CompanyLocation).where(CompanyLocation.company_id == company.id)).one()
    invited = CompanyMember(
        id=new_id("cmb"),
        tenant_id=tenant_id,
        company_id=company.id,
        email=f"invited@{canary}.example",
        role="buyer",
        invited_until=now() + timedelta(days=9),
    )
    db.add(invited)
    db.flush()
    return {
        "location": location.id,
        "member": member.id,
        "invitation": invited.id,
        "company_group": make_group(db, tenant_id, company.id, title=f"{canary} group"),
        "approval": _request(db, company, member, location, canary),
    }


def _request(db: Session, company: Company, member: CompanyMember, location: CompanyLocation, canary: str) -> str:
    """A purchase request of that company."""
    tenant_id = company.tenant_id
    region = db.exec(select(Region).where(Region.tenant_id == tenant_id)).first()
    ids = {"tenant_id": tenant_id}
    cart = Cart(id=new_id("cart"), region_id=region.id, currency="EUR", user_id=member.user_id, **ids)
    db.add(cart)
    db.flush()
    plan = CheckoutPlan(
        currency="EUR",
        region_id=region.id,
        is_tax_inclusive=False,
        email=member.email,
        shipping={},
        billing={},
        note=canary,
        po_number="",
        tax_id="",
        goods=1,
        discount=0,
        freight=0,
        tax=0,
        total=1,
        cart_version=0,
        leaves=False,
        parts=(),
        backorder=[],
    )
    row = PurchaseRequest(
        id=new_id("prq"),
        company_id=company.id,
        location_id=location.id,
        member_id=member.id,
        cart_id=cart.id,
        number=1,
        total_amount=1,
        currency="EUR",
        plan=plan,
        digest="x",
        steps=[{"kind": "role", "value": "approver", "verdict": "", "by": "", "name": "", "at": "", "reason": ""}],
        **ids,
    )
    db.add(row)
    db.flush()
    return row.id


def _tokens(db: Session, world: World) -> dict[str, dict[str, str]]:
    tokens = {}
    for caller, (role, kind) in TOKENS.items():
        user = _person(db, world, role)
        session = session_id_of(db, open_session(db, user, actor=actor_for(db, user)))
        token = make_token(Claims(kind, user.id, session))
        tokens[caller] = {"Authorization": f"Bearer {token}"}
    return tokens


def _keys(db: Session, world: World) -> dict[str, dict[str, str]]:
    by = actor_for(db, _person(db, world, "operator"))
    keys = {}
    for letter, target in (("A", "own"), ("B", "foreign")):
        tenant = world.objects["tenant"][target]
        public = create_key(db, by, kind="publishable", tenant_id=tenant, title="Shop").token
        keys[f"key {letter}"] = {"x-publishable-api-key": public}
        keys[f"secret {letter}"] = _secret(db, by, tenant)
    keys["platform key"] = _secret(db, by, None)
    # Their last use is noted at most once a minute; the matrix takes longer, and compares every table.
    for key in db.exec(select(ApiKey).where(col(ApiKey.kind) == "secret")):
        key.last_used_at = now() + timedelta(days=1)
    return keys


def _secret(db: Session, by, tenant_id: str | None) -> dict[str, str]:
    made = create_key(db, by, kind="secret", tenant_id=tenant_id, title="All", scopes=[EVERYTHING], password=PASSWORD)
    return {"Authorization": f"Basic {b64encode(f'{made.token}:'.encode()).decode()}"}
