"""What a form or a download was refused for, and the way back."""

from __future__ import annotations

from marketplace.components.account.sign_in import SignInForm, page
from marketplace.components.markup import Markup, el


def refused(title: str, sentence: str, back: str) -> Markup:
    """The sentence, and a link to `back`."""
    return page(SignInForm(), title, sentence, el.div(el.a("Back", class_name="btn pri big", href=back)))
