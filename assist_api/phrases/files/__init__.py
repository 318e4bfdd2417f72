"""The three forms a phrase bank has as a file; each reads rows or refuses them by number."""

from collections.abc import Callable, Sequence
from pathlib import Path

from assist_api.errors import BadInput
from assist_api.phrases.files import bank, qianniu, workbook
from assist_api.phrases.files.rows import FileContent, Row

Reader = Callable[[bytes], FileContent]
Writer = Callable[[Sequence[Row]], bytes]

_FORMS: dict[str, tuple[Reader, Writer]] = {
    ".csv": (qianniu.read, qianniu.write),
    ".xlsx": (workbook.read, workbook.write),
    ".yml": (bank.read, bank.write),
    ".yaml": (bank.read, bank.write),
}


def read_file(path: Path) -> FileContent:
    """The rows of a file; raises BadInput when the file as a whole cannot be read."""
    reader, _ = _form(path)
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise BadInput(f"打不开文件 {path}：{error.strerror}", field="file") from error
    return reader(raw)


def write_file(path: Path, rows: Sequence[Row]) -> None:
    _, writer = _form(path)
    try:
        path.write_bytes(writer(rows))
    except OSError as error:
        raise BadInput(f"写不了文件 {path}：{error.strerror}", field="file") from error


def _form(path: Path) -> tuple[Reader, Writer]:
    form = _FORMS.get(path.suffix.lower())
    if form is None:
        raise BadInput(f"不认识的文件类型 {path.suffix or path.name}，请用 {'、'.join(_FORMS)}", field="file")
    return form
