"""The room of a quote over two web processes, one of which is killed: each sees the other, and nothing is lost."""

from __future__ import annotations

import os
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import Desk, SignedIn, live
from tests.e2e.test_quote_room import expect_words, in_room, say
from tests.e2e.test_running import get, wait_for
from tests.running import Running, free_port

pytestmark = pytest.mark.e2e
_MESSAGES = 10


@dataclass
class SecondWeb:
    """One more web process on the product's database, at a port of its own; it can be killed and started again."""

    product: Running
    log: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def start(self) -> None:
        environment = self.product.environment | {"PORT": str(self.port)}
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "marketplace.cli", "web"],
                env=environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                text=True,
            )
        wait_for(self._is_up, 60)

    def kill(self) -> None:
        """All of it at once, and none of it hears of it first."""
        assert self.process is not None
        family = [psutil.Process(self.process.pid), *psutil.Process(self.process.pid).children(recursive=True)]
        for one in family:
            os.kill(one.pid, signal.SIGKILL)
        self.process.wait(10)

    def _is_up(self) -> bool:
        try:
            return get(f"{self.url}/health")[0] == 200
        except OSError:
            return False


@pytest.fixture
def second(product: Running, tmp_path: Path) -> Iterator[SecondWeb]:
    web = SecondWeb(product, tmp_path / "web.log")
    web.start()
    yield web
    web.kill()


@pytest.fixture
def marta(browser: Browser, second: SecondWeb, signed_in: SignedIn) -> Iterator[Page]:
    """Her window; its console may complain while nobody answers it."""
    state = signed_in("company administrator")
    context = browser.new_context(base_url=second.url, storage_state=state, viewport={"width": 1440, "height": 900})
    yield context.new_page()
    context.close()


def test_two_processes_are_as_one_and_a_killed_one_loses_nothing(desk: Desk, second: SecondWeb, marta: Page) -> None:
    priya = desk("company buyer")
    address = in_room(priya)
    elsewhere = address.replace(address.partition("/s/")[0], second.url)
    live(marta, elsewhere)
    expect(priya.get_by_text("here now")).to_contain_text("Marta Oliveira", timeout=10_000)
    waits = []
    for number in range(_MESSAGES):
        writer, reader = (priya, marta) if number % 2 else (marta, priya)
        words, before = f"Message {number} of {second.port}", time.perf_counter()
        say(writer, words)
        expect_words(reader, words)
        waits.append(time.perf_counter() - before)
        expect_words(writer, words)
    p95 = statistics.quantiles(waits, n=20)[-1]
    print(f"seen in the other process after {statistics.median(waits):.3f} s, p95 {p95:.3f} s")
    assert p95 < 1
    second.kill()
    words = f"Sent while it was dead, {second.port}"
    say(priya, words)
    expect_words(priya, words)
    second.start()
    expect(marta.locator(".msgs").get_by_text(words, exact=True)).to_be_visible(timeout=30_000)
    back = f"And back again, {second.port}"
    say(marta, back)
    expect_words(priya, back)
