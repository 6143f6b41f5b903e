"""The file of prices that a list waits for, and a list's prices as a file that can be sent back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text
from sqlmodel import Session, col, select

from marketplace.domain.lifecycle import PriceFileStatus
from marketplace.domain.permissions import Actor
from marketplace.models.offer import PriceList
from marketplace.models.price_file import PriceFile
from marketplace.queries.formatting.amounts import plain_amount, plain_percent
from marketplace.queries.formatting.money import money
from marketplace.queries.formatting.wording import count
from marketplace.queries.shared.price_list_editor import find_list
from marketplace.queries.shared.price_lists import list_reach

_SHOWN = 20
_PRICES = text("""
    select o.sku, v.handle, p.min_quantity, p.amount, p.percent_off_bps, p.currency
    from price p
    join offer o on o.id = p.offer_id and o.tenant_id = p.tenant_id
    join vendor v on v.id = o.vendor_id and v.tenant_id = o.tenant_id
    where p.tenant_id = :tenant and p.price_list_id = :list order by o.sku, v.handle, p.min_quantity
""")
PRICE_COLUMNS = ("sku", "vendor", "from", "price", "percent", "currency")
PROBLEM_COLUMNS = ("line", "sku", "problem")


@dataclass(frozen=True)
class FileProblem:
    line: str
    sku: str
    text: str


@dataclass(frozen=True)
class PriceChange:
    """An offer that gets another price: now and then; `before` is empty for one that has none."""

    sku: str
    title: str
    before: str
    after: str


@dataclass(frozen=True)
class PriceFileView:
    """The last file of a list: what became of it, as a sentence, and how far it is (`share` like `66%`). While it
    waits for a word, the first `changes` by title, and how many the `rest` are."""

    id: str = ""
    name: str = ""
    status: str = ""
    text: str = ""
    share: str = ""
    is_busy: bool = False
    is_ready: bool = False
    is_refused: bool = False
    problems: tuple[FileProblem, ...] = ()
    problems_href: str = ""
    changes: tuple[PriceChange, ...] = ()
    rest: str = ""


def find_price_file(db: Session, actor: Actor, list_id: str, *, as_vendor: bool = False) -> PriceFileView:
    """The last file that was sent for a list; an empty one where there is none, or it was put away.

    Raises as `get_price_list`.
    """
    row_of_list = _list(db, actor, list_id, as_vendor=as_vendor)
    row = _last(db, row_of_list)
    if row is None or row.status == PriceFileStatus.DISCARDED:
        return PriceFileView()
    whole = row.line_count if row.status == PriceFileStatus.CHECKING else row.offer_count
    path = list_reach(db, actor, as_vendor=as_vendor).path
    return PriceFileView(
        id=row.id,
        name=row.name,
        status=row.status,
        text=_sentence(row),
        share=f"{min(100, 100 * row.done_count // max(1, whole))}%",
        is_busy=row.status in (PriceFileStatus.CHECKING, PriceFileStatus.APPLYING),
        is_ready=row.status == PriceFileStatus.READY,
        is_refused=row.status == PriceFileStatus.REFUSED,
        problems=tuple(FileProblem(str(line), sku, words) for line, sku, words in row.problems[:_SHOWN]),
        problems_href=f"{path}/{list_id}/problems.csv",
        **_preview(row, row_of_list.currency),
    )


def _preview(row: PriceFile, currency: str) -> dict[str, Any]:
    if row.status != PriceFileStatus.READY or row.changed_count is None:
        return {}
    more = row.changed_count - len(row.changes)
    return {
        "changes": tuple(_change(one, currency) for one in row.changes),
        "rest": f"and {more:,} more" if more > 0 else "",
    }


def _change(values: Sequence[Any], currency: str) -> PriceChange:
    sku, title, start, before, after = values
    many = f", from {start:,}" if start > 1 else ""
    then, now = (None if amount is None else money(amount, currency) for amount in (after, before))
    return PriceChange(f"{sku}{many}", title, now or "", then or "")


def list_file_problems(db: Session, actor: Actor, list_id: str, *, as_vendor: bool = False) -> list[Sequence[str]]:
    """Everything that is wrong with the last file of a list, as far as it was kept. Raises as `get_price_list`."""
    row = _last(db, _list(db, actor, list_id, as_vendor=as_vendor))
    return [[str(line), sku, words] for line, sku, words in (row.problems if row else [])]


def list_file_prices(db: Session, actor: Actor, list_id: str, *, as_vendor: bool = False) -> list[Sequence[str]]:
    """The prices of a list as lines of a file that may be changed and sent back. Raises as `get_price_list`."""
    row = _list(db, actor, list_id, as_vendor=as_vendor)
    return [
        [sku, vendor, str(start), plain_amount(amount, currency), plain_percent(off), currency]
        for sku, vendor, start, amount, off, currency in db.connection().execute(
            _PRICES, {"tenant": row.tenant_id, "list": row.id}
        )
    ]


def _list(db: Session, actor: Actor, list_id: str, *, as_vendor: bool) -> PriceList:
    return find_list(db, list_reach(db, actor, as_vendor=as_vendor), list_id)


def _last(db: Session, price_list: PriceList) -> PriceFile | None:
    mine = select(PriceFile).where(
        PriceFile.price_list_id == price_list.id, PriceFile.tenant_id == price_list.tenant_id
    )
    return db.exec(mine.order_by(col(PriceFile.created_at).desc(), col(PriceFile.id).desc()).limit(1)).first()


def _sentence(row: PriceFile) -> str:
    changed, offers = row.changed_count, count(row.offer_count, "offer")
    moves = "" if changed is None else f", and {count(changed, 'price changes', 'prices change')}"
    sentences = {
        PriceFileStatus.CHECKING: f"Looking at {count(row.line_count, 'line')} …",
        PriceFileStatus.READY: f"Nothing is wrong: {offers} get the prices of this file{moves}.",
        PriceFileStatus.APPLYING: f"Setting the prices of {count(row.offer_count, 'offer')} …",
        PriceFileStatus.APPLIED: f"{count(row.offer_count, 'offer')} have the prices of this file.",
        PriceFileStatus.REFUSED: f"{count(row.problem_count, 'line')} cannot be used, so nothing was changed.",
    }
    return sentences[PriceFileStatus(row.status)]
