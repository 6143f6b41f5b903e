"""What a save sets off while somebody works with `make dev`."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import grimp
import pytest
from grimp.exceptions import SourceSyntaxError

from marketplace.kit.process import frontend, reload, standby
from marketplace.kit.process.supervisor import Supervisor

NOTHING: frozenset[str] = frozenset()


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return reload.program()


@pytest.mark.parametrize(
    ("saved", "parts", "screens"),
    [
        ("marketplace/services/buying/carts.py", ("web", "worker"), NOTHING),
        ("marketplace/queries/storefront/layout.py", ("web",), NOTHING),
        ("marketplace/site/storefront/cart.py", ("web",), NOTHING),
        ("marketplace/kit/db.py", ("web", "worker"), NOTHING),
        ("tasks/orders.py", ("worker",), NOTHING),
        ("marketplace/pages/vendor_desk/products.py", ("web",), {"marketplace.pages.vendor_desk.products"}),
        ("marketplace/pages/vendor_desk/__init__.py", ("web",), None),
        ("marketplace/pages/registry.py", ("web",), None),
        ("marketplace/components/app_shell.py", ("web",), None),
        ("marketplace/app.py", ("web",), None),
        ("marketplace/pages/vendor_desk/of_nobody_yet.py", ("web", "worker"), None),
        ("assets/css/desk.css", ("web",), NOTHING),
        ("vite_plugin/plugin.js", ("web", "worker"), None),
        ("rxconfig.py", ("web", "worker"), None),
    ],
)
def test_where_a_save_is_felt(
    graph: grimp.ImportGraph, saved: str, parts: tuple[str, ...], screens: frozenset[str] | None
) -> None:
    assert reload.reach_of([Path(saved)], graph) == reload.Reach(parts, screens)


def test_a_part_of_screens_reaches_the_pages_and_states_that_are_made_of_it(graph: grimp.ImportGraph) -> None:
    header = reload.reach_of([Path("marketplace/components/storefront/header.py")], graph)
    state = reload.reach_of([Path("marketplace/state/vendor_desk/payout.py")], graph)
    money = reload.reach_of([Path("marketplace/domain/money.py")], graph)

    assert header.screens is not None
    assert "marketplace.pages.storefront.home" in header.screens
    assert not any(one.startswith("marketplace.pages.vendor_desk") for one in header.screens)
    assert state.screens == {"marketplace.state.vendor_desk.payout", "marketplace.pages.vendor_desk.payout"}
    assert money.parts == ("web", "worker")
    assert money.screens is not None
    assert money.screens > header.screens | state.screens


def test_what_is_saved_together_is_felt_wherever_one_of_it_is(graph: grimp.ImportGraph) -> None:
    page, task = Path("marketplace/pages/vendor_desk/products.py"), Path("tasks/orders.py")

    assert reload.reach_of([page, task], graph) == reload.Reach(
        ("web", "worker"), frozenset({"marketplace.pages.vendor_desk.products"})
    )
    assert reload.reach_of([page, task, Path("rxconfig.py")], graph) == reload.EVERYWHERE


def test_a_saved_style_sheet_is_handed_out_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reload, "ROOT", tmp_path)
    monkeypatch.setattr(frontend, "CLIENT", tmp_path / "client")
    monkeypatch.setattr(frontend, "_STAMP", tmp_path / "stamp")
    for file in (
        "assets/css/desk.css",
        "client/css/desk.css",
        "client/css/desk.css.gz",
        "client/css/desk.css.br",
        "stamp",
    ):
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text("old")
    (tmp_path / "assets/css/desk.css").write_text("new")

    reload.copy_assets([Path("assets/css/desk.css"), Path("assets/css/removed.css")])

    assert {one.name: one.read_text() for one in (tmp_path / "client/css").iterdir()} == {"desk.css": "new"}
    assert not (tmp_path / "stamp").exists()  # what was built is not of these sources


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


def write_down(file: Path, screens: frozenset[str] | None) -> None:
    """In place of the compiler, and in its process; fails where it is told to."""
    with file.open("a") as out:
        out.write(f"{None if screens is None else sorted(screens)}\n")
    if file.with_name("fails").exists():
        raise SystemExit(1)


def test_a_page_that_is_saved_runs_at_once_and_is_compiled_until_that_succeeds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, graph: grimp.ImportGraph
) -> None:
    for folder in ("marketplace/pages/vendor_desk", "tasks", "assets", "vite_plugin"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "rxconfig.py").write_text("")
    monkeypatch.setattr(reload, "ROOT", tmp_path)
    monkeypatch.setattr(reload, "program", lambda: graph)
    monkeypatch.setattr(standby, "LIBRARIES", ())
    monkeypatch.setattr(frontend, "_STAMP", tmp_path / "stamp")
    supervisor, says = Renewed(), list[str]()
    page, other = (tmp_path / f"marketplace/pages/vendor_desk/{name}.py" for name in ("products", "payout"))
    compiled, fails = tmp_path / "compiled", tmp_path / "fails"

    def lines() -> list[str]:
        return compiled.read_text().splitlines() if compiled.exists() else []

    fails.write_text("")
    watching = reload.Reloading(supervisor, says.append, partial(write_down, compiled))
    watching.start()
    try:
        until(lambda: page.write_text("one") == 3 and "It could not be compiled (see above)." in says)
        assert set(lines()) == {"['marketplace.pages.vendor_desk.products']"}
        assert set(supervisor.renewed) == {("web",)}
        fails.unlink()
        other.write_text("two")
        both = "['marketplace.pages.vendor_desk.payout', 'marketplace.pages.vendor_desk.products']"
        until(lambda: lines()[-1:] == [both] and says[-1:] == ["Compiled: the browser has it."])
    finally:
        watching.stop()


def test_a_file_that_is_no_python_yet_leaves_what_runs_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for folder in ("marketplace", "tasks", "assets", "vite_plugin"):
        (tmp_path / folder).mkdir()
    (tmp_path / "rxconfig.py").write_text("")

    def half_written() -> grimp.ImportGraph:
        raise SourceSyntaxError(filename="half.py", lineno=3, text="def half(")

    monkeypatch.setattr(reload, "ROOT", tmp_path)
    monkeypatch.setattr(reload, "program", half_written)
    supervisor, says = Renewed(), list[str]()
    watching = reload.Reloading(supervisor, says.append, partial(write_down, tmp_path / "compiled"))
    watching.start()
    try:
        until(lambda: (tmp_path / "marketplace/half.py").write_text("def half(") > 0 and says != [])
    finally:
        watching.stop()
    assert "half.py" in says[0]
    assert (supervisor.renewed, (tmp_path / "compiled").exists()) == ([], False)
