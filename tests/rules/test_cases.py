"""Cases for a person: what a line tells, what is asked next, and what must not be taken for an answer."""

from collections.abc import Mapping

import pytest

from assist_api.rules.cases import (
    CASE_KINDS,
    NOT_GIVEN,
    Case,
    CaseKind,
    CaseLine,
    corrects,
    declines,
    heard,
    is_full_address,
    is_vague,
    leaves,
    needed,
    next_question,
    opened,
    puts_off,
    reason_in,
    wish_in,
)

ORDER = "731204558210046208"


def begun(kind: CaseKind, text: str = "", color: str | None = None) -> Case:
    return opened(kind, CaseLine(text, color=color), {"order_no": ORDER})


def asked(case: Case) -> Case:
    """The case with its next question put."""
    question = next_question(case)
    assert question is not None
    return Case(case.kind, case.told, case.more, question, case.tries + 1 if question == case.asked else 1)


def after(kind: CaseKind, opening: str, *lines: CaseLine | str) -> Case:
    case = begun(kind, opening)
    for line in lines:
        case = heard(asked(case), line if isinstance(line, CaseLine) else CaseLine(line))
    return case


@pytest.mark.parametrize("kind", CASE_KINDS)
def test_every_case_begins_with_the_order(kind: CaseKind) -> None:
    assert next_question(opened(kind, CaseLine(""), {})) == "order_no"


@pytest.mark.parametrize(
    ("kind", "opening", "question"),
    [
        ("report_quality", "有质量问题", "what"),
        ("report_quality", "东西坏了怎么办", "what"),
        ("report_quality", "杯盖裂了一道口子", "photo"),
        ("report_quality", "充不进电", "photo"),
        ("report_wrong_item", "发错了", "what"),
        ("report_wrong_item", "我拍的雾蓝，收到一件驼色的", "photo"),
        ("report_missing_item", "少发了", "pieces"),
        ("report_missing_item", "赠品没收到", "photo"),
        ("request_return", "我要退货", "reason"),
        ("request_return", "不想要了", "reason"),
        ("request_return", "穿着太紧了想退", None),
        ("request_return", "开线了要退", "photo"),
        ("cancel_order", "帮我取消", "reason"),
        ("cancel_order", "拍重了取消一单", None),
        ("request_exchange", "我要换货", "variant"),
        ("request_exchange", "能换大一码吗", None),
        ("change_order", "改一下订单", "change"),
        ("change_order", "地址写错了", "address"),
        ("change_order", "帮我备注发货前检查一下", None),
        ("intercept_parcel", "快递帮我拦一下", None),
        ("intercept_parcel", "在路上的快递能改送到公司吗", "address"),
        ("report_not_received", "显示签收可是没拿到", "asked_around"),
        ("report_not_received", "驿站和家里都没有", "address_right"),
    ],
)
def test_what_the_opening_tells_is_not_asked(kind: CaseKind, opening: str, question: str | None) -> None:
    assert next_question(begun(kind, opening)) == question


def test_a_products_name_is_no_reason() -> None:
    line = CaseLine("大码裙子我要退货", named="大码裙子")
    assert next_question(opened("request_return", line, {"order_no": "1"})) == "reason"


def test_questions_come_one_after_the_other_and_end() -> None:
    case = after("report_quality", "有质量问题", "袖口脱线了", CaseLine("[图片]", pictures=2), "给我换一件吧")
    assert next_question(case) is None
    assert case.told == {"order_no": ORDER, "what": "袖口脱线了", "photo": "2", "wish": "换货"}


def test_several_answers_at_once_are_all_taken() -> None:
    case = after("report_quality", "有质量问题", CaseLine("鞋底开胶，想退货退款", pictures=1))
    assert next_question(case) is None or next_question(case) == "wish"
    assert (case.told["what"], case.told["photo"]) == ("鞋底开胶，想退货退款", "1")


def test_a_picture_sent_before_is_not_asked_for() -> None:
    case = opened("report_quality", CaseLine("拉链头掉了"), {"order_no": ORDER, "photo": "1"})
    assert next_question(case) == "wish"


def test_what_is_told_later_corrects_what_was_told_before() -> None:
    case = begun("request_exchange", "换成粉色的", color="粉色")
    later = heard(case, CaseLine("不对，是黑色的", color="黑色"))
    assert later.told["color"] == "黑色"
    assert corrects("不对，是黑色的")
    assert not corrects("黑色的对吗")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (CaseLine("没有", intent="deny"), NOT_GIVEN),
        (CaseLine("手边没有图"), NOT_GIVEN),
        (CaseLine("不方便拍"), NOT_GIVEN),
        (CaseLine("等下拍给你"), None),
        (CaseLine("好的"), None),
        (CaseLine("[图片]", pictures=3), "3"),
    ],
)
def test_a_photo_comes_is_refused_or_is_waited_for(line: CaseLine, told: str | None) -> None:
    assert after("report_quality", "镜片裂了", line).told.get("photo") == told


def test_more_about_the_fault_instead_of_a_photo_is_kept_with_the_fault() -> None:
    case = after("report_quality", "拉链坏了拉不上", "还有袖子上一块油渍")
    assert case.told["what"] == "拉链坏了拉不上；还有袖子上一块油渍"
    assert next_question(case) == "photo"


@pytest.mark.parametrize(
    ("text", "full"),
    [
        ("浙江省杭州市余杭区芦汀路88号云麓苑6幢1103", True),
        ("四川成都市武侯区簇锦巷12号院4栋", True),
        ("成都市武侯区", False),
        ("云麓苑6幢", False),
        ("我的地址写错了", False),
    ],
)
def test_an_address_is_whole_with_place_street_and_number(text: str, full: bool) -> None:
    assert is_full_address(text) is full


def test_half_an_address_is_completed_by_the_next_line() -> None:
    case = after("change_order", "改地址", "江苏省南通市崇川区濠畔新村")
    assert next_question(case) == "address"
    whole = heard(asked(case), CaseLine("33幢305"))
    assert (whole.told["address"], next_question(whole)) == ("江苏省南通市崇川区濠畔新村33幢305", "phone")
    assert next_question(heard(asked(whole), CaseLine("不变"))) is None


def test_a_phone_of_the_new_address_is_taken_with_it() -> None:
    line = CaseLine("湖北省武汉市洪山区雁鸣路56号研楼公寓1908 13900001111", phone="13900001111")
    assert next_question(after("change_order", "改地址", line)) is None


def test_a_buyer_who_says_why_instead_of_which_order_is_asked_once_more() -> None:
    case = opened("request_return", CaseLine("我要退货"), {})
    told = heard(asked(case), CaseLine("尺码不合适"))
    assert (told.told.get("order_no"), told.told["reason"], next_question(told)) == (None, "size", "order_no")


def test_more_of_the_matter_is_not_taken_for_which_order_it_is() -> None:
    case = heard(asked(opened("request_return", CaseLine("我要退货"), {})), CaseLine("因为跟说好的完全两回事"))
    assert "order_no" not in case.told
    assert heard(asked(case), CaseLine("就这样")).told["order_no"] == NOT_GIVEN


def test_a_buyer_who_describes_the_order_is_not_asked_for_ever() -> None:
    case = heard(asked(opened("request_return", CaseLine("我要退货"), {})), CaseLine("就是上周三买的那条围巾"))
    assert case.told["order_no"] == NOT_GIVEN
    assert "就是上周三买的那条围巾" in case.more


@pytest.mark.parametrize(
    ("line", "keep"),
    [
        ("好的", "yes"),
        ("可以，那就改", "yes"),
        ("那再等等吧", "yes"),
        ("还是取消", "no"),
        ("不想等了", "no"),
        ("不用改，退款", "no"),
        ("随便", "no"),
    ],
)
def test_only_a_plain_yes_keeps_an_order_that_was_to_be_cancelled(line: str, keep: str) -> None:
    case = Case("cancel_order", {"order_no": ORDER, "reason": "size", "offer": "variant"})
    assert needed(case)[-1] == "keep"
    assert heard(asked(case), CaseLine(line)).told["keep"] == keep


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("码数拍小了", "size"),
        ("颜色跟图片差太多，显黑", "colour"),
        ("洗一次就起球", "quality"),
        ("隔壁店比你家便宜十块", "cheaper"),
        ("急着用等不及了", "late"),
        ("收货地址填的老家", "address"),
        ("手滑买了两单一样的", "duplicate"),
        ("把退款申请撤销掉", "withdraw"),
        ("我妈已经买过了", "unwanted"),
        ("不告诉你", None),
    ],
)
def test_reasons_by_what_buyers_say(text: str, reason: str | None) -> None:
    assert reason_in(text) == reason


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("换件新的", "换货"),
        ("给我补发一个", "补发"),
        ("退我一点钱我留着", "留下，退一部分"),
        ("退款", "退货退款"),
        ("嗯嗯", None),
    ],
)
def test_wishes_by_what_buyers_say(text: str, wish: str | None) -> None:
    assert wish_in(text) == wish


@pytest.mark.parametrize(
    ("text", "expected"),
    [("算了不退了", True), ("不用麻烦了", True), ("不用退", True), ("先不用尺码表", False), ("退了吧", False)],
)
def test_who_lets_the_matter_drop(text: str, expected: bool) -> None:
    assert leaves(text) is expected


def test_words_for_later_and_for_never() -> None:
    assert puts_off("晚点回家拍")
    assert not puts_off("现在就拍")
    assert declines("找不到订单号了")
    assert not declines("没有声音")


@pytest.mark.parametrize(
    ("text", "vague"), [("质量有问题", True), ("收到的东西不对", True), ("漏水", False), ("按键没反应失灵了", False)]
)
def test_a_report_that_says_nothing_is_asked_about(text: str, vague: bool) -> None:
    assert is_vague(text) is vague


def test_a_case_forgets_nothing_it_was_told_before() -> None:
    known: Mapping[str, str] = {"order_no": ORDER, "photo": "2"}
    assert opened("report_missing_item", CaseLine("少一只手套"), known).told.items() >= known.items()
