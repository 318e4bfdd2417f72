"""Facts that a question is about, of clothes, food, machines and things for babies."""

import pytest

from assist_api.rules.product_facts import Page, find, introduction

SHIRT = Page(
    {
        "面料": "100%聚酯纤维（雪纺）",
        "版型": "宽松，小V领",
        "弹性": "无",
        "洗护": "轻柔机洗，低温熨烫，不要烘干",
        "适合": "通勤",
    },
    "白色有一点透，建议里面配浅色吊带",
    "不容易皱，开会坐一天也平整",
)
SLIP = Page(
    {"面料": "97%聚酯纤维 3%氨纶（仿真丝缎）", "版型": "修身，无里布", "弹性": "中等"}, "会有少量静电", "好打理"
)
COAT = Page({"面料": "60%羊毛 40%聚酯纤维", "洗护": "只能干洗"})
WALNUTS = Page(
    {"配料": "核桃仁、白砂糖、食用盐", "保质期": "240天", "产地": "云南大理", "食用方法": "开袋即食", "口味": "微甜"}
)
KETTLE = Page(
    {"功率": "1500瓦", "内胆材质": "304不锈钢", "插头": "国标三孔", "特别功能": "童锁、保温"}, "烧开时声音偏大"
)
MAT = Page({"适合月龄": "6个月以上", "清洁": "湿布擦拭，不可机洗", "厚度": "1.5厘米"})


@pytest.mark.parametrize(
    ("page", "question", "names"),
    [
        (SHIRT, "什么面料的", ["面料"]),
        (SHIRT, "面料是什么，怎么洗呀", ["面料", "洗护"]),
        (SHIRT, "上班穿合适吗，适合什么场合", ["适合"]),
        (SLIP, "弹性怎么样", ["弹性"]),
        (WALNUTS, "能放多久", ["保质期"]),
        (WALNUTS, "哪里产的", ["产地"]),
        (WALNUTS, "怎么吃", ["食用方法"]),
        (WALNUTS, "甜不甜", ["口味"]),
        (WALNUTS, "有防腐剂吗", ["配料"]),
        (KETTLE, "多少瓦", ["功率"]),
        (KETTLE, "什么插头", ["插头"]),
        (KETTLE, "特别功能是啥", ["特别功能"]),
        (KETTLE, "带童锁功能的吧", ["特别功能"]),
        (MAT, "多大的宝宝能用", ["适合月龄"]),
        (MAT, "三个月的宝宝能用吗", ["适合月龄"]),
        (MAT, "有多厚", ["厚度"]),
    ],
)
def test_the_fact_that_was_asked_is_found_however_the_shop_calls_it(
    page: Page, question: str, names: list[str]
) -> None:
    found = find(page, question)
    assert list(found.facts) == names
    assert found.unknown == []


@pytest.mark.parametrize(
    ("page", "question", "answers"),
    [
        (SHIRT, "会起皱吗", ["不会皱"]),
        (SHIRT, "透不透", ["会透"]),
        (SHIRT, "可以机洗吗", ["能机洗"]),
        (SHIRT, "能烘干不", ["不能烘干"]),
        (SHIRT, "有弹性吗", ["没有弹性"]),
        (SHIRT, "能熨烫吗，会不会透", ["能熨烫", "会透"]),
        (SLIP, "是真丝的吗", ["不是真丝"]),
        (SLIP, "有里布吗", ["没有里布"]),
        (SLIP, "起静电吗", ["会起静电"]),
        (SLIP, "有弹性吗", []),
        (COAT, "能机洗吗", ["不能机洗"]),
        (COAT, "能水洗吗", ["不能水洗"]),
        (COAT, "是羊毛的吗", ["含羊毛"]),
        (COAT, "是纯羊毛的吗", ["不是纯羊毛"]),
        (COAT, "是纯棉的吗", ["不是纯棉"]),
        (KETTLE, "是不锈钢的吗", ["含不锈钢"]),
        (KETTLE, "支持保温吗", ["支持保温"]),
        (MAT, "能机洗吗", ["不能机洗"]),
        (WALNUTS, "什么口味", []),
    ],
)
def test_yes_and_no_are_said_only_where_the_page_says_them(page: Page, question: str, answers: list[str]) -> None:
    found = find(page, question)
    assert [verdict.answer for verdict in found.verdicts] == answers


@pytest.mark.parametrize(
    ("page", "question", "unknown"),
    [
        (SHIRT, "会起球吗", ["会不会起球"]),
        (SHIRT, "孕妇能穿吗", ["孕妇适不适合"]),
        (SHIRT, "有口袋吗", ["有没有口袋"]),
        (SHIRT, "模特穿多大", ["模特的身高和尺码"]),
        (WALNUTS, "孕妇能吃吗", ["孕妇适不适合"]),
        (KETTLE, "保质期多久", ["保质期"]),
        (MAT, "会掉色吗", ["会不会掉色"]),
    ],
)
def test_what_the_page_passes_over_is_named_and_nothing_concluded(
    page: Page, question: str, unknown: list[str]
) -> None:
    found = find(page, question)
    assert found.unknown == unknown
    assert found.verdicts == []


def test_a_remark_answers_where_no_fact_does() -> None:
    assert find(KETTLE, "声音大不大").remarks == ["烧开时声音偏大"]
    assert find(SHIRT, "声音大不大").unknown == ["噪音"]


@pytest.mark.parametrize("question", ["介绍一下", "这款怎么样", "这款", "这件那款呢", "质量好不好"])
def test_an_open_question_wants_an_introduction(question: str) -> None:
    assert find(SHIRT, question).wants_introduction


@pytest.mark.parametrize("question", ["试吃是什么", "拉链哪个厂的", "会不会透"])
def test_a_question_of_its_own_wants_no_introduction(question: str) -> None:
    assert not find(SHIRT, question).wants_introduction


def test_an_introduction_is_short_and_tells_the_weak_point_first() -> None:
    told = introduction(SHIRT)
    assert told.index("有一点透") < told.index("不容易皱") < told.index("面料")
    assert "洗护" not in told
    assert introduction(Page({})) == ""
