"""The pages of an account, and the doors in front of it."""

from marketplace.pages.account import addresses, cards, doors, mailbox, not_found, orders, profile, security
from marketplace.pages.registry import Page

PAGES: list[Page] = [
    profile.PAGE,
    orders.PAGE,
    addresses.PAGE,
    cards.PAGE,
    security.PAGE,
    mailbox.PAGE,
    not_found.PAGE,
    *doors.PAGES,
]
