"""Prices that are asked for: a store with two vendors, a company that buys, and what each side says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar
from uuid import uuid4

from sqlmodel import Session, col, select

from marketplace.domain.permissions import Actor
from marketplace.domain.quotes.answer_form import AnswerForm, CounterForm, CounterLine
from marketplace.domain.quotes.request_form import RequestForm, WantedLine
from marketplace.domain.quotes.requester import Requester
from marketplace.domain.quotes.terms import QuotedLine
from marketplace.kit.clock import now
from marketplace.kit.db import unit_of_work
from marketplace.kit.tenancy import Scope
from marketplace.models.cart import Cart
from marketplace.models.quote import Quote, QuoteRequest, QuoteRequestLine
from marketplace.models.vendor import Vendor
from marketplace.services.buying.cart_access import Shopper
from marketplace.services.quotes.accepting import AwardForm, award_request
from marketplace.services.quotes.answering import Answered, answer_quote
from marketplace.services.quotes.negotiating import counter_quote
from marketplace.services.quotes.requesting import ask_for_quotes
from tests.factories.companies import make_company, make_member
from tests.factories.people import make_operator, make_vendor_owner
from tests.factories.shop import Counter, make_counter

T = TypeVar("T")


@dataclass
class Market:
    """`priya` buys for Aldermoor Rail in the counter's store; `bolt` and `nut` are owners of its vendors."""

    counter: Counter
    priya: Actor
    bolt: Actor
    nut: Actor
    operator: Actor

    @property
    def tenant_id(self) -> str:
        return self.counter.tenant_id

    @property
    def buyer(self) -> Requester:
        return Requester(self.priya)

    @property
    def shopper(self) -> Shopper:
        return Shopper(self.priya)

    def do(self, use: Callable[[Session], T]) -> T:
        """One transaction in the store."""
        with unit_of_work(Scope.tenant(self.tenant_id)) as db:
            return use(db)

    def ask(self, *lines: WantedLine, who: Requester | None = None, **fields: object) -> str:
        """Ask for prices; the id of the request. Without lines: 10 hammers and 24 gloves, of both vendors."""
        wanted = lines or (self.wanted("hammer", 10), self.wanted("glove", 24))
        form = RequestForm(lines=wanted, **{"press": uuid4().hex, "title": "Line 3 refit", **fields})  # type: ignore[arg-type]
        asker = who or self.buyer
        ids = {"region_id": self.counter.region_id, "currency": "EUR"}
        return self.do(lambda db: ask_for_quotes(db, asker, self.tenant_id, form, **ids).id)

    def wanted(self, title: str, quantity: int, **fields: object) -> WantedLine:
        """A line of an article."""
        return WantedLine(quantity, offer_id=self.counter.offers[title], **fields)  # type: ignore[arg-type]

    def quote(self, request_id: str, vendor: str = "bolt") -> str:
        """The id of a vendor's quote."""
        mine = select(Quote.id).join(Vendor, col(Vendor.id) == Quote.vendor_id)
        return self.do(lambda db: db.exec(mine.where(Quote.request_id == request_id, Vendor.handle == vendor)).one())

    def lines(self, request_id: str) -> list[QuoteRequestLine]:
        """The lines of a request, in their order."""
        of = select(QuoteRequestLine).where(QuoteRequestLine.request_id == request_id)
        return self.do(lambda db: list(db.exec(of.order_by(col(QuoteRequestLine.position)))))

    def answer(self, request_id: str, vendor: str = "bolt", *prices: int | None, **fields: object) -> Answered:
        """A vendor's answer: a price for each line, None for what it does not offer."""
        lines = tuple(self.line(one, price, vendor) for one, price in zip(self.lines(request_id), prices, strict=True))
        form = AnswerForm(lines, **{"valid_until": now() + timedelta(days=7), "freight_amount": 700, **fields})  # type: ignore[arg-type]
        quote_id, actor = self.quote(request_id, vendor), getattr(self, vendor)
        return self.do(lambda db: answer_quote(db, actor, quote_id, form))

    def line(self, wanted: QuoteRequestLine, price: int | None, vendor: str, **fields: object) -> QuotedLine:
        """One line of an answer, of the article itself where the vendor sells it."""
        if price is None:
            return QuotedLine(wanted.id, cannot=True)
        sells = {"bolt": ("hammer", "saw"), "nut": ("glove",)}[vendor]
        offer = wanted.offer_id if wanted.offer_id in {self.counter.offers[title] for title in sells} else ""
        title = "" if offer or not wanted.offer_id else f"{vendor}’s own {wanted.title}"
        return QuotedLine(
            wanted.id, unit_amount=price, **{"offer_id": offer or "", "title": title, "lead_days": 4, **fields}
        )  # type: ignore[arg-type]

    def counter_offer(self, request_id: str, vendor: str, revision: int, **prices: int) -> int:
        """The buyer's counter, by the place of the line: `line0=800`; the number of its revision."""
        lines = self.lines(request_id)
        wishes = tuple(
            CounterLine(lines[int(key[4:])].id, price, lines[int(key[4:])].quantity) for key, price in prices.items()
        )
        quote_id, form = self.quote(request_id, vendor), CounterForm(revision, wishes)
        return self.do(lambda db: counter_quote(db, self.buyer, self.tenant_id, quote_id, form).number)

    def award(self, request_id: str, *vendors: str, who: Requester | None = None, **revisions: int) -> str:
        """Each line to a vendor, empty for none; the id of the cart."""
        lines = self.lines(request_id)
        choice = {
            line.id: self.quote(request_id, vendor) for line, vendor in zip(lines, vendors, strict=True) if vendor
        }
        seen = {self.quote(request_id, vendor): number for vendor, number in revisions.items()}
        form, asker = AwardForm(choice, seen), who or self.buyer
        return self.do(lambda db: award_request(db, asker, self.tenant_id, request_id, form).id)

    def standing(self, request_id: str) -> dict[str, str]:
        """The statuses of a request's quotes, by vendor."""
        rows = select(Vendor.handle, Quote.status).join(Quote, col(Quote.vendor_id) == Vendor.id)
        return self.do(lambda db: dict(db.exec(rows.where(Quote.request_id == request_id)).all()))

    def request(self, request_id: str) -> QuoteRequest:
        return self.do(lambda db: db.exec(select(QuoteRequest).where(QuoteRequest.id == request_id)).one())

    def cart(self, cart_id: str) -> Cart:
        return self.do(lambda db: db.exec(select(Cart).where(Cart.id == cart_id)).one())


def make_market(*, inclusive: bool = False, stock: int = 200) -> Market:
    """The store, its vendors' owners, and a company's buyer; committed."""
    counter = make_counter(inclusive=inclusive, stock=stock)
    with unit_of_work(Scope.system()) as db:
        vendors = {one.handle: one for one in db.exec(select(Vendor).where(Vendor.tenant_id == counter.tenant_id))}
        company = make_company(db, counter.tenant_id)
        return Market(
            counter,
            make_member(db, company, "priya@aldermoor.example", "buyer"),
            make_vendor_owner(db, vendors["bolt"]),
            make_vendor_owner(db, vendors["nut"]),
            make_operator(db),
        )
