"""Taking money and giving it back, at any provider: one Protocol, and the providers a store may offer."""

from __future__ import annotations

from marketplace.integrations.payments.bank import BankTransfer
from marketplace.integrations.payments.on_account import OnAccount
from marketplace.integrations.payments.protocol import PaymentProvider
from marketplace.integrations.payments.sandbox import CardSandbox
from marketplace.settings import settings


def provider(code: str) -> PaymentProvider:
    """The provider with this code. Raises KeyError for one that is not offered here."""
    return providers()[code]


def providers() -> dict[str, PaymentProvider]:
    """Every provider by its code, in the order of the checkout. The card sandbox is only there in demo mode."""
    bank, account = BankTransfer(), OnAccount()
    if not settings().is_demo:
        return {bank.code: bank, account.code: account}
    card = CardSandbox(settings().data_dir / "sandbox.db", settings().secret())
    return {card.code: card, bank.code: bank, account.code: account}
