"""What stands around every page: a boundary that survives a crash, and a word when the connection is gone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import reflex as rx
from reflex_components_core.base.error_boundary import ErrorBoundary
from reflex_components_core.core.banner import has_too_many_connection_errors

# The reference goes into the error's message too, so that the server's log and the reader name the same crash.
_REFERENCE: rx.Var[str] = rx.Var(
    "((e) => { if (!e.reference) { e.reference = Date.now().toString(36).slice(-6).toUpperCase();"
    ' try { e.message = e.reference + " " + e.message; } catch {} } return e.reference; })(event_args.error)'
)
_PAGE: dict[str, str] = {
    "maxWidth": "34rem",
    "margin": "15vh auto",
    "padding": "24px",
    "font": "400 15px/1.5 var(--font-ui)",
    "color": "var(--ink-1)",
}
_STRIP: dict[str, str] = {
    "position": "fixed",
    "zIndex": "90",
    "left": "50%",
    "bottom": "20px",
    "transform": "translateX(-50%)",
    "maxWidth": "calc(100vw - 32px)",
    "padding": "12px 16px",
    "borderRadius": "min(var(--radius-m), 14px)",
    "background": "var(--ink-1)",
    "color": "var(--surface-0)",
    "boxShadow": "var(--shadow-3)",
    "font": "500 13px/1.4 var(--font-ui)",
}


def guarded(content: Any) -> Any:
    """Content whose crash leaves everything around it alive, with a reference and a way to try again."""
    parts = content if isinstance(content, list | tuple) else [content]
    return ErrorBoundary.create(*parts, fallback_render=_fallback({"padding": "48px 24px", "textAlign": "center"}))


def last_boundary(stateful: bool) -> Any:
    """The boundary around the whole application; stands in for Reflex's, which shows its readers a stack trace."""
    extra = {} if stateful else {"on_error": rx.noop()}
    return ErrorBoundary.create(fallback_render=_fallback(_PAGE), **extra)


def connection_strip(stateful: bool) -> Any:
    """Says that the connection is lost; the page stays readable, and the strip goes when it is back."""
    strip = rx.el.div(
        "Connection lost. What you see may be out of date; we keep trying.",
        role="status",
        custom_attrs={"style": _STRIP},
    )
    return rx.fragment(rx.cond(has_too_many_connection_errors, strip, rx.fragment())) if stateful else None


def toast_strip(text: Any, tone: Any, number: Any, on_close: Any) -> Any:
    """What a handler has to say, for some seconds (tokens.css); read out by screen readers."""
    strip = rx.el.div(
        rx.el.span(text),
        rx.el.button("Close", type="button", on_click=on_close, class_name="said-x", aria_label="Close this message"),
        key=number.to_string(),
        class_name="said",
        role=rx.cond(tone == "bad", "alert", "status"),
        custom_attrs={"data-tone": tone},
    )
    return rx.fragment(rx.cond(text != "", strip, rx.fragment()))


def app_wraps(toast: Any) -> dict[tuple[int, str], Callable[[bool], Any]]:
    """What `rx.App` puts around every page; `toast` is the state that holds what is said."""
    return {
        (55, "ErrorBoundary"): last_boundary,
        (6, "Toast"): lambda stateful: (
            toast_strip(toast.text, toast.tone, toast.number, toast.hide) if stateful else None
        ),
        (5, "Overlay"): connection_strip,
    }


def _fallback(style: dict[str, str]) -> Any:
    return rx.Var.create(
        rx.el.div(
            rx.el.h2("This part of the page failed", custom_attrs={"style": {"font": "650 20px/1.3 inherit"}}),
            rx.el.p(
                "Nothing you did is lost. Reference ",
                rx.el.b(_REFERENCE),
                custom_attrs={"style": {"margin": "8px 0 16px"}},
            ),
            rx.el.a("Try again", href="", class_name="btn btn--secondary", custom_attrs={"reloadDocument": True}),
            role="alert",
            custom_attrs={"style": style},
        )
    )
