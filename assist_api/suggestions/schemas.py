"""Suggestions on the wire."""

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from assist_api.rules.question import TurnRole

TURNS_MAX = 200


def _without_nul(value: str) -> str:
    if "\0" in value:
        raise ValueError("must not hold a NUL character")  # PostgreSQL cannot store it
    return value


Text = Annotated[str, StringConstraints(max_length=4000), AfterValidator(_without_nul)]
Typed = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200), AfterValidator(_without_nul)]
ItemId = Annotated[str, StringConstraints(min_length=1, max_length=80), AfterValidator(_without_nul)]
ConversationId = Annotated[str, StringConstraints(min_length=1, max_length=64), AfterValidator(_without_nul)]
Milliseconds = Annotated[float, Field(ge=0, le=86_400_000, allow_inf_nan=False)]
TimingName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]


class Turn(BaseModel):
    role: TurnRole
    text: Text


class SuggestionsWanted(BaseModel):
    """`query` is what the agent has typed so far: a piece of a phrase, a shortcode or pinyin initials.

    `withhold: false` gives the list whatever the confidence.
    """

    model_config = ConfigDict(extra="forbid")

    turns: Annotated[list[Turn], Field(max_length=TURNS_MAX)] = []
    conversation_id: ConversationId | None = None
    query: Typed | None = None
    k: Annotated[int, Field(ge=1, le=20)] = 3
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


class Suggestions(BaseModel):
    id: str
    threshold: float
    suggestions: list[Suggestion]


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
