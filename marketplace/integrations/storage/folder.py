"""Where uploaded files lie: a folder below the data folder, one per store."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from marketplace.settings import settings


class Storage(Protocol):
    """Files by relative path. A path is written once: its name is random, so nothing is ever overwritten."""

    def put(self, path: str, data: bytes) -> None:
        """Keep the bytes; they are whole or absent, never half."""

    def remove(self, path: str) -> None:
        """Forget the file; one that is gone already is fine."""

    def find(self, path: str) -> Path | None:
        """The file, or None when there is none or the path leads out of the folder."""

    def holds(self, path: str, data: bytes) -> bool:
        """Whether the file is these bytes."""


class FolderStorage:
    """The local disk. Several machines share it over a network mount, or put their own `Storage` here."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, path: str, data: bytes) -> None:
        """Written beside its place and renamed into it, so that no reader meets half a file."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        half = target.with_suffix(target.suffix + ".part")
        half.write_bytes(data)
        half.replace(target)

    def remove(self, path: str) -> None:
        """Forget the file."""
        if file := self.find(path):
            file.unlink(missing_ok=True)

    def find(self, path: str) -> Path | None:
        """The file, or None; `..`, absolute paths and links that lead out of the folder find nothing."""
        if "\0" in path or ".." in path.split("/"):
            return None
        root = self.root.resolve()
        target = (root / path).resolve()
        return target if target.is_relative_to(root) and target.is_file() else None

    def holds(self, path: str, data: bytes) -> bool:
        """Whether the file is these bytes; its size is looked at first."""
        file = self.find(path)
        return file is not None and file.stat().st_size == len(data) and file.read_bytes() == data


def document_storage() -> Storage:
    """The private folder: what lies here has no address, a route hands it to who may read it."""
    return FolderStorage(settings().data_dir / "documents")


def media_storage() -> Storage:
    """The media folder of this copy of the product."""
    return FolderStorage(settings().data_dir / "media")
