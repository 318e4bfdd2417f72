"""Mined proposals into the table: a cluster found again is the same proposal, whatever its commonest wording is now."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from secrets import token_hex
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from assist_api.proposals import store
from assist_api.proposals.service import touch
from assist_api.proposals.tables import PhraseProposal
from assist_api.recommender.mining.normal_form import normal_form
from assist_api.recommender.mining.proposal import Proposal

_LOOKED_FOR = 8
_MOST_WORDINGS = 40


@dataclass(slots=True)
class Saved:
    """What became of the mined proposals; `gone` were open, unchanged by people, and are no longer in the talks."""

    new: list[PhraseProposal] = field(default_factory=list)
    renewed: list[PhraseProposal] = field(default_factory=list)
    gone: int = 0


async def save(session: AsyncSession, mined: Iterable[Proposal], now: datetime) -> Saved:
    """Renew figures and wordings of known clusters, and the content too of what no person has touched."""
    known = _Known(await store.every(session))
    saved = Saved()
    for proposal, row in known.matched(list(mined)):
        if row is None:
            row = _new_row(proposal, known.clusters, now)
            session.add(row)
            saved.new.append(row)
        elif _renew(row, proposal, now):
            saved.renewed.append(row)
    for row in known.left():
        await session.delete(row)
        saved.gone += 1
    await session.flush()
    return saved


class _Known:
    """The stored proposals by their cluster's name and by each of their normal forms."""

    def __init__(self, rows: Sequence[PhraseProposal]) -> None:
        self._rows = {row.id: row for row in rows}
        self._by_cluster = {row.cluster: row.id for row in rows}
        self.clusters = set(self._by_cluster)
        self._by_form: dict[str, str] = {}
        for row in sorted(rows, key=lambda row: (row.state == "open", -row.turns)):
            for text in (row.text, *(wording["text"] for wording in row.wordings)):
                self._by_form.setdefault(normal_form(text), row.id)

    def matched(self, mined: Sequence[Proposal]) -> list[tuple[Proposal, PhraseProposal | None]]:
        """Each with its row, by name first, so that no other takes it for a wording they share.

        A row is taken once: where a cluster came apart, the rest is a new proposal.
        """
        by_name = [self._take([self._by_cluster.get(_cluster(proposal))]) for proposal in mined]
        return [
            (proposal, row or self._take([self._by_form.get(form) for form in proposal.forms[:_LOOKED_FOR]]))
            for proposal, row in zip(mined, by_name, strict=True)
        ]

    def _take(self, ids: Sequence[str | None]) -> PhraseProposal | None:
        found = next((row_id for row_id in ids if row_id in self._rows), None)
        return self._rows.pop(found) if found is not None else None

    def left(self) -> list[PhraseProposal]:
        """Not taken, and nobody's work would be lost."""
        return [row for row in self._rows.values() if row.state == "open" and not row.edited]


def _cluster(proposal: Proposal) -> str:
    return sha256(proposal.forms[0].encode()).hexdigest()


def _new_row(proposal: Proposal, taken: set[str], now: datetime) -> PhraseProposal:
    cluster = _cluster(proposal)
    if cluster in taken:  # its namesake went to another part of the old cluster
        cluster = token_hex(32)
    taken.add(cluster)
    return PhraseProposal(
        id=f"pp_{token_hex(8)}",
        cluster=cluster,
        state="open",
        edited=False,
        version=1,
        created_at=now,
        updated_at=now,
        title=proposal.title,
        shortcode=proposal.shortcode,
        **_figures(proposal),
        **_content(proposal),
    )


def _renew(row: PhraseProposal, proposal: Proposal, now: datetime) -> bool:
    """Whether anything changed. Title and shortcode stay as they were once seen."""
    changes = _figures(proposal)
    if row.state == "published":
        changes["wordings"] = _united(changes["wordings"], row.wordings)
    elif row.state == "open" and not row.edited:
        changes |= _content(proposal)
    changed = {name: value for name, value in changes.items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    if changed:
        touch(row, now)
    return bool(changed)


def _figures(proposal: Proposal) -> dict[str, Any]:
    last_at = None if proposal.last_at is None else datetime.fromtimestamp(proposal.last_at, UTC)
    return {
        "wordings": [{"text": wording.text, "turns": wording.turns} for wording in proposal.wordings],
        "turns": proposal.turns,
        "agents": proposal.agents,
        "last_at": last_at,
    }


def _content(proposal: Proposal) -> dict[str, Any]:
    return {
        "text": proposal.text,
        "group": proposal.group,
        "intents": list(proposal.intents),
        "questions": list(proposal.questions),
        "phrase_id": proposal.phrase_id,
    }


def _united(mined: list[dict[str, Any]], kept: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A published phrase is recognised in all words it was ever sent in."""
    texts = {wording["text"] for wording in mined}
    return [*mined, *(wording for wording in kept if wording["text"] not in texts)][:_MOST_WORDINGS]
