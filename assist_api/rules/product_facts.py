"""Which facts of a product a question is about, and whether they answer it with yes or no.

A shop names its facts as it likes (面料, 保质期, 接口), so a fact is found in three ways, the surest first: by the
subject of the question, by the fact's own name standing in the question, by the question's words standing in the
fact. Yes and no are only said where the shop's own words say them: of what they pass over nothing is concluded.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import log

from assist_api.rules.product_subjects import PROPERTIES, SUBJECTS, Property, Subject

_FEW = 2
"""Facts beside weak point and strength in an introduction: nobody reads a whole page in a chat window."""

_NEGATION = re.compile(r"不|没|无|非|勿|别|未|免|禁|防|仿|像|似")
_NEGATION_REACH = 6
"""How far before a word its negation may stand: 不会有明显的聚拢 has five characters between."""

_CLAUSE = re.compile(r"[，。；;,、！!？?\s（）()]+")
_BARE_NO = re.compile(r"(无|没有|否|不[一-龥]{0,3}|不可以?)[。.]?")
_BARE_YES = re.compile(r"(是|有|可以?|支持|能)[。.]?")

_ASKS_YES_OR_NO = re.compile(
    r"[吗么嘛不没][？?。.~～呀啊呢]*$|(.)不\1|有没有|是不是|会不会|能不能|可不可以|是否|能否|会否"
)
_ASKS_OPENLY = re.compile(r"什么|多少|怎么|怎样|如何|哪|几|多[大长高重久厚]")
_INTRODUCE = re.compile(
    r"介绍|怎么样|怎样|咋样|如何|好不好|好用|好穿|好吃吗|质量|说说|讲讲|了解|详细|特点|优点|卖点|优势|亮点|参数|有啥特别|靠谱"
)
_WEAKNESS = re.compile(r"缺点|不足|不好的地方|毛病|弱点|短板|避雷|踩雷|吐槽|差评|容易坏|结实|耐用|耐穿|吃亏")
_NO_CONTENT = re.compile(
    r"(?:[这那此该]?一?[款件个条双套种]|商品|宝贝|产品|的|呢|吗|啊|呀|吧|哦|想|看看|问问?|就?是|下|一下|请|您好|你好|亲|在吗|[\s\W])*"
)


@dataclass(frozen=True, slots=True)
class Page:
    """What a shop says of one product."""

    facts: Mapping[str, str]
    weak_point: str = ""
    strength: str = ""

    @property
    def texts(self) -> list[str]:
        return [*self.facts.values(), *(text for text in (self.weak_point, self.strength) if text)]


_MADE_OF = re.compile(
    r"[纯全](?:羊毛|羊绒|[棉丝毛绒麻皮])|(真丝|羊毛|羊绒|羽绒|蚕丝|亚麻|莫代尔|雪纺|真皮|牛皮|不锈钢|实木|玻璃|陶瓷)(?=的?[吗么嘛不]|材质)"
)
_PERSONS = re.compile(
    r"孕妇?|孕期|备孕|怀孕|哺乳|坐月子|宝宝|婴儿|新生儿|幼儿|儿童|小孩|孩子|老人|过敏|敏感肌|敏感皮|糖尿病|高血压|三高|减肥|猫|狗|宠物"
)
_YOUNG = re.compile(r"宝|婴|幼|儿|孩")
_AGE = re.compile(r"月龄|年龄|岁|人群")
_MODAL = re.compile(
    r"(?P<modal>可不可以|能不能|会不会|有没有|是不是|可以|支持|需要|能|会|有|带|是|含)(?P<claim>[^，。？?！!\s]{2,10}?)[吗么嘛][？?。.~～呀啊]*$"
)
_SAID_VERB = {"可不可以": "可以", "能不能": "能", "会不会": "会", "有没有": "有", "是不是": "是", "带": "有"}
_NO_OF = {"有": "没有"}


@dataclass(frozen=True, slots=True)
class Verdict:
    """`answer` is a short sentence (不会起球); `evidence` is the shop's own text that says so."""

    yes: bool
    answer: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Found:
    """What a question gets: facts by name, weak point or strength that speak of the subject (`remarks`), verdicts,
    whether weak point or an introduction is wanted, and what was asked that the shop's text passes over."""

    facts: Mapping[str, str] = field(default_factory=dict)
    remarks: Sequence[str] = ()
    verdicts: Sequence[Verdict] = ()
    unknown: Sequence[str] = ()
    wants_weakness: bool = False
    wants_introduction: bool = False

    @property
    def is_empty(self) -> bool:
        told = self.facts or self.remarks or self.verdicts or self.unknown
        return not (told or self.wants_weakness or self.wants_introduction)


def find(page: Page, question: str) -> Found:
    """What the page says to a question. Nothing found is `is_empty`; a subject it passes over is in `unknown`."""
    asks_yes_no = bool(_ASKS_YES_OR_NO.search(question.strip()))
    verdicts, unknown = _judged(page, question) if asks_yes_no else ([], [])
    facts = _facts_asked(page, question)
    remarks = [] if facts or verdicts else _remarks_asked(page, question)
    if not (facts or remarks or verdicts or unknown):
        unknown = [subject.zh for subject in _subjects_of(question)][:_FEW]
    said = any((facts, remarks, verdicts, unknown))
    return Found(
        facts=_beside(facts, verdicts, question),
        remarks=remarks,
        verdicts=verdicts,
        unknown=unknown,
        wants_weakness=bool(_WEAKNESS.search(question)),
        wants_introduction=not said and bool(_INTRODUCE.search(question) or _NO_CONTENT.fullmatch(question)),
    )


def introduction(page: Page) -> str:
    """Weak point, strength and the first facts of the page; empty where the page holds nothing."""
    told = say_facts(dict(list(page.facts.items())[:_FEW]))
    return "；".join(part for part in (weak_then_strong(page), told) if part)


def weak_then_strong(page: Page) -> str:
    """The weak point comes first; either may be missing."""
    if page.weak_point and page.strength:
        return f"先跟您说不足的地方，{page.weak_point}；好的一面是{page.strength}"
    return f"先跟您说不足的地方，{page.weak_point}" if page.weak_point else page.strength


def say_facts(facts: Mapping[str, str]) -> str:
    """面料：95%棉 5%氨纶；洗护：可机洗"""
    return "；".join(f"{name}：{text}" for name, text in facts.items())


# --- facts ------------------------------------------------------------------------------------------------------------


def _subjects_of(question: str) -> list[Subject]:
    return [subject for subject in SUBJECTS if subject.asked.search(question)]


def _facts_asked(page: Page, question: str) -> dict[str, str]:
    by_subject = {name for subject in _subjects_of(question) for name in page.facts if subject.names.search(name)}
    by_name = {name for name in page.facts if _names_fact(name, question)}
    names = by_subject | by_name or set(_by_words(page.facts, question))
    return {name: text for name, text in page.facts.items() if name in names}


def _remarks_asked(page: Page, question: str) -> list[str]:
    """Weak point and strength, as far as they speak of what was asked."""
    remarks = {text: text for text in (page.weak_point, page.strength) if text}
    subjects = _subjects_of(question)
    named = [text for text in remarks if any(one.names.search(text) or one.asked.search(text) for one in subjects)]
    return named or ([] if subjects else _by_words(remarks, question))


def _names_fact(name: str, question: str) -> bool:
    """The fact's own name stands in the question, or most of a longer one does (适合月龄 in 多大月龄能用)."""
    plain = name.casefold()
    asked = question.casefold()
    if plain in asked:
        return True
    return len(plain) > 3 and any(pair in asked for pair in _pairs(plain) if not _IN_MANY_NAMES.fullmatch(pair))


_IN_MANY_NAMES = re.compile("使用|适合|适用|商品|产品|方式|方法|说明|是否|支持|情况|类型|时间")
_SAYS_LITTLE = re.compile(
    "这个|那个|这款|那款|什么|怎么|可以|一下|有没|没有|是不|不是|能不|多少|你们|咱们|我们|请问|一个|的吗|是什|个什|么样"
    r"|这种|东西|知道|还是|如果|就是|一点|有点|比较|时候|一样|有一|的时|现在|以后|.?\s.?"
)
_LEAST_WEIGHT = 1.2
"""Of words of a fact that stand in the question, by rarity over the page: one rare pair of characters will do."""


def _by_words(texts: Mapping[str, str], question: str) -> list[str]:
    """The texts that share the rarest words with the question; none where only common words are shared."""
    asked = {pair for pair in _pairs(re.sub(r"[\W\d_]+", " ", question)) if not _SAYS_LITTLE.fullmatch(pair)}
    pairs = {name: _pairs(text) for name, text in texts.items()}
    weight = {name: sum(_rarity(pair, pairs) for pair in asked & own) for name, own in pairs.items()}
    best = max(weight.values(), default=0.0)
    return [name for name, found in weight.items() if found >= _LEAST_WEIGHT and found == best]


def _rarity(pair: str, texts: Mapping[str, set[str]]) -> float:
    """Inverse document frequency over the page's facts, at least 1."""
    return 1 + log((1 + len(texts)) / (1 + sum(pair in pairs for pairs in texts.values())))


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}


def _beside(facts: Mapping[str, str], verdicts: Sequence[Verdict], question: str) -> dict[str, str]:
    """The facts told beside verdicts: those of an open question in the same line (面料是什么，会起球吗)."""
    if not verdicts:
        return dict(facts)
    if not _ASKS_OPENLY.search(question):
        return {}
    evidence = {verdict.evidence for verdict in verdicts}
    return {name: text for name, text in facts.items() if f"{name}：{text}" not in evidence}


# --- yes and no -------------------------------------------------------------------------------------------------------


def _judged(page: Page, question: str) -> tuple[list[Verdict], list[str]]:
    """Verdicts on what was asked, and what was asked that nothing on the page speaks of."""
    verdicts: list[Verdict] = []
    unknown: list[str] = []
    asked = [one for one in PROPERTIES if one.asked.search(question)]
    for one in asked:
        verdict = _of_property(page, one)
        verdicts += [verdict] if verdict else []
        unknown += [] if verdict or _is_graded(page, one) else [f"{_whether(one.verb)}{one.zh}"]
    if material := _MADE_OF.search(question):
        verdict = _of_material(page, material[0])
        verdicts += [verdict] if verdict else []
    if person := _PERSONS.search(question):
        verdict = _of_word(page, person[0], "适合")
        verdicts += [verdict] if verdict else []
        unknown += [] if verdict or _tells_age(page, person[0]) else [f"{person[0]}适不适合"]
    if not (asked or verdicts or unknown) and (claim := _MODAL.search(question)):
        verb = _SAID_VERB.get(claim["modal"], claim["modal"])
        verdict = _of_word(page, claim["claim"].strip("的了过"), verb)
        verdicts += [verdict] if verdict else []
    return verdicts, unknown


def _tells_age(page: Page, person: str) -> bool:
    return bool(_YOUNG.search(person)) and any(_AGE.search(name) for name in page.facts)


def _of_property(page: Page, asked: Property) -> Verdict | None:
    for name, text in page.facts.items():
        if asked.fact and asked.fact in name and (bare := _bare(text)) is not None:
            return Verdict(bare, _sentence(bare, asked.verb, asked.zh), f"{name}：{text}")
    if asked.fact and _is_graded(page, asked):
        return None
    spoken = _spoken_of(page, asked.word)
    if spoken is None and asked.means_no:
        against = _spoken_of(page, asked.means_no)
        spoken = (False, against[1]) if against and against[0] else None
    return Verdict(spoken[0], _sentence(spoken[0], asked.verb, asked.zh), spoken[1]) if spoken else None


def _is_graded(page: Page, asked: Property) -> bool:
    """弹性=中等 is neither yes nor no: it is told as it stands."""
    return bool(asked.fact) and any(asked.fact in name and _bare(text) is None for name, text in page.facts.items())


def _of_material(page: Page, material: str) -> Verdict | None:
    """纯棉 needs all of it to be cotton, 羊毛 a share of it; what a list of materials does not name is not in it."""
    listed = {name: text for name, text in page.facts.items() if re.search(r"面料|材质|成分|材料", name)}
    if not listed:
        return None
    text = "，".join(listed.values())
    kind = re.escape(material[1:] if material[0] in "纯全" else material)
    if re.search(rf"100%[^，\s]{{0,4}}{kind}|[纯全]{kind}", text):
        return Verdict(True, f"是{material}", say_facts(listed))
    if material[0] not in "纯全" and _affirmed(re.compile(kind), text):
        return Verdict(True, f"含{material}", say_facts(listed))
    return Verdict(False, f"不是{material}", say_facts(listed))


def _of_word(page: Page, word: str, verb: str) -> Verdict | None:
    """Of something no table knows: only where the shop's text has the very word."""
    spoken = _spoken_of(page, re.compile(re.escape(word), re.IGNORECASE)) if len(word) > 1 or word in "孕猫狗" else None
    return Verdict(spoken[0], _sentence(spoken[0], verb, word), spoken[1]) if spoken else None


def _spoken_of(page: Page, word: re.Pattern[str]) -> tuple[bool, str] | None:
    """Whether the first text that has the word affirms it, and that text; weak points speak before praise."""
    named = [(f"{name}：{text}", f"{name}，{text}") for name, text in page.facts.items()]
    for shown, text in [(page.weak_point, page.weak_point), *named, (page.strength, page.strength)]:
        affirmed = _affirmed(word, text)
        if affirmed is not None:
            return affirmed, shown
    return None


def _affirmed(word: re.Pattern[str], text: str) -> bool | None:
    """Whether the text says the word of the product (True), denies it (False) or does not have it (None)."""
    for clause in _CLAUSE.split(text):
        if match := word.search(clause):
            before = clause[max(0, match.start() - _NEGATION_REACH) : match.start()]
            return not _NEGATION.search(before)
    return None


def _bare(text: str) -> bool | None:
    """弹性=无 says no, 口袋=有 says yes; anything longer is read as words."""
    if _BARE_NO.fullmatch(text.strip()):
        return False
    if _BARE_YES.fullmatch(text.strip()) or re.fullmatch(r"(很|较|非常)?[大好强足]|较好|四面弹|微弹", text.strip()):
        return True
    return None


def _sentence(yes: bool, verb: str, what: str) -> str:
    return f"{verb if yes else _NO_OF.get(verb, f'不{verb}')}{what}"


def _whether(verb: str) -> str:
    return {"有": "有没有", "会": "会不会", "能": "能不能"}.get(verb, verb)
