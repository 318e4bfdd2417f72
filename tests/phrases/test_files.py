from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest

from assist_api.errors import BadInput
from assist_api.phrases.files import bank, qianniu, read_file, write_file
from assist_api.phrases.files.rows import Row
from assist_api.phrases.schemas import AppliesTo, PhraseContent

HEADER = "快捷短语编码,快捷短语,快捷短语分组\r\n"


def rows_of(text: str, encoding: str = "gb18030") -> list[tuple[str, str, str]]:
    content = qianniu.read(text.encode(encoding))
    assert not content.rejected
    return [(row.content.shortcode, row.content.text, row.content.group) for row in content.rows]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-8-sig"])
def test_a_qianniu_file_is_read_whatever_its_encoding(encoding: str) -> None:
    assert rows_of(HEADER + "fh,今天发货㐀😀,快递\r\n", encoding) == [("fh", "今天发货㐀😀", "快递")]


@pytest.mark.parametrize(
    ("line", "row"),
    [
        ("fh,好的,快递", ("fh", "好的", "快递")),
        (",好的,", ("", "好的", "")),
        ("fh,好的", ("fh", "好的", "")),
        ('fh,"第一行\r\n第二行",快递', ("fh", "第一行\n第二行", "快递")),
        ('"\tfh","\t说""好""",\t快递', ("fh", '说"好"', "快递")),
        ('fh,"逗号,在里面",快递', ("fh", "逗号,在里面", "快递")),
        ("fh,好的,快递,,", ("fh", "好的", "快递")),
        ('fh,"\t=1+1",', ("fh", "=1+1", "")),
    ],
)
def test_a_qianniu_line_is_read(line: str, row: tuple[str, str, str]) -> None:
    assert rows_of(HEADER + line + "\r\n") == [row]


@pytest.mark.parametrize(
    "header",
    [
        " 快捷短语编码 , 快捷短语,快捷短语分组",
        "\t快捷短语编码\t,\t快捷短语,快捷短语分组",
        '"快捷短语编码","快捷短语","快捷短语分组"',
        "快捷短语编码,快捷短语,快捷短语分组,,",
    ],
)
def test_a_header_may_carry_what_spreadsheets_add(header: str) -> None:
    content = qianniu.read(f"{header}\nfh,好的,快递\n".encode())
    assert [(row.content.shortcode, row.content.group) for row in content.rows] == [("fh", "快递")]


def test_a_file_without_group_column_says_nothing_about_groups_and_titles() -> None:
    content = qianniu.read("快捷短语编码,快捷短语\nfh,好的\n".encode())
    assert content.rows[0].given == {"text", "shortcode"}


@pytest.mark.parametrize(
    "raw", [b"", "编码,短语,分组\r\na,b,c".encode(), b"\xff\xfe\xff", "快捷短语,快捷短语编码\n".encode()]
)
def test_a_file_that_is_no_qianniu_file_is_refused(raw: bytes) -> None:
    with pytest.raises(BadInput):
        qianniu.read(raw)


def test_bad_lines_are_told_by_the_line_they_begin_on() -> None:
    lines = 'a,"两\n行",g\n\nb,,g\nc,d,e,f\nok,好的,g\nz,"没有结束'
    content = qianniu.read((HEADER.replace("\r\n", "\n") + lines).encode())
    assert [(bad.number, bad.field) for bad in content.rejected] == [
        (5, "text"),
        (6, "line"),
        (8, "line"),
    ]
    assert [row.content.shortcode for row in content.rows] == ["a", "ok"]


def test_qianniu_is_written_as_gb18030_with_crlf() -> None:
    rows = [Row(1, PhraseContent(title="t", text="两\n行，“引”", shortcode="k", group="组"), frozenset())]
    raw = qianniu.write(rows)
    assert raw.decode("gb18030") == HEADER + 'k,"两\n行，“引”",组\r\n'
    assert rows_of(raw.decode("gb18030")) == [("k", "两\n行，“引”", "组")]


@pytest.mark.parametrize("cell", ["=1+1", "+86 拨打", "-10 度", "@好友"])
def test_what_a_spreadsheet_would_run_is_guarded_and_comes_back_as_it_was(cell: str) -> None:
    raw = qianniu.write([Row(1, PhraseContent(title="t", text=cell, group=cell), frozenset())])
    assert f",\t{cell},\t{cell}" in raw.decode("gb18030")
    assert rows_of(raw.decode("gb18030")) == [("", cell, cell)]


FULL = PhraseContent(
    title="洗涤",
    text="=冷水手洗\n翻面",
    alternatives=["请手洗", "冷水\n轻揉"],
    shortcode="012",
    group="询问",
    intents=["ask_product"],
    questions=["能机洗吗", "怎么洗"],
    applies_to=AppliesTo(products=["p1", "p2"]),
    bot_may_send=True,
    active_from="2026-03-02T08:00:00+08:00",
)


@pytest.mark.parametrize("name", ["bank.yml", "bank.xlsx"])
def test_yaml_and_spreadsheets_hold_every_field(tmp_path: Path, name: str) -> None:
    plain = PhraseContent(title="好", text="好的")
    write_file(tmp_path / name, [Row(1, FULL, frozenset(), "wash"), Row(2, plain, frozenset(), "p_1")])
    content = read_file(tmp_path / name)
    assert not content.rejected
    assert [(row.id, row.content) for row in content.rows] == [("wash", FULL), ("p_1", plain)]


def test_no_cell_of_a_spreadsheet_is_a_formula(tmp_path: Path) -> None:
    write_file(tmp_path / "a.xlsx", [Row(1, FULL.model_copy(update={"title": "=2+2", "group": "@x"}), frozenset())])
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]
    cells = [cell for line in sheet.iter_rows() for cell in line if cell.value]
    assert {cell.data_type for cell in cells} == {"s"}
    assert "=2+2" in {cell.value for cell in cells}


def test_a_spreadsheet_may_leave_columns_out_and_hold_numbers(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    for line in (["短语", "快捷编码"], ["好的，马上查", 12], [None, None], [None, "x"]):
        book.active.append(line)
    book.save(tmp_path / "a.xlsx")
    content = read_file(tmp_path / "a.xlsx")
    assert [(row.content.shortcode, row.content.title) for row in content.rows] == [("12", "马上查")]
    assert content.rows[0].given == {"text", "shortcode"}
    assert {bad.number for bad in content.rejected} == {4}


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("a.txt", b""),
        ("a.xlsx", b"no zip"),
        ("a.yml", b"a: [1"),
        ("a.yml", b"a: 1"),
        ("a.yml", "- {title: 好, text: 好的}".encode("gb18030")),
        ("a.csv", b"PK\x03\x04 a spreadsheet with another name"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0 an old Excel file"),
        ("a.csv", b"\xd0\xcf\x11\xe0 an old Excel file"),
        ("missing.csv", None),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(tmp_path: Path, name: str, raw: bytes | None) -> None:
    if raw is not None:
        (tmp_path / name).write_bytes(raw)
    with pytest.raises(BadInput):
        read_file(tmp_path / name)


def damaged(path: Path, *, keep: float) -> None:
    """Cut the sheet's XML within an archive that is whole."""
    with ZipFile(path) as whole:
        parts = {name: whole.read(name) for name in whole.namelist()}
    with ZipFile(path, "w") as archive:
        for name, raw in parts.items():
            archive.writestr(name, raw[: int(len(raw) * keep)] if "sheet1" in name else raw)


def test_a_spreadsheet_that_is_damaged_inside_is_refused_in_words(tmp_path: Path) -> None:
    write_file(tmp_path / "a.xlsx", [Row(1, FULL, frozenset())])
    damaged(tmp_path / "a.xlsx", keep=0.5)
    with pytest.raises(BadInput, match="xlsx"):
        read_file(tmp_path / "a.xlsx")


@pytest.mark.parametrize("columns", [["短语", "短语"], ["标题"], [], ["短语", "价格"]])
def test_a_spreadsheet_with_other_columns_is_refused(tmp_path: Path, columns: list[str]) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(columns)
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(BadInput):
        read_file(tmp_path / "a.xlsx")


@pytest.mark.parametrize(
    ("entry", "field", "told"),
    [
        ("{title: 好}", "text", "缺少"),
        ("{title: 好, text: ''}", "text", "不能为空"),
        ("{title: 好, text: 12}", "text", "文字"),
        ("{title: 好, text: 好的, titel: x}", "titel", "拼写"),
        ("{title: 好, text: 好的, shortcode: a b}", "shortcode", "空格"),
        ("{title: 好, text: 好的, intents: [退款]}", "intents.0", "ask_size"),
        ("{title: 好, text: 好的, questions: 在吗}", "questions", "列表"),
        ("{title: 好, text: 好的, active_from: 2026-03-02T08:00:00}", "active_from", "时区"),
        ("{title: 好, text: 好的, active_from: 明天}", "active_from", "2026-03-02"),
        ("{title: 好, text: 好的, bot_may_send: 也许}", "bot_may_send", "true"),
        ("{title: 好, text: 好的, scope: shop}", "scope", "team"),
        ('{title: 好, text: "好\\a的"}', "text", "控制字符"),
    ],
)
def test_a_wrong_entry_is_told_in_chinese_by_its_field(entry: str, field: str, told: str) -> None:
    content = bank.read(f"- {entry}\n- {{title: 好, text: 行}}\n".encode())
    assert [(bad.number, bad.field) for bad in content.rejected] == [(1, field)]
    assert told in content.rejected[0].problem
    assert [row.number for row in content.rows] == [2]


def test_a_row_without_title_is_told_of_its_text_once() -> None:
    content = qianniu.read((HEADER + "fh,a\0b,g\n").encode())
    assert [bad.field for bad in content.rejected] == ["text"]
