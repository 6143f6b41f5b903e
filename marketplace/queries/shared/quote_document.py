"""A quote as one side's programs read it: lines, every revision that was sent, what was said to that side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from marketplace.domain.lifecycle import QuoteStatus
from marketplace.domain.quotes.standing import API_WORDS, Side
from marketplace.models.offer import Offer
from marketplace.models.quote import QuoteComment, QuoteRequest, QuoteRequestLine
from marketplace.queries.shared.quote_facts import RequestFacts, read_facts
from marketplace.queries.shared.quote_room import list_comments


@dataclass(frozen=True)
class QuoteDocument:
    """Of a buyer the whole request; of a vendor or the store (`side`) one quote of it. `comments` are by quote,
    `sold` the articles asked for that are this vendor's: others would say who else sells here."""

    facts: RequestFacts
    side: Side
    comments: Mapping[str, Sequence[QuoteComment]]
    sold: frozenset[str]
    key: str = ""  # of a guest's link

    @property
    def word(self) -> str:
        """One of the five words for where the whole request stands."""
        return word_of(self.facts.status)

    @property
    def shows_targets(self) -> bool:
        """Whether this side reads what the buyer would like to pay."""
        return self.side is Side.BUYER or self.facts.request.shares_targets

    @property
    def own_articles(self) -> dict[str, str]:
        """The articles asked for that the quote's vendor sells itself, by line."""
        return {line.id: line.offer_id for line in self.facts.lines if line.offer_id and line.offer_id in self.sold}

    def shows_article(self, line: QuoteRequestLine) -> bool:
        """Whether this side is told which article, of which vendor, a line asks for."""
        return self.side is not Side.VENDOR or line.offer_id in self.sold


def word_of(status: QuoteStatus) -> str:
    """`countered` is `pending`; `withdrawn` and `rejected` are `declined`."""
    return API_WORDS.get(status, status)


def read_document(
    db: Session, request: QuoteRequest, side: Side, *, quote_id: str = "", key: str = ""
) -> QuoteDocument:
    """Everything of a request that this side may read. The caller has asked whether it may."""
    facts = read_facts(db, request, quote_id=quote_id)
    comments = {one.quote.id: list_comments(db, one, side) for one in facts.quotes}
    return QuoteDocument(facts, side, comments, _sold(db, facts), key)


def _sold(db: Session, facts: RequestFacts) -> frozenset[str]:
    wanted = [line.offer_id for line in facts.lines if line.offer_id]
    vendors = [one.vendor.id for one in facts.quotes]
    mine = select(Offer.id).where(Offer.tenant_id == facts.request.tenant_id, col(Offer.id).in_(wanted))
    return frozenset(db.exec(mine.where(col(Offer.vendor_id).in_(vendors))))
