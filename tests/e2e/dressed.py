"""Whether everything that stands on a page has its rules and can be read whole: asked of the browser."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

_APART = {"api-docs.css", "sandbox.css"}  # pages that share nothing with the others
_DESK = {"desk.css", "operator.css", "money.css"}
_ALL = {sheet.name for sheet in Path("assets/css").glob("*.css")} - _APART
_SHARED = {"tokens.css"}

_BARE = """async (names) => {
  const rulesOf = (list) => [...list].flatMap((r) => r.selectorText ? [r] : r.cssRules ? rulesOf(r.cssRules) : []);
  const split = (text, at) => {  // at the top level only: not inside :is(...) or [...]
    const parts = [""]; let depth = 0;
    for (const c of text) {
      depth += "([".includes(c) - ")]".includes(c);
      if (depth === 0 && at.includes(c)) parts.push(""); else parts[parts.length - 1] += c;
    }
    return parts.map((one) => one.trim()).filter(Boolean);
  };
  const states = /::?(before|after|placeholder|marker|backdrop|hover|focus[\\w-]*|active|target)/g;
  const still = (selector) => selector.replace(states, "");
  const drawn = (selector) => {  // the classes of what a selector draws: [class, selector] pairs
    const subject = split(selector, " >+~").pop().replace(/:(not|has)\\([^]*$/, "");
    return [...subject.matchAll(/\\.([\\w-]+)/g)].map((found) => [found[1], still(selector)]);
  };
  const pairs = (rules) => rules.flatMap((rule) => split(rule.selectorText, ",")).flatMap(drawn);
  const here = [...document.styleSheets].filter((sheet) => sheet.href);
  const loaded = new Map();
  for (const [name, selector] of pairs(here.flatMap((sheet) => rulesOf(sheet.cssRules)))) {
    loaded.set(name, [...(loaded.get(name) ?? []), selector]);
  }
  const has = (element, selector) => { try { return element.matches(selector); } catch { return false; } };
  const dressed = (element, name) => (loaded.get(name) ?? []).some((selector) => has(element, selector));
  const bare = new Set();
  for (const name of names) {
    if (here.some((sheet) => new URL(sheet.href).pathname.endsWith("/" + name))) continue;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(await (await fetch("/css/" + name)).text());
    for (const [one, selector] of pairs(rulesOf(sheet.cssRules))) {
      for (const element of document.getElementsByClassName(one)) {
        if (!has(element, selector) || dressed(element, one)) continue;
        bare.add(`.${one} is drawn by ${name}, which is not loaded`);
      }
    }
  }
  return [...bare];
}"""


def undressed(page: Page) -> list[str]:
    """What stands on the page and is drawn by a style sheet of its family that the page does not load."""
    loaded = page.evaluate("[...document.styleSheets].map((s) => (s.href ?? '').split('?')[0].split('/').pop())")
    family = _DESK if "desk.css" in loaded else _ALL - _DESK if "storefront.css" in loaded else set()
    return list(page.evaluate(_BARE, sorted(family - _SHARED)))


def off_screen(page: Page, panel: str) -> list[str]:
    """Whether an open panel is cut by the window's left or right edge, or too narrow to be read."""
    box = page.locator(panel).bounding_box()
    width = page.viewport_size["width"] if page.viewport_size else 0
    assert box is not None, f"{panel} is not there"
    whole = box["x"] >= 0 and box["x"] + box["width"] <= width and box["width"] >= 240
    return [] if whole else [f"{panel} stands at {box['x']:.0f} and is {box['width']:.0f} wide, of {width}"]


# Text, fields and cells that lie beyond the edge of what clips them (where nobody can scroll to them), text that runs
# out of its own control, and places that scroll sideways without a way to see or to reach that they do. What a page
# shortens on purpose (an ellipsis, a line clamp) and what is drawn for screen readers alone is left out.
_CUT = """() => {
  const found = new Set(), range = document.createRange(), styles = new Map();
  const style = (e) => styles.get(e) ?? (styles.set(e, getComputedStyle(e)), styles.get(e));
  const shows = (e) => e.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const tiny = (box) => box.width <= 2 || box.height <= 2;
  const beyond = (box, edge, axis) => axis === "X"
    ? Math.max(edge.left - box.left, box.right - edge.right) : Math.max(edge.top - box.top, box.bottom - edge.bottom);
  const shortens = (its) => its.webkitLineClamp !== "none" || its.textOverflow === "ellipsis";
  function cutter(element, box) {
    let escapes = false;
    const reached = { X: false, Y: false };
    for (let e = element; e && e !== document.documentElement; e = e.parentElement) {
      const its = style(e);
      if (!escapes || its.position !== "static") {
        escapes = its.position === "absolute";
        if (tiny(e.getBoundingClientRect()) && its.overflow !== "visible") return null;
        for (const axis of ["X", "Y"]) {
          const flow = its[`overflow${axis}`];
          reached[axis] ||= /auto|scroll/.test(flow) || shortens(its);
          if (reached[axis] || !/hidden|clip/.test(flow)) continue;
          if (beyond(box, e.getBoundingClientRect(), axis) > 1.5) return e;
        }
      }
      if (its.position === "fixed") return null;
    }
    return null;
  }
  const forReaders = (e) => e && ((tiny(e.getBoundingClientRect()) && style(e).overflow !== "visible")
    || forReaders(e.parentElement));
  const shortened = (e, end) => shortens(style(e)) || (e !== end && shortened(e.parentElement, end));
  const name = (e) => e.cloneNode(false).outerHTML.slice(0, 120);
  const said = (text) => `“${text.trim().slice(0, 60)}”`;
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = texts.nextNode());) {
    const parent = node.parentElement;
    if (!node.data.trim() || !shows(parent)) continue;
    range.selectNodeContents(node);
    const control = parent.closest("button, summary, .btn, .opt, .chip, .badge, .tab, td, th, dd");
    for (const box of [...range.getClientRects()].filter((one) => !tiny(one))) {
      const by = cutter(parent, box);
      if (by) { found.add(`${said(node.data)} is cut by ${name(by)}`); break; }
      const edge = control && !shortened(parent, control) && control.getBoundingClientRect();
      if (!edge || tiny(edge) || beyond(box, edge, "X") <= 1.5 || forReaders(parent)) continue;
      found.add(`${said(node.data)} runs out of ${name(control)}`);
      break;
    }
  }
  for (const field of document.querySelectorAll("input, select, textarea, button, td, th")) {
    const box = field.getBoundingClientRect();
    const by = !tiny(box) && shows(field) && field.parentElement && cutter(field.parentElement, box);
    if (by) found.add(`${name(field)} is cut by ${name(by)}`);
    const figure = field.matches("input[inputmode=numeric]") && !tiny(box) && shows(field) && field.value;
    if (figure && field.scrollWidth > field.clientWidth + 1) found.add(`${figure} does not fit into ${name(field)}`);
  }
  return [...found];
}"""


def cut_off(page: Page) -> list[str]:
    """What stands on the page and cannot be read whole, at this width."""
    return list(page.evaluate(_CUT))


_SPILLING = """() => [...document.querySelectorAll("table")].flatMap((table) => {
  const box = table.getBoundingClientRect();
  if (!table.checkVisibility() || box.width <= 2 || box.height <= 2) return [];
  for (let e = table.parentElement; e && !/auto|scroll/.test(getComputedStyle(e).overflowX); e = e.parentElement) {
    const its = e.getBoundingClientRect(), over = its.width ? box.right - its.right : 0;  // no box: display: contents
    if (over > 1.5) return [`a table runs ${Math.round(over)} px out of ${e.cloneNode(false).outerHTML.slice(0, 90)}`];
  }
  return [];
})"""
_SMALL_LAPTOP = 1100


def spilling(page: Page) -> list[str]:
    """Tables that run out of their column, at this width and, of a wide page, on a small laptop."""
    size = page.viewport_size
    faults = list(page.evaluate(_SPILLING))
    if size and size["width"] > _SMALL_LAPTOP:
        page.set_viewport_size({"width": _SMALL_LAPTOP, "height": size["height"]})
        faults += [f"{fault}, {_SMALL_LAPTOP} px wide" for fault in page.evaluate(_SPILLING)]
        page.set_viewport_size(size)
    return faults


# Scrolled to its end, what still lies below a bar at the bottom of the window can be reached by nobody.
_COVERED = """() => {
  const bars = [...document.querySelectorAll("body *")].filter((e) =>
    /fixed|sticky/.test(getComputedStyle(e).position) && e.checkVisibility() && !e.matches(".said"));
  const inner = document.querySelectorAll("main, .drawer, .menu, dialog[open], [popover]");
  const ends = [document.scrollingElement, ...inner];
  const before = ends.map((end) => end.scrollTop);
  for (const end of ends) end.scrollTop = end.scrollHeight;
  const range = document.createRange(), found = new Set();
  for (const bar of bars) {
    const over = bar.getBoundingClientRect();
    if (over.top < innerHeight / 2 || over.bottom < innerHeight - 4 || over.height > innerHeight / 2) continue;
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node; (node = texts.nextNode());) {
      if (!node.data.trim() || bar.contains(node) || !node.parentElement.checkVisibility()) continue;
      range.selectNodeContents(node);
      const box = range.getBoundingClientRect();
      if (box.width <= 2 || box.bottom <= over.top + 2 || box.top >= over.bottom) continue;
      const middle = Math.min(box.top + box.height / 2, innerHeight - 1);
      const on = document.elementFromPoint(box.left + box.width / 2, middle);
      const text = node.data.trim().slice(0, 60);
      if (on && bar.contains(on)) found.add(`“${text}” lies below ${bar.cloneNode(false).outerHTML}`);
    }
  }
  ends.forEach((end, n) => { end.scrollTop = before[n]; });
  return [...found];
}"""


def covered(page: Page) -> list[str]:
    """What a bar at the bottom of the window hides for good."""
    return list(page.evaluate(_COVERED))
