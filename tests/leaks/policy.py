"""Who may use what. A handler or route that is not listed here fails the matrix: decide before you ship it."""

from tests.leaks.world import ROLES

EVERYBODY = frozenset(ROLES)
SIGNED_IN = EVERYBODY - {"anonymous", "suspended"}
VENDORS = frozenset({"vendor A1", "vendor A2"})  # owners and catalogue keepers
VENDOR_TEAM = VENDORS | {"vendor A1 support", "applicant A"}
STORE_DESK = frozenset({"tenant admin A", "tenant admin B", "operator"})
OPERATOR = frozenset({"operator"})
NOBODY_ELSES = frozenset()  # harmless for everybody: changes nothing but the form on one's own screen



def _of(state: str, *events: str) -> tuple[str, ...]:
    return tuple(f"{state}.{event}" for event in events)


HANDLERS: dict[str, frozenset[str]] = {
    "MailboxState.open": EVERYBODY,  # the demo's; production has none
    "VendorApplyState.open": EVERYBODY,
    **dict.fromkeys(_of("VendorApplyState", "accept", "send", "set_field"), SIGNED_IN),
    **dict.fromkeys(_of("VendorApplyState", "choose_store", "show_step"), NOBODY_ELSES),
    **dict.fromkeys(_of("AccountProfileState", "open", "resend", "save"), SIGNED_IN),
    **dict.fromkeys(
        _of(
            "AccountSecurityState", "begin_setup", "cancel_setup", "change_password", "codes_kept", "confirm_setup",
            "end_others", "end_session", "open", "switch_off",
        ),
        SIGNED_IN,
    ),
    **dict.fromkeys(
        ("VendorScreen.ask", "VendorTodayState.open", "VendorProductsState.open", "VendorNewProductState.open",
         "VendorProductForm.open"),
        VENDOR_TEAM,
    ),
    "VendorProductsState.search": NOBODY_ELSES,
    "VendorNewProductState.create": VENDORS | {"applicant A"},
    **dict.fromkeys(
        _of(
            "VendorProductForm", "add_line", "add_tier", "mend_tier", "remove_line", "remove_tier", "set_facet",
            "set_fact", "set_line", "set_price", "set_tier", "set_variant", "show_currency", "show_tiers",
            "switch_variant",
        ),
        NOBODY_ELSES,
    ),
    **dict.fromkeys(
        _of(
            "VendorProductState", "add_option", "add_variant", "archive", "describe_picture", "discard",
            "move_picture", "picture_taken", "publish", "remove_option", "remove_picture", "remove_variant", "save",
            "undo", "unpublish",
        ),
        VENDORS | {"applicant A"},
    ),
}  # fmt: skip

# These take no identifier: whoever may use them reaches nothing but their own account, whatever the target.
ALWAYS_OWN = frozenset({"AccountSecurityState.begin_setup"})

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
    "GET /vendor/products.csv": VENDOR_TEAM,
    "POST /vendor-media/{product_id}": VENDORS,
}
