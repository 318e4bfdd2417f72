"""One hash for many files: the same content under the same names gives the same hash, wherever the folder lies."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path


def hash_of_files(files: Iterable[Path]) -> str:
    """SHA-256 over names and contents, in the given order. Raises OSError if one cannot be read."""
    digest = hashlib.sha256()
    for file in files:
        content = file.read_bytes()
        digest.update(f"{file.name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def files_below(folder: Path, *endings: str) -> Iterator[Path]:
    """Files with one of the endings (".yml") below a folder, sorted; none if the folder is absent."""
    return (path for path in sorted(folder.rglob("*")) if path.is_file() and path.suffix in endings)
