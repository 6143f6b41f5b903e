"""Vite's own server, from which the browser takes the pages while somebody works (`make dev`), as they are compiled."""

from __future__ import annotations

import re
import socket
import sys
import time
import urllib.request
from pathlib import Path

from marketplace.kit.process.frontend import ROOT, environment
from marketplace.kit.process.supervisor import Part

_PATIENCE = 60
_OF_VITE = re.compile(r"""(["'])(/(?:@|app/))""")


def vite_part(origin: str, page_port: int) -> Part:
    """Vite at this address, for pages on that port. The front end must have been built: it is in `.web`."""
    web, node, port = ROOT / ".web", Path(sys.executable).with_name("node"), origin.rpartition(":")[2]
    command = [str(node), str(web / "node_modules/.bin/react-router"), "dev", str(web), "--host", "127.0.0.1"]
    command += ["--port", port, "--strictPort"]
    return Part("vite", command, {**environment(), "PORT": str(page_port), "VITE_ORIGIN": origin})


def free_origin() -> str:
    """An address of this machine at which nobody listens now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}"


def vite_document(origin: str) -> str:
    """The document that Vite would put around a page, which loads all it names from there.

    Waits for Vite to begin. Raises `OSError` when it does not within a minute.
    """
    give_up = time.monotonic() + _PATIENCE
    while True:
        try:
            with urllib.request.urlopen(f"{origin}/__spa-fallback", timeout=_PATIENCE) as answer:  # noqa: S310
                return _OF_VITE.sub(rf"\1{origin}\2", answer.read().decode())
        except OSError:
            if time.monotonic() > give_up:
                raise
            time.sleep(0.1)
