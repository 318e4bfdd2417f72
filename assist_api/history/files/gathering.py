"""Rows of many talks mixed, as tables sorted by time have them, gathered talk by talk in bounded memory."""

from collections import OrderedDict
from collections.abc import Iterator

from assist_api.history.files.talks import Fault, Said
from assist_api.history.limits import MOST_TURNS

MOST_OPEN = 4_000_000
"""Characters held in talks whose next row may yet come; an utterance counts as a hundred more than it has."""

_WEIGHT_OF_ROW = 100


class Gathering:
    """Talks under way, by the name the file gives them; whoever was silent the longest is taken to have ended."""

    def __init__(self, most_open: int = MOST_OPEN) -> None:
        self._most_open = most_open
        self._open: OrderedDict[str, list[Said]] = OrderedDict()
        self._weight = 0
        self._ended: set[int] = set()

    def add(self, chat: str, said: Said) -> Fault | None:
        """Take one row, or say why it can be part of no talk."""
        if chat not in self._open and hash(chat) in self._ended:
            return Fault(said.number, "chat", "这个会话前面的行离得太远，请把同一会话的行排在一起再导入")
        rows = self._open.setdefault(chat, [])
        if len(rows) >= MOST_TURNS:
            return Fault(said.number, "chat", f"一段会话至多 {MOST_TURNS} 句")
        rows.append(said)
        self._open.move_to_end(chat)
        self._weight += _weight(said)
        return None

    def ended(self) -> Iterator[tuple[str, list[Said]]]:
        """Talks that must make room for others."""
        while self._weight > self._most_open and len(self._open) > 1:
            yield self._take()

    def rest(self) -> Iterator[tuple[str, list[Said]]]:
        """All that is left once the file has been read."""
        while self._open:
            yield self._take()

    def _take(self) -> tuple[str, list[Said]]:
        chat, rows = self._open.popitem(last=False)
        self._ended.add(hash(chat))
        self._weight -= sum(map(_weight, rows))
        return chat, rows


def _weight(said: Said) -> int:
    return len(said.text) + _WEIGHT_OF_ROW
