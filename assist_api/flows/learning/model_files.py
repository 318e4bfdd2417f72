"""The files of model versions: written whole or not at all, and checked before they are believed."""

import hashlib
import json
import os
import shutil
from collections.abc import Collection
from pathlib import Path

from assist_api.recommender.learning import artefact
from assist_api.recommender.learning.artefact import Damaged
from assist_api.recommender.learning.trained import Trained

KEPT = 5
"""Versions whose files stay, the active one among them: enough to go back past a bad week."""

CHECKSUMS = "checksums.json"
_UNFINISHED = ".unfinished"


class ModelFiles:
    """One folder a version below `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def save(self, version: str, trained: Trained) -> None:
        """Appears under its name only once every byte is on the disk, so a crash leaves no half of a model."""
        target, unfinished = self.folder / version, self.folder / f"{version}{_UNFINISHED}"
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(parents=True)
        artefact.save(unfinished, trained)
        sums = {str(path.relative_to(unfinished)): _checksum(path) for path in _files(unfinished)}
        (unfinished / CHECKSUMS).write_text(json.dumps(sums, indent=1), encoding="utf-8")
        for path in (*_files(unfinished), unfinished):
            _flush(path)
        unfinished.rename(target)
        _flush(self.folder)

    def load(self, version: str) -> Trained:
        """Takes up to some seconds. Raises Damaged, with a message for people, where it is not as it was written."""
        self.check(version)
        try:
            return artefact.load(self.folder / version)
        except Damaged as error:  # as it was written, but by another release
            raise Damaged(f"推荐模型 {version} 读不出来：{error}") from error

    def check(self, version: str) -> None:
        """Raises Damaged, as `load` does, without building the model."""
        folder = self.folder / version
        try:
            sums = json.loads((folder / CHECKSUMS).read_text(encoding="utf-8"))
            changed = [name for name, wanted in sums.items() if _checksum(folder / name) != wanted]
        except FileNotFoundError as error:
            raise Damaged(f"推荐模型 {version} 缺少文件 {Path(str(error.filename)).name}") from error
        except (OSError, ValueError, AttributeError) as error:
            raise Damaged(f"推荐模型 {version} 的文件清单读不出来") from error
        if changed:
            raise Damaged(f"推荐模型 {version} 的文件 {changed[0]} 和写入时不一样")

    def keep_only(self, versions: Collection[str]) -> None:
        """Remove all others, also what a training that died left behind."""
        if self.folder.is_dir():
            for path in self.folder.iterdir():
                if path.is_dir() and path.name not in versions:
                    shutil.rmtree(path, ignore_errors=True)


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _checksum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _flush(path: Path) -> None:
    """To the disk itself: a rename may otherwise survive a power cut that the bytes do not."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
