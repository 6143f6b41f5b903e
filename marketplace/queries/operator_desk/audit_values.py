"""The values of the audit trail as a person reads them: money with its currency, rates, days, names."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from marketplace.domain.money import EXPONENTS
from marketplace.kit.tables import AuditEvent
from marketplace.models.catalogue import Category, Product
from marketplace.models.vendor import Vendor
from marketplace.queries.formatting.amounts import bare, rate
from marketplace.queries.formatting.dates import exact, short_date
from marketplace.queries.formatting.money import money

_ID = re.compile(r"[a-z]{2,5}_[0-9A-HJKMNP-TV-Z]{26}")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_WORD = re.compile(r"[a-z]+(_[a-z]+)+")
_MONEY = re.compile(r"(.*_)?amount|total|fee")
_LABELS = {
    "min_goods_amount": "goods from",
    "max_discount_amount": "at most",
    "free_from_amount": "free from",
    "min_order_amount": "least order",
    "cost_borne_by": "borne by",
    "value_bps": "percent",
    "rate_bps": "percent",
    "steps": "prices",
    "amounts": "amount",
    "on_hand": "stock",
    "ships_from": "leaves from",
}


@dataclass(frozen=True)
class AuditFormat:
    """How the values of one line are read; `names` says what identifiers are called.

    Amounts are in `currency`. Where the line names none they have the decimals of `home`, the store's own, and no sign.
    """

    currency: str = ""
    home: str = "EUR"
    names: Mapping[str, str] = field(default_factory=dict)

    def format(self, name: str, value: Any) -> str:
        """One value as text; empty where there was nothing, or nothing that a person could read."""
        if value is None or value == "":
            return ""
        if isinstance(value, bool):
            return "yes" if value else "no"
        if (number := _whole(value)) is not None and _MONEY.fullmatch(name):
            return money(number, self.currency) if self.currency else bare(number, self.home)
        if number is not None and name.endswith("_bps"):
            return rate(number)
        if isinstance(value, Mapping):
            return ", ".join(self._pair(str(key), one) for key, one in value.items() if one not in (None, ""))
        if isinstance(value, Sequence) and not isinstance(value, str):
            return ", ".join(self._step(one) if name == "steps" else self.format("", one) for one in value)
        return self._text(str(value))

    def _pair(self, key: str, value: Any) -> str:
        if key in EXPONENTS and (number := _whole(value)) is not None:
            return money(number, key)
        return f"{label(key)} {self.format(key, value)}"

    def _step(self, step: Any) -> str:
        """`€12.50 from 10` out of (from, amount, basis points off)."""
        least, amount, off = (*step, None, None, None)[:3]
        price = f"{rate(off)} off" if amount is None and off is not None else self.format("amount", amount)
        return price if least == 1 else f"{price} from {least}"

    def _text(self, text: str) -> str:
        if _ID.fullmatch(text):
            return self.names.get(text, "")
        if _MOMENT.match(text):
            return exact(datetime.fromisoformat(text))
        if _DAY.fullmatch(text):
            return short_date(date.fromisoformat(text), with_year=True)
        return (text.replace("_", " ") if _WORD.fullmatch(text) else text)[:200]


def reader_of(event: AuditEvent, names: Mapping[str, str], home: str) -> AuditFormat:
    """The reader of one line in a store whose main currency is `home`."""
    named = {**(event.before or {}), **(event.after or {})}.get("currency")
    return AuditFormat(str(named) if named in EXPONENTS else "", home if home in EXPONENTS else "EUR", names)


def names_of(db: Session, events: Sequence[AuditEvent]) -> dict[str, str]:
    """What the vendors, categories and products are called that these lines name by identifier."""
    ids = {text for event in events for text in _texts([event.before, event.after]) if _ID.fullmatch(text)}
    if not ids:
        return {}
    names: dict[str, str] = {}
    for key, called in ((Vendor.id, Vendor.name), (Category.id, Category.name), (Product.id, Product.title)):
        names |= dict(db.exec(select(key, called).where(col(key).in_(ids))).all())
    return names


def label(name: str) -> str:
    """What a field is called: `min_goods_amount` is `goods from`, `vendor_id` is `vendor`."""
    return _LABELS.get(name) or re.sub(r"_(id|bps|amount|at|on)$", "", name).replace("_", " ")


def _whole(value: Any) -> int | None:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    return int(value) if isinstance(value, str) and re.fullmatch(r"-?\d{1,15}", value) else None


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    parts = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else []
    return [text for part in parts for text in _texts(part)]
