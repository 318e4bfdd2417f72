"""Talk that is not about goods or orders: chat by its kind, who is speaking, and what the shop keeps to itself."""

import re

from assist_api.flows.answering.contract import SkillAnswer, SkillAsk, say
from assist_api.flows.answering.view import ShopView

_PERSON = {"buttons": [{"option": "request_human", "title": "转人工客服", "intent": "request_human"}]}

_CHAT = (
    ("chitchat_blame", re.compile(r"笨|蠢|傻|弱智|智障|没用|答非所问|不靠谱|什么破|听不懂|废物|垃圾|敷衍|复读")),
    (
        "chitchat_praise",
        re.compile(r"聪明|厉害|真棒|好棒|不错|可爱|贴心|专业|好评|喜欢你|夸|有耐心|态度.{0,2}好|给力|赞"),
    ),
    ("chitchat_weather", re.compile(r"天气|下雨|下雪|好冷|好热|降温|刮风|冷死|热死|太阳|雾霾|台风")),
    ("chitchat_joke", re.compile(r"笑话|段子|唱歌|唱首|讲个|故事|逗|哈哈|嘻嘻|无聊|陪我|聊聊")),
    (
        "chitchat_mood",
        re.compile(r"心情|难过|伤心|累|烦|失恋|分手|加班|生病|感冒|睡不着|不开心|郁闷|emo", re.IGNORECASE),
    ),
    ("chitchat_meal", re.compile(r"吃(饭|了)|早饭|午饭|晚饭|夜宵|饿")),
    ("chitchat_wish", re.compile(r"(新年|元旦|春节|中秋|国庆|圣诞|生日|周末|节日).{0,3}(快乐|愉快|好)|恭喜|祝")),
    ("chitchat_busy", re.compile(r"忙吗|忙不忙|下班|辛苦|几点睡|还在|值班|这么晚|这么早|休息")),
)
_NAME = re.compile(r"叫什么|名字|怎么称呼|工号|你是谁|哪位|贵姓|几号客服|谁在|换人")
_SECRET = (
    (
        "shop_secret_people",
        re.compile(r"工资|薪|提成|老板|店主|几个人|员工|哪里人|结婚|微信号|私人|电话号|住哪|多大了|几岁|男的|女的"),
    ),
    ("shop_secret_cost", re.compile(r"成本|进价|进货|拿货|利润|赚|底价|出厂价|批发|货源|渠道|供应商|厂家|工厂|代工")),
    (
        "shop_secret_buyers",
        re.compile(r"别人|其他(买家|顾客|人)|谁买|买家.{0,4}(电话|信息|地址)|客户.{0,3}(信息|资料|名单)|上一个人"),
    ),
    ("shop_secret_sales", re.compile(r"卖了?多少|销量|一天.{0,4}(单|卖)|营业额|流水|月销|生意")),
    (
        "shop_secret_system",
        re.compile(r"提示词|系统|代码|后台|密码|什么模型|哪家.{0,4}(机器人|ai)|指令|怎么训练", re.IGNORECASE),
    ),
)


async def answer(ask: SkillAsk, shop: ShopView) -> SkillAnswer:
    match ask.intent:
        case "ask_identity":
            return _identity(ask.text, shop)
        case "ask_shop_secret":
            return await _secret(ask, shop)
        case _:
            return _chat(ask.text)


def _chat(text: str) -> SkillAnswer:
    phrase = next((name for name, kind in _CHAT if kind.search(text)), "chitchat")
    return SkillAnswer(says=[say(phrase, _PERSON if phrase == "chitchat_blame" else None)])


def _identity(text: str, shop: ShopView) -> SkillAnswer:
    """Always told honestly, with the way to a person beside it."""
    if _NAME.search(text):
        return SkillAnswer(says=[say("ask_identity_name", _PERSON, shop_name=shop.settings.name)])
    return SkillAnswer(says=[say("ask_identity", _PERSON)])


async def _secret(ask: SkillAsk, shop: ShopView) -> SkillAnswer:
    """Turned aside without a rebuff, to what the buyer needs; what the shop has set as an argument may be told."""
    if word := next((word for word in shop.settings.shop_may_not_tell if word and word in ask.text), None):
        return SkillAnswer(says=[say("shop_secret_named", asked=word)])
    phrase = next((name for name, kind in _SECRET if kind.search(ask.text)), "ask_shop_secret")
    says = [say(phrase)]
    if phrase == "shop_secret_cost" and shop.settings.claims.own_factory:
        says = [say("authenticity_own_factory")]
    if phrase == "shop_secret_cost" and (product := await shop.product(ask)) and product.strength:
        says.append(say("shop_secret_instead", product_name=product.name, product_facts=product.strength))
    return SkillAnswer(says=says)
