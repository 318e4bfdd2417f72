"""Proposals for phrases, one row a cluster of near-identical replies."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from assist_api.database import Table


class PhraseProposal(Table):
    """`cluster` names the cluster by its commonest wording when it was first mined, and stays.

    `wordings` are all ways it was sent, `{text, turns}`, by which later utterances are recognised. `phrase_id` is the
    phrase that came of it or, while open, the one that nearly says it already: publishing then adds a wording.
    `edited`: a trainer changed the content, so mining again only renews the figures. `version` grows with every change.
    """

    __tablename__ = "phrase_proposals"
    __table_args__ = (Index("ix_phrase_proposals_state_turns_id", "state", "turns", "id"),)

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    cluster: Mapped[str] = mapped_column(String(64), unique=True)
    state: Mapped[str] = mapped_column(String(10))
    title: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text)
    wordings: Mapped[list[dict[str, Any]]]
    shortcode: Mapped[str] = mapped_column(String(32))
    group: Mapped[str] = mapped_column("group_name", String(60))
    intents: Mapped[list[str]]
    questions: Mapped[list[str]]
    turns: Mapped[int]
    agents: Mapped[int]
    last_at: Mapped[datetime | None]
    phrase_id: Mapped[str | None] = mapped_column(String(64), index=True)
    edited: Mapped[bool]
    version: Mapped[int]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
