"""Whether files changed since something was made from them."""

import hashlib
from collections.abc import Iterable
from pathlib import Path


def fingerprint(files: Iterable[Path], root: Path) -> str:
    """A digest of names (relative to `root`) and contents; the order given does not matter, nor do times and modes."""
    digest = hashlib.sha256()
    for file in sorted(files):
        name, content = str(file.relative_to(root)).encode(), file.read_bytes()
        # Lengths keep a name and the content after it apart.
        digest.update(b"%d:%s%d:%s" % (len(name), name, len(content), content))
    return digest.hexdigest()


def files_below(folder: Path, leave_out: frozenset[str] = frozenset()) -> list[Path]:
    """Every file under `folder`, without the folders named in `leave_out` at any depth."""
    found: list[Path] = []
    for entry in folder.iterdir():
        if entry.name in leave_out:
            continue
        if entry.is_dir():
            found += files_below(entry, leave_out)
        elif entry.is_file():
            found.append(entry)
    return found


class Stamp:
    """Remembers, in a file, the fingerprint something was made from."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def says(self, fingerprint: str) -> bool:
        return self._path.is_file() and self._path.read_text(encoding="utf-8") == fingerprint

    def put(self, fingerprint: str) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._path.write_text(fingerprint, encoding="utf-8")
