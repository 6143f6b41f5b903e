"""What a desk shows where no page is."""

from __future__ import annotations

from marketplace.components.desk.controls import button_link, empty
from marketplace.components.desk.page_header import page_header
from marketplace.components.markup import Markup


def no_such_page(home_href: str, home: str) -> tuple[Markup, Markup]:
    """The head and the sentence; the desk's own links stay around them."""
    return (
        page_header("Page not found", sub="There is no page at this address."),
        empty(
            "circle-question-mark",
            "Nothing is here",
            "The link may be old or mistyped. Search for it, or choose another place of this desk.",
            button_link(f"Go to {home}", href=home_href, kind="pri"),
        ),
    )
