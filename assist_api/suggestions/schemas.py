"""Suggestions on the wire."""

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from assist_api.rules.question import TurnRole

TURNS_MAX = 200
K_MAX = 20
TYPED_MAX = 200
ITEMS_MAX = K_MAX + 1
"""What one answer can show: the suggestions and a completion."""

PHRASE = "phrase:"
"""An item id is this and a phrase's id; other items (`answer:`) have no phrase."""


def _without_nul(value: str) -> str:
    if "\0" in value:
        raise ValueError("must not hold a NUL character")  # PostgreSQL cannot store it
    return value


WithoutNul = AfterValidator(_without_nul)
Text = Annotated[str, StringConstraints(max_length=4000), WithoutNul]
Typed = Annotated[str, StringConstraints(strip_whitespace=True, max_length=TYPED_MAX), WithoutNul]
ItemId = Annotated[str, StringConstraints(min_length=1, max_length=80), WithoutNul]
ConversationId = Annotated[str, StringConstraints(min_length=1, max_length=64), WithoutNul]
Milliseconds = Annotated[float, Field(ge=0, le=86_400_000, allow_inf_nan=False)]
TimingName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]


class Turn(BaseModel):
    role: TurnRole
    text: Text


class SuggestionsWanted(BaseModel):
    """`query` is what the agent has typed so far: a piece of a phrase, a shortcode, pinyin, or a reply being written.

    `withhold: false` gives the list whatever the confidence.
    """

    model_config = ConfigDict(extra="forbid")

    turns: Annotated[list[Turn], Field(max_length=TURNS_MAX)] = []
    conversation_id: ConversationId | None = None
    query: Typed | None = None
    k: Annotated[int, Field(ge=1, le=K_MAX)] = 3
    withhold: bool = True


class Suggestion(BaseModel):
    """`text` is ready to send; `template` is what it was filled from, absent where there was nothing to fill.

    An `answer` is computed from the shop's data (`source` data) and has no phrase.
    """

    item_id: str
    kind: Literal["phrase", "answer"]
    source: Literal["team", "personal", "data"]
    phrase_id: str | None
    text: str
    template: str | None
    title: str
    score: Annotated[float, Field(ge=0, le=1)]
    reasons: list[str]


class Completion(BaseModel):
    """How the sentence begun in `query` goes on in a phrase: `text` is all of it, `rest` what is still to be typed."""

    text: str
    rest: str
    phrase_id: str
    item_id: str


class Suggestions(BaseModel):
    """`confidence`: how sure it is that one of these is of use; below `threshold` nothing is pushed.

    `completion` is there only while something is typed, and a phrase of the shop goes on from it.
    """

    id: str
    threshold: float
    confidence: Annotated[float, Field(ge=0, le=1)] = 0.0
    suggestions: list[Suggestion]
    completion: Completion | None = None


class FeedbackIn(BaseModel):
    """`accepted` and `edited` name the item; `timings` are milliseconds by name (shown_to_key, shown_to_sent, ...)."""

    model_config = ConfigDict(extra="forbid")

    action: Literal["accepted", "edited", "dismissed", "freehand"]
    item_id: ItemId | None = None
    sent_text: Text | None = None
    timings: Annotated[dict[TimingName, Milliseconds], Field(max_length=20)] = {}

    @model_validator(mode="after")
    def _item_where_one_was_taken(self) -> Self:
        if self.action in ("accepted", "edited") and self.item_id is None:
            raise ValueError("item_id is needed for accepted and edited")
        return self
