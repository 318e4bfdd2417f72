"""Which talks are parts of one session, and which talks must not be learned from because they are to be measured."""

from collections.abc import Iterable, Iterator
from hashlib import sha256

from assist_api.recommender.talk import Moment, PastChat

OPENING = 25
"""Characters at the beginning of a talk without roles that tell its session: such rows are cuts of a longer talk."""


def session_of(moment: Moment) -> str:
    """The talk itself where roles are known; else its beginning, which all cuts of one talk share."""
    if not any(turn.role == "unknown" for turn in moment.before):
        return moment.chat
    return ",".join(turn.text for turn in moment.before)[:OPENING]


class LeakGuard:
    """Keeps talks that are to be measured out of the history; `kept_out` counts them."""

    def __init__(self, measured: Iterable[PastChat]) -> None:
        self._ids: set[str] = set()
        self._contents: set[bytes] = set()
        for chat in measured:
            self._ids.add(chat.id)
            self._contents.add(_content(chat))
        self.kept_out = 0

    def clean(self, history: Iterable[PastChat]) -> Iterator[PastChat]:
        """The history's talks that share neither id nor content with one to be measured."""
        return (chat for chat in history if not self.holds(chat))

    def holds(self, chat: PastChat) -> bool:
        leaks = chat.id in self._ids or _content(chat) in self._contents
        self.kept_out += leaks
        return leaks


def _content(chat: PastChat) -> bytes:
    return sha256("\0".join(turn.text for turn in chat.turns).encode()).digest()
