"""What a bank is told: a file that it takes, made once, kept as it was given, out of an account that was named."""

from __future__ import annotations

import csv
import io
import xml.etree.ElementTree as ET
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from importlib.resources import files

import pytest
import xmlschema
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError
from sqlmodel import Session, select

from marketplace.domain.errors import Conflict, Forbidden, Invalid, NotFound
from marketplace.domain.finance.banking import Payer, PayerMissing, Unpayable, executed_on, goes_by_sepa
from marketplace.domain.permissions import Actor, Role
from marketplace.integrations.payouts.bank_signs import bank_reference, in_bank_signs
from marketplace.integrations.payouts.manual import csv_file
from marketplace.integrations.payouts.pain_001 import Batch, pain_001
from marketplace.integrations.payouts.protocol import Instruction
from marketplace.kit.ids import new_id
from marketplace.kit.tables import AuditEvent, Job
from marketplace.kit.target_days import is_bank_day
from marketplace.models.banking import BankFile, PayerAccount
from marketplace.models.ledger import Payout, PayoutAttempt
from marketplace.models.vendor import Vendor
from marketplace.queries.operator_desk.payers import list_payers
from marketplace.services.finance.bank_files import get_bank_file, make_bank_file
from marketplace.services.finance.payer_accounts import remove_payer, set_payer
from tests.factories.catalogue import Catalogue, make_catalogue
from tests.factories.people import (
    actor_for,
    give_role,
    make_operator,
    make_payer,
    make_tenant,
    make_user,
    make_vendor,
    make_vendor_owner,
)

SCHEMA = xmlschema.XMLSchema(str(files("sepaxml") / "schemas" / "pain.001.001.09.xsd"))
NS = {"p": "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"}
MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
FORM = {
    "name": "Northforge Handels GmbH",
    "iban": "de89 3704 0044 0532 0130 00",
    "bic": "DEUTDEFF",
    "street": "",
    "postal_code": "60311",
    "town": "Frankfurt",
    "country": "de",
}


@dataclass
class Bank:
    """A store whose queued payouts are to be told to the bank."""

    db: Session
    shop: Catalogue
    operator: Actor

    def queued(self, handle: str, amount: int = 9_000, currency: str = "EUR", **account: str) -> Payout:
        vendor = self.vendor(handle)
        number = len(self.db.exec(select(Payout.id)).all()) + 1
        payout = Payout(
            id=new_id("pay"),
            tenant_id=vendor.tenant_id,
            number=f"PO-2026-{number:04d}",
            vendor_id=vendor.id,
            currency=currency,
            amount=amount,
            status="queued",
            idempotency_key=new_id("k"),
            account={"holder": vendor.legal_name, "iban": "DE02120300000000202051", "bic": "BYLADEM1001", **account},
        )
        self.db.add(payout)
        self.db.flush()
        return payout

    def vendor(self, handle: str) -> Vendor:
        vendor = self.db.exec(select(Vendor).where(Vendor.handle == handle)).first()
        return vendor or make_vendor(
            self.db, self.shop.store, handle, country="DE", address={"city": "Köln", "street": "Ring 1"}
        )


@pytest.fixture
def bank(db: Session) -> Bank:
    return Bank(db, make_catalogue(db), make_operator(db))


def read(xml: bytes) -> ET.Element:
    """The file, after its schema has found nothing wrong with it."""
    SCHEMA.validate(xml)
    return ET.fromstring(xml)


def texts(root: ET.Element, path: str) -> list[str | None]:
    return [element.text for element in root.iterfind(path, NS)]


def test_a_file_is_what_a_bank_takes(bank: Bank) -> None:
    make_payer(bank.db)
    payouts = [bank.queued("bolt"), bank.queued("arco", 12_345), bank.queued("usd", 5_000, "USD")]
    name = make_bank_file(bank.db, bank.operator)
    file = get_bank_file(bank.db, bank.operator, name)
    root = read(file.xml)
    euro, dollar = root.iterfind(".//p:PmtInf", NS)
    assert texts(root, ".//p:GrpHdr/p:NbOfTxs") + texts(root, ".//p:GrpHdr/p:CtrlSum") == ["3", "263.45"]
    assert texts(euro, "p:NbOfTxs") + texts(euro, "p:CtrlSum") == ["2", "213.45"]
    assert texts(euro, "p:PmtTpInf/p:SvcLvl/p:Cd") + texts(euro, "p:ChrgBr") == ["SEPA", "SLEV"]
    assert texts(dollar, "p:PmtTpInf/p:SvcLvl/p:Cd") + texts(dollar, "p:ChrgBr") == ["SHAR"]
    for payment in (euro, dollar):
        assert texts(payment, "p:Dbtr/p:Nm") == ["Groesse + Soehne GmbH"]
        assert texts(payment, "p:DbtrAcct/p:Id/p:IBAN") == ["DE89370400440532013000"]
        assert texts(payment, "p:DbtrAgt/p:FinInstnId/p:BICFI") == ["DEUTDEFF"]
        assert texts(payment, "p:ReqdExctnDt/p:Dt") == [file.execute_on.isoformat()]
        assert texts(payment, "p:Dbtr/p:PstlAdr/*") == ["Kaiserstr. 1", "60311", "Koeln", "DE"]
    assert texts(euro, ".//p:Cdtr/p:PstlAdr/p:TwnNm") == ["Koeln", "Koeln"]
    assert texts(euro, ".//p:Cdtr/p:PstlAdr/p:Ctry") == ["DE", "DE"]
    assert texts(euro, ".//p:RmtInf/p:Ustrd") == ["Payout PO-2026-0001", "Payout PO-2026-0002"]
    assert {payout.status for payout in payouts} == {"sending"}
    assert {payout.expected_on for payout in payouts} == {file.execute_on}
    assert bank.db.exec(select(Job.entity_id).where(Job.kind == "payout.send")).all() == [p.id for p in payouts]


def test_every_download_is_the_same_bytes_whatever_changes_meanwhile(bank: Bank) -> None:
    make_payer(bank.db)
    payout = bank.queued("bolt")
    name = make_bank_file(bank.db, bank.operator)
    first = get_bank_file(bank.db, bank.operator, name)
    xml, table = first.xml, first.csv
    set_payer(bank.db, bank.operator, None, FORM)
    bank.vendor("bolt").address = {"city": "Bonn"}
    payout.account = {"holder": "Other", "iban": "NL91ABNA0417164300"}
    bank.db.flush()
    bank.db.expire_all()
    again = get_bank_file(bank.db, bank.operator, name)
    assert (again.xml, again.csv) == (xml, table)
    counts = bank.db.exec(select(AuditEvent.after).where(AuditEvent.action == "table:table:exported")).all()
    assert counts == [{"rows": 1}, {"rows": 1}]
    with pytest.raises(ProgrammingError, match="never changed"), bank.db.begin_nested():
        bank.db.connection().execute(text("update bank_file set csv = 'x'"))


def test_a_file_of_before_they_were_kept_is_made_once_more_and_kept(bank: Bank) -> None:
    make_payer(bank.db)
    payout = bank.queued("bolt")
    payout.status, payout.bank_file, payout.sent_at = (
        "in_transit",
        "BF-20261224-ABCDEF",
        datetime(2026, 12, 24, 9, tzinfo=UTC),
    )
    bank.db.add(
        PayoutAttempt(
            id=new_id("pat"),
            tenant_id=payout.tenant_id,
            payout_id=payout.id,
            number=1,
            idempotency_key=f"{payout.id}-1",
        )
    )
    bank.db.flush()
    old = get_bank_file(bank.db, bank.operator, "BF-20261224-ABCDEF")
    assert (old.execute_on, old.transfers) == (date(2026, 12, 28), 1)
    read(old.xml)
    assert bank.db.exec(select(BankFile.id)).all() == ["BF-20261224-ABCDEF"]


def test_without_an_account_nothing_is_sent_and_the_sentence_says_where_to_set_it(bank: Bank) -> None:
    payout = bank.queued("bolt")
    with pytest.raises(PayerMissing) as caught, bank.db.begin_nested():
        make_bank_file(bank.db, bank.operator)
    assert caught.value.sentence == (
        f"Nobody has said yet which account pays the vendors of {bank.shop.store.name}. Set it under “Paying "
        "accounts” first; no bank takes a file without it."
    )
    bank.db.refresh(payout)
    assert (payout.status, payout.bank_file) == ("queued", "")
    assert bank.db.exec(select(PayoutAttempt)).all() == []
    assert bank.db.exec(select(BankFile)).all() == []
    assert bank.db.exec(select(Job).where(Job.kind == "payout.send")).all() == []


def test_a_store_s_own_account_pays_its_vendors_and_the_platform_s_everybody_else_s(bank: Bank) -> None:
    make_payer(bank.db)
    other = make_tenant(bank.db, "other")
    make_payer(bank.db, other, iban="NL91ABNA0417164300", bic="ABNANL2A", name="Other BV", town="Venlo", country="NL")
    bank.queued("bolt")
    make_vendor(bank.db, other, "theirs", country="NL")
    bank.queued("theirs", 100)
    root = read(get_bank_file(bank.db, bank.operator, make_bank_file(bank.db, bank.operator)).xml)
    assert texts(root, ".//p:DbtrAcct/p:Id/p:IBAN") == ["DE89370400440532013000", "NL91ABNA0417164300"]
    assert texts(root, ".//p:PmtInf/p:CtrlSum") == ["90.00", "1.00"]
    assert len(set(texts(root, ".//p:PmtInfId"))) == 2


@pytest.mark.parametrize(
    ("account", "expected"),
    [
        (
            {"iban": "DE02120300000000202052"},
            "PO-2026-0001 cannot be told to the bank: the vendor’s IBAN does not check.",
        ),
        ({"iban": ""}, "PO-2026-0001 cannot be told to the bank: the vendor’s IBAN does not check."),
        ({"bic": "BANK"}, "PO-2026-0001 cannot be told to the bank: the BIC of the vendor’s bank is none."),
    ],
)
def test_a_transfer_that_a_bank_would_refuse_is_named_and_nothing_is_sent(
    bank: Bank, account: dict[str, str], expected: str
) -> None:
    make_payer(bank.db)
    payout = bank.queued("bolt", **account)
    with pytest.raises(Unpayable) as caught, bank.db.begin_nested():
        make_bank_file(bank.db, bank.operator)
    assert caught.value.sentence == f"{expected} Hold or cancel it, or have it mended."
    bank.db.refresh(payout)
    assert payout.status == "queued"
    assert bank.db.exec(select(BankFile)).all() == []


def test_a_bank_is_told_compact_numbers_in_capitals(bank: Bank) -> None:
    make_payer(bank.db)
    bank.queued("bolt", iban="de02 1203 0000 0000 2020 51", bic="byla de m1 001")
    bank.vendor("bolt").country = "de"
    bank.db.flush()
    file = get_bank_file(bank.db, bank.operator, make_bank_file(bank.db, bank.operator))
    root = ET.fromstring(file.xml)
    assert texts(root, ".//p:CdtTrfTxInf/p:CdtrAgt/p:FinInstnId/p:BICFI") == ["BYLADEM1001"]
    assert texts(root, ".//p:CdtrAcct/p:Id/p:IBAN") == ["DE02120300000000202051"]
    assert texts(root, ".//p:Cdtr/p:PstlAdr/p:Ctry") == ["DE"]
    assert b"BYLADEM1001" in file.csv


@pytest.mark.parametrize(
    ("field", "typed"),
    [("name", "!!"), ("name", "x" * 71), ("town", "!!"), ("town", "60311"), ("country", "ZZ"), ("country", "D1")],
)
def test_a_payer_of_whom_nothing_could_be_told_to_a_bank_is_refused(bank: Bank, field: str, typed: str) -> None:
    with pytest.raises(Invalid) as caught:
        set_payer(bank.db, bank.operator, None, {**FORM, field: typed})
    assert caught.value.fields.keys() == {field}
    assert caught.value.fields[field].startswith("Enter the ")
    assert bank.db.exec(select(PayerAccount)).all() == []


def test_a_payer_in_any_script_is_taken(bank: Bank) -> None:
    set_payer(bank.db, bank.operator, None, {**FORM, "name": "Фабрика", "town": "Łódź", "country": "pl"})
    assert bank.db.exec(select(PayerAccount.name)).one() == "Фабрика"


def test_each_payout_is_told_once_and_only_operators_read_it(bank: Bank) -> None:
    make_payer(bank.db)
    bank.queued("bolt")
    name = make_bank_file(bank.db, bank.operator)
    with pytest.raises(Conflict, match="No payout waits"):
        make_bank_file(bank.db, bank.operator)
    user = make_user(bank.db, "admin@example.com")
    give_role(bank.db, user, Role.TENANT_ADMIN, tenant=bank.shop.store)
    for nobody in (actor_for(bank.db, user), make_vendor_owner(bank.db, bank.vendor("bolt"))):
        with pytest.raises((Forbidden, NotFound)):
            get_bank_file(bank.db, nobody, name)
        with pytest.raises((Forbidden, NotFound)):
            make_bank_file(bank.db, nobody)
    with pytest.raises(NotFound):
        get_bank_file(bank.db, bank.operator, "BF-none")
    assert bank.db.exec(select(AuditEvent).where(AuditEvent.action == "table:table:exported")).all() == []


def test_an_account_is_checked_masked_and_its_change_is_in_the_trail(bank: Bank) -> None:
    store = bank.shop.store
    with pytest.raises(Invalid) as caught:
        set_payer(
            bank.db,
            bank.operator,
            store.id,
            {**FORM, "iban": "DE89370400440532013001", "bic": "X", "town": " ", "country": "Germany", "name": ""},
        )
    assert set(caught.value.fields) == {"name", "iban", "bic", "town", "country"}
    assert bank.db.exec(select(PayerAccount)).all() == []
    assert list_payers(bank.db, bank.operator).says == f"No account pays the vendors of {store.name} yet."
    set_payer(bank.db, bank.operator, store.id, FORM)
    set_payer(bank.db, bank.operator, store.id, {**FORM, "iban": "NL91 ABNA 0417 1643 00", "bic": "ABNANL2A"})
    row = bank.db.exec(select(PayerAccount)).one()
    assert (row.iban, row.country) == ("NL91ABNA0417164300", "DE")
    shown = list_payers(bank.db, bank.operator)
    assert [(r.store, r.says, r.is_set) for r in shown.rows] == [
        ("", "Not set.", False),
        (store.id, "Northforge Handels GmbH, NL91 •••• 4300", True),
    ]
    trail = bank.db.exec(select(AuditEvent.action, AuditEvent.before, AuditEvent.after).order_by(AuditEvent.seq)).all()
    german = {"name": "Northforge Handels GmbH", "account": "DE89 •••• 3000", "bic": "DEUTDEFF"}
    dutch = {"name": "Northforge Handels GmbH", "account": "NL91 •••• 4300", "bic": "ABNANL2A"}
    assert trail == [("payout:payer:set", None, german), ("payout:payer:set", german, dutch)]
    remove_payer(bank.db, bank.operator, store.id)
    assert bank.db.exec(select(PayerAccount)).all() == []


def test_who_may_not_set_an_account_sets_none_and_sees_none(bank: Bank) -> None:
    make_payer(bank.db)
    user = make_user(bank.db, "admin@example.com")
    give_role(bank.db, user, Role.TENANT_ADMIN, tenant=bank.shop.store)
    for nobody in (actor_for(bank.db, user), make_vendor_owner(bank.db, bank.vendor("bolt"))):
        for store in (None, bank.shop.store.id):
            with pytest.raises((Forbidden, NotFound)):
                set_payer(bank.db, nobody, store, FORM)
        assert list_payers(bank.db, nobody).rows == ()
    assert bank.db.exec(select(PayerAccount.iban)).all() == ["DE89370400440532013000"]
    assert bank.db.exec(select(AuditEvent)).all() == []


PAYER = Payer("Concourse", "DE89370400440532013000", "DEUTDEFF", "Berlin", "DE")
TOLD = (
    Instruction("pay_1-1", 123_456, "EUR", "Payout PO-1", {"holder": "=Bolt & Co", "iban": "DE02", "bic": "BYLADEM1"}),
    Instruction("pay_2-1", 5_000, "EUR", "-Payout_2", {"holder": " +Arco", "iban": "NL91"}),
)


def test_the_file_as_a_table_holds_no_formula() -> None:
    text_ = csv_file([Batch(PAYER, "EUR", True, TOLD)]).decode()
    assert list(csv.reader(io.StringIO(text_)))[1:] == [
        ["DE89370400440532013000", "pay-1-1", "'=Bolt & Co", "DE02", "BYLADEM1", "1234.56", "EUR", "Payout PO-1"],
        ["DE89370400440532013000", "pay-2-1", "' +Arco", "NL91", "", "50.00", "EUR", "'-Payout_2"],
    ]
    assert text_.splitlines()[0].startswith('"payer_iban","reference"')


def test_currencies_are_written_with_their_own_decimals() -> None:
    iban = {"holder": "A", "iban": "DE02120300000000202051"}
    batches = [
        Batch(PAYER, currency, False, (Instruction(f"p-{currency}", 12_345, currency, "x", iban),))
        for currency in ("JPY", "KWD", "USD")
    ]
    root = read(pain_001("BF-1", batches, made_at=MONDAY, on=MONDAY.date()))
    assert texts(root, ".//p:InstdAmt") == ["12345", "12.345", "123.45"]
    assert Decimal(texts(root, ".//p:GrpHdr/p:CtrlSum")[0] or "") == Decimal("12480.795")


def test_references_are_unique_and_short_enough() -> None:
    with pytest.raises(ValueError, match="one reference"):
        pain_001(
            "BF-1",
            [Batch(PAYER, "EUR", True, (TOLD[0], replace(TOLD[0], key="pay-1-1")))],
            made_at=MONDAY,
            on=MONDAY.date(),
        )
    assert bank_reference(f"{new_id('pay')}-999").startswith("pay-01")
    with pytest.raises(ValueError, match="35 signs"):
        bank_reference("x" * 36)


@pytest.mark.parametrize(
    ("text_", "is_german", "written"),
    [
        ("Müller & Söhne GmbH", True, "Mueller + Soehne GmbH"),
        ("Mu\u0308ller", True, "Mueller"),
        ("Müller Kft.", False, "Muller Kft."),
        ("Straße_7", True, "Strasse-7"),
        ("Łódź, Ørsted, Çelik", False, "Lodz, Orsted, Celik"),
        ("Δέλτα ΑΕ", False, "Delta AE"),
        ("orders@bolt.de “now” <b>", False, "orders(at)bolt.de now b"),
        ("O’Neill’s", False, "O'Neill's"),
        ("  ", False, ""),
    ],
)
def test_names_are_written_in_the_signs_of_banks(text_: str, is_german: bool, written: str) -> None:
    assert in_bank_signs(text_, 70, is_german=is_german) == written


@pytest.mark.parametrize(
    ("sent", "done"),
    [
        ("2026-12-24T09:00+00:00", "2026-12-28"),
        ("2027-03-25T09:00+00:00", "2027-03-30"),
        ("2026-12-31T09:00+00:00", "2027-01-04"),
        ("2026-04-30T09:00+00:00", "2026-05-04"),
        ("2026-11-27T09:00+00:00", "2026-11-30"),
        ("2026-11-25T23:30+00:00", "2026-11-27"),  # after midnight where the banks are
    ],
)
def test_a_transfer_is_carried_out_on_the_next_day_that_banks_work(sent: str, done: str) -> None:
    assert executed_on(datetime.fromisoformat(sent), is_bank_day) == date.fromisoformat(done)


def test_sepa_carries_euro_inside_its_countries_only() -> None:
    assert goes_by_sepa("EUR", "DE89", "NL91")
    assert not goes_by_sepa("USD", "DE89", "NL91")
    assert not goes_by_sepa("EUR", "DE89", "TR33")


def test_what_sepa_does_not_carry_is_said(bank: Bank) -> None:
    make_payer(bank.db)
    bank.queued("bolt", 100_000_000_000)
    with pytest.raises(Unpayable, match="above what SEPA carries"):
        make_bank_file(bank.db, bank.operator)
