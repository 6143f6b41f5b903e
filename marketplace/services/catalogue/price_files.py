"""Prices of a list out of a file: taken in, checked whole by a job, and stored by another, all of it or nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass

from sqlalchemy import text
from sqlmodel import Session, col, select

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.catalogue.price_file import LineProblem, PriceLine, match_problem, read_lines, steps_of_lines
from marketplace.domain.catalogue.pricing import Step
from marketplace.domain.errors import Conflict, Invalid, NotFound
from marketplace.domain.lifecycle import PRICE_FILE, PriceFileStatus, after
from marketplace.domain.permissions import Actor
from marketplace.kit.clock import now
from marketplace.kit.ids import new_id
from marketplace.kit.jobs import enqueue
from marketplace.models.offer import PriceList
from marketplace.models.price_file import PriceFile
from marketplace.services.catalogue.list_prices import replace_prices
from marketplace.services.catalogue.price_changes import SHOWN, changes_of
from marketplace.services.catalogue.price_list_access import lock_price_list, note_price_list, tell_documents

MAX_BYTES = 12 * 1024 * 1024
KEPT_PROBLEMS = 5_000
_BATCH = 5_000
Progress = Callable[[int], None]  # told how many lines or offers are done, as they are
_OFFERS = text("""
    select o.sku, o.id, o.product_id, lower(v.handle) as vendor
    from offer o join vendor v on v.id = o.vendor_id and v.tenant_id = o.tenant_id
    where o.tenant_id = :tenant and o.sku = any(cast(:skus as text[])) and (:vendor = '' or o.vendor_id = :vendor)
""")


def take_price_file(db: Session, actor: Actor, list_id: str, name: str, data: bytes) -> str:
    """Keep a file and have it checked; one that waits for the same list is discarded. Returns its id.

    Raises `Invalid` for `file`, `Conflict` while another one is being stored, `NotFound`, `Forbidden`.
    """
    price_list = lock_price_list(db, actor, list_id)
    if not data.strip():
        raise Invalid({"file": "The file is empty."})
    if len(data) > MAX_BYTES:
        raise Invalid({"file": "At most 12 MB. Send it in several files."})
    content = _decoded(data)
    next(iter(read_lines(content, price_list.currency)), None)  # the columns, before anybody waits for a job
    for waiting in db.exec(select(PriceFile).where(_of(price_list), col(PriceFile.finished_at).is_(None))):
        if waiting.status == PriceFileStatus.APPLYING:
            raise Conflict("Another file is being stored into this list. Wait until that is done.")
        _close(waiting, "discard")
    row = PriceFile(
        id=new_id("plf"),
        tenant_id=price_list.tenant_id,
        price_list_id=list_id,
        name=name[:120] or "prices.csv",
        content=content,
        line_count=max(0, len(content.splitlines()) - 1),
        by_user_id=str(actor.user_id),
        by_name=actor.name,
    )
    db.add(row)
    db.flush()
    _ask(db, row, "price_file.check")
    return row.id


def check_price_file(db: Session, file_id: str, progress: Progress) -> None:
    """Look at every line; the file is then ready, or refused with what is wrong. Safe to repeat."""
    row, price_list = _load(db, file_id)
    if row is None or price_list is None or row.status != PriceFileStatus.CHECKING:
        return
    result = read_file(db, price_list, row.content, progress)
    row.offer_count, row.problem_count = len(result.steps), len(result.problems)
    row.problems = [[one.line, one.sku, one.text] for one in result.problems[:KEPT_PROBLEMS]]
    row.done_count = row.line_count
    row.status = after(PRICE_FILE, "refuse" if result.problems or not result.steps else "accept", row.status)
    if row.status == PriceFileStatus.READY:
        changes = [one for one in changes_of(db, price_list, result.steps) if one.is_other]
        row.changed_count = len(changes)
        row.changes = [list(astuple(one)) for one in changes[:SHOWN]]
    db.flush()


def apply_price_file(db: Session, actor: Actor, list_id: str, file_id: str) -> None:
    """Have a file that was checked stored. Raises `ActionNotPossible`, `NotFound`, `Forbidden`."""
    row = _own_file(db, actor, list_id, file_id)
    row.status, row.done_count = after(PRICE_FILE, "apply", row.status), 0
    row.by_user_id, row.by_name = str(actor.user_id), actor.name
    _ask(db, row, "price_file.store")


def discard_price_file(db: Session, actor: Actor, list_id: str, file_id: str) -> None:
    """Put a file away unused. Raises as `apply_price_file` does."""
    _close(_own_file(db, actor, list_id, file_id), "discard")


def store_price_file(db: Session, file_id: str, progress: Progress) -> None:
    """Write every price of a file in one transaction: a reader sees the list before, or after, nothing between.

    The goods may have changed since the check: then nothing is written, and the file says why. Safe to repeat.
    """
    row, price_list = _load(db, file_id)
    if row is None or price_list is None or row.status != PriceFileStatus.APPLYING:
        return
    db.exec(select(PriceList.id).where(PriceList.id == price_list.id).with_for_update()).one()
    result = read_file(db, price_list, row.content, lambda _: None)
    if result.problems:
        row.problem_count = len(result.problems)
        row.problems = [[one.line, one.sku, one.text] for one in result.problems[:KEPT_PROBLEMS]]
        row.status = after(PRICE_FILE, "give_back", row.status)
        return
    offers = list(result.steps.items())
    for start in range(0, len(offers), _BATCH):
        replace_prices(db, price_list, dict(offers[start : start + _BATCH]))
        progress(min(start + _BATCH, len(offers)))
    row.done_count = len(offers)
    name, by = row.name, Actor(user_id=row.by_user_id, name=row.by_name)
    _close(row, "finish")
    noted = {"offers": len(offers), "file": name}
    note_price_list(db, by, price_list, AuditAction.PRICE_LIST_PRICES_IMPORTED, after=noted)
    tell_documents(db, price_list, sorted(result.product_ids))


@dataclass(frozen=True)
class ReadFile:
    """The steps by offer, the products they belong to, and what is wrong."""

    steps: dict[str, tuple[Step, ...]]
    product_ids: frozenset[str]
    problems: Sequence[LineProblem]


def read_file(db: Session, price_list: PriceList, content: str, progress: Progress) -> ReadFile:
    """A file against the offers that its list may hold. The caller has authorised."""
    problems: list[LineProblem] = []
    by_offer: dict[str, list[PriceLine]] = defaultdict(list)
    products: set[str] = set()
    batch: list[PriceLine] = []

    def match() -> None:
        offers = _offers(db, price_list, batch)
        for line in batch:
            matches = [one for one in offers[line.sku] if line.vendor in ("", one[2])]
            if problem := match_problem(line, [one[0] for one in matches]):
                problems.append(LineProblem(line.line, line.sku, problem))
                continue
            by_offer[matches[0][0]].append(line)
            products.add(matches[0][1])

    for done, line in enumerate(read_lines(content, price_list.currency), 1):
        if isinstance(line, LineProblem):
            problems.append(line)
        else:
            batch.append(line)
        if len(batch) >= _BATCH:
            match()
            batch.clear()
            progress(done)
    match()
    steps = {}
    for offer_id, lines in by_offer.items():
        steps[offer_id], clashes = steps_of_lines(lines)
        problems += clashes
    problems.sort(key=lambda one: one.line)
    return ReadFile(steps, frozenset(products), problems)


def _offers(
    db: Session, price_list: PriceList, lines: Sequence[PriceLine]
) -> defaultdict[str, list[tuple[str, str, str]]]:
    params = {
        "tenant": price_list.tenant_id,
        "skus": sorted({line.sku for line in lines}),
        "vendor": price_list.vendor_id or "",
    }
    offers: defaultdict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for sku, *offer in db.connection().execute(_OFFERS, params):
        offers[sku].append((offer[0], offer[1], offer[2]))
    return offers


def _load(db: Session, file_id: str) -> tuple[PriceFile | None, PriceList | None]:
    row = db.exec(select(PriceFile).where(PriceFile.id == file_id)).first()
    if row is None:
        return None, None
    lists = select(PriceList).where(PriceList.id == row.price_list_id, PriceList.tenant_id == row.tenant_id)
    return row, db.exec(lists).first()


def _own_file(db: Session, actor: Actor, list_id: str, file_id: str) -> PriceFile:
    price_list = lock_price_list(db, actor, list_id)
    row = db.exec(select(PriceFile).where(_of(price_list), PriceFile.id == file_id).with_for_update()).first()
    if row is None:
        raise NotFound("file", file_id)
    return row


def _of(price_list: PriceList) -> bool:
    return (col(PriceFile.price_list_id) == price_list.id) & (col(PriceFile.tenant_id) == price_list.tenant_id)  # type: ignore[return-value]


def _close(row: PriceFile, action: str) -> None:
    row.status, row.finished_at, row.content = after(PRICE_FILE, action, row.status), now(), ""


def _ask(db: Session, row: PriceFile, kind: str) -> None:
    enqueue(
        db,
        kind,
        tenant_id=row.tenant_id,
        entity="price_file",
        entity_id=row.id,
        dedupe_key=f"{kind}:{row.id}",
        priority=30,
    )


def _decoded(data: bytes) -> str:
    """UTF-8 with or without its mark, else as Windows writes it."""
    try:
        return data.decode("utf-8-sig").replace("\0", "")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace").replace("\0", "")
