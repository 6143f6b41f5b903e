"""Who may use what. A handler or route that is not listed here fails the matrix: decide before you ship it."""

from tests.leaks.world import ROLES

EVERYBODY = frozenset(ROLES)
SIGNED_IN = EVERYBODY - {"anonymous", "suspended"}
VENDORS = frozenset({"vendor A1", "vendor A2"})  # owners and catalogue keepers
VENDOR_TEAM = VENDORS | {"vendor A1 support", "applicant A"}
STORE_DESK = frozenset({"tenant admin A", "tenant admin B", "operator"})
OPERATOR = frozenset({"operator"})
NOBODY_ELSES = frozenset()  # harmless for everybody: changes nothing but the form on one's own screen

HANDLERS: dict[str, frozenset[str]] = {}

# Method and path -> who gets an answer; everybody else is sent to sign in, refused, or told there is no such thing.
ROUTES: dict[str, frozenset[str]] = {
    **dict.fromkeys(
        (
            "GET /",
            "GET /health",
            "GET /metrics",
            "GET /media/{path:path}",
            "GET /robots.txt",
            "GET /s/{store}",
            "GET /s/{store}/sitemap.xml",
            "GET /stores",
            "GET /forgot-password",
            "GET /reset-password",
            "GET /second-factor",
            "GET /sign-in",
            "GET /sign-up",
            "GET /vendor/apply",
            "GET /verify-email",
            "POST /auth/forgot-password",
            "POST /auth/reset-password",
            "POST /auth/second-factor",
            "POST /auth/sign-in",
            "POST /auth/sign-out",
            "POST /auth/sign-up",
            "POST /auth/store",
            "POST /verify-email",
        ),
        EVERYBODY,
    ),
    # The shell of a desk is the same for everybody and holds no data; its data comes through the handlers below.
    **dict.fromkeys(
        (
            "GET /account",
            "GET /account/{rest:path}",
            "GET /admin",
            "GET /admin/{rest:path}",
            "GET /mailbox",
            "GET /vendor",
            "GET /vendor/{rest:path}",
        ),
        EVERYBODY,
    ),
    "POST /vendor-media/{product_id}": VENDORS,
}
