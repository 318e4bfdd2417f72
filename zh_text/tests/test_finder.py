"""The finder as a whole: offsets, overlaps, what the shop has asked for."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zh_text import ENTITY_KINDS, Catalogue, Entity, EntityFinder, EntityKind, Lexicon, Product

NOW = datetime(2026, 11, 22, 15, 0, tzinfo=timezone(timedelta(hours=8)))

# Of the module, not a fixture: hypothesis asks it many times in one test.
FINDER = EntityFinder(
    Lexicon.load(Path(__file__).parents[2] / "data" / "lexicon"),
    Catalogue((Product("p1001", "云朵绵绵连帽卫衣", ("云朵卫衣",)),)),
)

PIECES = st.one_of(
    st.sampled_from(
        ["165", "１０８斤", "cm", "一米六五", "身高", "体重", "XL", "码", "顺丰", "發新疆", "云朵卫衣", "黑色"]
    ),
    st.sampled_from(["明天", "3点", "号", "月", "13812345678", "2611228812345670123", "９块９", "满199减20"]),
    st.sampled_from(["https://a.example.com/x", "😊", "/:^_^", "，", " ", "/", "的"]),
)


@given(st.lists(st.one_of(PIECES, st.text(max_size=3)), max_size=12).map("".join))
def test_every_entity_is_a_piece_of_the_original_and_none_overlap(text: str) -> None:
    entities = FINDER.find(text, NOW)
    for entity in entities:
        assert entity.text == text[entity.start : entity.end] != ""
        assert entity.kind in ENTITY_KINDS
        assert entity.reason
    assert all(one.end <= other.start for one, other in pairwise(entities))


def test_offsets_count_code_points_of_what_was_typed(find: Callable[[str], list[Entity]]) -> None:
    text = "😊😊亲，　我１６５ｃｍ／５２ＫＧ，發新疆嗎"
    assert [(entity.kind, entity.start, entity.end) for entity in find(text)] == [
        ("height", 6, 11),
        ("weight", 12, 16),
        ("region", 18, 20),
    ]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("新疆灰枣礼盒", ["product"]),  # longer than the region in it
        ("160/84A", ["size"]),  # longer than a height
        ("订单号2013812345678901", ["order_no"]),  # no phone within
        ("11010519491231002X", ["id_no"]),
        ("京东快递单号JD0012345678901", ["courier", "tracking_no"]),
        ("亲在吗", []),
        ("", []),
        ("   ", []),
    ],
)
def test_the_longest_finding_stays(find: Callable[[str], list[Entity]], text: str, kinds: list[str]) -> None:
    assert [entity.kind for entity in find(text)] == kinds


@pytest.mark.parametrize(
    ("text", "expected", "value"),
    [
        ("165", "height", {"value": 165, "unit": "cm"}),
        ("大概1.7吧", "height", {"value": 170, "unit": "cm"}),
        ("那170呢", "height", {"value": 170, "unit": "cm"}),
        ("要是１７２呢？", "height", {"value": 172, "unit": "cm"}),
        ("那么一米七呢", "height", {"value": 170, "unit": "cm"}),
        ("如果120呢", "weight", {"value": 60, "unit": "kg"}),
        ("一百一", "weight", {"value": 55, "unit": "kg"}),
        ("52", "weight", {"value": 52, "unit": "kg"}),
        ("38", "size", "38"),
    ],
)
def test_a_bare_number_answers_what_was_asked(
    finder: EntityFinder, text: str, expected: EntityKind, value: object
) -> None:
    (entity,) = finder.find(text, NOW, expected=expected)
    assert (entity.kind, entity.value) == (expected, value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("165", None),
        ("165", "phone"),
        ("我买了165件", "height"),
        ("900", "height"),
        ("1 2", "size"),
        ("那买170件呢", "height"),
    ],
)
def test_a_bare_number_is_nothing_where_it_does_not_answer(
    finder: EntityFinder, text: str, expected: EntityKind | None
) -> None:
    assert [one for one in finder.find(text, NOW, expected=expected) if one.kind != "quantity"] == []


def test_an_entity_travels_as_a_dictionary(find: Callable[[str], list[Entity]]) -> None:
    (entity,) = find("我165cm")
    assert entity.as_dict() == {
        "kind": "height",
        "value": {"value": 165, "unit": "cm"},
        "text": "165cm",
        "start": 1,
        "end": 6,
        "reason": entity.reason,
    }


def test_the_string_store_does_not_grow_with_what_buyers_type(lexicon: Lexicon) -> None:
    finder = EntityFinder(lexicon, Catalogue())
    before = len(finder._nlp.vocab.strings)
    for number in range(300):
        finder.find(f"单号{number}99887766 abc{'x' * (number % 40)}", NOW)
    assert len(finder._nlp.vocab.strings) - before < 20


def test_every_recogniser_has_a_case_table() -> None:
    folder = Path(__file__).parents[1] / "src" / "zh_text" / "entities"
    recognisers = {
        path.stem for path in folder.glob("*.py") if re.search(r"class \w+Recogniser:", path.read_text("utf-8"))
    }
    tables = {path.stem.removeprefix("test_") for path in (Path(__file__).parent / "entities").glob("test_*.py")}
    assert recognisers - {"expected"} == tables  # what is expected is tried above


@pytest.mark.parametrize(
    ("card", "found"),
    [
        (
            "订单编号：2611228812345670123\n商品：云朵绵绵连帽卫衣\n共2件 合计￥258.00",
            [("order_no", "2611228812345670123"), ("product", "p1001"), ("quantity", 2), ("money", 258)],
        ),
        (
            "订单号：261122-123456789012345 云朵卫衣 黑色 L码 数量：1 实付款：129.00",
            [
                ("order_no", "261122-123456789012345"),
                ("product", "p1001"),
                ("color", "黑色"),
                ("size", "L"),
                ("quantity", 1),
                ("money", 129),
            ],
        ),
        (
            "【云朵绵绵连帽卫衣】商品ID：651230001122 券后价：129",
            [("product", "p1001"), ("product", "p1001"), ("money", 129)],
        ),
    ],
)
def test_a_pasted_card_gives_what_stands_on_it(
    find: Callable[[str], list[Entity]], card: str, found: list[tuple[str, object]]
) -> None:
    values = [(one.kind, dict(one.value)["value"] if isinstance(one.value, dict) else one.value) for one in find(card)]
    assert values == found
