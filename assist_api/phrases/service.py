"""The phrase bank: reading, changing, starters, and the live wordings that delivery sends."""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex

from pydantic import ValidationError
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from assist_api.clock import Clock, system_clock
from assist_api.database import Database
from assist_api.errors import BadInput, Conflict, Forbidden, NotFound, VersionMismatch, VersionRequired
from assist_api.phrases import reviewing, store
from assist_api.phrases.files.bank import read_starters
from assist_api.phrases.schemas import (
    PhraseChange,
    PhraseContent,
    PhrasePage,
    PhraseStats,
    PhraseView,
    Review,
    StarterPhrase,
)
from assist_api.phrases.tables import Phrase, PhraseUse
from assist_api.rules.phrase_text import qianniu_warnings
from assist_api.rules.phrase_text import render as render
from assist_api.rules.phrase_variables import warnings as variable_warnings
from assist_api.security import Principal
from assist_api.settings import Settings

BUS_TOPIC = "phrases"
"""Published after every change of the bank; who keeps phrases in memory looks again."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """The templates of a phrase, the main one first; `taught` for one that an agent taught the bot."""

    wordings: list[str]
    taught: bool


async def spoken(session: AsyncSession, phrase_id: str, now: datetime) -> Spoken | None:
    """None if the phrase is deleted, unknown or out of its dates, or not the bot's any more though it was taught.

    A personal phrase is none of the bot's, so it counts as unknown.
    """
    phrase = await store.live(session, phrase_id)
    if phrase is None or phrase.scope != "team" or not is_active(phrase, now):
        return None
    if phrase.review is not None and not phrase.bot_may_send:
        return None
    return Spoken([phrase.text, *phrase.alternatives], phrase.review is not None)


async def wordings(session: AsyncSession, phrase_id: str, now: datetime) -> list[str] | None:
    found = await spoken(session, phrase_id, now)
    return found.wordings if found else None


def is_active(phrase: Phrase, now: datetime) -> bool:
    begun = phrase.active_from is None or phrase.active_from <= now
    return begun and (phrase.active_to is None or now < phrase.active_to)


async def listing(
    session: AsyncSession,
    principal: Principal,
    *,
    q: str | None,
    group: str | None,
    taught: Review | None,
    cursor: str | None,
    limit: int,
) -> PhrasePage:
    after = _read_cursor(cursor) if cursor else None
    found = await store.page(
        session, principal.account_id, containing=q, group=group, taught=taught, after=after, limit=limit + 1
    )
    shown = found[:limit]
    return PhrasePage(
        items=await views(session, shown),
        next=_cursor_after(shown[-1]) if len(found) > limit else None,
    )


def _cursor_after(phrase: Phrase) -> str:
    return base64.urlsafe_b64encode(json.dumps([phrase.group, phrase.id]).encode()).decode()


def _read_cursor(cursor: str) -> tuple[str, str]:
    try:
        group, phrase_id = json.loads(base64.urlsafe_b64decode(cursor.encode()))
    except (ValueError, TypeError, binascii.Error) as error:
        raise BadInput("翻页参数有误，请从第一页重新打开", field="cursor") from error
    if not isinstance(group, str) or not isinstance(phrase_id, str) or "\0" in group + phrase_id:
        raise BadInput("翻页参数有误，请从第一页重新打开", field="cursor")
    return group, phrase_id


async def get(session: AsyncSession, principal: Principal, phrase_id: str) -> Phrase:
    phrase = await store.find(session, phrase_id, principal.account_id)
    if phrase is None:
        raise NotFound("没有找到这条短语，可能已经删除", phrase_id=phrase_id)
    return phrase


async def create(session: AsyncSession, principal: Principal, content: PhraseContent, now: datetime) -> Phrase:
    _check_may_write(principal, content.scope)
    _check_personal(principal, content)
    phrase = new_phrase(f"p_{token_hex(8)}", content, now)
    phrase.owner_id = principal.account_id if content.scope == "personal" else None
    phrase.edited_by_people = True
    await add(session, phrase)
    return phrase


async def add(session: AsyncSession, phrase: Phrase) -> None:
    """Raises Conflict where its shortcode is another's."""
    session.add(phrase)
    await _flush(session, phrase.shortcode)


async def change(
    session: AsyncSession,
    principal: Principal,
    phrase_id: str,
    wanted: PhraseChange,
    if_match: str | None,
    now: datetime,
) -> Phrase:
    phrase = await get(session, principal, phrase_id)
    _check_may_write(principal, phrase.scope)
    _check_version(phrase, if_match)
    content = _merged(phrase, wanted)
    _check_may_write(principal, content.scope)
    _check_personal(principal, content)
    content = reviewing.checked(phrase, content, wanted)
    phrase.owner_id = principal.account_id if content.scope == "personal" else None
    apply(phrase, content, now)
    reviewing.note(phrase, principal, wanted, now)
    phrase.edited_by_people = True
    await _flush(session, phrase.shortcode)
    return phrase


async def delete(
    session: AsyncSession, principal: Principal, phrase_id: str, if_match: str | None, now: datetime
) -> None:
    phrase = await get(session, principal, phrase_id)
    _check_may_write(principal, phrase.scope)
    _check_version(phrase, if_match)
    phrase.deleted_at = phrase.updated_at = now
    phrase.edited_by_people = True
    phrase.version += 1


def _check_may_write(principal: Principal, scope: str) -> None:
    """Trainers write the team's phrases; everyone their own (another's are not even seen)."""
    if scope == "team" and not principal.may("trainer"):
        raise Forbidden("团队短语由训练师维护，您可以把它存成个人短语", needs="trainer")


def _check_personal(principal: Principal, content: PhraseContent) -> None:
    if content.scope != "personal":
        return
    if principal.account_id is None:
        raise BadInput("个人短语属于某个账号，请登录后再保存", field="scope")
    if content.bot_may_send:
        raise BadInput("个人短语不能交给机器人发送", field="bot_may_send")


def _check_version(phrase: Phrase, if_match: str | None) -> None:
    if if_match is None:
        raise VersionRequired("请带上 If-Match，说明修改的是哪个版本", version=phrase.version)
    if if_match.strip().strip('"') != str(phrase.version):
        raise VersionMismatch("这条短语刚被别人改过，请刷新后再改", version=phrase.version)


def _merged(phrase: Phrase, wanted: PhraseChange) -> PhraseContent:
    try:
        return PhraseContent.model_validate(content_of(phrase).model_dump() | wanted.changes())
    except ValidationError as error:
        raise BadInput(
            "短语内容有误", fields=[{"field": "active_to", "problem": e["msg"]} for e in error.errors()]
        ) from error


async def _flush(session: AsyncSession, shortcode: str) -> None:
    try:
        await session.flush()
    except IntegrityError as error:
        raise Conflict(
            f"快捷编码「{shortcode}」已经有别的短语在用", code="duplicate_shortcode", field="shortcode"
        ) from error


def new_phrase(phrase_id: str, content: PhraseContent, now: datetime) -> Phrase:
    phrase = Phrase(
        id=phrase_id, owner_id=None, starter=False, edited_by_people=False, version=0, created_at=now, deleted_at=None
    )
    apply(phrase, content, now)
    return phrase


def apply(phrase: Phrase, content: PhraseContent, now: datetime) -> None:
    """Write content into the row and count the version up."""
    for field in PhraseContent.model_fields:
        setattr(phrase, field, getattr(content, field))
    phrase.applies_to = content.applies_to.model_dump()
    phrase.version += 1
    phrase.updated_at = now


def content_of(phrase: Phrase) -> PhraseContent:
    return PhraseContent.model_validate({field: getattr(phrase, field) for field in PhraseContent.model_fields})


async def views(session: AsyncSession, phrases: Sequence[Phrase]) -> list[PhraseView]:
    uses = await store.uses(session, [phrase.id for phrase in phrases])
    return [_view(phrase, uses.get(phrase.id)) for phrase in phrases]


async def view(session: AsyncSession, phrase: Phrase) -> PhraseView:
    return (await views(session, [phrase]))[0]


def _view(phrase: Phrase, use: PhraseUse | None) -> PhraseView:
    return PhraseView(
        **content_of(phrase).model_dump(),
        id=phrase.id,
        owner_id=phrase.owner_id,
        version=phrase.version,
        created_at=phrase.created_at,
        updated_at=phrase.updated_at,
        stats=_stats(use),
        warnings=_warnings(phrase),
        taught=reviewing.taught(phrase),
    )


def _warnings(phrase: Phrase) -> list[str]:
    wordings = (phrase.text, *phrase.alternatives)
    of_variables = [warning for wording in wordings for warning in variable_warnings(wording)]
    return [*qianniu_warnings(phrase.shortcode, phrase.text, phrase.group), *of_variables]


def _stats(use: PhraseUse | None) -> PhraseStats:
    if use is None:
        return PhraseStats()
    return PhraseStats(
        used=use.accepted + use.edited, edited=use.edited, dismissed=use.dismissed, last_used_at=use.last_used_at
    )


async def count_use(session: AsyncSession, phrase_id: str, action: str, now: datetime) -> None:
    """An agent accepted, edited or dismissed this phrase."""
    await store.add_use(session, phrase_id, action, 1, now if action != "dismissed" else None)


async def uncount_use(session: AsyncSession, phrase_id: str, action: str) -> None:
    """Take back what `count_use` counted: the agent thought better of it."""
    await store.add_use(session, phrase_id, action, -1, None)


async def load_starters(database: Database, settings: Settings, clock: Clock = system_clock) -> int:
    """Add the starter phrases that are missing and renew those no person has edited or deleted; how many it wrote.

    Raises BadInput naming file, entry and field when `data/phrases` is wrong; nothing is loaded then.
    """
    starters = read_starters(settings.data / "phrases")
    async with database.begin() as session:
        stored = await store.with_ids(session, [starter.id for starter in starters])
        taken = await _codes_of_people(session, {starter.id for starter in starters})
        wanted = [(stored.get(starter.id), _starter_content(starter, taken), starter.id) for starter in starters]
        stale = [(phrase, content) for phrase, content, _ in wanted if phrase and _is_stale(phrase, content)]
        for phrase, _ in stale:
            phrase.shortcode = ""  # two starters may have swapped codes: free all before any is given again
        await session.flush()
        for phrase, content in stale:
            apply(phrase, content, clock())
        new = [new_phrase(key, content, clock()) for phrase, content, key in wanted if phrase is None]
        for phrase in new:
            phrase.starter = True
        session.add_all(new)
    return len(stale) + len(new)


async def _codes_of_people(session: AsyncSession, starter_ids: set[str]) -> set[str]:
    """Shortcodes that a starter must leave alone: those of other phrases and of starters people have edited."""
    phrases = await store.live_team(session)
    return {phrase.shortcode for phrase in phrases if phrase.id not in starter_ids or phrase.edited_by_people}


def _starter_content(starter: StarterPhrase, taken: set[str]) -> PhraseContent:
    content = PhraseContent.model_validate(starter.model_dump(exclude={"id"}))
    return content.model_copy(update={"shortcode": ""}) if content.shortcode in taken else content


def _is_stale(phrase: Phrase, content: PhraseContent) -> bool:
    return not phrase.edited_by_people and content_of(phrase) != content
