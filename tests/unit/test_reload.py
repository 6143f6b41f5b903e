"""What a save sets off while somebody works with `make dev`."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from marketplace.kit.process import frontend, reload
from marketplace.kit.process.supervisor import Supervisor


@pytest.mark.parametrize(
    ("saved", "restarts", "builds"),
    [
        ("marketplace/services/buying/carts.py", True, False),
        ("marketplace/site/storefront/cart.py", True, False),
        ("tasks/orders.py", True, False),
        ("marketplace/pages/vendor_desk/orders.py", True, True),
        ("marketplace/components/storefront/card.py", True, True),
        ("marketplace/state/vendor_desk/order.py", True, True),
        ("marketplace/domain/money.py", True, True),
        ("marketplace/app.py", True, True),
        ("assets/css/desk.css", False, True),
        ("vite_plugin/plugin.js", False, True),
        ("rxconfig.py", False, True),
    ],
)
def test_what_a_file_is_part_of(saved: str, restarts: bool, builds: bool) -> None:
    assert reload.runs_on_the_server([Path(saved)]) is restarts
    assert reload.reaches_the_browser([Path(saved)]) is builds


class Renewed(Supervisor):
    """Starts nothing; remembers what was to be started anew."""

    def __init__(self) -> None:
        super().__init__([], print)
        self.renewed: list[tuple[str, ...]] = []

    def ask_to_renew(self, *names: str) -> None:
        self.renewed.append(names)


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_page_that_is_saved_runs_at_once_and_again_when_it_is_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in ("marketplace/pages", "tasks", "assets", "vite_plugin"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "rxconfig.py").write_text("")
    builds, may_end = [], threading.Event()

    def build(say: Callable[[str], None], given_up: Callable[[], bool]) -> None:
        builds.append(given_up)
        until(lambda: may_end.is_set() or given_up())

    monkeypatch.setattr(reload, "ROOT", tmp_path)
    monkeypatch.setattr(frontend, "build", build)
    supervisor, page = Renewed(), tmp_path / "marketplace/pages/home.py"
    watching = reload.Reloading(supervisor, print)
    watching.start()
    try:
        until(lambda: page.write_text("one") == 3 and len(builds) > 0)  # the watch may begin after the first save
        supervisor.renewed.clear()
        page.write_text("two")
        until(lambda: len(builds) > 1)  # the first, out of date, was given up: nothing else ends it yet
        until(lambda: supervisor.renewed[:1] == [("web", "worker")])
        may_end.set()
        until(lambda: supervisor.renewed[-1:] == [("web",)])
    finally:
        may_end.set()
        watching.stop()
