"""What programs send about quotes: strict, amounts in major units of the request's currency."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import AwareDatetime, Field, StringConstraints

from marketplace.api.desk_request_schemas import Long, Text, whole
from marketplace.api.store.request_schemas import Body
from marketplace.domain.money import EXPONENTS
from marketplace.domain.quotes.answer_form import AnswerForm, CounterForm, CounterLine
from marketplace.domain.quotes.request_form import MOST_LINES, MOST_VENDORS, RequestForm, WantedLine
from marketplace.domain.quotes.standing import Source
from marketplace.domain.quotes.terms import Break, QuotedLine
from marketplace.services.quotes.accepting import AwardForm
from marketplace.services.quotes.commenting import Remark

Amount = Annotated[Decimal, Field(ge=0, le=100_000_000)]
Pieces = Annotated[int, Field(ge=1, le=100_000)]
Country = Annotated[str, StringConstraints(pattern=r"^([A-Za-z]{2})?$")]
Revision = Annotated[int, Field(ge=1, le=1_000_000)]


def minor(amount: Decimal, currency: str, field: str) -> int:
    """`8.5` euro is 850. Raises `Invalid` for more decimals than the currency has."""
    return whole(amount, EXPONENTS[currency], field)


class WantedBody(Body):
    """An article of the store (`offer_id`), or in words (`title`) what no catalogue holds. `target_price` is what one
    should cost."""

    offer_id: Text = ""
    title: Text = ""
    quantity: Pieces
    unit: Text = "each"
    target_price: Amount | None = None
    wanted_on: date | None = None
    note: Long = ""

    def wanted(self, currency: str) -> WantedLine:
        """The line in our own words."""
        target = None if self.target_price is None else minor(self.target_price, currency, "target_price")
        return WantedLine(
            self.quantity,
            self.offer_id,
            self.title.strip(),
            self.unit,
            target,
            wanted_on=self.wanted_on,
            note=self.note,
        )


class PlaceBody(Body):
    country_code: Country = ""
    postal_code: Annotated[Text, StringConstraints(max_length=20)] = ""
    city: Annotated[Text, StringConstraints(max_length=80)] = ""


class NewQuoteBody(Body):
    """`items`, or all of a cart. Without `vendor_ids` all who sell the articles are asked. A guest says `name` and
    `email`."""

    items: Annotated[list[WantedBody], Field(max_length=MOST_LINES)] = []
    cart_id: Text = ""
    title: Text = ""
    note: Long = ""
    name: Text = ""
    email: Text = ""
    vendor_ids: Annotated[list[Text], Field(max_length=MOST_VENDORS)] = []
    region_id: Text = Field("", description="Without it the store's first.")
    ship_to: PlaceBody = PlaceBody()
    answer_days: Annotated[int, Field(ge=1, le=60)] = 3
    hides_vendors: bool = Field(True, description="No vendor reads who else was asked.")
    shares_targets: bool = Field(False, description="Vendors read the target prices.")

    def form(self, lines: tuple[WantedLine, ...], press: str) -> RequestForm:
        """The request in our own words; `press` names it."""
        return RequestForm(
            lines=lines,
            press=press,
            title=self.title,
            note=self.note,
            name=self.name,
            email=self.email,
            source=Source.CART if self.cart_id else Source.FREE,
            vendor_ids=tuple(self.vendor_ids),
            country=self.ship_to.country_code.upper(),
            postal_code=self.ship_to.postal_code,
            city=self.ship_to.city,
            answer_days=self.answer_days,
            hides_vendors=self.hides_vendors,
            shares_targets=self.shares_targets,
        )


class OfVendorBody(Body):
    """`vendor_quote_id` may be left out where one vendor was asked."""

    vendor_quote_id: Text = ""


class AcceptBody(OfVendorBody):
    """Everything that this vendor offers. With `revision` only that one is accepted, not a newer one."""

    revision: Revision | None = None


class DeclineBody(OfVendorBody):
    reason: Long = ""


class CounterItem(Body):
    item_id: Text
    unit_price: Amount
    quantity: Pieces


class CounterBody(OfVendorBody):
    """What one would take the vendor's `revision` for; items that are left out stay as they were offered."""

    revision: Revision
    items: Annotated[list[CounterItem], Field(max_length=MOST_LINES)] = []
    note: Long = ""

    def form(self, currency: str) -> CounterForm:
        """The counter in our own words."""
        lines = tuple(
            CounterLine(one.item_id, minor(one.unit_price, currency, "unit_price"), one.quantity) for one in self.items
        )
        return CounterForm(self.revision, lines, self.note)


class DeskMessageBody(Body):
    """About one item, or all of it. An internal message is read by one's own side alone."""

    body: Long
    item_id: Text = ""
    is_internal: bool = False

    def remark(self) -> Remark:
        """The message in our own words."""
        return Remark(self.body, self.item_id, self.is_internal)


class MessageBody(OfVendorBody, DeskMessageBody):
    pass


class AwardItem(Body):
    item_id: Text
    vendor_quote_id: Text


class AwardBody(Body):
    """Which vendor delivers which item. `revisions` (by vendor quote) are those that were looked at."""

    items: Annotated[list[AwardItem], Field(min_length=1, max_length=MOST_LINES)]
    revisions: Annotated[dict[Text, Revision], Field(max_length=MOST_VENDORS)] = {}

    def form(self) -> AwardForm:
        """The choice in our own words."""
        return AwardForm({one.item_id: one.vendor_quote_id for one in self.items}, self.revisions)


class ReasonBody(Body):
    reason: Long = ""


class NeededReasonBody(Body):
    reason: Long = Field(description="The other side reads it.")


class ExtendBody(NeededReasonBody):
    until: AwareDatetime


class BreakBody(Body):
    """From so many pieces on one costs `unit_price`."""

    min_quantity: Pieces
    unit_price: Amount


class OfferedBody(Body):
    """One item of an answer. Without `offer_id` it is the article that was asked for where the vendor sells it, else
    goods that no catalogue holds, by their `title`."""

    item_id: Text
    cannot: bool = False
    unit_price: Amount | None = None
    min_quantity: Pieces = 1
    breaks: Annotated[list[BreakBody], Field(max_length=20)] = []
    lead_days: Annotated[int, Field(ge=0, le=730)] | None = None
    offer_id: Text = ""
    title: Text = ""
    note: Long = ""

    def line(self, currency: str, article: str) -> QuotedLine:
        """The line in our own words; `article` is the vendor's article that was asked for, if it is one."""
        price = -1 if self.unit_price is None else minor(self.unit_price, currency, "unit_price")
        steps = tuple(Break(one.min_quantity, minor(one.unit_price, currency, "unit_price")) for one in self.breaks)
        if self.cannot:
            return QuotedLine(self.item_id, cannot=True, note=self.note)
        return QuotedLine(
            self.item_id,
            unit_amount=price,
            min_quantity=self.min_quantity,
            breaks=steps,
            lead_days=self.lead_days,
            offer_id=self.offer_id or ("" if self.title else article),
            title=self.title,
            note=self.note,
        )


class AnswerBody(Body):
    """A vendor's prices, for every item of the request. `freight` is of all that is awarded."""

    items: Annotated[list[OfferedBody], Field(min_length=1, max_length=MOST_LINES)]
    valid_until: AwareDatetime
    freight: Amount = Decimal(0)
    payment_terms: Text = ""
    note: Long = ""
    reserves_stock: bool = Field(False, description="Whether an award holds the goods until then.")

    def form(self, currency: str, articles: dict[str, str]) -> AnswerForm:
        """The answer in our own words; `articles` are the vendor's articles by item."""
        return AnswerForm(
            lines=tuple(one.line(currency, articles.get(one.item_id, "")) for one in self.items),
            valid_until=self.valid_until,
            freight_amount=minor(self.freight, currency, "freight"),
            payment_terms=self.payment_terms,
            note=self.note,
            reserves_stock=self.reserves_stock,
        )
