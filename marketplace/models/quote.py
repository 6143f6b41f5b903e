"""Prices that are asked for: a request to several vendors, what each of them answers, and what is said about it."""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from marketplace.domain.lifecycle import QuoteStatus
from marketplace.domain.quotes.requester import Owner
from marketplace.domain.quotes.standing import Side, Source
from marketplace.domain.quotes.terms import QuotedLine
from marketplace.domain.stores.taxes import NO_RATE, Tax
from marketplace.kit.columns import StoreRow, belongs, json_field, json_of, moment, one_of, per_tenant
from marketplace.kit.versioned_json import VersionedJson


class QuoteTerms(VersionedJson):
    """What a revision says, as it was sent: nothing of it changes with prices, taxes or articles."""

    NOUN: ClassVar[str] = "terms of this quote"

    lines: tuple[QuotedLine, ...] = ()
    freight_amount: int = 0  # as the region shows prices
    freight_tax: Tax = NO_RATE
    is_tax_inclusive: bool = False
    payment_terms: str = ""
    note: str = ""  # to the other side

    def offered(self, line_id: str) -> QuotedLine | None:
        """What it says of a line of the request; None for one that it does not offer."""
        return next((one for one in self.lines if one.line_id == line_id and not one.cannot), None)


class QuoteRequest(StoreRow, table=True):
    """What somebody wants prices for: a person, a company's person, or a guest with a link.

    Its standing is that of its quotes (`domain.quotes.standing`); `cart_id` is what an award has made of it.
    """

    __tablename__ = "quote_request"
    __table_args__ = (
        per_tenant("number"),
        per_tenant("press"),
        belongs("company_id", "company"),
        belongs("location_id", "company_location"),
        belongs("region_id", "region"),
        belongs("cart_id", "cart"),
        CheckConstraint(one_of("source", Source), name="source"),
        Index("ix_quote_request_user", "tenant_id", "user_id"),
        Index("ix_quote_request_company", "tenant_id", "company_id"),
    )

    number: int
    press: str  # of the form it came from: sent twice, it is one request
    source: str = Source.FREE
    title: str
    note: str = ""
    user_id: str | None = Field(default=None, foreign_key="account.id")
    name: str = ""  # as the vendors read it
    email: str
    company_id: str | None = None
    location_id: str | None = None
    region_id: str
    currency: str = Field(max_length=3)
    locale: str = ""
    ship_to: dict[str, Any] = json_field()  # country, postal code and city: what freight depends on
    answer_by: datetime = moment(nullable=False)
    hides_vendors: bool = True  # no vendor reads who else was asked
    shares_targets: bool = False  # vendors read what the buyer would like to pay
    choice: dict[str, str] = json_field()  # what the buyer has picked so far: line -> quote
    has_chosen: bool = False  # whether they have: an empty choice is one, too
    awarded_at: datetime | None = moment()
    cart_id: str | None = None

    @property
    def owner(self) -> Owner:
        """Whose it is, as the rules about its readers see it."""
        return Owner(self.tenant_id, self.user_id, self.company_id, self.location_id)


class QuoteRequestLine(StoreRow, table=True):
    """So many pieces of an article, or of something that no catalogue holds (`offer_id` is None)."""

    __tablename__ = "quote_request_line"
    __table_args__ = (
        per_tenant("request_id", "position"),
        belongs("request_id", "quote_request", on_delete="CASCADE"),
        CheckConstraint("quantity > 0", name="quantity"),
        CheckConstraint("target_amount >= 0", name="target"),
    )

    request_id: str
    position: int
    offer_id: str | None = None  # no foreign key: what is taken away later was asked for all the same
    variant_id: str | None = None
    product_id: str | None = None
    title: str
    sku: str = ""
    picture: str = ""
    unit: str = "each"
    quantity: int
    target_amount: int | None = None  # what they would like to pay for one
    wanted_on: date | None = None
    note: str = ""


class QuoteFile(StoreRow, table=True):
    """A drawing or a list that belongs to a request; `path` is below the private folder of documents."""

    __tablename__ = "quote_file"
    __table_args__ = (
        belongs("request_id", "quote_request", on_delete="CASCADE"),
        CheckConstraint("size_bytes > 0", name="size"),
        Index("ix_quote_file_request", "tenant_id", "request_id"),
    )

    request_id: str | None = None  # none until the request is sent
    owner: str  # who sent it: an account, or the hash of a guest's cookie
    name: str
    path: str = Field(unique=True)
    content_type: str
    size_bytes: int


class Quote(StoreRow, table=True):
    """One vendor's side of a request: its revisions are numbered, and `revision` is the last one."""

    __table_args__ = (
        per_tenant("request_id", "vendor_id"),
        belongs("request_id", "quote_request", on_delete="CASCADE"),
        belongs("vendor_id", "vendor"),
        CheckConstraint(one_of("status", QuoteStatus), name="status"),
        Index("ix_quote_vendor", "tenant_id", "vendor_id", "status"),
        Index("ix_quote_due", "valid_until", postgresql_where=text("status = 'quoted'")),
    )

    request_id: str
    vendor_id: str
    status: str = QuoteStatus.PENDING
    revision: int = 0
    change: int = 0  # raised by everything that its room shows
    valid_until: datetime | None = moment()  # of the vendor's last answer
    reserves_stock: bool = False  # whether an award holds the goods until then
    turn_since: datetime = moment(default_now=True)
    answered_at: datetime | None = moment()  # the first time
    seen_at: datetime | None = moment()  # by the buyer, of the last answer
    reminded_at: datetime | None = moment()
    ended_at: datetime | None = moment()
    end_reason: str = ""  # of who ended it, as the other side reads it


class QuoteRevision(StoreRow, table=True):
    """What one side has sent; never changed, never removed but by a take-back before it was seen."""

    __tablename__ = "quote_revision"
    __table_args__ = (
        per_tenant("quote_id", "number"),
        belongs("quote_id", "quote", on_delete="CASCADE"),
        CheckConstraint("side in ('buyer','vendor')", name="side"),
    )

    quote_id: str
    number: int
    side: str
    author_id: str | None = Field(default=None, foreign_key="account.id")
    author: str
    terms: QuoteTerms = json_of(QuoteTerms)
    total_amount: int  # of all its lines, with freight and tax
    valid_until: datetime | None = moment()
    taken_back_at: datetime | None = moment()


class QuoteDraft(StoreRow, table=True):
    """What one side has typed and not sent; `waits_since`: it is below the margin, and a manager has to let it go."""

    __tablename__ = "quote_draft"
    __table_args__ = (
        per_tenant("quote_id", "side"),
        belongs("quote_id", "quote", on_delete="CASCADE"),
        CheckConstraint("side in ('buyer','vendor')", name="side"),
    )

    quote_id: str
    side: str
    form: dict[str, Any] = json_field()
    author_id: str | None = Field(default=None, foreign_key="account.id")
    author: str = ""
    waits_since: datetime | None = moment()
    updated_at: datetime = moment(default_now=True)


class QuoteComment(StoreRow, table=True):
    """A sentence about a quote or one of its lines; an internal one is never the other side's to read. The vendor and
    the store are one side."""

    __tablename__ = "quote_comment"
    __table_args__ = (
        belongs("quote_id", "quote", on_delete="CASCADE"),
        CheckConstraint(one_of("side", Side), name="side"),
        Index("ix_quote_comment_quote", "tenant_id", "quote_id"),
    )

    quote_id: str
    line_id: str | None = None
    side: str
    is_internal: bool = False
    author_id: str | None = Field(default=None, foreign_key="account.id")
    author: str
    body: str


class QuoteTemplate(StoreRow, table=True):
    """What a vendor writes again and again: validity, terms and a note to begin an answer with."""

    __tablename__ = "quote_template"
    __table_args__ = (per_tenant("vendor_id", "name"), belongs("vendor_id", "vendor", on_delete="CASCADE"))

    vendor_id: str
    name: str
    valid_days: int = 14
    lead_days: int | None = None
    payment_terms: str = ""
    note: str = ""


class QuoteForm(StoreRow, table=True):
    """What a shopper has filled in of a request and not sent; one of a person, or of a guest's browser, in a store."""

    __tablename__ = "quote_form"
    __table_args__ = (
        per_tenant("user_id"),
        per_tenant("token_hash"),
        CheckConstraint("(user_id is null) <> (token_hash is null)", name="owner"),
    )

    user_id: str | None = Field(default=None, foreign_key="account.id")
    token_hash: str | None = None
    values: dict[str, Any] = json_field()
    errors: dict[str, str] = json_field()  # of the last try to send it, told once
    updated_at: datetime = moment(default_now=True)
