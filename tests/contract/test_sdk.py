"""The published `@medusajs/js-sdk`, unmodified, against the running product: what Node's own test runner says."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.running import Running

HERE = Path(__file__).parent
FILES = sorted((HERE / "sdk").glob("*.test.mjs"))
NAMES = [name for file in FILES for name in re.findall(r'^test\("([^"]+)"', file.read_text(), re.MULTILINE)]
BIN = Path(sys.executable).parent


@pytest.fixture(scope="session")
def client() -> Path:
    """The client from the npm registry, in the version and with the digest of the lock file."""
    installed, locked = HERE / "node_modules" / ".package-lock.json", HERE / "package-lock.json"
    if not installed.exists() or installed.stat().st_mtime < locked.stat().st_mtime:
        done = _call([BIN / "npm", "ci", "--no-audit", "--no-fund"], {})
        assert done.returncode == 0, done.stdout + done.stderr
    return HERE / "node_modules" / "@medusajs" / "js-sdk"


@pytest.fixture(scope="session")
def environment(product: Running) -> dict[str, str]:
    """What the Node suites are told about the running copy."""
    facts = json.loads(product.command("demo-info", "--json").stdout)
    done = subprocess.run(
        [sys.executable, "-m", "tests.contract.prepare"],
        env=product.environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    made = json.loads(done.stdout)
    keys = {store["handle"]: store["publishable_key"] for store in facts["stores"]} | {"revoked": made["revoked"]}
    return {
        "CONTRACT_URL": product.url,
        "CONTRACT_KEYS": json.dumps(keys),
        "CONTRACT_CODE": made["code"],
        "CONTRACT_COLLECTION": made["collection"],
        "CONTRACT_DATABASE": made["database"],
        "CONTRACT_PYTHON": sys.executable,
        "CONTRACT_POSTBOX": str(HERE / "postbox.py"),
    }


@pytest.fixture(scope="session")
def results(client: Path, environment: dict[str, str]) -> dict[str, str]:
    """What Node said about each test: empty when it passed. Fails when Node did not come to its end."""
    command = [BIN / "node", "--test", "--test-concurrency=1", "--test-reporter=junit", *FILES]
    done = _call(command, environment)
    try:
        cases = list(ElementTree.fromstring(done.stdout).iter("testcase"))
    except ElementTree.ParseError:
        pytest.fail(done.stdout + done.stderr)
    complaints = {case.attrib["name"]: _complaint(case) for case in cases}
    assert (done.returncode == 0) == (not any(complaints.values())), done.stdout + done.stderr
    return complaints


def test_it_is_the_published_client(client: Path) -> None:
    """Nothing of ours is in between: the package has the version and the digest that the lock file asks for."""
    package = json.loads((client / "package.json").read_text())
    assert (package["name"], package["version"]) == ("@medusajs/js-sdk", "2.21.2")
    lock = json.loads((HERE / "package-lock.json").read_text())
    locked = lock["packages"]["node_modules/@medusajs/js-sdk"]
    held = json.loads((HERE / "node_modules" / ".package-lock.json").read_text())
    assert held["packages"]["node_modules/@medusajs/js-sdk"]["integrity"] == locked["integrity"]


def test_every_test_of_node_is_listed_here(results: dict[str, str]) -> None:
    assert sorted(results) == sorted(NAMES)
    assert len(set(NAMES)) == len(NAMES)


def test_every_row_of_the_contract_is_there() -> None:
    """The 40 calls of the client, by the numbers in the names of the tests."""
    rows: set[int] = set()
    for name in NAMES:
        head = re.match(r"[\d, -]+(?= )", name)
        for part in re.findall(r"\d+(?:-\d+)?", head[0]) if head else ():
            first, _, last = part.partition("-")
            rows |= set(range(int(first), int(last or first) + 1))
    assert rows >= set(range(1, 41))


@pytest.mark.parametrize("name", NAMES)
def test_client(name: str, results: dict[str, str]) -> None:
    assert name in results, "Node did not run it"
    assert not results[name], results[name]


def _complaint(case: ElementTree.Element) -> str:
    failure = case.find("failure")
    if failure is not None:
        return failure.text or failure.attrib.get("message", "failed")
    return "skipped" if case.find("skipped") is not None else ""


def _call(command: list[str | Path], variables: dict[str, str]) -> subprocess.CompletedProcess[str]:
    environment = os.environ | variables | {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}
    return subprocess.run(command, cwd=HERE, env=environment, capture_output=True, text=True, check=False, timeout=600)
