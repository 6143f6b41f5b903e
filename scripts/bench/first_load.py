"""What a first visit has to load before the page works: JavaScript and style sheets, gzipped.

    python -m scripts.bench.first_load http://localhost:3000 /s/northforge

Follows the page as a browser does: style sheets and scripts of the document, then every module that these
preload or import statically. Prints each file, largest first, and ends with 1 when it is over the limit.
"""

from __future__ import annotations

import gzip
import re
import sys
import urllib.request
from urllib.parse import urljoin

LIMIT_KB = 180
_DOCUMENT = re.compile(r'<(?:link|script)\b[^>]*?(?:href|src)="([^"]+\.(?:css|js)(?:\?[^"]*)?)"')
_INLINE_IMPORT = re.compile(r'import\s*(?:[\w*{}\s,$]+from\s*)?["\'](/[^"\']+\.js)["\']')
_STATIC_IMPORT = re.compile(r'(?:^|[;}\s])import\s*(?:[\w*{}\s,$]+?from\s*)?["\'](\.{1,2}/[^"\']+\.js)["\']')
_CSS_IMPORT = re.compile(r'@import\s+(?:url\()?["\']([^"\']+)["\']')


def fetch(address: str) -> bytes:
    """The body of an address, as it is without compression."""
    with urllib.request.urlopen(urllib.request.Request(address, headers={"Accept": "text/html,*/*"})) as answer:
        body: bytes = answer.read()
        return body


def first_load(base: str, path: str) -> dict[str, int]:
    """Gzipped bytes of every script and style sheet that the page at `path` needs, by address."""
    html = fetch(base + path).decode()
    waiting = [urljoin(base, found) for found in (*_DOCUMENT.findall(html), *_INLINE_IMPORT.findall(html))]
    sizes: dict[str, int] = {}
    while waiting:
        address = waiting.pop()
        if address in sizes:
            continue
        body = fetch(address)
        sizes[address] = len(gzip.compress(body, 6))
        text = body.decode(errors="replace")
        pattern = _CSS_IMPORT if ".css" in address else _STATIC_IMPORT
        waiting += [urljoin(address, found) for found in pattern.findall(text)]
    return sizes


def main() -> int:
    base, paths = sys.argv[1].rstrip("/"), sys.argv[2:] or ["/s/northforge"]
    worst = 0.0
    for path in paths:
        sizes = first_load(base, path)
        total = sum(sizes.values()) / 1024
        worst = max(worst, total)
        print(f"{path}: {total:.1f} KB gzipped in {len(sizes)} files")
        for address, size in sorted(sizes.items(), key=lambda item: -item[1]):
            print(f"  {size / 1024:7.1f}  {address.removeprefix(base)}")
    return 0 if worst <= LIMIT_KB else 1


if __name__ == "__main__":
    sys.exit(main())
