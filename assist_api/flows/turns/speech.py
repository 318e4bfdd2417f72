"""From phrase keys to sentences: the shop's live phrase if it can be filled, else the bot's own text."""

import zlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncSession

from assist_api.clients.bot import Say
from assist_api.flows.turns.draft import Said
from assist_api.phrases import service as phrases
from assist_api.phrases.files.bank import read_starters
from assist_api.rules.phrase_text import render, shape
from assist_api.rules.reply import Utterance


class Speech:
    """Chooses wordings; says nothing twice in the same words while another wording is left."""

    def __init__(self, starters: Path) -> None:
        self._starters = {one.id: [one.text, *one.alternatives] for one in read_starters(starters)}

    async def utter(self, session: AsyncSession, say: Say, said: Said, now: datetime) -> Utterance:
        """The say as text."""
        live = await phrases.spoken(session, say.phrase, now) if say.phrase else None
        text = pick(live.wordings, say.vars, said) if live else None
        is_taught = text is not None and live is not None and live.taught
        return Utterance(text=text or say.text, phrase=say.phrase, payload=say.payload, taught=is_taught)

    async def line(
        self, session: AsyncSession, phrase: str, values: Mapping[str, str], said: Said, now: datetime
    ) -> Utterance:
        """A phrase that the gateway itself says; falls back to the wording we ship. Raises LookupError without one."""
        live = await phrases.wordings(session, phrase, now) or []
        text = pick(live, values, said) or pick(self._starters.get(phrase, []), values, said)
        if text is None:
            raise LookupError(f"no wording of phrase {phrase!r} can be filled with {sorted(values)}")
        return Utterance(text=text, phrase=phrase)


def pick(wordings: Sequence[str], values: Mapping[str, str], said: Said) -> str | None:
    """A filled wording that was not said lately; the least recently said one when all were.

    A wording is the same wording also where other values stood in it: the second size is not advised in the sentence of
    the first. Conversations begin with different wordings, and a turn that is computed again says the same words.
    """
    filled = [(wording, text) for wording in wordings if (text := render(wording, values)) is not None]
    if not filled:
        return None
    first = zlib.crc32(said.conversation_id.encode()) % len(filled)
    return min(filled[first:] + filled[:first], key=lambda one: _last_said(one[0], one[1], said.lines))[1]


def _last_said(wording: str, text: str, lines: Sequence[str]) -> int:
    """0 when not said, else greater the more recent; a bot line may hold several sentences."""
    is_said = shape(wording).search
    return max((number for number, line in enumerate(lines, start=1) if text in line or is_said(line)), default=0)
