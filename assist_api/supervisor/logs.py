"""What the children print: into a rotating file each, and on the console behind their name."""

import asyncio
import logging
import sys
from collections.abc import AsyncIterator
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TextIO

FILE_BYTES = 5 * 1024 * 1024
FILES_KEPT = 5
LINE_BYTES = 16 * 1024
"""A longer line is cut into several: a child must not fill the supervisor's memory."""


class ChildLog:
    """The log of one child; the file has the bare lines, the console puts the child's name before each."""

    def __init__(self, name: str, folder: Path, console: TextIO | None = None) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.path = folder / f"{name}.log"
        self._name = name
        self._console = console or sys.stderr
        self._file = RotatingFileHandler(
            self.path, maxBytes=FILE_BYTES, backupCount=FILES_KEPT, encoding="utf-8", errors="replace"
        )

    def write(self, line: str) -> None:
        self._file.emit(logging.LogRecord(self._name, logging.INFO, "", 0, line, None, None))
        print(f"{self._name:>10} | {line}", file=self._console, flush=True)

    async def follow(self, output: asyncio.StreamReader) -> None:
        """Write every line of a child's output until it closes."""
        async for line in lines_of(output):
            self.write(line)

    def close(self) -> None:
        self._file.close()


async def lines_of(output: asyncio.StreamReader) -> AsyncIterator[str]:
    """The lines of a stream without their ends; undecodable bytes are replaced, overlong lines cut."""
    rest = b""
    while chunk := await output.read(LINE_BYTES):
        *whole, rest = (rest + chunk).split(b"\n")
        for line in whole:
            yield _text(line)
        if len(rest) >= LINE_BYTES:
            yield _text(rest)
            rest = b""
    if rest:
        yield _text(rest)


def _text(line: bytes) -> str:
    return line.decode("utf-8", errors="replace").rstrip("\r")
