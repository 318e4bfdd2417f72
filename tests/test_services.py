"""The servers that tests start for themselves."""

import asyncpg
import pytest
from redis.asyncio import Redis

from tests import requirements


@pytest.mark.postgres
async def test_a_test_gets_an_empty_database_of_its_own(postgres_url: str, postgres_database: str) -> None:
    assert postgres_database != postgres_url
    connection = await asyncpg.connect(postgres_database.replace("+asyncpg", ""))
    try:
        assert await connection.fetchval("select count(*) from pg_tables where schemaname = 'public'") == 0
    finally:
        await connection.close()


@pytest.mark.redis
async def test_redis_is_empty(redis_url: str) -> None:
    async with Redis.from_url(redis_url) as redis:
        assert await redis.dbsize() == 0


def test_every_need_has_its_marker(pytestconfig: pytest.Config) -> None:
    declared = {line.partition(":")[0] for line in pytestconfig.getini("markers")}
    assert {need.marker for need in requirements.NEEDS} <= declared
