"""What `make dev` does while somebody works: what is saved runs a moment later, and is compiled into its pages.

Parts are started anew by the supervisor; they hold the program in memory, and were made to be killed.
"""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import grimp
from grimp.exceptions import SourceSyntaxError
from watchfiles import watch

from marketplace.kit.process import frontend, standby
from marketplace.kit.process.frontend import ROOT
from marketplace.kit.process.supervisor import Supervisor

_WATCHED = ("marketplace", "tasks", "assets", "vite_plugin", "rxconfig.py")
# Below `marketplace/`: what no screen is compiled from. All the rest may reach the browser.
_SERVER_ONLY = frozenset({"api", "demo", "integrations", "kit", "models", "queries", "services", "site", "web"})
_SCREEN = re.compile(r"marketplace\.(pages\.\w+|state)\.[\w.]+")


@dataclass(frozen=True)
class Reach:
    """Where a save is felt: the parts that hold it in memory, the modules of screens to compile (None: everything)."""

    parts: tuple[str, ...]
    screens: frozenset[str] | None

    def __or__(self, other: Reach) -> Reach:
        both = None if self.screens is None or other.screens is None else self.screens | other.screens
        return Reach(tuple(sorted({*self.parts, *other.parts})), both)


NOWHERE = Reach((), frozenset())
EVERYWHERE = Reach(("web", "worker"), None)


class Reloading:
    """Watches the sources until `stop`; tells the supervisor what to start anew, and has screens compiled.

    `compile_screens` runs in a process of its own, which imports the program as it is then.
    """

    def __init__(
        self,
        supervisor: Supervisor,
        say: Callable[[str], None],
        compile_screens: Callable[[frozenset[str] | None], None],
    ) -> None:
        self._supervisor, self._say, self._compile_screens = supervisor, say, compile_screens
        self._due, self._changed = NOWHERE, threading.Condition()
        self._over = threading.Event()
        self._processes = get_context("forkserver")
        self._processes.set_forkserver_preload(list(standby.LIBRARIES))
        self._threads = [threading.Thread(target=one, daemon=True) for one in (self._watch, self._compile)]

    def start(self) -> None:
        """From now on every save counts."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Watch no longer; a compilation that runs is given up."""
        self._over.set()
        with self._changed:
            self._changed.notify_all()
        for thread in self._threads:
            thread.join()

    def _watch(self) -> None:
        for changes in watch(*(ROOT / name for name in _WATCHED), stop_event=self._over, debounce=200, step=20):
            saved = {Path(path).relative_to(ROOT) for _, path in changes}
            try:
                reach = reach_of(saved, program())
            except SourceSyntaxError as error:
                self._say(f"{error}. What ran before goes on running.")
                continue
            copy_assets(saved)
            if reach.parts:
                self._say(f"{_names(saved)} saved; starting {' and '.join(reach.parts)} anew")
                self._supervisor.ask_to_renew(*reach.parts)
            with self._changed:
                self._due |= reach
                self._changed.notify_all()

    def _compile(self) -> None:
        while not self._over.is_set():
            with self._changed:
                self._changed.wait_for(lambda: self._over.is_set() or self._due.screens != frozenset())
                due, self._due = self._due, NOWHERE
            if not self._over.is_set() and not self._compiled(due.screens):
                with self._changed:  # what could not be compiled is due again with the next save, which may mend it
                    self._changed.wait_for(lambda: self._over.is_set() or self._due != NOWHERE)
                    self._due |= due

    def _compiled(self, screens: frozenset[str] | None) -> bool:
        frontend.forget()  # from now on `.web` holds more than what was built of it
        process = self._processes.Process(target=self._compile_screens, args=(screens,))
        process.start()
        while process.is_alive() and not self._over.is_set():
            process.join(0.1)
        process.kill()
        process.join()
        done = process.exitcode == 0
        if not self._over.is_set():
            self._say("Compiled: the browser has it." if done else "It could not be compiled (see above).")
        return done


def program() -> grimp.ImportGraph:
    """Who imports whom, as the files are now. Raises `SourceSyntaxError`."""
    cache = str(ROOT / ".reflex" / "imports")
    return grimp.build_graph("marketplace", "tasks", exclude_type_checking_imports=True, cache_dir=cache)


def reach_of(saved: Iterable[Path], graph: grimp.ImportGraph) -> Reach:
    """Where these files, with paths from the project's folder, are felt; a file nobody can tell, everywhere."""
    reach = NOWHERE
    for path in saved:
        module = ".".join(path.with_suffix("").parts).removesuffix(".__init__")
        if path.parts[0] == "assets":
            reach |= Reach(("web",), frozenset())  # it names them by a fingerprint of their content
        elif path.suffix == ".py" and module in graph.modules:
            reach |= _reach_of_module(module, graph)
        else:
            reach |= EVERYWHERE
    return reach


def _reach_of_module(module: str, graph: grimp.ImportGraph) -> Reach:
    importers = {module, *graph.find_downstream_modules(module)}
    parts = {"web": "marketplace.asgi", "worker": "tasks.worker"}
    felt_by = tuple(part for part, top in parts.items() if top in importers)
    area = module.split(".")[1]
    if module.startswith("tasks") or area in _SERVER_ONLY:
        return Reach(felt_by, frozenset())
    if "marketplace.components.app_shell" in importers or area not in {"components", "domain", "pages", "state"}:
        return Reach(felt_by, None)
    if module.startswith("marketplace.pages") and module.count(".") < 3:  # a list of pages
        return Reach(felt_by, None)
    return Reach(felt_by, frozenset(one for one in importers if _SCREEN.fullmatch(one)))


def copy_assets(saved: Iterable[Path]) -> None:
    """Style sheets, scripts and pictures, to where the web server hands them out."""
    for path in saved:
        if path.parts[0] == "assets" and (ROOT / path).is_file():
            served = frontend.CLIENT.joinpath(*path.parts[1:])
            served.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / path, served)
            for packed in (".gz", ".br"):
                served.with_name(served.name + packed).unlink(missing_ok=True)
            frontend.forget()


def _names(saved: Iterable[Path]) -> str:
    first, *others = sorted(str(path) for path in saved)
    return f"{first} and {len(others)} more" if others else first
