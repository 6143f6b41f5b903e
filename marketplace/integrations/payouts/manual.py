"""The store's own bank: a file is downloaded and given to it, and a person says what became of it."""

from __future__ import annotations

import csv
import io
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from datetime import date, datetime

from marketplace.domain.money import EXPONENTS
from marketplace.integrations.payouts.protocol import Instruction, Receipt, Sent

_PAIN = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"


class Manual:
    """Knows nothing of its own: what stands in the bank file is on its way."""

    code = "manual"

    def send(self, instruction: Instruction) -> Receipt:
        """On its way with the file; the reference is the one that the bank is given."""
        return Receipt(Sent.ON_ITS_WAY, reference=instruction.key)

    def look_up(self, key: str) -> Receipt | None:
        """The bank cannot be asked by a program."""
        return None


def csv_file(instructions: Sequence[Instruction]) -> str:
    """The transfers as a table: reference, holder, IBAN, BIC, amount, currency, purpose."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["reference", "holder", "iban", "bic", "amount", "currency", "purpose"])
    for one in instructions:
        account = one.account
        writer.writerow([
            one.key, _plain(account.get("holder", "")), account.get("iban", ""), account.get("bic", ""),
            decimal(one.amount, one.currency), one.currency, _plain(one.purpose),
        ])  # fmt: skip
    return out.getvalue()


def pain_001(
    file_id: str, payer: str, instructions: Sequence[Instruction], *, made_at: datetime, on: date
) -> bytes:  # fmt: skip
    """The transfers as ISO 20022 pain.001, one payment per currency, for a bank to read."""
    root = ET.Element("Document", xmlns=_PAIN)
    order = ET.SubElement(root, "CstmrCdtTrfInitn")
    head = ET.SubElement(order, "GrpHdr")
    _put(head, "MsgId", file_id[:35])
    _put(head, "CreDtTm", made_at.replace(microsecond=0, tzinfo=None).isoformat())
    _put(head, "NbOfTxs", str(len(instructions)))
    _put(ET.SubElement(head, "InitgPty"), "Nm", payer[:70])
    for currency in sorted({one.currency for one in instructions}):
        _payment(order, f"{file_id}-{currency}", payer, on, [one for one in instructions if one.currency == currency])
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def decimal(amount: int, currency: str) -> str:
    """`decimal(1999, "EUR")` is `19.99`, as banks read it."""
    exponent = EXPONENTS[currency]
    digits = str(amount).rjust(exponent + 1, "0")
    return f"{digits[:-exponent]}.{digits[-exponent:]}" if exponent else digits


def _payment(order: ET.Element, name: str, payer: str, on: date, instructions: Sequence[Instruction]) -> None:
    payment = ET.SubElement(order, "PmtInf")
    _put(payment, "PmtInfId", name[:35])
    _put(payment, "PmtMtd", "TRF")
    _put(ET.SubElement(payment, "ReqdExctnDt"), "Dt", on.isoformat())
    _put(ET.SubElement(payment, "Dbtr"), "Nm", payer[:70])
    for one in instructions:
        transfer = ET.SubElement(payment, "CdtTrfTxInf")
        _put(ET.SubElement(transfer, "PmtId"), "EndToEndId", one.key[:35])
        _put(ET.SubElement(transfer, "Amt"), "InstdAmt", decimal(one.amount, one.currency), Ccy=one.currency)
        if bic := one.account.get("bic"):
            _put(ET.SubElement(ET.SubElement(transfer, "CdtrAgt"), "FinInstnId"), "BICFI", bic)
        _put(ET.SubElement(transfer, "Cdtr"), "Nm", one.account.get("holder", "")[:70])
        _put(ET.SubElement(ET.SubElement(transfer, "CdtrAcct"), "Id"), "IBAN", one.account.get("iban", ""))
        _put(ET.SubElement(transfer, "RmtInf"), "Ustrd", one.purpose[:140])


def _put(parent: ET.Element, tag: str, value: str, **attributes: str) -> None:
    ET.SubElement(parent, tag, attributes).text = value


def _plain(value: str) -> str:
    """Nothing that a spreadsheet would run."""
    return f"'{value}" if value[:1] in ("=", "+", "-", "@", "\t", "\r") else value
