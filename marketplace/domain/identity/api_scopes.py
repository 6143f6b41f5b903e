"""What an API key may be given: a closed list, each with a sentence. A key may do what it names, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

EVERYTHING = "*"


class KeyKind(StrEnum):
    PUBLISHABLE = "publishable"
    SECRET = "secret"  # noqa: S105  a name, not a secret


class ApiScope(StrEnum):
    CATALOGUE_READ = "catalogue:read"
    CATALOGUE_WRITE = "catalogue:write"
    COMPANIES_READ = "companies:read"
    COMPANIES_WRITE = "companies:write"
    ORDERS_READ = "orders:read"
    ORDERS_WRITE = "orders:write"
    VENDORS_READ = "vendors:read"
    VENDORS_WRITE = "vendors:write"
    TENANTS_READ = "tenants:read"
    TENANTS_WRITE = "tenants:write"


MEANINGS: dict[ApiScope, str] = {
    ApiScope.CATALOGUE_READ: "Read products with prices and stock, drafts included.",
    ApiScope.CATALOGUE_WRITE: "Make drafts for vendors, and put them away; price lists with their prices.",
    ApiScope.COMPANIES_READ: "Read companies with their people, approvals, budgets, invoices and accounts.",
    ApiScope.COMPANIES_WRITE: "Make and change groups of companies.",
    ApiScope.ORDERS_READ: "Read orders with buyers, addresses and amounts.",
    ApiScope.ORDERS_WRITE: "Cancel orders and pay them back.",
    ApiScope.VENDORS_READ: "Read vendors and their applications.",
    ApiScope.VENDORS_WRITE: "Approve, reject, suspend and reinstate vendors.",
    ApiScope.TENANTS_READ: "Read stores and their settings.",
    ApiScope.TENANTS_WRITE: "Create stores and change their settings.",
}
PLATFORM_ONLY = frozenset({ApiScope.TENANTS_WRITE})
_READS = {
    ApiScope.CATALOGUE_WRITE: ApiScope.CATALOGUE_READ,
    ApiScope.COMPANIES_WRITE: ApiScope.COMPANIES_READ,
    ApiScope.ORDERS_WRITE: ApiScope.ORDERS_READ,
    ApiScope.VENDORS_WRITE: ApiScope.VENDORS_READ,
    ApiScope.TENANTS_WRITE: ApiScope.TENANTS_READ,
}


def scopes_for(*, is_platform: bool) -> tuple[ApiScope, ...]:
    """The scopes that a key of the platform, or of one store, can have, in the order of the list."""
    return tuple(scope for scope in ApiScope if is_platform or scope not in PLATFORM_ONLY)


def read_scopes(chosen: Iterable[str], *, is_platform: bool) -> frozenset[ApiScope] | None:
    """The scopes meant by these names; None when one of them is unknown or not to be had here.

    `*` is all of them. Whoever may change may also read: `orders:write` brings `orders:read`.
    """
    names, possible = set(chosen), scopes_for(is_platform=is_platform)
    if EVERYTHING in names:
        return frozenset(possible)
    if not names <= set(possible):
        return None
    scopes = {ApiScope(name) for name in names}
    return frozenset(scopes | {_READS[scope] for scope in scopes if scope in _READS})
