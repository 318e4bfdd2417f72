"""A phrase that talks suggest, before a person has seen it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MinedWording:
    """One wording of a cluster as it was sent, and in how many turns."""

    text: str
    turns: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """One cluster of near-identical replies. `forms` are all its normal forms, the leading one first: by them the same
    cluster is found again when talks are mined anew.

    `phrase_id` names the phrase of the bank that nearly says this already. `agents` is 0 where history does not tell
    agents apart; `last_at` is in seconds since the epoch, None where it tells no times.
    """

    forms: tuple[str, ...]
    text: str
    wordings: tuple[MinedWording, ...]
    title: str
    group: str
    shortcode: str
    intents: tuple[str, ...]
    questions: tuple[str, ...]
    turns: int
    agents: int
    last_at: float | None
    phrase_id: str | None = None
