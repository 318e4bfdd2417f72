"""From a talk of a file to the talk that is kept: private data hidden, named, with its digest."""

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any, BinaryIO

from assist_api.history import files
from assist_api.history.files.talks import Fault, Reading, Talk
from assist_api.history.turns_text import written
from assist_api.recommender.talk import PastChat, Turn
from assist_api.rules.private_data import without_private_data


def past_chats(name: str, file: BinaryIO, reading: Reading) -> Iterator[PastChat | Fault]:
    """The talks of a file as importing keeps them, one by one; `name` tells its form."""
    for one in files.read(name, file, reading):
        yield one if isinstance(one, Fault) else kept(one)


def kept(talk: Talk) -> PastChat:
    """A talk that the file gives no id is named by what was said."""
    turns = tuple(
        Turn(turn.role, without_private_data(turn.text), turn.agent and _agent(turn.agent), turn.at)
        for turn in talk.turns
    )
    return PastChat(talk.id or f"t-{digest(turns)[:24]}", turns)


@lru_cache(maxsize=4096)
def _agent(name: str) -> str:
    return without_private_data(name)  # people call themselves by their phone numbers, too


def digest(turns: tuple[Turn, ...]) -> str:
    return sha256(written(turns).encode()).hexdigest()


def row(chat: PastChat, its_digest: str, source: str, now: datetime) -> dict[str, Any]:
    """For `store.save`."""
    moments = [turn.at for turn in chat.turns if turn.at is not None]
    return {
        "id": chat.id,
        "source": source,
        "digest": its_digest,
        "turns": chat.turns,
        "turn_count": len(chat.turns),
        "last_at": datetime.fromtimestamp(max(moments), UTC) if moments else None,
        "imported_at": now,
    }
