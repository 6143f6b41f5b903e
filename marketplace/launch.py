"""`marketplace up`: from an empty folder to a running shop, and back to nothing running."""

from __future__ import annotations

import fcntl
import json
import os
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import click
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from marketplace.kit.cpu_affinity import choose_processor, leave
from marketplace.kit.db import owner_engine
from marketplace.kit.process import embedded, frontend, migrations, standby, vite
from marketplace.kit.process.supervisor import Part, Supervisor
from marketplace.settings import settings

Say = Callable[[str], None]


class CannotStart(click.ClickException):
    """Why it cannot start, in one sentence."""

    def show(self, file: object = None) -> None:
        click.echo(f"error: {self.message}", err=True)


def launch(say: Say, *, reloads: bool = False) -> None:
    """Prepare what is missing, start web and worker, print where to go, and run until a signal.

    One that `reloads` is for whoever changes the program: what is saved is running a moment later.
    """
    here = settings()
    _check_folder(here.data_dir)
    _check_port(here.host, here.port)
    with _only_copy(here.data_dir), ExitStack() as at_the_end:  # each is undone, whatever fails in undoing another
        supervisor = Supervisor(_developed() if reloads else [_web(), _worker()], say)
        supervisor.watch_signals()
        if here.database_url is None:
            at_the_end.callback(embedded.stop, here.data_dir)
        at_the_end.callback(supervisor.stop)
        at_the_end.callback(say, "Stopping ...")
        prepare(say, given_up=lambda: supervisor.stopping)
        if here.database_url is None:
            _place_database()
        if not supervisor.stopping:
            supervisor.start()
            _wait_until_serving(supervisor)
        if not supervisor.stopping:
            _greet()
            if reloads:
                at_the_end.callback(_reloading(supervisor, say))
            supervisor.run(each_second=_revive_database)


def check_production() -> None:
    """Raises `CannotStart` for what must not be so in production."""
    from marketplace.services.operations.production_checks import find_obstacles

    if obstacles := find_obstacles():
        raise CannotStart("; ".join(one.says for one in obstacles))


def serve() -> None:
    """The web server in this process, on the built front end; one port for pages, socket and HTTP APIs.

    Raises `CannotStart` for what must not be so in production.
    """
    check_production()
    from granian.constants import Interfaces
    from granian.server import Server

    here = settings()
    os.environ.update(_web_environment())
    Server(
        "marketplace.asgi:app",
        factory=True,
        address=here.host,
        port=here.port,
        interface=Interfaces.ASGI,
        workers=2 if here.redis_url else 1,  # without Redis the state of a tab lives in one process
        websockets=True,
        log_level="warning",  # type: ignore[arg-type]
        respawn_failed_workers=True,
        workers_kill_timeout=10,
    ).serve()


def prepare(say: Say, given_up: Callable[[], bool] = lambda: False) -> None:
    """Everything that must be there before web and worker run: database, schema, demo, front end.

    Raises `CannotStart`. The embedded server it may have started goes on running.
    """
    say("Starting the database ..." if settings().database_url is None else "Connecting to the database ...")
    try:
        with owner_engine().connect() as connection:
            connection.execute(text("select 1"))
    except embedded.CannotStartDatabase as error:
        raise CannotStart(str(error)) from error
    except OperationalError as error:
        reason = str(error.orig).strip().splitlines()[0]
        raise CannotStart(f"the database at DATABASE_URL cannot be reached: {reason}") from error
    if migrations.upgrade():
        say("Brought the schema up to date.")
    check_production()
    if settings().is_demo:
        from marketplace.demo.load import is_empty, lacks_trade, load

        if is_empty() or lacks_trade():
            load(say)
    try:
        frontend.build(say, given_up)
    except frontend.FrontendBuildFailed as error:
        raise CannotStart(str(error)) from error


def _reloading(supervisor: Supervisor, say: Say) -> Callable[[], None]:
    """Begin to watch the sources; returns what ends it."""
    from marketplace.compile_screens import compile_screens
    from marketplace.kit.process.reload import Reloading

    watching = Reloading(supervisor, say, compile_screens)
    watching.start()
    say("What you save is running a moment later.")
    return watching.stop


def _greet() -> None:
    from marketplace.queries.shared.demo import demo_facts

    click.echo(f"\n  Concourse is running at {settings().base_url}\n")
    if settings().is_demo:
        for account in demo_facts()["accounts"]:
            click.echo(f"    {account['role']:<16}  {account['email']:<32}  {account['password']}")
        click.echo("\n  The sign-in page offers these with one click. Ctrl-C stops everything.\n")


def _web() -> Part:
    return Part("web", [sys.executable, "-m", "marketplace.cli", "web"], {**_web_environment(), **_own_processor()})


def _worker() -> Part:
    return Part("worker", [sys.executable, "-m", "tasks.worker"], _own_processor())


def _developed() -> list[Part]:
    """With Vite, from which a browser takes each page as compiled last; ours start with their libraries loaded."""
    origin, web, worker = vite.free_origin(), _web(), _worker()
    web.environment = {**web.environment, "VITE_ORIGIN": origin}
    web.command, web.stands_by = standby.command("marketplace.cli", "web"), True
    worker.command, worker.stands_by = standby.command("tasks.worker"), True
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # only what was saved is to be read from its source
    return [vite.vite_part(origin, settings().port), web, worker]


def _own_processor() -> dict[str, str]:
    chosen = choose_processor()
    return {} if chosen is None else {"WEB_PROCESSOR": str(chosen)}


def _web_environment() -> dict[str, str]:
    here = settings()
    origins = {f"http://localhost:{here.port}", f"http://127.0.0.1:{here.port}", here.base_url}
    redis = {"REFLEX_REDIS_URL": here.redis_url} if here.redis_url else {}
    return {
        "__REFLEX_SKIP_COMPILE": "true",
        "__REFLEX_MOUNT_FRONTEND_COMPILED_APP": "true",
        "REFLEX_ENV_MODE": "prod",
        "REFLEX_STATE_MANAGER_MODE": "redis" if here.redis_url else "memory",
        "REFLEX_CORS_ALLOWED_ORIGINS": ",".join(sorted(origins)),
        "REFLEX_SOCKET_MAX_HTTP_BUFFER_SIZE": str(512 * 1024),  # the longest message of a tab
        "REFLEX_TELEMETRY_ENABLED": "false",
        "REFLEX_CHECK_LATEST_VERSION": "false",
        **redis,
    }


def _check_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".write-test"
        probe.write_text("")
        probe.unlink()
    except OSError as error:
        raise CannotStart(
            f"the data folder {folder} cannot be written ({error.strerror}); set MARKETPLACE_DATA_DIR to another one"
        ) from error


def _check_port(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CannotStart(f"port {port} is in use already; choose another with PORT={port + 1} make run") from error


@contextmanager
def _only_copy(folder: Path) -> Iterator[None]:
    """Two copies on one data folder would stop each other's database."""
    with (folder / "up.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise CannotStart(
                f"another copy is running on {folder}; stop it, or give this one its own MARKETPLACE_DATA_DIR and PORT"
            ) from error
        yield


def _wait_until_serving(supervisor: Supervisor, patience: float = 60) -> None:
    deadline = time.monotonic() + patience
    url = f"http://{settings().host}:{settings().port}/health"
    while not supervisor.stopping:
        why = why_not_serving(url)
        if not why:
            return
        if time.monotonic() > deadline:
            raise CannotStart(f"the web server is not ready after a minute ({why}); its messages are above")
        time.sleep(0.1)


def why_not_serving(url: str) -> str:
    """What `/health` says is down, each part with its reason; empty when all is well."""
    try:
        with urllib.request.urlopen(url, timeout=2):  # noqa: S310  our own address
            return ""
    except urllib.error.HTTPError as refusal:
        with suppress(ValueError, LookupError, TypeError, OSError):
            health = json.load(refusal)
            return "; ".join(f"{name}: {health['parts'][name]['says']}" for name in health["down"])
        return f"it answers {refusal.code}"
    except OSError:
        return "no answer"


def _place_database() -> None:
    """What its server starts from now on, a process for every connection, keeps off the web's processor."""
    process = embedded.process_of(settings().data_dir)
    if process is not None:
        leave(choose_processor(), process)


def _revive_database() -> None:
    """The embedded server may be killed like any other process; the next statement then finds a new one."""
    if settings().database_url is None:
        try:
            embedded.running(settings().data_dir, patience=20)
            _place_database()
        except embedded.CannotStartDatabase as error:  # the parts stay, and so does hope
            click.echo(f"  {error}; trying again", err=True)
