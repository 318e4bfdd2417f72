import asyncio
from io import StringIO
from pathlib import Path

import pytest

from assist_api.supervisor import logs
from assist_api.supervisor.logs import ChildLog, lines_of


def stream(*chunks: bytes) -> asyncio.StreamReader:
    reader = asyncio.StreamReader()
    for chunk in chunks:
        reader.feed_data(chunk)
    reader.feed_eof()
    return reader


@pytest.mark.parametrize(
    ("chunks", "lines"),
    [
        ((), []),
        ((b"one\ntwo\n",), ["one", "two"]),
        ((b"no end",), ["no end"]),
        ((b"\xe5\xba", b"\x97\n"), ["店"]),
        ((b"\xff\n",), ["\ufffd"]),
        ((b"windows\r\n",), ["windows"]),
        ((b"\n\n",), ["", ""]),
    ],
)
async def test_output_is_cut_into_lines(chunks: tuple[bytes, ...], lines: list[str]) -> None:
    assert [line async for line in lines_of(stream(*chunks))] == lines


async def test_an_endless_line_is_cut() -> None:
    whole = b"x" * (2 * logs.LINE_BYTES + 5)
    lines = [line async for line in lines_of(stream(whole))]
    assert "".join(lines) == whole.decode()
    assert max(map(len, lines)) <= logs.LINE_BYTES


def test_the_console_shows_whose_line_it_is(tmp_path: Path) -> None:
    console = StringIO()
    log = ChildLog("bot", tmp_path, console)
    log.write("ready %s {}")
    log.close()
    assert console.getvalue() == "       bot | ready %s {}\n"
    assert log.path.read_text() == "ready %s {}\n"


def test_full_files_are_turned_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "FILE_BYTES", 100)
    monkeypatch.setattr(logs, "FILES_KEPT", 2)
    log = ChildLog("bot", tmp_path, StringIO())
    for number in range(50):
        log.write(f"line {number}")
    log.close()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bot.log", "bot.log.1", "bot.log.2"]
