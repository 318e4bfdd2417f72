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
    _check_contents(raw, path.suffix.lower())
    return reader(raw)


_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK\x03\x04"


def _check_contents(raw: bytes, suffix: str) -> None:
    """People rename spreadsheets to get them in; what came of it is not told by the bytes' encoding."""
    if raw.startswith(_OLD_EXCEL):
        raise BadInput("这是旧版 Excel（.xls）文件，请用表格软件另存为 .xlsx 再导入", field="file")
    if raw.startswith(_ZIP) and suffix != ".xlsx":
        raise BadInput(f"这个文件内容是表格，扩展名却是 {suffix}，请改成 .xlsx 或另存为 CSV 再导入", field="file")


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
