"""Requests made at a key: their id carries what was shown, and no row is written until there is something to learn.

An agent types some fifteen keys a reply and tells about one of them. A row a key would be fifteen writes, nearly all
never read; a row in one worker's memory would be unknown to the others and gone with the process. So any worker can
make the row from the id when feedback comes, in the same transaction. The id holds no line of the talk: these are in
the database, by conversation. It is not signed: whoever may send feedback may also ask with any text and get the same
row; what the id says is checked like any other input.
"""

import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints, ValidationError

from assist_api.suggestions.schemas import ITEMS_MAX, PHRASE, TYPED_MAX, ConversationId, WithoutNul

_MARK = "t_"
LONGEST_ID = 4096
_LONGEST_CONTENT = 16_384
LEARNT_FOR = timedelta(days=1)
"""Older ids are no longer taken: nobody still has that text in the composer."""

PhraseItem = Annotated[str, StringConstraints(pattern=rf"^{PHRASE}.{{1,64}}$"), WithoutNul]


class Carried(BaseModel):
    """One request made while typing; `items` are those shown, with their scores, in order."""

    conversation_id: ConversationId
    intent: Annotated[str, StringConstraints(max_length=64), WithoutNul] | None
    typed: Annotated[str, StringConstraints(max_length=TYPED_MAX), WithoutNul]
    threshold: Annotated[float, Field(ge=0, le=1)]
    items: Annotated[list[tuple[PhraseItem, Annotated[float, Field(ge=0, le=1)]]], Field(max_length=ITEMS_MAX)]
    asked_at_us: Annotated[int, Field(ge=0, le=4_102_444_800_000_000)]

    @property
    def asked_at(self) -> datetime:
        return datetime.fromtimestamp(self.asked_at_us / 1_000_000, UTC)


def to_id(carried: Carried) -> str:
    packed = zlib.compress(carried.model_dump_json().encode(), level=9)
    return _MARK + urlsafe_b64encode(packed).decode().rstrip("=")


def from_id(suggestion_id: str, now: datetime) -> Carried | None:
    """None for an id that carries nothing, is broken or too old."""
    if not suggestion_id.startswith(_MARK) or len(suggestion_id) > LONGEST_ID:
        return None
    encoded = suggestion_id.removeprefix(_MARK)
    try:
        packed = urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4))
        content = zlib.decompressobj().decompress(packed, _LONGEST_CONTENT)
        carried = Carried.model_validate_json(content)
    except (ValueError, zlib.error, ValidationError):
        return None
    return carried if now - carried.asked_at <= LEARNT_FOR else None


def row_id(suggestion_id: str) -> str:
    """The key of the row: what was carried is too long for one. Ids that carry nothing are keys themselves."""
    if not suggestion_id.startswith(_MARK):
        return suggestion_id
    return _MARK + sha256(suggestion_id.encode()).hexdigest()[:36]
