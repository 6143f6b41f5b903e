"""What `make dev` does while somebody works: what is saved runs a moment later, the front end as soon as it is built.

Parts are started anew by the supervisor; they hold the program in memory, and were made to be killed.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from pathlib import Path

from watchfiles import watch

from marketplace.kit.process import frontend
from marketplace.kit.process.frontend import ROOT
from marketplace.kit.process.supervisor import Supervisor

_WATCHED = ("marketplace", "tasks", "assets", "vite_plugin", "rxconfig.py")
_PYTHON = frozenset({"marketplace", "tasks"})
# Below `marketplace/`: what no screen is compiled from. All the rest may reach the browser.
_SERVER_ONLY = frozenset({"api", "demo", "integrations", "kit", "models", "queries", "services", "site", "web"})


class Reloading:
    """Watches the sources until `stop`; tells the supervisor to start web and worker anew, and builds the front end."""

    def __init__(self, supervisor: Supervisor, say: Callable[[str], None]) -> None:
        self._supervisor, self._say = supervisor, say
        self._over = threading.Event()
        self._to_build = threading.Event()
        self._threads = [threading.Thread(target=one, daemon=True) for one in (self._watch, self._build)]

    def start(self) -> None:
        """From now on every save counts."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Watch no longer; a build that runs is given up."""
        self._over.set()
        self._to_build.set()
        for thread in self._threads:
            thread.join()

    def _watch(self) -> None:
        for changes in watch(*(ROOT / name for name in _WATCHED), stop_event=self._over, debounce=200):
            saved = {Path(path).relative_to(ROOT) for _, path in changes}
            if runs_on_the_server(saved):
                self._say(f"{_names(saved)} saved; starting web and worker anew")
                self._supervisor.ask_to_renew("web", "worker")
            if reaches_the_browser(saved):
                self._to_build.set()

    def _build(self) -> None:
        while not self._over.is_set():
            self._to_build.wait()
            self._to_build.clear()
            if self._over.is_set():
                return
            try:
                frontend.build(self._say, given_up=self._to_build.is_set)
            except frontend.FrontendBuildFailed as error:
                self._say(str(error))
                continue
            if not self._to_build.is_set():
                self._supervisor.ask_to_renew("web")
                self._say("The new front end is there: load the page again.")


def runs_on_the_server(saved: Iterable[Path]) -> bool:
    """Whether web and worker have something of this in memory; paths from the project's folder."""
    return any(path.parts[0] in _PYTHON and path.suffix == ".py" for path in saved)


def reaches_the_browser(saved: Iterable[Path]) -> bool:
    """Whether the front end may be built from one of these."""
    return any(
        path.parts[0] != "tasks" and not (path.parts[0] == "marketplace" and path.parts[1] in _SERVER_ONLY)
        for path in saved
    )


def _names(saved: Iterable[Path]) -> str:
    first, *others = sorted(str(path) for path in saved)
    return f"{first} and {len(others)} more" if others else first
