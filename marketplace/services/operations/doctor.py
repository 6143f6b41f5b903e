"""`marketplace doctor`: what is right and what is wrong here, in words."""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError

from marketplace.kit.db import unit_of_work
from marketplace.kit.tenancy import Scope
from marketplace.services.operations.health import examine_parts
from marketplace.services.operations.production_checks import (
    open_demo_accounts,
    open_demo_keys,
    operators_without_second_factor,
)
from marketplace.settings import settings


@dataclass(frozen=True)
class Finding:
    what: str
    ok: bool
    says: str


def _mail() -> Finding:
    here = settings()
    if here.smtp_url:
        return Finding("Mail", True, "SMTP")
    if here.is_demo:
        return Finding("Mail", True, "kept in the mailbox page (set SMTP_URL to send)")
    return Finding("Mail", False, "WITHOUT_MAIL: no letter is sent, so nobody can sign up or reset a password")


def _production() -> list[Finding]:
    """What only matters where real people sign in."""
    here = settings()
    if here.is_demo:
        return [Finding("Accounts", True, "the demo's are open to everybody, as is the mailbox (demo mode)")]
    try:
        with unit_of_work(Scope.system()) as db:
            demo = [u.email for u in open_demo_accounts(db)] + [key.title for key in open_demo_keys(db)]
            bare = operators_without_second_factor(db)
    except SQLAlchemyError:
        return []  # the database's own line says it
    shut = "none of the demo's is open" if not demo else f"open to everybody: {', '.join(demo)}"
    strong = (
        f"not yet set up by {', '.join(bare)}, who cannot open the desk before" if bare else "all operators have it"
    )
    hops = f"{here.trusted_hops} proxies are believed" if here.trusted_hops else "no proxy is believed (TRUSTED_HOPS)"
    return [
        Finding("Accounts", not demo, shut),
        Finding("Two-step sign-in", not bare, strong),
        Finding("Addresses of clients", True, hops),
        Finding("Metrics", True, "open to the bearer of OPERATIONS_TOKEN" if here.operations_token else "closed"),
    ]


def examine() -> list[Finding]:
    """The environment first, then every part of the product."""
    here = settings()
    free = shutil.disk_usage(here.data_dir if here.data_dir.exists() else here.data_dir.parent).free
    return [
        Finding("Python", sys.version_info >= (3, 11), sys.version.split()[0]),
        Finding("Data folder", here.data_dir.exists(), str(here.data_dir)),
        Finding("Disk", free > 500_000_000, f"{free / 1e9:.1f} GB free"),
        Finding("Mode", True, f"{here.mode}, reached at {here.base_url}"),
        _mail(),
        *_production(),
        *(Finding(part.name.replace("_", " ").capitalize(), part.ok, part.says) for part in examine_parts()),
    ]
