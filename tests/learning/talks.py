"""Invented past chats in which each kind of question has its canned reply."""

from assist_api.history.tables import PastChatRow
from assist_api.phrases.tables import Phrase
from assist_api.recommender.talk import Turn
from tests.app_fixtures import START, ShopApp

REPLIES = {
    "ph_cutoff": "下午四点前付款的当天就能从仓库寄出",
    "ph_care": "建议您冷水手洗后平铺晾干，不要拧绞",
    "ph_pocket": "两侧都有口袋，放得下一部手机",
    "ph_invoice": "电子发票会在签收之后发到您的邮箱",
    "ph_colour": "白色和灰色都是拍摄时没有调过的样子",
    "ph_gift": "礼盒可以另外加购，下单时勾选就行",
    "ph_zip": "拉链是顺滑的金属款，用久了不会卡",
}

QUESTIONS = {
    "ph_cutoff": ("今天拍能寄出吗", "几点前付款今天发", "现在下单什么时候寄", "晚上拍明天寄吗"),
    "ph_care": ("能机洗吗", "怎么洗不变形", "可以用洗衣机洗吗", "洗了会缩水吗"),
    "ph_pocket": ("有口袋吗", "口袋能放手机吗", "两边有没有口袋", "口袋深不深"),
    "ph_invoice": ("开不开发票", "发票怎么开", "能开票吗", "票什么时候给"),
    "ph_colour": ("有色差吗", "颜色和图片一样不", "白色偏黄吗", "灰色深不深"),
    "ph_gift": ("送人有礼盒吗", "可以包装成礼物吗", "带包装盒吗", "礼物袋有没有"),
    "ph_zip": ("拉链好用吗", "拉链会卡吗", "拉链是什么材质", "拉链容易坏不"),
}


def talks(repeats: int = 6) -> list[PastChatRow]:
    """Each question `repeats` times with the reply that fits; a chat a question, so that a fifth can be held back."""
    said = [
        (question, REPLIES[phrase])
        for _ in range(repeats)
        for phrase, questions in QUESTIONS.items()
        for question in questions
    ]
    return [_row(f"talk-{number}", question, reply) for number, (question, reply) in enumerate(said)]


def _row(chat_id: str, question: str, reply: str) -> PastChatRow:
    turns = (Turn("buyer", question), Turn("agent", reply, "小周"))
    return PastChatRow(
        id=chat_id,
        source="test",
        digest=chat_id,
        turns=turns,
        turn_count=len(turns),
        last_at=None,
        imported_at=START,
    )


def bank() -> list[Phrase]:
    return [phrase(phrase_id, text) for phrase_id, text in REPLIES.items()]


def phrase(phrase_id: str, text: str) -> Phrase:
    return Phrase(
        id=phrase_id,
        title=text[:6],
        text=text,
        alternatives=[],
        shortcode="",
        group="常用",
        scope="team",
        intents=[],
        questions=[],
        applies_to={},
        bot_may_send=False,
        starter=False,
        edited_by_people=False,
        version=1,
        created_at=START,
        updated_at=START,
    )


async def put_in(shop: ShopApp, repeats: int = 6) -> None:
    """Phrases and past chats into the shop's database."""
    async with shop.database.begin() as session:
        session.add_all([*bank(), *talks(repeats)])
