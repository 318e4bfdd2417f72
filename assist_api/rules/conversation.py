"""Who deals with a conversation, and the moves between: the only place where a state changes.

bot ──hand_off──► waiting ──claim──► agent ──hand_back──► bot
 │                  │ ├─give_up──► bot  ├─transfer──► agent
 │                  │ └─close──┐        ├─requeue──► waiting
 └────close────────►closed◄────┴─close──┘
closed ──reopen──► bot   (the buyer writes again, or is reminded of an order)
"""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    BOT = "bot"
    WAITING = "waiting"
    AGENT = "agent"
    CLOSED = "closed"


class IllegalMove(Exception):
    """The move does not exist from this state."""

    def __init__(self, move: str, state: State) -> None:
        super().__init__(f"{move} is not possible in state {state}")
        self.move = move
        self.state = state


@dataclass(frozen=True, slots=True)
class Standing:
    """A conversation's state and, in state `agent`, whose it is (the agent's account name)."""

    state: State
    agent: str | None = None

    def __post_init__(self) -> None:
        if (self.state is State.AGENT) != (self.agent is not None):
            raise ValueError("exactly a conversation in state agent has an agent")

    def hand_off(self) -> "Standing":
        return self._from("hand_off", State.BOT, to=Standing(State.WAITING))

    def claim(self, agent: str) -> "Standing":
        return self._from("claim", State.WAITING, to=Standing(State.AGENT, agent))

    def give_up(self) -> "Standing":
        """The buyer no longer wants a person, or it was solved meanwhile."""
        return self._from("give_up", State.WAITING, to=Standing(State.BOT))

    def transfer(self, agent: str) -> "Standing":
        return self._from("transfer", State.AGENT, to=Standing(State.AGENT, agent))

    def requeue(self) -> "Standing":
        """To a group, or the agent left."""
        return self._from("requeue", State.AGENT, to=Standing(State.WAITING))

    def hand_back(self) -> "Standing":
        return self._from("hand_back", State.AGENT, to=Standing(State.BOT))

    def close(self) -> "Standing":
        return self._from("close", State.BOT, State.WAITING, State.AGENT, to=Standing(State.CLOSED))

    def reopen(self) -> "Standing":
        return self._from("reopen", State.CLOSED, to=Standing(State.BOT))

    def _from(self, move: str, *allowed: State, to: "Standing") -> "Standing":
        if self.state not in allowed:
            raise IllegalMove(move, self.state)
        return to
