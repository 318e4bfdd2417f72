"""Mine what agents replied, in past chats and our own: two readings, then one transaction."""

from collections.abc import Callable
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncSession

from assist_api.clock import Clock
from assist_api.database import Database
from assist_api.flows.learning.past import every_chat
from assist_api.flows.mining.saving import Saved, save
from assist_api.flows.suggesting.phrase_index import BOT_ONLY_GROUP, indexed
from assist_api.phrases import store as phrases
from assist_api.proposals import store as proposals
from assist_api.recommender.features import Tokenise
from assist_api.recommender.mining.bank import Bank, BankPhrase
from assist_api.recommender.mining.miner import LEAST, Classify, Counting
from assist_api.recommender.talk import PastChat
from assist_api.settings import Settings
from zh_text import Lexicon, Tokenizer

Progress = Callable[[int, str], None]
"""Talks read, of twice as many as there are, and what is being done."""


async def mine(
    database: Database,
    settings: Settings,
    clock: Clock,
    least: int = LEAST,
    progress: Progress = lambda _read, _doing: None,
    classify: Classify | None = None,
) -> Saved:
    """Proposals for what agents sent at least `least` times; mining again renews them."""
    counting = Counting(least)
    read = await _read(database, counting.add, lambda done: progress(done, "数出重复的回复"))
    mining = counting.finish()
    await _read(database, mining.add, lambda done: progress(read + done, "收集说法和问题"))
    progress(2 * read, "整理成建议")
    tokenise = Tokenizer(Lexicon.load(settings.lexicon), settings.home / "cache" / "words").words
    async with database.read() as session:
        bank = await _bank(session, tokenise)
    found = list(mining.proposals(bank, tokenise, rude_words(settings.lexicon), classify))
    async with database.begin() as session:
        return await save(session, found, clock())


async def _read(database: Database, take: Callable[[PastChat], None], progress: Callable[[int], None]) -> int:
    done = 0
    async with database.read() as session:
        async for chat in every_chat(session):
            take(chat)
            done += 1
            if done % 100 == 0:
                progress(done)
    return done


async def _bank(session: AsyncSession, tokenise: Tokenise) -> Bank:
    team = [phrase for phrase in await phrases.live_team(session) if not phrase.group.startswith(BOT_ONLY_GROUP)]
    proposed = {proposal.shortcode for proposal in await proposals.every(session) if proposal.shortcode}
    return Bank([BankPhrase(indexed(phrase), phrase.group) for phrase in team], tokenise, proposed)


def rude_words(lexicon: Path) -> frozenset[str]:
    """What is never proposed, from `rude.txt`; a shop may have removed the file."""
    path = lexicon / "rude.txt"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))
