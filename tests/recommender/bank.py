"""A small bank, and a tokenizer that needs no dictionary: words are what stands between blanks."""

from assist_api.recommender.features import WordMemory
from assist_api.recommender.index import PhraseIndex
from assist_api.recommender.phrase import IndexedPhrase

PHRASES = (
    IndexedPhrase(
        "wash", "洗涤 方法", ("请 用 冷水 手洗 不要 机洗",), ("能 机洗 吗", "怎么 洗"), ("ask_product",), "xd"
    ),
    IndexedPhrase(
        "ship", "发货 时间", ("付款 后 {ship_by} 发货",), ("什么时候 发货", "今天 能 发 吗"), ("ask_ship_time",), "fh"
    ),
    IndexedPhrase(
        "coupon", "领券 方法", ("券 在 首页 领", "首页 可以 领 券"), ("券 在 哪 领",), ("ask_promotion",), "yhq"
    ),
    IndexedPhrase("coupon_again", "优惠券", ("首页 领 券 在",), ("有 券 吗",), ("ask_promotion",), "yhq2"),
    IndexedPhrase("bye", "道别", ("祝 您 生活 愉快",)),
)


def by_blanks(text: str) -> list[str]:
    return text.split()


def index_of(*phrases: IndexedPhrase) -> PhraseIndex:
    return PhraseIndex(phrases or PHRASES, WordMemory(by_blanks))


def place_of(index: PhraseIndex, phrase_id: str) -> int:
    return [phrase.id for phrase in index.phrases].index(phrase_id)
