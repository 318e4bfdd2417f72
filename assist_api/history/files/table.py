"""Talks as CSV, a row an utterance: who said what when in which talk. Columns: `columns.py`."""

import csv
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from assist_api.history.files.columns import Columns, columns_of
from assist_api.history.files.gathering import Gathering
from assist_api.history.files.lines import encoding_of, numbered
from assist_api.history.files.ordering import in_order
from assist_api.history.files.roles import EXPECTED_ROLE, Casting, role_of_word
from assist_api.history.files.talks import Fault, Reading, Said, Speaker, Talk, Wrong, name_of, text_of
from assist_api.history.files.times import EXPECTED_TIME, moment
from assist_api.history.limits import LONGEST_ID, LONGEST_SOURCE

_TELLING_ID = 8
"""Characters from which on a talk's name is taken to be no counter: 1, 2, 3 begin anew in every export."""

_LONGEST_CHAT = LONGEST_ID - LONGEST_SOURCE


class _Lines:
    """The file's lines for the csv module; what is no line of text is left out and remembered."""

    def __init__(self, file: BinaryIO) -> None:
        self._lines = numbered(file, encoding_of(file))
        self.number = 0
        self.faults: list[Fault] = []

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            if isinstance(line, Fault):
                self.number = line.line
                self.faults.append(line)
            else:
                self.number = line[0]
                yield line[1] + "\n"


def read(file: BinaryIO, reading: Reading) -> Iterator[Talk | Fault]:
    """The talks of a table; raises BadInput when its first row does not name the columns."""
    casting, gathering = Casting(reading.agents), Gathering()
    for row in _rows(file, reading):
        if isinstance(row, Fault):
            yield row
            continue
        chat, said = row
        if fault := gathering.add(chat, said):
            yield fault
        for ended in gathering.ended():
            yield from _talk(*ended, casting, reading)
    for ended in gathering.rest():
        yield from _talk(*ended, casting, reading)


def _talk(chat: str, rows: Sequence[Said], casting: Casting, reading: Reading) -> Iterator[Talk | Fault]:
    turns, faults = casting.cast(in_order(rows))
    yield from faults
    if turns:
        chat_id = chat if len(chat) >= _TELLING_ID else f"{reading.source}#{chat}"
        yield Talk(rows[0].number, chat_id, turns)


def _rows(file: BinaryIO, reading: Reading) -> Iterator[tuple[str, Said] | Fault]:
    lines = _Lines(file)
    source = iter(lines)
    first = next(source, "")
    delimiter = "\t" if first.count("\t") > first.count(",") else ","
    columns = columns_of(next(csv.reader([first], delimiter=delimiter), []))
    reader = csv.reader(source, delimiter=delimiter, strict=True)
    while True:
        begins = lines.number + 1
        try:
            cells = next(reader, None)
        except csv.Error:
            yield Fault(begins, "line", f"引号不成对或格式有误，第 {begins} 到 {lines.number} 行没有读入")
            continue
        yield from lines.faults
        lines.faults.clear()
        if cells is None:
            return
        if any(cell.strip() for cell in cells):
            yield _row(begins, cells, columns, reading)


def _row(number: int, cells: Sequence[str], columns: Columns, reading: Reading) -> tuple[str, Said] | Fault:
    if len(cells) < columns.width:
        return Fault(number, "line", f"应有 {columns.width} 列，读到 {len(cells)} 列")
    try:
        chat = name_of(_cell(cells, columns.chat), "chat", _LONGEST_CHAT)
        role, name = _speaker(cells, columns)
        return chat, Said(number, name, text_of(_cell(cells, columns.text), "text"), role, _at(cells, columns, reading))
    except Wrong as wrong:
        return wrong.at(number)


def _speaker(cells: Sequence[str], columns: Columns) -> tuple[Speaker | None, str]:
    """The role the row tells, and the speaker's name; without a column of names that of roles may hold them."""
    word, name = _cell(cells, columns.role), _cell(cells, columns.agent) or _cell(cells, columns.name)
    role = role_of_word(word)
    if role is not None:
        return role, name_of(name, "name") if name else ""
    if word and columns.name is not None:
        raise Wrong("role", EXPECTED_ROLE)
    return None, name_of(_cell(cells, columns.name) or word, "name")


def _at(cells: Sequence[str], columns: Columns, reading: Reading) -> float | None:
    when = _cell(cells, columns.time)
    at = moment(when, reading.zone) if when else None
    if when and at is None:
        raise Wrong("time", EXPECTED_TIME)
    return at


def _cell(cells: Sequence[str], place: int | None) -> str:
    """Without the tab by which exports keep spreadsheets from reading a number."""
    return "" if place is None else cells[place].strip()
