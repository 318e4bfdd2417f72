"""A talk in which an agent answered, the lesson made of it, a trainer's verdict, and what the bot then answers."""

from itertools import count
from typing import Any

import httpx

from assist_api.chat import service as chat
from assist_api.chat.tables import Conversation
from assist_api.flows.answering.contract import Entity, SkillAnswer, SkillAsk
from assist_api.flows.answering.taught import answer_as_taught
from assist_api.flows.teaching.answers import make_taught_answers
from assist_api.shop.tables import Order, Parcel
from assist_api.taxonomy import Taxonomy
from tests.app_fixtures import ShopApp

QUESTION, ANSWER = "这件开衫能放进烘干机吗", "不建议放烘干机，平铺晾干就好~"
CARDIGAN, DOWN = "p1009", "p1021"
ORDER, COURIER = "889900112233445566", "顺丰"

Said = tuple[str, str] | tuple[str, str, str, float]
"""(role, text), of a buyer's line with intent and confidence."""


class Classroom:
    def __init__(self, shop: ShopApp) -> None:
        self.shop = shop
        self._numbers = count(1)
        self._taxonomy = Taxonomy.load(shop.settings.data)
        self._book = self.another_book()

    def another_book(self) -> Any:
        """As another worker has it."""
        return make_taught_answers(self.shop.settings, self.shop.database, self.shop.clock)

    async def talk(self, *said: Said, product: str | None = CARDIGAN, buyer: str | None = None) -> str:
        """A stored talk; without lines the usual question, passed on and answered."""
        conversation = Conversation(
            id=f"c_{next(self._numbers)}",
            channel="web",
            buyer_external_id=buyer,
            verified=buyer is not None,
            product_id=product,
            created_at=self.shop.clock(),
            updated_at=self.shop.clock(),
        )
        usual: tuple[Said, ...] = (
            ("buyer", QUESTION, "ask_product", 0.8),
            ("bot", "这一点商品页没有写"),
            ("buyer", "转人工", "request_human", 0.9),
            ("agent", "您好"),
            ("agent", ANSWER),
        )
        async with self.shop.database.begin() as session:
            session.add(conversation)
            await session.flush()
            for role, text, *reading in said or usual:
                meta = {"intent": reading[0], "confidence": reading[1]} if reading else {}
                await chat.add_line(session, conversation, role, text, self.shop.clock(), meta=meta)
        return conversation.id

    async def bot_says(self, talk: str, phrase_id: str) -> None:
        async with self.shop.database.begin() as session:
            conversation = await session.get_one(Conversation, talk)
            meta = {"phrases": [phrase_id], "taught": [phrase_id]}
            await chat.add_line(session, conversation, "bot", ANSWER, self.shop.clock(), meta=meta)

    async def order_of(self, buyer: str) -> None:
        now = self.shop.clock()
        async with self.shop.database.begin() as session:
            order = Order(
                id=ORDER,
                buyer_id=buyer,
                channel="web",
                state="shipped",
                items=[],
                amount=12900,
                phone="13900001234",
                region="浙江杭州",
                placed_at=now,
                paid_at=now,
                shipped_at=now,
                out_of_stock=False,
                remark="",
            )
            session.add(order)
            await session.flush()
            session.add(
                Parcel(
                    id="SF1", order_id=ORDER, courier=COURIER, state="in_transit", scanned_at=now, place="杭州", note=""
                )
            )

    async def try_to_teach(self, talk: str, **more: Any) -> httpx.Response:
        async with self.shop.client("agent") as agent:
            return await agent.post("/api/v1/phrases/teach", json={"conversation_id": talk, **more})

    async def teach(self, talk: str | None = None, **more: Any) -> dict[str, Any]:
        answer = await self.try_to_teach(talk or await self.talk(), **more)
        assert answer.status_code == 200, answer.text
        taught: dict[str, Any] = answer.json()
        return taught

    async def change(self, phrase: dict[str, Any], **changes: Any) -> httpx.Response:
        async with self.shop.client("trainer") as trainer:
            headers = {"If-Match": str(phrase["version"])}
            return await trainer.patch(f"/api/v1/phrases/{phrase['id']}", json=changes, headers=headers)

    async def approve(self, taught: dict[str, Any]) -> dict[str, Any]:
        answer = await self.change(taught["phrase"], bot_may_send=True)
        assert answer.status_code == 200, answer.text
        phrase: dict[str, Any] = answer.json()
        return phrase

    async def taught(self, **more: Any) -> dict[str, Any]:
        """A phrase taught and approved."""
        return await self.approve(await self.teach(**more))

    async def ask(
        self, text: str = QUESTION, skill: str = "taught", intent: str = "nlu_fallback", talk: str = "", **slots: Any
    ) -> SkillAnswer:
        """What the bot's action gets for a line of a new buyer who looks at the cardigan, unless a talk is given."""
        talk = talk or await self.talk(("buyer", text))
        entities = [Entity(kind="product", value=slots.pop("product"), text="x")] if "product" in slots else []
        ask = SkillAsk(conversation_id=talk, intent=intent, text=text, entities=entities, slots=slots)
        shop = self.shop
        return await answer_as_taught(skill, ask, shop.database, shop.clock(), self._book, self._taxonomy)


def phrases(told: SkillAnswer) -> list[str]:
    return [say.phrase for say in told.says]
