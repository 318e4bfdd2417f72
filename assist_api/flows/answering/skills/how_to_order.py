"""How to place an order: in short, or step by step for who does it for the first time; also why it cannot be placed."""

import re

from assist_api.flows.answering.contract import MATTER, SkillAnswer, SkillAsk, buttons, going_on, say
from assist_api.flows.answering.handing_off import hand_off
from assist_api.flows.answering.regions import region_asked
from assist_api.flows.answering.view import ShopView
from assist_api.rules.guide import STEPS, PlacingTrouble, is_first_timer, pace_of, placing_trouble
from assist_api.rules.shipping import group_of

_SKILL = "how_to_order"
_SPLIT = re.compile(r"分开|分别|(?:两|2|几|不同|多)个?(?:地址|地方|人)|各[发寄送]|拆[开单]|分两")
_MERGE = re.compile(
    r"合并|[一同]起(?:发|寄|付|拍|买|结)|[一同]个?(?:包裹|订单|单)|拼[一在]|凑[一单]|两[单个].{0,6}一起"
)
_REMARK = re.compile(r"备注|留言")
_NOW = re.compile(r"(?:现在|今天|直接|可以|能).{0,4}(?:拍|下单|买)(?:了?吗|不|么)")
_WORDS = [
    "然后呢",
    "下一步",
    "接下来",
    "好了",
    "弄好",
    "选好",
    "填好",
    "提交了",
    "卡住",
    "卡了",
    "找不到",
    "会了",
    "懂了",
]
_ONLY = ["affirm", "deny", "inform", "out_of_scope", "nlu_fallback", "report_payment_problem"]
"""A wish or a question of its own leaves the step open instead of answering it."""
_GOES_ON = buttons(("next", "好了，下一步"), ("stuck", "卡住了"), ("enough", "会了，不用教了"))
_SEES = buttons(
    ("grey", "按钮是灰的，点不了"),
    ("address", "提示地址不支持配送"),
    ("page", "页面打不开、没反应"),
    ("human", "转人工客服"),
)


async def answer(ask: SkillAsk, shop: ShopView) -> SkillAnswer:
    guide = ask.matter(_SKILL)
    if ask.answer is not None and guide:
        return await _lead(guide, ask, shop)
    if is_first_timer(ask.text):
        return _step(1, shop)
    if trouble := placing_trouble(ask.text):
        return await _trouble(trouble, ask, shop)
    return SkillAnswer(says=[say(_phrase(ask.text), payment_methods="、".join(shop.settings.payment_methods))])


def _phrase(text: str) -> str:
    for words, phrase in (
        (_SPLIT, "order_split"),
        (_MERGE, "order_merge"),
        (_REMARK, "order_remark"),
        (_NOW, "order_now"),
    ):
        if words.search(text):
            return phrase
    return "ask_how_to_order"


async def _lead(guide: dict[str, object], ask: SkillAsk, shop: ShopView) -> SkillAnswer:
    """The next step, help with this one, or thanks at the end."""
    step = guide.get("step")
    step = step if isinstance(step, int) else 1
    if guide.get("stuck") and ask.heard_word("region"):
        return _waiting(step, *_of_region(ask, shop).says, say("guide_go_on", _GOES_ON))
    if guide.get("stuck") and (trouble := placing_trouble(ask.text)):
        told = await _trouble(trouble, ask, shop)
        if told.ask or (trouble == "region" and not region_asked(ask)):
            return _waiting(step, *told.says, stuck=True)
        # Back to the step they were at, once the cause is out of the way.
        return _waiting(step, *told.says, say("guide_go_on", _GOES_ON))
    match pace_of(ask.text):
        case "enough":
            return _ended()
        case "bought":
            return _step(STEPS, shop)
        case "stuck" if guide.get("stuck"):
            note = f"第一次下单，卡在第{step}步：{ask.text[:100]}"
            return SkillAnswer(
                says=[say("guide_person")], slots={MATTER: None}, effects=[hand_off("order_guide_stuck", note, shop)]
            )
        case "stuck":
            return _waiting(step, say("guide_stuck", _SEES), stuck=True)
        case _:
            return _step(step + 1, shop) if step < STEPS else _ended()


def _step(step: int, shop: ShopView) -> SkillAnswer:
    methods = "、".join(shop.settings.payment_methods)
    if step == STEPS:
        return SkillAnswer(says=[say(f"guide_step_{step}")], slots={MATTER: None})
    return _waiting(step, say(f"guide_step_{step}", _GOES_ON, payment_methods=methods))


def _waiting(step: int, *says: object, stuck: bool = False) -> SkillAnswer:
    takes = ["ask_how_to_order", "report_paid"]
    matter = {"step": step, "stuck": stuck, "takes": takes, "words": _WORDS, "only": [*_ONLY, *takes]}
    return going_on(matter, *says)  # type: ignore[arg-type]  # says are Say


def _ended() -> SkillAnswer:
    return SkillAnswer(says=[say("guide_done")], slots={MATTER: None})


async def _trouble(trouble: PlacingTrouble, ask: SkillAsk, shop: ShopView) -> SkillAnswer:
    match trouble:
        case "region":
            return _of_region(ask, shop)
        case "stock":
            return await _of_stock(ask, shop)
        case "unknown":
            return _waiting(1, say("order_trouble_ask", _SEES), stuck=True)
        case _:
            return SkillAnswer(says=[say(f"order_trouble_{trouble}")])


def _of_region(ask: SkillAsk, shop: ShopView) -> SkillAnswer:
    region = region_asked(ask)
    group = group_of(region, shop.settings.region_groups) if region else None
    if region and group:
        phrase = "order_trouble_region_served" if group.served else "order_trouble_region_not_served"
        return SkillAnswer(says=[say(phrase, region=region)])
    return SkillAnswer(says=[say("order_trouble_region")])


async def _of_stock(ask: SkillAsk, shop: ShopView) -> SkillAnswer:
    """What is in stock of the product in question, where it is known."""
    product = await shop.product(ask)
    there = [line for line in await shop.stock_of(product) if line.quantity > 0] if product else []
    if product is None or not there:
        return SkillAnswer(says=[say("order_trouble_stock")])
    by_colour: dict[str, list[str]] = {}
    for line in there:
        by_colour.setdefault(line.colour, []).append(line.size)
    listed = "；".join(f"{colour} {'、'.join(sizes)}" for colour, sizes in by_colour.items())
    return SkillAnswer(says=[say("order_trouble_stock_known", product_name=product.name, in_stock=listed)])
