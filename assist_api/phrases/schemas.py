"""What a phrase may hold, on the wire and in files."""

import re
from datetime import datetime
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, model_validator

TEXT_MAX = 2000


_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def _plain(value: str) -> str:
    """Without control characters, which neither PostgreSQL (NUL) nor a spreadsheet holds; line breaks are LF."""
    if _CONTROL.search(value):
        raise ValueError("must not hold control characters")
    return value.replace("\r\n", "\n").replace("\r", "\n")


def _each_once(values: list[str]) -> list[str]:
    return list(dict.fromkeys(values))


Scope = Literal["team", "personal"]
Review = Literal["waiting", "approved", "declined"]
"""What a trainer has said to a phrase that an agent taught."""
Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200), AfterValidator(_plain)]
Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120), AfterValidator(_plain)]
Wording = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=TEXT_MAX), AfterValidator(_plain)
]
Shortcode = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=32, pattern=r"^\S*$"), AfterValidator(_plain)
]
Group = Annotated[str, StringConstraints(strip_whitespace=True, max_length=60), AfterValidator(_plain)]
Question = Annotated[Line, Field(min_length=1)]
Intent = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[a-z][a-z0-9_]{0,63}$")]
Names = Annotated[list[Annotated[Line, Field(min_length=1)]], Field(max_length=200), AfterValidator(_each_once)]
Wordings = Annotated[list[Wording], Field(max_length=20), AfterValidator(_each_once)]
Questions = Annotated[list[Question], Field(max_length=100), AfterValidator(_each_once)]
Intents = Annotated[list[Intent], Field(max_length=20), AfterValidator(_each_once)]


class AppliesTo(BaseModel):
    """What a phrase is limited to; an empty list limits nothing."""

    model_config = ConfigDict(extra="forbid")

    products: Names = []
    categories: Names = []
    order_states: Names = []
    channels: Names = []


class PhraseContent(BaseModel):
    """Everything people decide about a phrase."""

    model_config = ConfigDict(extra="forbid")

    title: Title
    text: Wording
    alternatives: Wordings = []
    shortcode: Shortcode = ""
    group: Group = ""
    scope: Scope = "team"
    intents: Intents = []
    questions: Questions = []
    applies_to: AppliesTo = AppliesTo()
    bot_may_send: bool = False
    active_from: AwareDatetime | None = None
    active_to: AwareDatetime | None = None

    @model_validator(mode="after")
    def _active_from_before_to(self) -> Self:
        if self.active_from and self.active_to and self.active_from >= self.active_to:
            raise ValueError("active_from must be before active_to")
        return self


class StarterPhrase(PhraseContent):
    """An entry of `data/phrases`: its id is the key the bot's domain and rules use."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,63}$")]
    scope: Literal["team"] = "team"


class PhraseChange(BaseModel):
    """The fields to change; those absent stay."""

    model_config = ConfigDict(extra="forbid")

    title: Title = ""
    text: Wording = ""
    alternatives: Wordings = []
    shortcode: Shortcode = ""
    group: Group = ""
    scope: Scope = "team"
    intents: Intents = []
    questions: Questions = []
    applies_to: AppliesTo = AppliesTo()
    bot_may_send: bool = False
    active_from: AwareDatetime | None = None
    active_to: AwareDatetime | None = None

    review: Literal["declined"] | None = None
    """Keeps a taught phrase from the bot; agents go on using it. Approving is `bot_may_send: true`."""

    def changes(self) -> dict[str, Any]:
        """Only what the caller named of the phrase's content."""
        return self.model_dump(exclude_unset=True, exclude={"review"})


class PhraseStats(BaseModel):
    """How agents took this phrase when it was suggested; `used` counts those sent as they were or edited."""

    used: int = 0
    edited: int = 0
    dismissed: int = 0
    last_used_at: datetime | None = None


class Taught(BaseModel):
    """Where a phrase that an agent taught comes from, and how far its review is."""

    review: Review
    by: str
    at: datetime
    conversation_id: str | None
    reviewed_by: str | None
    reviewed_at: datetime | None
    new_questions: list[str]
    """Not seen by a trainer yet, so the bot does not answer them."""
    not_for_bot: list[str]
    """Why the bot may not be given it; approving is refused while there is a reason."""


class PhraseView(PhraseContent):
    """A phrase as it is answered; `warnings` say what a 千牛 client may not take and which variables nothing fills."""

    model_config = ConfigDict(extra="ignore")

    id: str
    owner_id: int | None
    version: int
    created_at: datetime
    updated_at: datetime
    stats: PhraseStats
    warnings: list[str]
    taught: Taught | None = None


class PhrasePage(BaseModel):
    items: list[PhraseView]
    next: str | None
