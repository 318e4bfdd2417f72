"""The shop's CSV files: from bytes to checked rows. `now` is an argument, nothing is stored here.

Each kind is a list of fields; each field reads one value (or two columns) and says what it expected when it cannot.
A bad row is reported and left out, the good ones are kept.
"""

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from typing import Any, BinaryIO, Literal, get_args
from zoneinfo import ZoneInfo

from assist_api.rules.links import link_key
from assist_api.rules.masking import digits_of
from assist_api.rules.orders import ORDER_STATES, PARCEL_STATES, REFUND_STATES
from assist_api.rules.sizes import PLAUSIBLE, Measure, SizeLine, Span, chart_faults
from assist_api.shop.schemas import Rejection, Row

Kind = Literal["products", "size_charts", "stock", "buyers", "orders", "parcels"]
KINDS: tuple[Kind, ...] = get_args(Kind)

_RELATIVE_DAY = re.compile(r"([+-]\d{1,3})d (\d{1,2}):(\d{2})")
_RELATIVE_SPAN = re.compile(r"([+-])(\d{1,4})(h|m)")
_ITEM = re.compile(r"(?P<product>[^/]+)/(?P<colour>[^/]+)/(?P<size>[^*]+)\*(?P<quantity>\d{1,3})")
_GOT_CHARS = 40
_ENCODINGS = ("utf-8-sig", "gb18030")
_BLOCK_BYTES = 1 << 20
_ROWS_PER_PART = 500
_PRIVATE_FIELDS = {"phone", "name", "remark", "note", "recipient", "address"}


class Expected(Exception):
    """A value is not what a field takes; the text says what it takes."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What values are read against: the load moment, the shop's zone, and whether demo times (-2d 10:30) may stand."""

    now: datetime
    zone: ZoneInfo
    relative_times: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """One column; `read` gets its text, never empty. An empty one is `default`, or an error when `required`."""

    name: str
    read: Callable[[str, Reading], Any]
    required: bool = False
    default: Callable[[], Any] = str


@dataclass(frozen=True, slots=True)
class Parsed:
    """`rows` by the row's number in the file; their keys are the fields' names."""

    rows: dict[int, Row] = field(default_factory=dict)
    rejected: list[Rejection] = field(default_factory=list)
    torn_charts: set[str] = field(default_factory=set)
    """Charts of which a row was rejected: advice from the rest would be wrong in the gap."""


def parse(kind: Kind, content: bytes, reading: Reading) -> Parsed:
    """Read a whole file of one kind."""
    whole = Parsed()
    for part in parse_parts(kind, io.BytesIO(content), reading):
        whole.rows.update(part.rows)
        whole.rejected.extend(part.rejected)
    return whole


def parse_parts(kind: Kind, source: BinaryIO, reading: Reading) -> Iterator[Parsed]:
    """Read a seekable file part by part, however long it is; size charts, which only hold as a whole, in one part.

    Where the file itself breaks off (a quote that is never closed), what stands before it has been answered.
    """
    encoding = _encoding_of(source)
    if encoding is None:
        yield Parsed(rejected=[Rejection(row=0, field="", expected="UTF-8 或 GB18030 编码的 CSV 文件")])
        return
    source.seek(0)
    text = io.TextIOWrapper(source, encoding, newline="")
    try:
        reader = csv.DictReader(text, strict=True)
        parts = _parse_rows(kind, reader, reading)
        yield from (_without_faulty_charts(part) for part in parts) if kind == "size_charts" else parts
    finally:
        text.detach()  # the file is the caller's to close


def _encoding_of(source: BinaryIO) -> str | None:
    """The first encoding in which the whole file can be read; None for one that is no text."""
    for encoding in _ENCODINGS:
        source.seek(0)
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            for block in iter(lambda: source.read(_BLOCK_BYTES), b""):
                if "\0" in decoder.decode(block):
                    return None
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        return encoding
    return None


def _parse_rows(kind: Kind, reader: "csv.DictReader[str]", reading: Reading) -> Iterator[Parsed]:
    part = Parsed()
    try:
        missing = [
            known.name for known in _FIELDS[kind] if known.required and known.name not in (reader.fieldnames or [])
        ]
        if missing:
            yield Parsed(rejected=[Rejection(row=1, field=name, expected="表头里要有这一列") for name in missing])
            return
        for number, cells in enumerate(reader, start=2):
            _take_row(kind, number, cells, reading, part)
            if kind != "size_charts" and len(part.rows) + len(part.rejected) >= _ROWS_PER_PART:
                yield part
                part = Parsed()
    except csv.Error:
        expected = f"格式完整的 CSV（检查引号是否成对），文件第{reader.line_num}行附近读不下去"
        part.rejected.append(Rejection(row=0, field="", expected=expected))
    yield part


def _take_row(kind: Kind, number: int, cells: dict[str, Any], reading: Reading, part: Parsed) -> None:
    if not any(cell for cell in cells.values() if isinstance(cell, str) and cell.strip()):
        return
    row, faults = _parse_row(_FIELDS[kind], cells, reading)
    if None in cells:
        faults.append(("", "每行的列数和表头一致", ""))
    if not faults:
        faults = _cross_faults(kind, row)
    if faults:
        part.torn_charts.add(str(row.get("chart_id", "")))
        part.rejected.extend(Rejection(row=number, field=name, expected=why, got=got) for name, why, got in faults)
    else:
        part.rows[number] = row


def _parse_row(
    fields: Sequence[Field], cells: dict[str, Any], reading: Reading
) -> tuple[Row, list[tuple[str, str, str]]]:
    row: Row = {}
    faults: list[tuple[str, str, str]] = []
    for known in fields:
        text = (cells.get(known.name) or "").strip()
        if not text:
            row[known.name] = known.default()
            if known.required:
                faults.append((known.name, "不能为空", ""))
            continue
        try:
            row[known.name] = known.read(text, reading)
        except Expected as expected:
            got = "（已隐去）" if known.name in _PRIVATE_FIELDS else text[:_GOT_CHARS]
            faults.append((known.name, str(expected), got))
    return row, faults


# --- values ---------------------------------------------------------------------------------------------------------


def _text(longest: int) -> Callable[[str, Reading], str]:
    def read(text: str, _reading: Reading) -> str:
        if len(text) > longest:
            raise Expected(f"最多{longest}个字")
        return text

    return read


def _identifier(text: str, _reading: Reading) -> str:
    if not re.fullmatch(r"[A-Za-z0-9_.:-]{1,64}", text):
        raise Expected("1到64个字母、数字或 _ . : -")
    return text


def _number(text: str, reading: Reading) -> str:
    """Order and tracking numbers, letters in capitals: that is how they are found in what buyers type."""
    return _identifier(text, reading).upper()


def _external_id(text: str, _reading: Reading) -> str:
    if len(text) > 120 or any(character.isspace() for character in text):
        raise Expected("最多120个字符，不含空格换行")
    return text


def _words(text: str, _reading: Reading) -> list[str]:
    """Several values in one cell, with | between them."""
    words = [word.strip() for word in text.split("|")]
    return list(dict.fromkeys(word for word in words if word))


def _facts(text: str, _reading: Reading) -> dict[str, str]:
    facts: dict[str, str] = {}
    for part in text.split("|"):
        name, separator, value = part.partition("=")
        if not separator or not name.strip() or not value.strip():
            raise Expected("写成 名称=内容，多条用 | 隔开，如 面料=纯棉|洗护=可机洗")
        facts[name.strip()] = value.strip()
    return facts


def _money(text: str, _reading: Reading) -> int:
    try:
        fen = Decimal(text) * 100
    except InvalidOperation:
        raise Expected("金额（元），如 89 或 89.90") from None
    if not fen.is_finite() or fen != fen.to_integral_value() or not 0 <= fen <= 100_000_000:
        raise Expected("0到1000000元之间的金额，最多两位小数")
    return int(fen)


def _count(text: str, _reading: Reading) -> int:
    if not re.fullmatch(r"[0-9]{1,7}", text):
        raise Expected("0到9999999的整数")
    return int(text)


def _yes_no(text: str, _reading: Reading) -> bool:
    known = {"是": True, "yes": True, "1": True, "true": True, "否": False, "no": False, "0": False, "false": False}
    if text.lower() not in known:
        raise Expected("是 或 否")
    return known[text.lower()]


def _one_of(words: Sequence[str]) -> Callable[[str, Reading], str]:
    def read(text: str, _reading: Reading) -> str:
        if text not in words:
            raise Expected("其中之一：" + "、".join(words))
        return text

    return read


def _called(words: dict[str, str]) -> Callable[[str, Reading], str]:
    """One of a few values, by the shop's word or by our own."""

    def read(text: str, _reading: Reading) -> str:
        if text in words.values():
            return text
        if text not in words:
            raise Expected("其中之一：" + "、".join(words))
        return words[text]

    return read


def _identifiers(text: str, reading: Reading) -> list[str]:
    return [_identifier(word, reading) for word in _words(text, reading)]


def _links(text: str, reading: Reading) -> list[str]:
    """Item ids (tmall:6512…) or addresses of product pages, brought into one spelling."""
    keys = [link_key(word) for word in _words(text, reading)]
    if not all(keys):
        raise Expected("平台商品编号或商品网址，如 tmall:651230001 或 https://detail.tmall.com/item.htm?id=651230001")
    return list(dict.fromkeys(keys))


def _span(measure: Measure) -> Callable[[str, Reading], Span]:
    """A range such as 155-165; a half-open one is written with the limit a garment can really take."""
    low, high = PLAUSIBLE[measure]

    def read(text: str, _reading: Reading) -> Span:
        match = re.fullmatch(r"(\d{1,3}(?:\.\d)?)\s*[-~～]\s*(\d{1,3}(?:\.\d)?)", text)
        if not match:
            raise Expected("一个范围，如 155-165")
        span = Span(float(match[1]), float(match[2]))
        if not low <= span.low <= span.high <= high:
            raise Expected(f"从小到大、在{low:g}到{high:g}之间的范围")
        return span

    return read


def _phone(text: str, _reading: Reading) -> str:
    digits = digits_of(text)
    if not 7 <= len(digits) <= 15 or re.search(r"[^\d\s+()-]", text):
        raise Expected("电话号码，7到15位数字")
    return digits


def read_moment(text: str, reading: Reading) -> datetime:
    """ISO 8601; without an offset it is the shop's own time. Demo files may count from the load moment."""
    if reading.relative_times and (relative := _relative_moment(text, reading)):
        return relative
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise Expected("ISO 8601 时间，如 2026-03-08 10:30 或 2026-03-08T10:30:00+08:00") from None
    if len(text) <= len("2026-03-08"):
        raise Expected("日期后面要带时间，如 2026-03-08 10:30")
    return (at if at.tzinfo else at.replace(tzinfo=reading.zone)).astimezone(UTC)


def _relative_moment(text: str, reading: Reading) -> datetime | None:
    """-2d 10:30 is a time of day two days ago; -5h and +40m count from now."""
    if match := _RELATIVE_DAY.fullmatch(text):
        hour, minute = int(match[2]), int(match[3])
        if hour > 23 or minute > 59:
            return None
        day = reading.now.astimezone(reading.zone).date() + timedelta(days=int(match[1]))
        return datetime.combine(day, time(hour, minute), reading.zone).astimezone(UTC)
    if match := _RELATIVE_SPAN.fullmatch(text):
        amount = int(match[1] + match[2])
        return reading.now + (timedelta(hours=amount) if match[3] == "h" else timedelta(minutes=amount))
    return None


def _items(text: str, _reading: Reading) -> list[dict[str, Any]]:
    """p1001/黑色/M*2 with | between several; the product's name is added when the order is stored."""
    items = []
    for part in text.split("|"):
        match = _ITEM.fullmatch(part.strip())
        if not match or not int(match["quantity"]):
            raise Expected("商品编号/颜色/尺码*件数，多件用 | 隔开，如 p1001/黑色/M*1")
        items.append(
            {
                "product_id": match["product"].strip(),
                "name": "",
                "colour": match["colour"].strip(),
                "size": match["size"].strip(),
                "quantity": int(match["quantity"]),
            }
        )
    return items


def _nothing() -> None:
    return None


_RUNS = {"偏小": "small", "标准": "true", "偏大": "large"}
_RETURN_RULES = {"可退": "no_reason", "未拆封可退": "if_sealed", "不可退": "never"}
_REFUND_WORDS: dict[str, str] = dict(
    zip(("无", "已申请", "已同意", "已退回仓库", "已退款", "已拒绝"), REFUND_STATES, strict=True)
)

_FIELDS: dict[Kind, list[Field]] = {
    "products": [
        Field("id", _identifier, required=True),
        Field("name", _text(120), required=True),
        Field("aliases", _words, default=list),
        Field("category", _text(60)),
        Field("price", _money, required=True),
        Field("list_price", _money, default=_nothing),
        Field("colours", _words, default=list),
        Field("facts", _facts, default=dict),
        Field("weak_point", _text(200)),
        Field("strength", _text(200)),
        Field("chart_id", _identifier, default=_nothing),
        Field("runs", _called(_RUNS)),
        Field("goes_with", _identifiers, default=list),
        Field("tags", _words, default=list),
        Field("return_rule", _called(_RETURN_RULES), default=lambda: "no_reason"),
        Field("warranty", _text(200)),
        Field("links", _links, default=list),
        Field("launched_at", read_moment, default=_nothing),
    ],
    "size_charts": [
        Field("chart_id", _identifier, required=True),
        Field("size", _text(20), required=True),
        *(Field(measure, _span(measure), default=_nothing) for measure in PLAUSIBLE),
    ],
    "stock": [
        Field("product_id", _identifier, required=True),
        Field("colour", _text(30), required=True),
        Field("size", _text(20), required=True),
        Field("quantity", _count, required=True),
        Field("back_at", read_moment, default=_nothing),
    ],
    "buyers": [
        Field("id", _external_id, required=True),
        Field("name", _text(60)),
        Field("phone", _phone),
        Field("region", _text(60)),
        Field("note", _text(200)),
    ],
    "orders": [
        Field("id", _number, required=True),
        Field("buyer_id", _external_id, required=True),
        Field("channel", _text(60)),
        Field("state", _one_of(ORDER_STATES), required=True),
        Field("items", _items, required=True),
        Field("amount", _money, required=True),
        Field("recipient", _text(60)),
        Field("phone", _phone),
        Field("region", _text(60)),
        Field("address", _text(200)),
        Field("placed_at", read_moment, required=True),
        Field("expires_at", read_moment, default=_nothing),
        Field("paid_at", read_moment, default=_nothing),
        Field("ship_at", read_moment, default=_nothing),
        Field("shipped_at", read_moment, default=_nothing),
        Field("delivered_at", read_moment, default=_nothing),
        Field("out_of_stock", _yes_no, default=bool),
        Field("refund_state", _called(_REFUND_WORDS)),
        Field("refund_amount", _money, default=_nothing),
        Field("refund_at", read_moment, default=_nothing),
        Field("remark", _text(200)),
    ],
    "parcels": [
        Field("id", _number, required=True),
        Field("order_id", _number, required=True),
        Field("courier", _text(30), required=True),
        Field("state", _one_of(PARCEL_STATES), required=True),
        Field("scanned_at", read_moment, required=True),
        Field("place", _text(60)),
        Field("note", _text(120)),
    ],
}


def columns(kind: Kind) -> list[tuple[str, bool]]:
    """The columns of a kind and whether each is required; the README is checked against this."""
    return [(known.name, known.required) for known in _FIELDS[kind]]


# --- what only several fields or rows together can tell ---------------------------------------------------------------

_NEEDED_TIMES: dict[str, tuple[str, ...]] = {
    "paid": ("paid_at",),
    "presale": ("paid_at", "ship_at"),
    "shipped": ("paid_at", "shipped_at"),
    "delivered": ("paid_at", "shipped_at", "delivered_at"),
}


def _cross_faults(kind: Kind, row: Row) -> list[tuple[str, str, str]]:
    if kind == "products":
        return _price_faults(row)
    return _order_faults(row) if kind == "orders" else []


def _price_faults(row: Row) -> list[tuple[str, str, str]]:
    if row["list_price"] is not None and row["list_price"] < row["price"]:
        return [("list_price", "不低于 price 的金额（元）", f"{row['list_price'] / 100:.2f}")]
    return []


def _order_faults(row: Row) -> list[tuple[str, str, str]]:
    state = row["state"]
    faults = [(name, f"state 为 {state} 时必填", "") for name in _NEEDED_TIMES.get(state, ()) if row[name] is None]
    steps = [(name, row[name]) for name in ("placed_at", "paid_at", "shipped_at", "delivered_at") if row[name]]
    for (before, earlier), (name, later) in pairwise(steps):
        if later < earlier:
            faults.append((name, f"不早于 {before}", later.isoformat()))
    return faults + _refund_faults(row)


def _refund_faults(row: Row) -> list[tuple[str, str, str]]:
    faults = []
    if row["expires_at"] and row["expires_at"] < row["placed_at"]:
        faults.append(("expires_at", "不早于 placed_at", row["expires_at"].isoformat()))
    if row["refund_state"] and row["refund_at"] is None:
        faults.append(("refund_at", "refund_state 填写时必填", ""))
    if row["refund_amount"] is not None and not row["refund_state"]:
        faults.append(("refund_state", "refund_amount 填写时必填", ""))
    if row["refund_amount"] is not None and row["refund_amount"] > row["amount"]:
        faults.append(("refund_amount", "不超过 amount 的金额（元）", f"{row['refund_amount'] / 100:.2f}"))
    if row["refund_at"] and row["refund_at"] < row["placed_at"]:
        faults.append(("refund_at", "不早于 placed_at", row["refund_at"].isoformat()))
    return faults


def _without_faulty_charts(parsed: Parsed) -> Parsed:
    """A chart with a row missing, or whose sizes do not ascend, would give wrong advice: it is left out whole."""
    charts: dict[str, list[tuple[int, SizeLine]]] = {}
    for number, row in parsed.rows.items():
        line = SizeLine(row["size"], **{measure: row[measure] for measure in PLAUSIBLE})
        charts.setdefault(row["chart_id"], []).append((number, line))
    rejected = list(parsed.rejected)
    rows: dict[int, Row] = {}
    for chart_id, lines in charts.items():
        if chart_id in parsed.torn_charts:
            expected = "同一张尺码表的每一行都合格；这张表整张未导入"
            rejected.append(Rejection(row=lines[0][0], field="chart_id", expected=expected, got=chart_id))
            continue
        faults = chart_faults([line for _, line in lines])
        if faults:
            expected = (
                "同一张表从小码到大码排列，各项范围逐行递增（有下胸围的表，胸围在同一下围内递增），除身高外至少有一项"
            )
            rejected.append(Rejection(row=lines[0][0], field="chart_id", expected=expected, got="；".join(faults)))
            continue
        for position, (number, line) in enumerate(lines):
            rows[number] = {
                "chart_id": parsed.rows[number]["chart_id"],
                "size": line.size,
                "position": position,
                **_span_columns(parsed.rows[number]),
            }
    return Parsed(rows, rejected)


def _span_columns(row: Row) -> Row:
    columns: Row = {}
    for measure in PLAUSIBLE:
        span: Span | None = row[measure]
        columns |= {f"{measure}_min": span.low if span else None, f"{measure}_max": span.high if span else None}
    return columns
