"""Proposals on the wire."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

State = Literal["open", "published", "dismissed"]

_NO_CONTROLS = r"^[^\x00-\x08\x0b-\x1f\x7f]*$"


def _line(most: int, least: int = 0) -> StringConstraints:
    return StringConstraints(strip_whitespace=True, min_length=least, max_length=most, pattern=_NO_CONTROLS)


class MinedWording(BaseModel):
    """One way it was sent, and in how many turns."""

    text: str
    turns: int


class ProposalChange(BaseModel):
    """The fields to change before publishing; those absent stay."""

    model_config = ConfigDict(extra="forbid")

    title: Annotated[str, _line(120, 1)] = ""
    text: Annotated[str, _line(2000, 1)] = ""
    shortcode: Annotated[str, _line(32)] = ""
    group: Annotated[str, _line(60)] = ""
    intents: Annotated[
        list[Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,63}$")]], Field(max_length=20)
    ] = []
    questions: Annotated[list[Annotated[str, _line(200, 1)]], Field(max_length=100)] = []

    def changes(self) -> dict[str, Any]:
        """Only what the caller named."""
        return self.model_dump(exclude_unset=True)


class ProposalView(BaseModel):
    """A proposal as it is answered. `agents` is 0 and `last_at` null where the talks do not tell.

    `phrase_id`: the phrase that came of it; of an open one the phrase that nearly says this already.
    """

    model_config = ConfigDict(from_attributes=True)

    id: str
    state: State
    title: str
    text: str
    wordings: list[MinedWording]
    shortcode: str
    group: str
    intents: list[str]
    questions: list[str]
    turns: int
    agents: int
    last_at: datetime | None
    phrase_id: str | None
    edited: bool
    version: int
    created_at: datetime
    updated_at: datetime


class ProposalPage(BaseModel):
    items: list[ProposalView]
    next: str | None
