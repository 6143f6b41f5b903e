"""The document around every page: Reflex's own shell, with our head, our styles and the page as HTML."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from pathlib import Path

from marketplace.kit.process.vite import vite_document
from marketplace.settings import settings

BUILD = Path(".web/build/client")
_INLINE_SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", re.S)


STOREFRONT = ("/css/tokens.css", "/css/storefront.css")
LISTING = (*STOREFRONT, "/css/listing.css")
PRODUCT = (*STOREFRONT, "/css/product.css")
PLACES = (*STOREFRONT, "/css/places.css")
DESK = ("/css/tokens.css", "/css/desk.css", "/css/operator.css", "/css/money.css")
OWN_PRICES = ("/js/own-prices.js",)
# Before the router: Chromium calls a window's `popstate` listeners in the order they came, capturing or not.
DESK_FIRST_SCRIPTS = ("/js/unsaved.js",)
DESK_SCRIPTS = ("/js/desk.js",)


@dataclass(frozen=True)
class Head:
    """What a page says about itself. `sheets`, `scripts`, `first_scripts` and `fonts` are paths, `json_ld` is JSON."""

    title: str
    description: str = ""
    canonical: str = ""
    image: str = ""
    json_ld: str = ""
    robots: str = ""
    sheets: tuple[str, ...] = STOREFRONT
    scripts: tuple[str, ...] = ()
    first_scripts: tuple[str, ...] = ()  # run before the router and the first paint: tiny, and beside the sheets
    fonts: tuple[str, ...] = ("/fonts/inter-latin-wght-normal.woff2",)


@dataclass(frozen=True)
class Shell:
    before_head_end: str
    between: str
    after_body: str
    script_hashes: str


@lru_cache
def shell() -> Shell:
    """Reflex's built document, cut where ours is put in. The hashes let its inline scripts pass the CSP."""
    origin = settings().vite_origin
    document = vite_document(origin) if origin else (BUILD / "__spa-fallback.html").read_text()
    before, rest = document.split("</head>", 1)
    between, after = rest.rsplit("</body>", 1)
    hashes = " ".join(_csp_hash(script) for script in _INLINE_SCRIPT.findall(document))
    return Shell(before, "</head>" + between, "</body>" + after, hashes)


@lru_cache
def versioned(path: str) -> str:
    """A static file's address with a fingerprint of its content, so that it can be cached for ever."""
    digest = hashlib.sha256((BUILD / path.lstrip("/")).read_bytes()).hexdigest()[:12]
    return f"{path}?v={digest}"


def document(head: Head, body: str, *, lang: str = "en") -> str:
    """The whole page.

    The snapshot stands at the end of the body: React skips what it does not know there, and reports a
    hydration error for the same element at the beginning.
    """
    parts = shell()
    start = parts.before_head_end.replace('<html lang="en">', f'<html lang="{escape(lang)}">', 1)
    return f'{start}{_head(head)}{parts.between}<div id="snapshot">{body}</div>{parts.after_body}'


def plain_document(head: Head, body: str, *, lang: str = "en", theme: str = "") -> str:
    """A page that Reflex never takes over: a form that works before, or without, any script.

    Only the shell's first script is kept: it puts the reader's theme on before the first paint, where none is given.
    """
    script = None if theme else _INLINE_SCRIPT.search(shell().before_head_end)
    dress = f' class="{theme}" style="color-scheme: {theme}"' if theme else ""
    return (
        f'<!DOCTYPE html><html lang="{escape(lang)}"{dress}><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"{script[0] if script else ''}{_head(head)}</head><body>{body}</body></html>"
    )


def content_security_policy() -> str:
    """Only our own origin; inline scripts by hash; inline styles because React and emotion write them.

    Its socket stands beside 'self', which browsers before 2022 read as http only.
    """
    socket = "ws" + settings().base_url.removeprefix("http")
    vite = settings().vite_origin
    scripts = "'self'" if vite is None else f"'self' {vite}"
    sockets = socket if vite is None else f"{socket} {vite} ws{vite.removeprefix('http')}"
    return (
        f"default-src 'self'; script-src {scripts} {shell().script_hashes}; "
        f"style-src {scripts} 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self' {sockets}; "
        "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )


def _head(head: Head) -> str:
    tags = [f"<title>{escape(head.title)}</title>"]
    if head.description:
        tags.append(f'<meta name="description" content="{escape(head.description)}">')
        tags.append(f'<meta property="og:description" content="{escape(head.description)}">')
    tags.append(f'<meta property="og:title" content="{escape(head.title)}">')
    if head.canonical:
        tags.append(f'<link rel="canonical" href="{escape(head.canonical)}">')
    if head.image:
        tags.append(f'<meta property="og:image" content="{escape(head.image)}">')
    if head.robots:
        tags.append(f'<meta name="robots" content="{escape(head.robots)}">')
    tags.extend(
        f'<link rel="preload" href="{escape(font)}" as="font" type="font/woff2" crossorigin>' for font in head.fonts
    )
    tags.extend(f'<script src="{escape(versioned(script))}"></script>' for script in head.first_scripts)
    tags.extend(f'<link rel="stylesheet" href="{escape(versioned(sheet))}">' for sheet in head.sheets)
    tags.extend(f'<script src="{escape(versioned(script))}" defer></script>' for script in head.scripts)
    tags.append('<link rel="icon" href="/favicon.svg" type="image/svg+xml">')
    if head.json_ld:
        safe = head.json_ld.replace("<", "\\u003c")
        tags.append(f'<script type="application/ld+json">{safe}</script>')
    return "".join(tags)


def _csp_hash(script: str) -> str:
    return "'sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() + "'"
