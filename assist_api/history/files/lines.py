"""The lines of a file of any length, decoded and bounded; and which encoding a file is in."""

import codecs
import io
from collections.abc import Iterator
from typing import BinaryIO

from assist_api.errors import BadInput
from assist_api.history.files.talks import Fault
from assist_api.history.limits import LONGEST_LINE

_BLOCK_BYTES = 1 << 20
_NO_TEXT = {
    b"PK\x03\x04": "这个文件是表格或压缩包，请另存为 CSV 再导入",
    b"\xd0\xcf\x11\xe0": "这个文件是旧版 Office 文件，请另存为 CSV 或文本再导入",
    codecs.BOM_UTF16_LE: "这个文件是 UTF-16（记事本里叫 Unicode）编码，请另存为 UTF-8 再导入",
    codecs.BOM_UTF16_BE: "这个文件是 UTF-16（记事本里叫 Unicode）编码，请另存为 UTF-8 再导入",
}


def encoding_of(file: BinaryIO) -> str:
    """UTF-8 where the whole file may be it, else GB18030. Raises BadInput for a spreadsheet or another encoding.

    A file that was cut off may end within a character; that decides nothing.
    """
    file.seek(0)
    start = file.read(4)
    for sign, advice in _NO_TEXT.items():
        if start.startswith(sign):
            raise BadInput(advice, field="file")
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for block in iter(lambda: file.read(_BLOCK_BYTES), b""):
            decoder.decode(block)
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8-sig"


def numbered(file: BinaryIO, encoding: str) -> Iterator[tuple[int, str] | Fault]:
    """Each line with its number from 1 and without its end; a fault for one that is too long.

    Bytes that are no text in the encoding become half surrogates, so that only their own row is lost.
    """
    file.seek(0)
    text = io.TextIOWrapper(file, encoding, errors="surrogateescape", newline="")
    try:
        number = 0
        while line := text.readline(LONGEST_LINE + 1):
            number += 1
            if len(line) > LONGEST_LINE:
                _skip_the_rest(text, line)
                yield Fault(number, "line", f"一行至多 {LONGEST_LINE} 个字符")
            else:
                yield number, line.rstrip("\r\n")
    finally:
        if not file.closed:  # as after an interruption, when the garbage collector ends what is left of the reading
            text.detach()  # the file is the caller's to close


def _skip_the_rest(text: io.TextIOWrapper, line: str) -> None:
    while line and not line.endswith(("\n", "\r")):
        line = text.readline(LONGEST_LINE)
