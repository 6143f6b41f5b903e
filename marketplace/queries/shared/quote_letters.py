"""What a letter about a quote says, read when it is sent: to whom, about which lines, with which link.

A buyer's letters go to who asked; a vendor's to each of its people who may answer, or let an answer go that is below
the margin. What was overtaken meanwhile (another status, another revision) is not written.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlmodel import Session, col, select

from marketplace.domain.lifecycle import QuoteStatus
from marketplace.domain.permissions import POLICY, Permission, Role
from marketplace.domain.quotes.requester import LINK_PURPOSE
from marketplace.domain.quotes.standing import Side
from marketplace.domain.quotes.terms import QuotedLine, totals_of
from marketplace.kit.clock import now
from marketplace.kit.signed_links import link_key
from marketplace.models.quote import Quote, QuoteComment, QuoteDraft, QuoteRequest, QuoteTerms
from marketplace.models.user import Membership, User
from marketplace.models.vendor import Vendor
from marketplace.queries.formatting.dates import weekday
from marketplace.queries.formatting.money import money
from marketplace.queries.formatting.wording import count
from marketplace.queries.shared.quote_facts import QuoteFacts, RequestFacts, read_facts
from marketplace.queries.shared.quote_files import list_request_files

Data = dict[str, Any]
BUYER, VENDOR = "buyer", "vendor"  # who asked; a vendor none of whose people may answer, by the vendor's own address
_LONGEST = 12  # lines of one letter
_BOTH = frozenset({"quote_ended", "quote_extended"})
_BUYERS = _BOTH | {"quote_asked_copy", "quote_answered", "quote_rejected", "quote_ends_soon"}


@dataclass(frozen=True)
class QuoteContext:
    """What a letter is about: the whole request, or one vendor's quote of it."""

    facts: RequestFacts
    payload: Mapping[str, Any]

    @property
    def one(self) -> QuoteFacts:
        return self.facts.quotes[0]

    @property
    def quote(self) -> Quote:
        return self.one.quote

    def is_at(self, *statuses: str) -> bool:
        """Whether the quote still stands as its letter says, and no newer revision was sent."""
        seen = self.payload.get("revision", self.quote.revision)
        return self.quote.status in statuses and self.quote.revision == seen

    def money(self, amount: int) -> str:
        return money(amount, self.facts.currency, self.facts.locale)


def list_readers(db: Session, letter: str, payload: Mapping[str, Any]) -> list[str]:
    """Who is written to: `buyer`, the ids of a vendor's people, `vendor` for one that has nobody to answer."""
    to_buyer = letter in _BUYERS or payload.get("to") == BUYER
    readers = [BUYER] if to_buyer else []
    if letter in _BOTH or not to_buyer:
        vendor_id = db.exec(select(Quote.vendor_id).where(Quote.id == str(payload["quote_id"]))).first()
        readers += [one.id for one in _answerers(db, letter, vendor_id or "")] or [VENDOR]
    return readers


def find_letter(db: Session, letter: str, payload: Mapping[str, Any]) -> Data | None:
    """The values of one reader's letter (`payload["reader"]`); None when it was overtaken, or nobody reads it."""
    context = _context(db, payload)
    if context is None:
        return None
    to, name = _address(db, letter, context)
    extra = _LETTERS[letter](db, context) if to else None
    return None if extra is None else _named(context) | {"to": to, "name": name} | extra


def _context(db: Session, payload: Mapping[str, Any]) -> QuoteContext | None:
    quote_id = str(payload.get("quote_id", ""))
    request_id = payload.get("request_id") or db.exec(select(Quote.request_id).where(Quote.id == quote_id)).first()
    request = db.exec(select(QuoteRequest).where(QuoteRequest.id == (request_id or ""))).first()
    return None if request is None else QuoteContext(read_facts(db, request, quote_id=quote_id), payload)


def _answerers(db: Session, letter: str, vendor_id: str) -> Sequence[User]:
    permission = Permission.QUOTE_BELOW_MARGIN if letter == "quote_held" else Permission.QUOTE_ANSWER
    titles = POLICY[permission][Role.VENDOR_MEMBER] or frozenset()
    of = select(User).join(Membership, col(Membership.user_id) == User.id)
    of = of.where(Membership.vendor_id == vendor_id, Membership.role == Role.VENDOR_MEMBER)
    of = of.where(col(Membership.title).in_(titles), col(User.suspended_at).is_(None))
    return db.exec(of.order_by(User.email)).all()


def _address(db: Session, letter: str, context: QuoteContext) -> tuple[str, str]:
    """Address and first name of the reader; empty for somebody who works there no more."""
    reader, request = str(context.payload["reader"]), context.facts.request
    if reader == BUYER:
        return request.email, request.name
    if reader == VENDOR:
        return context.one.vendor.email, ""
    people = _answerers(db, letter, context.one.vendor.id)
    return next(((one.email, one.first_name) for one in people if one.id == reader), ("", ""))


def _named(context: QuoteContext) -> Data:
    """What every letter names. A vendor is never told who else was asked where the buyer hides it."""
    facts, payload = context.facts, context.payload
    has_quote = "quote_id" in payload
    wanted = [f"{line.quantity} × {line.title}" for line in facts.lines]
    return {
        "store": facts.store.name,
        "who": facts.request.name or "A buyer",
        "number": facts.number,
        "title": facts.request.title,
        "vendor": context.one.vendor.name if has_quote else "",
        "reason": context.quote.end_reason if has_quote else "",
        "revision": context.quote.revision if has_quote else 0,
        "path": _path(context),
        "note": "",
        "others": [],
    } | _lines(wanted)


def _path(context: QuoteContext) -> str:
    facts = context.facts
    if context.payload["reader"] != BUYER:
        return f"/vendor/quotes/{context.quote.id}"
    home, request = f"/s/{facts.store.handle}/quotes", facts.request
    if request.user_id is None:
        return f"{home}/open/{request.id}/{link_key(LINK_PURPOSE, request.id)}"
    return f"{home}/{request.id}/{context.quote.id}" if "quote_id" in context.payload else f"{home}/{request.id}"


def _lines(lines: Sequence[str]) -> Data:
    return {"lines": list(lines[:_LONGEST]), "more": max(0, len(lines) - _LONGEST)}


def _priced(context: QuoteContext, lines: Sequence[QuotedLine]) -> Data:
    offered = [one for one in lines if not one.cannot]
    return _lines([f"{one.bought_quantity} × {one.title}, {context.money(one.bought_unit_amount)}" for one in offered])


def _moment(moment: datetime) -> str:
    """`Mon 7 Dec, 14:00 UTC`."""
    moment = moment.astimezone(UTC)
    return f"{weekday(moment.date())}, {moment:%H:%M} UTC"


def _asked(db: Session, context: QuoteContext) -> Data | None:
    if not context.is_at(QuoteStatus.PENDING):
        return None
    request = context.facts.request
    others = [] if request.hides_vendors else _others(db, context)
    return {"day": _moment(request.answer_by), "note": request.note, "others": others, "files": _files(db, request)}


def _files(db: Session, request: QuoteRequest) -> list[str]:
    return [one.name for one in list_request_files(db, request, "")]


def _others(db: Session, context: QuoteContext) -> list[str]:
    names = select(Vendor.name).join(
        Quote, (col(Quote.vendor_id) == Vendor.id) & (col(Quote.tenant_id) == Vendor.tenant_id)
    )
    names = names.where(Quote.request_id == context.facts.request.id, Quote.id != context.quote.id)
    return list(db.exec(names.order_by(Vendor.name)))


def _asked_copy(db: Session, context: QuoteContext) -> Data | None:
    facts, request = context.facts, context.facts.request
    if facts.status == QuoteStatus.WITHDRAWN:
        return None
    names = [one.vendor.name for one in facts.quotes]
    shown = {"day": _moment(request.answer_by), "note": request.note, "others": names}
    return shown | {"files": _files(db, request), "is_guest": request.user_id is None}


def _answered(db: Session, context: QuoteContext) -> Data | None:
    answer, until = context.one.answer, context.quote.valid_until
    if not context.is_at(QuoteStatus.QUOTED) or answer is None or until is None:
        return None
    missing = sum(one.cannot for one in answer.terms.lines)
    shown = {"total": context.money(answer.total_amount), "day": _moment(until), "note": answer.terms.note}
    words = f"{missing} of {count(len(answer.terms.lines), 'line')}" if missing else ""
    return shown | _priced(context, answer.terms.lines) | {"missing": words}


def _countered(db: Session, context: QuoteContext) -> Data | None:
    counter = context.one.counter
    if not context.is_at(QuoteStatus.COUNTERED) or counter is None:
        return None
    shown = {"total": context.money(counter.total_amount), "note": counter.terms.note}
    return shown | _priced(context, counter.terms.lines)


def _accepted(db: Session, context: QuoteContext) -> Data | None:
    answer = context.one.answer
    if not context.is_at(QuoteStatus.ACCEPTED) or answer is None:
        return None
    choice, terms = context.facts.request.choice, answer.terms
    lines = [one for one in terms.lines if choice.get(one.line_id) == context.quote.id]
    whole = totals_of(lines, terms.freight_amount, terms.freight_tax, inclusive=terms.is_tax_inclusive)
    return {"total": context.money(whole.total)} | _priced(context, lines)


def _extended(db: Session, context: QuoteContext) -> Data | None:
    answer, until = context.one.answer, context.quote.valid_until
    if not context.is_at(QuoteStatus.QUOTED) or answer is None or until is None or until <= now():
        return None
    reason = str(context.payload.get("reason", ""))  # why the store did it; it stands in no row of the quote
    return {"day": _moment(until), "total": context.money(answer.total_amount), "reason": reason}


def _ends_soon(db: Session, context: QuoteContext) -> Data | None:
    """Nothing once it was extended: it will be brought to mind again."""
    return None if context.quote.reminded_at is None else _extended(db, context)


def _unanswered(db: Session, context: QuoteContext) -> Data | None:
    is_open = context.is_at(QuoteStatus.PENDING)
    return {"day": _moment(context.facts.request.answer_by)} if is_open else None


def _held(db: Session, context: QuoteContext) -> Data | None:
    mine = select(QuoteDraft).where(QuoteDraft.quote_id == context.quote.id, QuoteDraft.side == Side.VENDOR)
    draft = db.exec(mine).first()
    if draft is None or draft.waits_since is None or not context.is_at(QuoteStatus.PENDING, QuoteStatus.COUNTERED):
        return None
    titles = {line.id: line.title for line in context.facts.lines}
    terms = QuoteTerms.model_validate({"lines": draft.form["answer"]["lines"]})
    lines = [f"{titles[one.line_id]}, {context.money(one.unit_amount)}" for one in terms.lines if not one.cannot]
    return {"by": draft.author} | _lines(lines)


def _commented(db: Session, context: QuoteContext) -> Data | None:
    """Everything that the other side has said since the sentence that asked for this letter."""
    here = col(QuoteComment.quote_id) == context.quote.id
    first = select(QuoteComment.created_at).where(here, QuoteComment.id == str(context.payload.get("comment_id", "")))
    since = db.exec(first).first()
    mine = col(QuoteComment.side) == Side.BUYER
    theirs = ~mine if context.payload["reader"] == BUYER else mine
    heard = select(QuoteComment).where(here, theirs, col(QuoteComment.is_internal).is_(False))
    heard = heard.where(QuoteComment.created_at >= since) if since else heard
    remarks = db.exec(heard.order_by(col(QuoteComment.created_at), col(QuoteComment.id))).all()
    if not remarks:
        return None
    return {"by": remarks[0].author} | _lines([f"{one.author}: {one.body}" for one in remarks])


def _ended(*statuses: str) -> Callable[[Session, QuoteContext], Data | None]:
    return lambda db, context: {} if context.is_at(*statuses) else None


_LETTERS: Mapping[str, Callable[[Session, QuoteContext], Data | None]] = {
    "quote_asked": _asked,
    "quote_asked_copy": _asked_copy,
    "quote_answered": _answered,
    "quote_rejected": _ended(QuoteStatus.REJECTED),
    "quote_countered": _countered,
    "quote_declined": _ended(QuoteStatus.DECLINED),
    "quote_withdrawn": _ended(QuoteStatus.WITHDRAWN),
    "quote_accepted": _accepted,
    "quote_ended": _ended(QuoteStatus.EXPIRED, QuoteStatus.WITHDRAWN),
    "quote_extended": _extended,
    "quote_held": _held,
    "quote_commented": _commented,
    "quote_ends_soon": _ends_soon,
    "quote_unanswered": _unanswered,
}
