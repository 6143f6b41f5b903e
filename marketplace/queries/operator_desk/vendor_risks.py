"""What the platform checks by itself before somebody decides about a vendor."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import text
from sqlmodel import Session, col, select

from marketplace.kit import check_digits
from marketplace.models.user import Membership, User
from marketplace.models.vendor import Vendor, VendorRequirement
from marketplace.queries.formatting.wording import count

_FREE_MAIL = ("gmail.com", "outlook.com", "hotmail.com", "yahoo.com", "gmx.de", "gmx.net", "web.de", "icloud.com")


@dataclass(frozen=True)
class Risk:
    """One check that the platform makes by itself."""

    label: str
    says: str
    shape: str


_SAME = text("""
    select count(*) filter (where r.key = 'payout_account' and r.note like :iban) accounts,
           count(*) filter (where r.key = 'tax_id' and v.tax_id = :tax) taxes
    from vendor_requirement r join vendor v on v.id = r.vendor_id and v.tenant_id = r.tenant_id
    where r.vendor_id <> :vendor and (r.note <> '' or r.key = 'tax_id')
""")


def read_risks(db: Session, vendor: Vendor) -> tuple[Risk, ...]:
    """Every check, in the order in which the page shows them."""
    note = db.exec(
        select(VendorRequirement.note).where(
            VendorRequirement.vendor_id == vendor.id, VendorRequirement.key == "payout_account"
        )
    ).first()
    iban, tax = (note or "").partition(",")[0], vendor.tax_id
    same = db.connection().execute(_SAME, {"iban": f"{iban or '-'},%", "tax": tax or "-", "vendor": vendor.id}).one()
    owner = db.exec(
        select(User)
        .join(Membership, col(Membership.user_id) == User.id)
        .where(Membership.vendor_id == vendor.id, Membership.title == "owner")
    ).first()
    domain = vendor.email.rpartition("@")[2].lower()
    return (
        _risk("Same bank account elsewhere", bool(same.accounts), "none", count(same.accounts, "vendor")),
        _risk("Same VAT number elsewhere", bool(same.taxes), "none", count(same.taxes, "vendor")),
        _same_country(iban, vendor.country),
        _risk("E-mail at an own domain", not domain or domain in _FREE_MAIL, domain, domain or "no address"),
        _risk("Owner’s address is confirmed", owner is None or owner.email_verified_at is None, "yes", "not yet"),
    )


def risk_words(doubts: int) -> str:
    """What a number of doubtful checks comes to."""
    return count(doubts, "thing to look at", "things to look at") if doubts else "Low, nothing stands out"


def _risk(label: str, is_doubtful: bool, fine: str, doubt: str) -> Risk:
    return Risk(label, doubt if is_doubtful else fine, "warn half" if is_doubtful else "good full")


def _same_country(iban: str, country: str) -> Risk:
    label = "Bank and business in one country"
    if check_digits.check("iban", iban)[1] or not country:
        return Risk(label, "not known", "")
    return _risk(label, iban[:2] != country, "yes", f"bank in {iban[:2]}")
