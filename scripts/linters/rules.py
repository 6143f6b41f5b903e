"""Each rule takes the parsed sources and yields (path, line, what is wrong)."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator

from scripts.linters.calls import calls_name_their_arguments
from scripts.linters.clocks import clocks_are_read_when_asked
from scripts.linters.sources import BESIDE, ROOT, Finding, Source, sources
from scripts.linters.variables import variables_say_what_they_hold

MODULE_LINES, FUNCTION_LINES = 400, 60
_ROUTES = ("marketplace/api/", "marketplace/site/", "marketplace/web/", "marketplace/state/")
_PLAIN = {"SessionMixin", "Middleware"}  # classes below these register no events


def only_db_commits(files: tuple[Source, ...]) -> Iterator[Finding]:
    """Only `kit/db.py` commits: a transaction belongs to the edge."""
    for file in files:
        if file.path == "marketplace/kit/db.py":
            continue
        for node in ast.walk(file.tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "commit":
                yield file.path, node.lineno, "only kit/db.py commits; open a unit_of_work at the edge"


def states_hold_values(files: tuple[Source, ...]) -> Iterator[Finding]:
    """No table row in a state: rows are pickled, load lazily, and leak columns to the browser."""
    for file in files:
        if not file.path.startswith("marketplace/state/"):
            continue
        for node in ast.walk(file.tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("marketplace.models"):
                yield file.path, node.lineno, "a state knows no tables; let a query return a frozen dataclass"


def events_are_meant(files: tuple[Source, ...]) -> Iterator[Finding]:
    """A public method of a state is an endpoint of the internet: it says so with `@rx.event`, or hides."""
    for file in files:
        if not file.path.startswith("marketplace/state/"):
            continue
        for owner in ast.walk(file.tree):
            if not isinstance(owner, ast.ClassDef) or {_name(base) for base in owner.bases} <= _PLAIN:
                continue
            for node in owner.body:
                public = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_")
                marks = {_decorator(decorator) for decorator in node.decorator_list} if public else {"event"}
                if not marks & {"event", "var", "property", "staticmethod"}:
                    yield file.path, node.lineno, f"{node.name} becomes an endpoint: mark it @rx.event or hide it"


def statuses_follow_the_tables(files: tuple[Source, ...]) -> Iterator[Finding]:
    """`row.status = ...` only takes what `domain/lifecycle.after` answers."""
    for file in files:
        if not file.path.startswith(("marketplace/services/", "tasks/", "marketplace/state/", "marketplace/api/")):
            continue
        for node in ast.walk(file.tree):
            if isinstance(node, ast.Assign) and any(_is_status(target) for target in node.targets):
                call = node.value
                if not (isinstance(call, ast.Call) and _name(call.func) == "after"):
                    yield file.path, node.lineno, "a status changes only through lifecycle.after(table, action, ...)"


def routes_ask_no_database(files: tuple[Source, ...]) -> Iterator[Finding]:
    """Routes and pages let queries read and services write."""
    for file in files:
        if not file.path.startswith(_ROUTES):
            continue
        for node in ast.walk(file.tree):
            if isinstance(node, ast.Call) and _name(node.func) in ("exec", "execute", "connection"):
                yield file.path, node.lineno, "a query reads and a service writes; this only asks them"


def modules_stay_small(files: tuple[Source, ...]) -> Iterator[Finding]:
    """Modules under 400 lines, functions under 60; seed data is exempt."""
    for file in files:
        if file.path.startswith("marketplace/demo/"):
            continue
        lines = file.text.count("\n")
        if lines > MODULE_LINES:
            yield file.path, 1, f"{lines} lines; split what has outgrown its purpose"
        for node in ast.walk(file.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > FUNCTION_LINES:
                    yield file.path, node.lineno, f"{node.name} has {length} lines"


def names_say_something(files: tuple[Source, ...]) -> Iterator[Finding]:
    """No `utils`, `helpers`, `manager`, `common`: a module is named after what it is about."""
    for file in files:
        if re.search(r"(?:^|/|_)(utils?|helpers?|managers?|common|misc)(?:\.py|/|_)", file.path):
            yield file.path, 1, "name the module after what it is about"


def public_functions_promise(files: tuple[Source, ...]) -> Iterator[Finding]:
    """Public functions of services, domain and kit say what they promise."""
    for file in files:
        if not file.path.startswith(("marketplace/services/", "marketplace/domain/", "marketplace/kit/")):
            continue
        for node in file.tree.body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and not ast.get_docstring(node):
                yield file.path, node.lineno, f"{node.name} needs a docstring that says what it promises"


def no_radix_themes(files: tuple[Source, ...]) -> Iterator[Finding]:
    """Radix Themes would double the first load: not in our sources, not in what was built."""
    banned = {
        "text",
        "box",
        "button",
        "flex",
        "link",
        "dialog",
        "heading",
        "card",
        "badge",
        "select",
        "grid",
        "hstack",
        "vstack",
    }
    for file in files:
        for node in ast.walk(file.tree):
            if (
                isinstance(node, ast.Attribute)
                and isinstance(node.value, ast.Name)
                and node.value.id == "rx"
                and node.attr in banned
            ):
                yield file.path, node.lineno, f"rx.{node.attr} brings Radix Themes; use el.* of components/markup.py"
    package = ROOT / ".web" / "package.json"
    if package.exists() and "@radix-ui/themes" in package.read_text():
        yield ".web/package.json", 1, "Radix Themes is in the built front end"
    for built in sorted((ROOT / ".web/build/client/assets").glob("*")):
        if built.suffix in (".js", ".css") and "radix-themes" in built.read_text(errors="ignore"):
            yield f"{built.relative_to(ROOT)}", 1, "Radix Themes is in the built front end"


def nothing_is_evaluated(files: tuple[Source, ...]) -> Iterator[Finding]:
    """Reflex runs these as code in a string, which our content security policy refuses."""
    banned = {"toast": "use marketplace.state.toast", "call_script": "use the page's script"}
    for file in files:
        for node in ast.walk(file.tree):
            if (
                isinstance(node, ast.Attribute)
                and isinstance(node.value, ast.Name)
                and node.value.id == "rx"
                and node.attr in banned
            ):
                yield file.path, node.lineno, f"rx.{node.attr} is evaluated in the browser; {banned[node.attr]}"


def redirects_stay_in_the_tab(files: tuple[Source, ...]) -> Iterator[Finding]:
    """Reflex opens `is_external` in a new tab, which browsers refuse where nobody has just clicked."""
    for file in files:
        for node in ast.walk(file.tree):
            if isinstance(node, ast.keyword) and node.arg == "is_external":
                yield file.path, node.lineno, "is_external opens a new tab, or nothing at all; redirect without it"


def no_registry_address(_: tuple[Source, ...]) -> Iterator[Finding]:
    """No address of a package registry in any tracked file: they differ from place to place."""
    pattern = "|".join(("pypi" + r"\.org", "python" + "hosted", r"registry\." + "npmjs", "npm" + "mirror"))
    done = subprocess.run(
        ["git", "grep", "-nIE", pattern, "--", "."], cwd=ROOT, capture_output=True, text=True, check=False
    )
    for line in done.stdout.splitlines():
        path, number, _text = line.split(":", 2)
        yield path, int(number), "the address of a package registry"


def _is_status(target: ast.expr) -> bool:
    return isinstance(target, ast.Attribute) and target.attr == "status"


def _decorator(node: ast.expr) -> str:
    return _name(node.func if isinstance(node, ast.Call) else node)


def _name(func: ast.expr) -> str:
    return func.id if isinstance(func, ast.Name) else func.attr if isinstance(func, ast.Attribute) else ""


RULES = (
    only_db_commits,
    events_are_meant,
    states_hold_values,
    statuses_follow_the_tables,
    routes_ask_no_database,
    modules_stay_small,
    calls_name_their_arguments,
    names_say_something,
    public_functions_promise,
    no_radix_themes,
    nothing_is_evaluated,
    redirects_stay_in_the_tab,
    no_registry_address,
)
RULES_FOR_ALL = (variables_say_what_they_hold, clocks_are_read_when_asked)  # which tests and scripts keep as well


def findings() -> Iterator[Finding]:
    """What is wrong with the tree."""
    for rule in RULES:
        yield from rule(sources())
    for rule in RULES_FOR_ALL:
        yield from rule((*sources(), *sources(*BESIDE)))
