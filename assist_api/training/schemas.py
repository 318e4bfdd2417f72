"""The recommender's models on the wire."""

from datetime import datetime
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Verdict = Literal["active", "kept_out", "retired"]
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]


class CurvePoint(BaseModel):
    """Speaking at `coverage` of all turns means from `threshold` on; `precision` of the sets shown then were of use."""

    coverage: Share
    precision: Share
    threshold: Share


class ModelView(BaseModel):
    """`moments` are the replies it learned from. Without files it is a record and cannot be activated any more."""

    model_config = ConfigDict(from_attributes=True)

    version: str
    trained_at: datetime
    chats: int
    moments: int
    phrases: int
    figures: dict[str, Any]
    verdict: Verdict
    reason: str
    activated_at: datetime | None
    has_files: bool


class ModelPage(BaseModel):
    items: list[ModelView]
    next: str | None


class ThresholdWanted(BaseModel):
    """Either a score, or the precision that the measured curve is to reach; both null: as it comes."""

    model_config = ConfigDict(extra="forbid")

    threshold: Share | None = None
    target_precision: Share | None = None

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        if not self.model_fields_set:
            raise ValueError("threshold or target_precision is needed")
        if self.threshold is not None and self.target_precision is not None:
            raise ValueError("give threshold or target_precision, not both")
        return self


class Standing(BaseModel):
    """How the recommender stands. `threshold` is the score in force; null where nothing is measured and nothing set.

    `new_replies` came since the active model was trained; `training` tells whether one runs or is asked for, and
    `problem` why the last one came to nothing.
    """

    version: int
    active: str | None
    trained_at: datetime | None
    threshold: Share | None
    target_precision: Share | None
    curve: list[CurvePoint]
    new_replies: int
    training: Literal["running", "asked", "idle"]
    problem: str
