"""Paying: why it fails, by what the buyer says of it, and when an unpaid order closes."""

import re
from datetime import datetime, timedelta
from typing import Literal, get_args

PaymentFault = Literal[
    "paid_twice",
    "paid_but_unpaid",
    "money_gone",
    "balance",
    "limit",
    "password",
    "card",
    "credit",
    "page",
    "address",
    "stock",
]
PAYMENT_FAULTS: tuple[PaymentFault, ...] = get_args(PaymentFault)

MONEY_MOVED: frozenset[PaymentFault] = frozenset({"paid_twice", "paid_but_unpaid", "money_gone"})
"""Faults after which a person has to look into the account; for the others good advice is enough."""

# The more specific first: 扣了两次 is also 扣了.
_WORDS: tuple[tuple[PaymentFault, str], ...] = (
    (
        "paid_twice",
        r"[付扣交支][款钱了]{0,3}(?:两|2|二|俩|好几|三|3)[次遍回份笔]|重复[付扣支]|多[付扣]了|又[付扣]了[一1]?[次遍笔]?|付重|扣重|扣双",
    ),
    (
        "paid_but_unpaid",
        r"(?:付|支付|扣|交|转)[过款了钱完好成功]*.{0,12}(?:还是?|又|怎么|为什么|却|但是?|可是?|依然|一直).{0,6}(?:未付|没付|待付|未支付|让付|要付|没有?显示|没成功|没订单|等待)"
        r"|(?:显示|提示|变成)?.{0,3}(?:未付款|待付款|没付款|未支付|待支付).{0,10}(?:已经|明明|可|但|都).{0,4}(?:付|扣)",
    ),
    (
        "money_gone",
        r"(?:钱|款|余额|卡里).{0,5}(?:扣|划|转|没)了|扣[了完]?[款钱].{0,8}(?:没|失败|不见)|扣款.{0,4}(?:失败|没)",
    ),
    ("limit", r"限额|超[出过了]*.{0,4}额|单笔|当[日天].{0,4}(?:限|上限)|额度(?:不|超|限)|超限"),
    ("balance", r"余额.{0,3}不|不[够足].{0,3}(?:钱|余额)|钱不够|没钱了|余额没"),
    ("password", r"密码|验证码|指纹|刷脸|人脸|锁[了定住]"),
    ("credit", r"花呗|白条|信用|分期"),
    ("card", r"银行卡|信用卡|储蓄卡|[这我]?卡.{0,4}(?:不支持|用不了|不能|绑)|绑[定不].{0,3}卡|不支持.{0,4}(?:银行|卡)"),
    ("address", r"不(?:支持|能).{0,3}配送|地址.{0,4}(?:不|没).{0,4}(?:配送|支持|选)|配送范围|送不到"),
    ("stock", r"(?:没|无|缺)货|库存|售罄|抢光|下架|失效|限购|已关闭|订单.{0,3}关闭"),
    (
        "page",
        r"(?:页面|链接|支付宝|微信|网页|收银台|app|APP).{0,6}(?:打不开|进不去|卡|白屏|没反应|跳不|闪退|转圈|不动|出不来)|网络|没网|信号"
        r"|打不开|点不(?:了|动)|没反应|跳转|闪退|系统(?:繁忙|错误|异常)|转圈|白屏|卡[住死]",
    ),
)
_COMPILED = tuple((fault, re.compile(words)) for fault, words in _WORDS)


def fault_in(text: str) -> PaymentFault | None:
    """What is wrong with the payment; None where the buyer has not said."""
    return next((fault for fault, words in _COMPILED if words.search(text)), None)


def closes_at(placed_at: datetime, expires_at: datetime | None, hours: int) -> datetime:
    """When an unpaid order closes by itself: its own moment, else so many hours after it was placed."""
    return expires_at or placed_at + timedelta(hours=hours)
