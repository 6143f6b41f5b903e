"""Who may use what. A handler or route that is not listed here fails the matrix: decide before you ship it."""

from tests.authorization.world import ROLES

EVERYBODY = frozenset(ROLES)
SIGNED_IN = EVERYBODY - {"anonymous", "suspended"}
VENDORS = frozenset({"vendor A1", "vendor A2"})  # owners and catalogue keepers
VENDOR_TEAM = VENDORS | {"vendor A1 support", "applicant A"}
STORE_DESK = frozenset({"tenant admin A", "tenant admin B", "operator"})
OPERATOR = frozenset({"operator"})
READS: frozenset[str] = frozenset()  # changes nothing for anybody, and shows nobody what is another's


def _all(names: str, who: frozenset[str]) -> dict[str, frozenset[str]]:
    """`Owner.one two three` stands for three handlers."""
    owner, _, events = names.partition(".")
    return {f"{owner}.{event}": who for event in events.split()}


# Whose changes a handler may make: everybody not named changes nothing, whatever they send.
HANDLERS: dict[str, frozenset[str]] = {
    # the storefront: open to everybody, and only what is published
    **_all("CategoriesScreen.load", READS),
    **_all("HomePage.load", READS),
    **_all("ProductScreen.load quantity_typed", READS),
    **_all("SearchBox.typed", READS),
    **_all("ShelfScreen.load_category load_search", READS),
    **_all("StoreScreen.cart_changed", READS),
    **_all("StoresPage.load", READS),
    **_all("Toasts.hide show", READS),
    **_all("Toasts.show hide", READS),
    **_all("VendorsScreen.load", READS),
    # one's own account, whatever the payload says
    **_all("AccountProfileState.open", READS),
    **_all("AccountProfileState.resend save", SIGNED_IN),
    **_all("AccountNotFoundState.open", READS),
    **_all("AccountAddressesState.leave_field open", READS),
    **_all("AccountAddressesState.remove save", frozenset({"shopper A"})),  # whose the address is
    **_all("AccountCardsState.open", READS),
    **_all("AccountCardsState.remove", frozenset({"shopper A"})),
    **_all("AccountOrdersState.open", READS),
    **_all("AccountSecurityState.open cancel_setup codes_kept", READS),
    **_all(
        "AccountSecurityState.begin_setup change_password confirm_setup end_others end_session switch_off", SIGNED_IN
    ),
    **_all("MailboxState.open", READS),
    # a company's desk in a store: its people, by their roles there
    **_all("CompanyRegisterState.bill_elsewhere document_taken open remove_document", READS),
    **_all("CompanyRegisterState.leave_field send", SIGNED_IN),
    **_all("CompanyOverviewState.open", READS),
    **_all("CompanyOverviewState.leave", frozenset({"company contact A"})),
    **_all("CompanyLocationsState.bill_elsewhere open", READS),
    **_all("CompanyLocationsState.save", frozenset({"company contact A"})),
    **_all("CompanyApprovalsState.open begin_decline", READS),
    **_all(
        "CompanyApprovalsState.approve approve_row decline remind withdraw save_absence",
        frozenset({"company contact A"}),
    ),
    # the quotes of a buyer: of who asked, and of their company
    **_all("BuyerQuotesState.open", READS),
    **_all("BuyerQuoteState.open choose_way choose award withdraw", READS),
    **_all("BuyerRoomState.open follow writes counter accept decline say", READS),
    **_all("CompanyRulesState.open choose_kind", READS),
    **_all("CompanyRulesState.place_approved save remove", frozenset({"company contact A"})),
    **_all("CompanyCostCentresState.open", READS),
    **_all("CompanyCostCentresState.require save", frozenset({"company contact A"})),
    **_all("CompanyMembersState.open search show_everywhere", READS),
    **_all("CompanyMembersState.deactivate resend save", frozenset({"company contact A"})),
    **_all("CompanyOrdersState.open search", READS),
    **_all("CompanyPricesState.open search", READS),
    **_all("CompanyInvoicesState.open", READS),
    **_all("CompanyStatementState.open show", READS),
    # becoming a vendor
    **_all("VendorApplyState.open choose_store show_step", READS),
    **_all("VendorApplyState.accept send set_field", SIGNED_IN),
    # the vendor's desk
    **_all("VendorScreen.ask load", READS),
    **_all("VendorNotFoundState.open", READS),
    **_all("VendorTodayState.open follow span", READS),
    **_all("VendorOrdersState.open follow refresh search", READS),
    **_all("VendorOrderState.open show step take", READS),
    **_all(
        "VendorOrderState.accept answer_return cancel correct decline delivered receive refund refund_return ship",
        VENDORS,
    ),
    **_all("VendorProductsState.open search", READS),
    **_all("VendorNewProductState.open", READS),
    **_all("VendorNewProductState.create", VENDORS),
    **_all(
        "VendorProductForm.add_line add_tier mend_tier open remove_line remove_tier set_facet set_fact set_line"
        " set_price set_tier set_variant show_currency show_tiers switch_variant",
        READS,
    ),
    **_all("VendorProductState.discard picture_taken", READS),
    **_all(
        "VendorProductState.add_option add_variant archive describe_picture move_picture publish remove_option"
        " remove_picture remove_variant save undo unpublish",
        VENDORS,
    ),
    **_all("VendorQuotesState.open search", READS),
    **_all("VendorRoomState.open follow writes", READS),
    **_all("VendorRoomState.say", VENDORS | {"vendor A1 support"}),
    **_all("VendorRoomState.choose_template decline keep remove_template save_template send take_back", VENDORS),
    **_all("VendorPriceListsState.open search", READS),
    **_all("VendorPriceListState.add_step file_taken follow_file open scope_chosen search", READS),
    **_all("VendorPriceListState.apply_file discard_file", VENDORS),
    **_all(
        "VendorPriceListState.archive preview_percentage remove_price restore save save_steps set_percentage", VENDORS
    ),
    **_all("VendorPayoutsState.open", READS),
    **_all("VendorPayoutsState.ask_for_payout", VENDORS | {"applicant A"}),
    **_all("VendorSettingsState.open show_freight", READS),
    **_all(
        "VendorSettingsState.save_account withdraw_account save_address save_dispatch save_freight save_margin",
        VENDORS | {"applicant A"},
    ),
    **_all("VendorPayoutState.open", READS),
    **_all("VendorCommissionsState.open search", READS),
    # the operator's desk, narrowed to their store for its admins
    **_all("OperatorScreen.ask fade", READS),
    **_all("OperatorHomeState.open", READS),
    **_all("OperatorNotFoundState.open", READS),
    **_all("OperatorOrdersState.open search", READS),
    **_all("OperatorOrderState.choose open show", READS),
    **_all("OperatorOrderState.cancel confirm give_up refund retry", STORE_DESK),
    **_all("OperatorQuotesState.open search", READS),
    **_all("OperatorQuoteState.open follow writes", READS),
    **_all("OperatorQuoteState.end extend say", STORE_DESK),
    **_all("OperatorAuditState.open search", READS),
    **_all("OperatorProductState.open", READS),
    **_all("OperatorProductsState.open search", READS),
    **_all("OperatorVendorsState.open search", READS),
    **_all("OperatorVendorState.open choose", READS),
    **_all("OperatorVendorState.accept decide reinstate reopen suspend terminate undo", STORE_DESK),
    **_all("OperatorCompaniesState.open search", READS),
    **_all("OperatorCompanyState.choose open", READS),
    **_all("OperatorReceivablesState.open search", READS),
    **_all("OperatorReceivableState.choose open", READS),
    **_all(
        "OperatorReceivableState.pause pay_out record save_terms take_back take_back_payout use_credit write_off",
        STORE_DESK,
    ),
    **_all("OperatorCompanyState.decide end_exemption exempt reinstate suspend", STORE_DESK),
    **_all("OperatorTenantsState.open search", READS),
    **_all("OperatorTenantsState.switch undo", OPERATOR),
    **_all("OperatorTenantState.open show_preview take_back try_brand", READS),
    **_all("OperatorTenantState.publish_brand save save_quotes save_terms switch undo", OPERATOR),
    **_all("OperatorPriceListsState.open search", READS),
    **_all("OperatorPriceListState.add_step file_taken follow_file open scope_chosen search", READS),
    **_all("OperatorPriceListState.apply_file discard_file", STORE_DESK),
    **_all(
        "OperatorPriceListState.archive preview_percentage remove_price restore save save_steps set_percentage",
        STORE_DESK,
    ),
    **_all("OperatorPricePreviewState.look open search show_trace", READS),
    **_all("OperatorGroupsState.open", READS),
    **_all("OperatorGroupsState.remove save", STORE_DESK),
    **_all("OperatorPromotionsState.open", READS),
    **_all("OperatorPromotionsState.end restart save", STORE_DESK),
    **_all("OperatorReceivingState.open_store", READS),
    **_all("OperatorReceivingState.remove save", STORE_DESK),
    **_all("OperatorRegionsState.open", READS),
    **_all("OperatorRegionsState.remove_rate save_delivery save_rate save_region", STORE_DESK),
    **_all("OperatorNewTenantState.open name_typed", READS),
    **_all("OperatorNewTenantState.create", OPERATOR),
    **_all("OperatorKeysState.choose open open_store put_away", READS),
    **_all("OperatorKeysState.create revoke", STORE_DESK),
    **_all("OperatorSearchState.begin open_store", READS),
    **_all("OperatorSearchState.add forget remove", STORE_DESK),
    **_all("OperatorCommissionRulesState.open try_rule ask_order", READS),
    **_all("OperatorCommissionRulesState.save move switch", STORE_DESK),
    **_all("OperatorPayoutsState.open search", READS),
    **_all(
        "OperatorPayoutsState.cancel give_up hold make_file mark_failed mark_paid mark_returned release"
        " remove_payer save_payer",
        OPERATOR,
    ),
    **_all("OperatorLedgerState.open search", READS),
    **_all("OperatorLedgerState.check_now", OPERATOR),
    **_all("OperatorJobsState.open follow hold", READS),
    **_all("OperatorJobsState.discard discard_alike hurry retry retry_alike", OPERATOR),
}

# They name no object: whoever may use them acts for themselves, so only the others are swept.
SELF_SERVICE = frozenset(
    name
    for name, who in HANDLERS.items()
    if who == SIGNED_IN
    or name
    in (
        "VendorNewProductState.create",
        "CompanyApprovalsState.save_absence",  # of one's own
        "CompanyRulesState.place_approved",  # of one's own company
        "OperatorNewTenantState.create",
        "VendorPayoutsState.ask_for_payout",
        "OperatorPayoutsState.make_file",
        "OperatorLedgerState.check_now",
    )
)

# Method and path -> who gets an answer; everybody else is sent to sign in, refused, or told there is no such thing.
ROUTES: dict[str, frozenset[str]] = {
    **dict.fromkeys(
        (
            "GET /",
            "GET /docs",
            "GET /health",
            "GET /metrics",
            "GET /media/{path:path}",
            "GET /robots.txt",
            "GET /s/{store}",
            "GET /s/{store}/sitemap.xml",
            "GET /s/{store}/c/{category}",
            "GET /s/{store}/categories",
            "GET /s/{store}/list",
            "GET /s/{store}/p/{product}",
            "GET /s/{store}/search",
            "GET /s/{store}/v/{vendor}",
            "GET /s/{store}/vendors",
            "GET /stores",
            "GET /forgot-password",
            "GET /reset-password",
            "GET /second-factor",
            "GET /sign-in",
            "GET /wrong-desk",
            "GET /sign-up",
            "GET /vendor/apply",
            "GET /verify-email",
            "GET /payout-account",  # the secret of a letter decides
            "POST /payout-account",
            "POST /auth/forgot-password",
            "POST /auth/reset-password",
            "POST /auth/second-factor",
            "POST /auth/sign-in",
            "POST /auth/sign-out",
            "POST /auth/sign-up",
            "POST /auth/store",
            "POST /verify-email",
            # The shopper's own cart, by session or by the browser's secret; of somebody else's nothing is found.
            "GET /s/{store}/cart",
            "POST /s/{store}/cart/add",
            "POST /s/{store}/cart/back",
            "POST /s/{store}/cart/change",
            "POST /s/{store}/cart/code",
            "POST /s/{store}/cart/later",
            "POST /s/{store}/cart/remove",
            "POST /s/{store}/cart/take-back",
            "POST /s/{store}/cart/uncode",
            # The shopper's own list, in the same way.
            "GET /s/{store}/quick-order",
            "POST /s/{store}/quick-order",
            "POST /s/{store}/quick-order/add",
            "POST /s/{store}/quick-order/mend",
            "POST /s/{store}/quick-order/keep",
            "POST /s/{store}/quick-order/ask",
            # Requests for quotes: one's own form, and what a session or the key of a link opens.
            "GET /quotes/request",
            "GET /s/{store}/quotes",
            "GET /s/{store}/quotes/request",
            "POST /s/{store}/quotes/request",
            "GET /s/{store}/quotes/open/{quote}/{key}",
            "GET /s/{store}/quotes/{quote}",
            "GET /s/{store}/quotes/{quote}/{vendor_quote}",
            "GET /s/{store}/quotes/{request}.csv",
            "GET /s/{store}/quotes/{request}/{quote}/revision-{number}.pdf",
            "POST /s/{store}/quick-order/undo",
            "GET /s/{store}/quick-order/sample.csv",
            # Requisition lists: one's own and those that one's company shares; of others nothing is found.
            "GET /s/{store}/p/{product}/variants",
            "POST /s/{store}/p/{product}/variants",
            "GET /s/{store}/lists",
            "GET /s/{store}/lists/choose",
            "GET /s/{store}/lists/{list}",
            "GET /s/{store}/lists/{list}.csv",
            "GET /s/{store}/company/lists",
            "GET /s/{store}/company/lists/{list}",
            "POST /s/{store}/lists",
            "POST /s/{store}/lists/add",
            "POST /s/{store}/lists/from-cart",
            "POST /s/{store}/lists/{list}",
            "POST /s/{store}/lists/{list}/buy",
            "POST /s/{store}/lists/{list}/delete",
            "POST /s/{store}/lists/{list}/instead",
            "POST /s/{store}/lists/{list}/line",
            "GET /s/{store}/checkout",
            "POST /s/{store}/checkout",
            "GET /s/{store}/checkout/{checkout}",
            "POST /s/{store}/checkout/{checkout}/give-up",
            "POST /s/{store}/notify",
            # A company's desk: the shell holds no data; the secret of a letter, or one's own places decide.
            "GET /b2b/register",
            "GET /s/{store}/b2b/register",
            "GET /s/{store}/company",
            "GET /s/{store}/company/members",
            "GET /s/{store}/company/locations",
            "GET /s/{store}/company/orders",
            "GET /s/{store}/company/documents/{document}",
            "GET /s/{store}/company/prices",
            "GET /s/{store}/company/invoices",
            "GET /s/{store}/company/statement",
            "GET /s/{store}/company/cost-centres",
            "GET /s/{store}/company/approvals",
            "GET /s/{store}/company/rules",
            "GET /s/{store}/company/decide",
            "POST /s/{store}/company/decide",
            "GET /s/{store}/company/join",
            "POST /s/{store}/company/join",
            "POST /s/{store}/company/place",
            "POST /s/{store}/acting/stop",  # ends what this browser does, and nothing else
            "GET /s/{store}/orders",
            "GET /s/{store}/orders/find",
            "POST /s/{store}/orders/find",
            "GET /s/{store}/orders/{number}",
            "POST /s/{store}/orders/{number}/again",
            "POST /s/{store}/orders/{number}/cancel",
            "POST /s/{store}/orders/{number}/return",
            "POST /s/{store}/orders/{number}/transfer",  # the key of the link and the token of a letter decide
            # Outside companies: a signature decides, not who is signed in.
            "POST /webhooks/payments/{provider}",
            "GET /sandbox/card/{reference}",
            "POST /sandbox/card/{reference}",
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
    "GET /s/{store}/company/orders.csv": frozenset({"company contact A"}),
    "GET /s/{store}/company/prices.csv": frozenset({"company contact A"}),
    "GET /s/{store}/company/statement.csv": frozenset({"company contact A"}),
    "GET /s/{store}/company/statement.pdf": frozenset({"company contact A"}),
    "GET /s/{store}/company/invoices/{invoice}.pdf": frozenset({"company contact A"}),
    "GET /admin/invoices/{invoice}.pdf": STORE_DESK,
    "GET /admin/companies/{company}/documents/{document}": STORE_DESK,
    "POST /company-documents/{store}": SIGNED_IN,
    "POST /admin/companies/{company}/act": STORE_DESK,
    "GET /s/{store}/own-prices": EVERYBODY,
    "GET /vendor/products.csv": VENDOR_TEAM,
    "GET /vendor/orders.csv": VENDOR_TEAM,
    "GET /vendor/quotes.csv": VENDOR_TEAM,
    "GET /vendor/quotes/{quote}/revision-{number}.pdf": VENDOR_TEAM,
    "GET /vendor/price-lists.csv": VENDORS,
    "GET /vendor/price-lists/{price_list_id}/prices.csv": VENDORS,
    "GET /vendor/price-lists/{price_list_id}/problems.csv": VENDORS,
    "GET /admin/price-lists/{price_list_id}/prices.csv": STORE_DESK,
    "GET /admin/price-lists/{price_list_id}/problems.csv": STORE_DESK,
    "GET /price-files/sample.csv": EVERYBODY,
    "POST /price-files/{price_list_id}": STORE_DESK | VENDORS,
    "GET /admin/price-lists.csv": STORE_DESK,
    "GET /vendor/orders/{order_id}/packing-slip.pdf": VENDOR_TEAM,
    "GET /vendor/orders/{order_id}/invoice.pdf": VENDOR_TEAM,
    "GET /admin/orders/{order_id}/invoice.pdf": STORE_DESK,
    "GET /admin/orders.csv": STORE_DESK,
    "GET /admin/quotes.csv": STORE_DESK,
    "GET /s/{store}/orders/{number:int}/{position:int}/invoice.pdf": EVERYBODY,
    "GET /s/{store}/orders/{number:int}/{position:int}/credit-notes/{note}.pdf": EVERYBODY,
    "GET /s/{store}/orders/{number:int}/transfer.png": EVERYBODY,
    "GET /s/{store}/orders/{number:int}/pro-forma.pdf": EVERYBODY,
    **dict.fromkeys(("GET /admin/audit.csv", "GET /admin/products.csv", "GET /admin/vendors.csv"), STORE_DESK),
    "GET /admin/companies.csv": STORE_DESK,
    "GET /admin/receivables.csv": STORE_DESK,
    "GET /admin/tenants.csv": STORE_DESK,
    "GET /admin/tenants/{tenant_id}/brand-preview": STORE_DESK,
    "GET /admin/payouts.csv": STORE_DESK,
    "GET /admin/payouts/files/{file}.{form}": OPERATOR,
    **dict.fromkeys(
        ("GET /vendor/commissions.csv", "GET /vendor/payouts.csv", "GET /vendor/payouts/{payout_key}.csv"),
        VENDORS | {"applicant A"},
    ),
}
