"""The phrase bank as a spreadsheet (.xlsx): one header row in Chinese, lists one item a line within their cell.

A line break within an item of a list is written as ⏎.
"""

import io
from collections.abc import Sequence
from typing import Any
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

import openpyxl
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils.exceptions import IllegalCharacterError, InvalidFileException

from assist_api.errors import BadInput
from assist_api.phrases.files.rows import FileContent, Row
from assist_api.rules.phrase_text import title_of

_PLAIN = {"标题": "title", "短语": "text", "快捷编码": "shortcode", "分组": "group"}
_LISTS = {"备选说法": "alternatives", "意图": "intents", "买家问法": "questions"}
_APPLIES = {"适用商品": "products", "适用类目": "categories", "适用订单状态": "order_states", "适用渠道": "channels"}
_DATES = {"生效时间": "active_from", "失效时间": "active_to"}
_ID = "编号"
_BOT = "机器人可用"
HEADER = (_ID, *_PLAIN, *_LISTS, *_APPLIES, _BOT, *_DATES)
_YES_NO = {"是": True, "否": False, "": False}
_BREAK = "⏎"
_UNREADABLE = (
    BadZipFile,
    InvalidFileException,
    ParseError,
    AttributeError,
    IndexError,
    KeyError,
    TypeError,
    ValueError,
    OSError,
)
"""What openpyxl raises for files that are damaged, something else than a workbook, or without a sheet of cells."""


def read(raw: bytes) -> FileContent:
    try:
        book = openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
        lines = list(book.worksheets[0].iter_rows(values_only=True))  # the sheet's XML is read only now
    except _UNREADABLE as error:
        raise BadInput("这不是能读的 .xlsx 文件，请用表格软件另存后再导入", field="file") from error
    columns = [_cell(value) for value in (lines[0] if lines else ())]
    _check_header(columns)
    content = FileContent()
    for number, line in enumerate(lines[1:], start=2):
        cells = {column: _cell(value) for column, value in zip(columns, line, strict=False) if column}
        if any(cells.values()):
            _take(content, number, cells)
    return content


def _cell(value: object) -> str:
    if isinstance(value, float) and value.is_integer():  # a code such as 12 is a number to the spreadsheet
        value = int(value)
    return "" if value is None else str(value).strip()


def _check_header(columns: Sequence[str]) -> None:
    unknown = [column for column in columns if column and column not in HEADER]
    if unknown or "短语" not in columns:
        raise BadInput(
            f"第 1 行应是列名（至少要有「短语」），可用：{'、'.join(HEADER)}；读到：{'、'.join(columns)}", field="file"
        )
    repeated = {column for column in columns if column and columns.count(column) > 1}
    if repeated:
        raise BadInput(f"第 1 行的列名重复了：{'、'.join(sorted(repeated))}", field="file")


def _take(content: FileContent, number: int, cells: dict[str, str]) -> None:
    if cells.get(_BOT, "") not in _YES_NO:
        content.refuse(number, _BOT, "应填 是 或 否")
        return
    values: dict[str, Any] = {field: cells[column] for column, field in _PLAIN.items() if column in cells}
    values |= {field: _items(cells[column]) for column, field in _LISTS.items() if column in cells}
    values |= {field: cells[column] or None for column, field in _DATES.items() if column in cells}
    if any(column in cells for column in _APPLIES):
        values["applies_to"] = {field: _items(cells.get(column, "")) for column, field in _APPLIES.items()}
    if _BOT in cells:
        values["bot_may_send"] = _YES_NO[cells[_BOT]]
    if not values.get("title"):
        values.pop("title", None)
    content.take(number, values, cells.get(_ID) or None, title=title_of(values["text"]))


def _items(cell: str) -> list[str]:
    """One item a line; empty lines are nothing, as people leave them."""
    return [line.replace(_BREAK, "\n") for line in cell.split("\n") if line.strip()]


def write(rows: Sequence[Row]) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("快捷短语")
    sheet.append(list(HEADER))
    for row in rows:
        try:
            sheet.append([_text_cell(sheet, value) for value in _values(row)])
        except IllegalCharacterError as error:
            raise BadInput(f"短语「{row.content.title}」含有表格不支持的控制字符", field="text") from error
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _text_cell(sheet: Any, value: str) -> Any:
    """A cell that stays text: one that begins with `=` would be run as a formula."""
    cell = WriteOnlyCell(sheet, value=value)
    cell.data_type = "s"
    return cell


def _values(row: Row) -> list[str]:
    dump = row.content.model_dump(mode="json")
    return [
        row.id or "",
        *(dump[field] for field in _PLAIN.values()),
        *(_lines(dump[field]) for field in _LISTS.values()),
        *(_lines(dump["applies_to"][field]) for field in _APPLIES.values()),
        "是" if dump["bot_may_send"] else "否",
        *(dump[field] or "" for field in _DATES.values()),
    ]


def _lines(items: Sequence[str]) -> str:
    return "\n".join(item.replace("\n", _BREAK) for item in items)
