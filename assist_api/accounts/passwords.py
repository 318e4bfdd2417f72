"""Argon2id passwords: hashed off the event loop, two at a time (each takes 64 MiB and some 90 ms of CPU)."""

import asyncio
import secrets
from concurrent.futures import ThreadPoolExecutor

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

_HASHER = PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=4)
# A pool of its own: a wave of logins neither eats the memory nor blocks other work in threads.
_THREADS = ThreadPoolExecutor(max_workers=2, thread_name_prefix="argon2")
_PLAIN = "abcdefghjkmnpqrstuvwxyz23456789"
# The hash of a random password nobody kept, made with the parameters above: what unknown names are checked against,
# so that the time of the answer does not tell which names exist.
NOBODYS_HASH = "$argon2id$v=19$m=65536,t=3,p=4$1E4YlbmeAllM64HwGjhlKA$bhC3mrYEk3bVWJthO3lTl57+GhrTWaSif4P7rq8zblw"


async def hashed(password: str) -> str:
    return await asyncio.get_running_loop().run_in_executor(_THREADS, _HASHER.hash, password)


async def matches(password_hash: str, password: str) -> bool:
    return await asyncio.get_running_loop().run_in_executor(_THREADS, _matches, password_hash, password)


def is_outdated(password_hash: str) -> bool:
    """Whether it was made with other parameters than today's."""
    return _HASHER.check_needs_rehash(password_hash)


def new_password() -> str:
    """79 random bits in 16 letters and digits that nobody mistakes for one another when typing them from a screen."""
    return "".join(secrets.choice(_PLAIN) for _ in range(16))


def _matches(password_hash: str, password: str) -> bool:
    try:
        return _HASHER.verify(password_hash, password)
    except VerifyMismatchError:
        return False
