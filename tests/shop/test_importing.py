from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assist_api.shop.importing import KINDS, Kind, Reading, columns, parse

NOW = datetime(2026, 3, 10, 6, 0, tzinfo=UTC)
READING = Reading(NOW, ZoneInfo("Asia/Shanghai"))
DEMO = Reading(NOW, ZoneInfo("Asia/Shanghai"), relative_times=True)
README = Path(__file__).parents[2] / "data" / "shop" / "README.md"

PRODUCTS = "id,name,price\n"
ORDERS = "id,buyer_id,state,items,amount,placed_at,paid_at,phone\n"
REFUNDS = "id,buyer_id,state,items,amount,placed_at,expires_at,refund_state,refund_amount,refund_at\n"
DELIVERED_WITHOUT_TIMES = [(2, "paid_at"), (2, "shipped_at"), (2, "delivered_at"), (2, "refund_state")]
STOCK = "product_id,colour,size,quantity,back_at\n"


def faults(kind: Kind, text: str, reading: Reading = READING) -> list[tuple[int, str]]:
    return [(fault.row, fault.field) for fault in parse(kind, text.encode(), reading).rejected]


def test_a_good_row_is_read_into_its_types() -> None:
    text = "id,name,price,aliases,facts\np1,短袖,69.90,T恤| 体恤 |T恤,面料=棉=纯|洗护=可机洗\n"
    [row] = parse("products", text.encode(), READING).rows.values()
    assert row["price"] == 6990
    assert row["aliases"] == ["T恤", "体恤"]
    assert row["facts"] == {"面料": "棉=纯", "洗护": "可机洗"}
    assert row["chart_id"] is None


@pytest.mark.parametrize(
    ("field", "written", "read"),
    [
        ("runs", "偏小", "small"),
        ("runs", "标准", "true"),
        ("runs", "large", "large"),
        ("runs", "", ""),
        ("return_rule", "可退", "no_reason"),
        ("return_rule", "未拆封可退", "if_sealed"),
        ("return_rule", "never", "never"),
        ("return_rule", "", "no_reason"),
        ("list_price", "129.00", 12900),
        ("list_price", "", None),
        ("goes_with", "p2| p3 |p2", ["p2", "p3"]),
        ("tags", "送妈妈|保暖", ["送妈妈", "保暖"]),
        (
            "links",
            "taobao:651230001|https://detail.tmall.com/item.htm?id=651230001|jd:1002",
            ["tmall:651230001", "jd:1002"],
        ),
        ("launched_at", "2026-03-01 10:00", datetime(2026, 3, 1, 2, 0, tzinfo=UTC)),
        ("launched_at", "", None),
    ],
)
def test_a_products_own_rules_are_read_in_chinese_and_english(field: str, written: str, read: object) -> None:
    [row] = parse("products", f"id,name,price,{field}\np1,裙,9,{written}\n".encode(), READING).rows.values()
    assert row[field] == read


def test_a_file_without_the_newer_columns_is_read_as_before() -> None:
    [product] = parse("products", (PRODUCTS + "p1,裙,9\n").encode(), READING).rows.values()
    assert {name: product[name] for name in ("list_price", "runs", "goes_with", "return_rule", "warranty")} == {
        "list_price": None,
        "runs": "",
        "goes_with": [],
        "return_rule": "no_reason",
        "warranty": "",
    }
    [order] = parse(
        "orders", (ORDERS + "1,b,refunding,p1/黑/M*1,9,2026-03-01 10:00,,\n").encode(), READING
    ).rows.values()
    assert (order["refund_state"], order["refund_amount"], order["expires_at"], order["address"]) == (
        "",
        None,
        None,
        "",
    )


@pytest.mark.parametrize(
    ("written", "read"),
    [("无", ""), ("已申请", "applied"), ("goods_back", "goods_back"), ("已退款", "refunded"), ("refused", "refused")],
)
def test_a_refunds_state_is_read_in_chinese_and_english(written: str, read: str) -> None:
    line = f"1,b,refunding,p1/黑/M*1,9,2026-03-01 10:00,,{written},,2026-03-02 10:00\n"
    [row] = parse("orders", (REFUNDS + line).encode(), READING).rows.values()
    assert row["refund_state"] == read


def test_a_size_may_be_a_label_with_a_stroke() -> None:
    [row] = parse(
        "orders", (ORDERS + "1,b,unpaid,p1/黑色/160/84A*2|p2/白/均码*1,9,2026-03-01 10:00,,\n").encode(), READING
    ).rows.values()
    assert [(item["product_id"], item["size"], item["quantity"]) for item in row["items"]] == [
        ("p1", "160/84A", 2),
        ("p2", "均码", 1),
    ]


def test_every_measure_of_a_chart_gets_its_two_columns() -> None:
    text = "chart_id,size,bust,underbust\nc,70B,82-84,68-72\nc,75B,86-89,73-77\n"
    rows = list(parse("size_charts", text.encode(), READING).rows.values())
    assert [(row["size"], row["position"], row["underbust_min"], row["bust_max"]) for row in rows] == [
        ("70B", 0, 68, 84),
        ("75B", 1, 73, 89),
    ]
    assert rows[0]["foot_min"] is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_files_are_read_in_the_encodings_spreadsheets_write(encoding: str) -> None:
    rows = parse("products", (PRODUCTS + "p1,连衣裙,199\n").encode(encoding), READING).rows
    assert rows[2]["name"] == "连衣裙"


@pytest.mark.parametrize(
    ("kind", "text", "where"),
    [
        ("products", PRODUCTS + "p1,,10\n", [(2, "name")]),
        ("products", PRODUCTS + "p1,裙,十元\n", [(2, "price")]),
        ("products", PRODUCTS + "p1,裙,1.999\n", [(2, "price")]),
        ("products", PRODUCTS + "p1,裙,-1\n", [(2, "price")]),
        ("products", PRODUCTS + "p1,裙,NaN\n", [(2, "price")]),
        ("products", PRODUCTS + "p 1,裙,10\n", [(2, "id")]),
        ("products", PRODUCTS + "p1,裙,10,多一格\n", [(2, "")]),
        ("products", PRODUCTS + ",,\np1,裙,x\n", [(3, "price")]),
        ("products", "id,name\np1,裙\n", [(1, "price")]),
        ("products", "", [(1, "id"), (1, "name"), (1, "price")]),
        ("products", PRODUCTS + 'p1,"裙,10\n', [(0, "")]),
        ("stock", STOCK + "p1,黑,M,半打,\n", [(2, "quantity")]),
        ("stock", STOCK + "p1,黑,M,3,明天\n", [(2, "back_at")]),
        ("stock", STOCK + "p1,黑,M,3,2026-03-12\n", [(2, "back_at")]),
        ("stock", STOCK + "p1,黑,M,3,+2d 10:00\n", [(2, "back_at")]),
        ("orders", ORDERS + "1,b,sold,p1/黑/M*1,9,2026-03-01 10:00,,\n", [(2, "state")]),
        ("orders", ORDERS + "1,b,unpaid,p1/黑/M,9,2026-03-01 10:00,,\n", [(2, "items")]),
        ("orders", ORDERS + "1,b,unpaid,p1/黑/M*0,9,2026-03-01 10:00,,\n", [(2, "items")]),
        ("orders", ORDERS + "1,b,paid,p1/黑/M*1,9,2026-03-01 10:00,,\n", [(2, "paid_at")]),
        ("orders", ORDERS + "1,b,paid,p1/黑/M*1,9,2026-03-01 10:00,2026-03-01 09:00,\n", [(2, "paid_at")]),
        ("orders", ORDERS + "1,b,unpaid,p1/黑/M*1,9,2026-03-01 10:00,,12ab\n", [(2, "phone")]),
        ("orders", ORDERS + "1,b,unpaid,p1/黑/*1,9,2026-03-01 10:00,,\n", [(2, "items")]),
        ("products", "id,name,price,list_price\np1,裙,99,89\n", [(2, "list_price")]),
        ("products", "id,name,price,runs\np1,裙,9,有点小\n", [(2, "runs")]),
        ("products", "id,name,price,return_rule\np1,裙,9,看情况\n", [(2, "return_rule")]),
        ("products", "id,name,price,goes_with\np1,裙,9,p2|长 裤\n", [(2, "goes_with")]),
        ("products", "id,name,price,links\np1,裙,9,tmall:65123|点这里\n", [(2, "links")]),
        ("products", "id,name,price,launched_at\np1,裙,9,下周\n", [(2, "launched_at")]),
        ("products", "id,name,price,warranty\np1,裙,9," + "保" * 201 + "\n", [(2, "warranty")]),
        ("orders", REFUNDS + "1,b,refunding,p1/黑/M*1,9,2026-03-01 10:00,,退了,,\n", [(2, "refund_state")]),
        ("orders", REFUNDS + "1,b,refunding,p1/黑/M*1,9,2026-03-01 10:00,,已申请,9,\n", [(2, "refund_at")]),
        (
            "orders",
            REFUNDS + "1,b,refunding,p1/黑/M*1,9,2026-03-01 10:00,,已申请,9.01,2026-03-02 10:00\n",
            [(2, "refund_amount")],
        ),
        ("orders", REFUNDS + "1,b,delivered,p1/黑/M*1,9,2026-03-01 10:00,,,5,\n", DELIVERED_WITHOUT_TIMES),
        ("orders", REFUNDS + "1,b,cancelled,p1/黑/M*1,9,2026-03-01 10:00,,,5,\n", [(2, "refund_state")]),
        (
            "orders",
            REFUNDS + "1,b,refunding,p1/黑/M*1,9,2026-03-01 10:00,,已申请,9,2026-02-01 10:00\n",
            [(2, "refund_at")],
        ),
        ("orders", REFUNDS + "1,b,unpaid,p1/黑/M*1,9,2026-03-01 10:00,2026-02-28 10:00,,,\n", [(2, "expires_at")]),
        ("size_charts", "chart_id,size,foot\nc,36,22-22.5\nc,37,38-39\n", [(3, "foot"), (2, "chart_id")]),
        ("size_charts", "chart_id,size,bust,underbust\nc,75C,89-91,73-77\nc,75B,86-89,73-77\n", [(2, "chart_id")]),
        ("size_charts", "chart_id,size,weight\nc,M,55-40\n", [(2, "weight")]),
        ("size_charts", "chart_id,size,weight\nc,L,55-60\nc,M,40-55\n", [(2, "chart_id")]),
        ("size_charts", "chart_id,size,weight\nc,M,重\nc,L,50-60\n", [(2, "weight"), (3, "chart_id")]),
        ("size_charts", "chart_id,size,height\nc,M,150-160\n", [(2, "chart_id")]),
    ],
)
def test_a_bad_row_is_named_with_its_field(kind: Kind, text: str, where: list[tuple[int, str]]) -> None:
    assert faults(kind, text) == where


def test_order_numbers_are_kept_in_capitals() -> None:
    [row] = parse("orders", (ORDERS + "ab-1,b,unpaid,p1/黑/M*1,9,2026-03-01 10:00,,\n").encode(), READING).rows.values()
    assert row["id"] == "AB-1"


def test_good_rows_beside_bad_ones_are_kept() -> None:
    parsed = parse("products", (PRODUCTS + "p1,裙,10\np2,裤,x\np3,衫,30\n").encode(), READING)
    assert [row["id"] for row in parsed.rows.values()] == ["p1", "p3"]


def test_a_rejection_says_what_was_expected_but_no_phone() -> None:
    [fault] = parse(
        "orders", (ORDERS + "1,b,unpaid,p1/黑/M*1,9,2026-03-01 10:00,,abc13800005821\n").encode(), READING
    ).rejected
    assert "7到15位数字" in fault.expected
    assert "5821" not in fault.model_dump_json()


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2026-03-01 10:00", datetime(2026, 3, 1, 2, 0, tzinfo=UTC)),
        ("2026-03-01T10:00:00+00:00", datetime(2026, 3, 1, 10, 0, tzinfo=UTC)),
        ("-2d 10:30", datetime(2026, 3, 8, 2, 30, tzinfo=UTC)),
        ("+1d 0:00", datetime(2026, 3, 10, 16, 0, tzinfo=UTC)),
        ("-5h", datetime(2026, 3, 10, 1, 0, tzinfo=UTC)),
        ("+40m", datetime(2026, 3, 10, 6, 40, tzinfo=UTC)),
    ],
)
def test_times_are_absolute_or_counted_from_the_load_moment(text: str, at: datetime) -> None:
    [row] = parse("stock", (STOCK + f"p1,黑,M,0,{text}\n").encode(), DEMO).rows.values()
    assert row["back_at"] == at


@given(kind=st.sampled_from(KINDS), content=st.binary(max_size=300))
def test_whatever_the_bytes_the_importer_answers(kind: Kind, content: bytes) -> None:
    parse(kind, content, READING)


@given(
    kind=st.sampled_from(KINDS),
    cells=st.lists(st.lists(st.text(max_size=12), max_size=16), max_size=4),
)
def test_whatever_the_cells_every_row_is_kept_or_reported(kind: Kind, cells: list[list[str]]) -> None:
    header = ",".join(name for name, _ in columns(kind))
    lines = [header, *(",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in cells)]
    parse(kind, "\n".join(lines).encode(errors="ignore"), READING)


@pytest.mark.parametrize("kind", KINDS)
def test_the_readme_lists_the_columns_in_order(kind: Kind) -> None:
    [line] = [line for line in README.read_text().splitlines() if line.startswith(f"| `{kind}.csv`")]
    places = [line.find(f"**{name}**" if required else f" {name}") for name, required in columns(kind)]
    assert -1 not in places
    assert places == sorted(places)
