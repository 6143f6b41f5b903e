"""What a shopper has filled in of a request for quotes: kept with every step, so that nothing typed is lost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any
from uuid import uuid4

from sqlmodel import Session, select

from marketplace.domain.errors import Invalid
from marketplace.domain.quotes.request_form import MOST_LINES
from marketplace.domain.quotes.standing import Source
from marketplace.kit.clock import now
from marketplace.kit.ids import new_id
from marketplace.kit.tokens import hash_token
from marketplace.models.quote import QuoteForm
from marketplace.services.buying.cart_access import Shopper


@dataclass(frozen=True)
class DraftLine:
    """A line as it was typed; `offer_id` of an article, `title` of something else."""

    offer_id: str = ""
    title: str = ""
    quantity: str = "1"
    target: str = ""
    wanted: str = ""
    note: str = ""


@dataclass(frozen=True)
class RequestDraft:
    """A request as it was typed. `press` names it: sent twice, it is one request."""

    press: str = ""
    source: str = Source.FREE
    lines: tuple[DraftLine, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)  # title, note, name, email, answer_days, …
    vendors: tuple[str, ...] = ()
    errors: Mapping[str, str] = field(default_factory=dict)
    saved: str = ""  # when it was kept, as a mark; empty for a form that is new


def find_draft(db: Session, tenant_id: str, shopper: Shopper) -> RequestDraft:
    """What this shopper has filled in here; an empty form where there is nothing."""
    row = _find(db, tenant_id, shopper)
    return _read(row) if row else RequestDraft(press=uuid4().hex)


def take_errors(db: Session, tenant_id: str, shopper: Shopper) -> None:
    """What was wrong with the last try is told once."""
    if row := _find(db, tenant_id, shopper):
        row.errors = {}


def keep_draft(db: Session, tenant_id: str, shopper: Shopper, draft: RequestDraft) -> None:
    """This is what the shopper has filled in from now on. Raises `Invalid` without person and cookie."""
    row = _find(db, tenant_id, shopper, lock=True)
    if row is None:
        person = _person(shopper)
        if not person and not shopper.token:
            raise Invalid({"lines": "Your browser refuses cookies, and this form needs one. Allow it for this store."})
        row = QuoteForm(
            id=new_id("qfm"),
            tenant_id=tenant_id,
            user_id=person,
            token_hash=None if person else hash_token(shopper.token),
        )
        db.add(row)
    values = asdict(draft)
    row.errors, _ = values.pop("errors"), values.pop("saved")
    row.values, row.updated_at = values, now()
    db.flush()


def add_wishes(db: Session, tenant_id: str, shopper: Shopper, wishes: Iterable[tuple[str, int]], source: Source) -> int:
    """Put articles (offer, pieces) into the form, on top of what is there: the same one is summed. How many came in."""
    draft = find_draft(db, tenant_id, shopper)
    lines = {line.offer_id or f"free-{at}": line for at, line in enumerate(draft.lines)}
    added = 0
    for offer_id, pieces in wishes:
        if len(lines) >= MOST_LINES and offer_id not in lines:
            break
        before = _whole(lines[offer_id].quantity) if offer_id in lines else 0
        lines[offer_id] = replace(lines.get(offer_id, DraftLine(offer_id)), quantity=str(before + pieces))
        added += 1
    keep_draft(db, tenant_id, shopper, replace(draft, lines=tuple(lines.values()), source=source))
    return added


def drop_draft(db: Session, tenant_id: str, shopper: Shopper) -> None:
    """The request was sent, or given up."""
    if row := _find(db, tenant_id, shopper, lock=True):
        db.delete(row)
        db.flush()


def _find(db: Session, tenant_id: str, shopper: Shopper, *, lock: bool = False) -> QuoteForm | None:
    """That of the person, or of the guest's browser."""
    here, person = select(QuoteForm).where(QuoteForm.tenant_id == tenant_id), _person(shopper)
    guests = here.where(QuoteForm.token_hash == hash_token(shopper.token)) if shopper.token else None
    mine = here.where(QuoteForm.user_id == person) if person else guests
    if mine is None:
        return None
    row = db.exec(mine.with_for_update() if lock else mine).first()
    if person and guests is not None:
        return _adopted(db, row, db.exec(guests.with_for_update()).first(), person)
    return row


def _adopted(db: Session, mine: QuoteForm | None, guests: QuoteForm | None, person: str) -> QuoteForm | None:
    """What was typed before signing in becomes the person's: where they have nothing, or have gone on with their own
    form after their session was over."""
    if guests is None:
        return mine
    if mine is not None:
        if guests.values.get("press") != mine.values.get("press") or guests.updated_at <= mine.updated_at:
            return mine
        db.delete(mine)
        db.flush()
    guests.user_id, guests.token_hash = person, None
    db.flush()
    return guests


def _person(shopper: Shopper) -> str | None:
    """Who acts in a member's name fills in a form of their own: what the member has typed is not theirs to see."""
    return shopper.actor.impersonator_id or shopper.actor.user_id


def _read(row: QuoteForm) -> RequestDraft:
    values: dict[str, Any] = dict(row.values)
    return RequestDraft(
        press=str(values.get("press") or uuid4().hex),
        source=str(values.get("source") or Source.FREE),
        lines=tuple(DraftLine(**one) for one in values.get("lines", [])),
        fields=values.get("fields", {}),
        vendors=tuple(values.get("vendors", [])),
        errors=row.errors,
        saved=row.updated_at.isoformat(),
    )


def _whole(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() else 0
