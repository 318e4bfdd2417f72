"""What the recommender knows of a phrase."""

from dataclasses import dataclass
from math import inf

TEAM = -1
"""`owner` of a phrase that is everybody's."""


@dataclass(frozen=True, slots=True)
class Limits:
    """When, for whom and for what a phrase may be offered; an empty tuple limits nothing.

    `active_from` and `active_to` (exclusive) are seconds since the epoch.
    """

    owner: int = TEAM
    active_from: float = -inf
    active_to: float = inf
    products: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    order_states: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()

    @property
    def needs_context(self) -> bool:
        """Whether more than agent and time must be known to offer it."""
        return bool(self.products or self.categories or self.order_states or self.channels)


@dataclass(frozen=True, slots=True)
class IndexedPhrase:
    """A phrase as the index takes it; `wordings` holds the main one first and is never empty."""

    id: str
    title: str
    wordings: tuple[str, ...]
    questions: tuple[str, ...] = ()
    intents: tuple[str, ...] = ()
    shortcode: str = ""
    limits: Limits = Limits()


@dataclass(frozen=True, slots=True)
class Situation:
    """Who asks, when (seconds since the epoch) and about what; None where it is not known."""

    now: float
    account: int | None = None
    product: str | None = None
    category: str | None = None
    order_state: str | None = None
    channel: str | None = None
