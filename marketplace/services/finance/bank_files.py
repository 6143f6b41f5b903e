"""Bank files: everything that waits is told to the bank at once, and what it was told is kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from sqlalchemy import text
from sqlmodel import Session, col, select

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.errors import Conflict, NotFound
from marketplace.domain.finance.banking import Unpayable, executed_on, goes_by_sepa
from marketplace.domain.lifecycle import PAYOUT, PayoutStatus, after
from marketplace.domain.permissions import Actor, Permission, require
from marketplace.integrations.payouts.manual import csv_file
from marketplace.integrations.payouts.pain_001 import Batch, pain_001
from marketplace.integrations.payouts.protocol import Instruction
from marketplace.kit import audit, check_digits
from marketplace.kit.clock import now
from marketplace.kit.ids import new_id
from marketplace.kit.jobs import enqueue
from marketplace.kit.target_days import is_bank_day
from marketplace.kit.tenancy import scope_of
from marketplace.models.banking import BankFile
from marketplace.models.ledger import Payout, PayoutAttempt
from marketplace.services.finance.payer_accounts import payers_of
from marketplace.services.finance.payout_actions import note_payout

_MOST_BY_SEPA = 99_999_999_999  # cents: EPC132-08, AT-T002


def make_bank_file(db: Session, actor: Actor, payout_ids: Sequence[str] = ()) -> str:
    """Send every queued payout that the actor may (or only these) with one bank file; returns the file's name.

    Each becomes an attempt with a key of its own, and is sent by the job `payout.send`. Raises `Conflict` when
    nothing is queued, `PayerMissing`, `Unpayable`; then nothing is sent.
    """
    require(actor, Permission.PAYOUT_RELEASE, tenant_id="")
    queued = select(Payout).where(Payout.status == PayoutStatus.QUEUED, Payout.provider == "manual")
    if payout_ids:
        queued = queued.where(col(Payout.id).in_(payout_ids))
    rows = db.exec(queued.order_by(col(Payout.id)).with_for_update()).all()
    if not rows:
        raise Conflict("No payout waits to be sent.")
    moment = now()
    name = f"BF-{moment:%Y%m%d}-{new_id('bf')[-6:]}"
    for payout in rows:
        payout.status = after(PAYOUT, "send", payout.status)
        payout.bank_file, payout.sent_at = name, moment
        _open_attempt(db, payout)
    db.flush()
    file = _keep(db, name, moment)
    for payout in rows:
        payout.expected_on = file.execute_on
        note_payout(db, actor, payout, AuditAction.PAYOUT_SENT, name)
    return name


def download_bank_file(db: Session, actor: Actor, name: str, form: str) -> bytes:
    """What the bank was given, as `csv` or `xml`. As `get_bank_file`."""
    file = get_bank_file(db, actor, name)
    return file.xml if form == "xml" else file.csv


def get_bank_file(db: Session, actor: Actor, name: str) -> BankFile:
    """A file as the bank was given it; the download is written into the trail. Operators only.

    One of before files were kept is made once more, and kept. Raises `Forbidden`, `NotFound`, `PayerMissing`.
    """
    require(actor, Permission.PAYOUT_RELEASE, tenant_id="")
    file = db.exec(select(BankFile).where(BankFile.id == name)).first()
    if file is None:
        sent_at = db.exec(
            select(Payout.sent_at).where(Payout.bank_file == name).order_by(col(Payout.id)).with_for_update()
        ).first()
        if sent_at is None:
            raise NotFound("bank file")
        file = db.exec(select(BankFile).where(BankFile.id == name)).first() or _keep(db, name, sent_at)
    audit.record(
        db,
        actor,
        AuditAction.TABLE_EXPORTED,
        tenant_id=file.tenant_id,
        object_type="table",
        object_id=name,
        object_name=f"bank file {name}",
        after={"rows": file.transfers},
    )
    return file


def _open_attempt(db: Session, payout: Payout) -> None:
    attempts = select(PayoutAttempt.id).where(
        PayoutAttempt.payout_id == payout.id, PayoutAttempt.tenant_id == payout.tenant_id
    )
    number = len(db.exec(attempts).all()) + 1
    db.add(
        PayoutAttempt(
            id=new_id("pat"),
            tenant_id=payout.tenant_id,
            payout_id=payout.id,
            number=number,
            idempotency_key=f"{payout.id}-{number}",
        )
    )
    enqueue(
        db,
        "payout.send",
        tenant_id=payout.tenant_id,
        entity="payout",
        entity_id=payout.id,
        priority=40,
        dedupe_key=payout.id,
        max_attempts=20,
    )


def _keep(db: Session, name: str, sent_at: datetime) -> BankFile:
    """Make the file out of its payouts; day and bytes are decided here, and never again."""
    batches, on = _batches(db, name), executed_on(sent_at, is_bank_day)
    file = BankFile(
        id=name,
        tenant_id=scope_of(db).tenant_id,
        execute_on=on,
        csv=csv_file(batches),
        xml=pain_001(name, batches, made_at=sent_at, on=on),
        transfers=sum(len(batch.transfers) for batch in batches),
    )
    db.add(file)
    db.flush()
    return file


_TRANSFERS = text("""
    select distinct on (p.id) p.tenant_id, p.number, p.amount, p.currency, p.account, a.idempotency_key as key,
      coalesce(v.address->>'city', '') as town, v.country
    from payout p join payout_attempt a on a.payout_id = p.id and a.tenant_id = p.tenant_id
    join vendor v on v.id = p.vendor_id and v.tenant_id = p.tenant_id
    where p.bank_file = :file order by p.id, a.number desc
""")


def _batches(db: Session, name: str) -> list[Batch]:
    """The file's transfers by account, currency and way, each looked at as the bank would."""
    rows = db.connection().execute(_TRANSFERS, {"file": name}).all()
    payers = payers_of(db, (row.tenant_id for row in rows))
    instructions = []
    for row in rows:
        payer, known = payers[row.tenant_id], _account_of(row.number, row.account)
        is_sepa = goes_by_sepa(row.currency, payer.iban, known["iban"])
        if is_sepa and row.amount > _MOST_BY_SEPA:
            raise Unpayable(row.number, "the amount is above what SEPA carries.")
        account = {**known, "town": row.town, "country": row.country.upper()}
        instruction = Instruction(row.key, row.amount, row.currency, f"Payout {row.number}", account)
        instructions.append(((payer.iban, row.currency, not is_sepa), payer, instruction))
    instructions.sort(key=lambda one: (one[0], one[2].key))
    batches = []
    for (_, currency, is_other), group in groupby(instructions, key=lambda one: one[0]):
        transfers = list(group)
        batches.append(Batch(transfers[0][1], currency, not is_other, tuple(one for _, _, one in transfers)))
    return batches


def _account_of(number: str, account: dict[str, str]) -> dict[str, str]:
    """The vendor's account with IBAN and BIC as banks write them: compact, in capitals."""
    iban, flaw = check_digits.check("iban", account.get("iban", ""))
    if flaw:
        raise Unpayable(number, "the vendor’s IBAN does not check.")
    bic, flaw = check_digits.check("bic", account.get("bic") or "")
    if account.get("bic") and flaw:
        raise Unpayable(number, "the BIC of the vendor’s bank is none.")
    return {**account, "iban": iban, "bic": bic}
