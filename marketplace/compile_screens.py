"""What `make dev` runs after a save, in a process of its own: the screens it reached, as Vite reads them in `.web`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from marketplace.kit.process import frontend


def compile_screens(modules: frozenset[str] | None) -> None:
    """Write the pages of these modules anew, and the states if there are some among them; None is the whole front end.

    A page is a file for each of its routes, and one with its parts, which no other module adds to.
    """
    os.environ.update(frontend.environment())
    from reflex.config import reload_config

    reload_config()
    from marketplace.app import app

    if modules is None:
        app._compile(prerender_routes=True, use_rich=False)
        return
    pages = [page for page in app._unevaluated_pages.values() if page.component.__module__ in modules]
    for path, code in _compiled(app, pages, with_states=any(one.startswith("marketplace.state.") for one in modules)):
        if not path.exists() or path.read_text() != code:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(code)


def _compiled(app: Any, pages: list[Any], *, with_states: bool) -> list[tuple[Path, str]]:
    """Of `reflex.compiler.compiler.compile_app` (0.10.1) what makes pages and states: paths and texts."""
    from reflex.compiler import compiler, utils
    from reflex.compiler.plugins import default_page_plugins
    from reflex_base.config import get_config
    from reflex_base.plugins import CompileContext, CompilerHooks

    plugins, radix = compiler._resolve_radix_themes_plugin(app, get_config().plugins)
    hooks = CompilerHooks(plugins=default_page_plugins(style=app.style, plugins=plugins))
    with CompileContext(app=app, pages=pages, hooks=hooks) as context:
        context.compile()
    parts, _ = compiler.compile_memo_components(context.auto_memo_components.values())
    written = [(str(page.output_path), str(page.output_code)) for page in context.compiled_pages.values()]
    if with_states:
        written.append(compiler.compile_contexts(app._state, radix.get_theme()))
    return [(utils.resolve_path_of_web_dir(path), code) for path, code in (*written, *parts)]
