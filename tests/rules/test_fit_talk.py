import pytest

from assist_api.rules.fit_talk import (
    SELF,
    asks_for_the_chart,
    asks_how_it_runs,
    corrects,
    explains_wearer,
    garment_measure_in,
    is_usual_size,
    wearer_in,
    wish_in,
)


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("想穿宽松点", "loose"),
        ("喜欢松一点的", "loose"),
        ("不想太紧", "loose"),
        ("怕勒", "loose"),
        ("想遮肚子", "loose"),
        ("不要太宽松", "snug"),
        ("想修身一些", "snug"),
        ("贴身穿", "snug"),
        ("当打底穿的", "snug"),
        ("里面要穿毛衣", "layered"),
        ("里边想套个卫衣", "layered"),
        ("冬天套毛衣用", "layered"),
        ("想明年还能穿", "growing"),
        ("孩子还在长个", "growing"),
        ("怀孕六个月了", "pregnant"),
        ("孕5个月", "pregnant"),
        ("孕妇能穿吗", "pregnant"),
        ("孕前110斤", ""),
        ("这款宽松吗", ""),
        ("是修身的还是宽松的", ""),
        ("会不会很紧身", ""),
        ("165 110斤", ""),
        ("紧身裤配什么", ""),
    ],
)
def test_the_wish_is_read_and_a_question_about_the_cut_is_none(text: str, wish: str) -> None:
    assert wish_in(text) == wish


@pytest.mark.parametrize(
    ("text", "wearer"),
    [
        ("给我妈买的，150斤", "妈妈"),
        ("帮老公看看穿几码", "老公"),
        ("我妈160 130斤", "妈妈"),
        ("给我婆婆买", "婆婆"),
        ("女儿身高150", "女儿"),
        ("送闺蜜的", "闺蜜"),
        ("给宝宝拍", "孩子"),
        ("那我自己呢", SELF),
        ("那我穿几码", SELF),
        ("我穿多大", SELF),
        ("165 110斤", None),
        ("小姐姐帮我看看", None),
        ("亲爸爸妈妈款有吗", None),
        ("妈妈款的外套", None),
    ],
)
def test_the_wearer_is_read(text: str, wearer: str | None) -> None:
    assert wearer_in(text) == wearer


@pytest.mark.parametrize(
    ("text", "explains"),
    [("是给我妈买的", True), ("给老公买的哦", True), ("给我妈买的 穿多大", False), ("我妈呢", False)],
)
def test_saying_for_whom_alone_explains_what_was_told_before(text: str, explains: bool) -> None:
    assert explains_wearer(text) is explains


@pytest.mark.parametrize(
    ("text", "piece", "usual"),
    [
        ("平时穿m", "m", True),
        ("穿惯了m", "m", True),
        ("一直都是75b", "75b", True),
        ("别家穿l", "l", True),
        ("我穿38码的", "38码", True),
        ("37码的脚穿几号", "37码", True),
        ("75d能穿啥", "75d", True),
        ("m行吗", "m", False),
        ("平时m，这款l可以吗", "l", False),
        ("我穿l可以吗", "l", False),
        ("之前买的l大了", "l", False),
        ("要m码", "m码", False),
    ],
)
def test_a_usual_size_is_told_from_one_that_is_asked_about(text: str, piece: str, usual: bool) -> None:
    assert is_usual_size(text, piece) is usual


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("偏大还是偏小", True),
        ("是标准码吗", True),
        ("尺码准不准", True),
        ("会不会偏瘦", True),
        ("跟平时穿的一样吗", True),
        ("穿多大", False),
        ("尺码发我", False),
        ("有大码吗", False),
    ],
)
def test_a_question_how_it_runs_is_known(text: str, asks: bool) -> None:
    assert asks_how_it_runs(text) is asks


@pytest.mark.parametrize(
    ("text", "asks"), [("有尺码表吗", True), ("都有哪些码", True), ("哪个码合适", False), ("价格表", False)]
)
def test_a_question_for_the_chart_is_known(text: str, asks: bool) -> None:
    assert asks_for_the_chart(text) is asks


@pytest.mark.parametrize(
    ("text", "garment"),
    [("170的衣长是多少", "衣长"), ("肩宽多少", "肩宽"), ("平铺胸围", "平铺"), ("胸围88", None), ("我肩膀宽", None)],
)
def test_a_measure_of_the_garment_is_known(text: str, garment: str | None) -> None:
    assert garment_measure_in(text) == garment


@pytest.mark.parametrize(
    ("text", "corrected"), [("打错了是163", True), ("不是165是163", True), ("以前110现在100", True), ("165 110", False)]
)
def test_a_correction_is_known(text: str, corrected: bool) -> None:
    assert corrects(text) is corrected
