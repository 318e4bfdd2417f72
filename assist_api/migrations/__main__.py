"""`python -m assist_api.migrations MESSAGE` writes a new revision."""

import asyncio
import sys
import tempfile

from assist_api.migrations import revise

with tempfile.TemporaryDirectory() as folder:
    asyncio.run(revise(f"sqlite+aiosqlite:///{folder}/scratch.db", sys.argv[1]))
