"""The pages of an account, and those in front of it."""

from marketplace.pages.account import addresses, cards, mailbox, not_found, orders, profile, security, sign_in
from marketplace.pages.registry import Page

PAGES: list[Page] = [
    profile.PAGE,
    orders.PAGE,
    addresses.PAGE,
    cards.PAGE,
    security.PAGE,
    mailbox.PAGE,
    not_found.PAGE,
    *sign_in.PAGES,
]
