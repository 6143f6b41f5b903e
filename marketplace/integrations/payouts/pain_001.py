"""Transfers as ISO 20022 pain.001.001.09, by the rules of the SEPA credit transfer (EPC132-08)."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from marketplace.domain.finance.banking import Payer
from marketplace.domain.money import decimal
from marketplace.integrations.payouts.bank_signs import bank_reference, in_bank_signs
from marketplace.integrations.payouts.protocol import Instruction

_PAIN = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"
_GERMAN = ("DE", "AT", "CH", "LI", "LU")


@dataclass(frozen=True)
class Batch:
    """Transfers of one currency out of one account; by SEPA, or on whatever way the bank has."""

    payer: Payer
    currency: str
    is_sepa: bool
    transfers: tuple[Instruction, ...]


def pain_001(file_id: str, batches: Sequence[Batch], *, made_at: datetime, on: date) -> bytes:
    """The file for the bank; `on` is the day on which it is to be carried out.

    Raises ValueError where two transfers have one reference.
    """
    transfers = [one for batch in batches for one in batch.transfers]
    if len({bank_reference(one.key) for one in transfers}) != len(transfers):
        raise ValueError(f"two transfers of {file_id} have one reference")
    root = ET.Element("Document", xmlns=_PAIN)
    order = ET.SubElement(root, "CstmrCdtTrfInitn")
    head = ET.SubElement(order, "GrpHdr")
    _put(head, "MsgId", bank_reference(file_id))
    _put(head, "CreDtTm", made_at.replace(microsecond=0, tzinfo=None).isoformat())
    _counted(head, transfers)
    _put(ET.SubElement(head, "InitgPty"), "Nm", _name(batches[0].payer.name, batches[0].payer.country))
    for number, batch in enumerate(batches, start=1):
        _payment(order, f"{bank_reference(file_id)}-{number}", batch, on)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _payment(order: ET.Element, name: str, batch: Batch, on: date) -> None:
    payment = ET.SubElement(order, "PmtInf")
    _put(payment, "PmtInfId", name)
    _put(payment, "PmtMtd", "TRF")
    _counted(payment, batch.transfers)
    if batch.is_sepa:
        _put(ET.SubElement(ET.SubElement(payment, "PmtTpInf"), "SvcLvl"), "Cd", "SEPA")
    _put(ET.SubElement(payment, "ReqdExctnDt"), "Dt", on.isoformat())
    payer = batch.payer
    _party(
        payment,
        "Dbtr",
        payer.name,
        town=payer.town,
        country=payer.country,
        street=payer.street,
        postal_code=payer.postal_code,
    )
    _put(ET.SubElement(ET.SubElement(payment, "DbtrAcct"), "Id"), "IBAN", payer.iban)
    _agent(payment, "DbtrAgt", payer.bic)
    _put(payment, "ChrgBr", "SLEV" if batch.is_sepa else "SHAR")
    for one in batch.transfers:
        _transfer(payment, one)


def _transfer(payment: ET.Element, one: Instruction) -> None:
    transfer = ET.SubElement(payment, "CdtTrfTxInf")
    account = one.account
    _put(ET.SubElement(transfer, "PmtId"), "EndToEndId", bank_reference(one.key))
    _put(ET.SubElement(transfer, "Amt"), "InstdAmt", decimal(one.amount, one.currency), Ccy=one.currency)
    if bic := account.get("bic"):
        _agent(transfer, "CdtrAgt", bic)
    country = account.get("country") or account["iban"][:2]
    _party(transfer, "Cdtr", account.get("holder", ""), account.get("town", ""), country)
    _put(ET.SubElement(ET.SubElement(transfer, "CdtrAcct"), "Id"), "IBAN", account["iban"])
    _put(ET.SubElement(transfer, "RmtInf"), "Ustrd", in_bank_signs(one.purpose, 140))


def _counted(parent: ET.Element, transfers: Sequence[Instruction]) -> None:
    """How many there are, and their sum regardless of currencies: what the bank compares on reading."""
    _put(parent, "NbOfTxs", str(len(transfers)))
    _put(parent, "CtrlSum", str(sum((Decimal(decimal(one.amount, one.currency)) for one in transfers), Decimal())))


def _party(
    parent: ET.Element, tag: str, name: str, town: str, country: str, street: str = "", postal_code: str = ""
) -> None:
    """A name and its address in fields, as SEPA demands them since November 2026; none where the town is not known."""
    party = ET.SubElement(parent, tag)
    _put(party, "Nm", _name(name, country))
    fields = (("StrtNm", street, 70), ("PstCd", postal_code, 16), ("TwnNm", town, 35))
    if in_bank_signs(town, 35):
        address = ET.SubElement(party, "PstlAdr")
        for field, value, most in fields:
            if value_in_bank := in_bank_signs(value, most, is_german=country in _GERMAN):
                _put(address, field, value_in_bank)
        _put(address, "Ctry", country)


def _name(name: str, country: str) -> str:
    return in_bank_signs(name, 70, is_german=country in _GERMAN) or "NOTPROVIDED"


def _agent(parent: ET.Element, tag: str, bic: str) -> None:
    _put(ET.SubElement(ET.SubElement(parent, tag), "FinInstnId"), "BICFI", bic)


def _put(parent: ET.Element, tag: str, value: str, **attributes: str) -> None:
    ET.SubElement(parent, tag, attributes).text = value
