"""The form in which a vendor answers, filled in: with its draft, else its last answer, else its prices of today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlmodel import Session, col, select

from marketplace.domain.numbers import read_amount
from marketplace.domain.permissions import Actor, Permission, allows
from marketplace.domain.quotes.answer_fields import VALID_DAYS, read_breaks
from marketplace.domain.quotes.margin import margin_bps
from marketplace.domain.quotes.standing import Side
from marketplace.domain.quotes.terms import QuotedLine
from marketplace.kit.clock import now
from marketplace.models.quote import QuoteDraft, QuoteRequestLine, QuoteTemplate, QuoteTerms
from marketplace.models.region import Region
from marketplace.queries.formatting.amounts import plain_amount, plain_percent
from marketplace.queries.formatting.dates import ago, short_date
from marketplace.queries.formatting.money import currency_sign, money, whole_percent
from marketplace.queries.formatting.options import Option
from marketplace.queries.formatting.wording import count
from marketplace.queries.shared.quote_facts import QuoteFacts, RequestFacts
from marketplace.queries.vendor_desk.own_articles import OwnArticle, list_skus, own_article_of_lines, own_articles


@dataclass(frozen=True)
class SheetLine:
    """One line of the form: what was asked for, and the text of each of its fields."""

    id: str = ""
    title: str = ""
    picture: str = ""
    pieces: str = ""
    note: str = ""
    wanted: str = ""
    target: str = ""
    today: str = ""
    countered: str = ""  # the price that the buyer would take
    price: str = ""
    cannot: bool = False
    minimum: str = ""
    lead: str = ""
    breaks: str = ""
    sku: str = ""
    own_title: str = ""
    own_note: str = ""
    cost: str = ""
    margin: str = ""
    margin_tone: str = ""
    by_steps: str = ""  # what a step of its own makes of the price, at the pieces that are asked for


@dataclass(frozen=True)
class AnswerSheet:
    """The whole form. `below` are titles of lines that wait for an owner, `held_by` who left them so."""

    lines: list[SheetLine] = field(default_factory=list)
    freight: str = ""
    valid_until: str = ""
    payment_terms: str = ""
    note: str = ""
    reserves_stock: bool = False
    sign: str = ""
    rule: str = ""  # "15 %", the vendor's own margin rule
    below: str = ""
    held_by: str = ""
    held_since: str = ""
    sends_anyway: bool = False
    kept: str = ""  # "Draft kept 2 min ago"
    skus: list[Option] = field(default_factory=list)
    templates: list[Option] = field(default_factory=list)


def answer_sheet(
    db: Session, actor: Actor, facts: RequestFacts, quote: QuoteFacts, today: Mapping[str, int]
) -> AnswerSheet:
    """The form for a quote whose vendor is on turn; the caller has found it to be the actor's own."""
    draft = _draft(db, quote)
    values = _values(db, facts, quote, today, _held(draft)) | _typed(draft)
    is_held = draft is not None and draft.waits_since is not None
    here = {"tenant_id": quote.quote.tenant_id, "vendor_id": quote.vendor.id}
    least = quote.vendor.quote_margin_bps
    inclusive = _is_inclusive(db, facts)
    below = set((draft.form.get("below") or ()) if draft and is_held else ())
    return AnswerSheet(
        lines=[_line(facts, one, quote, today, values) for one in facts.lines]
        if inclusive
        else [_with_margin(_line(facts, one, quote, today, values), facts.currency, least) for one in facts.lines],
        **{name: values[name] for name in ("freight", "valid_until", "payment_terms", "note")},
        reserves_stock=bool(values["reserves_stock"]),
        sign=currency_sign(facts.currency),
        rule=f"{plain_percent(least)} %" if least is not None else "",
        below="; ".join(one.title for one in facts.lines if one.id in below),
        held_by=draft.author if draft and is_held else "",
        held_since=ago(draft.waits_since, now()) if draft and is_held else "",
        sends_anyway=is_held and allows(actor, Permission.QUOTE_BELOW_MARGIN, **here),
        kept=f"Draft kept {ago(draft.updated_at, now())}" if draft else "",
        skus=list_skus(db, actor),
        templates=_templates(db, quote),
    )


def _draft(db: Session, quote: QuoteFacts) -> QuoteDraft | None:
    of = select(QuoteDraft).where(
        QuoteDraft.quote_id == quote.quote.id,
        QuoteDraft.tenant_id == quote.quote.tenant_id,
        QuoteDraft.side == Side.VENDOR,
    )
    return db.exec(of).first()


def _templates(db: Session, quote: QuoteFacts) -> list[Option]:
    of = select(QuoteTemplate.id, QuoteTemplate.name).where(
        QuoteTemplate.vendor_id == quote.vendor.id, QuoteTemplate.tenant_id == quote.quote.tenant_id
    )
    return [Option(key, name) for key, name in db.exec(of.order_by(col(QuoteTemplate.name)))]


def _is_inclusive(db: Session, facts: RequestFacts) -> bool:
    of = select(Region.tax_inclusive).where(
        Region.id == facts.request.region_id, Region.tenant_id == facts.request.tenant_id
    )
    return bool(db.exec(of).first())


def _held(draft: QuoteDraft | None) -> Mapping[str, Any]:
    """The answer that waits for an owner, as it was to be sent."""
    return (draft.form.get("answer") or {}) if draft else {}


def _values(
    db: Session, facts: RequestFacts, quote: QuoteFacts, today: Mapping[str, int], held: Mapping[str, Any]
) -> dict[str, str]:
    """The form before anything is typed: the answer that is held, else the last one, else the prices of today."""
    articles = own_article_of_lines(db, facts, quote.vendor.id)
    terms = quote.answer.terms if quote.answer else None
    if held:
        named = ("lines", "freight_amount", "payment_terms", "note")
        terms = QuoteTerms.model_validate({name: held[name] for name in named})
    quoted = {one.line_id: one for one in terms.lines} if terms else {}
    sold = own_articles(db, facts, quote.vendor.id, [one.offer_id for one in quoted.values() if one.offer_id])
    values = {
        "freight": plain_amount(terms.freight_amount, facts.currency) if terms else "",
        "valid_until": str(held.get("valid_until") or now() + timedelta(days=VALID_DAYS))[:10],
        "payment_terms": terms.payment_terms if terms else "",
        "note": str(held.get("note", "")),
        "reserves_stock": "yes" if held.get("reserves_stock", quote.quote.reserves_stock) else "",
    }
    for line in facts.lines:
        if line.id in quoted:
            values |= _of_line(quoted[line.id], sold, facts.currency)
        else:
            values |= _of_article(line.id, articles.get(line.id), today.get(line.id), facts.currency)
    return values


def _of_article(line_id: str, article: OwnArticle | None, amount: int | None, currency: str) -> dict[str, str]:
    return {
        f"price-{line_id}": plain_amount(amount, currency),
        f"cannot-{line_id}": "",
        f"minimum-{line_id}": str(article.min_quantity) if article and article.min_quantity > 1 else "",
        f"lead-{line_id}": str(article.lead_days) if article else "",
        f"breaks-{line_id}": "",
        f"sku-{line_id}": article.sku if article else "",
        f"title-{line_id}": "",
        f"note-{line_id}": "",
        f"cost-{line_id}": plain_amount(article.cost_amount, currency) if article else "",
    }


def _of_line(line: QuotedLine, sold: Mapping[str, OwnArticle], currency: str) -> dict[str, str]:
    article, key = sold.get(line.offer_id), line.line_id
    breaks = ", ".join(f"{one.min_quantity}: {plain_amount(one.amount, currency)}" for one in line.breaks)
    return {
        f"price-{key}": "" if line.cannot else plain_amount(line.unit_amount, currency),
        f"cannot-{key}": "yes" if line.cannot else "",
        f"minimum-{key}": str(line.min_quantity) if line.min_quantity > 1 else "",
        f"lead-{key}": "" if line.lead_days is None else str(line.lead_days),
        f"breaks-{key}": breaks,
        f"sku-{key}": article.sku if article else "",
        f"title-{key}": "" if article else line.title,
        f"note-{key}": line.note,
        f"cost-{key}": plain_amount(article.cost_amount, currency) if article else "",
    }


def _typed(draft: QuoteDraft | None) -> dict[str, str]:
    """What a draft says otherwise, field by field."""
    return {name: str(value) for name, value in (draft.form.get("typed") or {}).items()} if draft else {}


def _line(
    facts: RequestFacts, line: QuoteRequestLine, quote: QuoteFacts, today: Mapping[str, int], values: Mapping[str, str]
) -> SheetLine:
    counter = quote.counter.terms.offered(line.id) if quote.counter else None
    pieces = counter.bought_quantity if counter else line.quantity
    offered = quote.answer.terms.offered(line.id) if quote.answer else None

    def shown(amount: int | None) -> str:
        return "" if amount is None else money(amount, facts.currency, facts.locale)

    def typed(word: str) -> str:
        return values.get(f"{word}-{line.id}", "")

    return SheetLine(
        id=line.id,
        title=line.title,
        picture=line.picture,
        pieces=count(pieces, "piece"),
        note=line.note,
        wanted=f"wanted by {short_date(line.wanted_on)}" if line.wanted_on else "",
        target=shown(line.target_amount) if facts.request.shares_targets else "",
        today=shown(today.get(line.id)),
        countered=shown(counter.bought_unit_amount) if counter and _is_other_price(counter, offered) else "",
        price=typed("price"),
        cannot=bool(typed("cannot")),
        minimum=typed("minimum"),
        lead=typed("lead"),
        breaks=typed("breaks"),
        sku=typed("sku"),
        own_title=typed("title"),
        own_note=typed("note"),
        cost=typed("cost"),
        by_steps=_by_steps(
            typed("price"), typed("breaks"), counter.bought_quantity if counter else line.quantity, facts
        ),
    )


def _by_steps(price: str, steps: str, pieces: int, facts: RequestFacts) -> str:
    """Empty where no step reaches so many pieces, or it cannot be read yet: sending it says why."""
    try:
        amount, breaks = read_amount(price, facts.currency), read_breaks(steps, facts.currency)
    except ValueError:
        return ""
    offered = QuotedLine("", unit_amount=amount, breaks=breaks).amount_at(pieces)
    return "" if offered == amount else f"{money(offered, facts.currency, facts.locale)} each by your steps"


def _is_other_price(counter: QuotedLine, offered: QuotedLine | None) -> bool:
    """A counter repeats the lines that it leaves as they were offered."""
    return offered is None or offered.bought_unit_amount != counter.bought_unit_amount


def _with_margin(line: SheetLine, currency: str, least: int | None) -> SheetLine:
    """The line with what its price leaves over its cost, where both can be read."""
    try:
        bps = margin_bps(read_amount(line.price, currency), read_amount(line.cost, currency))
    except ValueError:
        return line
    values: dict[str, Any] = {"margin": whole_percent(bps)}
    if least is not None and bps < least:
        values["margin_tone"] = "bad"
    return SheetLine(**{**line.__dict__, **values})
