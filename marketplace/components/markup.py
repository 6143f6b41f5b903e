"""One way to write markup, two ways to use it: as Reflex components, or at once as HTML.

A component function takes values and returns markup. Compiled into the front end, the values are state
variables and `el.div(...)` is `rx.el.div(...)`; inside `snapshot()` the same function is given plain
values and `el.div(...)` is escaped HTML. So the page that arrives whole and the page that Reflex takes
over with are one piece of code, and cannot differ.

Inside a component use `each` for lists, `when` for a choice of markup and `pick` for a choice of text;
plain attribute access, f-strings and everything else of `el` work the same in both.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, partial
from html import escape
from typing import Any

import markupsafe
import reflex as rx

from marketplace.components.native import NativeForm

Html = markupsafe.Markup
Markup = Any  # rx.Component while compiling, Html while rendering
Handler = Any  # an event handler, an event spec, or None

# Without asking, as `Html(...)` does, whether the text has HTML of its own: it never has, and that costs a fifth.
_safe: Callable[[str], Html] = partial(str.__new__, Html)
_rendering: ContextVar[bool] = ContextVar("rendering_snapshot", default=False)
_loops: ContextVar[int] = ContextVar("loops_around", default=0)
_special = re.compile(r"[&<>\"']").search
_CAPITAL = re.compile(r"(?<!^)([A-Z])")
_VOID = frozenset({"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"})
_NAMES = {
    "class_name": "class",
    "html_for": "for",
    "default_value": "value",
    "default_checked": "checked",
    "view_box": "viewBox",
    "http_equiv": "http-equiv",
    "form_action": "formaction",
    "form_method": "formmethod",
    "accept_charset": "accept-charset",
    "stroke_width": "stroke-width",
    "stroke_dasharray": "stroke-dasharray",
    "fill_opacity": "fill-opacity",
}


@contextmanager
def snapshot() -> Iterator[None]:
    """Inside this block markup is HTML: `with snapshot(): page = str(product_body(product))`."""
    token = _rendering.set(True)
    try:
        yield
    finally:
        _rendering.reset(token)


def html_of(drawn: Markup) -> str:
    """What was drawn inside `snapshot()`, a piece or a list of pieces, as HTML."""
    return _inside(drawn)


class _Elements:
    """`el.div`, `el.a`, ...: every HTML element, in the signature of `rx.el`."""

    def __getattr__(self, tag: str) -> Callable[..., Markup]:
        native = getattr(rx.el, tag)
        name = tag.rstrip("_")

        def element(*children: Any, **props: Any) -> Markup:
            if _rendering.get():
                return _html(name, children, props)
            make = NativeForm.create if tag == "form" and "on_submit" not in props else native
            props = _with_size(props) if tag == "img" else props
            if "custom_attrs" in props:  # Reflex writes into it, and several elements may share one
                props["custom_attrs"] = dict(props["custom_attrs"])
            return make(*_flat(children), **{k: v for k, v in props.items() if v is not None})

        setattr(self, tag, element)
        return element


el = _Elements()


def use(symbol: Any, class_name: str = "i", *, sheet: str = "icons") -> Markup:
    """An icon out of the sprite `assets/<sheet>.svg`; decoration only, so hidden from screen readers."""
    href = f"/{sheet}.svg#{symbol}"
    if _rendering.get():
        return _safe(f'<svg class="{class_name}" aria-hidden="true"><use href="{escape(href)}"></use></svg>')
    return rx.el.svg(rx.el.svg.use(href=href), class_name=class_name, aria_hidden="true")


def each(items: Any, draw: Callable[[Any], Markup]) -> Markup:
    """`draw` for every item of a list or of a state variable that holds one."""
    if isinstance(items, rx.Var):
        return rx.foreach(items, _looped(draw))
    return [draw(item) for item in items]


def when(condition: Any, then: Any, otherwise: Any = None) -> Markup:
    """`then` where the condition holds, else `otherwise`. Give functions where a branch needs the condition."""
    if isinstance(condition, rx.Var):
        return rx.cond(condition, _one(_call(then)), rx.fragment() if otherwise is None else _one(_call(otherwise)))
    return _call(then) if condition else ("" if otherwise is None else _call(otherwise))


def pick(condition: Any, yes: Any, no: Any = "") -> Any:
    """The value `yes` or `no`, for attributes and text."""
    return rx.cond(condition, yes, no) if isinstance(condition, rx.Var) else (yes if condition else no)


def choose(
    value: Any, cases: Mapping[str, Callable[[], Markup]], otherwise: Callable[[], Markup] | None = None
) -> Markup:
    """The markup of the case that `value` names; `otherwise` (or nothing) where no case fits."""
    if isinstance(value, rx.Var):
        last = rx.fragment() if otherwise is None else rx.fragment(*_flat([otherwise()]))
        return rx.match(value, *((name, rx.fragment(*_flat([draw()]))) for name, draw in cases.items()), last)
    draw = cases.get(value, otherwise)
    return "" if draw is None else draw()


def raw(html: Any) -> Markup:
    """HTML that we rendered ourselves, put in as it is. Never give it a person's input."""
    if _rendering.get():
        return _safe(f"<div>{html}</div>")
    return rx.html(html)


def _call(branch: Any) -> Any:
    return branch() if callable(branch) and not isinstance(branch, rx.Component) else branch


def _with_size(props: Mapping[str, Any]) -> dict[str, Any]:
    """Reflex takes the size of a picture for CSS; as attributes they keep its place free before it has come."""
    size = {name: props[name] for name in ("width", "height") if name in props}
    rest = {name: value for name, value in props.items() if name not in size}
    return rest | {"custom_attrs": {**rest.get("custom_attrs", {}), **size}}


def _looped(draw: Callable[[Any], Markup]) -> Callable[[Any], Any]:
    """`draw` for Reflex, which names the loop's variable as the parameter: a loop inside a loop needs its own."""
    depth = _loops.get()

    def one(item: Any) -> Any:
        token = _loops.set(depth + 1)
        try:
            return _one(draw(item))
        finally:
            _loops.reset(token)

    parameter = inspect.Parameter(f"item{depth}", inspect.Parameter.POSITIONAL_OR_KEYWORD)
    one.__signature__ = inspect.Signature([parameter])  # type: ignore[attr-defined]
    return one


def _one(branch: Any) -> Any:
    return branch if isinstance(branch, rx.Component) else rx.fragment(*_flat([branch]))


def _flat(children: Sequence[Any]) -> Iterator[Any]:
    for child in children:
        if isinstance(child, list | tuple):
            yield from _flat(child)
        elif child is not None:
            yield child


def _html(tag: str, children: Sequence[Any], props: Mapping[str, Any]) -> Html:
    parts = [f"<{tag}"]
    for prop, value in props.items():
        if value is not None and value is not False and prop not in _LEFT_OUT:
            parts.append(_attribute(_attribute_name(prop), value))
    if "custom_attrs" in props:
        for name, value in props["custom_attrs"].items():
            if name not in _ROUTER_ONLY:
                parts.append(_attribute(name, value))
    if tag in _VOID:
        return _safe("".join((*parts, ">")))
    inside = "".join([child if child.__class__ is Html else _inside(child) for child in children])
    if tag == "textarea":
        inside = _escaped(props.get("default_value") or props.get("value") or "")
    elif tag == "select" and (chosen := props.get("default_value") or props.get("value")):
        mark = f'value="{_escaped(chosen)}"'
        inside = inside.replace(mark, mark + " selected", 1)
    return _safe(f"{''.join(parts)}>{inside}</{tag}>")


def _inside(child: Any) -> str:
    kind = child.__class__
    if kind is Html:
        return str.__str__(child)
    if kind is list or kind is tuple:
        return "".join([one if one.__class__ is Html else _inside(one) for one in child])
    return "" if child is None else _escaped(child)


def _escaped(value: Any) -> str:
    """Most texts hold nothing to escape, and looking is four times faster than escaping."""
    text = value if value.__class__ is str else str(value)
    return escape(text) if _special(text) else text


_ROUTER_ONLY = frozenset({"reloadDocument", "preventScrollReset", "replace"})
_LEFT_OUT = frozenset({"custom_attrs", "key", "dangerously_set_inner_html"})


@cache
def _attribute_name(prop: str) -> str:
    """As HTML writes the name of a property: `class_name` is `class`, `aria_label` is `aria-label`."""
    if prop in _NAMES:
        return _NAMES[prop]
    if prop.startswith(("aria_", "data_")):
        return prop.replace("_", "-")
    return prop.replace("_", "").lower()


def _attribute(name: str, value: Any) -> str:
    if value is None or value is False or name[:2] == "on":
        return ""
    if value.__class__ is str:
        return f' {name}="{escape(value) if _special(value) else value}"'
    if value is True:
        return f' {name}="true"' if name.startswith(("aria-", "data-")) else f" {name}"
    if isinstance(value, Mapping):
        value = ";".join(f"{_dashed(k)}:{v}" for k, v in value.items())
    return f' {name}="{_escaped(value)}"'


def _dashed(name: str) -> str:
    """`marginTop` as CSS writes it; a variable keeps its name."""
    return name if name.startswith("--") else _CAPITAL.sub(r"-\1", name).lower()
