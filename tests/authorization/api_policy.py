"""The HTTP API in the matrix: who may ask which route, and what it names. A route that is not listed here fails."""

from __future__ import annotations

from typing import Any

from tests.authorization.api_world import CALLERS

EVERYBODY = frozenset(CALLERS)
SHOPPING = frozenset({"key A", "key B", "shopper A"})  # they bring a publishable key
CUSTOMER = frozenset({"shopper A"})
OWNERS = frozenset({"vendor A1", "vendor A2", "applicant A"})
VENDOR_TEAM = OWNERS | {"vendor A1 support"}
STORE_SIDE = frozenset({"tenant admin A", "tenant admin B", "operator", "secret A", "secret B", "platform key"})
PLATFORM = frozenset({"operator", "platform key"})
STORE_PEOPLE = frozenset({"tenant admin A", "tenant admin B", "operator"})  # what no scope of a key opens


def _all(names: str, who: frozenset[str]) -> dict[str, frozenset[str]]:
    """One route a line."""
    return {line.strip(): who for line in names.strip().splitlines()}


# Open to whoever has the store's key, and only what is published in it.
CATALOGUE = _all(
    """
    GET /store/regions
    GET /store/regions/{id}
    GET /store/currencies
    GET /store/currencies/{code}
    GET /store/locales
    GET /store/products
    GET /store/products/{id}
    GET /store/volume-pricing/{product_id}
    GET /store/product-categories
    GET /store/product-categories/{id}
    GET /store/collections
    GET /store/collections/{id}
    GET /store/product-options
    GET /store/product-options/{id}
    GET /store/product-variants
    GET /store/product-variants/{id}
    GET /store/product-tags
    GET /store/product-types
    GET /store/return-reasons
    GET /store/payment-providers
    """,
    SHOPPING,
)
# A cart, a purchase, an address: of one person.
PRIVATE = {
    **_all(
        """
        POST /store/carts
        GET /store/carts/{id}
        POST /store/carts/{id}
        POST /store/carts/{id}/complete
        POST /store/carts/{id}/line-items
        POST /store/carts/{id}/line-items/bulk
        POST /store/carts/{id}/line-items/{line_id}
        DELETE /store/carts/{id}/line-items/{line_id}
        POST /store/carts/{id}/promotions
        DELETE /store/carts/{id}/promotions
        POST /store/carts/{id}/shipping-methods
        POST /store/carts/{id}/taxes
        GET /store/shipping-options
        POST /store/shipping-options/{id}/calculate
        GET /store/free-shipping/prices
        POST /store/payment-collections
        POST /store/payment-collections/{id}/payment-sessions
        GET /store/orders/{id}
        GET /store/order-groups/{id}
        GET /store/carts/{id}/approvals
        POST /store/carts/{id}/approvals
        POST /store/orders/{id}/transfer/accept
        POST /store/orders/{id}/transfer/decline
        POST /store/quotes
        """,
        SHOPPING,
    ),
    **_all(
        """
        POST /store/carts/{id}/customer
        POST /store/customers
        GET /store/customers/me
        POST /store/customers/me
        GET /store/customers/me/addresses
        POST /store/customers/me/addresses
        GET /store/customers/me/addresses/{id}
        POST /store/customers/me/addresses/{id}
        DELETE /store/customers/me/addresses/{id}
        GET /store/orders
        POST /store/orders/{id}/transfer/request
        POST /store/orders/{id}/transfer/cancel
        POST /store/companies
        GET /store/companies/me
        GET /store/companies/me/locations
        POST /store/companies/me/locations
        GET /store/companies/me/contacts
        GET /store/approvals
        GET /store/approvals/{id}
        POST /store/approvals/{id}
        GET /store/companies/me/budgets
        GET /store/companies/me/members
        GET /store/companies/me/members/{id}
        POST /store/companies/me/members/{id}
        DELETE /store/companies/me/members/{id}
        GET /store/companies/me/invitations
        POST /store/companies/me/invitations
        POST /store/companies/me/invitations/{id}/resend
        DELETE /store/companies/me/invitations/{id}
        POST /store/companies/invitations/accept
        GET /store/companies/me/orders
        GET /store/companies/me/orders/{id}
        GET /store/companies/me/invoices
        GET /store/companies/me/invoices/{id}
        GET /store/companies/me/statement
        GET /store/companies/me/price-lists
        GET /store/companies/me/price-lists/{id}/prices
        GET /store/lists
        POST /store/lists
        GET /store/lists/{id}
        POST /store/lists/{id}
        DELETE /store/lists/{id}
        POST /store/lists/{id}/items
        POST /store/lists/{id}/items/{line_id}
        DELETE /store/lists/{id}/items/{line_id}
        POST /store/carts/{id}/lists
        GET /store/quotes
        GET /store/quotes/{id}
        POST /store/quotes/{id}/accept
        POST /store/quotes/{id}/award
        POST /store/quotes/{id}/counter
        POST /store/quotes/{id}/decline
        POST /store/quotes/{id}/messages
        POST /store/quotes/{id}/withdraw
        """,
        CUSTOMER,
    ),
}
VENDOR = {
    **_all(
        """
        GET /vendor/price-lists
        POST /vendor/price-lists
        GET /vendor/price-lists/{id}
        GET /vendor/price-lists/{id}/prices
        POST /vendor/price-lists/{id}/prices
        POST /vendor/price-lists/{id}/archive
        POST /vendor/price-lists/{id}/restore
        """,
        frozenset({"vendor A1", "vendor A2"}),
    ),
    **_all(
        """
        GET /vendor/dashboard
        GET /vendor/products
        GET /vendor/products/{id}
        GET /vendor/orders
        GET /vendor/orders/{id}
        GET /vendor/invoices
        GET /vendor/invoices/{id}
        GET /vendor/quotes
        GET /vendor/quotes/{id}
        POST /vendor/quotes/{id}/messages
        """,
        VENDOR_TEAM,
    ),
    **_all(
        """
        POST /vendor/products
        POST /vendor/products/{id}
        PATCH /vendor/products/{id}
        DELETE /vendor/products/{id}
        POST /vendor/orders/{id}/accept
        POST /vendor/orders/{id}/refuse
        POST /vendor/orders/{id}/fulfill
        GET /vendor/transactions
        GET /vendor/payouts
        GET /vendor/payouts/{id}
        POST /vendor/payouts/request
        POST /vendor/quotes/{id}/answer
        POST /vendor/quotes/{id}/reject
        POST /vendor/quotes/{id}/take-back
        """,
        OWNERS,
    ),
}
ADMIN = {
    **_all(
        """
        GET /admin/price-lists
        POST /admin/price-lists
        GET /admin/price-lists/{id}
        GET /admin/price-lists/{id}/prices
        POST /admin/price-lists/{id}/prices
        POST /admin/price-lists/{id}/archive
        POST /admin/price-lists/{id}/restore
        """,
        STORE_SIDE,
    ),
    **_all(
        """
        GET /admin/tenants
        GET /admin/tenants/{id}
        GET /admin/vendors
        GET /admin/vendors/{id}
        POST /admin/vendors/{id}/approve
        POST /admin/vendors/{id}/reject
        GET /admin/products
        POST /admin/products
        GET /admin/products/{id}
        DELETE /admin/products/{id}
        GET /admin/orders
        GET /admin/orders/{id}
        GET /admin/companies
        GET /admin/companies/{id}
        GET /admin/companies/{id}/members
        GET /admin/companies/{id}/approvals
        GET /admin/companies/{id}/budgets
        GET /admin/companies/{id}/invoices
        GET /admin/company-locations/{id}/statement
        GET /admin/company-groups
        POST /admin/company-groups
        POST /admin/company-groups/{id}
        DELETE /admin/company-groups/{id}
        GET /admin/quotes
        GET /admin/quotes/{id}
        POST /admin/quotes/{id}/messages
        POST /admin/quotes/{id}/extend
        POST /admin/quotes/{id}/end
        """,
        STORE_SIDE,
    ),
    **_all(
        """
        POST /admin/tenants
        POST /admin/tenants/{id}
        PATCH /admin/tenants/{id}
        """,
        PLATFORM,
    ),
    **_all(
        """
        POST /admin/company-locations/{id}/terms
        POST /admin/companies/{id}/approve
        POST /admin/companies/{id}/reject
        POST /admin/companies/{id}/suspend
        POST /admin/companies/{id}/reinstate
        """,
        STORE_PEOPLE,
    ),
}
# Signing in and out, and the description; what they do is tested in their own tests and they name no object.
OPEN = _all(
    """
    POST /auth/customer/emailpass/register
    POST /auth/{kind}/emailpass
    POST /auth/{kind}/emailpass/reset-password
    POST /auth/{kind}/emailpass/update
    POST /auth/mfa/challenges/{id}/verify
    POST /auth/token/refresh
    POST /auth/session
    DELETE /auth/session
    GET /openapi.json
    """,
    EVERYBODY,
)
API_ROUTES: dict[str, frozenset[str]] = {**CATALOGUE, **PRIVATE, **VENDOR, **ADMIN, **OPEN}

# What the first parameter of a path names, by the noun before it.
NAMED = {
    "carts": "cart",
    "products": "product",
    "volume-pricing": "product",
    "addresses": "address",
    "payment-collections": "collection",
    "regions": "region",
    "tenants": "tenant",
    "vendors": "vendor",
    "payouts": "payout",
    "companies": "company",
    "approvals": "approval",
    "lists": "list",
    "price-lists": "price_list",
    "shipping-options": "cart",
    "product-categories": "product",
    "collections": "product",
    "product-options": "product",
    "product-variants": "variant",
    "currencies": "product",
    "order-groups": "group",
    "members": "member",
    "invitations": "invitation",
    "invoices": "invoice",
    "company-locations": "location",
    "company-groups": "company_group",
}


# What is a company's own of what vendors and stores have, too: the callers belong to no company.
_OF_COMPANIES = {"invoices": "billed", "price-lists": "held_list", "orders": "company_order"}


def kind_of(path: str) -> str:
    """The kind of object that a path names; empty for none. A store's purchase is a group, a vendor's an order; a
    buyer's quote is a request, at a desk it is one vendor's part of it."""
    head, brace, _ = path.partition("/{")
    noun = head.rsplit("/", 1)[-1]
    if not brace:
        return ""
    if path.startswith("/store/companies/me/") and noun in _OF_COMPANIES:
        return _OF_COMPANIES[noun]
    if noun == "quotes":
        return "store_quote" if path.startswith("/store") else "vendor_quote"
    if noun == "orders":
        return "order" if path.startswith("/vendor") else "group"
    return NAMED[noun]


# Routes whose object stands in the body or the query: key of it there -> its kind.
ELSEWHERE = {
    "GET /store/shipping-options": "cart",
    "GET /store/free-shipping/prices": "cart",
    "POST /store/payment-collections": "cart",
    "POST /admin/products": "vendor",
}
# A stranger's purchase is not handed over, in the contract's own words for it.
ALSO = {name: (400, 409) for name in PRIVATE if "/transfer/" in name}


def body_of(name: str, ids: dict[str, str]) -> Any:
    """A body that would be good if the object were the caller's."""
    method, path = name.split(" ")
    if method in ("GET", "DELETE") and not path.endswith("/promotions"):
        return None
    line = {"variant_id": ids["variant"], "quantity": 1}
    address = {
        "first_name": "M",
        "last_name": "M",
        "address_1": "Lane",
        "city": "Kiel",
        "country_code": "de",
        "postal_code": "24103",
    }
    bodies: dict[str, Any] = {
        "/store/carts": {},
        "/store/carts/{id}": {"email": "mallory@example.com"},
        "/store/carts/{id}/line-items": line,
        "/store/carts/{id}/line-items/bulk": {"line_items": [line]},
        "/store/carts/{id}/line-items/{line_id}": {"quantity": 9},
        "/store/carts/{id}/promotions": {"promo_codes": ["X"]},
        "/store/carts/{id}/shipping-methods": {"option_id": "sop_x"},
        "/store/shipping-options/{id}/calculate": {"cart_id": ids["cart"]},
        "/store/payment-collections": {"cart_id": ids["cart"]},
        "/store/payment-collections/{id}/payment-sessions": {"provider_id": "pp_system_default"},
        "/store/customers": {"email": "mallory@example.com"},
        "/store/customers/me": {"first_name": "Mallory"},
        "/store/customers/me/addresses": address,
        "/store/customers/me/addresses/{id}": address,
        "/store/approvals/{id}": {"status": "approved"},
        "/store/orders/{id}/transfer/accept": {"token": "x"},
        "/store/orders/{id}/transfer/decline": {"token": "x"},
        "/vendor/products": {"title": "Mine"},
        "/vendor/products/{id}": {"title": "Mine"},
        "/vendor/orders/{id}/refuse": {"reason": "Because I can"},
        "/vendor/orders/{id}/fulfill": {"carrier": "DHL", "items": [{"id": ids["order_line"], "quantity": 1}]},
        "/vendor/payouts/request": {"currency_code": "eur"},
        "/admin/tenants": {"name": "Mine", "handle": "mine"},
        "/admin/tenants/{id}": {"name": "Mine"},
        "/admin/vendors/{id}/approve": {"reason": "Because I can"},
        "/admin/vendors/{id}/reject": {"reason": "Because I can"},
        "/admin/products": {"title": "Mine", "vendor_id": ids["vendor"]},
        **{
            f"/{desk}/price-lists{rest}": body
            for desk in ("admin", "vendor")
            for rest, body in {
                "": {"title": "Mine", "currency_code": "eur", "scope": "contract_company", "owner_id": ids["company"]},
                "/{id}/prices": {"offer_id": ids["price_list"], "steps": [{"amount": 1}]},
            }.items()
        },
        "/admin/companies/{id}/reject": {"reason": "Because I can"},
        "/admin/companies/{id}/suspend": {"reason": "Because I can"},
        "/store/lists": {"name": "Mine"},
        "/store/lists/{id}": {"name": "Mine"},
        "/store/lists/{id}/items": {"offer_id": "off_x", "quantity": 1},
        "/store/lists/{id}/items/{line_id}": {"quantity": 9},
        "/store/carts/{id}/lists": {"list_id": ids["list"]},
        "/store/companies/me/members/{id}": {"role": "viewer"},
        "/store/companies/me/invitations": {"email": "mallory@example.com", "role": "admin"},
        "/store/companies/invitations/accept": {"token": "x"},
        "/admin/company-locations/{id}/terms": {"net_days": 30, "credit_limit": None},
        "/admin/company-groups": {"title": "Mine"},
        "/admin/company-groups/{id}": {"title": "Mine"},
        "/store/quotes": {"items": [{"title": "Mine", "quantity": 1}], "vendor_ids": [ids["vendor"]]},
        "/store/quotes/{id}/accept": {},
        "/store/quotes/{id}/award": {"items": [{"item_id": "x", "vendor_quote_id": ids["vendor_quote"]}]},
        "/store/quotes/{id}/counter": {"revision": 1, "note": "Less"},
        "/store/quotes/{id}/decline": {},
        "/store/quotes/{id}/messages": {"body": "Mine"},
        "/store/quotes/{id}/withdraw": {},
        "/vendor/quotes/{id}/answer": {
            "items": [{"item_id": "x", "unit_price": 1}],
            "valid_until": "2099-01-01T00:00:00Z",
        },
        "/vendor/quotes/{id}/reject": {"reason": "Because I can"},
        "/vendor/quotes/{id}/messages": {"body": "Mine"},
        "/admin/quotes/{id}/messages": {"body": "Mine"},
        "/admin/quotes/{id}/extend": {"until": "2099-01-01T00:00:00Z", "reason": "Because I can"},
        "/admin/quotes/{id}/end": {"reason": "Because I can"},
        "/store/companies": {"name": "Mallory Works", "country_code": "de"},
        "/store/companies/me/locations": {"name": "Mallory Works", "country_code": "de"},
    }
    return bodies.get(path)
