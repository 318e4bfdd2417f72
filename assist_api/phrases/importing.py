"""A file's rows into the team's phrase bank, and the bank's phrases into a file's rows.

A row is a known phrase if it names its id, else its shortcode, else its text and group. Importing the same file again
changes nothing. Of a known phrase only the fields are written that the file speaks of.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from secrets import token_hex
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from assist_api.phrases import service, store
from assist_api.phrases.files.rows import FileContent, Rejected, Row
from assist_api.phrases.schemas import PhraseContent
from assist_api.phrases.tables import Phrase
from assist_api.rules.phrase_text import qianniu_warnings
from assist_api.rules.phrase_variables import unknown
from assist_api.rules.phrase_variables import warnings as variable_warnings


@dataclass(slots=True)
class ImportReport:
    """What became of the rows; `number` is the row or entry in the file, from 1."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    warnings: list[dict[str, Any]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


class _Bank:
    """The team's live phrases, found by each of their keys; grows while rows come in."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self._by_id: dict[str, Phrase] = {}
        self._by_code: dict[str, Phrase] = {}
        self._by_text: dict[tuple[str, str], Phrase] = {}
        for phrase in phrases:
            self.add(phrase)

    def add(self, phrase: Phrase) -> None:
        self._by_id[phrase.id] = phrase
        if phrase.shortcode:
            self._by_code[phrase.shortcode] = phrase
        else:
            self._by_text[phrase.text, phrase.group] = phrase

    def find(self, row: Row) -> Phrase | None:
        if row.id and row.id in self._by_id:
            return self._by_id[row.id]
        by_code = self._by_code.get(row.content.shortcode)
        return by_code or self._by_text.get((row.content.text, row.content.group))

    def code_is_taken(self, code: str, phrase: Phrase | None) -> bool:
        holder = self._by_code.get(code)
        return holder is not None and holder is not phrase


async def import_rows(session: AsyncSession, content: FileContent, now: datetime) -> ImportReport:
    report = ImportReport(rejected=list(content.rejected))
    bank = _Bank(await store.live_team(session))
    first_row: dict[str, int] = {}
    for row in content.rows:
        refused = _refused(row)
        if refused:
            report.rejected.append(refused)
            continue
        phrase = bank.find(row)
        if phrase is not None and phrase.id in first_row:
            _report_repeat(report, row, phrase, first_row[phrase.id])
            continue
        if bank.code_is_taken(row.content.shortcode, phrase):
            report.rejected.append(
                Rejected(row.number, "shortcode", f"编码「{row.content.shortcode}」已属于另一条短语")
            )
            continue
        written = _write(session, report, phrase, row, now)
        bank.add(written)
        first_row[written.id] = row.number
        _warn(report, row)
    await session.flush()
    return report


def _refused(row: Row) -> Rejected | None:
    """What a single phrase may hold but the team's bank may not."""
    if row.content.scope != "team":
        return Rejected(row.number, "scope", "文件里只能放团队短语，个人短语请在工作台里存")
    for name, texts in (("text", [row.content.text]), ("alternatives", row.content.alternatives)):
        for text in texts:
            strange = "、".join(f"{{{variable}}}" for variable in unknown(text))
            if strange:
                return Rejected(row.number, name, f"不认识变量 {strange}，可用的变量见 data/phrases/README.md")
    return None


def _report_repeat(report: ImportReport, row: Row, phrase: Phrase, first: int) -> None:
    if _merged(phrase, row) == service.content_of(phrase):
        report.unchanged += 1
    else:
        report.rejected.append(Rejected(row.number, "shortcode", f"与第 {first} 行是同一条短语，内容却不同"))


def _write(session: AsyncSession, report: ImportReport, phrase: Phrase | None, row: Row, now: datetime) -> Phrase:
    if phrase is None:
        phrase = service.new_phrase(f"p_{token_hex(8)}", row.content, now)
        phrase.edited_by_people = True
        session.add(phrase)
        report.created += 1
        return phrase
    merged = _merged(phrase, row)
    if merged == service.content_of(phrase):
        report.unchanged += 1
        return phrase
    service.apply(phrase, merged, now)
    phrase.edited_by_people = True
    report.updated += 1
    return phrase


def _merged(phrase: Phrase, row: Row) -> PhraseContent:
    given = {name: getattr(row.content, name) for name in row.given}
    return service.content_of(phrase).model_copy(update=given)


def _warn(report: ImportReport, row: Row) -> None:
    problems = qianniu_warnings(row.content.shortcode, row.content.text, row.content.group)
    for text in (row.content.text, *row.content.alternatives):
        problems += variable_warnings(text)
    report.warnings.extend({"number": row.number, "problem": problem} for problem in problems)


async def export_rows(session: AsyncSession) -> list[Row]:
    """The team's live phrases in the order of the list."""
    phrases = await store.live_team(session)
    given = frozenset(PhraseContent.model_fields)
    return [Row(number, service.content_of(phrase), given, phrase.id) for number, phrase in enumerate(phrases, start=1)]
