"""Whether everything that stands on a page has its rules: asked of the browser, class name by class name."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

_APART = {"handbook.css", "sandbox.css"}  # pages that share nothing with the others
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
