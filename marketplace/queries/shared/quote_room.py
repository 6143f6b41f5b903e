"""A quote as both sides sit over it: lines with offer and counter, the talk, whose turn it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, or_, select

from marketplace.domain.quotes.files import QuoteFileRow
from marketplace.domain.quotes.standing import OPEN, Side, turn_of
from marketplace.kit.clock import now
from marketplace.models.quote import QuoteComment, QuoteRequestLine, QuoteRevision
from marketplace.queries.formatting.amounts import plain_amount
from marketplace.queries.formatting.dates import ago, exact, left
from marketplace.queries.formatting.money import money, price_step
from marketplace.queries.formatting.wording import count, hue, initials
from marketplace.queries.shared.own_limit import LimitCheck
from marketplace.queries.shared.quote_facts import QuoteFacts, RequestFacts
from marketplace.queries.shared.quote_files import list_request_files
from marketplace.queries.shared.quote_history import LAST_TWO, History, HistoryView, history_of


@dataclass(frozen=True)
class RoomLine:
    """A line: what it costs today, what is offered and was before, what the buyer asks for."""

    id: str = ""
    title: str = ""
    picture: str = ""
    detail: str = ""
    note: str = ""
    today: str = ""
    target: str = ""
    offered: str = ""
    was: str = ""
    counter: str = ""
    counter_value: str = ""  # for the field
    quantity: int = 1
    change: str = ""
    change_tone: str = ""
    lead: str = ""
    comments: str = ""
    is_offered: bool = False


@dataclass(frozen=True)
class RoomNote:
    """Something that was said, or that happened."""

    kind: str = "comment"  # comment | event
    who: str = ""
    initials: str = ""
    hue: int = 1
    body: str = ""
    total: str = ""  # of a revision
    detail: str = ""  # what was written with it
    line: str = ""
    paper: str = ""  # the address of a revision as PDF; the store has none
    at: str = ""
    at_exact: str = ""
    is_internal: bool = False


@dataclass(frozen=True)
class Room:
    """The whole room, from one side."""

    quote_id: str = ""
    request_id: str = ""
    number: str = ""
    title: str = ""
    vendor: str = ""
    buyer: str = ""
    status: str = ""
    side: str = ""
    turn: str = ""  # "mine", "theirs" or empty
    turn_words: str = ""
    revision: int = 0
    change: int = 0
    currency: str = ""
    offer_label: str = ""
    offer_total: str = ""
    offer_change: str = ""
    counter_label: str = ""
    counter_total: str = ""
    counter_change: str = ""
    counter_tone: str = ""
    valid: str = ""
    valid_exact: str = ""
    valid_tone: str = ""
    freight: str = ""
    payment_terms: str = ""
    note: str = ""
    end_reason: str = ""
    lines: list[RoomLine] = field(default_factory=list)
    target_label: str = ""
    limit: LimitCheck = field(default_factory=LimitCheck)  # of who buys, beside the last offer
    files: list[QuoteFileRow] = field(default_factory=list)
    history: History = field(default_factory=History)
    notes: list[RoomNote] = field(default_factory=list)
    can_change: bool = False
    can_talk: bool = False
    can_accept: bool = False


def room_of(
    db: Session,
    facts: RequestFacts,
    quote: QuoteFacts,
    side: Side,
    today: Mapping[str, int],
    *,
    view: HistoryView = LAST_TWO,
) -> Room:
    """The room as this side sees it, with the revisions of `view` compared: the other side's internal sentences are not
    read at all, and a vendor reads the buyer's target only where they share it."""
    moment = now()
    answer, before, counter = quote.answer, quote.before, quote.counter
    turn, until = turn_of(quote.quote.status), quote.quote.valid_until
    chair = Side.BUYER if side is Side.BUYER else Side.VENDOR
    comments = list_comments(db, quote, side)
    words, tone = left(until, moment) if until and quote.quote.status in OPEN else ("", "")
    other = quote.vendor.name if chair is Side.BUYER else facts.request.name or "The buyer"
    is_over = until is not None and moment >= until
    return Room(
        quote_id=quote.quote.id,
        request_id=facts.request.id,
        number=facts.number,
        title=facts.request.title,
        vendor=quote.vendor.name,
        buyer=facts.request.name,
        status=quote.quote.status,
        side=side,
        turn="" if turn is None else "mine" if turn is chair and side is not Side.STORE else "theirs",
        turn_words=_turn_words(turn, chair, other, side),
        revision=quote.quote.revision,
        change=quote.quote.change,
        currency=facts.currency,
        **_strip(facts, answer, before, counter),
        valid=words,
        valid_exact=exact(until),
        valid_tone=tone,
        freight=money(answer.terms.freight_amount, facts.currency, facts.locale) if answer else "",
        payment_terms=answer.terms.payment_terms if answer else "",
        note=_their_note(chair, answer, counter),
        end_reason=quote.quote.end_reason,
        lines=[_line(facts, one, quote, today, comments) for one in _shown(facts, side)],
        target_label="Your target" if chair is Side.BUYER else "They would pay",
        files=list_request_files(db, facts.request, _home(facts, quote, side)),
        history=history_of(facts, quote, side, view, today),
        notes=_notes(facts, quote, comments, _papers(facts, quote, side)),
        can_change=turn is chair and side is not Side.STORE and not (is_over and chair is Side.BUYER),
        can_talk=quote.quote.status in OPEN and not is_over,
        can_accept=side is Side.BUYER and quote.can_be_chosen(moment) and facts.request.cart_id is None,
    )


def _shown(facts: RequestFacts, side: Side) -> list[QuoteRequestLine]:
    """The lines; without the buyer's targets for who is not told them."""
    if side is Side.BUYER or facts.request.shares_targets:
        return list(facts.lines)
    return [QuoteRequestLine(**{**one.model_dump(), "target_amount": None}) for one in facts.lines]


def _their_note(chair: Side, answer: QuoteRevision | None, counter: QuoteRevision | None) -> str:
    """What the other side wrote with what it sent last."""
    theirs = answer if chair is Side.BUYER else counter
    return theirs.terms.note if theirs else ""


def _turn_words(turn: Side | None, chair: Side, other: str, side: Side) -> str:
    if turn is None:
        return ""
    if side is Side.STORE:
        return "The buyer’s turn" if turn is Side.BUYER else "The vendor’s turn"
    return "Your turn" if turn is chair else f"{other}’s turn"


def _strip(
    facts: RequestFacts, answer: QuoteRevision | None, before: QuoteRevision | None, counter: QuoteRevision | None
) -> dict[str, Any]:
    """The figures above the lines: the last offer, and the counter to it."""
    if answer is None:
        return {"offer_label": "No answer yet"}
    shown: dict[str, Any] = {
        "offer_label": f"Revision {answer.number}",
        "offer_total": money(answer.total_amount, facts.currency, facts.locale),
    }
    if before is not None:
        step, _ = _step(answer, before)
        shown["offer_change"] = f"{step} on revision {before.number}" if step else ""
    if counter is not None:
        step, tone = _step(counter, answer)
        shown |= {
            "counter_label": f"Counter, revision {counter.number}",
            "counter_total": money(counter.total_amount, facts.currency, facts.locale),
            "counter_change": step,
            "counter_tone": tone,
        }
    return shown


def _step(new: QuoteRevision, old: QuoteRevision) -> tuple[str, str]:
    """How the sum moved; nothing where they are not of the same goods."""
    goods = [{one.line_id: one.bought_quantity for one in rev.terms.lines if not one.cannot} for rev in (new, old)]
    return price_step(new.total_amount, old.total_amount) if goods[0] == goods[1] else ("", "")


def _line(
    facts: RequestFacts,
    line: QuoteRequestLine,
    quote: QuoteFacts,
    today: Mapping[str, int],
    comments: Sequence[QuoteComment],
) -> RoomLine:
    offered, was, counter = (
        one.terms.offered(line.id) if one else None for one in (quote.answer, quote.before, quote.counter)
    )
    remarks = sum(one.line_id == line.id for one in comments)
    amount = offered.bought_unit_amount if offered else None
    step, tone = price_step(counter.bought_unit_amount if counter else None, amount)
    asks, remark = counter or offered, offered.note if offered else ""

    def shown(value: int | None) -> str:
        return "" if value is None else money(value, facts.currency, facts.locale)

    return RoomLine(
        id=line.id,
        title=offered.title if offered and offered.title else line.title,
        picture=line.picture,
        detail=count(asks.bought_quantity if asks else line.quantity, "piece"),
        note=" · ".join(one for one in (line.note, *(facts.steps_of(offered) if offered else ()), remark) if one),
        today=shown(today.get(line.id)),
        target=shown(line.target_amount),
        offered=shown(amount),
        was=shown(was.bought_unit_amount) if was and was.bought_unit_amount != amount else "",
        counter=shown(counter.bought_unit_amount) if counter and counter.bought_unit_amount != amount else "",
        counter_value=plain_amount(asks.bought_unit_amount, facts.currency) if asks else "",
        quantity=asks.bought_quantity if asks else line.quantity,
        change=step,
        change_tone=tone,
        lead=count(offered.lead_days, "day") if offered and offered.lead_days is not None else "",
        comments=str(remarks or ""),
        is_offered=offered is not None,
    )


def list_comments(db: Session, quote: QuoteFacts, side: Side) -> Sequence[QuoteComment]:
    """What was said of a quote and is this side's to read, the oldest first."""
    of = select(QuoteComment).where(
        QuoteComment.quote_id == quote.quote.id, QuoteComment.tenant_id == quote.quote.tenant_id
    )
    ours = QuoteComment.side == Side.BUYER if side is Side.BUYER else QuoteComment.side != Side.BUYER
    of = of.where(or_(col(QuoteComment.is_internal).is_(False), ours))
    return db.exec(of.order_by(col(QuoteComment.created_at), col(QuoteComment.id))).all()


def _home(facts: RequestFacts, quote: QuoteFacts, side: Side) -> str:
    """Below which address this side reads what was attached."""
    buyers = f"/s/{facts.store.handle}/quotes/{facts.request.id}"
    desks = {Side.VENDOR: "vendor", Side.STORE: "admin"}
    return buyers if side is Side.BUYER else f"/{desks[side]}/quotes/{quote.quote.id}"


def _papers(facts: RequestFacts, quote: QuoteFacts, side: Side) -> str:
    """Below which address this side reads the revisions as PDF."""
    buyers = f"/s/{facts.store.handle}/quotes/{facts.request.id}/{quote.quote.id}"
    return {Side.BUYER: buyers, Side.VENDOR: f"/vendor/quotes/{quote.quote.id}"}.get(side, "")


def _notes(facts: RequestFacts, quote: QuoteFacts, comments: Sequence[QuoteComment], papers: str) -> list[RoomNote]:
    """What was said and sent, the oldest first."""
    moment = now()
    titles = {one.id: one.title for one in facts.lines}
    remarks = [
        (
            one.created_at,
            RoomNote(
                who=one.author,
                initials=initials(one.author),
                hue=hue(one.author),
                body=one.body,
                line=titles.get(one.line_id or "", ""),
                at=ago(one.created_at, moment),
                at_exact=exact(one.created_at),
                is_internal=one.is_internal,
            ),
        )
        for one in comments
    ]
    sent = [(one.created_at, _event(facts, one, papers, moment)) for one in quote.revisions]
    return [note for _, note in sorted([*remarks, *sent], key=lambda pair: pair[0])]


def _event(facts: RequestFacts, revision: QuoteRevision, papers: str, moment: datetime) -> RoomNote:
    total = money(revision.total_amount, facts.currency, facts.locale)
    verb = "sent" if revision.side == Side.VENDOR else "countered with"
    return RoomNote(
        kind="event",
        who=revision.author,
        body=f"{verb} revision {revision.number}",
        total=total,
        detail=revision.terms.note,
        paper=f"{papers}/revision-{revision.number}.pdf" if papers else "",
        at=ago(revision.created_at, moment),
        at_exact=exact(revision.created_at),
    )
