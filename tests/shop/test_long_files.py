"""Files of a big shop: read part by part, bad rows named by their number in the whole file."""

import io
import tracemalloc
from collections.abc import Iterator

import pytest

from assist_api.database import Database
from assist_api.settings import Settings
from assist_api.shop import service, store
from assist_api.shop.importing import parse_parts
from tests.shop.conftest import clock
from tests.shop.test_importing import READING

HEADER = "id,name,price\n"
ROWS = 1750
BAD = (2, 501, 502, 1003, 1751)
"""Numbers of bad rows, some on either side of where one part ends and the next begins."""


def long_file(rows: int = ROWS) -> bytes:
    lines = (f"p{number},长裙{number},{'很贵' if number in BAD else 99}\n" for number in range(2, rows + 2))
    return (HEADER + "".join(lines)).encode()


async def test_bad_rows_of_a_long_file_are_named_by_their_number_in_the_file(
    database: Database, settings: Settings
) -> None:
    told: list[tuple[int, int]] = []
    content = long_file()
    report = await service.import_file(
        database, settings, clock, "products", io.BytesIO(content), lambda rows, done: told.append((rows, done))
    )
    assert [(fault.row, fault.field) for fault in report.rejected] == [(row, "price") for row in BAD]
    assert report.imported == ROWS - len(BAD)
    async with database.read() as session:
        assert len(await store.products(session)) == report.imported
    assert len(told) > 2
    assert told == sorted(told)
    assert told[-1] == (report.imported, len(content))


async def test_stock_is_checked_against_products_in_every_part(database: Database, settings: Settings) -> None:
    await service.import_file(database, settings, clock, "products", (HEADER + "p1,裙,9\n").encode())
    lines = [f"{'p1' if number != 700 else 'p2'},黑,{number},1\n" for number in range(2, 1002)]
    stock = ("product_id,colour,size,quantity\n" + "".join(lines)).encode()
    report = await service.import_file(database, settings, clock, "stock", stock)
    assert (report.imported, [(fault.row, fault.field) for fault in report.rejected]) == (999, [(700, "product_id")])


async def test_the_same_key_twice_in_a_file_is_kept_as_it_stands_last(database: Database, settings: Settings) -> None:
    report = await service.import_file(database, settings, clock, "products", (HEADER + "p1,裙,9\np1,裤,8\n").encode())
    assert (report.imported, report.rejected) == (2, [])
    async with database.read() as session:
        assert [(product.name, product.price) for product in await store.products(session)] == [("裤", 800)]


async def test_a_file_that_breaks_off_keeps_what_stood_before(database: Database, settings: Settings) -> None:
    content = long_file(600) + '\np999,"没有收尾的引号,10\n'.encode()
    report = await service.import_file(database, settings, clock, "products", content)
    assert [fault.row for fault in report.rejected if "引号" in fault.expected] == [0]
    assert report.imported == 600 - len([row for row in BAD if row <= 601])


class _Endless(io.RawIOBase):
    """A long file that is never wholly in memory."""

    def __init__(self, rows: int) -> None:
        self._rows = rows
        self._lines = self._written()
        self._rest = b""

    def _written(self) -> Iterator[bytes]:
        yield HEADER.encode()
        for number in range(self._rows):
            yield f"p{number},一条长裙{number},99\n".encode()

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        assert (offset, whence) == (0, io.SEEK_SET)
        self._lines, self._rest = self._written(), b""
        return 0

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while len(self._rest) < len(buffer) and (line := next(self._lines, None)):
            self._rest += line
        taken, self._rest = self._rest[: len(buffer)], self._rest[len(buffer) :]
        buffer[: len(taken)] = taken
        return len(taken)


@pytest.mark.parametrize("rows", [2_000, 20_000])
def test_reading_a_longer_file_takes_no_more_memory(rows: int) -> None:
    source = io.BufferedReader(_Endless(rows), 64 * 1024)
    tracemalloc.start()
    try:
        read = sum(len(part.rows) for part in parse_parts("products", source, READING))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert read == rows
    assert peak < 12 * 1024 * 1024
