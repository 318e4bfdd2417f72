"""Who spoke, by the words for roles that files use and by the names of agents."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from assist_api.history.files.talks import Fault, Said, Speaker
from assist_api.recommender.talk import Turn

_WORDS: dict[Speaker, str] = {
    "buyer": "buyer customer client user guest visitor 买家 顾客 客户 用户 访客 消费者",
    "agent": "agent seller staff service kefu assistant human 客服 卖家 商家 人工 人工客服 店员",
    "bot": "bot robot 机器人 智能客服 机器人客服 店小蜜 自动回复",
    "system": "system notice 系统 系统消息 系统通知 系统提示",
    "unknown": "unknown 未知",
}
_ROLES: dict[str, Speaker] = {word: role for role, words in _WORDS.items() for word in words.split()}
EXPECTED_ROLE = "应为 买家、客服、机器人 或 系统（buyer、agent、bot、system）"

_ROLE_BEFORE_NAME = re.compile(
    r"[\[(【（]?(买家|顾客|客户|人工客服|客服|卖家|机器人)[\])】）]?\s*[-:：_ ]?\s*(.*)", re.S
)
_SUB_ACCOUNT = re.compile(r"([^:：]+)[:：]([^:：]+)")
_SHOP_ACCOUNT = re.compile(r"(?:旗舰|专营|专卖|官方|自营)店|客服\d*$")
_BOT_NAME = re.compile(r"机器人|店小蜜|智能客服|智能助手|自动回复")


def role_of_word(word: str) -> Speaker | None:
    return _ROLES.get(word.strip().lower())


def role_of_name(name: str, agents: frozenset[str]) -> tuple[Speaker, str] | None:
    """The role that a name tells, and the name without it; None for a name that could be anybody's.

    Agents write as `店铺名:小林` (sub-accounts), `客服小林`, or under the shop's own name; buyers' names hold no colon.
    """
    own = _own_name(name)
    if name in agents or own in agents:
        return "agent", own
    if word := role_of_word(name):
        return word, ""
    if _BOT_NAME.search(name):
        return "bot", own
    if marked := _ROLE_BEFORE_NAME.fullmatch(name):
        role = role_of_word(marked[1])
        return (role, marked[2]) if role else None
    return ("agent", own) if _SUB_ACCOUNT.fullmatch(name) or _SHOP_ACCOUNT.search(name) else None


def _own_name(name: str) -> str:
    sub_account = _SUB_ACCOUNT.fullmatch(name)
    return sub_account[2].strip() if sub_account else name


UNDECIDED = "分不出是客服还是买家，请用 --agent 名字 指明客服（可以写多次）"


@dataclass(slots=True)
class Casting:
    """Who is who in the talks of one file. Once one agent was recognised, the other name of a talk is the buyer's."""

    agents: frozenset[str]
    knows_agents: bool = field(init=False)

    def __post_init__(self) -> None:
        self.knows_agents = bool(self.agents)

    def speaker(self, said: Said) -> tuple[Speaker, str] | None:
        if said.role is not None:
            return said.role, _own_name(said.name)
        return role_of_name(said.name, self.agents)

    def buyer_name(self, said: Said) -> str:
        """The name of somebody who is not known to be on the shop's side; empty for those who are."""
        speaker = self.speaker(said)
        return said.name if speaker is None else speaker[1] if speaker[0] == "buyer" else ""

    def cast(self, talk: Sequence[Said]) -> tuple[tuple[Turn, ...], list[Fault]]:
        """The turns of one talk; none where nobody can tell who is who, and then the rows it hangs on."""
        speakers = [self.speaker(said) for said in talk]
        self.knows_agents |= any(speaker is not None and speaker[0] == "agent" for speaker in speakers)
        others = {said.name for said, speaker in zip(talk, speakers, strict=True) if speaker is None}
        if others and not self._are_buyers(others, [speaker for speaker in speakers if speaker]):
            return (), [Fault(said.number, "name", UNDECIDED) for said in talk if said.name in others]
        known = [speaker or ("buyer", "") for speaker in speakers]
        return tuple(_turns(talk, known)), []

    def _are_buyers(self, names: set[str], told: Sequence[tuple[Speaker, str]]) -> bool:
        """Whoever named the agents has told all others; else a talk has one buyer, and this is the only one left."""
        only_one = len(names) == 1 and all(role != "buyer" for role, _ in told)
        return bool(self.agents) or (self.knows_agents and only_one)


def _turns(talk: Sequence[Said], speakers: Sequence[tuple[Speaker, str]]) -> Iterator[Turn]:
    for said, (role, name) in zip(talk, speakers, strict=True):
        if role != "system":
            yield Turn(role, said.text, name if role == "agent" and name else None, said.at)
