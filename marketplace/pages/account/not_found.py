"""Any address below `/account` that is no page: the desk, and the way on."""

from __future__ import annotations

from typing import Any

from marketplace.components.account.layout import account_layout
from marketplace.components.desk.layout import desk
from marketplace.components.desk.not_found import no_such_page
from marketplace.components.markup import Markup, when
from marketplace.pages.registry import Page
from marketplace.state.account.not_found import AccountNotFoundState

State: Any = AccountNotFoundState


def build() -> Markup:
    """The desk around a sentence."""
    return when(
        State.not_found_ready,
        lambda: desk(account_layout(State.profile), "", *no_such_page("/account", "Your account")),
    )


PAGE = Page("/account/[[...splat]]", build, "Page not found · Concourse", State.open)
