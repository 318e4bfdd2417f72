"""Payment faults, closing times, refunds, invoices, and the guide for a first order."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from assist_api.rules.guide import is_first_timer, pace_of, placing_trouble
from assist_api.rules.invoices import NONE, InvoiceWords, asks_merged, asks_special, read_invoice, wants_one
from assist_api.rules.orders import REFUND_STATES
from assist_api.rules.payment import MONEY_MOVED, PAYMENT_FAULTS, closes_at, fault_in
from assist_api.rules.refunds import RefundFacts, is_late, say_refund

NOW = datetime(2026, 3, 10, 6, 0, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Shanghai")
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("我好像付了两次款", "paid_twice"),
        ("怎么重复扣款了", "paid_twice"),
        ("刚才付了款怎么还是待付款", "paid_but_unpaid"),
        ("订单显示未付款可我已经付了", "paid_but_unpaid"),
        ("卡里的钱扣了订单没成功", "money_gone"),
        ("提示余额不足", "balance"),
        ("说是超过单笔限额", "limit"),
        ("支付密码忘了", "password"),
        ("收不到验证码", "password"),
        ("我这张卡绑不上", "card"),
        ("花呗用不了", "credit"),
        ("付款页面一直转圈", "page"),
        ("提示该地址不支持配送", "address"),
        ("付款的时候说没货了", "stock"),
        ("付不了款", None),
        ("支付失败", None),
        ("买两件一起付", None),
        ("可以付款了吗", None),
    ],
)
def test_what_is_wrong_with_a_payment(text: str, fault: str | None) -> None:
    assert fault_in(text) == fault


def test_money_that_moved_is_for_people() -> None:
    assert set(PAYMENT_FAULTS) > MONEY_MOVED
    assert "balance" not in MONEY_MOVED


def test_an_unpaid_order_closes_at_its_own_time_or_after_the_shops_hours() -> None:
    assert closes_at(NOW, NOW + HOUR, 72) == NOW + HOUR
    assert closes_at(NOW, None, 72) == NOW + 72 * HOUR


@pytest.mark.parametrize("state", [state for state in REFUND_STATES if state])
def test_every_state_of_a_refund_has_words(state: str) -> None:
    words, next_step = say_refund(RefundFacts(state, NOW - HOUR, 11900), NOW, ZONE)  # type: ignore[arg-type]
    assert words
    assert next_step
    assert not next_step.endswith("。")


def test_goods_that_never_left_need_not_be_sent_back() -> None:
    sent = say_refund(RefundFacts("approved", NOW, 14900), NOW, ZONE)[1]
    unsent = say_refund(RefundFacts("approved", NOW, 14900, goods_sent=False), NOW, ZONE)[1]
    assert "寄回" in sent
    assert unsent == "商品还没寄出，不用寄东西，149元会原路退回"


def test_a_refund_without_date_or_amount_is_told_without_them() -> None:
    assert say_refund(RefundFacts("refunded"), NOW, ZONE)[0] == "款项退出"
    assert not is_late(RefundFacts("goods_back"), NOW)


@pytest.mark.parametrize(
    ("state", "hours", "late"),
    [
        ("applied", 48, False),
        ("applied", 49, True),
        ("goods_back", 49, True),
        ("approved", 400, False),
        ("refunded", 7 * 24, False),
        ("refunded", 7 * 24 + 1, True),
        ("refused", 400, False),
    ],
)
def test_from_when_on_a_refund_is_late(state: str, hours: int, late: bool) -> None:
    assert is_late(RefundFacts(state, NOW - hours * HOUR), NOW) is late  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("可以开发票吗", False),
        ("发票多久能开", False),
        ("能开专票不，怎么弄", False),
        ("帮我开一张发票", True),
        ("我要发票", True),
        ("抬头：南平市禾木文化有限公司", True),
        ("麻烦给我补开一下", True),
        ("发票信息还能改吗", True),
        ("单位抬头", True),
        ("发票到时候要换抬头行不行", False),
        ("是先不开，以后再补开吗", False),
    ],
)
def test_who_wants_an_invoice_now(text: str, wanted: bool) -> None:
    assert wants_one(text) is wanted


@pytest.mark.parametrize(
    ("text", "special", "merged"),
    [
        ("公司报账要专票", True, False),
        ("换成专用发票", True, False),
        ("这款是孕妇专用的吗，能开票不", False, False),
        ("我买了好几单，发票能合开吗", False, True),
        ("两个订单能不能开一张发票", False, True),
        ("帮我开一张发票", False, False),
        ("一个订单要开两张发票", False, False),
    ],
)
def test_what_a_question_about_invoices_is_about(text: str, special: bool, merged: bool) -> None:
    assert (asks_special(text), asks_merged(text)) == (special, merged)


@pytest.mark.parametrize(
    ("text", "asked", "words"),
    [
        ("抬头是个人", "", InvoiceWords("个人")),
        ("开给苏州市栗子设计工作室", "", InvoiceWords("开给苏州市栗子设计工作室")),
        (
            "苏州市栗子设计工作室 91320505MA1XKQ8T3R",
            "title",
            InvoiceWords("苏州市栗子设计工作室", "91320505MA1XKQ8T3R"),
        ),
        ("91320505ma1xkq8t3r", "tax_no", InvoiceWords(None, "91320505MA1XKQ8T3R")),
        ("没有税号", "tax_no", InvoiceWords(None, NONE)),
        ("周小满", "title", InvoiceWords("周小满")),
        ("周小满", "", InvoiceWords()),
    ],
)
def test_title_and_tax_number_in_a_line(text: str, asked: str, words: InvoiceWords) -> None:
    assert read_invoice(text, asked) == words


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("第一次在网上买东西", True),
        ("我不太会弄这个", True),
        ("我妈年纪大了不会操作，怎么拍", True),
        ("教教我怎么下单", True),
        ("怎么拍", False),
        ("第二次来买了", False),
    ],
)
def test_who_is_led_step_by_step(text: str, first: bool) -> None:
    assert is_first_timer(text) is first


@pytest.mark.parametrize(
    ("text", "pace"),
    [
        ("好了", "next"),
        ("下一步", "next"),
        ("然后呢", "next"),
        ("嗯", "next"),
        ("卡住了", "stuck"),
        ("没看到那个按钮", "stuck"),
        ("找不到在哪填", "stuck"),
        ("会了，不用教了", "enough"),
        ("付好了", "bought"),
        ("没付成功", "stuck"),
    ],
)
def test_the_pace_of_who_is_led(text: str, pace: str) -> None:
    assert pace_of(text) == pace


@pytest.mark.parametrize(
    ("text", "trouble"),
    [
        ("显示限购", "limit"),
        ("只能买一件吗", "limit"),
        ("说我这里不支持配送", "region"),
        ("按钮是灰的", "stock"),
        ("一直转圈进不去", "page"),
        ("为什么拍不了", "unknown"),
        ("提交不了订单", "unknown"),
        ("怎么拍", None),
        ("可以拍两件吗", None),
    ],
)
def test_why_an_order_cannot_be_placed(text: str, trouble: str | None) -> None:
    assert placing_trouble(text) == trouble
