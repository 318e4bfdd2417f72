"""What a training learns from: the team's phrases, and every reply that agents gave."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assist_api.database import Database
from assist_api.flows.learning.past import every_chat
from assist_api.flows.suggesting.phrase_index import BOT_ONLY_GROUP, indexed
from assist_api.history import store as history
from assist_api.phrases import store as phrases
from assist_api.proposals import store as proposals
from assist_api.recommender.learning.talks import MOMENTS_MAX
from assist_api.recommender.mining.recognise import Recogniser
from assist_api.recommender.phrase import IndexedPhrase
from assist_api.recommender.replay.material import Recognise
from assist_api.recommender.talk import Moment, moments

Tell = Callable[[str], None]

TOLD_EVERY = 500


@dataclass(frozen=True, slots=True)
class Material:
    """`phrases` by id; `wordings`: (phrase id, wording), mined ones too. Of the `chats`, `imported` are past chats."""

    phrases: Sequence[IndexedPhrase]
    wordings: Sequence[tuple[str, str]]
    past: Sequence[Moment]
    chats: int
    imported: int

    def recogniser(self) -> Recognise:
        """Costs some seconds for a large bank."""
        place_of = {phrase.id: place for place, phrase in enumerate(self.phrases)}
        recogniser = Recogniser(self.wordings)

        def recognise(reply: Sequence[str]) -> list[int]:
            return sorted({place_of[found] for utterance in reply for found in recogniser.recognise(utterance)})

        return recognise


async def gather(database: Database, tell: Tell = lambda _now: None) -> Material:
    """Of too long a history the end. Everything is read in one session, so it is of one moment where that matters."""
    past: deque[Moment] = deque(maxlen=MOMENTS_MAX)
    chats = 0
    async with database.read() as session:
        team = [one for one in await phrases.live_team(session) if one.group != BOT_ONLY_GROUP]
        bank = sorted(map(indexed, team), key=lambda phrase: phrase.id)
        mined = await proposals.wordings(session)
        imported = await history.count(session)
        async for chat in every_chat(session):
            past.extend(moments(chat))
            chats += 1
            if chats % TOLD_EVERY == 0:
                tell(f"读历史聊天 {chats} 段")
    ids = {phrase.id for phrase in bank}
    own = [(phrase.id, wording) for phrase in bank for wording in phrase.wordings]
    return Material(bank, [*own, *(one for one in mined if one[0] in ids)], list(past), chats, imported)
