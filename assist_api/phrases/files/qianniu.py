"""千牛's phrase CSV: `快捷短语编码,快捷短语,快捷短语分组`.

Read as GB18030 or UTF-8 with or without BOM, written as GB18030 with CRLF. Code and group may be empty, the group may
be absent; quoted fields may hold line breaks. A leading tab (千牛's guard against spreadsheets) is dropped when reading
and written before what a spreadsheet would run as a formula. Empty columns at the end come from spreadsheets.
"""

import csv
import io
from collections.abc import Sequence

from assist_api.errors import BadInput
from assist_api.phrases.files.rows import FileContent, Row
from assist_api.rules.phrase_text import title_of

HEADER = ("快捷短语编码", "快捷短语", "快捷短语分组")
_RUN_BY_SPREADSHEETS = ("=", "+", "-", "@")


def read(raw: bytes) -> FileContent:
    reader = csv.reader(io.StringIO(_decoded(raw), newline=""), strict=True)
    content = FileContent()
    width = _width(next(reader, []))
    start = reader.line_num + 1
    try:
        for fields in reader:
            _take(content, start, _without_empty_end([field.removeprefix("\t") for field in fields], width))
            start = reader.line_num + 1
    except csv.Error as error:
        content.refuse(start, "line", f"引号不成对或格式有误（{error}），从这一行起没有读入")
    return content


def _decoded(raw: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadInput("文件编码认不出来，请存成 GB18030 或 UTF-8 再导入", field="file")


def _width(fields: Sequence[str]) -> int:
    """How many columns the header names; refuses any other header."""
    names = tuple(_without_empty_end([field.strip() for field in fields], 0))
    if names not in (HEADER, HEADER[:2]):
        raise BadInput(f"第 1 行应为「{','.join(HEADER)}」，读到的是「{','.join(fields)[:80]}」", field="file")
    return len(names)


def _without_empty_end(fields: list[str], width: int) -> list[str]:
    while len(fields) > width and not fields[-1].strip():
        fields = fields[:-1]
    return fields


def _take(content: FileContent, number: int, fields: list[str]) -> None:
    if not any(field.strip() for field in fields):
        return
    if not 2 <= len(fields) <= len(HEADER):
        content.refuse(number, "line", f"应有 2 或 3 列，读到 {len(fields)} 列")
        return
    code, text = fields[0], fields[1]
    values = {"text": text, "shortcode": code}
    if len(fields) == len(HEADER):
        values["group"] = fields[2]
    content.take(number, values, title=title_of(text) or code)


def write(rows: Sequence[Row]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEADER)
    for row in rows:
        writer.writerow([_guarded(cell) for cell in (row.content.shortcode, row.content.text, row.content.group)])
    return out.getvalue().encode("gb18030")


def _guarded(cell: str) -> str:
    return f"\t{cell}" if cell.startswith(_RUN_BY_SPREADSHEETS) else cell
