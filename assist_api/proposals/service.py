"""Reading proposals, changing them before they are published, and what becomes of them."""

import base64
import binascii
import json
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from assist_api.errors import BadInput, Conflict, NotFound, VersionMismatch, VersionRequired
from assist_api.proposals import store
from assist_api.proposals.schemas import ProposalChange, ProposalPage, ProposalView, State
from assist_api.proposals.tables import PhraseProposal
from assist_api.rules.phrase_variables import unknown

_LARGEST = 2**31


async def listing(
    session: AsyncSession, *, state: State, known: bool | None, cursor: str | None, limit: int
) -> ProposalPage:
    found = await store.page(session, state, known, _read_cursor(cursor) if cursor else None, limit + 1)
    shown = [ProposalView.model_validate(proposal) for proposal in found[:limit]]
    return ProposalPage(items=shown, next=_cursor_after(shown[-1]) if len(found) > limit else None)


def _cursor_after(proposal: ProposalView) -> str:
    return base64.urlsafe_b64encode(json.dumps([proposal.turns, proposal.id]).encode()).decode()


def _read_cursor(cursor: str) -> tuple[int, str]:
    refused = BadInput("翻页参数有误，请从第一页重新打开", field="cursor")
    try:
        turns, proposal_id = json.loads(base64.urlsafe_b64decode(cursor.encode()))
    except (ValueError, TypeError, binascii.Error) as error:
        raise refused from error
    if type(turns) is not int or not 0 <= turns < _LARGEST or not isinstance(proposal_id, str) or "\0" in proposal_id:
        raise refused
    return turns, proposal_id


async def get(session: AsyncSession, proposal_id: str) -> PhraseProposal:
    return _found(await store.find(session, proposal_id), proposal_id)


async def open_one(session: AsyncSession, proposal_id: str) -> PhraseProposal:
    """Locked till the end of the transaction. Raises Conflict once it was published or dismissed."""
    proposal = _found(await store.locked(session, proposal_id), proposal_id)
    if proposal.state != "open":
        done = "已经发布过了" if proposal.state == "published" else "已经忽略了"
        raise Conflict(f"这条建议{done}，请刷新列表", code="not_open", state=proposal.state)
    return proposal


def _found(proposal: PhraseProposal | None, proposal_id: str) -> PhraseProposal:
    if proposal is None:
        raise NotFound("没有找到这条建议", proposal_id=proposal_id)
    return proposal


async def change(
    session: AsyncSession, proposal_id: str, wanted: ProposalChange, if_match: str | None, now: datetime
) -> PhraseProposal:
    proposal = await open_one(session, proposal_id)
    _check_version(proposal, if_match)
    changes = wanted.changes()
    if strange := unknown(changes.get("text", "")):
        names = "、".join(f"{{{name}}}" for name in strange)
        raise BadInput(f"不认识变量 {names}，可用的变量见 data/phrases/README.md", field="text")
    for field, value in changes.items():
        setattr(proposal, field, value)
    proposal.edited = proposal.edited or bool(changes)
    touch(proposal, now)
    return proposal


def _check_version(proposal: PhraseProposal, if_match: str | None) -> None:
    if if_match is None:
        raise VersionRequired("请带上 If-Match，说明修改的是哪个版本", version=proposal.version)
    if if_match.strip().strip('"') != str(proposal.version):
        raise VersionMismatch("这条建议刚被别人改过，请刷新后再改", version=proposal.version)


async def dismiss(session: AsyncSession, proposal_id: str, now: datetime) -> PhraseProposal:
    proposal = await open_one(session, proposal_id)
    proposal.state = "dismissed"
    touch(proposal, now)
    return proposal


def mark_published(proposal: PhraseProposal, phrase_id: str, now: datetime) -> None:
    proposal.state, proposal.phrase_id = "published", phrase_id
    touch(proposal, now)


def touch(proposal: PhraseProposal, now: datetime) -> None:
    proposal.version += 1
    proposal.updated_at = now
