"""The HTTP API in the matrix: who may ask which route. A route that is not listed here fails."""

from tests.leaks.api_world import CALLERS

EVERYBODY = frozenset(CALLERS)
NOBODY: frozenset[str] = frozenset()
SHOPPING = frozenset({"key A", "key B", "shopper A", "shopper B"})  # they bring a publishable key
SIGNED_IN = frozenset({"shopper A", "shopper B"})
CATALOGUE = frozenset({"vendor A1", "vendor A2", "applicant A"})
ORDERS = CATALOGUE | {"vendor A1 support"}
VENDORS = ORDERS
ADMINS = frozenset({"tenant admin A", "tenant admin B", "operator"})
KEYS = frozenset({"secret A", "secret B", "platform key"})
STAFF = ADMINS | KEYS
PLATFORM = frozenset({"operator", "platform key"})


def _all(names: str, who: frozenset[str]) -> dict[str, frozenset[str]]:
    """One route per line."""
    return {line.strip(): who for line in names.strip().splitlines()}


API_ROUTES: dict[str, frozenset[str]] = {
    **_all(
        """
        GET /store/regions
        GET /store/regions/{id}
        GET /store/products
        GET /store/products/{id}
        """,
        SHOPPING,
    ),
}
