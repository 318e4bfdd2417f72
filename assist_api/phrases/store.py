"""Reads and writes of the phrase bank."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select, true, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from assist_api.phrases.tables import Phrase, PhraseUse


def _live() -> ColumnElement[bool]:
    return Phrase.deleted_at.is_(None)


def _visible_to(account_id: int | None) -> ColumnElement[bool]:
    team = Phrase.scope == "team"
    return team if account_id is None else or_(team, Phrase.owner_id == account_id)


async def find(session: AsyncSession, phrase_id: str, account_id: int | None) -> Phrase | None:
    """The live phrase, if this account may see it."""
    return await session.scalar(select(Phrase).where(Phrase.id == phrase_id, _live(), _visible_to(account_id)))


async def live(session: AsyncSession, phrase_id: str) -> Phrase | None:
    return await session.scalar(select(Phrase).where(Phrase.id == phrase_id, _live()))


async def page(
    session: AsyncSession,
    account_id: int | None,
    *,
    containing: str | None,
    group: str | None,
    taught: str | None = None,
    after: tuple[str, str] | None,
    limit: int,
) -> Sequence[Phrase]:
    """Up to `limit` phrases in the order of (group, id), from behind `after` on."""
    wanted = select(Phrase).where(_live(), _visible_to(account_id))
    if containing:
        wanted = wanted.where(_contains(containing))
    if group is not None:
        wanted = wanted.where(Phrase.group == group)
    if taught is not None:
        wanted = wanted.where(Phrase.review == taught)
    if after is not None:
        wanted = wanted.where(or_(Phrase.group > after[0], and_(Phrase.group == after[0], Phrase.id > after[1])))
    return (await session.scalars(wanted.order_by(Phrase.group, Phrase.id).limit(limit))).all()


def _contains(words: str) -> ColumnElement[bool]:
    """Every word, whatever its case, somewhere in title, text, shortcode or group."""
    fields = (Phrase.title, Phrase.text, Phrase.shortcode, Phrase.group)
    return and_(true(), *(or_(*(field.icontains(word, autoescape=True) for field in fields)) for word in words.split()))


async def every_live(session: AsyncSession) -> Sequence[Phrase]:
    return (await session.scalars(select(Phrase).where(_live()).order_by(Phrase.id))).all()


async def live_team(session: AsyncSession) -> Sequence[Phrase]:
    wanted = select(Phrase).where(_live(), Phrase.scope == "team").order_by(Phrase.group, Phrase.id)
    return (await session.scalars(wanted)).all()


async def team_size(session: AsyncSession, *, without_group: str) -> int:
    wanted = select(func.count()).select_from(Phrase)
    return await session.scalar(wanted.where(_live(), Phrase.scope == "team", Phrase.group != without_group)) or 0


async def team_with_text(session: AsyncSession, text: str) -> Sequence[Phrase]:
    wanted = select(Phrase).where(_live(), Phrase.scope == "team", Phrase.text == text).order_by(Phrase.id)
    return (await session.scalars(wanted)).all()


async def taught_for_bot(session: AsyncSession) -> Sequence[Phrase]:
    """Live phrases that an agent taught and a trainer gave to the bot."""
    given = and_(Phrase.review.is_not(None), Phrase.bot_may_send, Phrase.scope == "team")
    return (await session.scalars(select(Phrase).where(_live(), given).order_by(Phrase.id))).all()


async def taught_version(session: AsyncSession) -> tuple[int, int]:
    """Differs after every change of a taught phrase; read through a small index, so it may be asked at every turn."""
    versions = select(func.count(), func.coalesce(func.sum(Phrase.version), 0)).where(Phrase.review.is_not(None))
    row = (await session.execute(versions)).one()
    return int(row[0]), int(row[1])


async def team_codes(session: AsyncSession) -> set[str]:
    return set(await session.scalars(select(Phrase.shortcode).where(_live(), Phrase.scope == "team")))


async def with_ids(session: AsyncSession, ids: Collection[str]) -> dict[str, Phrase]:
    """Phrases by id, deleted ones too."""
    rows = await session.scalars(select(Phrase).where(Phrase.id.in_(ids)))
    return {phrase.id: phrase for phrase in rows}


async def bank_version(session: AsyncSession) -> tuple[int, int]:
    """Differs after every change of the bank: rows are never removed and their versions only grow."""
    row = (await session.execute(select(func.count(), func.coalesce(func.sum(Phrase.version), 0)))).one()
    return int(row[0]), int(row[1])


async def uses(session: AsyncSession, ids: Collection[str]) -> dict[str, PhraseUse]:
    rows = await session.scalars(select(PhraseUse).where(PhraseUse.phrase_id.in_(ids)))
    return {row.phrase_id: row for row in rows}


async def taken(session: AsyncSession) -> dict[str, int]:
    """How often each phrase was sent, as it is or edited; those never sent are left out."""
    sent = PhraseUse.accepted + PhraseUse.edited
    rows = await session.execute(select(PhraseUse.phrase_id, sent).where(sent > 0))
    return {phrase_id: int(count) for phrase_id, count in rows}


async def add_use(session: AsyncSession, phrase_id: str, action: str, by: int, at: datetime | None) -> None:
    """Count one use more (or less, `by` = -1); the database adds, so that no other worker's use is lost."""
    column = {"accepted": PhraseUse.accepted, "edited": PhraseUse.edited, "dismissed": PhraseUse.dismissed}[action]
    if await session.get(PhraseUse, phrase_id) is None:
        await _add_uses_row(session, phrase_id)
    change = update(PhraseUse).where(PhraseUse.phrase_id == phrase_id).values({column: column + by})
    if at is not None:
        change = change.values({PhraseUse.last_used_at: at})
    await session.execute(change)


async def _add_uses_row(session: AsyncSession, phrase_id: str) -> None:
    try:
        async with session.begin_nested():
            session.add(PhraseUse(phrase_id=phrase_id, accepted=0, edited=0, dismissed=0, last_used_at=None))
    except IntegrityError:
        pass  # another worker was first; its row serves
