"""Make the virtual environment and install a locked list into it. Runs on the system's Python, stdlib only."""

import os
import subprocess
import sys
from pathlib import Path


def say(text: str) -> None:
    print(f"  {text}", flush=True)


def fail(text: str) -> None:
    sys.exit(f"error: {text}")


def make_environment(folder: Path) -> None:
    """Create the environment; Debian keeps `ensurepip` in a package of its own, which root may fetch here."""
    if (folder / "bin" / "pip").exists():
        return
    say("Creating the virtual environment ...")
    command = [sys.executable, "-m", "venv", "--clear", str(folder)]
    if subprocess.run(command, capture_output=True, check=False).returncode == 0:
        return
    if os.geteuid() == 0 and Path("/usr/bin/apt-get").exists():
        say("Installing Debian's python3-venv ...")
        subprocess.run("apt-get update -qq && apt-get install -y -qq python3-venv", shell=True, check=False)
        if subprocess.run(command, check=False).returncode == 0:
            return
    fail("Python cannot make a virtual environment here. On Debian or Ubuntu: apt install python3-venv")


def main() -> None:
    if sys.version_info < (3, 11):
        fail(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}. Try: make PYTHON=python3.12 ...")
    folder, requirements = Path(sys.argv[1]), sys.argv[2]
    make_environment(folder)
    pip = [str(folder / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "--no-input", "install", "-q"]
    say(f"Installing what {requirements} lists ...")
    quiet = {**os.environ, "PIP_ROOT_USER_ACTION": "ignore"}
    if subprocess.run([*pip, "-r", requirements], env=quiet, check=False).returncode:
        fail(f"{requirements} could not be installed; the lines above say why. Is a package index reachable?")
    if subprocess.run([*pip, "--no-deps", "-e", "."], env=quiet, check=False).returncode:
        fail("The project itself could not be installed; the lines above say why.")


if __name__ == "__main__":
    main()
