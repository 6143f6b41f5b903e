"""`marketplace doctor`: what is right and what is wrong here, in words."""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass

from marketplace.services.health import examine_parts
from marketplace.settings import settings


@dataclass(frozen=True)
class Finding:
    what: str
    ok: bool
    says: str


def examine() -> list[Finding]:
    """The environment first, then every part of the product."""
    here = settings()
    free = shutil.disk_usage(here.data_dir if here.data_dir.exists() else here.data_dir.parent).free
    return [
        Finding("Python", sys.version_info >= (3, 11), sys.version.split()[0]),
        Finding("Data folder", here.data_dir.exists(), str(here.data_dir)),
        Finding("Disk", free > 500_000_000, f"{free / 1e9:.1f} GB free"),
        Finding("Mode", True, f"{here.mode}, reached at {here.base_url}"),
        Finding("Mail", True, "SMTP" if here.smtp_url else "kept in the mailbox page (set SMTP_URL to send)"),
        *(Finding(part.name.replace("_", " ").capitalize(), part.ok, part.says) for part in examine_parts()),
    ]
