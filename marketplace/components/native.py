"""A form that the browser sends by itself. Reflex's own stops every submit that has no handler."""

from __future__ import annotations

import reflex as rx
from reflex_components_core.el.elements.base import BaseHTML


class NativeForm(BaseHTML):  # type: ignore[misc]
    """A plain `<form>`: works in the snapshot and in the live tree alike."""

    tag = "form"

    action: rx.Var[str]
    method: rx.Var[str]
    auto_complete: rx.Var[str]
    enc_type: rx.Var[str]
    no_validate: rx.Var[bool]
    target: rx.Var[str]
