"""What a replay needs of the shop: its past chats but for those to be measured, and its phrases."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from assist_api.database import Database
from assist_api.flows.suggesting.filling import fill
from assist_api.flows.suggesting.phrase_index import BOT_ONLY_GROUP, indexed
from assist_api.flows.suggesting.surroundings import shop_values
from assist_api.history import keeping
from assist_api.history import store as history
from assist_api.history.files.talks import Fault, Reading
from assist_api.phrases import store as phrases
from assist_api.phrases.files.bank import read_starters
from assist_api.phrases.schemas import StarterPhrase
from assist_api.recommender.features import Tokenise
from assist_api.recommender.mining.bank import Bank, BankPhrase
from assist_api.recommender.mining.miner import Counting
from assist_api.recommender.mining.proposal import Proposal
from assist_api.recommender.phrase import IndexedPhrase
from assist_api.recommender.replay.candidates import candidates, repeated
from assist_api.recommender.replay.sessions import LeakGuard
from assist_api.recommender.talk import Moment, PastChat, moments
from assist_api.refusal import Refused
from assist_api.shop import service as shop
from assist_api.shop.importing import Reading as ShopReading


@dataclass(frozen=True, slots=True)
class Known:
    """What a shop knows before the talks to be measured; `kept_out`: talks left out because they are among those."""

    bank: Sequence[BankPhrase]
    chats: Sequence[PastChat] = ()
    kept_out: int = 0


@dataclass(slots=True)
class Measured:
    """The talks of a file, masked as importing masks them, and what could not be read."""

    chats: list[PastChat] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def read_talks(path: Path, timezone: str) -> Measured:
    """Raises `Refused` for a file that cannot be read, or holds no reply of an agent."""
    found = Measured()
    try:
        with path.open("rb") as file:
            for one in keeping.past_chats(path.name, file, Reading(ZoneInfo(timezone), source=path.name)):
                if isinstance(one, Fault):
                    found.faults.append(one)
                else:
                    found.chats.append(one)
    except OSError as error:
        raise Refused(f"文件读不出来：{path}") from error
    if not any(turn.role == "agent" for chat in found.chats for turn in chat.turns):
        raise Refused(f"{path.name} 里没有客服的回复，没有可以测量的")
    return found


async def known_to_shop(database: Database, measured: Sequence[PastChat]) -> Known:
    """The team's phrases and the past chats, which a replay holds in memory all at once."""
    guard = LeakGuard(measured)
    async with database.read() as session:
        bank = [
            BankPhrase(indexed(phrase), phrase.group)
            for phrase in await phrases.live_team(session)
            if not phrase.group.startswith(BOT_ONLY_GROUP)
        ]
        chats = [chat async for chat in history.stream(session) if not guard.holds(chat)]
    return Known(bank, chats, guard.kept_out)


def known_to_new_shop(data: Path, now: datetime) -> Known:
    """The starter phrases that need no order or product, filled as in the example shop; nothing else is known."""
    example = (data / "shop" / "settings.yml").read_bytes()
    values = shop_values(shop.settings_of(example, ShopReading(now, ZoneInfo("Asia/Shanghai"), True)), now) | {
        "agent_name": "小店"
    }
    starters = (one for one in read_starters(data / "phrases") if not one.group.startswith(BOT_ONLY_GROUP))
    filled = ((starter, fill((starter.text, *starter.alternatives), values)) for starter in starters)
    return Known([_starter(starter, text[0]) for starter, text in filled if text is not None])


def _starter(starter: StarterPhrase, text: str) -> BankPhrase:
    phrase = IndexedPhrase(
        starter.id, starter.title, (text,), tuple(starter.questions), tuple(starter.intents), starter.shortcode
    )
    return BankPhrase(phrase, starter.group)


def ranked_phrases(known: Known, tokenise: Tokenise, rude: frozenset[str]) -> list[IndexedPhrase]:
    """The bank's phrases that the history has often enough and those mined of it; without history all of the bank.

    Raises `Refused` where that leaves nothing to rank.
    """
    bank = [one.phrase for one in known.bank]
    if not known.chats:
        found = candidates(bank, [], [], min_count=0)
    else:
        mined = [_as_phrase(proposal) for proposal in _mined(known, tokenise, rude)]
        found = candidates(bank, mined, all_moments(known.chats))
    return _something(found)


def repeated_replies(known: Known) -> list[IndexedPhrase]:
    """Every reply that agents sent three times or more, however short, whoever's data is in it: to compare with figures
    that were measured so, not to show anybody."""
    past = all_moments(known.chats)
    return _something(candidates([], repeated(past), past))


def _something(found: list[IndexedPhrase]) -> list[IndexedPhrase]:
    if not found:
        raise Refused("历史聊天里还没有出现过三次的回复：请先用 ./xiaoer chats import 导入更多聊天记录")
    return found


def all_moments(chats: Iterable[PastChat]) -> list[Moment]:
    return [moment for chat in chats for moment in moments(chat)]


def _mined(known: Known, tokenise: Tokenise, rude: frozenset[str]) -> list[Proposal]:
    counting = Counting()
    for chat in known.chats:
        counting.add(chat)
    mining = counting.finish()
    for chat in known.chats:
        mining.add(chat)
    return list(mining.proposals(Bank(known.bank, tokenise), tokenise, rude))


def _as_phrase(proposal: Proposal) -> IndexedPhrase:
    wordings = (proposal.text, *(wording.text for wording in proposal.wordings))
    return IndexedPhrase(
        proposal.phrase_id or f"mined:{proposal.forms[0]}",
        proposal.title,
        tuple(dict.fromkeys(wordings)),
        proposal.questions,
        proposal.intents,
    )
