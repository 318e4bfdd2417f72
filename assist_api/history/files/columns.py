"""What the columns of a chat table are called."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assist_api.errors import BadInput

_NAMES = {
    "chat": "chat chatid session sessionid conversation conversationid dialog dialogid talk id "
    "会话 会话id 会话编号 会话号 对话 对话id 对话编号 聊天 聊天id 聊天编号 咨询id 咨询编号 咨询单号",
    "time": "time at date datetime timestamp sentat sendtime createdat 时间 日期 发送时间 消息时间 聊天时间 创建时间",
    "role": "role sendertype sendertype speakerrole 角色 身份 发送方 发送方类型 发送者类型 消息类型 说话方",
    "name": "name nick nickname sender sendername from speaker user 昵称 名字 姓名 发送人 发送者 发言人 说话人 用户名",
    "text": "text content message msg body 内容 消息 消息内容 聊天内容 发送内容 文本 聊天记录",
    "agent": "agent agentname staff seller 客服 客服昵称 客服名称 客服账号 接待客服",
}
_KNOWN = {name: column for column, names in _NAMES.items() for name in names.split()}
EXPECTED = "chat（会话）、text（内容），以及 role（角色）或 name（昵称）；time（时间）和 agent（客服）可以没有"


@dataclass(frozen=True, slots=True)
class Columns:
    """The place of each column in a row; None for those that are absent."""

    width: int
    chat: int
    text: int
    role: int | None
    name: int | None
    time: int | None
    agent: int | None


def columns_of(header: Sequence[str]) -> Columns:
    """Raises BadInput where one is missing or there twice; columns of other names are passed over."""
    places: dict[str, int] = {}
    for place, title in enumerate(header):
        column = _KNOWN.get(re.sub(r"[\s_\-]", "", title).lower())
        if column in places:
            raise BadInput(f"第 1 行有两列都是 {column}：「{header[places[column]]}」和「{title}」", field=column)
        if column is not None:
            places[column] = place
    missing = [column for column in ("chat", "text") if column not in places]
    missing += ["role 或 name"] * ("role" not in places and "name" not in places)
    if missing:
        raise BadInput(f"第 1 行应是列名，缺少 {'、'.join(missing)}；应有 {EXPECTED}", field=missing[0])
    optional = {column: places.get(column) for column in ("role", "name", "time", "agent")}
    return Columns(len(header), places["chat"], places["text"], **optional)
