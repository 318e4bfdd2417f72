"""Orders: paying, invoices, leading a first-timer, refunds, parcels, and cases gathered line by line."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml

from assist_api.flows.answering.contract import SkillAnswer
from assist_api.rules.cases import CASE_KINDS
from assist_api.rules.phrase_text import variables
from assist_api.shop import store
from tests.flows.answering.counter import Counter, phrases, reasons, said

BANK = Path(__file__).parents[3] / "data" / "phrases"
OWN = "731204560077012247"
STRANGERS = "731204562390028870"


@dataclass
class Dialogue:
    """What the bot does with a skill's matter: keeps it and brings the next line as the answer."""

    counter: Counter
    who: str = "c_stranger"
    skill: str = ""
    intent: str = ""
    slots: dict[str, Any] = field(default_factory=dict)
    told: SkillAnswer = field(default_factory=SkillAnswer)

    async def open(self, skill: str, intent: str, text: str = "", **entities: Any) -> "Dialogue":
        self.skill, self.intent = skill, intent
        return await self._ask(text, {}, entities)

    async def answer(self, text: str, intent: str = "inform", pictures: int = 0, **entities: Any) -> "Dialogue":
        assert self.told.ask == "answer", "the matter is closed"
        return await self._ask(text, {"answer": {"intent": intent, "pictures": pictures}}, entities)

    async def goes_on(self, text: str, intent: str = "inform", **entities: Any) -> "Dialogue":
        """Another line of the burst, written before the question could be read."""
        assert self.told.ask == "answer", "the matter is closed"
        return await self._ask(text, {"answer": {"intent": intent, "pictures": 0, "unseen": True}}, entities)

    async def _ask(self, text: str, more: dict[str, Any], entities: dict[str, Any]) -> "Dialogue":
        slots = {name: value for name, value in {**self.slots, **more}.items() if value is not None}
        self.told = await self.counter.ask(self.skill, text, who=self.who, intent=self.intent, slots=slots, **entities)
        self.slots |= self.told.slots
        if self.told.ask == "answer":
            self.slots["matter"] = {**self.told.slots["matter"], "skill": self.skill, "intent": self.intent}
        return self

    @property
    def question(self) -> str:
        return self.told.says[-1].phrase

    @property
    def buttons(self) -> list[str]:
        return [button["title"] for button in (self.told.says[-1].payload or {}).get("buttons", [])]


async def case(counter: Counter, buyer: str | None, intent: str, text: str, **entities: Any) -> Dialogue:
    return await Dialogue(counter, await counter.visit(buyer)).open("collect", intent, text, **entities)


# --- which order ------------------------------------------------------------------------------------------------------


async def test_the_only_order_that_fits_is_taken_and_named(counter: Counter) -> None:
    talk = await case(counter, "b-zhoumi", "report_quality", "裤子开线了")
    assert phrases(talk.told) == ["case_open_report_quality", "case_order_taken", "collect_ask_photo"]
    assert said(talk.told, "order_tail") == "2247"


async def test_of_several_orders_the_buyer_chooses_by_button(counter: Counter) -> None:
    talk = await case(counter, "b-linwan", "request_return", "想退货")
    assert talk.question == "case_choose_order"
    assert [title[:6] for title in talk.buttons] == ["尾号6208", "尾号9914", "不是这几单"]
    chosen = talk.told.says[-1].payload["buttons"][1]  # type: ignore[index]
    await talk.answer(chosen["title"], order_no=chosen["entities"][0]["value"])
    assert talk.question == "case_ask_return_reason"


async def test_another_order_than_the_one_taken_can_be_named(counter: Counter) -> None:
    talk = await case(counter, "b-zhoumi", "report_wrong_item", "发错了")
    await talk.answer("不是这单")
    assert talk.question == "case_choose_order"
    assert not any("2247" in title for title in talk.buttons)


async def test_a_strangers_order_is_taken_by_its_number_and_nothing_of_it_is_told(counter: Counter) -> None:
    talk = await case(counter, None, "report_quality", "拉链坏了拉不上")
    assert talk.question == "collect_ask_order"
    await talk.answer(STRANGERS, order_no=STRANGERS)
    assert phrases(talk.told) == ["collect_ask_photo"]
    assert talk.told.says[0].vars == {}
    await talk.answer("没有", "deny")
    await talk.answer("退货退款")
    assert "未核实是否本人订单" in talk.told.effects[0].note


async def test_a_phone_for_the_new_address_is_not_tried_on_the_order(counter: Counter) -> None:
    talk = await case(counter, None, "change_order", "地址写错了", order_no="731204570366085013")
    await talk.answer("湖北省武汉市洪山区雁鸣路56号研楼公寓1908", phone=None)
    await talk.answer("13900001111", phone="13900001111")
    assert reasons(talk.told) == ["change_order"]
    async with counter.database.read() as session:
        assert await store.wrong_tries(session, counter.now, conversation_id=talk.who) == 0


# --- what a person needs ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("intent", CASE_KINDS)
async def test_every_case_ends_with_a_person_who_knows_all(counter: Counter, intent: str) -> None:
    talk = await case(counter, None, intent, "你好")
    answers = iter(["找不到单号了", *["第一句说明白点", "没有"] * 6])
    while talk.told.ask == "answer":
        await talk.answer(next(answers))
    assert reasons(talk.told) == [intent]
    assert "买家说：你好" in talk.told.effects[0].note
    assert talk.slots["matter"] is None


async def test_nothing_told_is_asked_and_pictures_count_whenever_they_come(counter: Counter) -> None:
    talk = Dialogue(counter, await counter.visit("b-zhoumi"), slots={"photo": 1})
    await talk.open("collect", "report_quality", "袜子破洞了，给我换一双")
    assert (reasons(talk.told), talk.told.ask) == (["report_quality"], None)
    assert talk.told.effects[0].slots["wish"] == "换货"
    assert "有图片" in talk.told.effects[0].note
    assert talk.slots["photo"] is None


async def test_a_picture_promised_for_later_is_waited_for(counter: Counter) -> None:
    talk = await case(counter, "b-zhoumi", "report_quality", "裤子开线了")
    await talk.answer("等下拍给你")
    assert phrases(talk.told) == ["case_photo_wait"]
    await talk.answer("[图片]", pictures=2)
    assert talk.question == "collect_ask_wish"


async def test_a_correction_is_taken_and_said(counter: Counter) -> None:
    talk = await case(counter, "b-linwan", "request_exchange", "想换成白色的", color="白色")
    await talk.answer("不对，是黑色的", color="黑色")
    assert said(talk.told, "changes") == "黑色"


async def test_who_lets_the_matter_drop_is_left_in_peace(counter: Counter) -> None:
    talk = await case(counter, "b-linwan", "request_return", "想退货")
    await talk.answer("算了不退了", "request_return")
    assert (phrases(talk.told), talk.slots["matter"], talk.told.effects) == (["form_left"], None, [])


async def test_a_wish_may_turn_into_another_one_half_way(counter: Counter) -> None:
    talk = await case(counter, "b-linwan", "request_exchange", "想换货")
    await talk.answer("算了，直接退货吧", "request_return")
    await talk.answer("尾号9914", order_no="731204558210039914")
    assert talk.question == "case_ask_return_reason"


@pytest.mark.parametrize(
    ("text", "entities", "told"),
    [
        ("换大一码", {}, {"size": "L", "color": "白色"}),
        ("换成黑色", {"color": "黑色"}, {"size": "M", "color": "黑色"}),
    ],
)
async def test_the_wished_piece_is_looked_up_by_what_was_ordered(
    counter: Counter, text: str, entities: dict[str, Any], told: dict[str, str]
) -> None:
    talk = await case(counter, "b-qiaoan", "request_exchange", text, **entities)
    assert talk.told.effects[0].slots.items() >= told.items()


async def test_a_piece_that_is_not_there_is_said_once_and_then_noted(counter: Counter) -> None:
    talk = await case(counter, "b-qiaoan", "request_exchange", "换成5XL", size="5XL")
    assert phrases(talk.told)[-2:] == ["case_variant_none", "case_ask_variant"]
    assert "白色" in (said(talk.told, "others") or "")
    await talk.answer("就要5XL", size="5XL")
    assert reasons(talk.told) == ["request_exchange"]
    assert "没货" in talk.told.effects[0].note


# --- what the order's state makes of a wish ---------------------------------------------------------------------------


async def test_an_unpaid_order_needs_no_cancelling(counter: Counter) -> None:
    talk = await case(counter, "b-linwan", "cancel_order", "不想要了取消")
    assert phrases(talk.told) == ["cancel_unpaid_until"]
    assert "handoff" not in {effect.kind for effect in talk.told.effects}
    assert said(talk.told, "closes_at") == "明天11:00"


@pytest.mark.parametrize(
    ("reason", "offer", "answer", "ends"),
    [
        ("颜色拍错了", "case_keep_variant", "还是取消", "cancel_order"),
        ("地址写错了", "case_keep_address", "不用，取消", "cancel_order"),
        ("太慢了等不及", "case_keep_waiting", "不等了", "cancel_order"),
        ("太慢了等不及", "case_keep_waiting", "好，那再等等", None),
        ("别家更便宜", None, None, "cancel_order"),
        ("不想要了", None, None, "cancel_order"),
        ("不想说", None, None, "cancel_order"),
    ],
)
async def test_a_paid_order_is_cancelled_after_one_question_and_one_offer(
    counter: Counter, reason: str, offer: str | None, answer: str | None, ends: str | None
) -> None:
    talk = await case(counter, "b-zhoumi", "cancel_order", "帮我取消订单")
    assert talk.question == "case_ask_cancel_reason"
    await talk.answer(reason)
    if offer and answer:
        assert talk.question == offer
        await talk.answer(answer)
    assert reasons(talk.told) == ([ends] if ends else [])
    assert talk.slots["matter"] is None


async def test_who_takes_the_offer_changes_the_order_instead(counter: Counter) -> None:
    talk = await case(counter, "b-zhoumi", "cancel_order", "颜色拍错了，取消吧")
    await talk.answer("可以，那就改", "affirm")
    assert phrases(talk.told) == ["case_kept_changed", "case_ask_variant"]
    await talk.answer("浅蓝色", color="浅蓝")
    assert {*reasons(talk.told)} <= {"change_order"}


async def test_waiting_is_not_offered_where_no_time_can_be_promised(counter: Counter) -> None:
    talk = await case(counter, "b-duanxue", "cancel_order", "太慢了，取消", order_no="731204566950074419")
    assert (phrases(talk.told)[-1], reasons(talk.told)) == ("collect_cancel_order_done", ["cancel_order"])


@pytest.mark.parametrize("intent", ["cancel_order", "request_return", "report_quality"])
async def test_lines_written_before_the_question_pass_no_question_over(counter: Counter, intent: str) -> None:
    talk = await case(counter, None, intent, "处理一下呗")
    for line in ("下午的时候弄的", "当时挺着急"):
        await talk.goes_on(line)
        assert talk.question == "collect_ask_order"
    await talk.answer("找不到单号了")
    assert talk.question != "collect_ask_order"


async def test_an_order_on_its_way_is_stopped_and_not_cancelled(counter: Counter) -> None:
    talk = await case(counter, "b-hetao", "cancel_order", "不要了取消")
    assert "case_cancel_shipped" in phrases(talk.told)
    assert reasons(talk.told) == ["intercept_parcel"]


async def test_money_back_for_what_never_left_is_a_cancelling(counter: Counter) -> None:
    talk = await case(counter, "b-zhoumi", "request_return", "退款", order_no="731204560077015583")
    assert phrases(talk.told)[-2:] == ["case_to_cancel", "case_ask_cancel_reason"]


async def test_where_no_refund_was_asked_for_there_is_nothing_to_withdraw(counter: Counter) -> None:
    talk = await case(counter, "b-linwan", "request_return", "算了不退了", order_no="731204558210046208")
    assert phrases(talk.told)[-1] == "case_nothing_to_withdraw"
    assert reasons(talk.told) == []


async def test_a_refund_that_is_to_be_withdrawn_is_no_return(counter: Counter) -> None:
    talk = await case(counter, "b-tangli", "request_return", "我想撤销退款申请")
    assert phrases(talk.told) == ["case_open_withdraw", "case_order_taken", "case_withdraw_done"]
    assert "撤回退款申请" in talk.told.effects[0].note


async def test_a_parcel_still_on_its_way_is_told_and_no_case_is_made(counter: Counter) -> None:
    talk = await case(counter, "b-linwan", "report_not_received", "还没收到货", order_no="731204558210046208")
    assert (phrases(talk.told), talk.told.effects) == (["parcel_state"], [])


async def test_a_parcel_that_shows_as_signed_for_is_a_case(counter: Counter) -> None:
    talk = await case(counter, "b-linwan", "report_not_received", "没收到", order_no="731204558210039914")
    assert talk.question == "case_ask_around"
    await talk.answer("还没问，先去看看")
    await talk.answer("地址没错")
    assert reasons(talk.told) == ["report_not_received"]


# --- paying -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("提示余额不足", "payment_fault_balance"),
        ("超限额了", "payment_fault_limit"),
        ("密码忘了", "payment_fault_password"),
        ("银行卡不支持", "payment_fault_card"),
        ("页面打不开", "payment_fault_page"),
    ],
)
async def test_a_payment_that_fails_is_advised_on_by_its_cause(counter: Counter, text: str, phrase: str) -> None:
    talk = await Dialogue(counter).open("payment_help", "report_payment_problem", "付不了款")
    assert talk.question == "payment_ask_fault"
    await talk.answer(text)
    assert (phrases(talk.told), talk.told.effects, talk.slots["matter"]) == ([phrase], [], None)


async def test_a_cause_nobody_knows_goes_to_a_person(counter: Counter) -> None:
    talk = await Dialogue(counter).open("payment_help", "report_payment_problem", "付不了款")
    await talk.answer("就是一串英文")
    assert reasons(talk.told) == ["payment_problem"]


@pytest.mark.parametrize(
    ("buyer", "text", "phrase", "handed"),
    [
        ("b-linwan", "付了款怎么还显示未付款", "payment_not_arrived", ["payment_problem"]),
        ("b-zhoumi", "付了款怎么还显示未付款", "payment_arrived", []),
        ("b-zhoumi", "我付了两次款", "payment_twice_checked", ["payment_problem"]),
    ],
)
async def test_money_that_moved_is_checked_against_the_order(
    counter: Counter, buyer: str, text: str, phrase: str, handed: list[str]
) -> None:
    told = await counter.ask("payment_help", text, intent="report_payment_problem", who=await counter.visit(buyer))
    assert (phrases(told), reasons(told)) == ([phrase], handed)


async def test_of_a_strangers_order_only_the_state_is_told_when_money_moved(counter: Counter) -> None:
    told = await counter.ask("payment_help", "付了两次款", intent="report_payment_problem", order_no=STRANGERS)
    assert (phrases(told), reasons(told)) == (["payment_check_order"], ["payment_problem"])
    assert told.says[0].payload is None


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("支持货到付款吗", "payment_on_delivery_no"),
        ("能用花呗吗", "payment_way_yes"),
        ("能用白条吗", "payment_way_no"),
        ("可以朋友代付吗", "payment_by_friend"),
        ("能用购物卡支付吗", "payment_way_no"),
        ("可以用微信付款吗", "payment_way_yes"),
        ("怎么付款", "payment_steps"),
    ],
)
async def test_ways_to_pay_are_those_of_the_settings(counter: Counter, text: str, phrase: str) -> None:
    assert phrases(await counter.ask("payment_help", text, intent="ask_payment_method")) == [phrase]


# --- ordering, invoices -----------------------------------------------------------------------------------------------


async def test_a_first_timer_is_led_to_the_end_with_a_stop_on_the_way(counter: Counter) -> None:
    talk = await Dialogue(counter).open("how_to_order", "ask_how_to_order", "第一次买不会弄")
    seen = [talk.question]
    for line in ("好了", "卡住了", "按钮是灰的，点不了", "好了", "然后呢", "好了"):
        await talk.answer(line)
        seen.append(talk.question)
    assert seen == [
        "guide_step_1",
        "guide_step_2",
        "guide_stuck",
        "guide_go_on",
        "guide_step_3",
        "guide_step_4",
        "guide_step_5",
    ]
    assert talk.slots["matter"] is None


async def test_who_is_stuck_twice_gets_a_person(counter: Counter) -> None:
    talk = await Dialogue(counter).open("how_to_order", "ask_how_to_order", "头一次买，怎么弄")
    await talk.answer("找不到")
    await talk.answer("还是不行")
    assert reasons(talk.told) == ["order_guide_stuck"]


async def test_a_place_that_is_not_served_is_told_in_the_middle_of_the_guide(counter: Counter) -> None:
    talk = await Dialogue(counter).open("how_to_order", "ask_how_to_order", "第一次买，教教我")
    await talk.answer("卡住了")
    await talk.answer("提示地址不支持配送")
    await talk.answer("香港", region="香港")
    assert phrases(talk.told) == ["order_trouble_region_not_served", "guide_go_on"]


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("怎么拍", "ask_how_to_order"),
        ("两件能分开寄吗", "order_split"),
        ("两个订单可以一起发吗", "order_merge"),
        ("备注写在哪里", "order_remark"),
        ("现在可以拍吗", "order_now"),
        ("提示限购", "order_trouble_limit"),
        ("为什么拍不了", "order_trouble_ask"),
    ],
)
async def test_how_to_order_by_what_is_asked(counter: Counter, text: str, phrase: str) -> None:
    assert phrases(await counter.ask("how_to_order", text, intent="ask_how_to_order")) == [phrase]


async def test_an_invoice_is_explained_or_taken_down(counter: Counter) -> None:
    assert phrases(await counter.ask("invoice", "可以开发票吗", intent="ask_invoice")) == ["invoice_policy"]
    assert phrases(await counter.ask("invoice", "专票能开吗", intent="ask_invoice")) == ["invoice_no_special"]
    merged = await counter.ask("invoice", "两个订单能不能开一张发票", intent="ask_invoice")
    assert phrases(merged) == ["invoice_policy", "invoice_merged"]
    talk = await Dialogue(counter, await counter.visit("b-zhoumi")).open("invoice", "ask_invoice", "帮我开张发票")
    assert talk.question == "invoice_ask_title"
    await talk.answer("开公司单位")
    await talk.answer("南平市禾木文化有限公司")
    await talk.answer("91350702MA2YQK8R3X", order_no="91350702MA2YQK8R3X")
    assert reasons(talk.told) == ["ask_invoice"]
    assert talk.told.effects[0].slots["tax_no"] == "91350702MA2YQK8R3X"


async def test_lines_written_before_the_invoices_question_pass_none_over(counter: Counter) -> None:
    talk = await Dialogue(counter).open("invoice", "ask_invoice", "帮我开张发票")
    for line in ("单位报销用", "挺急的"):
        await talk.goes_on(line)
        assert talk.question == "collect_ask_order"


async def test_an_order_number_is_no_tax_number_before_one_is_asked_for(counter: Counter) -> None:
    talk = await Dialogue(counter, await counter.visit("b-fangqing")).open("invoice", "ask_invoice", "我要发票，公司的")
    await talk.answer("731204584601055093", order_no="731204584601055093")
    await talk.answer("上海澄瓦设计咨询有限公司")
    assert talk.question == "invoice_ask_tax_no"


async def test_who_would_rather_change_than_cancel_is_taken_at_their_word(counter: Counter) -> None:
    talk = await Dialogue(counter, await counter.visit("b-zhoumi")).open("collect", "cancel_order", "牛仔裤帮我取消")
    await talk.answer("哦不取消了 改成M码吧", intent="deny", size="M")
    assert reasons(talk.told) == ["change_order"]


async def test_a_private_invoice_needs_no_tax_number(counter: Counter) -> None:
    talk = await Dialogue(counter, await counter.visit("b-zhoumi")).open("invoice", "ask_invoice", "我要发票，个人的")
    assert reasons(talk.told) == ["ask_invoice"]


# --- refunds, returns, parcels ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("buyer", "order_no", "words", "handed"),
    [
        ("b-zhoumi", "731204560077009136", "已到仓库", []),
        ("b-xunan", "731204582095044108", "已通过", []),
        ("b-tangli", "731204576539049351", "等待店里审核", []),
        ("b-guyue", "731204580316020195", "没有通过", ["refund_late"]),
        ("b-songyi", "731204564413051748", "退出", ["refund_late"]),
    ],
)
async def test_a_refund_is_told_by_its_own_state(
    counter: Counter, buyer: str, order_no: str, words: str, handed: list[str]
) -> None:
    told = await counter.ask("refund_progress", "退款到哪了", who=await counter.visit(buyer), order_no=order_no)
    assert words in (said(told, "refund_state") or "")
    assert reasons(told) == handed


async def test_of_a_strangers_refund_nothing_is_told(counter: Counter) -> None:
    told = await counter.ask("refund_progress", "退款到哪了", order_no="731204560077009136")
    assert (phrases(told), told.ask) == (["payment_check_order", "order_ask_phone_tail"], "phone_tail")


async def test_goods_with_a_rule_of_their_own_are_told_with_the_order(counter: Counter) -> None:
    told = await counter.ask("return_policy", "能退吗", who=await counter.visit("b-songyi"))
    assert phrases(told)[:3] == ["return_policy", "return_policy_order", "return_rule_if_sealed"]
    assert said(told, "return_day") == "签收后的第2天"


@pytest.mark.parametrize(
    ("buyer", "text", "found"),
    [
        ("b-zhoumi", "怎么还没发货", ["ship_time_why"]),
        ("b-zhoumi", "什么时候发货", ["ship_time_order"]),
        ("b-hetao", "发货了吗", ["parcel_state"]),
        (None, "什么时候发货", ["ship_time"]),
    ],
)
async def test_not_sent_yet_has_a_reason_and_sent_has_a_place(
    counter: Counter, buyer: str | None, text: str, found: list[str]
) -> None:
    assert phrases(await counter.ask("ship_time", text, who=await counter.visit(buyer))) == found


async def test_who_urges_a_parcel_is_heard_first(counter: Counter) -> None:
    told = await counter.ask("track_parcel", "快递能不能快点", who=await counter.visit("b-linwan"))
    assert phrases(told) == ["parcel_urged", "parcel_state"]


@pytest.mark.parametrize(
    ("text", "day", "region", "phrase"),
    [
        ("明天能到广州吗", "2026-03-11", "广州", "delivery_by_unlikely"),
        ("周五前能到吗", "2026-03-13", "广州", "delivery_by_maybe"),
        ("下周日能收到吧", "2026-03-22", "广州", "delivery_by_likely"),
        ("昨天怎么没到", "2026-03-09", "广州", "delivery_time"),
    ],
)
async def test_whether_it_is_here_by_a_day_is_answered_honestly(
    counter: Counter, text: str, day: str, region: str, phrase: str
) -> None:
    assert phrases(await counter.ask("delivery_time", text, region=region, time=day)) == [phrase]


@pytest.mark.parametrize(
    ("text", "courier", "phrase"),
    [
        ("能发顺丰吗", "顺丰", "courier_ours_when"),
        ("发中通可以吗", "中通", "courier_ours"),
        ("发圆通吗", "圆通", "courier_not_ours"),
        ("不要韵达", "韵达", "courier_avoid"),
        ("别发圆通", "圆通", "courier_avoid_not_ours"),
        ("不要邮政", "邮政", "courier_avoid"),
        ("可以自提吗", None, "courier_no_pick_up"),
        ("发什么快递", None, "courier"),
    ],
)
async def test_a_wished_courier_is_answered_from_the_settings(
    counter: Counter, text: str, courier: str | None, phrase: str
) -> None:
    assert phrases(await counter.ask("courier", text, courier=courier)) == [phrase]


# --- every sentence can be said ---------------------------------------------------------------------------------------


def test_every_new_phrase_has_three_wordings_with_the_same_variables() -> None:
    for phrase in yaml.safe_load((BANK / "bot_orders.yml").read_text(encoding="utf-8")):
        wordings = [phrase["text"], *phrase["alternatives"]]
        assert len(set(wordings)) >= 3, phrase["id"]


async def test_every_question_of_every_dialogue_can_be_said(counter: Counter) -> None:
    bank = {
        phrase["id"]: [phrase["text"], *phrase.get("alternatives", [])]
        for file in BANK.glob("*.yml")
        for phrase in yaml.safe_load(file.read_text(encoding="utf-8"))
    }
    for buyer in ("b-linwan", "b-zhoumi", "b-hetao", "b-songyi", "b-xunan", None):
        for intent in CASE_KINDS:
            talk = await case(counter, buyer, intent, "你好")
            for line in ("尺码拍错了", "可以", "没有", "算了"):
                for one in talk.told.says:
                    assert any(set(variables(text)) <= set(one.vars) for text in bank[one.phrase]), one
                if talk.told.ask != "answer":
                    break
                await talk.answer(line)
