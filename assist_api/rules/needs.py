"""What a buyer is looking for, and which goods fit it. Money in fen."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_NUMBER = r"(\d{1,6}(?:\.\d{1,2})?)"
_MONEY = rf"{_NUMBER}\s*(?:元|块钱?|rmb)?"
_BETWEEN = re.compile(rf"{_MONEY}\s*(?:到|至|-|~|—|～)+\s*{_NUMBER}")
_AT_MOST = (
    re.compile(rf"{_MONEY}\s*(?:以内|以下|之内|内的?|封顶|不到)"),
    re.compile(rf"(?:不超过|不要?超|别超过?|低于|小于|控制在|上限)\s*{_MONEY}"),
)
_AT_LEAST = re.compile(rf"{_MONEY}\s*(?:以上|往上|起步)")
_ABOUT = (
    re.compile(rf"{_MONEY}\s*(?:左右|上下|出头|多块|来块|的样子)"),
    re.compile(rf"预算\D{{0,4}}{_MONEY}"),
)
_MEASURES = re.compile(
    r"(?:身高|体重|[胸腰臀]围|脚长|鞋码|尺码)\D{0,2}[\d.]+(?:\s*[到至~-]\s*[\d.]+)?"
    r"|[\d.]+(?:\s*[到至~-]\s*[\d.]+)?\s*(?:斤|公斤|kg|cm|厘米|岁|个?月|码|天|件|克)",
    re.IGNORECASE,
)
_SLACK = 0.2
"""两百左右 reaches from a fifth below to a fifth above."""
_SMALLEST_BUDGET = 10
"""Yuan: what is below is no budget but a count (三天以内)."""

_DIGITS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_HUNDREDS = re.compile(r"([一二两三四五六七八九])(千|百|十)([一二三四五六七八九])?(?![千百])十?")
_UNITS = {"千": 1000, "百": 100, "十": 10}

_SYNONYMS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("通勤", re.compile(r"上班|办公室|职场|开会|面试|通勤|工作")),
    ("约会", re.compile(r"约会|相亲|见男友|见对象")),
    ("旅行", re.compile(r"旅游|旅行|度假|海边|出去玩|拍照")),
    ("居家", re.compile(r"在家|居家|家里|睡觉|睡眠|晚上穿|宅")),
    ("运动", re.compile(r"运动|跑步|健身|跳操|瑜伽|锻炼|快走|打球")),
    ("保暖", re.compile(r"保暖|暖和|怕冷|零下|冬天|天冷|过冬|御寒|北方")),
    ("冬", re.compile(r"冬|零下|天冷|怕冷")),
    ("夏", re.compile(r"夏|天热|凉快|清凉|怕热|透气")),
    ("春秋", re.compile(r"春天|秋天|春秋|换季|早晚凉")),
    ("显瘦", re.compile(r"显瘦|微胖|遮肉|胖|大码|肚子|显高|腿粗|梨形")),
    ("收腹", re.compile(r"收腹|肚子|小腹|收腰")),
    ("产后", re.compile(r"产后|坐月子|生完")),
    ("聚拢", re.compile(r"聚拢|显胸|胸小|平胸|外扩|副乳")),
    ("舒服", re.compile(r"舒服|舒适|不勒|无钢圈|宽松|不压")),
    ("无痕", re.compile(r"无痕|不显痕|看不出")),
    ("送妈妈", re.compile(r"妈|婆婆|长辈|奶奶|姥姥|阿姨|老人")),
    ("送礼", re.compile(r"送礼|礼物|送人|送朋友|送女|送给|生日|伴手礼")),
    ("学生", re.compile(r"学生|少女|女儿|孩子|初中|高中|宿舍|发育")),
    ("小个子", re.compile(r"小个子|矮|个子小|1米5|一米五|15\d\s*(?:cm|厘米)")),
)
"""A word of need as shops write it in tags and facts, and how buyers say it."""

_ANYTHING = re.compile(
    r"随便|都行|都可以|无所谓|你看着|看着推荐|热卖|热销|爆款|卖得好|卖的好|人气|受欢迎|招牌|没有?要求|没想好|不知道|不清楚"
)
_SIMILAR = re.compile(r"类似|差不多的|相似|同类|还有(别|其他|其它)的?款|别的款|其他款|换一?款|有没有像")
_GOES_WITH = re.compile(r"搭配|怎么搭|配什么|搭什么|好搭|配套|跟什么.{0,2}穿|一起穿|外面套|里面穿什么|内搭.*什么")
_COMPARE = re.compile(
    r"区别|差别|不同|对比|比较一下|比哪|哪个好|哪款好|哪一?[个款]更|选哪|怎么选|比起来|一样吗|还是.*好"
)
_DIFFERENCE = re.compile(
    r"区别|差别|有什么不同|对比|比较一下|哪一?[个款种].*[两2二][种个款]|[两2二][种个款].*(?:哪一?[个款种]|一样吗)"
    r"|[跟和与][这那上][个款种件].{0,6}一样[吗么]"
)
_CHEAP = re.compile(r"便宜|实惠|性价比|学生党|平价|划算")
_FILLER = re.compile(
    r"推荐|帮忙?|看看|选一?[款件个条]?|挑|一下|有没有|有什么|什么|哪[款个件些种]|适合|合适|好看|好的|想买|想要|要买|给我|"
    r"可以|预算|元|块|左右|以内|以下|穿|用|的|吗|呢|吧|啊|呀|您好|你好|你们|店里|咱们|亲"
)

_TAG, _FIT, _NAME, _WORDS = 4, 3, 3, 1
_MOST_WORDS = 2
_TAGS_TOLD = 2


@dataclass(frozen=True, slots=True)
class Budget:
    """From `low` to `high` fen, both included; None is open."""

    low: int | None = None
    high: int | None = None

    def holds(self, price: int) -> bool:
        return (self.low is None or price >= self.low) and (self.high is None or price <= self.high)


@dataclass(frozen=True, slots=True)
class Goods:
    """One product as far as needs are matched with it; `fits` are the facts that say whom or what it suits."""

    id: str
    name: str
    category: str
    price: int
    names: Sequence[str] = ()
    tags: Sequence[str] = ()
    fits: Sequence[str] = ()
    other_facts: Sequence[str] = ()
    strength: str = ""


@dataclass(frozen=True, slots=True)
class Fit:
    """Goods that fit, with the one reason that is told."""

    goods: Goods
    score: int
    reason: str


# --- what is asked ----------------------------------------------------------------------------------------------------


def wants_anything(text: str) -> bool:
    return bool(_ANYTHING.search(text))


def wants_similar(text: str) -> bool:
    return bool(_SIMILAR.search(text))


def wants_company(text: str) -> bool:
    """What to wear or use with a product."""
    return bool(_GOES_WITH.search(text))


def wants_comparison(text: str) -> bool:
    return bool(_COMPARE.search(text))


def asks_difference(text: str) -> bool:
    """A comparison beyond doubt, whether or not the other product was named."""
    return bool(_DIFFERENCE.search(text))


def wants_cheap(text: str) -> bool:
    return bool(_CHEAP.search(text))


def says_need(text: str) -> bool:
    """Whether a line tells anything to choose by besides that something is wanted."""
    bare = re.sub(r"[\W_]", "", _FILLER.sub("", text))
    return len(bare) > 1 or budget_in(text) is not None


def budget_in(text: str) -> Budget | None:
    """The budget a line names: 100到200, 两百以内, 不超过150, 一百五左右, 300以上; None where it names none."""
    line = _MEASURES.sub(" ", _HUNDREDS.sub(_as_digits, text))
    if (match := _BETWEEN.search(line)) and _is_money(match[1]) and _is_money(match[2]):
        low, high = sorted((_fen(match[1]), _fen(match[2])))
        return Budget(low, high)
    for pattern in _AT_MOST:
        if (match := pattern.search(line)) and _is_money(match[1]):
            return Budget(high=_fen(match[1]))
    if (match := _AT_LEAST.search(line)) and _is_money(match[1]):
        return Budget(low=_fen(match[1]))
    for pattern in _ABOUT:
        if (match := pattern.search(line)) and _is_money(match[1]):
            about = _fen(match[1])
            return Budget(round(about * (1 - _SLACK)), round(about * (1 + _SLACK)))
    return None


def _without_budget(text: str) -> str:
    """The line without its amounts, whose digits say nothing of the goods."""
    line = _HUNDREDS.sub(_as_digits, text)
    for pattern in (_BETWEEN, *_AT_MOST, _AT_LEAST, *_ABOUT):
        line = pattern.sub(" ", line)
    return line


def _as_digits(match: re.Match[str]) -> str:
    """两百 → 200, 一百五 → 150, 三十 → 30."""
    unit = _UNITS[match[2]]
    return str(_DIGITS[match[1]] * unit + (_DIGITS[match[3]] * unit // 10 if match[3] else 0))


def _is_money(number: str) -> bool:
    return float(number) >= _SMALLEST_BUDGET


def _fen(number: str) -> int:
    return round(float(number) * 100)


# --- what fits --------------------------------------------------------------------------------------------------------


def rank(goods: Sequence[Goods], text: str) -> list[Fit]:
    """The goods that fit what was said, the best first and of equals the cheaper; goods that nothing speaks for are
    left out."""
    text = _without_budget(text)
    needs = [word for word, said in _SYNONYMS if said.search(text)]
    asked = _pairs(_FILLER.sub(" ", text))
    nouns = asked - {pair for one in goods for tag in one.tags for pair in _pairs(tag)}
    fits = [_fit(one, text, needs, asked) for one in goods]
    if named := [fit for fit in fits if _is_named(fit.goods, text, nouns)]:
        fits = named
    return sorted((fit for fit in fits if fit.score), key=lambda fit: (-fit.score, fit.goods.price, fit.goods.id))


def _fit(goods: Goods, text: str, needs: Sequence[str], asked: set[str]) -> Fit:
    tags = [tag for tag in goods.tags if tag in text or any(need in tag or tag in need for need in needs)]
    suits = [fact for fact in goods.fits if asked & _pairs(fact) or any(need in fact for need in needs)]
    words = asked & {pair for fact in (*goods.other_facts, goods.strength) for pair in _pairs(fact)}
    score = (
        _TAG * len(tags)
        + _FIT * bool(suits)
        + _NAME * _is_named(goods, text, asked)
        + _WORDS * min(len(words), _MOST_WORDS)
    )
    return Fit(goods, score, _reason(goods, tags, suits))


def _is_named(goods: Goods, text: str, asked: set[str]) -> bool:
    """Whether the line names this kind of goods: by a part of its names or, of some, by their last character."""
    names = (goods.category, goods.name, *goods.names)
    return any(asked & _pairs(name) or (name and name[-1] in _HEADS and name[-1] in text) for name in names)


_HEADS = frozenset("裙裤袜衫鞋包帽杯锅壶灯")
"""Last characters of goods' names that buyers use as the whole word (推荐条裙子)."""


def _reason(goods: Goods, tags: Sequence[str], suits: Sequence[str]) -> str:
    """One reason, from the goods' own data."""
    if suits:
        return f"适合{suits[0].removeprefix('适合')}"
    if tags:
        return "，".join(part for part in ("、".join(tags[:_TAGS_TOLD]), goods.strength) if part)
    return plain_reason(goods)


def plain_reason(goods: Goods) -> str:
    """What speaks for goods whatever is looked for."""
    return goods.strength or (f"适合{goods.fits[0].removeprefix('适合')}" if goods.fits else goods.category)


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1) if not re.search(r"[\s\W\d_]", text[at : at + 2])}
