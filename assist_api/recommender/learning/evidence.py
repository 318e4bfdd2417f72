"""What a talk tells about the next reply: tokens of several kinds, each kind a space of its own."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assist_api.recommender.learning.plain import plain
from assist_api.recommender.learning.roles import RoleGuess
from assist_api.recommender.mining.normal_form import normal_form
from assist_api.recommender.talk import Turn

Kind = str
Words = Callable[[str], Sequence[str]]

WEIGHTS: Mapping[Kind, float] = {
    "last message": 1.0,
    "burst": 0.5,
    "previous turn": 1.1,
    "buyer's talk": 1.0,
    "agent's talk": 1.0,
    "agent's manner": 1.0,
    "position": 0.5,
    "phrases sent": 0.7,
}
"""How long the vector of each kind is beside the others. Chosen on JD chats: each kind left out or made 1.6 times as
long loses up to 2 points of hit@3 (docs/decisions/0010)."""

_LINES_MAX = 30
"""Of a talk the newest lines are read; a longer one tells nothing more about the next reply."""


@dataclass(frozen=True, slots=True)
class Talk:
    """The lines so far by side, oldest first. `burst` are the buyer's since the agent spoke (empty if nobody wrote)."""

    lines: Sequence[Turn]
    burst: Sequence[Turn]
    agents_last: Sequence[Turn]
    buyers_before: Sequence[Turn]


def talk_of(before: Sequence[Turn], guess: RoleGuess) -> Talk:
    lines = [turn for turn in guess.assign(before) if turn.text.strip()][-_LINES_MAX:]
    burst_at = _run(lines, len(lines), buyers=True)
    agent_at = _run(lines, burst_at, buyers=False)
    buyer_at = _run(lines, agent_at, buyers=True)
    return Talk(lines, lines[burst_at:], lines[agent_at:burst_at], lines[buyer_at:agent_at])


def _run(lines: Sequence[Turn], end: int, *, buyers: bool) -> int:
    """Where the run of one side that ends before `end` begins."""
    while end > 0 and (lines[end - 1].role == "buyer") is buyers:
        end -= 1
    return end


class Reader:
    """Turns a talk into tokens. `known` are the normal forms of the phrases: which were sent already says much."""

    def __init__(self, words: Words, guess: RoleGuess, known: Collection[str]) -> None:
        self._guess = guess
        self._known = known
        self._words = lru_cache(maxsize=100_000)(lambda line: tuple(words(line)))
        self._form = lru_cache(maxsize=100_000)(normal_form)

    def tokens(self, before: Sequence[Turn]) -> dict[Kind, list[str]]:
        talk = talk_of(before, self._guess)
        agents = [turn.text for turn in talk.lines if turn.role != "buyer"]
        buyers = [turn.text for turn in talk.lines if turn.role == "buyer"]
        return {
            "last message": self._last(talk),
            "burst": self._burst(talk),
            "previous turn": self._previous(talk),
            "buyer's talk": self._all_words(buyers),
            "agent's talk": self._all_words(agents),
            "agent's manner": [mark for line in agents for mark in _manner(plain(line))],
            "position": _position(talk, len(agents)),
            "phrases sent": self._sent(agents),
        }

    def _all_words(self, lines: Sequence[str]) -> list[str]:
        return [word for line in lines for word in self._words(plain(line))]

    def _last(self, talk: Talk) -> list[str]:
        line = plain(talk.lines[-1].text) if talk.lines else ""
        return [*self._words(line), *_characters(line), *([f"={line}"] if len(line) <= 6 else [])]

    def _burst(self, talk: Talk) -> list[str]:
        lines = [plain(turn.text) for turn in talk.burst[:-1]]
        return [token for line in lines for token in (*self._words(line), *_pairs(line))]

    def _previous(self, talk: Talk) -> list[str]:
        said = self._all_words([turn.text for turn in talk.agents_last])
        sent = [f"={form}" for turn in talk.agents_last if (form := self._form(turn.text)) in self._known]
        asked = [f"?{word}" for word in self._all_words([turn.text for turn in talk.buyers_before])]
        return [*said, *sent, *asked]

    def _sent(self, agents: Sequence[str]) -> list[str]:
        sent = [form for line in agents if (form := self._form(line)) in self._known]
        return [*dict.fromkeys(sent), f"<{sent[-1] if sent else ''}"]


def _characters(line: str) -> list[str]:
    framed = f"^{line}$"
    return [f"~{framed[at : at + size]}" for size in (2, 3) for at in range(len(framed) - size + 1)]


def _pairs(line: str) -> list[str]:
    return [f"~{line[at : at + 2]}" for at in range(len(line) - 1)]


def _manner(line: str) -> list[str]:
    """How a line begins and ends (您好, 哦, 的呢): agents keep to their own phrases, and this tells who is at work."""
    return [f"{line[-2:]}$", f"{line[-3:]}$", f"^{line[:2]}", f"^{line[:3]}"]


def _position(talk: Talk, agents: int) -> list[str]:
    counts = (("lines", len(talk.lines), 12), ("agent", agents, 8), ("burst", len(talk.burst), 4))
    return [f"{name} {min(count, most)}" for name, count, most in counts]
