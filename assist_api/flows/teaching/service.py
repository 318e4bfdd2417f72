"""Teach once: an agent's reply becomes a phrase with its question; a trainer then says whether the bot may use it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex

from pypinyin import Style, lazy_pinyin
from sqlalchemy.ext.asyncio import AsyncSession

from assist_api.clock import Clock
from assist_api.database import Database
from assist_api.errors import BadInput
from assist_api.flows.suggesting.surroundings import look_around
from assist_api.flows.teaching.schemas import Lesson, LessonProduct, TaughtOnce, Teach
from assist_api.flows.teaching.talk import TaughtTalk, read_talk
from assist_api.flows.teaching.wording import Wording, wording_of
from assist_api.phrases import service as phrases
from assist_api.phrases import store
from assist_api.phrases.schemas import AppliesTo, PhraseContent
from assist_api.phrases.tables import Phrase
from assist_api.rules.phrase_text import title_of
from assist_api.rules.private_data import without_private_data
from assist_api.rules.teaching import holds_for_product_only, topics_of, why_not_the_bot
from assist_api.security import Principal

GROUP = "客服教的"
CODE_CHARS = 4
QUESTIONS_OF_A_PHRASE = 100


@dataclass(frozen=True, slots=True)
class Teaching:
    """The agent's use case."""

    database: Database
    clock: Clock

    async def propose(self, agent: Principal, wanted: Teach) -> Lesson:
        """What would be taught, for the agent to look at; nothing is kept."""
        async with self.database.read() as session:
            lesson, _ = await self._lesson(session, agent, wanted)
            return lesson

    async def teach(self, agent: Principal, wanted: Teach) -> TaughtOnce:
        """Keep it; the same reply taught again only gets its new questions. Raises BadInput, NotFound, Conflict."""
        now = self.clock()
        async with self.database.begin() as session:
            lesson, content = await self._lesson(session, agent, wanted)
            if not lesson.questions:
                raise BadInput("没有找到买家的问题，请写上买家问的是什么", field="question")
            known = await _known(session, content)
            if known is None:
                phrase = _new(content, agent, wanted, now)
                await phrases.add(session, phrase)
                added, message = "phrase", _said(lesson)
            else:
                phrase, new = known, _add_questions(known, lesson.questions, agent, wanted, now)
                added = "questions" if new else "nothing"
                message = f"这句话已经在话术里，给它加上了 {len(new)} 个问法" if new else "这句话和这个问法都已经教过了"
            return TaughtOnce.model_validate(
                {"added": added, "message": message, "phrase": await phrases.view(session, phrase)}
            )

    async def _lesson(self, session: AsyncSession, agent: Principal, wanted: Teach) -> tuple[Lesson, PhraseContent]:
        talk = await read_talk(session, wanted.conversation_id, wanted.message_id)
        said = wanted.text or (talk.reply.text if talk.reply else "")
        if not said or said == "[图片]":
            raise BadInput("这段会话里还没有可以教的文字回复", field="text")
        intents, questions = topics_of(talk.asked), _questions(wanted, talk)
        products = _products(wanted, talk, intents)
        wording = await self._wording(session, agent, wanted.conversation_id, said, for_one_product=bool(products))
        title = wanted.title or title_of(questions[-1] if questions else wording.text)
        content = PhraseContent(
            title=title,
            text=wording.text,
            shortcode=wanted.shortcode if wanted.shortcode is not None else await _free_code(session, title),
            group=GROUP if wanted.group is None else wanted.group,
            intents=intents,
            questions=questions,
            applies_to=AppliesTo(products=products),
        )
        return _as_lesson(content, talk, wording), content

    async def _wording(
        self, session: AsyncSession, agent: Principal, conversation_id: str, text: str, *, for_one_product: bool
    ) -> Wording:
        around = await look_around(self.database, session, agent, conversation_id, self.clock())
        return wording_of(text, around.values, for_one_product=for_one_product)


def _questions(wanted: Teach, talk: TaughtTalk) -> list[str]:
    """As given, else as asked; without private data, which no question needs to be known again."""
    asked = wanted.asked()
    texts = [line.text.strip()[:200] for line in talk.asked] if asked is None else asked
    bare = [text for text in texts if without_private_data(text) == text]
    return list(dict.fromkeys(bare or [without_private_data(text) for text in texts]))


def _products(wanted: Teach, talk: TaughtTalk, intents: Sequence[str]) -> list[str]:
    given = wanted.scope()
    if given is not None:
        return given
    return [talk.product.id] if talk.product and holds_for_product_only(intents) else []


async def _free_code(session: AsyncSession, title: str) -> str:
    """The initials of the title's first characters; none where another phrase has them."""
    letters = "".join(lazy_pinyin(re.sub(r"[\W_]", "", title)[:CODE_CHARS], style=Style.FIRST_LETTER)).lower()
    code = letters[:CODE_CHARS]
    return "" if code in await store.team_codes(session) else code


async def _known(session: AsyncSession, content: PhraseContent) -> Phrase | None:
    """The team's phrase with this very text for the same goods."""
    scope = content.applies_to.model_dump()
    return next((one for one in await store.team_with_text(session, content.text) if one.applies_to == scope), None)


def _new(content: PhraseContent, agent: Principal, wanted: Teach, now: datetime) -> Phrase:
    phrase = phrases.new_phrase(f"p_{token_hex(8)}", content, now)
    phrase.edited_by_people = True
    _mark(phrase, agent, wanted, now)
    return phrase


def _add_questions(
    phrase: Phrase, questions: Sequence[str], agent: Principal, wanted: Teach, now: datetime
) -> list[str]:
    """Those that were new. The bot goes on with the questions a trainer has seen, until they have seen these too."""
    new = [question for question in questions if question not in phrase.questions]
    room = max(QUESTIONS_OF_A_PHRASE - len(phrase.questions), 0)
    if new[:room]:
        phrase.questions = [*phrase.questions, *new[:room]]
        phrase.version += 1
        phrase.updated_at, phrase.edited_by_people = now, True
        _mark(phrase, agent, wanted, now)
    return new[:room]


def _mark(phrase: Phrase, agent: Principal, wanted: Teach, now: datetime) -> None:
    phrase.review = "waiting"
    phrase.taught_by, phrase.taught_at, phrase.taught_in = agent.name, now, wanted.conversation_id


def _as_lesson(content: PhraseContent, talk: TaughtTalk, wording: Wording) -> Lesson:
    product = talk.product
    return Lesson(
        message_id=talk.reply.id if talk.reply else None,
        text=content.text,
        filled=wording.filled,
        questions=content.questions,
        intents=content.intents,
        title=content.title,
        shortcode=content.shortcode,
        group=content.group,
        products=content.applies_to.products,
        product=LessonProduct(id=product.id, name=product.name) if product else None,
        not_for_bot=why_not_the_bot([content.text], content.questions, content.intents),
    )


def _said(lesson: Lesson) -> str:
    if lesson.not_for_bot:
        return f"记下了，同事马上就能用。机器人不会用它：{'；'.join(lesson.not_for_bot)}"
    return "记下了，同事马上就能用；训练师看过以后，机器人也会这样回答"
