"""What an agent sends to teach once, and what they get."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from assist_api.phrases.schemas import Group, Names, PhraseView, Question, Shortcode, Title, Wording

ConversationId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.:-]{1,64}$")]
MessageId = Annotated[int, Field(ge=1, lt=2**53)]
Questions = Annotated[list[Question], Field(max_length=10)]


class Teach(BaseModel):
    """Which reply to learn. What is left out is read off the talk: the reply's text, the buyer's open questions before
    it, the product talked about. `products: []` says that it holds for the whole shop."""

    model_config = ConfigDict(extra="forbid")

    conversation_id: ConversationId
    message_id: MessageId | None = None
    """The agent's reply; the last one where it is left out."""
    text: Wording | None = None
    question: Question | None = None
    questions: Questions | None = None
    title: Title | None = None
    shortcode: Shortcode | None = None
    group: Group | None = None
    product_id: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    products: Names | None = None

    @model_validator(mode="after")
    def _one_of_each(self) -> "Teach":
        if self.question is not None and self.questions is not None:
            raise ValueError("give question or questions, not both")
        if self.product_id is not None and self.products is not None:
            raise ValueError("give product_id or products, not both")
        return self

    def asked(self) -> list[str] | None:
        return [self.question] if self.question is not None else self.questions

    def scope(self) -> list[str] | None:
        return [self.product_id] if self.product_id is not None else self.products


class LessonProduct(BaseModel):
    id: str
    name: str


class Lesson(BaseModel):
    """What would be taught: the proposal behind the dialog."""

    message_id: int | None
    text: str
    filled: list[str]
    """Variables that took the place of what was true for this buyer only."""
    questions: list[str]
    intents: list[str]
    title: str
    shortcode: str
    group: str
    products: list[str]
    product: LessonProduct | None
    """The product talked about, whatever is proposed."""
    not_for_bot: list[str]
    """Why the bot will not be given it; agents may use it all the same."""


class TaughtOnce(BaseModel):
    """`added` tells a new phrase from a known one that got a new question, or nothing new at all."""

    added: Literal["phrase", "questions", "nothing"]
    message: str
    phrase: PhraseView
