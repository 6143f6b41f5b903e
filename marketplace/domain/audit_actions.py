"""What the audit trail calls what people and the product do: `area:noun:verbed`, each with its sentence."""

from __future__ import annotations

from enum import StrEnum


class AuditAction(StrEnum):
    """`sentence` is what the person did: {name} is the thing, {x} what the change holds, {old_x} what it held."""

    sentence: str

    def __new__(cls, value: str, sentence: str) -> AuditAction:
        member = str.__new__(cls, value)
        member._value_ = value
        member.sentence = sentence
        return member

    ACCOUNT_REGISTERED = "account:account:registered", "registered the account {name}"
    ACCOUNT_SIGNED_IN = "account:account:signed_in", "signed in"
    ACCOUNT_SIGN_IN_FAILED = "account:sign_in:failed", "failed to sign in as {name}"
    ACCOUNT_SUSPENDED = "account:account:suspended", "suspended the account {name}"
    ACCOUNT_SIGNED_OUT = "account:account:signed_out", "signed out"
    ACCOUNT_SESSION_ENDED = "account:session:ended", "ended a session"
    ACCOUNT_RENAMED = "account:account:renamed", "changed their name"
    ACCOUNT_PASSWORD_CHANGED = "account:password:changed", "changed their password"
    ACCOUNT_SESSIONS_ENDED = "account:sessions:ended", "ended {sessions} sessions elsewhere"
    ACCOUNT_PASSWORD_RESET = "account:password:reset", "reset the password of {name}"
    ACCOUNT_SECOND_FACTOR_ON = "account:second_factor:on", "switched two-step sign-in on"
    ACCOUNT_SECOND_FACTOR_OFF = "account:second_factor:off", "switched two-step sign-in off"
    OPERATOR_CREATED = "operator:operator:created", "made {name} an operator"
    VENDOR_APPLICATION_SENT = "vendor:application:sent", "applied to sell as {name}"
    VENDOR_APPLICATION_RETURNED = "vendor:application:returned", "handed the application of {name} back"
    VENDOR_APPROVED = "vendor:vendor:approved", "approved {name}"
    VENDOR_REJECTED = "vendor:vendor:rejected", "rejected {name}"
    VENDOR_SUSPENDED = "vendor:vendor:suspended", "suspended {name}"
    VENDOR_REINSTATED = "vendor:vendor:reinstated", "reopened {name}"
    VENDOR_TERMINATED = "vendor:vendor:terminated", "ended {name} for good"
    VENDOR_ACCOUNT_ASKED = "vendor:account:asked", "asked for {name} to be paid to {account}"
    VENDOR_ACCOUNT_CONFIRMED = "vendor:account:confirmed", "agreed that {name} is paid to {account}"
    VENDOR_ACCOUNT_REFUSED = "vendor:account:refused", "refused the account {account} for {name}"
    VENDOR_ADDRESS_CHANGED = "vendor:address:changed", "changed the address of {name}"
    VENDOR_DISPATCH_CHANGED = "vendor:dispatch:changed", "changed how {name} sends"
    VENDOR_FREIGHT_CHANGED = "vendor:freight:changed", "changed what delivery by {name} costs"
    VENDOR_EVIDENCE_ACCEPTED = "vendor:evidence:accepted", "accepted “{requirement}” of {name}"
    VENDOR_EVIDENCE_REOPENED = "vendor:evidence:reopened", "reopened “{requirement}” of {name}"
    PRODUCT_CREATED = "product:product:created", "created {name}"
    PRODUCT_UPDATED = "product:product:updated", "changed {fields} of {name}"
    PRODUCT_PUBLISHED = "product:product:published", "published {name}"
    PRODUCT_UNPUBLISHED = "product:product:unpublished", "took {name} out of the store"
    PRODUCT_ARCHIVED = "product:product:archived", "archived {name}"
    PRODUCT_OPTION_ADDED = "product:option:added", "added the option {option} to {name}"
    PRODUCT_OPTION_REMOVED = "product:option:removed", "removed the option {option} from {name}"
    PRODUCT_VARIANT_ADDED = "product:variant:added", "added the variant {variant} to {name}"
    PRODUCT_VARIANT_CHANGED = "product:variant:changed", "changed a variant of {name}"
    PRODUCT_VARIANT_REMOVED = "product:variant:removed", "removed the variant {variant} from {name}"
    PRODUCT_PRICES_SET = "product:prices:set", "set the {currency} prices of {sku}, {name}"
    PRODUCT_RULES_SET = "product:rules:set", "changed how {sku} is sold, {name}"
    PRODUCT_STOCK_ADJUSTED = (
        "product:stock:adjusted",
        "changed the stock of {sku} from {old_on_hand} to {on_hand}, {name}",
    )
    PRODUCT_PICTURE_ADDED = "product:picture:added", "added a picture to {name}"
    PRODUCT_PICTURE_REMOVED = "product:picture:removed", "removed a picture from {name}"
    PRODUCT_PICTURE_MOVED = "product:picture:moved", "reordered the pictures of {name}"
    PRODUCT_PICTURE_DESCRIBED = "product:picture:described", "described a picture of {name}"
    TENANT_CREATED = "tenant:tenant:created", "created the store {name}"
    TENANT_UPDATED = "tenant:tenant:updated", "changed {fields} of {name}"
    TENANT_TERMS_CHANGED = "tenant:terms:changed", "changed how vendors of {name} are paid: {fields}"
    TENANT_BRAND_CHANGED = "tenant:brand:changed", "changed the brand of {name}"
    TENANT_ACTIVATED = "tenant:tenant:activated", "opened the store {name}"
    TENANT_DEACTIVATED = "tenant:tenant:deactivated", "closed the store {name}"
    API_KEY_CREATED = "api_key:api_key:created", "made the {kind} API key {name}"
    API_KEY_REVOKED = "api_key:api_key:revoked", "revoked the {kind} API key {name}"
    ORDER_GROUP_PLACED = "order:group:placed", "placed the order {name}"
    ORDER_TRANSFER_REQUESTED = "order:transfer:requested", "asked for purchase {name} to be moved to their account"
    ORDER_TRANSFER_ACCEPTED = "order:transfer:accepted", "handed purchase {name} over to another account"
    ORDER_TRANSFER_DECLINED = "order:transfer:declined", "did not hand over purchase {name}"
    ORDER_TRANSFER_CANCELLED = "order:transfer:cancelled", "no longer asks for purchase {name}"
    COMPANY_REGISTERED = "company:company:registered", "registered the company {name}"
    COMPANY_APPROVED = "company:company:approved", "let the company {name} in"
    COMPANY_REJECTED = "company:company:rejected", "declined the company {name}"
    COMPANY_ASKED_AGAIN = "company:company:asked_again", "mended the registration of {name} and asked again"
    COMPANY_DOCUMENT_ADDED = "company:document:added", "added the document {name} to a registration"
    COMPANY_DOCUMENT_REMOVED = "company:document:removed", "took the document {name} out of a registration"
    COMPANY_SUSPENDED = "company:company:suspended", "suspended the company {name}"
    COMPANY_REINSTATED = "company:company:reinstated", "let the company {name} buy again"
    COMPANY_LOCATION_ADDED = "company:location:added", "opened a location of {name}"
    COMPANY_LOCATION_CHANGED = "company:location:changed", "changed the location {place} of {name}"
    COMPANY_TERMS_SET = "company:terms:set", "changed the terms of {place} of {name}"
    COMPANY_EXEMPTION_SET = "company:exemption:set", "exempted {place} of {name} from tax, certificate {certificate}"
    COMPANY_EXEMPTION_ENDED = "company:exemption:ended", "ended the tax exemption of {place} of {name}"
    COMPANY_MEMBER_INVITED = "company:member:invited", "invited {member} into {name} as {role}"
    COMPANY_MEMBER_JOINED = "company:member:joined", "joined {name} as {role}"
    COMPANY_MEMBER_CHANGED = "company:member:changed", "changed what {member} may do in {name}"
    COMPANY_MEMBER_DEACTIVATED = "company:member:deactivated", "let {member} go from {name}"
    COMPANY_MEMBER_LEFT = "company:member:left", "left {name}"
    COMPANY_COST_CENTRE_SAVED = "company:cost_centre:saved", "saved the cost centre {cost_centre} of {name}"
    COMPANY_COST_CENTRES_REQUIRED = (
        "company:cost_centre:required",
        "changed whether {name} orders without a cost centre",
    )
    COMPANY_LIST_SAVED = "company:list:saved", "saved the shared list {name}"
    COMPANY_LIST_REMOVED = "company:list:removed", "deleted the shared list {name}"
    COMPANY_RULE_SAVED = "company:rule:saved", "saved the approval rule {rule} of {name}"
    COMPANY_RULE_REMOVED = "company:rule:removed", "removed the approval rule {rule} of {name}"
    COMPANY_APPROVED_ORDERS_CHANGED = "company:rule:placing", "changed what follows an approval in {name}"
    COMPANY_ABSENCE_SAVED = "company:member:absent", "changed when they are away from {name}"
    COMPANY_REQUEST_ASKED = "company:request:asked", "asked for the approval of {request} in {name}"
    COMPANY_REQUEST_CHANGED = "company:request:changed", "asked anew for {request} in {name}: the basket changed"
    COMPANY_REQUEST_REMINDED = "company:request:reminded", "reminded the approvers of {request} in {name}"
    COMPANY_REQUEST_STEP = "company:request:passed", "approved a step of {request} in {name}"
    COMPANY_REQUEST_APPROVED = "company:request:approved", "approved {request} in {name}"
    COMPANY_REQUEST_DECLINED = "company:request:declined", "declined {request} in {name}"
    COMPANY_REQUEST_WITHDRAWN = "company:request:withdrawn", "took back {request} in {name}"
    COMPANY_REQUEST_PLACED = "company:request:placed", "placed {request} of {name}"
    QUOTE_ASKED = "quote:request:asked", "asked {vendor} for {request}"
    QUOTE_ANSWERED = "quote:quote:answered", "sent revision {revision} of {request} as {vendor}"
    QUOTE_TAKEN_BACK = "quote:quote:taken_back", "took back revision {revision} of {request} as {vendor}"
    QUOTE_HELD = "quote:quote:held", "left an answer to {request} as {vendor} for a manager: it is below the margin"
    QUOTE_COUNTERED = "quote:quote:countered", "countered {vendor} in {request} with revision {revision}"
    QUOTE_REJECTED = "quote:quote:rejected", "declined to quote {request} as {vendor}"
    QUOTE_DECLINED = "quote:quote:declined", "declined the quote of {vendor} in {request}"
    QUOTE_WITHDRAWN = "quote:request:withdrawn", "took back {request}"
    QUOTE_ACCEPTED = "quote:request:accepted", "accepted {lines} lines of {vendor} in {request}"
    QUOTE_EXPIRED = "quote:quote:expired", "let the quote of {vendor} in {request} end: nobody accepted it in time"
    QUOTE_EXTENDED = "quote:quote:extended", "extended the quote of {vendor} in {request} to {until}"
    QUOTE_ENDED = "quote:quote:ended", "ended the quote of {vendor} in {request}"
    QUOTE_TEMPLATE_SAVED = "quote:template:saved", "saved the template {name}"
    QUOTE_TEMPLATE_REMOVED = "quote:template:removed", "removed the template {name}"
    CUSTOMER_ADDRESS_SAVED = "customer:address:saved", "saved an address in their address book"
    CUSTOMER_ADDRESS_REMOVED = "customer:address:removed", "deleted an address from their address book"
    CUSTOMER_CARD_KEPT = "customer:card:kept", "kept the card {name} of a customer"
    CUSTOMER_CARD_REMOVED = "customer:card:removed", "took away their card {name}"
    CUSTOMER_REGISTERED = "customer:customer:registered", "became a customer of the store"
    ORDER_ACCEPTED = "order:order:accepted", "accepted {name}"
    ORDER_SHIPPED = "order:order:shipped", "sent a parcel of {name} with {carrier}"
    ORDER_TRACKING_CORRECTED = "order:order:tracking_corrected", "corrected the tracking of a parcel of {name}"
    ORDER_PARCEL_DELIVERED = "order:order:parcel_delivered", "marked a parcel of {name} as delivered"
    ORDER_DELIVERED = "order:order:delivered", "marked {name} as delivered"
    ORDER_CANCELLED = "order:order:cancelled", "cancelled {name}"
    ORDER_PART_CANCELLED = "order:order:part_cancelled", "cancelled a part of {name}"
    ORDER_CANCEL_REQUESTED = "order:order:cancel_requested", "asked to cancel {name}"
    ORDER_CANCEL_DECLINED = "order:order:cancel_declined", "did not cancel {name}"
    ORDER_REMINDED = "order:order:reminded", "reminded the vendor of {name}"
    ORDER_RETURN_REQUESTED = "order:return:requested", "asked to return something of {name}"
    ORDER_RETURN_APPROVED = "order:return:approved", "approved a return of {name}"
    ORDER_RETURN_REFUSED = "order:return:refused", "refused a return of {name}"
    ORDER_RETURN_RECEIVED = "order:return:received", "received a return of {name}"
    ORDER_RETURN_REFUNDED = "order:return:refunded", "paid a return of {name} back"
    COMMISSION_RULE_ADDED = "commission_rule:commission_rule:added", "added the commission rule {name}"
    COMMISSION_RULE_CHANGED = "commission_rule:commission_rule:changed", "changed the commission rule {name}"
    COMMISSION_RULE_MOVED = (
        "commission_rule:commission_rule:moved",
        "moved the commission rule {name} to place {position}",
    )
    COMMISSION_RULE_ACTIVATED = "commission_rule:commission_rule:activated", "put the commission rule {name} into use"
    COMMISSION_RULE_DEACTIVATED = (
        "commission_rule:commission_rule:deactivated",
        "took the commission rule {name} out of use",
    )
    ORDER_REFUND_ASKED = "order:refund:asked", "gave {amount} of an order back"
    ORDER_REFUND_RETRIED = "order:refund:retried", "sent a refund again"
    PAYMENT_ACCOUNT_SET = "payment:account:set", "set the account that buyers of {name} pay to"
    PAYMENT_ACCOUNT_REMOVED = "payment:account:removed", "removed the account that buyers of {name} paid to"
    PAYOUT_PAYER_SET = "payout:payer:set", "set the account that pays the vendors of {name}"
    PAYOUT_PAYER_REMOVED = "payout:payer:removed", "removed the account that paid the vendors of {name}"
    PAYMENT_CAPTURED = "payment:payment:captured", "took {amount} for {name}"
    PAYMENT_OWED = "payment:payment:owed", "put {amount} for {name} on account"
    PRICE_LIST_CREATED = "price_list:price_list:created", "made the price list {name}"
    PRICE_LIST_CHANGED = "price_list:price_list:changed", "changed the price list {name}"
    PRICE_LIST_ARCHIVED = "price_list:price_list:archived", "archived the price list {name}"
    PRICE_LIST_RESTORED = "price_list:price_list:restored", "took the price list {name} into use again"
    PRICE_LIST_PRICE_SET = "price_list:price:set", "set the price of {sku} in {name}"
    PRICE_LIST_PRICES_LOWERED = "price_list:prices:lowered", "set {offers} prices in {name}: {percent} off"
    PRICE_LIST_PRICES_IMPORTED = "price_list:prices:imported", "set {offers} prices in {name} by the file {file}"
    COMPANY_ACTING_STARTED = "company:acting:started", "began to buy for {member} of {name}"
    COMPANY_ACTING_ENDED = "company:acting:ended", "no longer buys for {member} of {name}"
    COMPANY_GROUP_CREATED = "company:group:created", "made the group of companies {name}"
    COMPANY_GROUP_CHANGED = "company:group:changed", "changed the group of companies {name}"
    COMPANY_GROUP_REMOVED = "company:group:removed", "removed the group of companies {name}"
    DUNNING_PAUSED = "receivable:dunning:paused", "paused the letters about the invoice {invoice} to {name}"
    DUNNING_RESUMED = "receivable:dunning:resumed", "let the letters about the invoice {invoice} to {name} go on"
    DUNNED = "receivable:dunning:sent", "wrote to {name} about overdue invoices"
    RECEIPT_RECORDED = "receivable:receipt:recorded", "wrote down a payment of {amount} by {name}"
    RECEIPT_TAKEN_BACK = "receivable:receipt:taken_back", "took back a payment of {amount} by {name}"
    CREDIT_USED = "receivable:credit:used", "set a credit of {amount} against what {name} owes"
    CREDIT_PAID_OUT = "receivable:credit:paid_out", "paid {amount} of credit out to {name}"
    CREDIT_PAYOUT_TAKEN_BACK = "receivable:credit:payout_taken_back", "took back a payout of {amount} to {name}"
    INVOICE_WRITTEN_OFF = "receivable:invoice:written_off", "gave up {amount} of the invoice {invoice} to {name}"
    PROMOTION_ADDED = "promotion:promotion:added", "began the promotion {name}"
    PROMOTION_CHANGED = "promotion:promotion:changed", "changed the promotion {name}"
    PROMOTION_ENDED = "promotion:promotion:ended", "ended the promotion {name}"
    PROMOTION_RESTARTED = "promotion:promotion:restarted", "began the promotion {name} again"
    REGION_ADDED = "region:region:added", "added the region {name}"
    REGION_CHANGED = "region:region:changed", "changed the region {name}"
    REGION_TAXED = "region:region:taxed", "changed a tax of {name}"
    REGION_DELIVERY_SET = "region:region:delivery_set", "set the default delivery of {name}"
    PAYMENT_RETURNED = "payment:payment:returned", "sent money back that came too late"
    PAYMENT_RETURN_REFUSED = "payment:payment:return_refused", "could not send money back that came too late"
    PAYOUT_REQUESTED = "vendor:payout:requested", "asked for a payout"
    PAYOUT_RUN = "vendor:payout:run", "made {payouts} payouts by the calendar"
    AUDIT_ANCHORS_BEGUN_ANEW = "audit:anchors:begun_anew", "began the anchors of the trail anew"
    PAYOUT_HELD = "vendor:payout:held", "held {name}"
    PAYOUT_APPROVED = "vendor:payout:approved", "released {name} as the first of two"
    PAYOUT_RELEASED = "vendor:payout:released", "released {name}"
    PAYOUT_SENT = "vendor:payout:sent", "told the bank of {name}"
    PAYOUT_PAID = "vendor:payout:paid", "marked {name} as paid"
    PAYOUT_FAILED = "vendor:payout:failed", "marked {name} as failed"
    PAYOUT_RETURNED = "vendor:payout:returned", "marked {name} as returned"
    PAYOUT_CANCELLED = "vendor:payout:cancelled", "cancelled {name}"
    VENDOR_DEBT_WRITTEN_OFF = "vendor:debt:written_off", "wrote off what {name} owed"
    SEARCH_SYNONYM_ADDED = "search:synonym:added", "said that “{name}” finds “{means}” in search"
    SEARCH_SYNONYM_REMOVED = "search:synonym:removed", "removed “{name}” from the words of search"
    JOB_RETRIED = "job:job:retried", "tried {name} again"
    JOB_RETRIED_ALIKE = "job:job:retried_alike", "tried {count} jobs again: {name}"
    JOB_DISCARDED = "job:job:discarded", "discarded {name}"
    JOB_DISCARDED_ALIKE = "job:job:discarded_alike", "discarded {count} jobs: {name}"
    JOB_HURRIED = "job:job:hurried", "let {name} run at once"
    AUDIT_TRAIL_DATED = "audit:trail:dated", "wrote down the dates of {lines} older lines of the trail"
    TABLE_EXPORTED = "table:table:exported", "took the table of {name} as a file, {rows} rows"


def in_three_parts(action: str) -> str:
    """An action as it is called now. Lines of the trail are for ever; those before December 2026 have two parts
    where area and noun are the same: `product:created`, and `payout:held` for `vendor:payout:held`.
    """
    area, _, rest = action.partition(":")
    if not rest or ":" in rest:
        return action
    return f"vendor:{action}" if area == "payout" else f"{area}:{action}"


def find_action(action: str) -> AuditAction | None:
    """The action that a line of the trail names; None for one that the product no longer knows."""
    return _BY_NAME.get(in_three_parts(action))


_BY_NAME = {action.value: action for action in AuditAction}
