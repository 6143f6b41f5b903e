"""A real PostgreSQL for every test: migrated once into a template; each test has a database that is as that is."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import hypothesis
import psycopg
import pytest
from sqlmodel import Session

from tests.databases import Databases
from tests.flaky import FlakyTests
from tests.running import REDIS, SERVER, Planted, Running, drop_database, free_port, plant, start, stop, url_of
from tests.sharing import ByGroup, place_of

__all__ = ["REDIS", "SERVER", "url_of"]
_SCRATCH = Path(tempfile.mkdtemp(prefix="concourse-tests-"))
os.environ["MARKETPLACE_DATA_DIR"] = str(_SCRATCH)
os.environ["MARKETPLACE_MODE"] = "demo"
os.environ.pop("SECRET_KEY", None)

from marketplace.kit import db as kit_db  # noqa: E402
from marketplace.kit.process import embedded, migrations  # noqa: E402
from marketplace.kit.tenancy import Scope  # noqa: E402
from marketplace.queries.shared.open_stores import STORES  # noqa: E402
from marketplace.settings import settings  # noqa: E402

# A slow machine is no counterexample.
hypothesis.settings.register_profile("suite", deadline=None)
hypothesis.settings.load_profile("suite")


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(FlakyTests())


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: place_of(item.path.relative_to(config.rootpath)))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByGroup:
    config.option.loadscopereorder = False  # by the order of the tests, not by the number in a group
    return ByGroup(config, log)


def use_database(url: str | None) -> None:
    """Point this process at another database."""
    kit_db.forget_database()
    STORES.forget()  # or the stores of the test before are open for a quarter of a second more
    settings.cache_clear()
    if url is None:
        os.environ.pop("DATABASE_URL", None)
    else:
        os.environ["DATABASE_URL"] = url


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a server where databases can be made: the given one, or the embedded one."""
    if SERVER:
        yield SERVER
        return
    folder = _SCRATCH / "server"
    url = embedded.start(folder)
    with psycopg.connect(url, autocommit=True) as admin:
        for setting in ("fsync = off", "synchronous_commit = off", "full_page_writes = off"):
            admin.execute(f"alter system set {setting}")
        admin.execute("select pg_reload_conf()")
    yield url
    embedded.stop(folder)


@pytest.fixture(scope="session")
def template(server: str) -> Iterator[str]:
    """The name of a migrated, empty database to clone."""
    name = f"template_{uuid4().hex[:8]}"
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f'create database "{name}"')
    use_database(url_of(server, name))
    migrations.upgrade()
    use_database(None)
    yield name
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f'drop database "{name}" with (force)')


@pytest.fixture(scope="session")
def databases(server: str, template: str) -> Iterator[Databases]:
    """Where this worker's databases come from."""
    databases = Databases(server, template)
    yield databases
    databases.close()


@contextmanager
def _clones(databases: Databases) -> Iterator[Callable[[], str]]:
    made: list[str] = []

    def make() -> str:
        made.append(databases.clone())
        return url_of(databases.server, made[-1])

    yield make
    use_database(None)
    for name in made:
        databases.drop(name)


@pytest.fixture
def clone(databases: Databases) -> Iterator[Callable[[], str]]:
    """Makes empty databases; each call returns the address of a new one."""
    with _clones(databases) as make:
        yield make


@pytest.fixture(scope="module")
def module_database(databases: Databases) -> Iterator[str]:
    """An empty, migrated database for the tests of a module, each of which leaves it as it found it."""
    with _clones(databases) as make:
        yield make()


@pytest.fixture(scope="session")
def front_end() -> None:
    """The built front end: pages are drawn into its shell."""
    from marketplace.kit.process import frontend

    frontend.build(lambda text: None)


@pytest.fixture
def database(databases: Databases) -> Iterator[str]:
    """An empty, migrated database that this process uses during the test."""
    name = databases.lend()
    url = url_of(databases.server, name)
    use_database(url)
    yield url
    use_database(None)
    databases.give_back(name)


@pytest.fixture
def no_rate_limits(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """As many requests as the test likes."""
    monkeypatch.setenv("RATE_LIMITS", "off")
    settings.cache_clear()


@pytest.fixture
def db(database: str) -> Iterator[Session]:
    """One transaction in the platform's scope, rolled back in the end unless the test commits it."""
    with kit_db._opened(Scope.system(), frozen=False) as session:
        yield session
        session.rollback()


@pytest.fixture(scope="session")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Planted]:
    """The demo, planted once: everything that needs it works on a twin, and is of the group `product`."""
    demo = plant(tmp_path_factory.mktemp("planted") / "var")
    yield demo
    if SERVER and demo.database:
        drop_database(SERVER, demo.database)


@pytest.fixture(scope="session")
def product(planted: Planted, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One running copy with the demo in it, for everything in this session that needs one.

    Whatever the tests did to it, in the end its books, its stock and its trail are as `marketplace verify` wants them.
    """
    folder = tmp_path_factory.mktemp("product") / "var"
    database = planted.twin(folder)
    running = start(folder, free_port(), database_url=database)
    yield running
    verified = running.command("verify")
    stop(running)
    assert verified.returncode == 0, verified.stdout
    if SERVER and database:
        drop_database(SERVER, database)


@pytest.fixture
def launch(planted: Planted, tmp_path: Path) -> Iterator[Callable[[], Running]]:
    """Starts a copy in the folder `var` of the test, as often as asked; what a failed test left running is stopped.

    The copy keeps its database in its folder.
    """
    planted.twin(tmp_path / "var")
    launched: list[Running] = []

    def one_more() -> Running:
        launched.append(start(tmp_path / "var", free_port()))
        return launched[-1]

    yield one_more
    for running in launched:
        if running.process.poll() is None:
            stop(running)


@pytest.fixture(scope="session")
def accounts(product: Running) -> dict[str, dict[str, str]]:
    """The demo accounts by role; of those with the same one the first, who is at Northforge."""
    facts = json.loads(product.command("demo-info", "--json").stdout)
    return {account["role"]: account for account in reversed(facts["accounts"])}
