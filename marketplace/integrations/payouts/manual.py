"""The store's own bank: a file is downloaded and given to it, and a person says what became of it."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from marketplace.domain.money import decimal
from marketplace.integrations.payouts.bank_signs import bank_reference
from marketplace.integrations.payouts.pain_001 import Batch
from marketplace.integrations.payouts.protocol import Instruction, Receipt, Sent

_HEAD = ("payer_iban", "reference", "holder", "iban", "bic", "amount", "currency", "purpose")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


class Manual:
    """Knows nothing of its own: what stands in the bank file is on its way."""

    code = "manual"

    def send(self, instruction: Instruction) -> Receipt:
        """On its way with the file; the reference is the one that the bank is given."""
        return Receipt(Sent.ON_ITS_WAY, reference=bank_reference(instruction.key))

    def look_up(self, key: str) -> Receipt | None:
        """The bank cannot be asked by a program."""
        return None


def csv_file(batches: Sequence[Batch]) -> bytes:
    """The transfers as a table, each with the account that pays it. Every cell is quoted, and none is a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    writer.writerow(_HEAD)
    for batch in batches:
        for one in batch.transfers:
            account = one.account
            cells = (
                batch.payer.iban,
                bank_reference(one.key),
                account.get("holder", ""),
                account.get("iban", ""),
                account.get("bic", ""),
                decimal(one.amount, one.currency),
                one.currency,
                one.purpose,
            )
            writer.writerow([_plain(cell) for cell in cells])
    return out.getvalue().encode()


def _plain(value: str) -> str:
    """Nothing that a spreadsheet would run, also behind leading blanks."""
    return f"'{value}" if value.lstrip().startswith(_FORMULA) or value.startswith(_FORMULA) else value
