"""Looks now and then whether a training pays and starts it as a process of its own, at low priority."""

import asyncio
import logging
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from assist_api.bus import Bus, Subscription
from assist_api.clock import Clock
from assist_api.database import Database
from assist_api.flows.learning.due import Known, reason_to_train
from assist_api.flows.learning.past import replies_since
from assist_api.flows.suggesting.phrase_index import BOT_ONLY_GROUP
from assist_api.history import store as history
from assist_api.phrases import store as phrases
from assist_api.settings import CHECKOUT
from assist_api.training import service, store
from assist_api.training.service import BUS_TOPIC
from assist_api.training.tables import RecommenderModel

log = logging.getLogger(__name__)

LOOK_EVERY_S = 120.0

REST_AFTER_FAILURE_S = 600.0
"""A process that cannot even begin is not started again at every look."""

Train = Callable[[], Awaitable[int]]
"""Runs a training to its end; answers the exit code."""


@dataclass
class TrainingWorker:
    """`run()` until cancelled. Any number may run: the process that is started takes the lease, or ends at once."""

    database: Database
    bus: Bus
    clock: Clock
    train: Train

    async def run(self) -> None:
        async with self.bus.subscribe(BUS_TOPIC) as events:
            while True:
                code = 0
                try:
                    code = await self.look()
                except Exception:
                    log.exception("the training worker could not look whether a training pays")
                await self._rest(events, LOOK_EVERY_S if code == 0 else REST_AFTER_FAILURE_S)

    async def look(self) -> int:
        """Train if it pays. The exit code, 0 where there was nothing to do."""
        why = await self.why()
        if why is None:
            return 0
        log.info("training the recommender: %s", why)
        code = await self.train()
        log.info("training the recommender ended with exit code %d", code)
        await self.bus.publish(BUS_TOPIC, {"kind": "model"})
        return code

    async def why(self) -> str | None:
        now = self.clock()
        async with self.database.read() as session:
            state = await store.state(session)
            if service.is_training(state, now):
                return None
            if state is not None and state.asked_at is not None:
                return "somebody asked for it"
            last = await store.newest(session)
            bank = await phrases.team_size(session, without_group=BOT_ONLY_GROUP)
            known = Known(0, await history.count(session), bank)
            new = await replies_since(session, last.trained_at if last else None)
        return reason_to_train(_known_by(last), known, new, state.started_at if state else None, now)

    async def _rest(self, events: Subscription, longest_s: float) -> None:
        """Until the next look, or until somebody asks; feedback is told on the same topic, and no reason to look."""
        loop = asyncio.get_running_loop()
        until = loop.time() + longest_s
        while (left := until - loop.time()) > 0:
            event = await events.next(left)
            if event is not None and event.get("kind") == "asked":
                return


def _known_by(model: RecommenderModel | None) -> Known | None:
    return Known(model.moments, int(model.figures.get("imported", 0)), model.phrases) if model else None


async def train_in_process_of_its_own() -> int:
    """`./xiaoer recommender train --background`, with our environment. Cancelled, it is ended."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "assist_api.cli", "recommender", "train", "--background",
        cwd=CHECKOUT, stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        return await process.wait()
    except asyncio.CancelledError:
        process.terminate()
        await process.wait()
        raise
