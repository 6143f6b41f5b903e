"""Any address below `/admin` that is no page: the desk, and the way on."""

from __future__ import annotations

from typing import Any

from marketplace.components.desk.layout import desk
from marketplace.components.desk.not_found import no_such_page
from marketplace.components.markup import Markup, when
from marketplace.components.operator_desk.layout import operator_layout
from marketplace.pages.registry import Page
from marketplace.state.operator_desk.not_found import OperatorNotFoundState

State: Any = OperatorNotFoundState


def build() -> Markup:
    """The desk around a sentence."""
    return when(State.not_found_ready, lambda: desk(operator_layout(State), "", *no_such_page("/admin", "Needs you")))


PAGE = Page("/admin/[[...splat]]", build, "Page not found · Concourse", State.open)
