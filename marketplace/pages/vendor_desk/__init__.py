"""The pages of the vendor's desk, in the order of its navigation."""

from marketplace.pages.registry import Page
from marketplace.pages.vendor_desk import (
    apply,
    commissions,
    new_product,
    not_found,
    order,
    orders,
    payout,
    payouts,
    price_list,
    price_lists,
    product,
    products,
    quote_room,
    quotes,
    settings,
    today,
)

PAGES: list[Page] = [
    today.PAGE,
    orders.PAGE,
    order.PAGE,
    quotes.PAGE,
    quote_room.PAGE,
    products.PAGE,
    new_product.PAGE,
    product.PAGE,
    price_lists.PAGE,
    price_list.PAGE,
    payouts.PAGE,
    payout.PAGE,
    commissions.PAGE,
    settings.PAGE,
    apply.PAGE,
    not_found.PAGE,
]
