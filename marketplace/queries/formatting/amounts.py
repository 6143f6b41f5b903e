"""Amounts in tables: with two or three decimals, grouped, the minus a real one, the currency in the header."""

from __future__ import annotations

from decimal import Decimal

from babel.numbers import format_decimal

from marketplace.domain.money import EXPONENTS, unit_price
from marketplace.queries.formatting.money import MINUS
from marketplace.queries.formatting.reader_locale import LOCALE


def bare(amount: int, currency: str) -> str:
    """`−1,277.75`: without the currency, which the header says."""
    exponent = EXPONENTS[currency]
    return (MINUS if amount < 0 else "") + _figure(Decimal(abs(amount)).scaleb(-exponent), exponent)


def bare_each(amount: int, quantity: int, currency: str) -> str:
    """The price of one of `quantity` pieces with as many decimals as it needs: `6.255`."""
    value = unit_price(amount, quantity).scaleb(-EXPONENTS[currency])
    return _figure(value, max(EXPONENTS[currency], -int(value.as_tuple().exponent)))


def _figure(value: Decimal, decimals: int) -> str:
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return str(format_decimal(value, format=pattern, locale=LOCALE.get()))


def signed(amount: int, currency: str) -> str:
    """`+22.90`, `−226.80`, `0.00`."""
    return ("+" if amount > 0 else "") + bare(amount, currency)


def rate(bps: int) -> str:
    """`10 %`, `9.5 %`."""
    return f"{format_decimal((Decimal(bps) / 100).normalize(), locale=LOCALE.get())} %"


def plain_amount(amount: int | None, currency: str) -> str:
    """`149.00`: an amount as an input shows it, without sign and grouping; empty for None."""
    if amount is None:
        return ""
    exponent = EXPONENTS[currency]
    sign, digits = ("-" if amount < 0 else ""), str(abs(amount)).rjust(exponent + 1, "0")
    return sign + (f"{digits[:-exponent]}.{digits[-exponent:]}" if exponent else digits)


def plain_percent(bps: int | None) -> str:
    """Basis points as an input shows them: `5`, `2.5`; empty for None."""
    return "" if bps is None else f"{bps / 100:g}"


def short_tx(tx_id: str) -> str:
    """`T-4H7K2M`: the end of a ledger transaction's identifier, as people read it out."""
    return f"T-{tx_id[-6:]}" if tx_id else ""


def ending(iban: str) -> str:
    """`IBAN ending 0417`; never more of it."""
    compact = iban.replace(" ", "")
    return f"IBAN ending {compact[-4:]}" if compact else "no bank account"
