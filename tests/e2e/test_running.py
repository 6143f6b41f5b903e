"""Starting, being killed, and stopping: as whoever runs it sees it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from tests.conftest import SERVER
from tests.running import REDIS, Running, free_port, stop

pytestmark = pytest.mark.e2e


def get(url: str) -> tuple[int, dict[str, object]]:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


def wait_for(condition: Callable[[], bool], seconds: float = 60, saying: Callable[[], object] = lambda: "") -> None:
    """Wait until it holds; `saying` tells what there is instead, for whoever reads the failure."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"waited too long: {saying()}"
        time.sleep(0.2)


def healthy(running: Running) -> bool:
    try:
        return get(f"{running.url}/health")[0] == 200
    except OSError:
        return False


def family(running: Running) -> list[psutil.Process]:
    return psutil.Process(running.process.pid).children(recursive=True)


def test_the_demo_is_there_and_every_invariant_holds(product: Running) -> None:
    status, body = get(f"{product.url}/health")
    assert (status, body["status"], body["down"]) == (200, "ok", [])
    facts = json.loads(product.command("demo-info", "--json").stdout)
    assert set(facts) == {"stores", "accounts", "live_quote"}
    assert all(set(store) == {"handle", "name", "url", "publishable_key"} for store in facts["stores"])
    assert all(set(one) == {"role", "email", "password", "store", "company"} for one in facts["accounts"])
    assert [store["handle"] for store in facts["stores"]] == ["assay", "mezzaluna", "northforge"]
    assert [store["url"] for store in facts["stores"]] == [f"{product.url}/s/{s['handle']}" for s in facts["stores"]]
    assert all(store["publishable_key"].startswith("pk_") for store in facts["stores"])
    assert {"operator", "tenant admin", "vendor owner", "shopper"} <= {a["role"] for a in facts["accounts"]}
    verified = product.command("verify")
    assert verified.returncode == 0, verified.stdout
    assert "BROKEN" not in verified.stdout
    doctor = product.command("doctor")
    assert doctor.returncode == 0, doctor.stdout


@pytest.mark.skipif(
    sys.platform != "linux" or len(psutil.Process().cpu_affinity()) < 2 or bool(SERVER or REDIS),
    reason="nothing is pinned here",
)
def test_the_web_process_has_a_processor_for_itself(product: Running) -> None:
    assert healthy(product)  # it settles with its first request
    places = {
        " ".join(one.cmdline()[-2:]): set(one.cpu_affinity())  # children come after their parents
        for one in family(product)
    }
    web, worker = places["marketplace.cli web"], places["-m tasks.worker"]
    assert len(web) == 1
    assert worker == set(psutil.Process().cpu_affinity()) - web


def test_metrics_speak_prometheus(product: Running) -> None:
    with urllib.request.urlopen(f"{product.url}/metrics", timeout=5) as answer:
        text = answer.read().decode()
    assert "# TYPE jobs_oldest_pending_seconds gauge" in text


@pytest.mark.skipif(SERVER is not None, reason="kills the embedded database, and there is none in this run")
def test_kill_any_process_and_it_recovers_then_sigterm_leaves_nothing(
    tmp_path: Path, launch: Callable[[], Running]
) -> None:
    folder, running = tmp_path / "var", launch()
    for what in ("marketplace.cli web", "tasks.worker"):
        victim = next(p for p in family(running) if what in " ".join(p.cmdline()))
        victim.kill()
        wait_for(lambda gone=victim.pid: gone not in {p.pid for p in family(running)})
        wait_for(lambda: healthy(running))
        wait_for(lambda what=what: any(what in " ".join(p.cmdline()) for p in family(running)))
    postmaster = int((folder / "postgres" / "postmaster.pid").read_text().splitlines()[0])
    os.kill(postmaster, signal.SIGKILL)
    wait_for(lambda: not psutil.pid_exists(postmaster) or not healthy(running), 10)
    wait_for(lambda: healthy(running))
    assert running.command("verify").returncode == 0

    everybody = [p.pid for p in family(running)] + [
        int((folder / "postgres" / "postmaster.pid").read_text().splitlines()[0])
    ]
    stop(running)
    assert running.process.returncode == 0
    wait_for(lambda: not any(psutil.pid_exists(pid) for pid in everybody), 10)

    again = launch()  # the supervisor killed outright: the next start finds its database
    again.process.kill()
    again.process.wait()
    third = launch()
    assert third.command("verify").returncode == 0
    postmaster = int((folder / "postgres" / "postmaster.pid").read_text().splitlines()[0])
    third.process.send_signal(signal.SIGTERM)
    stop(third)  # asked twice
    assert third.process.returncode == 0
    wait_for(lambda: not psutil.pid_exists(postmaster), 10)


def refused(**environment: str) -> str:
    """The one sentence that `marketplace up` ends with."""
    done = subprocess.run(
        [sys.executable, "-m", "marketplace.cli", "up"],
        env={**{k: v for k, v in os.environ.items() if k != "DATABASE_URL"}, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    lines = [line for line in done.stderr.splitlines() if line.startswith("error: ")]
    assert len(lines) == 1, done.stderr
    return lines[0]


def test_what_cannot_start_says_why_in_one_sentence(product: Running, tmp_path: Path) -> None:
    port = product.url.rsplit(":", 1)[1]
    assert f"port {port} is in use" in refused(PORT=port, MARKETPLACE_DATA_DIR=str(tmp_path / "a"))
    assert "another copy is running" in refused(
        PORT=str(free_port()), MARKETPLACE_DATA_DIR=product.environment["MARKETPLACE_DATA_DIR"]
    )
    (tmp_path / "file").write_text("")
    assert "cannot be written" in refused(PORT=str(free_port()), MARKETPLACE_DATA_DIR=str(tmp_path / "file" / "x"))
    assert "cannot be reached" in refused(
        PORT=str(free_port()), MARKETPLACE_DATA_DIR=str(tmp_path / "b"), DATABASE_URL="postgresql://localhost:1/none"
    )
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "postgres").write_text("")
    no_folder = refused(PORT=str(free_port()), MARKETPLACE_DATA_DIR=str(tmp_path / "d"))
    assert "the embedded database did not start: " in no_folder
    nonsense = {"PORT": str(free_port()), "MARKETPLACE_DATA_DIR": str(tmp_path / "c"), "DATABASE_URL": "nonsense"}
    assert "DATABASE_URL is not an address" in refused(**nonsense)
    assert "SECRET_KEY" in refused(MARKETPLACE_MODE="production")
    assert "PORT" in refused(PORT="99999999")


def test_the_first_operator_is_made_on_the_command_line(product: Running) -> None:
    who = ("--email", "first@concourse.example", "--name", "First Operator", "--password", "a good long password")
    assert product.command("create-operator", *who).returncode == 0
    again = product.command("create-operator", *who)
    assert again.returncode != 0
    assert again.stderr.strip() == "error: first@concourse.example has an account already."


def test_backup_and_restore(product: Running, tmp_path: Path) -> None:
    file = tmp_path / "all.tar"
    assert product.command("backup", str(file)).returncode == 0
    refusal = product.command("restore", str(file))
    assert refusal.returncode != 0
    assert "--replace" in refusal.stderr
    assert product.command("restore", "--replace", str(file)).returncode == 0
    assert product.command("verify").returncode == 0
