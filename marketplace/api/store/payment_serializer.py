"""How a cart will be paid, in the words of payment collections and sessions.

A store has one collection per cart and one session per collection: the choice that is kept with the cart. The
providers are asked when the cart is completed, under their own keys (see `services/buying/checkout`).
"""

from __future__ import annotations

from typing import Any

from marketplace.api.http.responses import major, raw
from marketplace.domain.lifecycle import PaymentStatus
from marketplace.kit.clock import iso
from marketplace.queries.store_api.carts import CartFacts
from marketplace.services.buying.api_cart_payment import chosen_payment
from marketplace.services.finance.payment_methods import method_codes

SYSTEM = "pp_system_default"
_CODES = {SYSTEM: "bank_transfer"}
_STATUS = {
    PaymentStatus.PENDING: "pending",
    PaymentStatus.REQUIRES_ACTION: "requires_more",
    PaymentStatus.AWAITING: "authorized",
    PaymentStatus.OWED: "authorized",
    PaymentStatus.CAPTURED: "captured",
    PaymentStatus.FAILED: "error",
    PaymentStatus.CANCELLED: "canceled",
}


def provider_ids() -> dict[str, str]:
    """Our providers by the names that clients of the store API know, whatever a store offers of them."""
    by_code = {code: name for name, code in _CODES.items()}
    return {by_code.get(code, f"pp_{code}_{code}"): code for code in method_codes()}


def provider_id(code: str) -> str:
    """The name under which clients know one of our providers."""
    return next((name for name, known in provider_ids().items() if known == code), f"pp_{code}_{code}")


def collection_id(cart_id: str) -> str:
    """The one payment collection of a cart."""
    return f"pay_col_{cart_id.partition('_')[2]}"


def cart_of_collection(key: str) -> str:
    """The cart that a payment collection belongs to."""
    return f"cart_{key.removeprefix('pay_col_')}"


def collection_json(facts: CartFacts, amount: int) -> dict[str, Any]:
    """The collection of a cart that costs `amount` minor units, with the session that was chosen for this amount.

    A session ends when the cart comes to cost something else, or moves to another currency or region: the shopper
    agrees to the new total by choosing again.
    """
    choice = chosen_payment(facts.cart)
    if facts.payment is not None and facts.payment.status == PaymentStatus.REQUIRES_ACTION:
        amount = facts.payment.amount  # what its own checkout holds is missing where the cart is priced anew
    due = major(amount, facts.cart.currency)
    sessions = [session_json(facts, due)] if choice and choice["amount"] == amount else []
    return {
        "id": collection_id(facts.cart.id),
        "currency_code": facts.cart.currency.lower(),
        "amount": due,
        "status": _collection_status(facts) if sessions else "not_paid",
        "payment_sessions": sessions,
    }


def session_json(facts: CartFacts, amount: float) -> dict[str, Any]:
    """The chosen way to pay; `data` has what the shopper's browser needs next, and no secret of ours."""
    choice, payment = facts.cart.payment_choice, facts.payment
    acting = payment is not None and payment.status == PaymentStatus.REQUIRES_ACTION
    data = {"action_url": payment.action_url} if payment and acting else dict(choice.get("details", {}))
    return {
        "id": choice["session_id"],
        "currency_code": facts.cart.currency.lower(),
        "provider_id": provider_id(choice["provider"]),
        "data": data,
        "context": {},
        "status": _session_status(facts),
        "authorized_at": None,
        "payment_collection_id": collection_id(facts.cart.id),
        "payment": None,
        "metadata": {},
        "raw_amount": raw(amount),
        "created_at": choice["created_at"],
        "updated_at": choice["created_at"],
        "deleted_at": None,
        "amount": amount,
    }


def _session_status(facts: CartFacts) -> str:
    """A choice that was made after the last try is a new beginning."""
    payment = facts.payment
    if payment is None or iso(payment.created_at) < facts.cart.payment_choice["created_at"]:
        return "pending"
    return _STATUS.get(PaymentStatus(payment.status), "pending")


def _collection_status(facts: CartFacts) -> str:
    status = _session_status(facts)
    return {"captured": "completed", "authorized": "authorized"}.get(status, "awaiting")
